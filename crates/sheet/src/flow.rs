//! The flow of a paper over its pages: a cursor, page breaks, section headings that keep with what follows, and tables
//! that repeat their head. Knows nothing of what the sections say.

pub(crate) mod table;

use crate::canvas::{Area, Canvas, LABEL, LABEL_EN, PAGE_WIDTH, Type, mm};
use crate::text::{BORDER, Color, INK2, Run, Style, fit, run, width_of, wrap};

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

/// Drawn at the top of every page after the first; answers where the text begins.
pub(crate) type PageHead<'a> = dyn Fn(&mut Canvas, &mut Type<'a>) -> f32 + 'a;

/// A paper being written.
pub(crate) struct Flow<'a> {
    pub type_: Type<'a>,
    pub brand: Color,
    pub y: f32,
    done: Vec<Canvas>,
    page: Canvas,
    head: Box<PageHead<'a>>,
}

impl<'a> Flow<'a> {
    pub(crate) fn new(type_: Type<'a>, brand: Color, head: Box<PageHead<'a>>) -> Self {
        Self { type_, brand, y: TOP, done: Vec::new(), page: Canvas::default(), head }
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

    /// A rule across the page at the cursor.
    pub(crate) fn rule(&mut self, weight: f32, color: Color) {
        let y = self.y;
        self.page.line((LEFT, y), (RIGHT, y), weight, color);
    }

    /// Turns the page if less than `height` is left on it. Whether it turned.
    pub(crate) fn need(&mut self, height: f32) -> bool {
        let full = self.y + height > BOTTOM;
        if full {
            self.turn();
        }
        full
    }

    /// Leaves the space between sections, or turns the page if less than `height` would be left; the new page's head
    /// brings its own space.
    pub(crate) fn gap(&mut self, height: f32) {
        if !self.need(GAP + height) {
            self.y += GAP;
        }
    }

    /// Begins a new page.
    pub(crate) fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.page));
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
        self.heading_in(title, right, LEFT, WIDTH);
        self.y += HEADING;
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
