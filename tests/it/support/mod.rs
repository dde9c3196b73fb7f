//! What several tests share.

pub mod rasteriser;
