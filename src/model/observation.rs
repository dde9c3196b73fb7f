//! One figure with all that is known about it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeSeq as _};

use super::{Id, Period};

/// How exactly a value is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Qualifier {
    /// As stated.
    #[default]
    Exactly,
    /// Around the value, on either side.
    About,
    /// A little under the value.
    Nearly,
    /// More than the value.
    Over,
    /// The value or more.
    AtLeast,
    /// The value or less.
    AtMost,
}

impl Qualifier {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 6] = [Self::Exactly, Self::About, Self::Nearly, Self::Over, Self::AtLeast, Self::AtMost];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exactly => "Exactly",
            Self::About => "About",
            Self::Nearly => "Nearly",
            Self::Over => "Over",
            Self::AtLeast => "AtLeast",
            Self::AtMost => "AtMost",
        }
    }

    /// The words before a number ("at least"), empty for an exact one.
    pub fn words(self) -> &'static str {
        match self {
            Self::Exactly => "",
            Self::About => "about",
            Self::Nearly => "nearly",
            Self::Over => "over",
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
        }
    }
}

/// How final a value is. The names follow SDMX `OBS_STATUS` where it has one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// A normal value.
    #[default]
    Observed,
    /// Estimated by its source.
    Estimated,
    /// May still be revised.
    Provisional,
    /// A forecast.
    Projected,
    /// Of a period that was not over.
    Partial,
}

impl Status {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 5] = [Self::Observed, Self::Estimated, Self::Provisional, Self::Projected, Self::Partial];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Observed => "Observed",
            Self::Estimated => "Estimated",
            Self::Provisional => "Provisional",
            Self::Projected => "Projected",
            Self::Partial => "Partial",
        }
    }
}

/// Why a figure is known to be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Missing {
    /// Nobody counted.
    NotCollected,
    /// Counted, but not made public.
    NotPublished,
    /// Makes no sense for this period.
    NotApplicable,
    /// Withheld.
    Suppressed,
    /// Expected later.
    Pending,
}

impl Missing {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 5] =
        [Self::NotCollected, Self::NotPublished, Self::NotApplicable, Self::Suppressed, Self::Pending];

    /// The name in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotCollected => "NotCollected",
            Self::NotPublished => "NotPublished",
            Self::NotApplicable => "NotApplicable",
            Self::Suppressed => "Suppressed",
            Self::Pending => "Pending",
        }
    }

    /// The reason in plain words.
    pub fn words(self) -> &'static str {
        match self {
            Self::NotCollected => "not collected",
            Self::NotPublished => "not published",
            Self::NotApplicable => "not applicable",
            Self::Suppressed => "suppressed",
            Self::Pending => "pending",
        }
    }
}

/// The sources of a value: none, one id, or a list of ids.
///
/// In a file a single id is written alone, several as a list; a list of one is read as that one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SourceRefs(Refs);

/// Most values have one source; its id lies in place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
enum Refs {
    #[default]
    None,
    One(Id),
    Several(Box<[Id]>),
}

impl SourceRefs {
    /// The ids, in the order of the file.
    pub fn ids(&self) -> &[Id] {
        match &self.0 {
            Refs::None => &[],
            Refs::One(id) => std::slice::from_ref(id),
            Refs::Several(ids) => ids,
        }
    }

    /// Whether no source is given.
    pub fn is_empty(&self) -> bool {
        self.ids().is_empty()
    }
}

impl FromIterator<Id> for SourceRefs {
    fn from_iter<I: IntoIterator<Item = Id>>(ids: I) -> Self {
        let mut ids = ids.into_iter();
        Self(match (ids.next(), ids.next()) {
            (None, _) => Refs::None,
            (Some(id), None) => Refs::One(id),
            (Some(first), Some(second)) => Refs::Several([first, second].into_iter().chain(ids).collect()),
        })
    }
}

impl From<&str> for SourceRefs {
    fn from(id: &str) -> Self {
        Self(Refs::One(Id::from(id)))
    }
}

impl Serialize for SourceRefs {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let [id] = self.ids() {
            return serializer.serialize_str(id);
        }
        let mut list = serializer.serialize_seq(Some(self.ids().len()))?;
        for id in self.ids() {
            list.serialize_element(id)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for SourceRefs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = SourceRefs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the id of a source, or a list of ids")
            }
            fn visit_str<E: de::Error>(self, id: &str) -> Result<SourceRefs, E> {
                Ok(id.into())
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<SourceRefs, A::Error> {
                let mut ids = Vec::new();
                while let Some(id) = list.next_element::<Id>()? {
                    ids.push(id);
                }
                Ok(ids.into_iter().collect())
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

/// One figure of a series: what a source says of a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The period it is about.
    pub at: Period,
    /// The value in the unit of the series; `None`: known to be missing, or only a range is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Lower end of the range in which the value lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper end of the range in which the value lies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// How exactly the value is known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub qualifier: Qualifier,
    /// How final the value is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub status: Status,
    /// Why there is no value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
    /// Who says so.
    #[serde(default, skip_serializing_if = "SourceRefs::is_empty")]
    pub source: SourceRefs,
    /// Whatever else a reader should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Observation {
    /// A figure of which nothing but the period is known.
    pub fn at(at: Period) -> Self {
        Self {
            at,
            value: None,
            low: None,
            high: None,
            qualifier: Qualifier::default(),
            status: Status::default(),
            missing: None,
            source: SourceRefs::default(),
            note: None,
        }
    }

    /// An exact value.
    pub fn exactly(at: Period, value: f64) -> Self {
        Self { value: Some(value), ..Self::at(at) }
    }

    /// Where it is drawn: the value, or the middle of a range given without one.
    pub fn plotted(&self) -> Option<f64> {
        self.value.or_else(|| Some(f64::midpoint(self.low?, self.high?)))
    }
}

/// Whether a field may be left out of the file.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
