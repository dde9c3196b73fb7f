//! A recovery copy as bytes.

use std::path::PathBuf;

use docket::{
    document::{
        Origin,
        recovery::{Header, SlotError, fingerprint, read_slot, write_slot},
        samples,
    },
    format::{self, Text},
};
use jiff::Timestamp;
use proptest::prelude::*;

fn header(origin: Origin) -> Header {
    Header {
        version: "0.1.0".to_owned(),
        document: 0x91,
        origin,
        base: Some(fingerprint(&Text::from("what was"))),
        written: Timestamp::from_second(1_795_000_000).expect("a time"),
        sequence: 12,
    }
}

fn origins() -> impl Strategy<Value = Origin> {
    let bytes = prop_oneof![
        proptest::collection::vec(1_u8.., 1..60),
        Just(b"/home/ana/a b%20\n// checksum: \xff\xfe.ron".to_vec()),
        Just(vec![b'x'; 4096]),
    ];
    #[cfg(unix)]
    let files = bytes.prop_map(|bytes| {
        let name: std::ffi::OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes);
        Origin::File(PathBuf::from(name))
    });
    #[cfg(not(unix))]
    let files = bytes.prop_map(|bytes| Origin::File(PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())));
    prop_oneof![files, any::<String>().prop_map(Origin::Untitled), Just(Origin::Sample(samples::ALL[1].file_name)),]
}

proptest! {
    #[test]
    fn what_is_written_is_read_whatever_the_names_and_the_text(
        origin in origins(),
        text in any::<String>(),
        base in any::<Option<[u8; 32]>>(),
        document: u64,
        sequence: u64,
        second in -1_000_000_000_i64..100_000_000_000,
    ) {
        let header = Header {
            document,
            base: base.map(Into::into),
            written: Timestamp::from_second(second).expect("a time"),
            sequence,
            ..header(origin)
        };
        let bytes = write_slot(&header, &Text::from(text.as_str()));
        let slot = read_slot(&bytes).expect("a copy");
        prop_assert_eq!((&slot.header, slot.text), (&header, text.as_str()));
    }

    #[test]
    fn one_byte_more_less_or_other_is_noticed(
        text in "[a-z\n]{0,80}",
        at: prop::sample::Index,
        other: u8,
        cut: prop::sample::Index,
    ) {
        let bytes = write_slot(&header(Origin::Untitled("t".to_owned())), &Text::from(text.as_str()));
        let mut changed = bytes.clone();
        let at = at.index(bytes.len());
        changed[at] = other;
        prop_assert!(changed == bytes || read_slot(&changed).is_err(), "byte {} as {}", at, other);
        prop_assert!(read_slot(&bytes[..cut.index(bytes.len())]).is_err());
        let more = [&bytes[..], b" "].concat();
        let is_noticed = matches!(read_slot(&more), Err(SlotError::Length { .. }));
        prop_assert!(is_noticed);
    }

    #[test]
    fn no_bytes_at_all_make_it_panic(bytes: Vec<u8>, keep: prop::sample::Index, at: prop::sample::Index) {
        let whole = write_slot(&header(Origin::File("/a.ron".into())), &Text::from("text"));
        let start = &whole[..keep.index(whole.len())];
        for hostile in [bytes.clone(), [start, &bytes].concat(), {
            let at = at.index(whole.len());
            [&whole[..at], &bytes, &whole[at..]].concat()
        }] {
            let _ = read_slot(&hostile);
        }
    }
}

#[test]
fn a_copy_is_a_dataset_that_any_program_opens() {
    let text = samples::ALL[0].text;
    let bytes = write_slot(&header(Origin::Sample(samples::ALL[0].file_name)), &Text::from(text));
    let copy = String::from_utf8(bytes).expect("text");
    let (one, other) = (format::parse(&copy), format::parse(text));
    assert!(!one.has_errors() && one.dataset() == other.dataset());
    assert!(copy.ends_with(text));
    assert!(copy.lines().take_while(|line| line.starts_with("// ")).count() >= 10, "{copy}");
}

#[test]
fn what_a_newer_version_wrote_is_said_to_be_that_and_lines_have_an_end() {
    let bytes = write_slot(&header(Origin::Untitled("t".to_owned())), &Text::from("text"));
    let newer = [b"// docket recovery 7", &bytes[b"// docket recovery 1".len()..]].concat();
    assert_eq!(read_slot(&newer), Err(SlotError::Newer(7)));
    let endless = [b"// docket recovery 1".to_vec(), vec![b'1'; 1 << 20]].concat();
    assert_eq!(read_slot(&endless), Err(SlotError::NoSlot));
    let huge = String::from_utf8(bytes).expect("text").replace("length: 4", "length: 18446744073709551615");
    assert!(matches!(read_slot(huge.as_bytes()), Err(SlotError::Length { expected: u64::MAX, found: 4 })));
}
