//! What a panel is given.

use super::theme::Theme;
use crate::{figure::themes::Shelf, session::Session};

/// All that a panel may read. What it wants changed it puts into a queue of commands.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The program without the window.
    pub session: &'a Session,
    /// Colours and sizes.
    pub theme: &'a Theme,
    /// The figure themes at hand.
    pub figure_themes: &'a Shelf,
}
