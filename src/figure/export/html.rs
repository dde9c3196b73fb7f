//! A page for browsers that needs nothing else: the figure, its description, its values as a table, its sources. No
//! script, and nothing is fetched.

use std::fmt::Write as _;

use super::xml::escaped;
use crate::{
    chart::{ChartPlan, Cited, Reading},
    figure::theme::FigureTheme,
};

/// So many values are in the table at most: beyond that a page is slow to open, and nobody reads it.
const MOST_ROWS: usize = 5_000;

/// The page of a figure that is drawn as `svg`.
pub(super) fn page(
    plan: &ChartPlan,
    reading: &Reading,
    theme: &FigureTheme,
    svg: &str,
    author: Option<&str>,
) -> String {
    let title = if plan.title.trim().is_empty() { plan.id.as_str() } else { plan.title.trim() };
    let title = escaped(title);
    let description = escaped(&plan.description);
    let author_line =
        author.map(|author| format!("<meta name=\"author\" content=\"{}\">\n", escaped(author))).unwrap_or_default();
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <meta name=\"description\" content=\"{description}\">\n{author_line}\
         <meta name=\"generator\" content=\"Docket\">\n<style>\n{}</style>\n</head>\n<body>\n<main>\n\
         <h1 class=\"unseen\">{title}</h1>\n<figure>\n{svg}</figure>\n\
         <details>\n<summary>Description</summary>\n<p>{description}</p>\n</details>\n",
        style(theme)
    );
    if !reading.rows.is_empty() {
        page.push_str(&table(&title, reading));
    }
    if !reading.sources.is_empty() {
        page.push_str(&sources(&reading.sources));
    }
    page.push_str("</main>\n");
    if let Some(author) = author {
        let _ = writeln!(page, "<footer>Figure: {}</footer>", escaped(author));
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn style(theme: &FigureTheme) -> String {
    let FigureTheme { background, text, muted, grid, span, .. } = theme;
    // Links in the first colour of the palette that can be read on the ground.
    let link = (0..theme.palette.len().max(1)).map(|place| theme.series_text(place)).next().unwrap_or(theme.title);
    format!(
        "body {{ margin: 0 auto; padding: 1rem; max-width: 75rem; background: {background}; color: {text}; \
         font: 1rem/1.5 'IBM Plex Sans', system-ui, sans-serif; }}\n\
         figure {{ margin: 0 0 1rem; }}\n\
         figure svg {{ display: block; max-width: 100%; height: auto; }}\n\
         h2 {{ font-size: 1.1rem; margin: 1.5rem 0 0.5rem; }}\n\
         summary {{ cursor: pointer; }}\n\
         a {{ color: {link}; overflow-wrap: anywhere; }}\n\
         .scroll {{ max-height: 32rem; overflow: auto; }}\n\
         table {{ border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }}\n\
         caption {{ text-align: left; color: {muted}; padding-bottom: 0.3rem; }}\n\
         th, td {{ text-align: left; vertical-align: top; padding: 0.25rem 0.9rem 0.25rem 0; \
         border-bottom: 1px solid {grid}; font-weight: normal; }}\n\
         thead th {{ position: sticky; top: 0; background: {span}; font-weight: bold; padding-left: 0.4rem; }}\n\
         tbody th, tbody td {{ padding-left: 0.4rem; }}\n\
         .number {{ text-align: right; }}\n\
         footer {{ color: {muted}; margin-top: 1.5rem; }}\n\
         .unseen {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); \
         white-space: nowrap; }}\n"
    )
}

fn table(title: &str, reading: &Reading) -> String {
    let is_number = |column: usize| reading.header.get(column) == Some(&"Value");
    let class = |column: usize| if is_number(column) { " class=\"number\"" } else { "" };
    let mut out = "<h2 id=\"figures\">Figures</h2>\n\
                   <div class=\"scroll\" role=\"region\" aria-labelledby=\"figures\" tabindex=\"0\">\n<table>\n"
        .to_owned();
    let left_out = reading.rows.len().saturating_sub(MOST_ROWS);
    let caption = if left_out > 0 {
        format!("{title}: the first {MOST_ROWS} of {} values; the CSV export has them all", reading.rows.len())
    } else {
        title.to_owned()
    };
    let _ = writeln!(out, "<caption>{caption}</caption>\n<thead>\n<tr>");
    for (column, words) in reading.header.iter().enumerate() {
        let _ = writeln!(out, "<th scope=\"col\"{}>{words}</th>", class(column));
    }
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in reading.rows.iter().take(MOST_ROWS) {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let cell = escaped(cell);
            if column == 0 {
                let _ = write!(out, "<th scope=\"row\">{cell}</th>");
            } else {
                let _ = write!(out, "<td{}>{cell}</td>", class(column));
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    out
}

fn sources(sources: &[Cited]) -> String {
    let mut out = "<h2>Sources</h2>\n<ul>\n".to_owned();
    for source in sources {
        let words = escaped(&source.words);
        let words = match &source.url {
            Some(url) => format!("<a href=\"{}\" rel=\"noreferrer\">{words}</a>", escaped(url)),
            None => words,
        };
        let accessed = source.accessed.as_ref().map(|day| format!(", accessed {}", escaped(day))).unwrap_or_default();
        let _ = writeln!(out, "<li>{words}{accessed}</li>");
    }
    out.push_str("</ul>\n");
    out
}
