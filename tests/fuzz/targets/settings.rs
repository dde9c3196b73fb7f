//! Any bytes as settings: understood or refused, and what is understood is written as it is read.
#![no_main]

use docket::document::settings;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(understood) = settings::parse(bytes) {
        let written = settings::write(&understood).expect("what is understood can be written");
        let again = settings::parse(written.as_bytes()).expect("what is written can be read");
        assert_eq!(again, understood);
    }
});
