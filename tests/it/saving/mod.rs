//! The promises of a save: at every moment the old or the new version is there, whole, and "saved" means saved.

mod faults;
#[cfg(unix)]
mod history;
#[cfg(unix)]
mod odd;
pub mod sim;
#[cfg(unix)]
mod windows;
