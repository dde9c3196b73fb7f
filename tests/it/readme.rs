//! What the README shows is true.

use std::{fs, path::Path};

use docket::model::{Check, Dataset, Measure, Qualifier};
use ron::extensions::Extensions;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README")
}

fn example() -> String {
    let readme = readme();
    let (_, after) = readme.split_once("```ron\n").expect("an example of a file");
    after.split_once("```").expect("its end").0.to_owned()
}

#[test]
fn the_example_is_a_dataset_that_ron_reads_too() {
    let text = example();
    let by_ron: Dataset =
        ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME).from_str(&text).expect("a dataset");
    assert_eq!(by_ron.series["mexico"].head.measure, Measure::Count);
    assert_eq!(by_ron.series["mexico"].observations.len(), 5);
    assert_eq!(by_ron.series["mexico"].observations[4].qualifier, Qualifier::Nearly);
    assert!(matches!(by_ron.claims["record"].check, Check::Change { percent, .. } if percent == 14.5));
}

#[test]
fn every_picture_and_file_it_names_is_there() {
    let readme = readme();
    let mut named = 0;
    for (at, _) in readme.match_indices("](") {
        let target = readme[at + 2..].split(')').next().unwrap_or_default();
        if !target.contains("://") {
            named += 1;
            assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(target).exists(), "{target} is missing");
        }
    }
    assert!(named >= 3, "the README shows two pictures and the map");
}
