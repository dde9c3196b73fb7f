//! Recovery: copies of unsaved work, made while it is done, and offered when a window did not end as it should.
//!
//! 1. Each window has a folder of its own with a lock, which the system lets go of however the window ends. A document
//!    with unsaved changes has two files there, which are written in turns: until the disk has confirmed one, the other
//!    is left alone. A new copy takes its name before that, so that whatever ends the program finds it there.
//! 2. A file has a header with a checksum, and then the very text, so that any program can read it (`slot`). The newest
//!    whose checksum holds counts, by its number and never by a clock.
//! 3. When copies are made is told by a clock that only goes forward (`schedule`); it is done by a thread that does not
//!    depend on the window being drawn (`keeper`).
//! 4. What is left in a folder that nobody holds is offered (`offer`). Nothing is removed before there is another copy of
//!    it, and what is not wanted is kept for a while, as is what was closed without saving.

mod keeper;
mod offer;
mod schedule;
mod slot;
mod store;

pub use keeper::{Keeper, Unsaved};
pub use offer::{FileNow, Found, MOST_TRIES, OriginalNow, Restored};
pub use schedule::Schedule;
pub use slot::{Fingerprint, Header, Slot, SlotError, fingerprint, read_slot, write_slot};
