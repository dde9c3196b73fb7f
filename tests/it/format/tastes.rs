//! Files of different taste: an edit changes what it must, undoing it gives back every byte.

use docket::{
    format,
    model::{Edit, Header, Id, Item, Observation, Period, SectionKind, Source},
};

use super::{by_ron, rendered};

pub const TASTES: [(&str, &str); 10] = [
    ("spacious", include_str!("../../corpus/tastes/spacious.ron")),
    ("tight", include_str!("../../corpus/tastes/tight.ron")),
    ("columns", include_str!("../../corpus/tastes/columns.ron")),
    ("windows", include_str!("../../corpus/tastes/windows.ron")),
    ("marked", include_str!("../../corpus/tastes/marked.ron")),
    ("explicit", include_str!("../../corpus/tastes/explicit.ron")),
    ("letters", include_str!("../../corpus/tastes/letters.ron")),
    ("named", include_str!("../../corpus/tastes/named.ron")),
    ("leading", include_str!("../../corpus/tastes/leading.ron")),
    ("prose", include_str!("../../corpus/tastes/prose.ron")),
];

fn mexico() -> Id {
    Id::from("mexico")
}

fn year(year: i64) -> Period {
    Period::year(year).expect("a year")
}

/// The edits that a user makes most.
fn edits(text: &str) -> Vec<Edit> {
    let parsed = format::parse(text);
    let dataset = parsed.dataset();
    let series = &dataset.series["mexico"];
    let changed = |index: usize, change: fn(&mut Observation)| {
        let mut observation = series.observations[index].clone();
        change(&mut observation);
        Edit::PutObservation { series: mexico(), index, observation }
    };
    let mut head = series.head.clone();
    head.note = Some("A note.".to_owned());
    let inserted =
        |index| Edit::InsertObservation { series: mexico(), index, observation: Observation::exactly(year(2030), 1.0) };
    vec![
        changed(1, |o| o.value = Some(96.0)),
        changed(2, |o| o.value = Some(12_345.0)),
        changed(0, |o| o.note = Some("A note.".to_owned())),
        changed(0, |o| o.source = docket::model::SourceRefs::default()),
        changed(2, |o| o.value = None),
        inserted(0),
        inserted(1),
        inserted(3),
        Edit::RemoveObservation { series: mexico(), index: 0 },
        Edit::RemoveObservation { series: mexico(), index: 1 },
        Edit::RemoveObservation { series: mexico(), index: 2 },
        Edit::MoveObservation { series: mexico(), from: 2, to: 0 },
        Edit::PutSeries { id: mexico(), head },
        Edit::PutHeader(Box::new(Header { title: "New".to_owned(), ..Header::default() })),
        Edit::Rename { section: SectionKind::Sources, id: "one".into(), to: "uno".into() },
        Edit::Rename { section: SectionKind::Series, id: mexico(), to: "mx".into() },
        Edit::Insert { index: 1, id: "new".into(), item: Item::Source(Source::default()) },
    ]
}

#[test]
fn files_of_every_taste_are_read_as_ron_reads_them() {
    for (name, text) in TASTES {
        let parsed = format::parse(text);
        assert!(!parsed.has_errors(), "{name}\n{}", rendered(text));
        assert_eq!(by_ron(text), Ok((**parsed.dataset()).clone()), "{name}");
    }
}

#[test]
fn undoing_an_edit_gives_back_every_byte() {
    for (name, text) in TASTES {
        let parsed = format::parse(text);
        for edit in edits(text) {
            let patch = format::patch(&parsed, &edit).unwrap_or_else(|error| panic!("{name}: {edit:?}: {error}"));
            let after = patch.apply(text);
            let mut model = (**parsed.dataset()).clone();
            edit.apply(&mut model).expect("the edit fits");
            assert_eq!(**format::parse(&after).dataset(), model, "{name}: {edit:?}\n{after}");
            assert_eq!(by_ron(&after), Ok(model), "{name}: {edit:?}\n{after}");
            assert_eq!(patch.invert(text).apply(&after), text, "{name}: {edit:?}");
        }
    }
}

/// What the edits make of the files, line by line, for a reader to judge.
#[test]
fn edits_follow_the_taste_of_the_file() {
    for (name, text) in TASTES {
        let parsed = format::parse(text);
        let mut out = String::new();
        for edit in edits(text) {
            let patch = format::patch(&parsed, &edit).expect("the edit fits");
            out.extend(["## ", &edit.to_string(), "\n", &differing_lines(text, &patch.apply(text))]);
        }
        insta::assert_snapshot!(format!("taste_{name}"), out);
    }
}

/// The lines between the common start and the common end, before and after.
fn differing_lines(before: &str, after: &str) -> String {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let visible = |line: &&str| line.replace('\r', "␍").replace('\t', "→");
    let marked = |mark: &str, lines: &[&str]| {
        lines.iter().flat_map(|line| [mark.to_owned(), visible(line), "\n".to_owned()]).collect::<String>()
    };
    marked("-", &old[head..old.len() - tail]) + &marked("+", &new[head..new.len() - tail])
}

#[test]
fn a_cell_of_a_built_in_dataset_is_one_line_of_a_diff() {
    for text in [
        include_str!("../../../assets/datasets/extraditions.ron"),
        include_str!("../../../assets/datasets/conviction-rates.ron"),
        include_str!("../../../assets/datasets/judicial-errors.ron"),
    ] {
        let parsed = format::parse(text);
        for (series, item) in &parsed.dataset().series {
            for (index, observation) in item.observations.iter().enumerate() {
                let observation = Observation { value: Some(12.5), ..observation.clone() };
                let edit = Edit::PutObservation { series: series.clone(), index, observation };
                let patch = format::patch(&parsed, &edit).expect("the edit fits");
                let after = patch.apply(text);
                let changed = text.lines().zip(after.lines()).filter(|(old, new)| old != new).count();
                assert!(changed <= 1 && text.lines().count() == after.lines().count(), "{edit:?}");
            }
        }
    }
}
