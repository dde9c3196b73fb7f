//! The program itself, as a shell starts it.

use std::{path::Path, process::Command};

/// The program, working in a folder; without a display, and with what it keeps for itself far from the user's.
pub fn program(folder: &Path) -> Command {
    let own = Path::new(env!("CARGO_TARGET_TMPDIR")).join("own");
    let mut command = Command::new(env!("CARGO_BIN_EXE_docket"));
    command.current_dir(folder).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    for (name, folder) in [
        ("HOME", "home"),
        ("XDG_STATE_HOME", "state"),
        ("XDG_CONFIG_HOME", "settings"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_RUNTIME_DIR", "running"),
    ] {
        command.env(name, own.join(folder));
    }
    command
}
