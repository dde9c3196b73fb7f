//! What several tests share.

pub mod gallery;
pub mod golden;
pub mod plans;
pub mod program;
pub mod random;
pub mod rasteriser;
pub mod window;
