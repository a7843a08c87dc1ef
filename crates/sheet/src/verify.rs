//! Who signed a sheet, and whether anything changed since. There is one way to write a signed sheet and its signature;
//! what is written otherwise is not verified. So every byte of the file counts: all but `Contents` through the digest,
//! `Contents` itself because it is written again and compared.
//!
//! A sheet that passes is *intact, time not proven*: the time is the device's word until the hub's receipt (DESIGN).

use crate::draw::file::FACTS;
use crate::pdf::read::{Section, last_section, number, section};
use crate::pdf::{Ref, date};
use crate::sign::cms::{Attributes, Foreign, assemble};
use crate::sign::{ROOM, SIGNATURE_HEAD, digest_around};
use domain::facts::Facts;
use domain::key::verifies;
use domain::seal::Seal;
use domain::trust::{Certificate, NotTrusted, Role, Subject, chain_holds};
use std::ops::Range;

/// What a verified sheet says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Verified {
    /// The content.
    pub facts: Facts,
    /// The seal over it.
    pub seal: Seal,
    /// Whose device signed.
    pub device: Subject,
    /// The device's certificate, for its key and period.
    pub certificate: Certificate,
    /// When it was signed by the device's word, RFC 3339 with offset.
    pub signed_at: String,
}

/// Why a sheet is not verified.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
pub enum NotVerified {
    /// Not a sheet of ours: no PDF, another program's PDF, or cut short.
    #[error("this file is not a signed service sheet, or only a part of one; ask for the original file")]
    NotASheet,
    /// Something was appended after signing, or the signature does not cover the file.
    #[error("something was added to this file after it was signed; ask for the original file")]
    NotCovered,
    /// The content is not what was signed.
    #[error("this file was changed after it was signed; do not rely on it, ask for the original file")]
    Changed,
    /// The signature itself is damaged or written in another way than ours.
    #[error("the signature in this file is damaged; ask for the original file")]
    Signature,
    /// The seal inside is not the signer's, or is over other facts.
    #[error("the seal in this file does not fit its content; do not rely on it, ask the company")]
    Seal,
    /// The certificate does not come from this root, or not then.
    #[error(transparent)]
    Trust(#[from] NotTrusted),
}

impl NotVerified {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotASheet => "verify.not_a_sheet",
            Self::NotCovered => "verify.not_covered",
            Self::Changed => "verify.changed",
            Self::Signature => "verify.signature",
            Self::Seal => "verify.seal",
            Self::Trust(why) => why.code(),
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::NotASheet => "这不是签过的服务单，或文件不完整，请索要原文件。".into(),
            Self::NotCovered => "文件在签名之后被添加过内容，请索要原文件。".into(),
            Self::Changed => "文件在签名之后被改动过，不要采信，请索要原文件。".into(),
            Self::Signature => "文件里的签名损坏，请索要原文件。".into(),
            Self::Seal => "封存与内容不符，不要采信，请联系公司。".into(),
            Self::Trust(why) => why.zh(),
        }
    }
}

/// Checks a signed sheet against the company's root.
pub fn verify(pdf: &[u8], root: &Certificate) -> Result<Verified, NotVerified> {
    let update = last_section(pdf).ok_or(NotVerified::NotASheet)?;
    let drawn = update.previous.and_then(|start| section(pdf, start)).ok_or(NotVerified::NotASheet)?;
    let signature = Ref(drawn.size + 1);
    let found = Found::read(pdf, &update, signature).ok_or(NotVerified::NotASheet)?;
    if found.covers != pdf.len() {
        return Err(NotVerified::NotCovered);
    }
    let cms = contents(pdf.get(found.hole.clone()).unwrap_or_default()).ok_or(NotVerified::Signature)?;
    let foreign = Foreign::read(&cms).ok_or(NotVerified::Signature)?;
    let (device, issuing) = certificates(&foreign)?;
    let attributes = Attributes::new(digest_around(pdf, &found.hole), device.der());
    let attributes = attributes.map_err(|_| NotVerified::Signature)?;
    if !verifies(device.spki(), &attributes.to_be_signed(), &foreign.signature) {
        return Err(NotVerified::Changed);
    }
    let again = assemble(&attributes, &foreign.signature, device.der(), issuing.der());
    if again.ok().as_deref() != Some(cms.as_slice()) {
        return Err(NotVerified::Signature);
    }
    let at = domain::time::unix_ms(&found.signed_at).ok_or(NotVerified::Signature)?;
    chain_holds(&device, &issuing, root, Some(at))?;
    let (facts, seal) = content(pdf, &drawn, &device).ok_or(NotVerified::Seal)?;
    Ok(Verified { facts, seal, device: device.subject().clone(), certificate: device, signed_at: found.signed_at })
}

/// What the signature dictionary says.
struct Found {
    hole: Range<usize>,
    covers: usize,
    signed_at: String,
}

impl Found {
    fn read(pdf: &[u8], update: &Section, signature: Ref) -> Option<Self> {
        let body = update.body(pdf, signature)?;
        let offset = pdf.len() - body.len();
        let rest = body.strip_prefix(SIGNATURE_HEAD.as_bytes())?;
        let range = std::str::from_utf8(rest.get(..rest.iter().position(|byte| *byte == b']')?)?).ok()?;
        let mut figures = range.split(' ').map(|figure| number(figure.as_bytes()));
        let (start, end, length) = (figures.next()??, figures.next()??, figures.next()??);
        let here = pdf.get(..start)?.ends_with(b"/Contents") && (offset..offset + 400).contains(&start);
        let whole = pdf.get(start..end)?.len() == 2 * ROOM + 2;
        let (_, time) = std::str::from_utf8(pdf.get(end..)?.get(..40)?).ok()?.split_once("/M(")?;
        let signed_at = rfc3339(time.split_once(')')?.0)?;
        (here && whole && figures.next().is_none()).then_some(Self {
            hole: start..end,
            covers: end.checked_add(length)?,
            signed_at,
        })
    }
}

/// `D:20261120151700+08'00'` as RFC 3339.
fn rfc3339(written: &str) -> Option<String> {
    let digits = written.strip_prefix("D:")?;
    let part = |from: usize, to: usize| digits.get(from..to);
    let offset = part(14, 17).zip(part(18, 20)).map(|(hours, minutes)| format!("{hours}:{minutes}"))?;
    let (day, clock) = (
        format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?),
        format!("{}:{}:{}", part(8, 10)?, part(10, 12)?, part(12, 14)?),
    );
    let time = format!("{day}T{clock}{offset}");
    (date(&time)? == written).then_some(time)
}

/// The bytes of `Contents`: lower-case hex, one DER object, zeros behind it.
fn contents(hole: &[u8]) -> Option<Vec<u8>> {
    let hex = hole.strip_prefix(b"<")?.strip_suffix(b">")?;
    let mut bytes = data_encoding::HEXLOWER.decode(hex).ok()?;
    let &[0x30, 0x82, high, low, ..] = bytes.as_slice() else { return None };
    let length = 4 + usize::from(u16::from_be_bytes([high, low]));
    let padding = bytes.get(length..)?;
    if padding.iter().any(|byte| *byte != 0) {
        return None;
    }
    bytes.truncate(length);
    Some(bytes)
}

fn certificates(foreign: &Foreign) -> Result<(Certificate, Certificate), NotVerified> {
    let [one, two] = foreign.certificates.as_slice() else { return Err(NotVerified::Signature) };
    let (one, two) = (Certificate::from_der(one)?, Certificate::from_der(two)?);
    match (one.subject().role, two.subject().role) {
        (Role::Device, Role::Issuing) => Ok((one, two)),
        (Role::Issuing, Role::Device) => Ok((two, one)),
        _ => Err(NotVerified::Trust(NotTrusted::Leaf)),
    }
}

/// Facts and seal as they travel in the file, if the seal is the device's and over these facts.
fn content(pdf: &[u8], drawn: &Section, device: &Certificate) -> Option<(Facts, Seal)> {
    let seal = drawn.seal(pdf)?;
    let text = drawn.attachment(pdf, FACTS)?;
    let facts = Facts::from_text(&text).ok()?;
    let sealed = seal.claim.facts == domain::digest::Digest::of(text.as_bytes());
    (sealed && seal.claim.paper == facts.paper.number && seal.holds(device.spki())).then_some((facts, seal))
}

#[cfg(test)]
mod tests;
