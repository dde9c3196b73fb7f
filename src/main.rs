//! The door: arguments → window or command.

fn main() -> std::process::ExitCode {
    docket::cli::run()
}
