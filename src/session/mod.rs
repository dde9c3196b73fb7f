//! The program without a window: open documents, selection, view ranges, `Command`, `apply(Command) → Effects`.
