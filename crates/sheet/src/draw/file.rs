//! Pages become a file. Objects 1 to 6 have fixed places, which signing and verifying rely on: catalog, page tree,
//! facts, seal, the annotations of
//! the page that bears the seal, and the plate the signature field lies on. File ID and dates come from the seal. Facts and seal travel in
//! the file as attachments, so that a copy can be checked without us.

use super::DrawRefused;
use super::photos::{Pictures, resource};
use super::signatures::Plate;
use crate::canvas::{Area, Canvas, PAGE_HEIGHT, PAGE_WIDTH, Type};
use crate::font::embed::embed;
use crate::pdf::{Objects, Ref, date, stream, text_string};
use domain::canonical;
use domain::digest::Digest;
use domain::facts::Facts;
use domain::seal::Seal;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// Fixed places.
pub(crate) const CATALOG: Ref = Ref(1);
pub(crate) const PAGES: Ref = Ref(2);
pub(crate) const FACTS: Ref = Ref(3);
pub(crate) const SEAL: Ref = Ref(4);
pub(crate) const ANNOTATIONS: Ref = Ref(5);
pub(crate) const PLATE: Ref = Ref(6);

/// The resource of the QR code.
pub(super) const CODE: &str = "Code";

pub(super) struct Parts<'a, 'p> {
    pub facts: &'a Facts,
    pub seal: &'a Seal,
    pub pages: Vec<Canvas>,
    pub type_: Type<'a>,
    pub pictures: Pictures<'p>,
    pub code: &'a str,
    pub plate: Plate,
}

pub(super) fn write(parts: Parts<'_, '_>) -> Result<Vec<u8>, DrawRefused> {
    let mut objects = Objects::default();
    for _ in [CATALOG, PAGES, FACTS, SEAL, ANNOTATIONS, PLATE] {
        objects.reserve();
    }
    let (facts, seal) = (parts.facts.to_text()?, canonical::to_string(parts.seal)?);
    let issued = date(&parts.seal.claim.at.time).ok_or(DrawRefused::Time)?;
    attach(&mut objects, FACTS, &facts, &issued);
    attach(&mut objects, SEAL, &seal, &issued);
    objects.set(ANNOTATIONS, "[]");
    let resources = resources(&mut objects, &parts)?;
    pages(&mut objects, &parts.pages, resources, &parts.plate);
    let title = text_string(&format!("服务单 {}", parts.facts.paper.number));
    let author = text_string(&parts.facts.company.name.zh);
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

fn resources(objects: &mut Objects, parts: &Parts<'_, '_>) -> Result<Ref, DrawRefused> {
    let mut fonts = String::new();
    for (id, used) in parts.type_.used.faces() {
        let font = embed(objects, &parts.type_.faces, id, used).ok_or(DrawRefused::Font)?;
        let _ = write!(fonts, "/{} {font}", id.resource());
    }
    let mut images = format!("/{CODE} {}", code(objects, parts.code).ok_or(DrawRefused::Code)?);
    for (index, picture) in parts.pictures.all.iter().enumerate() {
        let head = picture.head;
        let space = if head.components == 1 { "DeviceGray" } else { "DeviceRGB" };
        let entries = format!(
            "/Type/XObject/Subtype/Image/Width {}/Height {}/ColorSpace/{space}/BitsPerComponent 8/Filter/DCTDecode",
            head.width, head.height
        );
        let _ = write!(images, "/{} {}", resource(index), objects.add_stream(&entries, picture.bytes));
    }
    Ok(objects.add(format!("<</Font<<{fonts}>>/XObject<<{images}>>>>")))
}

fn pages(objects: &mut Objects, pages: &[Canvas], resources: Ref, plate: &Plate) {
    let mut kids = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let content = objects.add_deflated("", page.ops().as_bytes());
        let annotations = if index == plate.page { format!("/Annots {ANNOTATIONS}") } else { String::new() };
        kids.push(objects.add(format!(
            "<</Type/Page/Parent {PAGES}/MediaBox[0 0 {PAGE_WIDTH} {PAGE_HEIGHT}]/Resources {resources}\
             /Contents {content}{annotations}>>"
        )));
    }
    if let Some(page) = kids.get(plate.page) {
        objects.set(PLATE, form(*page, plate));
    }
    let list: Vec<_> = kids.iter().map(Ref::to_string).collect();
    objects.set(PAGES, format!("<</Type/Pages/Count {}/Kids[{}]>>", kids.len(), list.join(" ")));
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
    objects.set(
        CATALOG,
        format!(
            "<</Type/Catalog/Pages {PAGES}/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>/AF[{facts} {seal}]\
             /Names<</EmbeddedFiles<</Names[(facts.json){facts}(seal.json){seal}]>>>>>>"
        ),
    );
}

/// The QR code as an image of one bit a module; the white paper around it is its quiet zone. Level M; an address in
/// capitals and base32 takes the alphanumeric mode.
fn code(objects: &mut Objects, text: &str) -> Option<Ref> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let side = code.width();
    let mut bits = Vec::with_capacity(side * side.div_ceil(8));
    for modules in code.to_colors().chunks(side) {
        bits.extend(modules.chunks(8).map(|eight| {
            let dark = eight.iter().enumerate().filter(|(_, color)| **color == Color::Dark);
            !dark.fold(0_u8, |byte, (place, _)| byte | 0x80 >> place)
        }));
    }
    let entries =
        format!("/Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceGray/BitsPerComponent 1");
    Some(objects.add_deflated(&entries, &bits))
}
