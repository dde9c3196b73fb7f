//! All integration tests, in one binary.

mod analysis;
mod app;
mod chart;
mod cli;
mod compare;
mod datasets;
mod document;
mod export;
mod figure;
mod format;
mod gallery;
mod grid;
mod inspector;
mod marks;
mod model;
mod overlap;
mod readme;
mod session;
mod source_view;
mod stage;
mod steps;
mod support;
mod tables;
mod tidy;
mod under_way;
