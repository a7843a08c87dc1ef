//! Fonts: which face shows a character, how wide it is, and what of it was used. Latin comes first in each chain, so that
//! "·" and quotes stay narrow; bold falls back to the regular Chinese face, which knows more rare characters.

use domain::digest::Digest;
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
    /// In the order of the release's fonts.
    pub(crate) const ALL: [FaceId; 4] = [FaceId::LatinRegular, FaceId::HanRegular, FaceId::LatinBold, FaceId::HanBold];
    const REGULAR: [FaceId; 2] = [FaceId::LatinRegular, FaceId::HanRegular];
    const BOLD: [FaceId; 4] = [FaceId::LatinBold, FaceId::HanBold, FaceId::LatinRegular, FaceId::HanRegular];

    /// The PostScript name.
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

/// What was used of each face: the glyphs, and for each the first character it was set for. Where characters share a
/// shape (U+51C9 and U+F979) the others are marked in the text, so that what is copied is exactly what was set.
#[derive(Default)]
pub(crate) struct Used {
    glyphs: BTreeMap<FaceId, BTreeMap<u16, char>>,
}

impl Used {
    /// The character that this glyph stands for in the file: the first it was used for.
    pub(crate) fn meaning(&mut self, c: char, glyph: Glyph) -> char {
        *self.glyphs.entry(glyph.face).or_default().entry(glyph.id.0).or_insert(c)
    }

    /// The faces used, each with six upper-case letters that name its subset, from its content (ISO 32000-2, 9.9.2).
    pub(crate) fn tags(&self) -> impl Iterator<Item = (FaceId, String)> {
        self.glyphs.iter().map(|(face, glyphs)| {
            let content: String = glyphs.iter().map(|(glyph, c)| format!("{glyph} {c}\n")).collect();
            let digest = Digest::of(format!("{}\n{content}", face.name()).as_bytes());
            (*face, digest.0.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect())
        })
    }
}
