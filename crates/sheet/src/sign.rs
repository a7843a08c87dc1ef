//! The device's signature on a drawn sheet: PAdES baseline B-B (ETSI EN 319 142-1) as an incremental update. The drawn
//! bytes stay as they are; behind them come the catalog with the signature field, the field itself and the signature
//! dictionary, whose `Contents` is the only part of the file the signature does not cover.

pub(crate) mod cms;

use crate::draw::file::{ANNOTATIONS, CATALOG, PAGES, PLATE};
use crate::pdf::read::{Section, last_section};
use crate::pdf::{Ref, date, text_string, write_object, write_xref};
use domain::key::{KeyRefused, Signer};
use domain::trust::Certificate;
use sha2::{Digest as _, Sha256};
use std::ops::Range;

/// Bytes kept for the CMS object; ours takes under 2 KB, a time-stamp token may come.
pub(crate) const ROOM: usize = 4096;
/// The signature dictionary up to its byte range; `verify` demands the same.
pub(crate) const SIGNATURE_HEAD: &str = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 ";
/// The byte range is padded to this, so that its figures can be filled in later.
const RANGE_WIDTH: usize = 34;

/// What stands in the signature.
#[derive(Clone, Copy)]
pub struct Signing<'a> {
    /// The device's certificate.
    pub device: &'a Certificate,
    /// The certificate of the CA that issued it.
    pub issuing: &'a Certificate,
    /// When it is signed, RFC 3339 with offset.
    pub at: &'a str,
    /// Why, in words.
    pub reason: &'a str,
}

/// Why a file was not signed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SignRefused {
    /// Not a sheet as drawn here, or signed already.
    #[error("this file is not a freshly drawn sheet; draw it again and sign that")]
    NotDrawn,
    /// The key is not the certificate's.
    #[error("this key does not belong to the device's certificate; enrol the device again")]
    WrongKey,
    /// The sheet was sealed by another device.
    #[error("this sheet was sealed on another device; sign it there")]
    OtherSeal,
    /// The time is none.
    #[error("the time of signing cannot be read; check the clock")]
    Time,
    /// The key store said no.
    #[error(transparent)]
    Key(#[from] KeyRefused),
    /// The certificates are too large or damaged.
    #[error("the certificates of this device cannot be put into a signature; enrol the device again")]
    Certificates,
}

impl SignRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotDrawn => "sign.not_drawn",
            Self::WrongKey => "sign.wrong_key",
            Self::OtherSeal => "sign.other_seal",
            Self::Time => "sign.time",
            Self::Key(refused) => refused.code(),
            Self::Certificates => "sign.certificates",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::NotDrawn => "这不是刚生成的服务单，请重新生成再签。".into(),
            Self::WrongKey => "密钥与设备证书不符，请重新注册设备。".into(),
            Self::OtherSeal => "这张服务单是在另一台设备上封存的，请在那台设备上签。".into(),
            Self::Time => "签名时间读不出来，请核对时钟。".into(),
            Self::Key(refused) => refused.zh(),
            Self::Certificates => "设备证书不能用于签名，请重新注册设备。".into(),
        }
    }
}

/// Signs a drawn sheet. With a key that signs deterministically the same arguments give the same bytes.
pub fn sign(pdf: &[u8], signer: &dyn Signer, how: &Signing<'_>) -> Result<Vec<u8>, SignRefused> {
    let drawn = last_section(pdf).filter(|section| section.previous.is_none()).ok_or(SignRefused::NotDrawn)?;
    let seal = drawn.seal(pdf).ok_or(SignRefused::NotDrawn)?;
    if signer.spki() != how.device.spki() {
        return Err(SignRefused::WrongKey);
    }
    if !seal.holds(signer.spki()) {
        return Err(SignRefused::OtherSeal);
    }
    let time = date(how.at).ok_or(SignRefused::Time)?;
    let (mut out, hole) = update(pdf, &drawn, how, &time).ok_or(SignRefused::NotDrawn)?;
    let attributes = cms::Attributes::new(digest_around(&out, &hole), how.device.der());
    let attributes = attributes.map_err(|_| SignRefused::Certificates)?;
    let signature = signer.sign(&attributes.to_be_signed())?;
    let cms = cms::assemble(&attributes, &signature, how.device.der(), how.issuing.der());
    let cms = cms.map_err(|_| SignRefused::Certificates)?;
    let hex = data_encoding::HEXLOWER.encode(&cms);
    let place = out.get_mut(hole.start + 1..hole.end - 1).and_then(|digits| digits.get_mut(..hex.len()));
    place.ok_or(SignRefused::Certificates)?.copy_from_slice(hex.as_bytes());
    Ok(out)
}

/// The file with its update; `Contents` is still zeros. Also where `Contents` stands, its brackets included.
fn update(pdf: &[u8], drawn: &Section, how: &Signing<'_>, time: &str) -> Option<(Vec<u8>, Range<usize>)> {
    let (field, signature) = (Ref(drawn.size), Ref(drawn.size + 1));
    let catalog = drawn.text(pdf, CATALOG)?.strip_suffix(">>")?;
    let catalog = format!("{catalog}/AcroForm<</Fields[{field}]/SigFlags 3>>/Perms<</DocMDP {signature}>>>>");
    let (page, area) = plate(pdf, drawn)?;
    let widget = format!(
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Device)/F 132/Rect[{area}]/P {page}/AP<</N {PLATE}>>/V {signature}>>"
    );
    let mut out = Vec::with_capacity(pdf.len() + 2 * ROOM + 4096);
    out.extend_from_slice(pdf);
    let mut offsets = Vec::new();
    for (object, body) in [(CATALOG, catalog), (ANNOTATIONS, format!("[{field}]")), (field, widget)] {
        offsets.push((object.0, out.len()));
        write_object(&mut out, object.0, body.as_bytes());
    }
    offsets.push((signature.0, out.len()));
    out.extend_from_slice(format!("{} 0 obj\n{SIGNATURE_HEAD}", signature.0).as_bytes());
    let range = out.len();
    out.extend_from_slice(" ".repeat(RANGE_WIDTH).as_bytes());
    out.extend_from_slice(b"/Contents");
    let start = out.len();
    out.extend_from_slice(format!("<{}>", "0".repeat(2 * ROOM)).as_bytes());
    let hole = start..out.len();
    let name = text_string(&format!("{} {}", how.device.subject().company, how.device.subject().name));
    let reason = text_string(how.reason);
    let reference = "[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]";
    out.extend_from_slice(
        format!("/M({time})/Name {name}/Reason {reason}/Reference{reference}>>\nendobj\n").as_bytes(),
    );
    let trailer = format!("<</Size {}/Root 1 0 R{}/Prev {}>>", signature.0 + 1, drawn.info_and_id, drawn.start);
    write_xref(&mut out, &offsets, &trailer, false);
    let figures = format!("{} {} {}]", hole.start, hole.end, out.len() - hole.end);
    out.get_mut(range..range + figures.len())?.copy_from_slice(figures.as_bytes());
    (figures.len() <= RANGE_WIDTH).then_some((out, hole))
}

/// The page the seal's plate stands on, and its place there.
fn plate<'a>(pdf: &'a [u8], drawn: &Section) -> Option<(&'a str, &'a str)> {
    let (head, _) = drawn.head(pdf, PLATE)?.split_once("]")?;
    let (page, area) = head.strip_prefix("<</Type/XObject/Subtype/Form/DoorstepPage ")?.split_once("/BBox[")?;
    drawn.text(pdf, PAGES)?.contains(page).then_some((page, area))
}

/// SHA-256 of everything but `hole`.
pub(crate) fn digest_around(file: &[u8], hole: &Range<usize>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(file.get(..hole.start).unwrap_or_default());
    hasher.update(file.get(hole.end..).unwrap_or_default());
    hasher.finalize().into()
}
