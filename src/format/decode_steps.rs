//! Tree → the steps of a chart.

use super::{
    decode::{Decoder, Record, plain_name},
    literal, schema,
    tree::{Kind, NodeId},
};
use crate::model::{Gather, Period, Span, Transform};

impl<'a> Decoder<'a> {
    /// A step: a word, `Name(number)`, `Name(field: …)`, or another step in `Off(…)`.
    pub fn transform(&mut self, id: NodeId) -> Option<Transform> {
        let node = self.tree.node(id);
        let name = match node.kind {
            Kind::Word => plain_name(self.spelled(id)).to_owned(),
            _ => self.name(id).unwrap_or_default().to_owned(),
        };
        if name.is_empty() {
            self.expected(id, "a transform such as Index(base: 2003) or RollingMean(3)");
            return None;
        }
        let Some((_, written)) = schema::TRANSFORMS.into_iter().find(|(known, _)| *known == name) else {
            self.unknown_word(id, &name, &schema::TRANSFORMS.map(|(known, _)| known));
            return None;
        };
        let is_word = !written.contains('(');
        if is_word != (node.kind == Kind::Word) {
            let message = if is_word { format!("`{name}` needs nothing more") } else { format!("`{name}` needs more") };
            self.error("transform", id, message, Some(format!("write `{written}`")));
            return None;
        }
        Some(match name.as_str() {
            "Difference" => Transform::Difference,
            "DifferenceOnYear" => Transform::DifferenceOnYear,
            "PercentChange" => Transform::PercentChange,
            "PercentChangeOnYear" => Transform::PercentChangeOnYear,
            "Cumulative" => Transform::Cumulative,
            "ShareOfTotal" => Transform::ShareOfTotal,
            "Interpolate" => Transform::Interpolate,
            "Log" => Transform::Log,
            "RollingMean" => Transform::RollingMean(self.window(id, written)?),
            "RollingSum" => Transform::RollingSum(self.window(id, written)?),
            "Off" => {
                let step = self.only_child(id, written)?;
                Transform::Off(Box::new(self.transform(step)?))
            }
            "Index" => Transform::Index { base: self.base(id)? },
            "DifferenceFrom" => Transform::DifferenceFrom { base: self.base(id)? },
            "PercentChangeFrom" => Transform::PercentChangeFrom { base: self.base(id)? },
            "Rate" => {
                let r = self.step(id, &["per", "of"])?;
                let per = self.required(&r, "per", Self::positive);
                let of = self.required(&r, "of", Self::id);
                Transform::Rate { per: per?, of: of? }
            }
            "RatioTo" => {
                let r = self.step(id, &["series"])?;
                Transform::RatioTo { series: self.required(&r, "series", Self::id)? }
            }
            "DifferenceTo" => {
                let r = self.step(id, &["series"])?;
                Transform::DifferenceTo { series: self.required(&r, "series", Self::id)? }
            }
            _ => {
                let r = self.step(id, &["to", "by"])?;
                let to = self.required(&r, "to", |d, id| {
                    d.word(id, "Year, Quarter or Month", &Span::ALL.map(|s| (s.name(), s)))
                });
                let by =
                    self.required(&r, "by", |d, id| d.word(id, "Sum or Mean", &Gather::ALL.map(|g| (g.name(), g))));
                Transform::Resample { to: to?, by: by? }
            }
        })
    }

    fn step(&mut self, id: NodeId, known: &[&str]) -> Option<Record<'a>> {
        self.record(id, "", "this step", known)
    }

    fn base(&mut self, id: NodeId) -> Option<Period> {
        let r = self.record(id, "", "this step", &["base"])?;
        self.required(&r, "base", Self::period)
    }

    /// What stands alone in the parentheses.
    fn only_child(&mut self, id: NodeId, written: &str) -> Option<NodeId> {
        let node = self.tree.node(id);
        if let ([only], Kind::Tuple) = (node.children.as_slice(), node.kind) {
            return Some(*only);
        }
        self.expected(id, written);
        None
    }

    /// A number of periods, of at least one.
    fn window(&mut self, id: NodeId, written: &str) -> Option<u32> {
        let child = self.only_child(id, written)?;
        let number = literal::integer(self.spelled(child)).filter(|(_, suffix)| matches!(suffix, None | Some("u32")));
        let window = number.and_then(|(number, _)| u32::try_from(number).ok()).filter(|window| *window > 0);
        if window.is_none() {
            self.expected(child, "a whole number of periods, 1 or more");
        }
        window
    }

    fn positive(&mut self, id: NodeId) -> Option<f64> {
        let number = self.number(id)?;
        if number > 0.0 {
            return Some(number);
        }
        self.error("not-positive", id, "a rate is per a number above 0", Some("write `per: 100000`".to_owned()));
        None
    }
}
