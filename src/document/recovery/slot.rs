//! A recovery copy as bytes: a header in comments, then the very text, so that any program that opens the dataset opens
//! the copy too.

use std::{fmt::Write as _, path::PathBuf};

use jiff::Timestamp;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode, percent_encode};

use crate::{
    document::{Origin, samples},
    format::Text,
};

/// What is known of a text: two that have the same are the same.
pub type Fingerprint = blake3::Hash;

/// The version of the header that is written, and the newest that is read.
const FORMAT: u32 = 1;
const MAGIC: &[u8] = b"// docket recovery ";
const EXPLANATION: &str =
    "// A copy of unsaved work. Below these lines stands the dataset as it was; Docket opens it as it is.\n";
/// More than any path has, each of its bytes spelled out.
const LONGEST_LINE: usize = 256 * 1024;
/// What is spelled out: all that would end the line, hide in it or not come back as it was.
const SPELLED_OUT: &AsciiSet = &CONTROLS.add(b' ').add(b'%');

/// What a recovery copy says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The version of the program that wrote it.
    pub version: String,
    /// The number of the document, the same in all copies of it.
    pub document: u64,
    /// Where the document came from.
    pub origin: Origin,
    /// What its file held when it was read or saved last.
    pub base: Option<Fingerprint>,
    /// When the copy was made, by a clock that may be wrong.
    pub written: Timestamp,
    /// Counts the copies of the document; the newest has the highest.
    pub sequence: u64,
}

/// A recovery copy that is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot<'a> {
    /// What it says of itself.
    pub header: Header,
    /// The text.
    pub text: &'a str,
}

/// Why bytes are no recovery copy that can be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlotError {
    /// They begin as something else.
    #[error("this is no recovery copy")]
    NoSlot,
    /// A newer version of the program wrote them.
    #[error("a newer version of Docket wrote it (format {0})")]
    Newer(u32),
    /// A line of the header is not as it should be.
    #[error("its header is damaged: {0}")]
    Header(&'static str),
    /// There is less or more text than there should be.
    #[error("{found} of {expected} bytes are there")]
    Length {
        /// The bytes that were written.
        expected: u64,
        /// The bytes that are there.
        found: u64,
    },
    /// Some byte is not what was written.
    #[error("its checksum does not hold")]
    Checksum,
    /// The text is not UTF-8.
    #[error("it is not text")]
    NotText,
}

/// What is known of a text.
pub fn fingerprint(text: &Text) -> Fingerprint {
    let mut hasher = blake3::Hasher::new();
    for chunk in text.chunks() {
        hasher.update(chunk.as_bytes());
    }
    hasher.finalize()
}

/// The bytes of a recovery copy.
pub fn write_slot(header: &Header, text: &Text) -> Vec<u8> {
    let mut lines = format!("{}{FORMAT}\n{EXPLANATION}", String::from_utf8_lossy(MAGIC));
    let mut line = |name: &str, value: &dyn std::fmt::Display| {
        // Writing to a string does not fail.
        let _ = writeln!(lines, "// {name}: {value}");
    };
    line("version", &percent_encode(header.version.as_bytes(), SPELLED_OUT));
    line("document", &format_args!("{:016x}", header.document));
    let (kind, name) = match &header.origin {
        Origin::File(path) => ("file", bytes_of(path)),
        Origin::Sample(name) => ("sample", name.as_bytes().to_vec()),
        Origin::Untitled(name) => ("untitled", name.as_bytes().to_vec()),
    };
    line("origin", &format_args!("{kind} {}", percent_encode(&name, SPELLED_OUT)));
    match &header.base {
        Some(base) => line("base", &base.to_hex()),
        None => line("base", &"none"),
    }
    line("written", &header.written);
    line("sequence", &header.sequence);
    line("length", &text.len());
    let mut hasher = blake3::Hasher::new();
    hasher.update(lines.as_bytes());
    for chunk in text.chunks() {
        hasher.update(chunk.as_bytes());
    }
    let _ = writeln!(lines, "// checksum: {}", hasher.finalize().to_hex());
    let mut bytes = lines.into_bytes();
    bytes.reserve_exact(text.len());
    for chunk in text.chunks() {
        bytes.extend_from_slice(chunk.as_bytes());
    }
    bytes
}

/// Reads a recovery copy. Bytes from anywhere may be given: nothing is taken from them before the checksum holds but
/// a number of lines that is fixed.
///
/// # Errors
/// When they are none, or not whole, or a newer version wrote them.
pub fn read_slot(bytes: &[u8]) -> Result<Slot<'_>, SlotError> {
    let mut lines = Lines { bytes, at: 0 };
    let format = lines.next()?.strip_prefix(MAGIC).ok_or(SlotError::NoSlot)?;
    let format: u32 = number(format).ok_or(SlotError::Header("format"))?;
    if format > FORMAT {
        return Err(SlotError::Newer(format));
    }
    lines.next().map_err(|_| SlotError::Header("explanation"))?;
    let version = lines.field("version")?;
    let document = lines.field("document")?;
    let origin = lines.field("origin")?;
    let base = lines.field("base")?;
    let written = lines.field("written")?;
    let sequence = lines.field("sequence")?;
    let length = lines.field("length")?;
    let before = lines.at;
    let checksum = lines.field("checksum")?;
    let text = &bytes[lines.at..];
    let expected: u64 = number(length).ok_or(SlotError::Header("length"))?;
    if expected != text.len() as u64 {
        return Err(SlotError::Length { expected, found: text.len() as u64 });
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(&bytes[..before]);
    hasher.update(text);
    if checksum != hasher.finalize().to_hex().as_bytes() {
        return Err(SlotError::Checksum);
    }
    let plain = |value: &[u8], name| String::from_utf8(decoded(value)).map_err(|_| SlotError::Header(name));
    let header = Header {
        version: plain(version, "version")?,
        document: str::from_utf8(document)
            .ok()
            .and_then(|digits| u64::from_str_radix(digits, 16).ok())
            .ok_or(SlotError::Header("document"))?,
        origin: origin_of(origin).ok_or(SlotError::Header("origin"))?,
        base: if base == b"none" { None } else { Some(hash(base).ok_or(SlotError::Header("base"))?) },
        written: plain(written, "written")?.parse().map_err(|_| SlotError::Header("written"))?,
        sequence: number(sequence).ok_or(SlotError::Header("sequence"))?,
    };
    Ok(Slot { header, text: str::from_utf8(text).map_err(|_| SlotError::NotText)? })
}

/// The lines of a header, one after the other.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> Result<&'a [u8], SlotError> {
        let rest = &self.bytes[self.at..];
        let reach = &rest[..rest.len().min(LONGEST_LINE)];
        let end = reach.iter().position(|byte| *byte == b'\n').ok_or(SlotError::NoSlot)?;
        self.at += end + 1;
        Ok(&rest[..end])
    }

    fn field(&mut self, name: &'static str) -> Result<&'a [u8], SlotError> {
        let line = self.next().map_err(|_| SlotError::Header(name))?;
        let value = line.strip_prefix(b"// ").and_then(|line| line.strip_prefix(name.as_bytes()));
        value.and_then(|value| value.strip_prefix(b": ")).ok_or(SlotError::Header(name))
    }
}

fn number<N: std::str::FromStr>(digits: &[u8]) -> Option<N> {
    str::from_utf8(digits).ok()?.parse().ok()
}

fn hash(hex: &[u8]) -> Option<Fingerprint> {
    Fingerprint::from_hex(hex).ok()
}

fn decoded(value: &[u8]) -> Vec<u8> {
    percent_decode(value).collect()
}

fn origin_of(value: &[u8]) -> Option<Origin> {
    let at = value.iter().position(|byte| *byte == b' ')?;
    let name = decoded(&value[at + 1..]);
    match &value[..at] {
        b"file" => Some(Origin::File(path_of(name)?)),
        b"untitled" => Some(Origin::Untitled(String::from_utf8(name).ok()?)),
        b"sample" => {
            let name = String::from_utf8(name).ok()?;
            // A sample that this version does not have is a document like any other.
            let known = samples::by_file_name(&name).map(|sample| Origin::Sample(sample.file_name));
            Some(known.unwrap_or(Origin::Untitled(name)))
        }
        _ => None,
    }
}

#[cfg(unix)]
fn bytes_of(path: &std::path::Path) -> Vec<u8> {
    std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec()
}

#[cfg(unix)]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    Some(std::os::unix::ffi::OsStringExt::from_vec(bytes)).map(|name: std::ffi::OsString| name.into())
}

#[cfg(not(unix))]
fn bytes_of(path: &std::path::Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

#[cfg(not(unix))]
fn path_of(bytes: Vec<u8>) -> Option<PathBuf> {
    String::from_utf8(bytes).ok().map(PathBuf::from)
}
