//! `Edit` → `Patch`: only the bytes of what changes.

use super::{
    Parsed, Patch, Replacement, check,
    layout::{Group, spelled_entry},
    schema,
    spell::{self, Layout, Value},
    tree::{Kind, NodeId},
};
use crate::model::{Dataset, Edit, EditError, Id, Item, Observation, Observations, SectionKind, Series};

pub(super) fn patch(text: &str, parsed: &Parsed, edit: &Edit) -> Result<Patch, EditError> {
    if parsed.has_errors() {
        return Err(EditError::Text("the file has errors; mend them first".to_owned()));
    }
    step(text, parsed, edit)
}

/// The patch of an edit that may be one of several: what one of them leaves dangling, a later one may mend.
fn step(text: &str, parsed: &Parsed, edit: &Edit) -> Result<Patch, EditError> {
    if parsed.is_misread() {
        return Err(EditError::Text("the edit can't be written into the file".to_owned()));
    }
    if let Edit::Batch(edits) = edit {
        return batch(text, parsed, edits);
    }
    // The model refuses what does not fit, so that from here on only fitting edits are written.
    fits(edit, &parsed.dataset)?;
    let (mut whole, mut deferred) = rewritten(text, parsed, edit)?;
    let mut now = whole.apply(text);
    while deferred {
        let step;
        (step, deferred) = rewritten(&now, &super::parse(&now), edit)?;
        now = step.apply(&now);
        whole = whole.then(&step, text.len());
    }
    Ok(whole)
}

/// Whether an edit fits a dataset. The edits of a cell are tried on a series of one, so that their cost does not grow
/// with the file; all others on a copy.
fn fits(edit: &Edit, dataset: &Dataset) -> Result<(), EditError> {
    let (id, index, fitting) = match edit {
        Edit::PutObservation { series, index, observation } => (
            series,
            *index,
            Edit::PutObservation { series: series.clone(), index: 0, observation: observation.clone() },
        ),
        Edit::RemoveObservation { series, index } => {
            (series, *index, Edit::RemoveObservation { series: series.clone(), index: 0 })
        }
        _ => return edit.apply(&mut dataset.clone()),
    };
    let mut small = Dataset::titled("");
    if let Some(series) = dataset.series.get(id) {
        let Some(observation) = series.observations.get(index) else {
            return Err(EditError::NoSuchObservation { series: id.clone(), index });
        };
        let one = Series { observations: Observations::unit(observation.clone()), ..Series::default() };
        small.series.insert(id.clone(), one);
    }
    fitting.apply(&mut small)
}

/// One pass of an edit: all values that change in place, and at most one child that comes or goes. Whether there are
/// more of those; they are left to further passes, since what two of them take along could overlap.
fn rewritten(text: &str, parsed: &Parsed, edit: &Edit) -> Result<(Patch, bool), EditError> {
    let mut rewriter = Rewriter { text, parsed, replacements: Vec::new(), is_reshaped: false, is_deferred: false };
    rewriter.edit(edit)?;
    Ok((Patch::new(rewriter.replacements), rewriter.is_deferred))
}

/// Each edit sees the text as the one before left it; the patches become one.
fn batch(text: &str, parsed: &Parsed, edits: &[Edit]) -> Result<Patch, EditError> {
    let (mut whole, mut now, mut read) = (Patch::default(), text.to_owned(), parsed.clone());
    for (i, edit) in edits.iter().enumerate() {
        let step = step(&now, &read, edit)?;
        if step.is_empty() {
            continue;
        }
        now = step.apply(&now);
        whole = whole.then(&step, text.len());
        if i + 1 < edits.len() {
            read = super::parse(&now);
        }
    }
    Ok(whole)
}

struct Rewriter<'a> {
    text: &'a str,
    parsed: &'a Parsed,
    replacements: Vec<Replacement>,
    /// Whether a child came or went in this pass.
    is_reshaped: bool,
    /// Whether another has to wait for the next.
    is_deferred: bool,
}

fn lost(what: &str) -> EditError {
    EditError::Text(format!("{what} can't be found in the text"))
}

impl Rewriter<'_> {
    fn edit(&mut self, edit: &Edit) -> Result<(), EditError> {
        let dataset = &self.parsed.dataset;
        match edit {
            Edit::PutHeader { title, description } => {
                let root = self.parsed.tree.root.ok_or_else(|| lost("the dataset"))?;
                let old = spell::header(&dataset.title, dataset.description.as_ref());
                self.fields(root, &old, &spell::header(title, description.as_ref()), schema::DATASET);
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
            Edit::Insert { index, id, item } => self.insert_item(*index, id, item)?,
            Edit::Remove { section, id } => {
                let (node, at) = self.position(*section, id)?;
                self.replacements.push(Group::new(self.text, self.parsed, node).removal(at));
            }
            Edit::Rename { section, id, to } => self.rename(*section, id, to)?,
            Edit::Move { section, id, to } => {
                let (node, from) = self.position(*section, id)?;
                self.shift(node, from, *to)?;
            }
            Edit::PutObservation { series, index, observation } => {
                let node = self.parsed.observation(series, *index).ok_or_else(|| lost("the observation"))?;
                let old = spell::observation(&dataset.series[series].observations[*index]);
                self.fields(node, &old, &spell::observation(observation), schema::OBSERVATION);
            }
            Edit::InsertObservation { series, index, observation } => {
                self.insert_observation(series, *index, observation)?;
            }
            Edit::RemoveObservation { series, index } => {
                let list = self.parsed.observations(series).ok_or_else(|| lost("the list of observations"))?;
                self.replacements.push(Group::new(self.text, self.parsed, list).removal(*index));
            }
            Edit::MoveObservation { series, from, to } => {
                let list = self.parsed.observations(series).ok_or_else(|| lost("the list of observations"))?;
                self.shift(list, *from, *to)?;
            }
            Edit::Batch(edits) => self.replacements = batch(self.text, self.parsed, edits)?.replacements().to_vec(),
        }
        Ok(())
    }

    /// Whether a child may come or go in this pass; if not, the next one has to see to it.
    fn may_reshape(&mut self) -> bool {
        self.is_deferred |= self.is_reshaped;
        !std::mem::replace(&mut self.is_reshaped, true)
    }

    fn item(&self, section: SectionKind, id: &Id) -> Result<NodeId, EditError> {
        self.parsed.item(section, id).ok_or_else(|| lost("the item"))
    }

    fn position(&self, section: SectionKind, id: &Id) -> Result<(NodeId, usize), EditError> {
        let node = self.parsed.section(section).ok_or_else(|| lost("the section"))?;
        Ok((node, self.parsed.index_of(section, id).ok_or_else(|| lost("the item"))?))
    }

    fn replace(&mut self, node: NodeId, text: String) {
        let range = self.parsed.tree.node(node).span.clone();
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
                    let removal = Group::new(self.text, self.parsed, node).removal(at);
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
                let table = matches!(value, Value::Map(_)) || *name == "observations";
                spelled_entry(name, value, layout, table)
            });
            fields.collect::<Vec<_>>().join(if layout.is_tight { "," } else { ", " })
        };
        let insertion = Group::new(self.text, self.parsed, node).insertion(*at, "", spell);
        self.replacements.extend(insertion);
    }

    fn child_named(&self, node: NodeId, name: &str) -> Option<(usize, NodeId)> {
        let tree = &self.parsed.tree;
        tree.node(node).children.iter().enumerate().find_map(|(at, child)| {
            let (key, value) = tree.entry(*child)?;
            (self.text[tree.node(key).span.clone()].trim_start_matches("r#") == name).then_some((at, value))
        })
    }

    /// Behind the last field that comes before it in the schema.
    fn place_of(&self, node: NodeId, name: &str, schema: &[&str]) -> usize {
        let tree = &self.parsed.tree;
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
        let tree = &self.parsed.tree;
        let (kind, children) = (tree.node(node).kind, tree.node(node).children.clone());
        let name = tree.node(node).name.as_ref().map_or("", |n| &self.text[n.clone()]);
        match (kind, old, new) {
            (Kind::Tuple, _, _) if name == "Some" && children.len() == 1 => self.value(children[0], old, new),
            (Kind::Fields, Some(Value::Fields(before, old)), Value::Fields(after, new)) if before == after => {
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
            _ => self.replace(node, new.inline()),
        }
    }

    /// Makes a list what it shall be: what is the same at both ends stays, what is between is replaced one by one.
    fn list(&mut self, node: NodeId, old: &[Value], new: &[Value]) {
        let children = self.parsed.tree.node(node).children.clone();
        let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
        let rest = old.len().min(new.len()) - head;
        let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
        let (gone, come) = (old.len() - head - tail, new.len() - head - tail);
        let group = Group::new(self.text, self.parsed, node);
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
                } else if old.iter().any(|v| matches!(v, Value::Fields(..))) {
                    format!(",{}{}", layout.line_end, layout.indent)
                } else {
                    ", ".to_owned()
                };
                let new = new[head + both..head + come].iter().map(|value| layout.spaced(value.inline()));
                new.collect::<Vec<_>>().join(&separator)
            };
            self.replacements.extend(group.insertion(head + both, "", spell));
        }
    }

    fn insert_item(&mut self, index: usize, id: &Id, item: &Item) -> Result<(), EditError> {
        let value = spell::item(item);
        let key = spell::quoted(id);
        let section = item.section();
        let Some(node) = self.parsed.section(section) else {
            let root = self.parsed.tree.root.ok_or_else(|| lost("the dataset"))?;
            let map = Value::Map(vec![(key, value)]);
            let at = self.place_of(root, section.name(), schema::DATASET);
            self.add_fields(root, &[(at, section.name(), &map)]);
            return Ok(());
        };
        let spell = |layout: &Layout, several: Option<bool>| {
            let table = matches!(section, SectionKind::Series | SectionKind::Charts | SectionKind::Claims);
            spelled_entry(&key, &value, layout, several.unwrap_or(false) || table)
        };
        let insertion = Group::new(self.text, self.parsed, node).insertion(index, "", spell);
        self.replacements.extend(insertion);
        Ok(())
    }

    fn insert_observation(&mut self, series: &Id, index: usize, observation: &Observation) -> Result<(), EditError> {
        let value = Value::Fields("", spell::observation(observation));
        if let Some(list) = self.parsed.observations(series) {
            let spell = |layout: &Layout, _: Option<bool>| layout.spaced(value.inline());
            let insertion = Group::new(self.text, self.parsed, list).insertion(index, "", spell);
            self.replacements.extend(insertion);
            return Ok(());
        }
        let node = self.item(SectionKind::Series, series)?;
        let list = Value::List(vec![value]);
        let at = self.place_of(node, "observations", schema::SERIES);
        self.add_fields(node, &[(at, "observations", &list)]);
        Ok(())
    }

    /// A child goes to another place of its group, with its comment: it is taken out, and put into what is left.
    fn shift(&mut self, node: NodeId, from: usize, to: usize) -> Result<(), EditError> {
        if from == to {
            return Ok(());
        }
        let group = Group::new(self.text, self.parsed, node);
        let (child, comment) = group.carried(from);
        let removal = Patch::new(vec![group.removal(from)]);
        let without = removal.apply(self.text);
        let left = super::parse(&without);
        let start = self.parsed.tree.node(node).span.start;
        let node = left.tree.group_at(start).ok_or_else(|| lost("the list"))?;
        let insertion = Group::new(&without, &left, node).insertion(to, &comment, |_, _| child.clone());
        self.replacements = removal.then(&Patch::new(insertion), self.text.len()).replacements().to_vec();
        Ok(())
    }

    fn rename(&mut self, section: SectionKind, id: &Id, to: &Id) -> Result<(), EditError> {
        if id == to {
            return Ok(());
        }
        let range = self.parsed.key_span(section, id).ok_or_else(|| lost("the item"))?;
        self.replacements.push(Replacement { range, text: spell::quoted(to) });
        if section == SectionKind::Sources {
            for (series, item) in &self.parsed.dataset.series {
                let refers = item.observations.iter().enumerate().filter(|(_, o)| o.source.ids().contains(id));
                for (index, _) in refers {
                    self.rename_in(self.parsed.observation(series, index), &["source"], id, to);
                }
            }
        }
        for (referring, path) in check::references_to(section) {
            let entries = self.parsed.section(referring).map_or(&[][..], |s| &self.parsed.tree.node(s).children);
            for (_, item) in entries.iter().filter_map(|entry| self.parsed.tree.entry(*entry)) {
                self.rename_in(Some(item), path, id, to);
            }
        }
        Ok(())
    }

    /// Renames what stands for an id at the end of a path of fields.
    fn rename_in(&mut self, node: Option<NodeId>, path: &[&str], id: &Id, to: &Id) {
        for (node, spelled) in self.parsed.references(self.text, node, path) {
            if spelled == id.as_str() {
                self.replace(node, spell::quoted(to));
            }
        }
    }
}

/// The names of both, in the order of the new ones with the old ones in between.
fn merged_names(old: &[(&'static str, Value)], new: &[(&'static str, Value)]) -> Vec<&'static str> {
    let known = [schema::PERIOD_AXIS, schema::VALUE_AXIS, schema::BREAK, schema::ANNOTATION, &["per"], &["base"]];
    let checks = schema::CHECKS.iter().map(|(_, fields)| *fields);
    let all: Vec<&'static str> = old.iter().chain(new).map(|(name, _)| *name).collect();
    let schema = known.into_iter().chain(checks).find(|schema| all.iter().all(|name| schema.contains(name)));
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
