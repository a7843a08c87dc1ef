//! Pages become a file. Objects 1 to 7 have fixed places, which signing and verifying rely on: catalog, page tree, facts,
//! seal, inks, the annotations of the page that bears the seal, and the plate the signature field lies on. File ID and dates
//! come from the seal. Facts, seal and inks travel in the file as attachments, so that a copy can be drawn again, and so
//! checked to the byte, without us.

use super::DrawRefused;
use super::code::{self, Code};
use super::head::LOGO;
use super::photos::{Picture, Pictures, resource};
use super::signatures::Plate;
use crate::canvas::{Area, Canvas};
use crate::font::{FaceId, Used};
use crate::paper::logo::{Body, Logo};
use crate::pdf::printed::Printed;
use crate::pdf::{Objects, Ref, date, stream, text_string};
use crate::release::Release;
use domain::canonical;
use domain::digest::Digest;
use domain::time::At;
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

/// What goes into a file.
pub(crate) struct Parts<'a, 'p> {
    /// Title and author, as the file's properties say them.
    pub title: String,
    pub author: String,
    /// What content and seal are, for whoever lists the attachments.
    pub about: [&'static str; 2],
    /// The file's date; a blank has none.
    pub issued: Option<&'a At>,
    /// The content as canonical JSON; a blank has none.
    pub content: Option<String>,
    /// The seal as canonical JSON, where there is one.
    pub seal: Option<String>,
    /// What the file's ID is made of.
    pub id: Digest,
    pub inks: BTreeMap<String, &'a str>,
    pub pages: Vec<Canvas>,
    pub used: Used,
    pub release: &'a Release,
    pub pictures: Pictures<'p>,
    /// The code of the seal.
    pub code: Option<Code>,
    /// Codes of fields.
    pub more_codes: Vec<Code>,
    pub logo: Option<&'a Logo>,
    /// Where the signature field will lie, where there is a seal.
    pub plate: Option<Plate>,
}

pub(crate) fn write(parts: Parts<'_, '_>) -> Result<Vec<u8>, DrawRefused> {
    let mut objects = Objects::default();
    for _ in [CATALOG, PAGES, FACTS, SEAL, INKS, ANNOTATIONS, PLATE] {
        objects.reserve();
    }
    let issued = parts.issued.map(|at| date(&at.time).ok_or(DrawRefused::Time)).transpose()?;
    let attached = attachments(&mut objects, &parts, issued.as_deref())?;
    objects.set(ANNOTATIONS, "[]");
    let title = text_string(&parts.title);
    let author = text_string(&parts.author);
    let Digest(id) = parts.id;
    pages(&mut objects, parts)?;
    let dates = issued.map_or_else(String::new, |issued| format!("/CreationDate({issued})/ModDate({issued})"));
    let info = objects.add(format!("<</Title {title}/Author {author}/Producer(Doorstep){dates}>>"));
    catalog(&mut objects, &attached);
    Ok(objects.finish(info, id.first_chunk().unwrap_or(&[0; 16])))
}

/// An attachment: its name, what it is, its place.
type Attached = (&'static str, &'static str, Ref);

/// Puts content, seal and inks into their places; a blank has none of them.
fn attachments(
    objects: &mut Objects,
    parts: &Parts<'_, '_>,
    issued: Option<&str>,
) -> Result<Vec<Attached>, DrawRefused> {
    let Some((content, issued)) = parts.content.as_ref().zip(issued) else { return Ok(Vec::new()) };
    let mut attached = vec![("facts.json", parts.about[0], FACTS)];
    attach(objects, FACTS, content, issued);
    if let Some(seal) = &parts.seal {
        attach(objects, SEAL, seal, issued);
        attached.push(("seal.json", parts.about[1], SEAL));
    }
    attach(objects, INKS, &canonical::to_string(&parts.inks)?, issued);
    attached.push(("inks.json", "笔迹 the signatures as written", INKS));
    Ok(attached)
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
    let on_plate = plate.as_ref().map(|plate| plate.page);
    let annotations = |page| if Some(page) == on_plate { format!("/Annots {ANNOTATIONS}") } else { String::new() };
    let mut document = PdfDocument::new("");
    let images = &mut document.resources.xobjects.map;
    if let Some(code) = &parts.code {
        images.insert(XObjectId(code::RESOURCE.into()), modules(code));
    }
    for (index, code) in parts.more_codes.iter().enumerate() {
        images.insert(XObjectId(code::resource(index + 1)), modules(code));
    }
    if let Some(picture) = parts.logo {
        images.insert(XObjectId(LOGO.into()), logo(picture));
    }
    for (index, picture) in parts.pictures.all.iter().enumerate() {
        images.insert(XObjectId(resource(index)), photo(picture));
    }
    let tags: BTreeMap<FaceId, FontId> = parts.used.tags().map(|(face, tag)| (face, FontId(tag))).collect();
    for (face, tag) in &tags {
        let font = parts.release.embedded(*face).ok_or(DrawRefused::Font)?;
        document.resources.fonts.map.insert(tag.clone(), PdfFont::new(font.clone()));
    }
    let heights: Vec<f32> = parts.pages.iter().map(Canvas::height).collect();
    document.pages = parts.pages.into_iter().map(|page| page.into_page(&tags)).collect();
    let mut printed = Printed::new(print(&document)?);
    let kids = printed.take_pages(objects, PAGES, annotations).ok_or(DrawRefused::Font)?;
    if let Some(plate) = plate
        && let Some((page, height)) = kids.get(plate.page).zip(heights.get(plate.page))
    {
        objects.set(PLATE, form(*page, &plate, *height));
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

/// A logo: a JPEG untouched, a PNG by its own rows.
fn logo(logo: &Logo) -> XObject {
    let space = |grey: bool| if grey { "DeviceGray" } else { "DeviceRGB" };
    match &logo.body {
        Body::Jpeg { grey } => {
            let entries = image(logo.size(), space(*grey), 8);
            external(entries.chain([("Filter", DictItem::Name("DCTDecode".into()))]), logo.file().to_vec(), false)
        }
        Body::Png { rows, colors } => {
            let parameters = [
                ("Predictor", 15),
                ("Colors", i64::from(*colors)),
                ("BitsPerComponent", 8),
                ("Columns", logo.size().0),
            ];
            let map = parameters.map(|(key, value)| (key.to_owned(), DictItem::Int(value))).into();
            let filter = [("Filter", DictItem::Name("FlateDecode".into())), ("DecodeParms", DictItem::Dict { map })];
            external(image(logo.size(), space(*colors == 1), 8).chain(filter), rows.clone(), false)
        }
    }
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
fn form(page: Ref, plate: &Plate, height: f32) -> Vec<u8> {
    let Area { x, y, w, h } = plate.area;
    let (bottom, top) = (height - y - h, height - y);
    let area = format!("{x:.2} {bottom:.2} {:.2} {top:.2}", x + w);
    stream(&format!("/Type/XObject/Subtype/Form/DoorstepPage {page}/BBox[{area}]/Resources<<>>"), b"")
}

fn catalog(objects: &mut Objects, attached: &[Attached]) {
    let files: Vec<(&str, Ref)> = attached
        .iter()
        .map(|(name, about, content)| {
            let about = text_string(about);
            let file = format!(
                "<</Type/Filespec/F({name})/UF({name})/Desc {about}/AFRelationship/Data/EF<</F {content}/UF {content}>>>>"
            );
            (*name, objects.add(file))
        })
        .collect();
    let listed: Vec<String> = files.iter().map(|(_, file)| file.to_string()).collect();
    // A name tree is sorted (ISO 32000-2, 7.9.6).
    let sorted: std::collections::BTreeMap<_, _> = files.into_iter().collect();
    let named: String = sorted.iter().map(|(name, file)| format!("({name}){file}")).collect();
    objects.set(
        CATALOG,
        format!(
            "<</Type/Catalog/Pages {PAGES}/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>/AF[{}]\
             /Names<</EmbeddedFiles<</Names[{named}]>>>>>>",
            listed.join(" ")
        ),
    );
}
