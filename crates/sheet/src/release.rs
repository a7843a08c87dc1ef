//! A release of the paper: layout, fonts and mark, by digest. Facts name the release they were sealed for; a sheet is
//! never drawn with another one.

use crate::font::{FaceId, Faces};
use crate::text::Color;
use domain::brief::ReleaseRef;
use domain::digest::Digest;
use printpdf::ParsedFont;
use std::sync::LazyLock;

/// Changes with every change of the drawing, so that the same facts never look different under the same release.
const RENDERER: &str = "sheet-2";
const NAME: &str = "d03";
const VERSION: &str = "1.1";

/// The committed fonts of `assets/fonts` and their SHA-256 (a test compares).
const FONTS: [(&[u8], &str); 4] = [
    (
        include_bytes!("../../../assets/fonts/NotoSans-Regular.ttf"),
        "019d9f92bd35418ff5cc5c879f4fbff9a753388309793972dfadc4cd1b8eeb00",
    ),
    (
        include_bytes!("../../../assets/fonts/NotoSansSC-Regular.ttf"),
        "02d9245dd67a8e953281f134ee7d7258ca720cd6563791b69796dbdf8aaca54a",
    ),
    (
        include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf"),
        "587dc8644aea5770f22e074109eb05d9f831c4cffacae9c49b386573e82b0008",
    ),
    (
        include_bytes!("../../../assets/fonts/NotoSansSC-Bold.ttf"),
        "ac1dc449292298c093f076df3fc711f9b04e664771e9ac357a7f341cba39073a",
    ),
];

/// The bold faces, in the order a character is looked for in them: for words drawn on photos.
#[must_use]
pub fn bold_fonts() -> [&'static [u8]; 2] {
    let [_, _, (latin, _), (chinese, _)] = FONTS;
    [latin, chinese]
}

/// The fonts as printpdf embeds them. It takes tens of milliseconds to read them: once in a process.
static EMBEDDED: LazyLock<Option<Vec<(FaceId, ParsedFont)>>> = LazyLock::new(|| {
    let read = |(face, (font, _)): (FaceId, (&[u8], _))| {
        let mut parsed = ParsedFont::from_bytes(font, 0, &mut Vec::new())?;
        parsed.font_name = Some(face.name().into());
        Some((face, parsed))
    };
    FaceId::ALL.into_iter().zip(FONTS).map(read).collect()
});

/// Everything a drawing needs beside facts, seal, inks and photos.
pub struct Release {
    layout: ReleaseRef,
    brand: Color,
}

impl Release {
    /// The release built into this program.
    pub fn builtin() -> Self {
        let brand = Color(0x0B, 0x4F, 0x73);
        let Color(r, g, b) = brand;
        let digests = FONTS.map(|(_, digest)| digest).join(" ");
        let digest = Digest::of(format!("{RENDERER} {NAME} {VERSION} {r} {g} {b} {digests}").as_bytes());
        let layout = ReleaseRef { name: NAME.into(), version: VERSION.into(), digest };
        Self { layout, brand }
    }

    /// What the facts must name as their layout.
    pub fn layout(&self) -> &ReleaseRef {
        &self.layout
    }

    /// The characters of a text that no font of this release has; they are drawn as boxes with their code point.
    pub fn missing(&self, text: &str) -> Vec<char> {
        let Some(faces) = self.faces() else { return crate::text::shown(text).collect() };
        crate::text::shown(text).filter(|c| faces.glyph(*c, false).is_none()).collect()
    }

    pub(crate) fn faces(&self) -> Option<Faces<'_>> {
        Faces::parse(FONTS.map(|(font, _)| font))
    }

    /// A face as it goes into the file.
    pub(crate) fn embedded(&self, face: FaceId) -> Option<&ParsedFont> {
        EMBEDDED.as_ref()?.iter().find(|(id, _)| *id == face).map(|(_, font)| font)
    }

    pub(crate) fn brand(&self) -> Color {
        self.brand
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_fonts_are_the_ones_the_release_names() {
        for (font, digest) in FONTS {
            assert_eq!(Digest::of(font).hex(), digest);
        }
        assert!(Release::builtin().faces().is_some());
    }

    #[test]
    fn names_of_gbk_and_the_signs_of_the_sheet_have_glyphs_and_rarer_ones_are_told() {
        let release = Release::builtin();
        assert_eq!(release.missing("朱镕基 喆 堃 囍 ≤3.0 mm ≥ → ± ¥ — · “”（）《》①㎡℃"), []);
        assert_eq!(release.missing("李\u{20BB7}👍\u{FE0F}"), ['\u{20BB7}', '👍']);
    }
}
