//! `docket export`: figures without a window.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::ValueEnum;

use super::{
    Failure,
    crew::{Crew, Wanted},
    printable, read,
};
use crate::{
    app,
    chart::{self, ExportFormat, ExportRequest, Finish, Letters, PIXELS_PER_INCH, PageSize, Preset, Without},
    document::{
        self,
        disk::{Disk as _, RealDisk},
    },
    exchange::table::{self, TableFormat, TableShape},
    figure::{
        FigureTheme,
        themes::{self, Shelf},
    },
    format::{self, Severity},
    model::{Dataset, Id},
};

/// What is asked of `docket export`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    docket export extraditions.ron --chart by-year --to figure.svg\n  \
    docket export extraditions.ron --chart by-year --size 1600x900 --scale 2\n  \
    docket export extraditions.ron --chart by-year --size column --theme newspaper --to figure.pdf\n  \
    docket export extraditions.ron --chart by-year --size 180x115mm --dpi 300 --theme house.theme.ron\n  \
    docket export extraditions.ron --all --to figures --format pdf\n  \
    docket export extraditions.ron --chart by-year --to figure.svg --without title,source --transparent --outlines\n  \
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
    /// The page: column, page, slide, square, or width and height such as 1600x900, 90x80mm or 8x5in; a pixel is 1/96
    /// inch
    #[arg(long, value_name = "SIZE", default_value = "1200x750", value_parser = parse_size)]
    size: Size,
    /// Dots per pixel of the page, for png
    #[arg(long, value_name = "N", value_parser = parse_scale, conflicts_with = "dpi")]
    scale: Option<f32>,
    /// Dots per inch, for png; 300 for sizes in mm or inches when left out
    #[arg(long, value_name = "N", value_parser = parse_dpi)]
    dpi: Option<f32>,
    /// The figure theme, by its name or as a file; the one that the chart names, else light, when left out
    #[arg(long, value_name = "NAME|FILE")]
    theme: Option<String>,
    /// Who made the figure, for what the file says about itself
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// Words to leave out of the picture, since the page around it has them
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WORDS")]
    without: Vec<WordsName>,
    /// No ground: what is behind the figure shows through (png, svg, pdf)
    #[arg(long)]
    transparent: bool,
    /// Letters as outlines, which look the same everywhere but can't be searched (svg)
    #[arg(long, conflicts_with = "embed_fonts")]
    outlines: bool,
    /// Typefaces in the file, about 270 kB each (svg; html always has them)
    #[arg(long)]
    embed_fonts: bool,
    /// The language of the words that Docket adds
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Png,
    Svg,
    Pdf,
    Html,
    Csv,
    Xlsx,
    Tsv,
    Md,
}

/// Words of a figure that may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum WordsName {
    Title,
    Subtitle,
    Notes,
    Source,
    Credit,
}

/// How the figure is finished.
fn finish(arguments: &Arguments) -> Finish {
    let has = |words| arguments.without.contains(&words);
    let without = Without {
        title: has(WordsName::Title),
        subtitle: has(WordsName::Subtitle),
        notes: has(WordsName::Notes),
        source: has(WordsName::Source),
        credit: has(WordsName::Credit),
    };
    let letters = match (arguments.outlines, arguments.embed_fonts) {
        (true, _) => Letters::Outlines,
        (_, true) => Letters::Embedded,
        _ => Letters::Text,
    };
    Finish { without, is_transparent: arguments.transparent, letters }
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
            Self::Html => Some(ExportFormat::Html),
            Self::Csv => Some(ExportFormat::Csv),
            Self::Xlsx => Some(ExportFormat::Xlsx),
            Self::Tsv | Self::Md => None,
        }
    }

    /// As the format of a table.
    fn of_table(self) -> Option<TableFormat> {
        match self {
            Self::Png | Self::Svg | Self::Pdf | Self::Html | Self::Xlsx => None,
            Self::Csv => Some(TableFormat::Csv),
            Self::Tsv => Some(TableFormat::Tsv),
            Self::Md => Some(TableFormat::Markdown),
        }
    }
}

/// A page, and the dots per inch that it is usually drawn with.
#[derive(Clone, Copy, Debug)]
struct Size {
    page: PageSize,
    dpi: f32,
}

fn parse_size(text: &str) -> Result<Size, String> {
    if let Some(preset) = Preset::named(text.trim()) {
        return Ok(Size { page: preset.size, dpi: preset.dpi });
    }
    let page: PageSize = text.parse()?;
    Ok(Size { page, dpi: page.unit.usual_dpi() })
}

fn parse_dpi(text: &str) -> Result<f32, String> {
    let dpi = text.parse::<f32>().ok().filter(|dpi| (10.0..=2_400.0).contains(dpi));
    dpi.ok_or_else(|| "write a number from 10 to 2400".to_owned())
}

fn parse_scale(text: &str) -> Result<f32, String> {
    let scale = text.parse::<f32>().ok().filter(|scale| (0.1..=20.0).contains(scale));
    scale.ok_or_else(|| "write a number from 0.1 to 20".to_owned())
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<ExitCode, Failure> {
    if arguments.lang == Language::Es {
        return Err(Failure::Usage("Spanish is not there yet; leave --lang out".to_owned()));
    }
    if is_table(arguments) {
        return tables(arguments, &*readable(&arguments.file)?, out);
    }
    let crew = Crew::of(if arguments.all { usize::MAX } else { 1 })?;
    let dataset = readable(&arguments.file)?;
    let charts = chosen(arguments, &dataset)?;
    let themes = Themes::of(arguments)?;
    let format = arguments.format.and_then(FormatName::of_figure);
    let mut wanted = Vec::new();
    for (id, (path, format)) in charts.iter().copied().zip(targets(arguments, &charts, format)?) {
        let theme = themes.of_chart(&dataset, id)?;
        let dpi = arguments.scale.map(|scale| scale * PIXELS_PER_INCH).or(arguments.dpi).unwrap_or(arguments.size.dpi);
        let (page, author) = (arguments.size.page, arguments.author.clone());
        let theme_name = Some(theme.name.clone());
        let request = ExportRequest { path, format, page, dpi, theme: theme_name, author, finish: finish(arguments) };
        wanted.push(Wanted { id: id.clone(), theme, request });
    }
    crew.draw_all(&dataset, wanted, |done| {
        Ok(writeln!(out, "{}", printable(&done.request.path.display().to_string()))?)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The themes at hand, and which one is asked for.
enum Themes {
    /// A file, for all figures.
    File(Box<FigureTheme>),
    /// By name.
    Shelf(Shelf, Option<String>),
}

impl Themes {
    fn of(arguments: &Arguments) -> Result<Self, Failure> {
        let named = arguments.theme.as_deref();
        if let Some(file) = named.filter(|name| name.to_lowercase().ends_with(".ron")) {
            let path = Path::new(file);
            let kind = RealDisk.kind(path).map_err(|error| Failure::Usage(format!("{file}: {error}")))?;
            let theme = themes::read_file(&RealDisk, path, kind);
            return theme.map(|theme| Self::File(Box::new(theme))).map_err(Failure::Usage);
        }
        let folders: Vec<PathBuf> =
            std::iter::once(beside(&arguments.file).to_owned()).chain(app::themes_folder()).collect();
        Ok(Self::Shelf(Shelf::read(&RealDisk, &folders), named.map(str::to_owned)))
    }

    fn of_chart(&self, dataset: &Dataset, chart: &Id) -> Result<FigureTheme, Failure> {
        match self {
            Self::File(theme) => Ok((**theme).clone()),
            Self::Shelf(shelf, asked) => {
                let found = shelf.of_chart(dataset, chart, asked.as_deref(), "light");
                found.map_err(|wrong| match asked {
                    Some(_) => Failure::Usage(wrong),
                    None => Failure::Files(format!("chart `{chart}`: {wrong}")),
                })
            }
        }
    }
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
        wanted.extend(charts.map(|(id, chart)| (chart::file_name(id), chart.series.clone())));
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

/// The files of the charts, and what they are written as.
fn targets(
    arguments: &Arguments,
    charts: &[&Id],
    format: Option<ExportFormat>,
) -> Result<Vec<(PathBuf, ExportFormat)>, Failure> {
    if !arguments.all
        && let Some(path) = &arguments.to
    {
        let ending = path.extension().and_then(|e| e.to_str()).and_then(ExportFormat::by_extension);
        let format = format.or(ending).ok_or_else(|| {
            Failure::Usage(
                "what to write is not clear: end --to in png, svg, pdf, html, csv, xlsx, tsv or md, or give --format"
                    .to_owned(),
            )
        })?;
        return Ok(vec![(path.clone(), format)]);
    }
    let format = format.unwrap_or_default();
    let folder = target_folder(arguments)?;
    let names = chart::file_names(charts.iter().map(|id| id.as_str()), format);
    Ok(names.into_iter().map(|name| (folder.join(name), format)).collect())
}

/// The folder of a file.
fn beside(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The folder that files are named in; made if it is not there.
fn target_folder(arguments: &Arguments) -> Result<PathBuf, Failure> {
    let folder = arguments.to.as_deref().unwrap_or(beside(&arguments.file));
    RealDisk
        .create_folders(folder)
        .map_err(|error| Failure::Files(format!("the folder can't be made: {error} ({})", folder.display())))?;
    Ok(folder.to_owned())
}
