//! The device's signature on a drawn sheet: PAdES baseline B-B (ETSI EN 319 142-1) as an incremental update. The drawn
//! bytes stay as they are; behind them come the catalog with the signature field, the field itself and the signature
//! dictionary, whose `Contents` is the only part of the file the signature does not cover. Signed is when the seal says.

pub(crate) mod cms;

use crate::draw::file::{ANNOTATIONS, CATALOG, PAGES, PLATE};
use crate::pdf::read::{Section, last_section};
use crate::pdf::update::{Update, Words};
use crate::pdf::{Ref, date};
use domain::key::{KeyRefused, Signer};
use domain::seal::Seal;
use domain::trust::Certificate;

const REASON: &str = "服务单签字 Service sheet signed";
/// Afterwards nothing may come but further signatures (ISO 32000-2, 12.8.2.2).
const CERTIFIES: &str =
    "/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]";

/// Who signs.
#[derive(Clone, Copy)]
pub struct Signing<'a> {
    /// The device's certificate.
    pub device: &'a Certificate,
    /// The certificate of the CA that issued it.
    pub issuing: &'a Certificate,
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
    /// The time of the seal is none.
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
    let seal: Seal = drawn.seal(pdf).ok_or(SignRefused::NotDrawn)?;
    if signer.spki() != how.device.spki() {
        return Err(SignRefused::WrongKey);
    }
    if !seal.holds(signer.spki()) {
        return Err(SignRefused::OtherSeal);
    }
    let time = date(&seal.claim.at.time).ok_or(SignRefused::Time)?;
    let update = update(pdf, &drawn, how.device, &time).ok_or(SignRefused::NotDrawn)?;
    let cms = cms::sign(update.digest(), signer, (how.device, how.issuing))?;
    update.fill(&cms).ok_or(SignRefused::Certificates)
}

/// The drawn file with the device's signature on it, which is not filled in yet.
pub(crate) fn update(pdf: &[u8], drawn: &Section, device: &Certificate, time: &str) -> Option<Update> {
    let (field, signature) = (Ref(drawn.size), Ref(drawn.size + 1));
    let catalog = drawn.text(pdf, CATALOG)?.strip_suffix(">>")?;
    let catalog = format!("{catalog}/AcroForm<</Fields[{field}]/SigFlags 3>>/Perms<</DocMDP {signature}>>>>");
    let (page, area) = plate(pdf, drawn)?;
    let widget = format!(
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(Device)/F 132/Rect[{area}]/P {page}/AP<</N {PLATE}>>/V {signature}>>"
    );
    let objects = [(CATALOG, catalog), (ANNOTATIONS, format!("[{field}]")), (field, widget)];
    let objects = objects.map(|(object, body)| (object, body.into_bytes()));
    let name = format!("{} {}", device.subject().company, device.subject().name);
    let words = Words { time, name: &name, reason: REASON, more: CERTIFIES };
    Update::write(pdf, drawn, &objects, signature, &words)
}

/// The page the seal's plate stands on, and its place there.
pub(crate) fn plate<'a>(pdf: &'a [u8], drawn: &Section) -> Option<(&'a str, &'a str)> {
    let (head, _) = drawn.head(pdf, PLATE)?.split_once("]")?;
    let (page, area) = head.strip_prefix("<</Type/XObject/Subtype/Form/DoorstepPage ")?.split_once("/BBox[")?;
    drawn.text(pdf, PAGES)?.contains(page).then_some((page, area))
}
