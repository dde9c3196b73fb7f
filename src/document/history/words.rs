//! When a version was written, and how large it is, in words.

use jiff::{Timestamp, ToSpan as _, ZonedDateTime, tz::TimeZone};

/// When something happened, as people say it on the day of `now`: `today 14:03`, `yesterday 09:10`, `12 Nov 2026, 09:10`.
pub fn said_time(at: Timestamp, now: &ZonedDateTime) -> String {
    let at = at.to_zoned_datetime(now.time_zone().clone());
    let clock = at.strftime("%H:%M");
    match now.date() {
        today if today == at.date() => format!("today {clock}"),
        today if today.checked_sub(1.day()).is_ok_and(|yesterday| yesterday == at.date()) => {
            format!("yesterday {clock}")
        }
        _ => at.strftime("%-d %b %Y, %H:%M").to_string(),
    }
}

/// The same to the second, for what happened in the same minute as something else.
pub fn said_time_exactly(at: Timestamp, now: &ZonedDateTime) -> String {
    let seconds = at.to_zoned_datetime(now.time_zone().clone()).strftime(":%S").to_string();
    said_time(at, now) + &seconds
}

/// When something happened, in the time of this machine, for scripts and names of files: `2026-11-12 09.10`.
pub fn said_day(at: Timestamp) -> String {
    at.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d %H.%M").to_string()
}

/// So many bytes, in words.
pub fn said_size(bytes: u64) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", (bytes + 500) / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_from_where_one_stands() {
        let zone = TimeZone::fixed(jiff::tz::offset(-6));
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        let now = at("2026-11-24T20:00:00Z").to_zoned_datetime(zone);
        assert_eq!(said_time(at("2026-11-24T20:03:00Z"), &now), "today 14:03");
        assert_eq!(said_time(at("2026-11-24T05:59:00Z"), &now), "yesterday 23:59");
        assert_eq!(said_time(at("2026-11-12T15:10:00Z"), &now), "12 Nov 2026, 09:10");
        assert_eq!(said_time_exactly(at("2026-11-24T20:03:07Z"), &now), "today 14:03:07");
        assert_eq!(said_time(at("1970-01-01T00:00:00Z"), &now), "31 Dec 1969, 18:00");
    }

    #[test]
    fn sizes_are_said_in_words() {
        let said = [0, 1, 999, 1_000, 12_345, 999_999, 1_250_000].map(said_size);
        assert_eq!(said, ["0 bytes", "1 byte", "999 bytes", "1 kB", "12 kB", "1000 kB", "1.2 MB"]);
    }
}
