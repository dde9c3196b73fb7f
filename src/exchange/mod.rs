//! Figures and tables in and out: what people type, CSV, the clipboard.

mod arithmetic;
pub mod entry;
