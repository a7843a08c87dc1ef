//! Fonts: which face shows a character, how wide it is, and what of it was used. Latin comes first in each chain, so that
//! "·" and quotes stay narrow; bold falls back to the regular Chinese face, which knows more rare characters.

pub(crate) mod embed;
mod subset;

use std::collections::BTreeMap;
use ttf_parser::GlyphId;

/// The faces of a paper, in the order of [`crate::release::Release`]'s fonts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum FaceId {
    LatinRegular,
    HanRegular,
    LatinBold,
    HanBold,
}

impl FaceId {
    const REGULAR: [FaceId; 2] = [FaceId::LatinRegular, FaceId::HanRegular];
    const BOLD: [FaceId; 4] = [FaceId::LatinBold, FaceId::HanBold, FaceId::LatinRegular, FaceId::HanRegular];

    /// The name of the font resource on every page.
    pub(crate) fn resource(self) -> &'static str {
        match self {
            FaceId::LatinRegular => "F1",
            FaceId::HanRegular => "F2",
            FaceId::LatinBold => "F3",
            FaceId::HanBold => "F4",
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            FaceId::LatinRegular => "NotoSans-Regular",
            FaceId::HanRegular => "NotoSansSC-Regular",
            FaceId::LatinBold => "NotoSans-Bold",
            FaceId::HanBold => "NotoSansSC-Bold",
        }
    }
}

/// What a face has for a character.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Glyph {
    pub face: FaceId,
    pub id: GlyphId,
    /// Advance in em.
    pub advance: f32,
}

/// The parsed faces. Parsing reads the table directory only; it costs microseconds.
pub(crate) struct Faces<'a> {
    faces: [ttf_parser::Face<'a>; 4],
}

impl<'a> Faces<'a> {
    /// Parses the four fonts in the order of [`FaceId`]; `None` where one is no TrueType font.
    pub(crate) fn parse(data: [&'a [u8]; 4]) -> Option<Self> {
        let [a, b, c, d] = data.map(|data| ttf_parser::Face::parse(data, 0).ok());
        Some(Self { faces: [a?, b?, c?, d?] })
    }

    pub(crate) fn face(&self, id: FaceId) -> &ttf_parser::Face<'a> {
        let [latin_regular, han_regular, latin_bold, han_bold] = &self.faces;
        match id {
            FaceId::LatinRegular => latin_regular,
            FaceId::HanRegular => han_regular,
            FaceId::LatinBold => latin_bold,
            FaceId::HanBold => han_bold,
        }
    }

    /// The glyph for a character, or `None` where no face of the chain has one.
    pub(crate) fn glyph(&self, c: char, bold: bool) -> Option<Glyph> {
        let chain: &[FaceId] = if bold { &FaceId::BOLD } else { &FaceId::REGULAR };
        chain.iter().find_map(|&id| {
            let face = self.face(id);
            let glyph = face.glyph_index(c)?;
            let advance = f32::from(face.glyph_hor_advance(glyph)?) / f32::from(face.units_per_em());
            Some(Glyph { face: id, id: glyph, advance })
        })
    }

    /// Advance in em; a character without a glyph takes one em for its box.
    pub(crate) fn advance(&self, c: char, bold: bool) -> f32 {
        self.glyph(c, bold).map_or(1.0, |glyph| glyph.advance)
    }
}

/// The characters used of each face, in the order of their first use. One subset glyph a character, even where two
/// characters share a shape (U+51C9 and U+F979), so that text copied from the paper is exactly what was set.
#[derive(Default)]
pub(crate) struct Used {
    faces: BTreeMap<FaceId, UsedFace>,
}

#[derive(Default)]
pub(crate) struct UsedFace {
    numbers: BTreeMap<char, u16>,
    pub(crate) order: Vec<(char, GlyphId)>,
}

impl Used {
    /// The number of the character's glyph in the embedded subset; 0 is .notdef.
    pub(crate) fn number(&mut self, c: char, glyph: Glyph) -> u16 {
        let face = self.faces.entry(glyph.face).or_default();
        if let Some(number) = face.numbers.get(&c) {
            return *number;
        }
        let number = u16::try_from(face.order.len() + 1).unwrap_or(0);
        if number != 0 {
            face.numbers.insert(c, number);
            face.order.push((c, glyph.id));
        }
        number
    }

    pub(crate) fn faces(&self) -> impl Iterator<Item = (FaceId, &UsedFace)> {
        self.faces.iter().map(|(id, used)| (*id, used))
    }
}
