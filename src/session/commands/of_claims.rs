//! Claims made of what is pointed at.

use super::{CommandInfo, Menu};
use crate::session::{Claimed, Command};

pub(super) const CLAIMS: &[CommandInfo] = &[
    command!(
        "claim-value",
        Data,
        true,
        "Claim this value",
        "Make a claim of the selected value, to be checked from now on",
        [],
        |s| s.can_claim(Claimed::Value),
        Command::Claim(Claimed::Value)
    ),
    command!(
        "claim-change",
        Data,
        false,
        "Claim this change",
        "Make a claim of the change between two values: select one, and the other one with Ctrl",
        [],
        |s| s.can_claim(Claimed::Change),
        Command::Claim(Claimed::Change)
    ),
    command!(
        "claim-ratio",
        Data,
        false,
        "Claim this ratio",
        "Make a claim of how many times one value the other one is: select one, and the other one with Ctrl",
        [],
        |s| s.can_claim(Claimed::Ratio),
        Command::Claim(Claimed::Ratio)
    ),
    command!(
        "claim-difference",
        Data,
        false,
        "Claim which is higher",
        "Make a claim of which of two series is higher: select a value of each, the second one with Ctrl",
        [],
        |s| s.can_claim(Claimed::Difference),
        Command::Claim(Claimed::Difference)
    ),
    command!(
        "claim-sum",
        Data,
        false,
        "Claim this sum",
        "Make a claim of the sum of the selected values of a series",
        [],
        |s| s.can_claim(Claimed::Sum),
        Command::Claim(Claimed::Sum)
    ),
    command!(
        "claim-mean",
        Data,
        false,
        "Claim this mean",
        "Make a claim of the mean of the selected values of a series",
        [],
        |s| s.can_claim(Claimed::Mean),
        Command::Claim(Claimed::Mean)
    ),
    command!(
        "claim-extreme",
        Data,
        false,
        "Claim this extreme",
        "Make a claim that the selected value is the highest or the lowest, of all or since a year",
        [],
        |s| s.can_claim(Claimed::Extreme),
        Command::Claim(Claimed::Extreme)
    ),
];
