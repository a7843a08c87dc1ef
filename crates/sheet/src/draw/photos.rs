//! Photos, three across, whole and uncropped: what proves the work must not lose its edges. Six stand on the sheet, the
//! rest on appendix pages. The JPEG bytes go in as they are.

use super::words::{clock, is_verified, shown};
use super::{DrawRefused, Photos};
use crate::canvas::{Area, mm};
use crate::flow::{Flow, HEADING, LEFT};
use crate::jpeg::{self, JpegHead};
use crate::text::{INK, INK2, Run, SINK, Style, WHITE, fit, run, width, width_of, wrap};
use domain::digest::Digest;
use domain::facts::{Facts, PhotoLine};

const ABREAST: usize = 3;
pub(crate) const ON_SHEET: usize = 6;
pub(crate) const GUTTER: f32 = mm(3.0);
pub(crate) const CELL: (f32, f32) = (mm(58.7), mm(31.5));
const LINE: f32 = 10.0;
/// A longer caption is cut; the facts hold it in full.
const MOST_LINES: usize = 6;
pub(crate) const ROW: f32 = CELL.1 + LINE + 8.0;
const RADIUS: f32 = 3.0;

/// The pictures of a sheet, each once, in the order of their first use.
pub(crate) struct Pictures<'a> {
    pub(crate) all: Vec<Picture<'a>>,
}

/// A picture that can be printed.
pub(crate) struct Picture<'a> {
    pub(crate) digest: Digest,
    pub(crate) bytes: &'a [u8],
    pub(crate) head: JpegHead,
}

impl<'a> Pictures<'a> {
    /// Fetches and checks what the lines name. A file that is no JPEG is listed with an empty frame.
    pub(crate) fn gather(lines: &[PhotoLine], photos: Photos<'a>) -> Result<Self, DrawRefused> {
        let mut all: Vec<Picture<'a>> = Vec::new();
        for line in lines {
            let known = all.iter().any(|picture| picture.digest == line.digest);
            if known || line.width == 0 {
                continue;
            }
            let bytes = photos(&line.digest).ok_or(DrawRefused::PhotoMissing(line.digest))?;
            if Digest::of(bytes) != line.digest {
                return Err(DrawRefused::PhotoDamaged(line.digest));
            }
            if let Some(head) = jpeg::head(bytes) {
                all.push(Picture { digest: line.digest, bytes, head });
            }
        }
        Ok(Self { all })
    }

    fn find(&self, digest: &Digest) -> Option<(usize, &Picture<'a>)> {
        self.all.iter().enumerate().find(|(_, picture)| picture.digest == *digest)
    }
}

/// The name of a picture's resource.
pub(crate) fn resource(index: usize) -> String {
    format!("P{}", index + 1)
}

/// The first photos, on the sheet itself.
pub(super) fn draw(flow: &mut Flow<'_>, facts: &Facts, pictures: &Pictures<'_>) {
    if facts.photos.is_empty() {
        return;
    }
    flow.heading(("照片", "Photos"), trust(facts), ROW);
    flow.y -= 1.0;
    grid(flow, facts.photos.iter().take(ON_SHEET), pictures);
    flow.y -= 2.0;
}

/// The others, on pages of their own.
pub(super) fn appendix(flow: &mut Flow<'_>, facts: &Facts, pictures: &Pictures<'_>) {
    if facts.photos.len() <= ON_SHEET {
        return;
    }
    flow.turn();
    flow.heading_in(("附页：照片", "Appendix: photos"), trust(facts), LEFT, crate::flow::WIDTH);
    flow.y += HEADING;
    grid(flow, facts.photos.iter().skip(ON_SHEET), pictures);
}

fn trust(facts: &Facts) -> &'static str {
    match facts.photos.iter().all(|photo| is_verified(&photo.at)) {
        true => "时间由设备记录并与公司核对",
        false => "带 * 的时间未与公司核对 * unverified",
    }
}

/// Photos in rows of three, over as many pages as they need. For A4.
pub(crate) fn grid<'f>(flow: &mut Flow<'_>, photos: impl Iterator<Item = &'f PhotoLine>, pictures: &Pictures<'_>) {
    let photos: Vec<_> = photos.collect();
    for row in photos.chunks(ABREAST) {
        let captions: Vec<_> = row.iter().map(|photo| caption(flow, photo)).collect();
        let lines = captions.iter().map(Vec::len).max().unwrap_or(0).max(1) as f32;
        let height = CELL.1 + LINE * lines + 8.0;
        flow.need(height);
        for (place, (photo, caption)) in row.iter().zip(captions).enumerate() {
            let x = LEFT + (CELL.0 + GUTTER) * place as f32;
            draw_one(flow, Area { x, y: flow.y, w: CELL.0, h: CELL.1 }, photo, pictures);
            for (number, line) in caption.iter().enumerate() {
                flow.set(x, flow.y + CELL.1 + 9.8 + LINE * number as f32, line);
            }
        }
        flow.y += height;
    }
}

fn draw_one(flow: &mut Flow<'_>, frame: Area, photo: &PhotoLine, pictures: &Pictures<'_>) {
    flow.page().round_block(frame, RADIUS, SINK);
    match pictures.find(&photo.digest) {
        Some((index, picture)) => {
            let (w, h) = (f32::from(picture.head.width), f32::from(picture.head.height));
            let scale = (frame.w / w).min(frame.h / h);
            let (w, h) = (w * scale, h * scale);
            let place = Area { x: frame.x + (frame.w - w) / 2.0, y: frame.y + (frame.h - h) / 2.0, w, h };
            let clip = (w > frame.w - 0.5 && h > frame.h - 0.5).then_some(RADIUS);
            flow.page().image(&resource(index), place, clip);
        }
        None => {
            let middle = frame.y + frame.h / 2.0;
            flow.set_middle(frame, middle, &[run("文件已存档，不能打印", Style::plain(8.0, INK2))]);
            let id = photo.digest.hex().get(..16).unwrap_or_default().to_uppercase();
            flow.set_middle(frame, middle + 10.0, &[run(id, Style::plain(7.0, INK2))]);
        }
    }
    tag(flow, frame, shown(&photo.tag));
    let time = [run(taken(photo), Style::plain(7.5, INK2))];
    flow.set_right(frame.x + frame.w, frame.y + frame.h + 9.8, &time);
}

fn taken(photo: &PhotoLine) -> String {
    let star = if is_verified(&photo.at) { "" } else { "*" };
    format!("{}{star}", clock(&photo.at.time))
}

/// The lines under a photo, beside its time.
fn caption(flow: &Flow<'_>, photo: &PhotoLine) -> Vec<Vec<Run>> {
    let time = width(&flow.type_.faces, &taken(photo), Style::plain(7.5, INK2));
    let words = [run(shown(&photo.caption), Style::plain(8.0, INK))];
    let mut lines = wrap(&flow.type_.faces, &words, CELL.0 - time - 6.0);
    if lines.len() > MOST_LINES {
        lines.truncate(MOST_LINES);
        lines.push(vec![run("…", Style::plain(8.0, INK))]);
    }
    lines
}

fn tag(flow: &mut Flow<'_>, frame: Area, text: &str) {
    if !text.is_empty() {
        let text = fit(&flow.type_.faces, &[run(text, Style::bold(7.5, WHITE))], frame.w - 9.0);
        let w = width_of(&flow.type_.faces, &text) + 9.0;
        flow.page().round_block(Area { x: frame.x, y: frame.y, w, h: 12.4 }, RADIUS, INK);
        flow.set(frame.x + 4.5, frame.y + 9.0, &text);
    }
}
