//! The window: frame loop, panels, dialogs, background jobs.
