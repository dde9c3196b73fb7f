//! Copying and pasting: within the grid, and what spreadsheets, web pages and people put on the clipboard.

use std::{fs, path::Path, sync::Arc};

use docket::{
    model::{Id, Qualifier},
    session::Command,
};
use egui::{Event, Key, Modifiers, ViewportCommand, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{
    App, click, dataset, drag, harness, harness_of, preferred, press, press_with, range, shown, steps, ten_years, text,
};

fn corpus(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/clipboard").join(name);
    fs::read_to_string(path).expect("a file of the corpus")
}

fn large(mut harness: Harness<'static, App>) -> Harness<'static, App> {
    harness.set_size(vec2(1000.0, 760.0));
    harness.run();
    harness
}

fn send(harness: &mut Harness<'_, App>, event: Event) {
    harness.event(event);
    harness.run_steps(4);
}

fn paste(harness: &mut Harness<'_, App>, text: &str) {
    send(harness, Event::Paste(text.to_owned()));
}

/// What a key or an event puts on the clipboard.
fn copied(harness: &mut Harness<'_, App>, ask: impl FnOnce(&Harness<'_, App>)) -> String {
    harness.state_mut().copied = None;
    ask(harness);
    harness.run_steps(4);
    harness.state_mut().copied.take().expect("something to be copied")
}

fn button(harness: &mut Harness<'_, App>, label: &str) {
    harness.get_by_label(label).click();
    harness.run_steps(4);
}

#[test]
fn a_range_is_copied_as_plain_text_with_headers_and_as_a_dataset() {
    let mut harness = ten_years();
    drag(&mut harness, "a 2005", "b 2006");
    assert_eq!(copied(&mut harness, |h| h.event(Event::Copy)), "5\t\n6\tabout 60\n");
    let with_headers = |h: &Harness<'_, App>| h.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    assert_eq!(copied(&mut harness, with_headers), "Period\ta\tb\n2005\t5\t\n2006\t6\tabout 60\n");
    let effects = harness.state_mut().session.apply(Command::CopyAsRon);
    let [docket::session::Effect::Copy(ron)] = effects.as_slice() else { panic!("{effects:?}") };
    let parsed = docket::format::parse(ron);
    assert!(!parsed.has_errors(), "{ron}");
    assert_eq!(parsed.dataset().series["b"].observations[0].qualifier, Qualifier::About);
    assert_eq!(steps(&harness), 0);
}

#[test]
fn what_is_copied_here_is_pasted_with_its_source_and_note() {
    let mut harness = harness();
    click(&mut harness, "mexico 2008");
    let text = copied(&mut harness, |h| h.event(Event::Copy));
    assert_eq!(text, "95\n");
    click(&mut harness, "colombia 2009");
    paste(&mut harness, &text);
    let pasted = preferred(&harness, "colombia", 2009).expect("an observation");
    assert_eq!((pasted.value, pasted.source.ids()), (Some(95.0), &[Id::from("doj")][..]));
    assert_eq!(steps(&harness), 1);
    click(&mut harness, "mexico 2010");
    press_with(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::V);
    paste(&mut harness, &text);
    let pasted = preferred(&harness, "mexico", 2010).expect("an observation");
    assert_eq!((pasted.value, pasted.source.is_empty()), (Some(95.0), true), "values only");
}

#[test]
fn paste_values_asks_the_system_for_the_clipboard() {
    let mut harness = harness();
    click(&mut harness, "mexico 2010");
    let modifiers = Modifiers::COMMAND | Modifiers::SHIFT;
    harness.event(Event::Key { key: Key::V, physical_key: None, pressed: true, repeat: false, modifiers });
    harness.step();
    let asked =
        harness.output().viewport_output.values().any(|out| out.commands.contains(&ViewportCommand::RequestPaste));
    assert!(asked);
}

#[test]
fn cut_takes_the_figures_away_and_paste_brings_them_back_elsewhere() {
    let mut harness = ten_years();
    let before = text(&harness);
    drag(&mut harness, "a 2001", "a 2002");
    let cut = copied(&mut harness, |h| h.event(Event::Cut));
    assert_eq!((cut.as_str(), shown(&harness, "a").len()), ("1\n2\n", 8));
    click(&mut harness, "b 2004");
    paste(&mut harness, &cut);
    assert_eq!(preferred(&harness, "b", 2005).and_then(|o| o.value), Some(2.0));
    assert_eq!(steps(&harness), 2);
    for _ in 0..2 {
        harness.state_mut().session.apply(Command::Undo);
    }
    assert_eq!(text(&harness), before);
}

#[test]
fn one_value_goes_into_every_selected_cell() {
    let mut harness = ten_years();
    drag(&mut harness, "a 2001", "b 2003");
    paste(&mut harness, "about 7");
    for (series, at) in [("a", 2001), ("b", 2003)] {
        assert_eq!(
            preferred(&harness, series, at).map(|o| (o.value, o.qualifier)),
            Some((Some(7.0), Qualifier::About))
        );
    }
    assert_eq!((steps(&harness), range(&harness).as_str()), (1, "a 2001 to b 2003"));
}

#[test]
fn one_cell_that_can_not_be_read_is_shown_with_the_reason() {
    let mut harness = ten_years();
    click(&mut harness, "a 2001");
    paste(&mut harness, "lots");
    assert!(harness.query_by_label_contains("“lots” is not a figure").is_some());
    assert_eq!(steps(&harness), 0);
}

#[test]
fn a_block_larger_than_the_selection_is_shown_before_it_is_pasted() {
    let mut harness = large(ten_years());
    let before = text(&harness);
    click(&mut harness, "a 2009");
    paste(&mut harness, "91\t92\n101\t102\n111\t112\n");
    assert!(harness.query_by_label("Paste 3 × 2 cells").is_some());
    assert!(harness.query_by_label_contains("1 period new: 2011").is_some());
    assert_eq!(steps(&harness), 0, "nothing is done yet");
    press(&mut harness, Key::Enter);
    assert_eq!(preferred(&harness, "b", 2011).and_then(|o| o.value), Some(112.0));
    assert_eq!((steps(&harness), range(&harness).as_str()), (1, "a 2009 to b 2011"));
    harness.state_mut().session.apply(Command::Undo);
    assert_eq!(text(&harness), before);
}

#[test]
fn a_paste_that_is_wider_than_the_table_adds_series_and_says_so() {
    let mut harness = large(ten_years());
    click(&mut harness, "share 2001");
    paste(&mut harness, "1\t2\n3\t4\n");
    assert!(harness.query_by_label_contains("new series: Series 1").is_some());
    button(&mut harness, "Cancel");
    assert_eq!((steps(&harness), dataset(&harness).series.len()), (0, 3), "nothing happened");
    paste(&mut harness, "1\t2\n3\t4\n");
    button(&mut harness, "Paste");
    assert_eq!(shown(&harness, "series-1"), ["2001 2", "2002 4"]);
    assert!(dataset(&harness).charts["all"].series.contains(&Id::from("series-1")));
}

#[test]
fn a_table_from_excel_keeps_quotes_and_line_breaks_and_finds_its_rows_and_columns() {
    for text in [corpus("excel.tsv"), corpus("excel.tsv").replace("\r\n", "\n")] {
        let mut harness = large(harness());
        click(&mut harness, "mexico 2008");
        paste(&mut harness, &text);
        assert!(harness.query_by_label("Paste 3 × 3 cells").is_some());
        assert!(harness.query_by_label("Colombia \"all\" (new)").is_some());
        assert!(harness.query_by_label_contains("Row 2, column 4: “two").is_some(), "what is no figure is listed");
        button(&mut harness, "Paste the rest");
        assert_eq!(preferred(&harness, "mexico", 2008).and_then(|o| o.value), Some(1095.0));
        assert_eq!(preferred(&harness, "mexico", 2011).and_then(|o| o.value), Some(12.5));
        let colombia = dataset(&harness).series.keys().last().cloned().expect("a series");
        assert_eq!(shown(&harness, "colombia-all"), ["2008 208", "2011 not published"], "{colombia}");
    }
}

#[test]
fn a_table_from_calc_keeps_footnote_marks_and_decimal_commas() {
    let mut harness = large(harness());
    click(&mut harness, "mexico 2008");
    paste(&mut harness, &corpus("calc.tsv"));
    assert!(harness.query_by_label_contains("Row 4, column 3: “lots” is not a figure").is_some());
    assert!(harness.query_by_label_contains("1 cell is left out").is_some());
    press(&mut harness, Key::Enter);
    let mexico = preferred(&harness, "mexico", 2008).expect("an observation");
    assert_eq!((mexico.value, mexico.note.as_deref()), (Some(95.0), Some("Footnote mark: *")));
    assert_eq!(preferred(&harness, "mexico", 2009).and_then(|o| o.value), Some(1107.5));
    assert_eq!(preferred(&harness, "mexico", 2012).map(|o| o.qualifier), Some(Qualifier::Over));
    let peru = preferred(&harness, "peru", 2008).expect("an observation");
    assert_eq!((peru.value, peru.note.as_deref()), (Some(12.0), Some("Footnote mark: (e)")));
    assert_eq!(preferred(&harness, "peru", 2009).and_then(|o| o.value), Some(7.0));
}

#[test]
fn a_table_from_sheets_finds_its_periods_without_a_header() {
    let mut harness = large(harness());
    click(&mut harness, "mexico 2008");
    paste(&mut harness, &corpus("sheets.tsv"));
    assert!(harness.query_by_label_contains("2 periods new: 2011, 2012").is_some());
    press(&mut harness, Key::Enter);
    assert_eq!(preferred(&harness, "colombia", 2011).and_then(|o| o.value), Some(190.0));
    let about = preferred(&harness, "colombia", 2012).expect("an observation");
    assert_eq!((about.value, about.qualifier), (Some(183.0), Qualifier::About));
}

#[test]
fn the_choices_of_the_dialog_decide_how_the_text_is_read() {
    let mut harness = large(harness());
    click(&mut harness, "mexico 2008");
    paste(&mut harness, &corpus("sheets.tsv"));
    button(&mut harness, "First column holds periods");
    assert!(harness.query_by_label("Paste 2 × 3 cells").is_some());
    button(&mut harness, "Swap rows and columns");
    assert!(harness.query_by_label("Paste 3 × 2 cells").is_some());
    press(&mut harness, Key::Enter);
    assert_eq!(preferred(&harness, "mexico", 2008).and_then(|o| o.value), Some(2011.0));
    assert_eq!(preferred(&harness, "mexico", 2010).and_then(|o| o.value), Some(190.0));
    assert_eq!(preferred(&harness, "colombia", 2009).and_then(|o| o.value), Some(115.0));
}

#[test]
fn numbers_of_two_readings_are_asked_about_once() {
    let mut harness = large(ten_years());
    drag(&mut harness, "a 2001", "a 2002");
    paste(&mut harness, "1.234\n2.345");
    assert!(harness.query_by_label("“1.234” has two readings:").is_some());
    button(&mut harness, "Decimal comma: 1234");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, "a")[..2], ["2001 1,234", "2002 2,345"]);
    paste(&mut harness, "1.234\n12,5");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, "a")[..2], ["2001 1,234", "2002 12.5"], "what is certain decides for the rest");
}

#[test]
fn web_tables_and_markdown_are_tables_too() {
    for (name, want) in [("web.tsv", [96.0, 108.0]), ("markdown.txt", [95.0, 1107.0])] {
        let mut harness = large(harness());
        click(&mut harness, "mexico 2008");
        paste(&mut harness, &corpus(name));
        press(&mut harness, Key::Enter);
        let values = [2008, 2009].map(|at| preferred(&harness, "mexico", at).and_then(|o| o.value));
        assert_eq!(values, want.map(Some), "{name}");
    }
}

#[test]
fn empty_cells_clear_unless_they_are_to_leave_what_is_there() {
    for keep in [false, true] {
        let mut harness = large(ten_years());
        click(&mut harness, "a 2001");
        paste(&mut harness, "11\t12\n\t13\n");
        if keep {
            button(&mut harness, "Empty cells leave what is there");
        } else {
            assert!(harness.query_by_label_contains("1 value is cleared").is_some());
        }
        press(&mut harness, Key::Enter);
        assert_eq!(preferred(&harness, "a", 2002).and_then(|o| o.value), keep.then_some(2.0));
        assert_eq!(preferred(&harness, "b", 2002).and_then(|o| o.value), Some(13.0));
    }
}

#[test]
fn a_figure_is_pasted_together_with_its_source() {
    let mut harness = harness();
    click(&mut harness, "colombia 2009");
    paste(&mut harness, "201 [press]");
    let pasted = preferred(&harness, "colombia", 2009).expect("an observation");
    assert_eq!((pasted.value, pasted.source.ids()), (Some(201.0), &[Id::from("press")][..]));
}

#[test]
fn what_is_copied_as_ron_comes_into_another_dataset_with_its_sources() {
    let mut harness = harness();
    drag(&mut harness, "mexico 2008", "mexico 2009");
    let effects = harness.state_mut().session.apply(Command::CopyAsRon);
    let [docket::session::Effect::Copy(ron)] = effects.as_slice() else { panic!("{effects:?}") };
    let ron = ron.clone();
    let mut other = ten_years();
    let before = text(&other);
    click(&mut other, "a 2001");
    paste(&mut other, &ron);
    assert_eq!(shown(&other, "mexico"), ["2008 95", "2008 85", "2009 107"]);
    assert_eq!(dataset(&other).sources.keys().collect::<Vec<_>>(), ["doj", "press"]);
    assert_eq!(steps(&other), 1);
    other.state_mut().session.apply(Command::Undo);
    assert_eq!(text(&other), before);
    paste(&mut harness, &ron);
    let data = Arc::clone(&dataset(&harness));
    assert_eq!(data.series["mexico"].observations.len(), 4, "what is there already is not added again");
}

#[test]
fn what_stands_twice_in_a_paste_does_not_run_over_the_first() {
    let mut harness = large(ten_years());
    click(&mut harness, "a 2001");
    paste(&mut harness, "Year\ta\tx\tx\ta\n2001\t71\t72\t73\t74\n2001\t81\t82\t83\t84\n");
    assert!(harness.query_by_label_contains("2001 stands here twice").is_some());
    assert!(harness.query_by_label_contains("“a, which stands here twice”").is_some());
    press(&mut harness, Key::Enter);
    assert_eq!(preferred(&harness, "a", 2001).and_then(|o| o.value), Some(71.0));
    assert_eq!([shown(&harness, "x"), shown(&harness, "x-2")], [["2001 72"], ["2001 73"]]);
}

#[test]
fn a_paste_into_a_document_with_errors_does_nothing() {
    let mut harness = harness_of(&super::DATASET.replace("value: 107", "value: oops"));
    harness.run();
    if harness.query_by_label("mexico 2008").is_some() {
        click(&mut harness, "mexico 2008");
        paste(&mut harness, "1\t2\n3\t4");
    }
    assert_eq!(steps(&harness), 0);
}

#[test]
fn ragged_rows_are_read_as_far_as_they_go() {
    let mut harness = large(ten_years());
    click(&mut harness, "a 2001");
    paste(&mut harness, "Year\ta\n2001\t71\t72\t73\n2002\n2003\t81\t82\n");
    press(&mut harness, Key::Enter);
    assert_eq!([2001, 2003].map(|at| preferred(&harness, "a", at).and_then(|o| o.value)), [Some(71.0), Some(81.0)]);
    assert_eq!(
        [shown(&harness, "series-2"), shown(&harness, "series-3")],
        [vec!["2001 72", "2003 82"], vec!["2001 73"]]
    );
}
