//! Any bytes as a recovery copy: read or refused; and of one that is whole no byte can be changed unnoticed.
#![no_main]

use std::sync::LazyLock;

use docket::{
    document::{
        Origin,
        recovery::{Header, fingerprint, read_slot, write_slot},
    },
    format::Text,
};
use libfuzzer_sys::fuzz_target;

static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let text = Text::from("Dataset(format: 1, title: \"Extraditions\")\n");
    let header = Header {
        version: "0.1.0".to_owned(),
        document: 7,
        origin: Origin::File("a folder/figures é\n.ron".into()),
        base: Some(fingerprint(&text)),
        written: Default::default(),
        sequence: 12,
    };
    write_slot(&header, &text)
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(slot) = read_slot(bytes) {
        assert!(bytes.ends_with(slot.text.as_bytes()));
    }
    let [high, low, with, ..] = bytes else { return };
    let mut changed = WHOLE.clone();
    assert!(read_slot(&changed).is_ok());
    let at = (usize::from(*high) * 256 + usize::from(*low)) % changed.len();
    changed[at] ^= with;
    assert!(*with == 0 || read_slot(&changed).is_err(), "byte {at} may be anything");
    changed.truncate(at);
    assert!(read_slot(&changed).is_err(), "cut at {at}");
});
