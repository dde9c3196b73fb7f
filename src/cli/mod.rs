//! The commands from a shell.
