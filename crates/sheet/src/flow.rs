//! The flow of a paper over its pages: a cursor, page breaks, section headings that keep with what follows, and tables
//! that repeat their head. Knows nothing of what the sections say.

pub(crate) mod table;

use crate::canvas::{Area, Canvas, LABEL, LABEL_EN, PAGE_WIDTH, Type, mm};
use crate::text::{BORDER, Color, INK, INK2, Run, Style, fit, run, width_of, wrap};

/// The text column: 182 mm between margins of 14.
pub(crate) const LEFT: f32 = mm(14.0);
pub(crate) const RIGHT: f32 = PAGE_WIDTH - LEFT;
pub(crate) const WIDTH: f32 = RIGHT - LEFT;
/// Halves of 87 + 8 + 87 mm.
pub(crate) const HALF: f32 = mm(87.0);
pub(crate) const RIGHT_HALF: f32 = RIGHT - HALF;
pub(crate) const TOP: f32 = mm(12.0);
/// Above the footer.
pub(crate) const BOTTOM: f32 = mm(279.5);
/// Between sections.
pub(crate) const GAP: f32 = mm(3.8);
/// Height of a section heading with its rule and the space below.
pub(crate) const HEADING: f32 = 21.0;

/// Section titles.
pub(crate) const SECTION: f32 = 10.5;
/// Body text and its line height.
pub(crate) const BODY: f32 = 9.0;
pub(crate) const BODY_LINE: f32 = 13.0;

/// What a paper is written on: where text may stand.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Geometry {
    pub left: f32,
    pub right: f32,
    pub top: f32,
    /// Nothing stands below this but the foot.
    pub bottom: f32,
    /// A roll: black only, dashed rules, as long as its content.
    pub roll: bool,
}

impl Geometry {
    /// 182 mm of text on A4.
    pub(crate) const A4: Self = Self { left: LEFT, right: RIGHT, top: TOP, bottom: BOTTOM, roll: false };
    /// 72 mm of text on a roll of 80. It is cut where a page would be longer than files allow (ISO 32000-2, Annex C).
    pub(crate) const ROLL: Self = Self { left: mm(4.0), right: mm(76.0), top: mm(5.0), bottom: 14_000.0, roll: true };

    /// The width of the text.
    pub(crate) fn room(&self) -> f32 {
        if *self == Self::A4 { WIDTH } else { self.right - self.left }
    }

    fn page(&self) -> Canvas {
        if self.roll { Canvas::of_roll(self.left + self.right) } else { Canvas::default() }
    }
}

/// Drawn at the top of every page after the first; answers where the text begins.
pub(crate) type PageHead<'a> = dyn Fn(&mut Canvas, &mut Type<'a>) -> f32 + 'a;

/// A paper being written.
pub(crate) struct Flow<'a> {
    pub type_: Type<'a>,
    pub brand: Color,
    pub y: f32,
    pub geometry: Geometry,
    done: Vec<Canvas>,
    page: Canvas,
    head: Box<PageHead<'a>>,
}

impl<'a> Flow<'a> {
    /// A paper on A4.
    pub(crate) fn new(type_: Type<'a>, brand: Color, head: Box<PageHead<'a>>) -> Self {
        Self::on(Geometry::A4, type_, brand, head)
    }

    pub(crate) fn on(geometry: Geometry, type_: Type<'a>, brand: Color, head: Box<PageHead<'a>>) -> Self {
        Self { type_, brand, y: geometry.top, geometry, done: Vec::new(), page: geometry.page(), head }
    }

    /// The page being written.
    pub(crate) fn page(&mut self) -> &mut Canvas {
        &mut self.page
    }

    /// Which page is being written, from 0.
    pub(crate) fn page_index(&self) -> usize {
        self.done.len()
    }

    /// All pages, in order.
    pub(crate) fn into_pages(mut self) -> (Vec<Canvas>, Type<'a>) {
        self.done.push(self.page);
        (self.done, self.type_)
    }

    /// All pages, those of a roll cut so that `foot` fits below their content.
    pub(crate) fn into_pages_with(mut self, foot: f32) -> (Vec<Canvas>, Type<'a>) {
        if self.geometry.roll {
            self.page.cut(self.y + foot + self.geometry.top);
        }
        self.into_pages()
    }

    /// A rule across the page at the cursor.
    pub(crate) fn rule(&mut self, weight: f32, color: Color) {
        let y = self.y;
        self.page.line((self.geometry.left, y), (self.geometry.right, y), weight, color);
    }

    /// A rule between the parts of a roll.
    pub(crate) fn rule_between(&mut self) {
        let (y, Geometry { left, right, .. }) = (self.y, self.geometry);
        self.page.dashed((left, y), (right, y), 0.8, INK);
    }

    /// Turns the page if less than `height` is left on it. Whether it turned.
    pub(crate) fn need(&mut self, height: f32) -> bool {
        let full = self.y + height > self.geometry.bottom;
        if full {
            self.turn();
        }
        full
    }

    /// Leaves the space between sections, or turns the page if less than `height` would be left; the new page's head
    /// brings its own space.
    pub(crate) fn gap(&mut self, height: f32) {
        self.gap_of(GAP, height);
    }

    /// The same with another space.
    pub(crate) fn gap_of(&mut self, space: f32, height: f32) {
        if !self.need(space + height) {
            self.y += space;
        }
    }

    /// Begins a new page.
    pub(crate) fn turn(&mut self) {
        if self.geometry.roll {
            self.page.cut(self.geometry.bottom + mm(20.0));
        }
        self.done.push(std::mem::replace(&mut self.page, self.geometry.page()));
        self.y = (self.head)(&mut self.page, &mut self.type_);
    }

    /// Sets one line; answers where it ends.
    pub(crate) fn set(&mut self, x: f32, baseline: f32, runs: &[Run]) -> f32 {
        self.page.runs(&mut self.type_, x, baseline, runs)
    }

    /// Sets one line that ends at `right`; answers where it begins.
    pub(crate) fn set_right(&mut self, right: f32, baseline: f32, runs: &[Run]) -> f32 {
        let x = right - width_of(&self.type_.faces, runs);
        self.set(x, baseline, runs);
        x
    }

    /// Sets one line in the middle of `area`'s width.
    pub(crate) fn set_middle(&mut self, area: Area, baseline: f32, runs: &[Run]) {
        let x = area.x + (area.w - width_of(&self.type_.faces, runs)) / 2.0;
        self.set(x, baseline, runs);
    }

    /// Sets wrapped text with its first line's top at `y`; answers its height. Does not break pages.
    pub(crate) fn paragraph(&mut self, at: (f32, f32), room: f32, line_height: f32, runs: &[Run]) -> f32 {
        let lines = wrap(&self.type_.faces, runs, room);
        for (number, line) in lines.iter().enumerate() {
            self.set(at.0, at.1 + line_height * (number as f32 + 0.5) + baseline_drop(line), line);
        }
        line_height * lines.len() as f32
    }

    /// Sets wrapped text at the cursor, over as many pages as it needs, and moves the cursor behind it. `beside` draws
    /// what stands beside each line, given its top.
    pub(crate) fn long(
        &mut self,
        (x, room): (f32, f32),
        line_height: f32,
        runs: &[Run],
        beside: impl Fn(&mut Canvas, f32),
    ) {
        for line in wrap(&self.type_.faces, runs, room) {
            self.need(line_height);
            let y = self.y;
            beside(&mut self.page, y);
            self.set(x, y + line_height * 0.5 + baseline_drop(&line), &line);
            self.y += line_height;
        }
    }

    /// The height wrapped text takes.
    pub(crate) fn height(&self, room: f32, line_height: f32, runs: &[Run]) -> f32 {
        line_height * wrap(&self.type_.faces, runs, room).len() as f32
    }

    /// A section heading over the whole width that stays with at least `keep` pt of what follows.
    pub(crate) fn heading(&mut self, title: (&str, &str), right: &str, keep: f32) {
        self.gap(HEADING + keep);
        if self.geometry.roll {
            return self.heading_on_roll(title);
        }
        self.heading_in(title, right, self.geometry.left, self.geometry.room());
        self.y += HEADING;
    }

    fn heading_on_roll(&mut self, (zh, en): (&str, &str)) {
        self.y += 3.0;
        self.rule_between();
        self.y += 4.0;
        let runs = [run(zh, Style::bold(BODY, INK)), run(format!("  {en}"), Style::plain(8.0, INK))];
        self.long((self.geometry.left, self.geometry.room()), BODY_LINE, &runs, |_, _| {});
        self.y += 2.0;
    }

    /// A section heading within a column, at the cursor; does not move it.
    pub(crate) fn heading_in(&mut self, (zh, en): (&str, &str), right: &str, x: f32, room: f32) {
        let title = Style::bold(SECTION, self.brand);
        let baseline = self.y + 9.5;
        let end = self.set(x, baseline, &[run(zh, title), run("  ", LABEL), run(en, Style::plain(7.0, INK2))]);
        let note = fit(&self.type_.faces, &[run(right, Style::plain(7.5, INK2))], x + room - end - 8.0);
        self.set_right(x + room, baseline, &note);
        self.page.line((x, self.y + 16.0), (x + room, self.y + 16.0), 0.5, BORDER);
    }
}

/// From the middle of a line to its baseline, by its largest type.
pub(crate) fn baseline_drop(line: &[Run]) -> f32 {
    line.iter().map(|run| run.style.size).fold(0.0, f32::max) * 0.36
}

/// `标签 Label`, side by side.
pub(crate) fn label(zh: &str, en: &str) -> [Run; 3] {
    [run(zh, LABEL), run("  ", LABEL_EN), run(en, LABEL_EN)]
}
