//! What happens when the program meets a fault of its own: it is written down without any of the user's data, and
//! copies of unsaved work are made at once.

use std::{
    backtrace::Backtrace,
    fmt::Write as _,
    io::Write as _,
    panic::{self, PanicHookInfo},
    path::PathBuf,
    thread,
};

use crate::document::{disk::RealDisk, write_report};

/// From now on faults are written down in a folder, and `then` is called on the thread that met the fault.
/// What is printed about them stays.
pub(super) fn watch(reports: PathBuf, then: impl Fn() + Send + Sync + 'static) {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        before(info);
        let report = write_report(&RealDisk, &reports, &report(info));
        // A fault while a fault is looked after would end the process at once, so nothing here may panic.
        let _ = match &report {
            Ok(path) => writeln!(
                std::io::stderr(),
                "docket: what is known of this, without any of your data, is in {}; unsaved work is offered at the \
                 next start",
                path.display()
            ),
            Err(error) => writeln!(std::io::stderr(), "docket: this can't be written down: {error}"),
        };
        then();
    }));
}

/// What is known of a fault. Its message is left out unless it is a text of the program: others may quote what the user
/// has written.
fn report(info: &PanicHookInfo<'_>) -> String {
    let message = info.payload().downcast_ref::<&'static str>().copied();
    let place = info.location().map(ToString::to_string);
    let thread = thread::current();
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "{name}: {value}");
    };
    line("program", concat!("Docket ", env!("CARGO_PKG_VERSION")));
    line("system", &format!("{} {}", std::env::consts::OS, std::env::consts::ARCH));
    line("time", &jiff::Timestamp::now().to_string());
    line("thread", thread.name().unwrap_or("without a name"));
    line("place", place.as_deref().unwrap_or("unknown"));
    line("message", message.unwrap_or("left out, since it may quote data"));
    let _ = write!(text, "\n{}", Backtrace::force_capture());
    text
}
