//! Docket charts figures that are kept by hand: every number with its source, every claim checked live, and the file
//! stays its author's.
#![doc = include_str!("architecture.md")]
#![forbid(unsafe_code)]

pub mod analysis;
pub mod app;
pub mod chart;
pub mod cli;
pub mod document;
pub mod exchange;
pub mod figure;
pub mod format;
pub mod model;
pub mod session;
