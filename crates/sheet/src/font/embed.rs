//! A used face as PDF objects: Type 0 font, CIDFontType2, subset program, widths and ToUnicode (ISO 32000-2, 9.7).

use super::{FaceId, Faces, UsedFace, subset::subset};
use crate::pdf::{Objects, Ref};
use std::fmt::Write as _;

/// Adds the face to the file; `None` where its font is damaged.
pub(crate) fn embed(objects: &mut Objects, faces: &Faces<'_>, id: FaceId, used: &UsedFace) -> Option<Ref> {
    let face = faces.face(id);
    let glyphs: Vec<_> = used.order.iter().map(|(_, glyph)| *glyph).collect();
    let program = subset(face, &glyphs)?;
    let name = format!("{}+{}", tag(&program), id.name());
    let em = f32::from(face.units_per_em());
    let mil = |units: i16| (f32::from(units) * 1000.0 / em).round() as i32;
    let stream = objects.add_deflated(&format!("/Length1 {}", program.len()), &program);
    let area = face.global_bounding_box();
    let bounds = format!("{} {} {} {}", mil(area.x_min), mil(area.y_min), mil(area.x_max), mil(area.y_max));
    let descriptor = objects.add(format!(
        "<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{bounds}]/ItalicAngle 0/Ascent {}/Descent {}\
         /CapHeight {}/StemV {}/FontFile2 {stream}>>",
        mil(face.ascender()),
        mil(face.descender()),
        mil(face.capital_height().unwrap_or(700)),
        if matches!(id, FaceId::LatinBold | FaceId::HanBold) { 140 } else { 80 },
    ));
    let mut widths = String::new();
    for glyph in &glyphs {
        let advance = f32::from(face.glyph_hor_advance(*glyph)?) * 1000.0 / em;
        let _ = write!(widths, "{} ", advance.round());
    }
    let descendant = objects.add(format!(
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)\
         /Supplement 0>>/FontDescriptor {descriptor}/DW 1000/W[1[{}]]/CIDToGIDMap/Identity>>",
        widths.trim_end()
    ));
    let unicode = objects.add_deflated("", to_unicode(used).as_bytes());
    Some(objects.add(format!(
        "<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{descendant}]\
         /ToUnicode {unicode}>>"
    )))
}

/// Six upper-case letters that name the subset, from its content.
fn tag(program: &[u8]) -> String {
    let digest = domain::digest::Digest::of(program);
    digest.0.iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

fn to_unicode(used: &UsedFace) -> String {
    let mut map = String::from(
        "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)\
         /Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>\
         endcodespacerange\n",
    );
    for (block, chars) in used.order.chunks(100).enumerate() {
        let _ = writeln!(map, "{} beginbfchar", chars.len());
        for (place, (c, _)) in chars.iter().enumerate() {
            let _ = write!(map, "<{:04X}><", block * 100 + place + 1);
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(map, "{unit:04X}");
            }
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map + "endcmap CMapName currentdict/CMap defineresource pop end end"
}
