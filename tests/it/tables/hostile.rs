//! Files made to harm: refused with a message, in bounded memory.

use std::io::{Cursor, Write as _};

use docket::exchange::table::{Limit, Stop, TableError, TableFile, Told, load};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::read_bytes;

/// An archive of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a part");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

const TYPES: &str =
    r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const SHEET_RELATION: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook with one sheet of these rows, and more parts.
fn xlsx(rows: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", SHEET_RELATION.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend_from_slice(more);
    archive(&parts)
}

fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="S">{table}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

fn refused(bytes: Vec<u8>) -> TableError {
    read_bytes(bytes, &Told::default()).expect_err("a hostile file")
}

#[test]
fn a_million_columns_and_a_very_long_line_are_refused() {
    let wide = format!("year{}\n2008{}\n", ",a".repeat(1_000_000), ",1".repeat(1_000_000));
    assert_eq!(refused(wide.into_bytes()), TableError::Limit { limit: Limit::Columns, row: 1 });
    let long = format!("year,mexico\n2008,{}\n", "1".repeat(64 << 20));
    let error = refused(long.into_bytes());
    assert_eq!(error, TableError::Limit { limit: Limit::Cell, row: 2 });
    assert!(error.to_string().starts_with("row 2: "), "{error}");
}

#[test]
fn an_unclosed_quote_is_told_by_its_line_and_can_be_read_without_quotes() {
    let text = "year,mexico\n2008,95\n2009,\"107\n2010,94\n";
    let error = refused(text.into());
    assert_eq!(error, TableError::Unclosed { line: 3, quote: '"' });
    let told = Told { quote: Some(None), ..Told::default() };
    let reading = read_bytes(text.into(), &told).expect("a table");
    assert_eq!(reading.proposal.series[0].observations.len(), 2);
}

#[test]
fn two_cells_at_the_ends_of_a_sheet_cost_no_rectangle() {
    let rows = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#;
    let file = TableFile::new(xlsx(rows, &[])).expect("a workbook");
    let loaded = load(&file, &Told::default(), &Stop::default()).expect("its cells");
    assert_eq!((loaded.cells.height(), loaded.cells.width()), (1_048_576, 16_384));
    assert_eq!((loaded.cells.get(0, 0), loaded.cells.get(1_048_575, 16_383)), ("1", "2"));
    let reading = read_bytes(xlsx(rows, &[]), &Told::default()).expect("a table of sorts");
    assert!(!reading.proposal.is_ready());
}

#[test]
fn archives_that_swell_are_refused_before_they_are_read() {
    let zeros = vec![b'0'; 64 << 20];
    let bomb = xlsx("", &[("xl/sharedStrings.xml", &zeros)]);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    assert_eq!(refused(bomb), TableError::Swells);
    let parts: Vec<String> = (0..10_001).map(|n| format!("p{n}")).collect();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(refused(archive(&parts)), TableError::Swells);
}

#[test]
fn a_workbook_that_declares_more_texts_than_it_holds_is_refused() {
    let strings = br#"<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="99999999999999"><si><t>a</t></si></sst>"#;
    assert!(matches!(refused(xlsx("", &[("xl/sharedStrings.xml", strings)])), TableError::Damaged(_)));
}

#[test]
fn what_an_ods_claims_to_repeat_is_not_written_out() {
    let blank = r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let cell = r#"<table:table-cell office:value-type="float" office:value="5"><text:p>5</text:p></table:table-cell>"#;
    let one = format!("{blank}<table:table-row>{cell}</table:table-row>");
    let file = TableFile::new(ods(&one)).expect("a workbook");
    let loaded = load(&file, &Told::default(), &Stop::default()).expect("its cells");
    assert_eq!((loaded.cells.height(), loaded.cells.get(1_048_000, 0)), (1_048_001, "5"));
    let filled = r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" office:value="5" table:number-columns-repeated="16384"><text:p>5</text:p></table:table-cell></table:table-row>"#;
    assert_eq!(refused(ods(filled)), TableError::Swells);
}

#[test]
fn damaged_and_foreign_files_have_their_own_words() {
    assert_eq!(refused(Vec::new()), TableError::Empty);
    assert_eq!(refused(b" \n\n".to_vec()), TableError::Empty);
    assert_eq!(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old".to_vec()), TableError::OldWorkbook);
    let whole = xlsx(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#, &[]);
    for cut in (4..whole.len()).step_by(97) {
        let outcome = read_bytes(whole[..cut].to_vec(), &Told::default());
        assert!(matches!(outcome, Err(TableError::Damaged(_))), "{cut}: {outcome:?}");
    }
    let told = Told { sheet: Some("None".to_owned()), ..Told::default() };
    let missing = read_bytes(whole, &told).expect_err("no such sheet");
    assert_eq!(missing.to_string(), "there is no sheet “None”; there are S");
}

#[test]
fn bytes_that_mean_nothing_give_a_message_or_a_table_but_no_panic() {
    let mut seed = 7_u32;
    for length in [1, 2, 100, 5000] {
        for start in [&b""[..], b"PK\x03\x04", b"\xff\xfe", b"\"", b"a,b\n1,"] {
            let noise = std::iter::repeat_with(|| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 24) as u8
            });
            let bytes: Vec<u8> = start.iter().copied().chain(noise.take(length)).collect();
            let _ = read_bytes(bytes, &Told::default());
        }
    }
}

#[test]
fn work_ends_when_it_is_told_to() {
    let text = "year,mexico\n".to_owned() + &"2008,95\n".repeat(100_000);
    let file = TableFile::new(text.into_bytes()).expect("a table");
    let stop = Stop::default();
    stop.ask();
    assert_eq!(load(&file, &Told::default(), &stop), Err(TableError::Stopped));
}
