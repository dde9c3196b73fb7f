//! Two values, a span or one value become a claim.

use docket::{
    analysis::{self, Outcome},
    chart::{self, AnnotationForm},
    model::{Check, Comparison, Edit, Extreme, Qualifier, SectionKind},
    session::{Claimed, Command, Effect, Selection, Session},
};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use super::{click, new_claims, open, press, session, text_of, write, year};

fn cell(series: &str, at: i64) -> Command {
    Command::Select(Selection::Cell { series: series.into(), at: year(at) })
}

fn also(series: &str, at: i64) -> Command {
    Command::SelectAlso { series: series.into(), at: year(at) }
}

#[test]
fn every_kind_of_claim_is_made_of_what_is_pointed_at_as_one_step_and_holds() {
    let pair = |to: i64| vec![cell("mexico", 2012), also("mexico", to)];
    let change = Check::Change { series: "mexico".into(), from: year(2012), to: year(2013), percent: -53.0 };
    let ratio = Check::Ratio { series: "mexico".into(), from: year(2010), to: year(2012), ratio: 1.2 };
    let highest = Check::Extreme { series: "mexico".into(), at: year(2012), is: Extreme::Highest, since: None };
    let since =
        Check::Extreme { series: "colombia".into(), at: year(2013), is: Extreme::Highest, since: Some(year(2011)) };
    let compare =
        Check::Compare { series: "mexico".into(), with: "colombia".into(), at: year(2013), is: Comparison::Lower };
    let about = Check::Value { series: "mexico".into(), at: year(2014), value: 66.0 };
    for (commands, claimed, check, qualifier, text) in [
        (pair(2013), Claimed::Change, change, Qualifier::Exactly, "Mexico 2013 is 53% less than in 2012"),
        (pair(2010), Claimed::Ratio, ratio, Qualifier::Exactly, "Mexico 2012 is 1.2 times that of 2010"),
        (vec![cell("mexico", 2012)], Claimed::Extreme, highest, Qualifier::Exactly, "Mexico 2012 is the highest"),
        (
            vec![cell("colombia", 2013)],
            Claimed::Extreme,
            since,
            Qualifier::Exactly,
            "Colombia 2013 is the highest since 2011",
        ),
        (
            vec![cell("mexico", 2013), also("colombia", 2013)],
            Claimed::Difference,
            compare,
            Qualifier::Exactly,
            "Mexico 2013 is lower than Colombia",
        ),
        (vec![cell("mexico", 2014)], Claimed::Value, about, Qualifier::About, "Mexico 2014 is about 66"),
    ] {
        let mut session = session();
        let before = text_of(&session);
        for command in commands {
            session.apply(command);
        }
        assert!(session.can_claim(claimed));
        let effects = session.apply(Command::Claim(claimed));
        assert!(effects.contains(&Effect::NameSelected), "its words are to be written");
        let [claim] = &new_claims(&session)[..] else { panic!("one claim") };
        assert_eq!((&claim.check, claim.qualifier, claim.text.as_str()), (&check, qualifier, text));
        let (_, document) = session.active().expect("a document");
        assert_eq!(analysis::verdict(document.dataset(), claim).outcome, Outcome::Holds, "{text}");
        assert!(matches!(session.selection(), Selection::Item { section: SectionKind::Claims, .. }));
        session.apply(Command::Undo);
        assert_eq!(text_of(&session), before);
    }
}

#[test]
fn what_cannot_be_claimed_is_refused_in_words() {
    let said = |session: &Session| session.message().expect("a message").text.clone();
    let mut session = session();
    session.apply(Command::Claim(Claimed::Change));
    assert!(said(&session).contains("the second one with Ctrl"), "{}", said(&session));
    session.apply(cell("colombia", 2011));
    session.apply(also("colombia", 2013));
    assert!(session.can_claim(Claimed::Change), "it could be of two other values");
    session.apply(Command::Claim(Claimed::Change));
    assert!(said(&session).contains("missing, or zero"), "{}", said(&session));
    assert!(new_claims(&session).is_empty());
    session.apply(also("mexico", 2010));
    assert!(!session.can_claim(Claimed::Change) && !session.can_claim(Claimed::Difference));
}

#[test]
fn a_value_pointed_at_again_is_let_go_of() {
    let mut session = session();
    session.apply(cell("mexico", 2012));
    session.apply(also("mexico", 2013));
    assert!(matches!(session.selection(), Selection::Pair { .. }));
    session.apply(also("mexico", 2012));
    assert_eq!(*session.selection(), Selection::Cell { series: "mexico".into(), at: year(2013) });
}

#[test]
fn a_claim_is_looked_at_in_a_chart_that_shows_it_and_only_on_the_screen() {
    let mut session = session();
    session.apply(cell("mexico", 2012));
    session.apply(also("mexico", 2013));
    let plan = session.plan().expect("a plan");
    assert!(
        plan.annotations.iter().any(|a| matches!(a.form, AnnotationForm::Arrow { .. }) && a.text == "−53%"),
        "the change between two values: {:?}",
        plan.annotations
    );
    session.apply(Command::Select(Selection::Item { section: SectionKind::Claims, id: "few".into() }));
    assert_eq!(session.chart().map(|id| id.as_str()), Some("peru"));
    let plan = session.plan().expect("a plan");
    assert!(plan.annotations.iter().any(|a| a.text == "Claimed: 3"), "{:?}", plan.annotations);
    let (_, document) = session.active().expect("a document");
    let drawn = chart::plan(document.dataset(), &"peru".into()).expect("a plan");
    assert!(drawn.annotations.is_empty(), "nothing of it is in an export");
}

#[test]
fn a_chart_draws_the_claims_it_names_also_on_paper() {
    let mut session = session();
    let (_, document) = session.active().expect("a document");
    let mut chart = document.dataset().charts["peru"].clone();
    chart.claims = ["few".into()].into();
    session.apply(Command::Edit { edit: Edit::PutChart { id: "peru".into(), chart }, label: None });
    assert!(text_of(&session).contains("claims: [\"few\"]"), "{}", text_of(&session));
    let (_, document) = session.active().expect("a document");
    let plan = chart::plan(document.dataset(), &"peru".into()).expect("a plan");
    assert!(plan.annotations.iter().any(|a| a.text == "Claimed: 3"));
    assert!(plan.description.contains("Claimed: 3"), "{}", plan.description);
    // A claim that goes is let go of.
    session.apply(Command::Select(Selection::Item { section: SectionKind::Claims, id: "few".into() }));
    session.apply(Command::Delete);
    let (_, document) = session.active().expect("a document");
    assert_eq!(document.error_count(), 0);
    assert!(document.dataset().charts["peru"].claims.is_empty());
}

#[test]
fn two_cells_of_the_grid_become_a_claim_whose_words_are_written_at_once() {
    let mut harness = open();
    click(&mut harness, "mexico 2012");
    harness.get_by_label("mexico 2013").click_modifiers(Modifiers::COMMAND);
    harness.run_steps(4);
    assert!(matches!(harness.state().session().selection(), Selection::Pair { .. }));
    click(&mut harness, "Claim this change");
    let [claim] = &new_claims(harness.state().session())[..] else { panic!("one claim") };
    assert_eq!(claim.text, "Mexico 2013 is 53% less than in 2012");
    write(&mut harness, "Mexico halved it");
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(new_claims(harness.state().session())[0].text, "Mexico halved it");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(new_claims(harness.state().session()).is_empty());
}

#[test]
fn a_span_of_cells_becomes_a_claim_from_the_menu_of_the_grid() {
    let mut harness = open();
    click(&mut harness, "mexico 2010");
    harness.get_by_label("mexico 2013").click_modifiers(Modifiers::SHIFT);
    harness.run_steps(4);
    harness.get_by_label("mexico 2012").click_secondary();
    harness.run_steps(4);
    click(&mut harness, "Claim this sum");
    let [claim] = &new_claims(harness.state().session())[..] else { panic!("one claim") };
    assert_eq!(claim.text, "Mexico 2010 to 2013 totals 356");
    let drawn = harness.query_by_label("Draw it in the figure");
    assert!(drawn.is_some());
    click(&mut harness, "Draw it in the figure");
    let text = text_of(harness.state().session());
    assert!(text.contains("claims: [\"mexico-2010-2013-sum\"]"), "{text}");
}
