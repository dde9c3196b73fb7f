//! The door: arguments → window or command.

fn main() {}
