//! How fast tables come in, beside the `csv` crate alone. Run with `cargo bench --bench tables`.

use std::{
    fmt::Write as _,
    sync::{Arc, LazyLock},
};

use divan::{Bencher, counter::BytesCount};
use docket::exchange::table::{self, Stop, TableFile, Told};

fn main() {
    divan::main();
}

/// A long table as Our World in Data has them, of about so many bytes.
fn long(bytes: usize) -> String {
    let mut text = String::from("Entity,Code,Year,Homicide rate\n");
    let mut entity = 0_u32;
    while text.len() < bytes {
        for year in 1900..2020_u32 {
            let value = f64::from((entity * 31 + year * 7) % 10_000) / 100.0;
            writeln!(text, "Country {entity},C{entity},{year},{value}").expect("a text takes all");
        }
        entity += 1;
    }
    text
}

static HUNDRED_MEGABYTES: LazyLock<String> = LazyLock::new(|| long(100_000_000));

/// The `csv` crate alone: every record read, every byte of it looked at once.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn csv_alone(bencher: Bencher<'_, '_>) {
    let text = HUNDRED_MEGABYTES.as_str();
    bencher.counter(BytesCount::of_str(text)).bench(|| {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut record = csv::ByteRecord::new();
        let mut cells = 0;
        while reader.read_byte_record(&mut record).expect("a record") {
            cells += record.len();
        }
        cells
    });
}

/// The cells of the table: encoding, delimiter, records, limits.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn cells(bencher: Bencher<'_, '_>) {
    let text = HUNDRED_MEGABYTES.as_str();
    let file = TableFile::new(text.as_bytes()).expect("a table");
    bencher
        .counter(BytesCount::of_str(text))
        .bench(|| table::load(&file, &Told::default(), &Stop::default()).expect("its cells"));
}

/// The whole import up to a proposal: cells, what the table is like, periods, numbers, series.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn import(bencher: Bencher<'_, '_>) {
    let text = HUNDRED_MEGABYTES.as_str();
    let file = TableFile::new(text.as_bytes()).expect("a table");
    bencher.counter(BytesCount::of_str(text)).bench(|| {
        let loaded = table::load(&file, &Told::default(), &Stop::default()).expect("its cells");
        table::read(Arc::new(loaded), &Told::default(), &Stop::default()).expect("a proposal")
    });
}
