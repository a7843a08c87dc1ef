//! A TrueType font cut down to the glyphs used (ISO 32000-2, 9.9: an embedded CIDFontType2 needs glyf, head, hhea, hmtx,
//! loca and maxp). Glyphs are numbered anew from 1 in the order of first use; parts of composite glyphs follow behind.

use std::collections::BTreeMap;
use ttf_parser::{Face, GlyphId, Tag};

// Flags of a composite glyph's component (OpenType, "glyf").
const ARGS_ARE_WORDS: u16 = 0x0001;
const HAS_SCALE: u16 = 0x0008;
const MORE_COMPONENTS: u16 = 0x0020;
const HAS_XY_SCALE: u16 = 0x0040;
const HAS_TWO_BY_TWO: u16 = 0x0080;

/// The subset font with .notdef as glyph 0 and `glyphs` from 1 on; `None` where the font is damaged.
pub(crate) fn subset(face: &Face<'_>, glyphs: &[GlyphId]) -> Option<Vec<u8>> {
    let mut source = Source::of(face)?;
    let mut wanted = vec![GlyphId(0)];
    wanted.extend_from_slice(glyphs);
    let mut shapes = Vec::new();
    let mut part_numbers = BTreeMap::new();
    let mut next = 0;
    while let Some(&glyph) = wanted.get(next) {
        let mut shape = source.shape(glyph)?.to_vec();
        renumber_parts(&mut shape, |part| *part_numbers.entry(part).or_insert_with(|| push(&mut wanted, part)))?;
        shapes.push(shape);
        next += 1;
    }
    source.head.get_mut(50..52)?.copy_from_slice(&1_u16.to_be_bytes()); // indexToLocFormat: long
    source.head.get_mut(8..12)?.fill(0); // checkSumAdjustment: a subset has none to speak of
    let count = u16::try_from(wanted.len()).ok()?;
    source.maxp.get_mut(4..6)?.copy_from_slice(&count.to_be_bytes());
    source.hhea.get_mut(34..36)?.copy_from_slice(&count.to_be_bytes());
    let (glyf, loca) = joined(&shapes);
    let hmtx = wanted.iter().flat_map(|&glyph| {
        let advance = face.glyph_hor_advance(glyph).unwrap_or(0);
        let bearing = face.glyph_hor_side_bearing(glyph).unwrap_or(0);
        [advance.to_be_bytes(), bearing.to_be_bytes()].concat()
    });
    let hmtx: Vec<u8> = hmtx.collect();
    let tables: [(&[u8; 4], &[u8]); 6] = [
        (b"glyf", &glyf),
        (b"head", &source.head),
        (b"hhea", &source.hhea),
        (b"hmtx", &hmtx),
        (b"loca", &loca),
        (b"maxp", &source.maxp),
    ];
    Some(directory(&tables))
}

fn push(wanted: &mut Vec<GlyphId>, part: GlyphId) -> GlyphId {
    wanted.push(part);
    GlyphId(u16::try_from(wanted.len() - 1).unwrap_or(0))
}

struct Source<'a> {
    head: Vec<u8>,
    hhea: Vec<u8>,
    maxp: Vec<u8>,
    glyf: &'a [u8],
    loca: &'a [u8],
    long_offsets: bool,
}

impl<'a> Source<'a> {
    fn of(face: &Face<'a>) -> Option<Self> {
        let table = |tag: &[u8; 4]| face.raw_face().table(Tag::from_bytes(tag));
        let head = table(b"head")?.to_vec();
        let long_offsets = read_u16(&head, 50)? == 1;
        let (hhea, maxp) = (table(b"hhea")?.to_vec(), table(b"maxp")?.to_vec());
        Some(Self { head, hhea, maxp, glyf: table(b"glyf")?, loca: table(b"loca")?, long_offsets })
    }

    fn shape(&self, glyph: GlyphId) -> Option<&'a [u8]> {
        let index = usize::from(glyph.0);
        let offset = |index: usize| match self.long_offsets {
            true => self.loca.get(index * 4..)?.first_chunk().map(|bytes| u32::from_be_bytes(*bytes) as usize),
            false => read_u16(self.loca, index * 2).map(|half| usize::from(half) * 2),
        };
        self.glyf.get(offset(index)?..offset(index + 1)?)
    }
}

fn read_u16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|bytes| u16::from_be_bytes(*bytes))
}

/// Points the components of a composite glyph at their new numbers.
fn renumber_parts(shape: &mut [u8], mut number: impl FnMut(GlyphId) -> GlyphId) -> Option<()> {
    let contours = match read_u16(shape, 0) {
        Some(contours) => contours as i16,
        None => return Some(()), // an empty glyph: a space
    };
    if contours >= 0 {
        return Some(());
    }
    let mut at = 10;
    loop {
        let flags = read_u16(shape, at)?;
        let part = number(GlyphId(read_u16(shape, at + 2)?));
        shape.get_mut(at + 2..at + 4)?.copy_from_slice(&part.0.to_be_bytes());
        at += 4 + if flags & ARGS_ARE_WORDS != 0 { 4 } else { 2 };
        at += match flags {
            _ if flags & HAS_SCALE != 0 => 2,
            _ if flags & HAS_XY_SCALE != 0 => 4,
            _ if flags & HAS_TWO_BY_TWO != 0 => 8,
            _ => 0,
        };
        if flags & MORE_COMPONENTS == 0 {
            return Some(());
        }
    }
}

fn joined(shapes: &[Vec<u8>]) -> (Vec<u8>, Vec<u8>) {
    let (mut glyf, mut loca) = (Vec::new(), Vec::new());
    for shape in shapes {
        loca.extend_from_slice(&(glyf.len() as u32).to_be_bytes());
        glyf.extend_from_slice(shape);
        glyf.resize(glyf.len().next_multiple_of(4), 0);
    }
    loca.extend_from_slice(&(glyf.len() as u32).to_be_bytes());
    (glyf, loca)
}

fn directory(tables: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let count = tables.len() as u16;
    let power = count.max(1).ilog2() as u16;
    let range = 16_u16 << power;
    let mut out = Vec::new();
    out.extend_from_slice(&0x0001_0000_u32.to_be_bytes());
    for half in [count, range, power, count * 16 - range] {
        out.extend_from_slice(&half.to_be_bytes());
    }
    let mut offset = 12 + 16 * tables.len();
    for (tag, data) in tables {
        out.extend_from_slice(*tag);
        for word in [checksum(data), offset as u32, data.len() as u32] {
            out.extend_from_slice(&word.to_be_bytes());
        }
        offset += data.len().next_multiple_of(4);
    }
    for (_, data) in tables {
        out.extend_from_slice(data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATIN: &[u8] = include_bytes!("../../../../assets/fonts/NotoSans-Regular.ttf");

    #[test]
    fn a_subset_draws_the_same_outlines_composites_included() {
        let face = Face::parse(LATIN, 0).unwrap();
        let glyphs: Vec<_> = "AÄé g".chars().map(|c| face.glyph_index(c).unwrap()).collect();
        let bytes = subset(&face, &glyphs).unwrap();
        assert!(bytes.len() < 4000, "{} bytes", bytes.len());
        let cut = Face::parse(&bytes, 0).unwrap();
        for (number, glyph) in glyphs.iter().enumerate() {
            let number = GlyphId(number as u16 + 1);
            assert_eq!(outline(&cut, number), outline(&face, *glyph), "{glyph:?}");
            assert_eq!(cut.glyph_hor_advance(number), face.glyph_hor_advance(*glyph));
        }
        assert!(!outline(&face, glyphs[1]).is_empty());
    }

    #[test]
    fn a_damaged_font_is_refused_not_fatal() {
        let face = Face::parse(LATIN, 0).unwrap();
        let glyf = face.raw_face().table(Tag::from_bytes(b"glyf")).unwrap();
        let start = glyf.as_ptr() as usize - LATIN.as_ptr() as usize;
        let glyphs: Vec<_> = (0..face.number_of_glyphs()).map(GlyphId).collect();
        for seed in 0..40_usize {
            let mut damaged = LATIN.to_vec();
            for step in 0..400 {
                let place = start + (step * 7919 + seed * 104_729) % glyf.len();
                damaged[place] ^= 0xa5;
            }
            if let Ok(face) = Face::parse(&damaged, 0) {
                let _ = subset(&face, &glyphs); // an answer, whichever; no panic, no endless loop
            }
        }
        let cut = subset(&face, &[GlyphId(u16::MAX)]);
        assert_eq!(cut, None);
    }

    fn outline(face: &Face<'_>, glyph: GlyphId) -> String {
        struct Path(String);
        impl ttf_parser::OutlineBuilder for Path {
            fn move_to(&mut self, x: f32, y: f32) {
                self.0 += &format!("M{x} {y}");
            }
            fn line_to(&mut self, x: f32, y: f32) {
                self.0 += &format!("L{x} {y}");
            }
            fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
                self.0 += &format!("Q{a} {b} {x} {y}");
            }
            fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
            fn close(&mut self) {}
        }
        let mut path = Path(String::new());
        face.outline_glyph(glyph, &mut path);
        path.0
    }
}
