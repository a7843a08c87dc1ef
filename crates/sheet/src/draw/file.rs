//! Pages become a file. Objects 1 to 7 have fixed places, which signing and verifying rely on: catalog, page tree, facts,
//! seal, inks, the annotations of the page that bears the seal, and the plate the signature field lies on. File ID and dates
//! come from the seal. Facts, seal and inks travel in the file as attachments, so that a copy can be drawn again, and so
//! checked to the byte, without us.

use super::DrawRefused;
use super::code::{self, Code};
use super::photos::{Picture, Pictures, resource};
use super::signatures::Plate;
use crate::canvas::{Area, Canvas, PAGE_HEIGHT};
use crate::font::{FaceId, Used};
use crate::pdf::printed::Printed;
use crate::pdf::{Objects, Ref, date, stream, text_string};
use crate::release::Release;
use domain::canonical;
use domain::digest::Digest;
use domain::facts::Facts;
use domain::seal::Seal;
use printpdf::{
    DictItem, ExternalStream, ExternalXObject, FontId, PdfDocument, PdfFont, PdfSaveOptions, XObject, XObjectId,
    deserialize::PdfParseErrorSeverity,
};
use std::collections::BTreeMap;

/// Fixed places.
pub(crate) const CATALOG: Ref = Ref(1);
pub(crate) const PAGES: Ref = Ref(2);
pub(crate) const FACTS: Ref = Ref(3);
pub(crate) const SEAL: Ref = Ref(4);
pub(crate) const INKS: Ref = Ref(5);
pub(crate) const ANNOTATIONS: Ref = Ref(6);
pub(crate) const PLATE: Ref = Ref(7);

pub(super) struct Parts<'a, 'p> {
    pub facts: &'a Facts,
    pub seal: &'a Seal,
    pub inks: BTreeMap<String, &'a str>,
    pub pages: Vec<Canvas>,
    pub used: Used,
    pub release: &'a Release,
    pub pictures: Pictures<'p>,
    pub code: Code,
    pub plate: Plate,
}

pub(super) fn write(parts: Parts<'_, '_>) -> Result<Vec<u8>, DrawRefused> {
    let mut objects = Objects::default();
    for _ in [CATALOG, PAGES, FACTS, SEAL, INKS, ANNOTATIONS, PLATE] {
        objects.reserve();
    }
    let (facts, seal) = (parts.facts.to_text()?, canonical::to_string(parts.seal)?);
    let issued = date(&parts.seal.claim.at.time).ok_or(DrawRefused::Time)?;
    attach(&mut objects, FACTS, &facts, &issued);
    attach(&mut objects, SEAL, &seal, &issued);
    attach(&mut objects, INKS, &canonical::to_string(&parts.inks)?, &issued);
    objects.set(ANNOTATIONS, "[]");
    let title = text_string(&format!("服务单 {}", parts.facts.paper.number));
    let author = text_string(&parts.facts.company.name.zh);
    pages(&mut objects, parts)?;
    let info = objects
        .add(format!("<</Title {title}/Author {author}/Producer(Doorstep)/CreationDate({issued})/ModDate({issued})>>"));
    catalog(&mut objects);
    let Digest(id) = Digest::of(seal.as_bytes());
    Ok(objects.finish(info, id.first_chunk().unwrap_or(&[0; 16])))
}

/// Puts a file attachment's content into its fixed place (ISO 32000-2, 7.11.4).
fn attach(objects: &mut Objects, place: Ref, json: &str, issued: &str) {
    let entries =
        format!("/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size {}/ModDate({issued})>>", json.len());
    objects.set_deflated(place, &entries, json.as_bytes());
}

/// The pages, drawn by printpdf: content, fonts cut down to what was used, photos as they are.
fn pages(objects: &mut Objects, parts: Parts<'_, '_>) -> Result<(), DrawRefused> {
    let plate = parts.plate;
    let annotations = |page| if page == plate.page { format!("/Annots {ANNOTATIONS}") } else { String::new() };
    let mut document = PdfDocument::new("");
    let images = &mut document.resources.xobjects.map;
    images.insert(XObjectId(code::RESOURCE.into()), modules(&parts.code));
    for (index, picture) in parts.pictures.all.iter().enumerate() {
        images.insert(XObjectId(resource(index)), photo(picture));
    }
    let tags: BTreeMap<FaceId, FontId> = parts.used.tags().map(|(face, tag)| (face, FontId(tag))).collect();
    for (face, tag) in &tags {
        let font = parts.release.embedded(*face).ok_or(DrawRefused::Font)?;
        document.resources.fonts.map.insert(tag.clone(), PdfFont::new(font.clone()));
    }
    document.pages = parts.pages.into_iter().map(|page| page.into_page(&tags)).collect();
    let mut printed = Printed::new(print(&document)?);
    let kids = printed.take_pages(objects, PAGES, annotations).ok_or(DrawRefused::Font)?;
    if let Some(page) = kids.get(plate.page) {
        objects.set(PLATE, form(*page, &plate));
    }
    let list: Vec<_> = kids.iter().map(Ref::to_string).collect();
    objects.set(PAGES, format!("<</Type/Pages/Count {}/Kids[{}]>>", kids.len(), list.join(" ")));
    Ok(())
}

/// What printpdf complains of is a font that could not be cut down or embedded.
fn print(document: &PdfDocument) -> Result<lopdf::Document, DrawRefused> {
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let mut warnings = Vec::new();
    let printed = document.to_lopdf_document(&options, &mut warnings);
    let failed = warnings.iter().any(|warning| warning.severity == PdfParseErrorSeverity::Error);
    if failed { Err(DrawRefused::Font) } else { Ok(printed) }
}

/// A photo, whose bytes go in untouched.
fn photo(picture: &Picture<'_>) -> XObject {
    let head = picture.head;
    let space = if head.components == 1 { "DeviceGray" } else { "DeviceRGB" };
    let entries = image((head.width.into(), head.height.into()), space, 8);
    let entries = entries.chain([("Filter", DictItem::Name("DCTDecode".into()))]);
    external(entries, picture.bytes.to_vec(), false)
}

fn modules(code: &Code) -> XObject {
    let side = i64::try_from(code.side).unwrap_or(0);
    external(image((side, side), "DeviceGray", 1), code.bits.clone(), true)
}

fn image((w, h): (i64, i64), space: &str, bits: i64) -> impl Iterator<Item = (&'static str, DictItem)> {
    let name = |name: &str| DictItem::Name(name.into());
    let entries = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(w)),
        ("Height", DictItem::Int(h)),
        ("ColorSpace", name(space)),
        ("BitsPerComponent", DictItem::Int(bits)),
    ];
    entries.into_iter()
}

fn external(entries: impl Iterator<Item = (&'static str, DictItem)>, content: Vec<u8>, compress: bool) -> XObject {
    let dict = entries.map(|(key, value)| (key.to_owned(), value)).collect();
    let stream = ExternalStream { dict, content, compress };
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

/// The appearance of the signature field: nothing. The page itself shows seal and ink; the field makes them clickable.
fn form(page: Ref, plate: &Plate) -> Vec<u8> {
    let Area { x, y, w, h } = plate.area;
    let (bottom, top) = (PAGE_HEIGHT - y - h, PAGE_HEIGHT - y);
    let area = format!("{x:.2} {bottom:.2} {:.2} {top:.2}", x + w);
    stream(&format!("/Type/XObject/Subtype/Form/DoorstepPage {page}/BBox[{area}]/Resources<<>>"), b"")
}

fn catalog(objects: &mut Objects) {
    let mut file = |name: &str, about: &str, content: Ref| {
        objects.add(format!(
            "<</Type/Filespec/F({name})/UF({name})/Desc {}/AFRelationship/Data/EF<</F {content}/UF {content}>>>>",
            text_string(about)
        ))
    };
    let facts = file("facts.json", "服务单的内容 the content of this sheet", FACTS);
    let seal = file("seal.json", "封存记录 the seal over the content", SEAL);
    let inks = file("inks.json", "笔迹 the signatures as written", INKS);
    objects.set(
        CATALOG,
        format!(
            "<</Type/Catalog/Pages {PAGES}/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>/AF[{facts} {seal} {inks}]\
             /Names<</EmbeddedFiles<</Names[(facts.json){facts}(inks.json){inks}(seal.json){seal}]>>>>>>"
        ),
    );
}
