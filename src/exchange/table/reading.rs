//! The figures of a table, read with given options: series with observations, and what was not understood.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, hash_map},
    rc::Rc,
};

use crate::{
    exchange::{entry::EntryError, marks::is_space},
    model::{Id, Missing, Observation, Period, Qualifier, Section, Source, SourceRefs, Status, unique_id},
};

use super::{
    TableError,
    cells::{Cells, Stop},
    columns::Columns,
    finding::{Findings, Weight},
    header::{Header, plain},
    notes::{Notes, stated_source},
    numbers::{self, Meaning, NumberStyle, usual_meaning},
    options::{Form, Layout, Question, Role, TableOptions},
    periods,
    remarks::{self, counted},
    sources::Sources,
    write,
};

/// A series of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProposedSeries {
    /// The id that it would get in a dataset of its own.
    pub id: Id,
    /// Whom or what it is about.
    pub entity: Option<String>,
    /// What is measured.
    pub indicator: Option<String>,
    /// The unit.
    pub unit: Option<String>,
    /// Its figures, in the order of the table.
    pub observations: Vec<Observation>,
}

/// A word or a sign that stands for a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundWord {
    /// As it is printed.
    pub text: String,
    /// What it was taken to mean.
    pub meaning: Meaning,
    /// In how many cells it stands.
    pub count: usize,
}

/// What a table says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// The first line above the table.
    pub title: Option<String>,
    /// The other lines above and below it.
    pub notes: Option<String>,
    /// Its series, in the order of the table.
    pub series: Vec<ProposedSeries>,
    /// The sources that it names, by the ids that observations refer to them.
    pub sources: Section<Source>,
    /// Signs for missing figures.
    pub words: Vec<FoundWord>,
    /// What was not understood.
    pub findings: Findings,
}

impl Proposal {
    /// How many figures there are.
    pub fn observations(&self) -> usize {
        self.series.iter().map(|series| series.observations.len()).sum()
    }

    /// Whether nothing stands against importing it, cells that were left out aside.
    pub fn is_ready(&self) -> bool {
        self.findings.count(Weight::Question) == 0 && !self.series.is_empty()
    }
}

/// So many rows are read between two looks at whether to stop.
const ROWS_AT_ONCE: usize = 4096;

/// Reads the figures of a table. The same cells and options give the same proposal.
///
/// # Errors
/// Only when it was told to stop.
pub fn read(cells: &Cells, form: &Form, options: &TableOptions, stop: &Stop) -> Result<Proposal, TableError> {
    let header = Header::of(cells, options.first_row, options.header_rows);
    let notes = Notes::of(cells, options);
    let columns = Columns::of(options, &header);
    let mut reader = Reader {
        cells,
        options,
        header,
        notes,
        columns,
        series: Vec::new(),
        by_key: HashMap::new(),
        latest: vec![None; cells.width()],
        sources: Sources { is_by_id: options.is_own, ..Sources::default() },
        words: BTreeMap::new(),
        unknown_marks: BTreeMap::new(),
        findings: Findings::default(),
    };
    reader.ask(form);
    if let Some(id) = &options.source {
        let stated = stated_source(cells, options.first_row).filter(|(stated, _)| stated == id);
        let titled = || Source { title: reader.notes.title.clone(), ..Source::default() };
        let source = stated.map_or_else(titled, |(_, source)| source);
        reader.sources.add(id.clone(), source);
    }
    for row in options.body_start()..options.end_row {
        if row.is_multiple_of(ROWS_AT_ONCE) && stop.is_asked() {
            return Err(TableError::Stopped);
        }
        match options.layout {
            Layout::PeriodsAcross => reader.row_across(row),
            Layout::PeriodsDown | Layout::Long => reader.row_down(row),
        }
    }
    Ok(reader.finish())
}

/// What tells series of a table apart: id, entity, indicator, unit and, where columns are series, the column.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Key<'a> {
    id: &'a str,
    entity: &'a str,
    indicator: Cow<'a, str>,
    unit: &'a str,
    column: Option<usize>,
    beside: Option<Rc<str>>,
}

/// A series that is being read.
struct Growing {
    proposed: ProposedSeries,
    /// How many of its figures had a percent sign.
    percents: usize,
    /// The column that it is, where columns are series.
    column: Option<usize>,
}

struct Reader<'a> {
    cells: &'a Cells,
    options: &'a TableOptions,
    header: Header,
    notes: Notes,
    columns: Columns,
    series: Vec<Growing>,
    by_key: HashMap<Key<'a>, usize>,
    /// The series of the last figure of each column: mostly that of the next one too.
    latest: Vec<Option<(Key<'a>, usize)>>,
    sources: Sources,
    words: BTreeMap<String, (Meaning, usize)>,
    unknown_marks: BTreeMap<String, usize>,
    findings: Findings,
}

impl<'a> Reader<'a> {
    /// What has to be answered first.
    fn ask(&mut self, form: &Form) {
        for question in &self.options.questions {
            let text = match question {
                Question::Decimal => match self.options.numbers.decimal {
                    numbers::Decimal::Point => {
                        "numbers such as 1,234 may be thousands or have decimals; say which mark is the decimal one"
                    }
                    numbers::Decimal::Comma => {
                        "numbers such as 1.234 may be thousands or have decimals; say which mark is the decimal one"
                    }
                },
                Question::DateOrder => "dates such as 05/04/2012 may be of April or of May; say which comes first",
                Question::NoPeriods => match self.options.layout {
                    Layout::PeriodsAcross => "no column has a period in its header; is the header in another row?",
                    Layout::PeriodsDown | Layout::Long => "no column of periods was found; say which column it is",
                },
                Question::NoValues => match form.delimiter() {
                    Some(_) => "no column of figures was found; are the delimiter and the layout right?",
                    None => "no column of figures was found; is it the right sheet?",
                },
            };
            self.findings.add(Weight::Question, None, None, || text.to_owned());
        }
    }

    fn text(&self, row: usize, role: Role) -> &'a str {
        let found = self.columns.with(role).map(|column| self.cells.get(row, column));
        let is_own = self.options.is_own;
        found.map_or("", |cell| if is_own { cell } else { cell.trim_matches(is_space) })
    }

    /// What is measured, by all columns that say so.
    fn indicator(&self, row: usize) -> Cow<'a, str> {
        match self.columns.indicators.as_slice() {
            [_] | [] => Cow::Borrowed(self.text(row, Role::Indicator)),
            several => {
                let texts = several.iter().map(|column| self.cells.get(row, *column).trim_matches(is_space));
                Cow::Owned(texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" – "))
            }
        }
    }

    /// A row of one period.
    fn row_down(&mut self, row: usize) {
        let (cells, options) = (self.cells, self.options);
        if cells.row(row).all(|cell| cell.trim().is_empty()) {
            return;
        }
        let Some(column) = self.columns.with(Role::Period) else { return };
        let text = cells.get(row, column);
        let Some(period) = periods::read(text, options.dates) else {
            let text = plain(text);
            let nothing = text.is_empty();
            self.findings.add(Weight::LeftOut, Some(row), Some(column), || {
                if nothing { "the row has no period".to_owned() } else { format!("“{text}” is not a period") }
            });
            return;
        };
        let extras = self.extras(row);
        let names = Key {
            id: self.text(row, Role::Series),
            entity: self.text(row, Role::Entity),
            indicator: self.indicator(row),
            unit: self.text(row, Role::Unit),
            column: None,
            beside: None,
        };
        for index in 0..self.columns.values.len() {
            let column = self.columns.values[index];
            // A range may be all there is.
            let text = if options.roles[column] == Role::Value { cells.get(row, column) } else { "" };
            let Some(mut observation) = self.observation(row, column, text, period.at, &extras) else { continue };
            self.take_mark(period.mark, &mut observation);
            let key = Key { column: Some(column), ..names.clone() };
            self.put(key, (row, column), observation, text.contains('%'));
        }
    }

    /// A row of one series.
    fn row_across(&mut self, row: usize) {
        let cells = self.cells;
        let (entity, indicator) = (self.text(row, Role::Entity), self.indicator(row));
        let count = self.columns.values.iter().filter(|column| !cells.get(row, **column).trim().is_empty()).count();
        let id = self.text(row, Role::Series);
        if count == 0 {
            if !entity.is_empty() {
                self.findings.add(Weight::Remark, Some(row), None, || format!("“{entity}” has no figures"));
            }
            return;
        }
        if self.columns.has_names && entity.is_empty() && indicator.is_empty() && id.is_empty() {
            let figures = counted(count, "figure");
            self.findings.add(Weight::LeftOut, Some(row), None, || format!("{figures} without a name before them"));
            return;
        }
        let extras = self.extras(row);
        for index in 0..self.columns.values.len() {
            let column = self.columns.values[index];
            let text = cells.get(row, column);
            let Some((at, mark, beside)) = self.columns.periods[column]
                .as_ref()
                .map(|period| (period.at, period.mark.clone(), period.beside.clone()))
            else {
                continue;
            };
            let Some(mut observation) = self.observation(row, column, text, at, &extras) else { continue };
            self.take_mark(mark.as_deref(), &mut observation);
            let unit = self.text(row, Role::Unit);
            let key = Key { id, entity, indicator: indicator.clone(), unit, column: None, beside };
            self.put(key, (row, column), observation, text.contains('%'));
        }
    }

    /// What a row says of its figures besides.
    fn extras(&mut self, row: usize) -> Extras {
        let options = self.options;
        let mut extras = Extras::default();
        if self.columns.with(Role::Source).is_some() {
            let text = self.text(row, Role::Source);
            extras.source = self.sources.refs(&write::unescaped(text, options.is_own));
        }
        if extras.source.is_empty()
            && let Some(id) = &options.source
        {
            extras.source = SourceRefs::from(id.as_str());
        }
        if let Some(column) = self.columns.with(Role::Note) {
            let text = self.cells.get(row, column);
            extras.note = (!text.trim().is_empty()).then(|| write::unescaped(text, options.is_own).into_owned());
        }
        for role in [Role::Low, Role::High] {
            let Some(column) = self.columns.with(role) else { continue };
            let text = self.cells.get(row, column);
            if usual_meaning(text).is_some() {
                continue;
            }
            match numbers::read(text, options.numbers).map(|figure| figure.entry.value) {
                Ok(value @ Some(_)) if role == Role::Low => extras.low = value,
                Ok(value @ Some(_)) => extras.high = value,
                _ => self.not_understood(row, column, text, "is not a number"),
            }
        }
        extras.qualifier = self.word(row, Role::Qualifier, &Qualifier::ALL, |q| (q.name(), q.words()));
        // Flags that the format has no word for are kept as marks of footnotes are.
        let flag = self.text(row, Role::Status);
        if !options.is_own && flag.len() <= 3 && sdmx_status(flag).is_none() {
            extras.flag = (!flag.is_empty()).then(|| flag.to_owned());
        } else {
            extras.status = self.word(row, Role::Status, &Status::ALL, |s| (s.name(), s.name()));
        }
        extras.missing = self.word(row, Role::Missing, &Missing::ALL, |m| (m.name(), m.words()));
        extras
    }

    /// One of the words of the format in a column of its own.
    fn word<T: Copy>(
        &mut self,
        row: usize,
        role: Role,
        all: &[T],
        names: impl Fn(T) -> (&'static str, &'static str),
    ) -> Option<T> {
        let column = self.columns.with(role)?;
        let text = self.text(row, role);
        if text.is_empty() {
            return None;
        }
        let plain = text.to_lowercase().replace(['_', '-'], " ");
        let is = |name: &str| name.eq_ignore_ascii_case(text) || name.eq_ignore_ascii_case(&plain);
        let sdmx = |name: &str| role == Role::Status && sdmx_status(text) == Some(name);
        let found = all.iter().copied().find(|value| {
            let (name, words) = names(*value);
            is(name) || is(words) || sdmx(name)
        });
        if found.is_none() {
            self.not_understood(row, column, text, &format!("is no {}", role.words()));
        }
        found
    }

    fn not_understood(&mut self, row: usize, column: usize, text: &str, why: &str) {
        let text = shortened(text);
        self.findings.add(Weight::LeftOut, Some(row), Some(column), || format!("“{text}” {why}"));
    }

    /// The observation of a cell; `None` where there is none, or none that is understood.
    fn observation(
        &mut self,
        row: usize,
        column: usize,
        text: &str,
        at: Period,
        extras: &Extras,
    ) -> Option<Observation> {
        let mut observation = Observation::at(at);
        // Nearly all cells are plain numbers, which no word can stand for.
        if let Some(value) = numbers::plain(text, self.options.numbers.decimal) {
            observation.value = Some(value);
            extras.apply_to(&mut observation);
            self.take_mark(extras.flag.as_deref(), &mut observation);
            return Some(observation);
        }
        let told = self.options.words.iter().find(|(word, _)| word == text.trim_matches(is_space));
        let meaning = told.map(|(_, meaning)| *meaning).or_else(|| usual_meaning(text));
        match meaning {
            Some(Meaning::Nothing) if told.is_none() => {
                let says_something = extras.low.is_some() || extras.high.is_some() || extras.missing.is_some();
                if !says_something && !self.options.is_own {
                    // A whole row for nothing is worth a word; in a wide table empty cells are as good as none.
                    if self.options.layout == Layout::Long {
                        self.words.entry(String::new()).or_insert((Meaning::Nothing, 0)).1 += 1;
                    }
                    return None;
                }
            }
            Some(meaning) => {
                let word = self.words.entry(text.trim_matches(is_space).to_owned()).or_insert((meaning, 0));
                word.1 += 1;
                match meaning {
                    Meaning::Nothing => return None,
                    Meaning::Missing(reason) => observation.missing = reason,
                    Meaning::Zero => observation.value = Some(0.0),
                }
            }
            None => match numbers::read(text, self.options.numbers) {
                Ok(figure) => {
                    figure.entry.apply_to(&mut observation);
                    observation.status = figure.status;
                    self.take_mark(figure.mark.as_deref(), &mut observation);
                }
                Err(error) => {
                    let why = not_a_figure(&error, self.options.numbers);
                    self.not_understood(row, column, text, &why);
                    return None;
                }
            },
        }
        extras.apply_to(&mut observation);
        self.take_mark(extras.flag.as_deref(), &mut observation);
        Some(observation)
    }

    /// What the notes say of a mark becomes the note of the figure.
    fn take_mark(&mut self, mark: Option<&str>, observation: &mut Observation) {
        let Some(mark) = mark else { return };
        let said = self.notes.of_mark(mark).map(str::to_owned);
        if said.is_none() {
            let status = numbers::flag(mark);
            if status != Status::Observed {
                observation.status = status;
                return;
            }
            *self.unknown_marks.entry(mark.to_owned()).or_insert(0) += 1;
        }
        let note = said.unwrap_or_else(|| format!("marked {mark}"));
        observation.note = Some(match observation.note.take() {
            Some(before) => format!("{before}; {note}"),
            None => note,
        });
    }

    fn put(&mut self, key: Key<'a>, (row, column): (usize, usize), observation: Observation, is_percent: bool) {
        let index = match &self.latest[column] {
            Some((latest, index)) if *latest == key => *index,
            _ => {
                let index = self.series_of(key.clone(), row);
                self.latest[column] = Some((key, index));
                index
            }
        };
        let series = &mut self.series[index];
        series.percents += usize::from(is_percent && observation.value.is_some());
        series.proposed.observations.push(observation);
    }

    /// The position of the series that a key stands for, a new one if it is new.
    fn series_of(&mut self, key: Key<'a>, row: usize) -> usize {
        match self.by_key.entry(key) {
            hash_map::Entry::Occupied(entry) => *entry.get(),
            hash_map::Entry::Vacant(entry) => {
                let column = entry.key().column;
                let proposed = new_series(entry.key(), &self.header, self.options);
                let index = self.series.len();
                entry.insert(index);
                self.series.push(Growing { proposed, percents: 0, column });
                let unit = self.text(row, Role::Unit);
                self.series[index].proposed.unit = (!unit.is_empty()).then(|| unit.to_owned());
                index
            }
        }
    }

    fn finish(mut self) -> Proposal {
        for (mark, count) in std::mem::take(&mut self.unknown_marks) {
            let figures = counted(count, "figure");
            let text = format!("the mark “{mark}” behind {figures} is explained nowhere; it is kept as a note");
            self.findings.add(Weight::Remark, None, None, || text);
        }
        if self.options.layout == Layout::PeriodsDown {
            self.series.sort_by_key(|series| series.column);
        }
        let indicators: std::collections::HashSet<&str> =
            self.series.iter().filter_map(|series| series.proposed.indicator.as_deref()).collect();
        let is_told_apart = indicators.len() > 1;
        let mut series: Vec<ProposedSeries> = Vec::with_capacity(self.series.len());
        let mut taken: std::collections::HashSet<Id> = std::collections::HashSet::new();
        for mut grown in self.series {
            let values = grown.proposed.observations.iter().filter(|o| o.value.is_some()).count();
            if grown.proposed.unit.is_none() && grown.percents > 0 && grown.percents == values {
                grown.proposed.unit = Some("%".to_owned());
            }
            // Ids that the table gives are kept as they are.
            let given = grown.proposed.id;
            let id = if given.is_empty() || taken.contains(&given) {
                let indicator = grown.proposed.indicator.as_deref();
                let names = [grown.proposed.entity.as_deref(), indicator.filter(|_| is_told_apart)];
                let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
                unique_id(if name.is_empty() { indicator.unwrap_or(&given) } else { &name }, |id| taken.contains(id))
            } else {
                given
            };
            taken.insert(id.clone());
            grown.proposed.id = id;
            series.push(grown.proposed);
        }
        remarks::on_twins(&series, &mut self.findings);
        remarks::on_columns(self.cells, self.options, &self.header, &mut self.findings);
        let words = self.words.into_iter().map(|(text, (meaning, count))| FoundWord { text, meaning, count });
        Proposal {
            title: self.notes.title,
            notes: self.notes.others,
            series,
            sources: self.sources.section,
            words: words.collect(),
            findings: self.findings,
        }
    }
}

/// The statuses of SDMX and Eurostat that the format has a word for.
fn sdmx_status(code: &str) -> Option<&'static str> {
    Some(match code {
        "A" | "a" => Status::Observed.name(),
        "P" | "p" => Status::Provisional.name(),
        "E" | "e" => Status::Estimated.name(),
        "F" | "f" => Status::Projected.name(),
        _ => return None,
    })
}

fn not_a_figure(error: &EntryError, style: NumberStyle) -> String {
    match error {
        EntryError::LessThan(_) => "means less than a number, which can't be stored".to_owned(),
        EntryError::TooLarge(_) => "is too large to be stored".to_owned(),
        EntryError::Backwards(_) => "is a range that runs backwards".to_owned(),
        EntryError::QualifiedRange(_) => "qualifies a range".to_owned(),
        EntryError::NotUnderstood(_) | EntryError::Empty => {
            format!("is not a figure (decimal {})", style.decimal.name())
        }
    }
}

/// A text that fits into a message.
fn shortened(text: &str) -> String {
    let text = plain(text);
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

/// What a row of a long table says of its figure.
#[derive(Default)]
struct Extras {
    low: Option<f64>,
    high: Option<f64>,
    qualifier: Option<Qualifier>,
    status: Option<Status>,
    missing: Option<Missing>,
    source: SourceRefs,
    note: Option<String>,
    /// The mark of a footnote in a column of its own.
    flag: Option<String>,
}

impl Extras {
    fn apply_to(&self, observation: &mut Observation) {
        observation.low = self.low.or(observation.low);
        observation.high = self.high.or(observation.high);
        observation.qualifier = self.qualifier.unwrap_or(observation.qualifier);
        observation.status = self.status.unwrap_or(observation.status);
        observation.missing = self.missing.or(observation.missing);
        observation.source = self.source.clone();
        if let Some(note) = &self.note {
            let behind = observation.note.take().map(|mark| format!("; {mark}")).unwrap_or_default();
            observation.note = Some(format!("{note}{behind}"));
        }
    }
}

fn new_series(key: &Key<'_>, header: &Header, options: &TableOptions) -> ProposedSeries {
    let own = |text: &str| write::unescaped(text, options.is_own).into_owned();
    let some = |text: &str| (!text.is_empty()).then(|| own(text));
    let is_long = options.layout == Layout::Long;
    let name = key.column.map(|column| header.text(column)).unwrap_or_default();
    let beside = key.beside.as_deref().unwrap_or_default();
    let (mut entity, mut indicator) = (some(key.entity), some(&key.indicator));
    let is_plain_value = Role::by_name(name) == Some(Role::Value) || (is_long && options.header_rows == 0);
    match key.column {
        // A column of a long table names what it measures, unless it is called "value".
        Some(_) if is_long && entity.is_some() && indicator.is_none() && !is_plain_value => indicator = some(name),
        Some(column) if entity.is_none() && indicator.is_none() && key.id.is_empty() => {
            entity = Some(if name.is_empty() { format!("Column {}", column + 1) } else { name.to_owned() });
        }
        Some(_) => {}
        None if entity.is_none() && indicator.is_none() && key.id.is_empty() => {
            entity = Some(if beside.is_empty() { "Series".to_owned() } else { beside.to_owned() });
        }
        None if !beside.is_empty() => {
            indicator = Some(match indicator {
                Some(indicator) => format!("{indicator} – {beside}"),
                None => beside.to_owned(),
            });
        }
        None => {}
    }
    ProposedSeries { id: own(key.id).into(), entity, indicator, ..ProposedSeries::default() }
}
