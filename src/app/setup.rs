//! What a window starts from besides a session.

use crate::document::{
    Places,
    disk::RealDisk,
    settings::{self, Loaded},
};

/// What a window starts from. The default keeps nothing anywhere, as tests want it.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// Where the program keeps what is its own; nothing is kept where there is none.
    pub places: Option<Places>,
    /// What the user has chosen before.
    pub settings: Loaded,
}

impl Setup {
    /// That of the user who runs the program.
    pub fn of_this_user() -> Self {
        Places::of_this_user().map(Self::from).unwrap_or_default()
    }
}

impl From<Places> for Setup {
    fn from(places: Places) -> Self {
        Self { settings: settings::load(&RealDisk, &places), places: Some(places) }
    }
}
