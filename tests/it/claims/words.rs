//! Claims that are typed as sentences.

use docket::app::App;
use docket::model::{Check, Qualifier};
use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::{new_claims, open, press, write, year};

/// Shows the list of claims in the inspector.
fn tab(harness: &mut Harness<'_, App>) {
    harness.get_by(|node| node.role() == Role::Button && node.label().as_deref() == Some("Claims")).click();
    harness.run_steps(3);
}

fn field(harness: &Harness<'_, App>) -> String {
    harness.get_by_role_and_label(Role::TextInput, "New claim in words").value().unwrap_or_default()
}

/// Gives the field the keyboard.
fn enter_field(harness: &mut Harness<'_, App>) {
    harness.get_by_role_and_label(Role::TextInput, "New claim in words").focus();
    harness.run_steps(3);
}

#[test]
fn a_sentence_is_completed_judged_and_added() {
    let mut harness = open();
    tab(&mut harness);
    enter_field(&mut harness);
    write(&mut harness, "mexico 2013 is about half of 2012");
    assert!(harness.query_by_label("The claim holds").is_some());
    assert!(harness.query_by_label_contains("54 / 115 = 0.47").is_some());
    press(&mut harness, Modifiers::NONE, Key::Enter);
    let [claim] = &new_claims(harness.state().session())[..] else { panic!("one claim") };
    let check = Check::Ratio { series: "mexico".into(), from: year(2012), to: year(2013), ratio: 0.5 };
    assert_eq!((&claim.check, claim.qualifier), (&check, Qualifier::About));
    assert_eq!(claim.text, "mexico 2013 is about half of 2012");
}

#[test]
fn tab_takes_what_is_offered_and_what_is_wrong_is_said() {
    let mut harness = open();
    tab(&mut harness);
    enter_field(&mut harness);
    write(&mut harness, "col");
    assert!(harness.query_by_label("Go on with Colombia").is_some());
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(field(&harness), "Colombia ");
    write(&mut harness, "2010 is lower than brazil");
    assert!(harness.query_by_label_contains("“brazil” is not understood here; expected a series (Mexico").is_some());
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(new_claims(harness.state().session()).is_empty());
    assert_eq!(field(&harness), "Colombia 2010 is lower than brazil", "nothing typed is lost");
}
