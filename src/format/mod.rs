//! Text ↔ model without loss: tokens → tree with spans → model and diagnostics; `Edit` → `Patch`.

mod diagnostic;
mod patch;

pub use diagnostic::{Diagnostic, LineColumn, LineIndex, Severity};
pub use patch::{Patch, Replacement};
