//! `docket export`: figures without a window.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::ValueEnum;

use super::{Failure, printable, read};
use crate::{
    chart::{self, ExportFormat, ExportRequest},
    document::{
        self,
        disk::{Disk as _, RealDisk},
    },
    exchange::table::{self, TableFormat, TableShape},
    figure::{FigureTheme, export},
    format::{self, Severity},
    model::{Dataset, Id},
};

/// What is asked of `docket export`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    docket export extraditions.ron --chart by-year --to figure.svg\n  \
    docket export extraditions.ron --chart by-year --size 1600x900 --scale 2\n  \
    docket export extraditions.ron --all --to figures --format pdf\n  \
    docket export extraditions.ron --data --to all.csv\n  \
    docket export extraditions.ron --chart by-year --format md --layout wide\n\n\
    As CSV a chart is written with the values that it shows, after transforms; with --layout, as TSV or Markdown, \
    with the figures of its series as they are kept.")]
pub(super) struct Arguments {
    /// The dataset
    file: PathBuf,
    /// The chart, by its id
    #[arg(long, value_name = "ID", required_unless_present_any = ["all", "data"], conflicts_with_all = ["all", "data"])]
    chart: Option<String>,
    /// All charts of the dataset, each named by its id
    #[arg(long, conflicts_with = "data")]
    all: bool,
    /// All figures of the dataset, as one table
    #[arg(long)]
    data: bool,
    /// How the rows of a table are made
    #[arg(long, value_enum)]
    layout: Option<ShapeName>,
    /// The file, or with --all the folder, to write to; beside the dataset when left out
    #[arg(long, value_name = "PATH")]
    to: Option<PathBuf>,
    /// What to write; by the ending of --to, or png
    #[arg(long, value_enum)]
    format: Option<FormatName>,
    /// Width and height of the page in points, such as 1600x900
    #[arg(long, value_name = "WxH", default_value = "1200x750", value_parser = parse_size)]
    size: (f32, f32),
    /// Pixels per point, for png
    #[arg(long, value_name = "N", default_value_t = 1.0, value_parser = parse_scale)]
    scale: f32,
    /// The figure theme: light or dark
    #[arg(long, value_name = "NAME", default_value = "light")]
    theme: String,
    /// The language of the words that Docket adds
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Png,
    Svg,
    Pdf,
    Csv,
    Tsv,
    Md,
}

/// How the rows of a table are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ShapeName {
    /// A row a figure, with its source: what `docket import` reads back
    Long,
    /// A row a period, a column a series
    Wide,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Language {
    En,
    Es,
}

impl FormatName {
    /// As the format of a figure; `None` for those that are tables only.
    fn of_figure(self) -> Option<ExportFormat> {
        match self {
            Self::Png => Some(ExportFormat::Png),
            Self::Svg => Some(ExportFormat::Svg),
            Self::Pdf => Some(ExportFormat::Pdf),
            Self::Csv => Some(ExportFormat::Csv),
            Self::Tsv | Self::Md => None,
        }
    }

    /// As the format of a table.
    fn of_table(self) -> Option<TableFormat> {
        match self {
            Self::Png | Self::Svg | Self::Pdf => None,
            Self::Csv => Some(TableFormat::Csv),
            Self::Tsv => Some(TableFormat::Tsv),
            Self::Md => Some(TableFormat::Markdown),
        }
    }
}

fn parse_size(text: &str) -> Result<(f32, f32), String> {
    const EXPECTED: &str = "write width and height in points, such as 1600x900, each from 100 to 20000";
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or(EXPECTED)?;
    let side = |side: &str| side.trim().parse::<f32>().ok().filter(|side| (100.0..=20_000.0).contains(side));
    Ok((side(width).ok_or(EXPECTED)?, side(height).ok_or(EXPECTED)?))
}

fn parse_scale(text: &str) -> Result<f32, String> {
    let scale = text.parse::<f32>().ok().filter(|scale| (0.1..=20.0).contains(scale));
    scale.ok_or_else(|| "write a number from 0.1 to 20".to_owned())
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    if FigureTheme::named(&arguments.theme).is_none() {
        let known = FigureTheme::names().join(", ");
        return Err(Failure::Usage(format!("there is no theme `{}`; there are {known}", arguments.theme)));
    }
    if arguments.lang == Language::Es {
        return Err(Failure::Usage("Spanish is not there yet; leave --lang out".to_owned()));
    }
    let dataset = readable(&arguments.file)?;
    if is_table(arguments) {
        return tables(arguments, &dataset, out);
    }
    let charts = chosen(arguments, &dataset)?;
    let format = arguments.format.and_then(FormatName::of_figure);
    for id in charts {
        let (path, format) = target(arguments, id, format)?;
        let plan = chart::plan(&dataset, id).ok_or_else(|| Failure::Files(format!("chart `{id}` can't be drawn")))?;
        let theme = arguments.theme.clone();
        let request = ExportRequest { path, format, size: arguments.size, scale: arguments.scale, theme };
        let bytes = export::file(&plan, &dataset, &request).map_err(|error| Failure::Files(error.to_string()))?;
        document::write(&RealDisk, &request.path, &bytes)
            .map_err(|error| Failure::Files(format!("{error} ({})", request.path.display())))?;
        writeln!(out, "{}", printable(&request.path.display().to_string()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What the file that is asked for ends in.
fn ending(arguments: &Arguments) -> Option<FormatName> {
    let ending = arguments.to.as_deref()?.extension()?.to_str()?;
    FormatName::from_str(ending, true).ok()
}

/// Whether the figures as they are kept are asked for, and not a picture or the values of one.
fn is_table(arguments: &Arguments) -> bool {
    let format = arguments.format.or_else(|| if arguments.all { None } else { ending(arguments) });
    arguments.data || arguments.layout.is_some() || format.is_some_and(|format| format.of_figure().is_none())
}

/// Writes tables: one of the whole dataset, or one of the series of each chart.
fn tables(arguments: &Arguments, dataset: &Dataset, out: &mut impl Write) -> Result<ExitCode, Failure> {
    let named = arguments.format.or_else(|| if arguments.all { None } else { ending(arguments) });
    let format = named.map_or(Some(TableFormat::Csv), FormatName::of_table).ok_or_else(|| {
        Failure::Usage("a table is written as csv, tsv or md; give --format, or end --to in it".to_owned())
    })?;
    let shape = match arguments.layout {
        None | Some(ShapeName::Long) => TableShape::Long,
        Some(ShapeName::Wide) => TableShape::Wide,
    };
    let mut wanted: Vec<(String, Vec<Id>)> = Vec::new();
    if arguments.data {
        let stem = arguments.file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        wanted.push((stem, dataset.series.keys().cloned().collect()));
    } else {
        let charts = chosen(arguments, dataset)?.into_iter().filter_map(|id| Some((id, dataset.charts.get(id)?)));
        wanted.extend(charts.map(|(id, chart)| (file_name(id), chart.series.clone())));
    }
    for (name, series) in wanted {
        let path = match &arguments.to {
            Some(path) if !arguments.all => path.clone(),
            _ => target_folder(arguments)?.join(format!("{name}.{}", format.extension())),
        };
        let text = table::write(dataset, &series, format, shape);
        document::write(&RealDisk, &path, text.as_bytes())
            .map_err(|error| Failure::Files(format!("{error} ({})", path.display())))?;
        writeln!(out, "{}", printable(&path.display().to_string()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The dataset of a file without errors; its errors are what there is to say otherwise.
pub(super) fn readable(path: &Path) -> Result<Arc<Dataset>, Failure> {
    let text = read(path)?;
    let parsed = format::parse(&text);
    if parsed.has_errors() {
        let file = path.display().to_string();
        let errors = parsed.diagnostics().iter().filter(|d| d.severity == Severity::Error).take(20);
        let rendered: Vec<String> = errors.map(|d| d.render(&file, parsed.text())).collect();
        return Err(Failure::Files(format!("the dataset has errors\n{}", rendered.join("\n"))));
    }
    Ok(Arc::clone(parsed.dataset()))
}

fn chosen<'d>(arguments: &Arguments, dataset: &'d Dataset) -> Result<Vec<&'d Id>, Failure> {
    let Some(id) = &arguments.chart else {
        return if dataset.charts.is_empty() {
            Err(Failure::Files("the dataset has no charts".to_owned()))
        } else {
            Ok(dataset.charts.keys().collect())
        };
    };
    let found = dataset.charts.get_key_value(id.as_str()).map(|(id, _)| vec![id]);
    found.ok_or_else(|| {
        let known: Vec<&str> = dataset.charts.keys().map(Id::as_str).collect();
        Failure::Usage(format!("there is no chart `{id}`; there are {}", known.join(", ")))
    })
}

/// The file of a chart, and what it is written as.
fn target(arguments: &Arguments, id: &Id, format: Option<ExportFormat>) -> Result<(PathBuf, ExportFormat), Failure> {
    if !arguments.all
        && let Some(path) = &arguments.to
    {
        let ending = path.extension().and_then(|e| e.to_str()).and_then(ExportFormat::by_extension);
        let format = format.or(ending).ok_or_else(|| {
            Failure::Usage(
                "what to write is not clear: end --to in png, svg, pdf, csv, tsv or md, or give --format".to_owned(),
            )
        })?;
        return Ok((path.clone(), format));
    }
    let format = format.unwrap_or_default();
    Ok((target_folder(arguments)?.join(format!("{}.{}", file_name(id), format.extension())), format))
}

/// The folder that files are named in; made if it is not there.
fn target_folder(arguments: &Arguments) -> Result<PathBuf, Failure> {
    let beside = arguments.file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = arguments.to.as_deref().or(beside).unwrap_or(Path::new("."));
    RealDisk
        .create_folders(folder)
        .map_err(|error| Failure::Files(format!("the folder can't be made: {error} ({})", folder.display())))?;
    Ok(folder.to_owned())
}

/// An id as the name of a file: ids may hold anything, names may not.
fn file_name(id: &str) -> String {
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    let name: String = id.chars().map(safe).take(80).collect();
    if name.trim_matches('.').is_empty() { "chart".to_owned() } else { name.trim_start_matches('.').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_leads_out_of_the_folder() {
        for (id, name) in
            [("by-year", "by-year"), ("../../etc", "_.._etc"), ("..", "chart"), ("a/b\\c:d", "a_b_c_d"), ("", "chart")]
        {
            assert_eq!(file_name(id), name);
        }
    }
}
