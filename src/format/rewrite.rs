//! `Edit` → `Patch`: only the bytes of what changes.

use std::{borrow::Cow, collections::HashSet};

use super::{
    Patch, Replacement, check,
    layout::{Group, spelled_entry},
    outline::Outline,
    schema,
    spell::{self, Layout, Value},
    tree::{Kind, NodeId},
};
use crate::model::{Edit, EditError, Id, Observation, SectionKind};

/// The patch of edits that fit the dataset of a text and don't get in each other's way: they change observations of
/// their own, or put new ones side by side; any other edit comes alone.
pub(super) fn patch(text: &str, outline: &Outline, edits: &[Edit]) -> Result<Patch, EditError> {
    let (mut whole, mut rest) = rewritten(text, outline, edits)?;
    if rest.is_empty() {
        return Ok(whole);
    }
    let mut now = whole.apply(text);
    while !rest.is_empty() {
        let step;
        (step, rest) = rewritten(&now, &Outline::of(&now), &rest)?;
        now = step.apply(&now);
        whole = whole.then(&step, text.len());
    }
    Ok(whole)
}

/// One pass of edits: all values that change in place, and of each group at most one child that comes or goes, since
/// what two of them take along could overlap. The edits that need another pass.
fn rewritten(text: &str, outline: &Outline, edits: &[Edit]) -> Result<(Patch, Vec<Edit>), EditError> {
    let mut rewriter = Rewriter { text, outline, replacements: Vec::new(), is_reshaped: false, is_deferred: false };
    let mut rest = Vec::new();
    // Once an edit of a series waits, those that would move its observations wait too.
    let mut waiting: HashSet<&Id> = HashSet::new();
    let mut at = 0;
    while let Some(edit) = edits.get(at) {
        let mut together = 1;
        let is_done = match edit {
            Edit::InsertObservation { series, .. } | Edit::RemoveObservation { series, .. }
                if waiting.contains(series) =>
            {
                false
            }
            Edit::InsertObservation { series, .. } => {
                together = rewriter.insert_observations(series, &edits[at..])?;
                true
            }
            Edit::Insert { .. } => {
                together = rewriter.insert_items(&edits[at..])?;
                true
            }
            Edit::RemoveObservation { series, index } => rewriter.remove_observation(series, *index)?,
            _ => {
                (rewriter.is_reshaped, rewriter.is_deferred) = (false, false);
                rewriter.edit(edit)?;
                !rewriter.is_deferred
            }
        };
        if !is_done {
            rest.push(edit.clone());
            if let Edit::PutObservation { series, .. } | Edit::RemoveObservation { series, .. } = edit {
                waiting.insert(series);
            }
        }
        at += together;
    }
    Ok((Patch::new(rewriter.replacements), rest))
}

struct Rewriter<'a> {
    text: &'a str,
    outline: &'a Outline,
    replacements: Vec<Replacement>,
    /// Whether a child came or went for this edit in this pass.
    is_reshaped: bool,
    /// Whether another has to wait for the next.
    is_deferred: bool,
}

fn lost(what: &str) -> EditError {
    EditError::Text(format!("{what} can't be found in the text"))
}

impl Rewriter<'_> {
    /// An edit that stands alone: one that puts in or takes out something is seen to together with its neighbours.
    fn edit(&mut self, edit: &Edit) -> Result<(), EditError> {
        let dataset = &self.outline.dataset;
        match edit {
            Edit::PutHeader(header) => {
                let root = self.outline.tree.root.ok_or_else(|| lost("the dataset"))?;
                let old = spell::header(&dataset.header());
                self.fields(root, &old, &spell::header(header), schema::DATASET);
            }
            Edit::PutSource { id, source } => {
                let node = self.item(SectionKind::Sources, id)?;
                self.fields(node, &spell::source(&dataset.sources[id]), &spell::source(source), schema::SOURCE);
            }
            Edit::PutSeries { id, head } => {
                let node = self.item(SectionKind::Series, id)?;
                let old = spell::series_head(&dataset.series[id].head);
                self.fields(node, &old, &spell::series_head(head), schema::SERIES);
            }
            Edit::PutEvent { id, event } => {
                let node = self.item(SectionKind::Events, id)?;
                self.fields(node, &spell::event(&dataset.events[id]), &spell::event(event), schema::EVENT);
            }
            Edit::PutClaim { id, claim } => {
                let node = self.item(SectionKind::Claims, id)?;
                self.fields(node, &spell::claim(&dataset.claims[id]), &spell::claim(claim), schema::CLAIM);
            }
            Edit::PutChart { id, chart } => {
                let node = self.item(SectionKind::Charts, id)?;
                self.fields(node, &spell::chart(&dataset.charts[id]), &spell::chart(chart), schema::CHART);
            }
            Edit::Remove { section, id } => {
                let (node, at) = self.position(*section, id)?;
                self.replacements.push(Group::new(self.text, self.outline, node).removal(at));
            }
            Edit::Rename { section, id, to } => self.rename(*section, id, to)?,
            Edit::Move { section, id, to } => {
                let (node, from) = self.position(*section, id)?;
                self.shift(node, from, *to)?;
            }
            Edit::PutObservation { series, index, observation } => {
                let node = self.outline.observation(series, *index).ok_or_else(|| lost("the observation"))?;
                let old = spell::observation(&dataset.series[series].observations[*index]);
                self.fields(node, &old, &spell::observation(observation), schema::OBSERVATION);
            }
            Edit::MoveObservation { series, from, to } => {
                let list = self.outline.observations(series).ok_or_else(|| lost("the list of observations"))?;
                self.shift(list, *from, *to)?;
            }
            Edit::Insert { .. } | Edit::InsertObservation { .. } | Edit::RemoveObservation { .. } | Edit::Batch(_) => {
                return Err(lost("the place of several edits"));
            }
        }
        Ok(())
    }

    /// Whether a child may come or go in this pass; if not, the next one has to see to it.
    fn may_reshape(&mut self) -> bool {
        self.is_deferred |= self.is_reshaped;
        !std::mem::replace(&mut self.is_reshaped, true)
    }

    /// A value with the names of its structs, if the text asks for them.
    fn named<'v>(&self, value: &'v Value) -> Cow<'v, Value> {
        if self.outline.tree.needs_names { Cow::Owned(value.with_names()) } else { Cow::Borrowed(value) }
    }

    fn item(&self, section: SectionKind, id: &Id) -> Result<NodeId, EditError> {
        self.outline.item(section, id).ok_or_else(|| lost("the item"))
    }

    fn position(&self, section: SectionKind, id: &Id) -> Result<(NodeId, usize), EditError> {
        let node = self.outline.section(section).ok_or_else(|| lost("the section"))?;
        Ok((node, self.outline.index_of(section, id).ok_or_else(|| lost("the item"))?))
    }

    fn replace(&mut self, node: NodeId, text: String) {
        let range = self.outline.tree.node(node).span.clone();
        if self.text[range.clone()] != text {
            self.replacements.push(Replacement { range, text });
        }
    }

    /// Makes the fields of a struct what they shall be, touching only those that differ.
    fn fields(
        &mut self,
        node: NodeId,
        old: &[(&'static str, Value)],
        new: &[(&'static str, Value)],
        schema: &[&'static str],
    ) {
        fn of<'v>(fields: &'v [(&'static str, Value)], name: &str) -> Option<&'v Value> {
            fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value)
        }
        let mut added: Vec<(usize, &'static str, &Value)> = Vec::new();
        for name in schema {
            let (before, after) = (of(old, name), of(new, name));
            if before == after {
                continue;
            }
            let child = self.child_named(node, name);
            match (child, after) {
                (Some((_, value)), Some(after)) => self.value(value, before, after),
                (Some((at, _)), None) if self.may_reshape() => {
                    let removal = Group::new(self.text, self.outline, node).removal(at);
                    self.replacements.push(removal);
                }
                (None, Some(after)) => added.push((self.place_of(node, name, schema), name, after)),
                (Some(_) | None, None) => {}
            }
        }
        if let Some((at, ..)) = added.first().copied()
            && self.may_reshape()
        {
            let together = added.iter().take_while(|(place, ..)| *place == at).count();
            self.is_deferred |= together < added.len();
            self.add_fields(node, &added[..together]);
        }
    }

    /// New fields that come to the same place are written together.
    fn add_fields(&mut self, node: NodeId, added: &[(usize, &'static str, &Value)]) {
        let Some((at, ..)) = added.first() else { return };
        let spell = |layout: &Layout, _several: Option<bool>| {
            let fields = added.iter().map(|(_, name, value)| {
                let table = value.is_table(name) && !(layout.is_inline && *name == "annotations");
                spelled_entry(name, &self.named(value), layout, table)
            });
            fields.collect::<Vec<_>>().join(if layout.is_tight { "," } else { ", " })
        };
        let insertion = Group::new(self.text, self.outline, node).insertion(*at, "", spell);
        self.replacements.extend(insertion);
    }

    fn child_named(&self, node: NodeId, name: &str) -> Option<(usize, NodeId)> {
        let tree = &self.outline.tree;
        tree.node(node).children.iter().enumerate().find_map(|(at, child)| {
            let (key, value) = tree.entry(*child)?;
            (self.text[tree.node(key).span.clone()].trim_start_matches("r#") == name).then_some((at, value))
        })
    }

    /// Behind the last field that comes before it in the schema.
    fn place_of(&self, node: NodeId, name: &str, schema: &[&str]) -> usize {
        let tree = &self.outline.tree;
        let rank = |name: &str| schema.iter().position(|field| *field == name);
        let children = tree.node(node).children.iter();
        let before = children.enumerate().filter(|(_, child)| {
            let key = tree.entry(**child).map(|(key, _)| &self.text[tree.node(key).span.clone()]);
            key.and_then(|key| rank(key.trim_start_matches("r#"))) < rank(name)
                && key.is_some_and(|k| rank(k).is_some())
        });
        before.map(|(at, _)| at + 1).max().unwrap_or(0)
    }

    /// Makes a value what it shall be.
    fn value(&mut self, node: NodeId, old: Option<&Value>, new: &Value) {
        if old == Some(new) {
            return;
        }
        let tree = &self.outline.tree;
        let (kind, children) = (tree.node(node).kind, tree.node(node).children.clone());
        let name = tree.node(node).name.as_ref().map_or("", |n| &self.text[n.clone()]);
        match (kind, old, new) {
            (Kind::Tuple, _, _) if name == "Some" && children.len() == 1 => self.value(children[0], old, new),
            (Kind::Fields, Some(Value::Fields(before, old)), Value::Fields(after, new))
            | (Kind::Fields, Some(Value::Struct(before, old)), Value::Struct(after, new))
                if before == after =>
            {
                let names: Vec<&'static str> = merged_names(old, new);
                self.fields(node, old, new, &names);
            }
            (Kind::Tuple, Some(Value::Named(before, old)), Value::Named(after, new))
                if before == after && children.len() == 1 =>
            {
                self.value(children[0], Some(old), new);
            }
            (Kind::List, Some(Value::List(old)), Value::List(new))
                if old.len() == children.len() && !new.is_empty() =>
            {
                self.list(node, old, new);
            }
            (Kind::Number, _, Value::Number(number)) => {
                let spelled = like(&self.text[tree.node(node).span.clone()], *number);
                self.replace(node, spelled);
            }
            _ => self.replace(node, self.named(new).inline()),
        }
    }

    /// Makes a list what it shall be: what is the same at both ends stays, what is between is replaced one by one.
    fn list(&mut self, node: NodeId, old: &[Value], new: &[Value]) {
        let children = self.outline.tree.node(node).children.clone();
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        let (gone, come) = (old.len() - head - tail, new.len() - head - tail);
        let group = Group::new(self.text, self.outline, node);
        let both = gone.min(come);
        for i in head..head + both {
            self.value(children[i], Some(&old[i]), &new[i]);
        }
        if gone > both && self.may_reshape() {
            self.replacements.push(group.removal(head + both));
            self.is_deferred |= gone > both + 1;
        }
        if come > both && self.may_reshape() {
            let spell = |layout: &Layout, _: Option<bool>| {
                let separator = if layout.is_tight {
                    ",".to_owned()
                } else if old.iter().any(Value::is_group) {
                    format!(",{}{}", layout.line_end, layout.indent)
                } else {
                    ", ".to_owned()
                };
                let new = new[head + both..head + come].iter().map(|value| layout.spaced(self.named(value).inline()));
                new.collect::<Vec<_>>().join(&separator)
            };
            self.replacements.extend(group.insertion(head + both, "", spell));
        }
    }

    /// Puts new items of a section side by side, as many as begin the edits; how many those are.
    fn insert_items(&mut self, edits: &[Edit]) -> Result<usize, EditError> {
        let apart = edits.windows(2).take_while(|pair| pair[1].goes_behind(&pair[0])).count();
        let mut new: Vec<(String, Value)> = Vec::new();
        let mut place = None;
        for edit in edits.iter().take(apart + 1) {
            if let Edit::Insert { index, id, item } = edit {
                place.get_or_insert((item.section(), *index));
                new.push((spell::quoted(id), self.named(&spell::item(item)).into_owned()));
            }
        }
        let count = new.len();
        let Some((section, index)) = place else { return Err(lost("the place of an item")) };
        let Some(node) = self.outline.section(section) else {
            let root = self.outline.tree.root.ok_or_else(|| lost("the dataset"))?;
            let at = self.place_of(root, section.name(), schema::DATASET);
            self.add_fields(root, &[(at, section.name(), &Value::Map(new))]);
            return Ok(count);
        };
        let spell = |layout: &Layout, several: Option<bool>| {
            let table = matches!(section, SectionKind::Series | SectionKind::Charts | SectionKind::Claims);
            let several = several.unwrap_or(false) || table;
            let entries: Vec<String> =
                new.iter().map(|(key, value)| spelled_entry(key, value, layout, several)).collect();
            entries.join(&layout.separator())
        };
        let insertion = Group::new(self.text, self.outline, node).insertion(index, "", spell);
        self.replacements.extend(insertion);
        Ok(count)
    }

    /// Puts new observations side by side, as many as begin the edits; how many those are.
    fn insert_observations(&mut self, series: &Id, edits: &[Edit]) -> Result<usize, EditError> {
        let first = match edits.first() {
            Some(Edit::InsertObservation { index, .. }) => *index,
            _ => return Ok(0),
        };
        // Either they rise, or each comes before the one put there last.
        let is_rising = matches!(edits.get(1), Some(Edit::InsertObservation { index, .. }) if *index > first);
        let mut new: Vec<&Observation> = Vec::new();
        for edit in edits {
            match edit {
                Edit::InsertObservation { series: into, index, observation }
                    if into == series && *index == if is_rising { first + new.len() } else { first } =>
                {
                    new.push(observation);
                }
                _ => break,
            }
        }
        if !is_rising {
            new.reverse();
        }
        let values =
            new.into_iter().map(|o| self.named(&Value::Struct("Observation", spell::observation(o))).into_owned());
        let values: Vec<Value> = values.collect();
        let count = values.len();
        if let Some(list) = self.outline.observations(series) {
            let spell = |layout: &Layout, _: Option<bool>| {
                let spelled: Vec<String> = values.iter().map(|value| layout.spaced(value.inline())).collect();
                spelled.join(&layout.separator())
            };
            let insertion = Group::new(self.text, self.outline, list).insertion(first, "", spell);
            self.replacements.extend(insertion);
            return Ok(count);
        }
        let node = self.item(SectionKind::Series, series)?;
        let list = Value::List(values);
        let at = self.place_of(node, "observations", schema::SERIES);
        self.add_fields(node, &[(at, "observations", &list)]);
        Ok(count)
    }

    /// Takes an observation out; whether that was possible in this pass.
    fn remove_observation(&mut self, series: &Id, index: usize) -> Result<bool, EditError> {
        let list = self.outline.observations(series).ok_or_else(|| lost("the list of observations"))?;
        let removal = Group::new(self.text, self.outline, list).removal(index);
        // The one behind it may have been taken out in this pass, and what both take along overlaps where they share
        // a line.
        let is_apart = self
            .replacements
            .last()
            .is_none_or(|behind| behind.range.start >= removal.range.end || behind.range.end <= removal.range.start);
        if is_apart {
            self.replacements.push(removal);
        }
        Ok(is_apart)
    }

    /// A child goes to another place of its group, with its comment: it is taken out, and put into what is left.
    fn shift(&mut self, node: NodeId, from: usize, to: usize) -> Result<(), EditError> {
        if from == to {
            return Ok(());
        }
        let group = Group::new(self.text, self.outline, node);
        let (child, comment) = group.carried(from);
        let removal = Patch::new(vec![group.removal(from)]);
        let without = removal.apply(self.text);
        let left = Outline::of(&without);
        let start = self.outline.tree.node(node).span.start;
        let node = left.tree.group_at(start).ok_or_else(|| lost("the list"))?;
        let insertion = Group::new(&without, &left, node).insertion(to, &comment, |_, _| child.clone());
        let moved = removal.then(&Patch::new(insertion), self.text.len());
        self.replacements.extend_from_slice(moved.replacements());
        Ok(())
    }

    fn rename(&mut self, section: SectionKind, id: &Id, to: &Id) -> Result<(), EditError> {
        if id == to {
            return Ok(());
        }
        let range = self.outline.key_span(section, id).ok_or_else(|| lost("the item"))?;
        self.replacements.push(Replacement { range, text: spell::quoted(to) });
        if section == SectionKind::Sources {
            for (series, item) in &self.outline.dataset.series {
                let refers = item.observations.iter().enumerate().filter(|(_, o)| o.source.ids().contains(id));
                for (index, _) in refers {
                    self.rename_in(self.outline.observation(series, index), &["source"], id, to);
                }
            }
        }
        for (referring, path) in check::references_to(section) {
            let entries = self.outline.section(referring).map_or(&[][..], |s| &self.outline.tree.node(s).children);
            for (_, item) in entries.iter().filter_map(|entry| self.outline.tree.entry(*entry)) {
                self.rename_in(Some(item), path, id, to);
            }
        }
        Ok(())
    }

    /// Renames what stands for an id at the end of a path of fields.
    fn rename_in(&mut self, node: Option<NodeId>, path: &[&str], id: &Id, to: &Id) {
        for (node, spelled) in self.outline.tree.references(self.text, node, path) {
            if spelled == id.as_str() {
                self.replace(node, spell::quoted(to));
            }
        }
    }
}

/// The names of both, in the order of the new ones with the old ones in between.
fn merged_names(old: &[(&'static str, Value)], new: &[(&'static str, Value)]) -> Vec<&'static str> {
    let known = [schema::PERIOD_AXIS, schema::VALUE_AXIS, schema::BREAK, schema::ANNOTATION, schema::WHERE];
    let known = known.into_iter().chain(schema::SMALL);
    let checks = schema::CHECKS.iter().map(|(_, fields)| *fields);
    let all: Vec<&'static str> = old.iter().chain(new).map(|(name, _)| *name).collect();
    let schema = known.chain(checks).find(|schema| all.iter().all(|name| schema.contains(name)));
    schema.map_or(all, <[_]>::to_vec)
}

/// A number spelled as its author groups digits: `1_000` if the old one has an underscore.
fn like(old: &str, number: f64) -> String {
    let spelled = spell::spelled_number(number);
    if !old.contains('_') || spelled.contains('e') {
        return spelled;
    }
    let (sign, digits) = spelled.strip_prefix('-').map_or(("", spelled.as_str()), |rest| ("-", rest));
    let (whole, fraction) = digits.split_once('.').map_or((digits, String::new()), |(w, f)| (w, format!(".{f}")));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push('_');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}
