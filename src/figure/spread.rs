//! Placing labels without overlaps: names at line ends pushed apart, events stacked in lanes.

/// Moves intervals of the given (middle, length) apart within `low..=high` as little as possible, keeping their
/// order; `None` if they don't fit. The input may be in any order; the result is in the order of the input.
pub(super) fn apart(wanted: &[(f32, f32)], low: f32, high: f32) -> Option<Vec<f32>> {
    if wanted.iter().map(|(_, length)| length).sum::<f32>() > high - low {
        return None;
    }
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].0.total_cmp(&wanted[b].0));
    let mut clusters: Vec<Cluster> = Vec::new();
    for index in order {
        let (middle, length) = wanted[index];
        let mut cluster = Cluster { start: middle - length / 2.0, length, members: vec![index] };
        cluster.keep_within(low, high);
        while let Some(previous) = clusters.pop_if(|p| p.start + p.length > cluster.start) {
            cluster = previous.joined(cluster, wanted);
            cluster.keep_within(low, high);
        }
        clusters.push(cluster);
    }
    let mut middles = vec![0.0; wanted.len()];
    for cluster in clusters {
        let mut at = cluster.start;
        for index in cluster.members {
            middles[index] = at + wanted[index].1 / 2.0;
            at += wanted[index].1;
        }
    }
    Some(middles)
}

/// Intervals that touch each other.
struct Cluster {
    start: f32,
    length: f32,
    members: Vec<usize>,
}

impl Cluster {
    fn keep_within(&mut self, low: f32, high: f32) {
        self.start = self.start.min(high - self.length).max(low);
    }

    /// Both together, placed so that the members are on average where they are wanted.
    fn joined(mut self, other: Self, wanted: &[(f32, f32)]) -> Self {
        self.members.extend(other.members);
        self.length += other.length;
        let mut before = 0.0;
        let mut sum = 0.0;
        for &index in &self.members {
            let (middle, length) = wanted[index];
            sum += middle - length / 2.0 - before;
            before += length;
        }
        self.start = sum / self.members.len() as f32;
        self
    }
}

/// A label in the lanes above the plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lane {
    /// 0 is nearest to the plot.
    pub(super) row: usize,
    /// The left edge of the label.
    pub(super) left: f32,
}

/// With more events than this, not all ways to place their labels are tried.
const TRIED_IN_FULL: usize = 8;

/// Stacks labels of events: each is a (position, width) whose label starts at its position or ends there. No label
/// covers another or the stem that leads down from another; the fewest rows win, then the fewest labels that end at
/// their position. `None` if no way is found.
pub(super) fn stacked(events: &[(f32, f32)], left: f32, right: f32) -> Option<Vec<Lane>> {
    // Bit `e` of a choice says that the label of event `e` ends at its position.
    let forced =
        (0..events.len()).filter(|&e| events[e].0 + events[e].1 > right).fold(0_u128, |f, e| f | 1 << (e % 128));
    if events.len() > TRIED_IN_FULL {
        return stacked_so(events, left, right, forced);
    }
    (0..1_u128 << events.len())
        .filter(|choice| choice & forced == forced)
        .filter_map(|choice| {
            let lanes = stacked_so(events, left, right, choice)?;
            let rows = lanes.iter().map(|lane| lane.row + 1).max().unwrap_or(0);
            Some(((rows, choice.count_ones()), lanes))
        })
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, lanes)| lanes)
}

fn stacked_so(events: &[(f32, f32)], left: f32, right: f32, flipped: u128) -> Option<Vec<Lane>> {
    let gap = 4.0;
    let is_flipped = |e: usize| flipped >> (e % 128) & 1 == 1;
    let mut spans = Vec::with_capacity(events.len());
    for (e, &(x, width)) in events.iter().enumerate() {
        let start = if is_flipped(e) { x - width } else { x };
        if start < left - 0.5 || start + width > right + 0.5 {
            return None;
        }
        spans.push((start, start + width));
    }
    // `above[e]` lists the events that must lie in lower rows than `e`.
    let above: Vec<Vec<usize>> = (0..events.len())
        .map(|e| (0..events.len()).filter(|&f| f != e && must_be_above(e, f, events, &spans, gap)).collect())
        .collect();
    let mut rows: Vec<Option<usize>> = vec![None; events.len()];
    for _ in 0..events.len() {
        let mut changed = false;
        for e in 0..events.len() {
            if rows[e].is_none()
                && let Some(below) = above[e].iter().map(|&f| rows[f]).collect::<Option<Vec<_>>>()
            {
                rows[e] = Some(below.iter().max().map_or(0, |row| row + 1));
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    rows.iter().zip(&spans).map(|(row, span)| row.map(|row| Lane { row, left: span.0 })).collect()
}

fn must_be_above(e: usize, f: usize, events: &[(f32, f32)], spans: &[(f32, f32)], gap: f32) -> bool {
    let covers_stem = |a: usize, b: usize| events[b].0 > spans[a].0 - gap && events[b].0 < spans[a].1 + gap;
    let overlap = spans[e].0 < spans[f].1 + gap && spans[f].0 < spans[e].1 + gap;
    let flipped = |i: usize| spans[i].0 < events[i].0 - 0.5;
    match (covers_stem(e, f), covers_stem(f, e)) {
        // The stem of the one above must pass beside the label of the other.
        (true, true) => match (flipped(e), flipped(f)) {
            (false, false) => (events[e].0, e) < (events[f].0, f),
            (true, true) => (events[e].0, e) > (events[f].0, f),
            // Neither order works; a cycle makes the caller give up.
            _ => true,
        },
        (true, false) => true,
        (false, true) => false,
        (false, false) => overlap && e < f,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_does_not_overlap_stays() {
        assert_eq!(apart(&[(10.0, 4.0), (30.0, 4.0)], 0.0, 100.0), Some(vec![10.0, 30.0]));
        assert_eq!(apart(&[(1.0, 4.0)], 0.0, 100.0), Some(vec![2.0]));
        assert_eq!(apart(&[(10.0, 60.0), (30.0, 60.0)], 0.0, 100.0), None);
    }

    #[test]
    fn events_stand_in_one_row_where_they_can() {
        let lanes = stacked(&[(0.0, 50.0), (60.0, 50.0), (70.0, 20.0)], 0.0, 200.0).expect("they fit");
        assert_eq!(lanes.iter().map(|lane| lane.row).collect::<Vec<_>>(), [0, 1, 0]);
        let lanes = stacked(&[(50.0, 45.0), (60.0, 45.0), (190.0, 45.0)], 0.0, 200.0).expect("they fit");
        assert_eq!(
            lanes.iter().map(|lane| (lane.row, lane.left)).collect::<Vec<_>>(),
            [(0, 5.0), (0, 60.0), (0, 145.0)]
        );
        assert_eq!(stacked(&[(50.0, 90.0)], 20.0, 100.0), None);
    }

    proptest! {
        #[test]
        fn intervals_end_up_apart_and_within(wanted in prop::collection::vec((0.0..100.0_f32, 1.0..9.0_f32), 0..12)) {
            if let Some(middles) = apart(&wanted, 0.0, 100.0) {
                let mut spans: Vec<(f32, f32)> =
                    middles.iter().zip(&wanted).map(|(m, w)| (m - w.1 / 2.0, m + w.1 / 2.0)).collect();
                spans.sort_by(|a, b| a.0.total_cmp(&b.0));
                for span in &spans {
                    prop_assert!(span.0 >= -0.01 && span.1 <= 100.01, "{:?}", spans);
                }
                for pair in spans.windows(2) {
                    prop_assert!(pair[0].1 <= pair[1].0 + 0.01, "{:?}", spans);
                }
            }
        }

        #[test]
        fn no_label_of_an_event_covers_another_or_its_stem(
            events in prop::collection::vec((0.0..400.0_f32, 10.0..120.0_f32), 0..12)
        ) {
            let Some(lanes) = stacked(&events, 0.0, 420.0) else { return Ok(()) };
            for (e, lane) in lanes.iter().enumerate() {
                let (start, end) = (lane.left, lane.left + events[e].1);
                prop_assert!(start >= -0.5 && end <= 420.5);
                for (f, other) in lanes.iter().enumerate().filter(|(f, _)| *f != e) {
                    if other.row == lane.row {
                        prop_assert!(end <= other.left || other.left + events[f].1 <= start);
                    }
                    if other.row > lane.row {
                        prop_assert!(events[f].0 <= start + 0.01 || events[f].0 >= end - 0.01, "{e} {f} {lanes:?}");
                    }
                }
            }
        }
    }
}
