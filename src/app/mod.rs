//! The window: frame loop, panels, dialogs, background jobs.

mod annotating;
mod banner;
mod claim_entry;
mod compare;
mod context;
mod dialogs;
pub mod grid;
pub mod inspector;
mod keeping;
mod kept;
mod library;
mod menu;
mod on_screen;
mod palette;
mod panics;
mod playing;
mod reaching;
mod recovery;
mod rewriting;
mod rows;
mod setup;
pub mod shortcuts;
mod source_view;
mod stage;
mod start;
mod status;
pub mod theme;
mod themes;
mod watch;
mod window;
pub mod worker;

pub use context::Context;
pub use setup::Setup;
pub use start::{Options, Renderer, first_commands, run};
pub use themes::themes_folder;
pub use window::App;
