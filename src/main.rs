//! The door: arguments → window or command.

fn main() -> std::process::ExitCode {
    match docket::app::run(&docket::app::Options::default()) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("docket: {e}");
            std::process::ExitCode::FAILURE
        }
    }
}
