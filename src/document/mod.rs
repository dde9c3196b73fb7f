//! One open file: text, model, history, saved revision; saving; the disk behind a small trait.
