//! What a window starts from besides a session.

use super::recent::Recent;
use crate::document::Places;

/// What a window starts from. The default keeps nothing anywhere, as tests want it.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Where the program keeps what is its own; nothing is kept where there is none.
    pub places: Option<Places>,
    /// The files opened last.
    pub recent: Recent,
}

impl Setup {
    /// That of the user who runs the program.
    pub fn of_this_user() -> Self {
        Places::of_this_user().map(Self::from).unwrap_or_default()
    }
}

impl From<Places> for Setup {
    fn from(places: Places) -> Self {
        Self { recent: Recent::kept_in(&places), places: Some(places) }
    }
}
