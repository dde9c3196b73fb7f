//! How a table is read: what was told, what was found out, and both together as one plain value.

use crate::model::Id;

use super::{
    encoding::Encoding,
    numbers::{Meaning, NumberStyle},
    periods::DateOrder,
};

/// What the rows and the columns of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// A row a period, a column a series.
    PeriodsDown,
    /// A column a period, a row a series.
    PeriodsAcross,
    /// A row an observation: entity, period, value and what else is said of it.
    Long,
}

impl Layout {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 3] = [Self::PeriodsDown, Self::PeriodsAcross, Self::Long];

    /// The name on command lines.
    pub fn name(self) -> &'static str {
        match self {
            Self::PeriodsDown => "down",
            Self::PeriodsAcross => "across",
            Self::Long => "long",
        }
    }

    /// The words in menus.
    pub fn words(self) -> &'static str {
        match self {
            Self::PeriodsDown => "a row a period",
            Self::PeriodsAcross => "a column a period",
            Self::Long => "a row a figure",
        }
    }
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Nothing that is imported.
    Ignore,
    /// The period.
    Period,
    /// Figures: of a series of its own each, or of the period in the header.
    Value,
    /// Whom or what the figures are about.
    Entity,
    /// What is measured.
    Indicator,
    /// The id of the series.
    Series,
    /// The unit.
    Unit,
    /// Lower end of the range.
    Low,
    /// Upper end of the range.
    High,
    /// How exactly the value is known.
    Qualifier,
    /// How final the value is.
    Status,
    /// Why there is no value.
    Missing,
    /// Who says so.
    Source,
    /// Whatever else a reader should know.
    Note,
}

impl Role {
    /// All of them, in the order of menus.
    pub const ALL: [Self; 14] = [
        Self::Ignore,
        Self::Period,
        Self::Value,
        Self::Entity,
        Self::Indicator,
        Self::Series,
        Self::Unit,
        Self::Low,
        Self::High,
        Self::Qualifier,
        Self::Status,
        Self::Missing,
        Self::Source,
        Self::Note,
    ];

    /// The words in menus.
    pub fn words(self) -> &'static str {
        match self {
            Self::Ignore => "not imported",
            Self::Period => "period",
            Self::Value => "figures",
            Self::Entity => "entity",
            Self::Indicator => "indicator",
            Self::Series => "series id",
            Self::Unit => "unit",
            Self::Low => "low",
            Self::High => "high",
            Self::Qualifier => "qualifier",
            Self::Status => "status",
            Self::Missing => "why missing",
            Self::Source => "source",
            Self::Note => "note",
        }
    }

    /// The role that the name of a column says it has.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        let plain = name.trim().to_lowercase().replace(['_', '-'], " ");
        let is = |names: &[&str]| names.contains(&plain.as_str());
        Some(match () {
            () if is(PERIODS) => Self::Period,
            () if is(VALUES) => Self::Value,
            () if is(ENTITIES) => Self::Entity,
            () if is(INDICATORS) => Self::Indicator,
            () if is(&["series", "series id", "serie"]) => Self::Series,
            () if is(&["unit", "units", "unidad", "unidad de medida", "unit of measure", "unit measure"]) => Self::Unit,
            () if is(&["low", "lower", "lower bound", "minimum", "mínimo", "límite inferior", "ci lower"]) => {
                Self::Low
            }
            () if is(&["high", "upper", "upper bound", "maximum", "máximo", "límite superior", "ci upper"]) => {
                Self::High
            }
            () if is(&["qualifier", "calificador"]) => Self::Qualifier,
            () if is(&["status", "obs status", "obs flag", "flag", "flags", "estado del dato"]) => Self::Status,
            () if is(&["missing", "why missing"]) => Self::Missing,
            () if is(&["source", "sources", "source id", "fuente", "fuentes"]) => Self::Source,
            () if is(&["note", "notes", "comment", "comments", "nota", "notas", "observaciones"]) => Self::Note,
            () if is(CODES) => Self::Ignore,
            () => return None,
        })
    }
}

const PERIODS: &[&str] = &[
    "year",
    "years",
    "period",
    "date",
    "day",
    "month",
    "quarter",
    "time",
    "time period",
    "at",
    "año",
    "años",
    "ano",
    "periodo",
    "período",
    "fecha",
    "mes",
    "trimestre",
    "año fiscal",
    "ejercicio",
    "year/period",
    "fy",
];
const VALUES: &[&str] = &["value", "values", "obs value", "figure", "valor", "valores", "cifra", "dato"];
const ENTITIES: &[&str] = &[
    "entity",
    "country",
    "country name",
    "country or area",
    "countries",
    "location",
    "geo",
    "ref area",
    "area",
    "region",
    "state",
    "territory",
    "place",
    "reporting country",
    "entidad",
    "entidad federativa",
    "país",
    "pais",
    "estado",
    "región",
    "departamento",
    "provincia",
    "municipio",
    "lugar",
    "jurisdicción",
];
const INDICATORS: &[&str] = &[
    "indicator",
    "indicator name",
    "variable",
    "measure",
    "series name",
    "subject",
    "concept",
    "category",
    "indicador",
    "concepto",
    "categoría",
    "delito",
    "variable name",
];
const CODES: &[&str] = &[
    "code",
    "country code",
    "iso3",
    "iso 3",
    "iso code",
    "iso3c",
    "indicator code",
    "series code",
    "código",
    "codigo",
    "clave",
    "id",
    "geo code",
    "m49 code",
    "location code",
];

/// How a text is cut into cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextForm {
    /// How its characters are written as bytes.
    pub encoding: Encoding,
    /// What parts its cells.
    pub delimiter: u8,
    /// What encloses cells that hold the delimiter.
    pub quote: Option<u8>,
}

/// What a table's cells were taken from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// A text with delimiters.
    Text(TextForm),
    /// A sheet of a workbook.
    Sheet {
        /// The names of all its sheets.
        sheets: Vec<String>,
        /// The position of the one that was taken.
        index: usize,
    },
}

impl Form {
    /// The delimiter of a text.
    pub fn delimiter(&self) -> Option<u8> {
        match self {
            Self::Text(form) => Some(form.delimiter),
            Self::Sheet { .. } => None,
        }
    }
}

/// What a user has said about a table. All that is left out is found out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// How the characters are written as bytes.
    pub encoding: Option<Encoding>,
    /// What parts the cells.
    pub delimiter: Option<u8>,
    /// What encloses cells, if anything does.
    pub quote: Option<Option<u8>>,
    /// The sheet, by its name.
    pub sheet: Option<String>,
    /// How many rows stand above the header.
    pub first_row: Option<usize>,
    /// How many rows the header has.
    pub header_rows: Option<usize>,
    /// The row behind the last one of the table, from 0; notes follow.
    pub end_row: Option<usize>,
    /// What rows and columns are.
    pub layout: Option<Layout>,
    /// What the columns are.
    pub roles: Option<Vec<Role>>,
    /// How numbers are printed.
    pub numbers: Option<NumberStyle>,
    /// Whether day or month comes first.
    pub dates: Option<DateOrder>,
    /// What signs for missing figures mean, where that is not the usual.
    pub words: Vec<(String, Meaning)>,
    /// The source of all figures that name none; empty for none at all.
    pub source: Option<Id>,
}

/// What can't be found out from the table alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// `1.234` or `1,234` could be more than a thousand or a little more than one.
    Decimal,
    /// `05/04/2012` could be in April or in May.
    DateOrder,
    /// No column, and no row of the header, holds periods.
    NoPeriods,
    /// No column holds figures.
    NoValues,
}

/// All that reading a table depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct TableOptions {
    /// How many rows stand above the header: titles.
    pub first_row: usize,
    /// How many rows the header has; 0 if there is none.
    pub header_rows: usize,
    /// The row behind the last one of the table, from 0; notes follow.
    pub end_row: usize,
    /// What rows and columns are.
    pub layout: Layout,
    /// What the columns are.
    pub roles: Vec<Role>,
    /// How numbers are printed.
    pub numbers: NumberStyle,
    /// Whether day or month comes first.
    pub dates: DateOrder,
    /// What signs for missing figures mean, where that is not the usual.
    pub words: Vec<(String, Meaning)>,
    /// The source of all figures that name none.
    pub source: Option<Id>,
    /// Whether Docket wrote the table: texts are escaped, and sources are named by their ids.
    pub is_own: bool,
    /// What has to be said by the user.
    pub questions: Vec<Question>,
}

impl TableOptions {
    /// The first row of figures, from 0.
    pub fn body_start(&self) -> usize {
        self.first_row + self.header_rows
    }
}
