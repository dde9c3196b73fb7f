//! The window: frame loop, panels, dialogs, background jobs.

mod context;
pub mod theme;

pub use context::Context;
