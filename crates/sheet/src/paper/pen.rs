//! What every section needs at hand: the flow, the content, the language, and the small things all of them draw: labels,
//! boxes to write in, values.

use super::What;
use super::layout::{Field, From, Required};
use super::look::Language;
use super::say::{Said, say};
use crate::canvas::{Area, LABEL, LABEL_EN, mm};
use crate::draw::code::Code;
use crate::draw::photos::Pictures;
use crate::flow::{BODY, BODY_LINE, Flow, baseline_drop};
use crate::text::{BORDER, INK, INK2, Run, Style, run, wrap};
use domain::facts::Company;
use domain::paper::Value;

/// Where the value of a field stands, from its label.
pub(super) const INDENT: f32 = mm(26.0);
/// From the top of a row to the baseline of its first label, and between label lines.
const LABEL_DROP: f32 = 8.2;
const LABEL_LINE: f32 = 8.4;
/// A box to write in.
pub(super) const BOX: f32 = mm(7.0);

/// A paper being drawn.
pub(super) struct Pen<'a> {
    pub flow: Flow<'a>,
    pub what: &'a What<'a>,
    pub pictures: Pictures<'a>,
    /// Codes of fields, in the order of their resources.
    pub codes: Vec<Code>,
}

/// A field that is drawn, with what stands in it.
pub(super) struct Entry<'a> {
    pub field: &'a Field,
    pub said: Option<Said>,
}

impl<'a> Pen<'a> {
    pub(super) fn language(&self) -> Language {
        self.what.look.language
    }

    pub(super) fn on_roll(&self) -> bool {
        self.flow.geometry.roll
    }

    pub(super) fn is_blank(&self) -> bool {
        self.what.paper.is_none()
    }

    /// What stands in a field.
    pub(super) fn value(&self, field: &Field) -> Option<&'a Value> {
        self.what.paper.and_then(|paper| paper.values.get(&field.key))
    }

    /// What stands in a field, in words.
    pub(super) fn said(&self, field: &Field) -> Option<Said> {
        match field.from {
            Some(from) => self.derived(from),
            None => self.value(field).map(|value| say(self.language(), value)),
        }
        .filter(|said| !said.first.is_empty())
    }

    fn derived(&self, from: From) -> Option<Said> {
        let line = |first: &str| Some(Said { first: first.to_owned(), second: String::new() });
        let company = self.what.company();
        let of_company = |text: fn(&Company) -> &str| company.and_then(|company| line(text(company)));
        match from {
            From::Number => self.what.paper.and_then(|paper| line(&paper.paper.number)),
            From::Job => self.what.paper.and_then(|paper| line(paper.paper.job.as_str())),
            From::Company => company.map(|company| Said {
                first: self.language().first(&company.name.zh, &company.name.en).to_owned(),
                second: self.language().second(&company.name.zh, &company.name.en).to_owned(),
            }),
            From::Hotline => of_company(|company| &company.hotline),
            From::Complaints => of_company(|company| &company.complaints),
            From::Hours => of_company(|company| &company.hours),
            From::Pack => {
                let pack = self.what.paper.and_then(|paper| paper.releases.pack.as_ref());
                pack.and_then(|pack| line(&format!("{} {}", pack.name, pack.version)))
            }
            From::Layout => line(&format!("{} {}", self.what.layout.code, self.what.layout.version)),
        }
    }

    /// What is drawn of these fields: on a blank all of them, else what is filled in or had to be.
    pub(super) fn entries(&self, fields: &[&'a Field]) -> Vec<Entry<'a>> {
        let entry = |field: &&'a Field| Entry { field, said: self.said(field) };
        let shown =
            |entry: &Entry<'_>| self.is_blank() || entry.said.is_some() || entry.field.required == Required::Yes;
        fields.iter().map(entry).filter(shown).collect()
    }

    /// A label's lines: what is read first, the other language small below.
    fn label_lines(&self, (zh, en): (&str, &str), room: f32) -> Vec<Vec<Run>> {
        let language = self.language();
        let mut lines = wrap(&self.flow.type_.faces, &[run(language.first(zh, en), LABEL)], room);
        lines.extend(wrap(&self.flow.type_.faces, &[run(language.second(zh, en), LABEL_EN)], room));
        lines
    }

    /// The height a label takes.
    pub(super) fn label_height(&self, words: (&str, &str), room: f32) -> f32 {
        LABEL_DROP + LABEL_LINE * self.label_lines(words, room).len().saturating_sub(1) as f32 + 6.4
    }

    /// Sets a label with its top at `y`.
    pub(super) fn label(&mut self, (x, y): (f32, f32), words: (&str, &str), room: f32) {
        for (number, line) in self.label_lines(words, room).iter().enumerate() {
            self.flow.set(x, y + LABEL_DROP + LABEL_LINE * number as f32, line);
        }
    }

    /// A label in one line at the cursor, over what it names.
    pub(super) fn caption(&mut self, (zh, en): (&str, &str)) {
        let language = self.language();
        let size = if self.on_roll() { BODY } else { 7.5 };
        let runs = [
            run(language.first(zh, en), Style::plain(size, INK2)),
            run("  ", Style::plain(size, INK2)),
            run(language.second(zh, en), Style::plain(size * 0.87, INK2)),
        ];
        let (left, room) = (self.flow.geometry.left, self.flow.geometry.room());
        self.flow.long((left, room), size + 4.0, &runs, |_, _| {});
    }

    /// Lines already wrapped, with the top of the first at `y`.
    pub(super) fn lines(&mut self, (x, y): (f32, f32), lines: &[Vec<Run>]) {
        for (number, line) in lines.iter().enumerate() {
            let baseline = y - 1.2 + BODY_LINE * (number as f32 + 0.5) + baseline_drop(line);
            self.flow.set(x, baseline, line);
        }
    }

    /// A box to write in.
    pub(super) fn write_in(&mut self, area: Area) {
        self.flow.page().round_frame(area, 2.0, 0.5, BORDER);
    }

    /// What is printed where a required field is open.
    pub(super) fn dash() -> Vec<Run> {
        vec![run("—", Style::plain(BODY, INK))]
    }

    /// The value of an entry as runs, or a dash.
    pub(super) fn runs(entry: &Entry<'_>) -> Vec<Run> {
        entry.said.as_ref().map_or_else(Self::dash, |said| said.runs(BODY))
    }
}

/// The names of a field.
pub(super) fn names(field: &Field) -> (&str, &str) {
    (&field.zh, &field.en)
}
