//! Figures and tables in and out: what people type into a cell, files of other programs and of statistical offices.

mod arithmetic;
pub mod bibliography;
pub mod clipboard;
pub mod entry;
pub mod marks;
pub mod table;
