//! Figures and tables in and out: what people type, CSV, the clipboard.

pub mod entry;
