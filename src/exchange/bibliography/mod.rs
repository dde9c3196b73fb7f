//! Sources as other programs have them: BibTeX, RIS and CSL-JSON; and in words.

mod read;
mod ris;
mod write;

pub use read::{BibliographyError, read};
pub use write::{BibliographyForm, cited, write};
