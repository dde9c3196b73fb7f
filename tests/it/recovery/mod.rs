//! Recovery: what is worked on is kept, offered after a crash, and never lost on the way.

mod clock;
mod faults;
mod kept;
mod kills;
mod panics;
mod slots;
mod window;
