//! What several tests share.

pub mod plans;
pub mod rasteriser;
