//! The datasets that are built into the program.

/// A built-in dataset.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// What it is called in menus.
    pub name: &'static str,
    /// The name of its file.
    pub file_name: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// All of them; the first is the one that the program opens with.
pub const ALL: [Sample; 3] = [
    Sample {
        name: "Extraditions",
        file_name: "extraditions.ron",
        text: include_str!("../../assets/datasets/extraditions.ron"),
    },
    Sample {
        name: "Conviction rates",
        file_name: "conviction-rates.ron",
        text: include_str!("../../assets/datasets/conviction-rates.ron"),
    },
    Sample {
        name: "Judicial errors",
        file_name: "judicial-errors.ron",
        text: include_str!("../../assets/datasets/judicial-errors.ron"),
    },
];

/// The one with this file name.
pub fn by_file_name(file_name: &str) -> Option<&'static Sample> {
    ALL.iter().find(|sample| sample.file_name == file_name)
}
