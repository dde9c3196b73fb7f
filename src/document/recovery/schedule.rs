//! When a recovery copy is made. All times are since some moment on a clock that only goes forward.

use std::time::Duration;

/// After a change there is a moment for more of them: what is typed in one go becomes one copy.
const PAUSE: Duration = Duration::from_millis(250);
/// Copies are not made more often.
const LEAST_INTERVAL: Duration = Duration::from_secs(1);
/// Making copies takes at most one part in so many of the time: what is changed while a copy of up to 0.4 s is made is in
/// the next one within 2 s.
const SHARE: u32 = 4;
/// However slow the disk was once, it is tried again.
const LONGEST_INTERVAL: Duration = Duration::from_secs(10);
/// After a failure it is tried again so soon, then after twice as long each time.
const FIRST_RETRY: Duration = Duration::from_secs(1);
const LAST_RETRY: Duration = Duration::from_mins(1);

/// When the next copy of a document is to be made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Schedule {
    /// The first change that no copy has.
    changed: Option<Duration>,
    /// When the last copy was begun, and how long it took.
    last: Option<(Duration, Duration)>,
    failures: u32,
}

impl Schedule {
    /// The document has changed.
    pub fn change(&mut self, now: Duration) {
        self.changed.get_or_insert(now);
    }

    /// There is nothing to copy any more.
    pub fn rest(&mut self) {
        self.changed = None;
    }

    /// When the next copy is to be made.
    pub fn due(&self) -> Option<Duration> {
        let soon = self.changed? + PAUSE;
        let Some((begun, cost)) = self.last else { return Some(soon) };
        let interval = cost.saturating_mul(SHARE).clamp(LEAST_INTERVAL, LONGEST_INTERVAL);
        let wait = match self.failures {
            0 => Duration::ZERO,
            n => FIRST_RETRY.saturating_mul(1 << (n - 1).min(10)).min(LAST_RETRY),
        };
        Some(soon.max(begun + interval.max(wait)))
    }

    /// A copy of all changes so far was made between two moments; what it takes the disk to confirm it does not count.
    pub fn made(&mut self, begun: Duration, ended: Duration) {
        *self = Self { changed: None, last: Some((begun, ended.saturating_sub(begun))), failures: 0 };
    }

    /// No copy could be made.
    pub fn failed(&mut self, begun: Duration, ended: Duration) {
        self.changed.get_or_insert(begun);
        self.last = Some((begun, ended.saturating_sub(begun)));
        self.failures += 1;
    }

    /// Whether the last try failed.
    pub fn has_failed(&self) -> bool {
        self.failures > 0
    }
}
