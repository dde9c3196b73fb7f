//! Whatever is done in the grid, undo brings the bytes of the file back.

use docket::{
    model::{Id, Missing, Qualifier},
    session::{
        Command, Session,
        grid::{
            self, Annotation, CellAct, Changes, FillMode, GridView, Layout, Place, Query, Selected, SortKey, Span,
            Whole,
        },
    },
};
use proptest::prelude::*;

use super::{DATASET, session_of};

/// Something that a user may do, with numbers that choose among what there is.
#[derive(Clone, Debug)]
enum Act {
    Layout(usize),
    Sort(usize, bool),
    Select(usize, usize, usize, usize),
    Type(String),
    Clear,
    FillDown,
    FillRight,
    Handle(usize),
    Paste(String),
    Annotate(usize),
    RemoveRows,
    RemoveColumns,
    InsertRow,
    MoveRows(usize),
    MoveColumns(usize),
    Replace(String, String),
    CopyAndPaste(usize, usize),
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => (0..3000_i32).prop_map(|n| n.to_string()),
        2 => prop::sample::select(vec!["about 7", "nearly 2,000", "50-60", "n/a", "12,5", "=1/3", "34*", "12 (e)", ">70"])
            .prop_map(str::to_owned),
        1 => prop::sample::select(vec!["doj", "press", "2011", "2012-05", "a note", "lots", "95 [doj]"]).prop_map(str::to_owned),
        1 => Just(String::new()),
    ]
}

fn table() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::collection::vec(cell(), 1..4), 1..4)
        .prop_map(|rows| rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n"))
}

fn act() -> impl Strategy<Value = Act> {
    let small = || 0_usize..12;
    prop_oneof![
        1 => small().prop_map(Act::Layout),
        1 => (small(), any::<bool>()).prop_map(|(column, down)| Act::Sort(column, down)),
        6 => (small(), small(), small(), small()).prop_map(|(a, b, c, d)| Act::Select(a, b, c, d)),
        4 => cell().prop_map(Act::Type),
        2 => Just(Act::Clear),
        2 => Just(Act::FillDown),
        2 => Just(Act::FillRight),
        2 => small().prop_map(Act::Handle),
        4 => table().prop_map(Act::Paste),
        3 => small().prop_map(Act::Annotate),
        1 => Just(Act::RemoveRows),
        1 => Just(Act::RemoveColumns),
        1 => Just(Act::InsertRow),
        2 => small().prop_map(Act::MoveRows),
        2 => small().prop_map(Act::MoveColumns),
        2 => ("[0-9]", "[0-9a-z]{0,2}").prop_map(|(find, with)| Act::Replace(find, with)),
        2 => (small(), small()).prop_map(|(row, column)| Act::CopyAndPaste(row, column)),
    ]
}

fn edit(session: &mut Session, edit: Option<docket::model::Edit>) {
    if let Some(edit) = edit {
        session.apply(Command::Edit { edit, label: None });
    }
}

fn on_cells(session: &mut Session, act: CellAct) {
    session.apply(Command::ActOnCells(Box::new(act)));
}

fn perform(session: &mut Session, act: &Act) {
    let (Some(sheet), Some(view)) = (session.sheet(), session.grid_view().cloned()) else { return };
    let chart: Option<Id> = session.chart().cloned();
    if let Act::Layout(n) = act {
        let view = GridView { layout: Layout::ALL[n % Layout::ALL.len()], ..GridView::default() };
        session.apply(Command::SetGridView(Box::new(view)));
        return;
    }
    if sheet.is_empty() {
        return;
    }
    let place =
        |row: &usize, column: &usize| Place { row: row % sheet.row_count(), column: column % sheet.column_count() };
    let selected = session.selected_cells().unwrap_or(Selected::cell(Place::default()));
    let span = selected.span;
    let mut changes = Changes::new(&sheet);
    match act {
        Act::Layout(_) => {}
        Act::Sort(column, descending) => {
            let column = sheet.columns().get(column % (sheet.column_count() + 1)).cloned();
            let sort = Some(SortKey { column, descending: *descending });
            session.apply(Command::SetGridView(Box::new(GridView { sort, ..view })));
        }
        Act::Select(a, b, c, d) => {
            let selected = Selected::new(&sheet, place(a, b), place(c, d), Whole::No);
            if let Some(selection) = selected.to_selection(&sheet) {
                session.apply(Command::Select(selection));
            }
        }
        Act::Type(text) => {
            if changes.set_text(selected.active, text).is_ok() {
                edit(session, changes.into_edit(None));
            }
        }
        Act::Clear => {
            session.apply(Command::Delete);
        }
        Act::FillDown => {
            session.apply(Command::FillDown);
        }
        Act::FillRight => {
            session.apply(Command::FillRight);
        }
        Act::Handle(n) => {
            let last = Place { row: span.last.row + n, ..span.last };
            let to = Span::of(span.first, last);
            on_cells(session, CellAct::Fill { from: span, to, mode: FillMode::Auto });
        }
        Act::Paste(text) => {
            let options = grid::guess(&sheet, text);
            let plan = grid::plan_paste(&sheet, selected, chart.as_ref(), text, options, None);
            edit(session, plan.edit);
        }
        Act::Annotate(n) => {
            let annotations = [
                Annotation::Source(Some("press".into())),
                Annotation::Source(None),
                Annotation::AlsoSource("doj".into()),
                Annotation::Qualifier(Qualifier::AtLeast),
                Annotation::Missing(Missing::Pending),
                Annotation::Note(Some("a note\nof two lines".to_owned())),
                Annotation::Note(None),
            ];
            let annotation = annotations[n % annotations.len()].clone();
            on_cells(session, CellAct::Annotate { span, annotation });
        }
        Act::RemoveRows => on_cells(session, CellAct::RemoveRows(span)),
        Act::RemoveColumns => edit(session, grid::remove_columns(&sheet, span.columns()).map(|(edit, _)| edit)),
        Act::InsertRow => edit(session, grid::insert_row(&sheet, span.first.row).map(|(edit, _)| edit)),
        Act::MoveRows(to) => {
            let to = to % sheet.row_count();
            edit(session, grid::move_rows(&sheet, span.rows(), to).map(|(edit, _)| edit));
        }
        Act::MoveColumns(to) => {
            let to = to % sheet.column_count();
            edit(session, grid::move_columns(&sheet, chart.as_ref(), span.columns(), to).map(|(edit, _)| edit));
        }
        Act::Replace(text, with) => {
            let query = Query { text: text.clone(), ..Query::default() };
            let finder = query.finder().expect("a text").expect("no regular expression");
            let places = finder.all(&sheet, &|| true);
            on_cells(session, CellAct::Replace { places, query, with: with.clone() });
        }
        Act::CopyAndPaste(row, column) => {
            let copied = grid::Copied::new(&sheet, span);
            let to = Selected::cell(place(row, column));
            let options = grid::guess(&sheet, &copied.text);
            let plan = grid::plan_paste(&sheet, to, chart.as_ref(), &copied.text, options, Some(&copied));
            edit(session, plan.edit);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn undo_after_anything_restores_the_bytes(acts in prop::collection::vec(act(), 1..16)) {
        let mut session = session_of(DATASET);
        for act in &acts {
            perform(&mut session, act);
            let (_, document) = session.active().expect("a document");
            prop_assert!(!document.is_read_only(), "{act:?}");
        }
        let after = session.active().expect("a document").1.text().to_string();
        let mut steps = 0;
        while session.active().is_some_and(|(_, document)| document.undo_label().is_some()) {
            session.apply(Command::Undo);
            steps += 1;
        }
        prop_assert_eq!(session.active().expect("a document").1.text().to_string(), DATASET);
        for _ in 0..steps {
            session.apply(Command::Redo);
        }
        prop_assert_eq!(session.active().expect("a document").1.text().to_string(), after);
    }

    #[test]
    fn what_is_copied_and_pasted_elsewhere_is_the_same(row in 0_usize..3, column in 0_usize..2) {
        let session = session_of(DATASET);
        let sheet = session.sheet().expect("a sheet");
        let from = Place { row, column };
        let Some(source) = sheet.cell(from).and_then(|cell| cell.preferred().cloned()) else { return Ok(()) };
        let copied = grid::Copied::new(&sheet, Span::of(from, from));
        for to in [Place { row: 0, column: 1 }, Place { row: 2, column: 0 }] {
            let options = grid::guess(&sheet, &copied.text);
            let plan = grid::plan_paste(&sheet, Selected::cell(to), None, &copied.text, options, Some(&copied));
            let mut after = (**sheet.dataset()).clone();
            if let Some(edit) = plan.edit {
                edit.apply(&mut after).expect("an edit that fits");
            }
            let (series, at) = sheet.address(to).expect("an address");
            let pasted = after.series[series].preferred(at).expect("an observation");
            prop_assert_eq!(pasted, &docket::model::Observation { at, ..source.clone() });
        }
    }
}

#[test]
fn a_batch_of_many_cells_is_one_step_whatever_there_was_before() {
    let mut session = session_of(DATASET);
    let sheet = session.sheet().expect("a sheet");
    let selected = Selected::cell(Place { row: 0, column: 0 });
    let rows: Vec<String> = (1900..2100).map(|year| format!("{year}\t{}\t{}", year * 2, year * 3)).collect();
    let text = rows.join("\n");
    let plan = grid::plan_paste(&sheet, selected, None, &text, grid::guess(&sheet, &text), None);
    assert_eq!((plan.set + plan.replaced, plan.new_periods.len()), (400, 197));
    edit(&mut session, plan.edit);
    let series = &session.dataset().expect("a dataset").series["mexico"];
    assert_eq!(series.observations.len(), 201, "two figures of 2008");
    let years: Vec<_> = series.observations.iter().map(|o| o.at).collect();
    assert!(years.is_sorted(), "in order of time");
    session.apply(Command::Undo);
    assert_eq!(session.active().expect("a document").1.text().to_string(), DATASET);
}
