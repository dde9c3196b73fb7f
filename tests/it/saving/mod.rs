//! The promises of a save: at every moment the old or the new version is there, whole, and "saved" means saved.

mod faults;
#[cfg(unix)]
mod history;
#[cfg(target_os = "linux")]
mod kills;
#[cfg(unix)]
mod odd;
#[cfg(target_os = "linux")]
mod real;
#[cfg(target_os = "linux")]
mod rivals;
pub mod sim;
#[cfg(unix)]
mod windows;
