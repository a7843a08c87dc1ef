//! The hub's receipt on a signed sheet: when it was at the office, and that the device's certificate held then. A second
//! signature (PAdES, ETSI EN 319 142-1) as an increment of its own, with everything needed to check both for years: chains
//! and the list of revoked certificates (`DSS`, 5.4.2). The sheet and the device's signature stay as they are.

use crate::draw::file::{ANNOTATIONS, CATALOG};
use crate::pdf::read::{Section, revisions};
use crate::pdf::update::{Signed, Update, Words};
use crate::pdf::{Ref, date, stream};
use crate::sign::cms::{self, Foreign};
use crate::sign::{SignRefused, plate};
use domain::key::Signer;
use domain::trust::{Certificate, RevocationList};

const REASON: &str = "公司收讫 Received by the office";
/// Root, issuing, office and device certificate, in this order.
pub(crate) const CERTIFICATES: u32 = 4;
/// The issuing CA's list, and the root's.
pub(crate) const MOST_LISTS: usize = 2;

/// What a receipt says.
#[derive(Clone, Copy)]
pub struct Receiving<'a> {
    /// The certificate of the office's key.
    pub office: &'a Certificate,
    /// The CA that issued it and the device's.
    pub issuing: &'a Certificate,
    /// The company's root.
    pub root: &'a Certificate,
    /// Whose certificates hold no more at that moment: the issuing CA's list, then the root's if there is one.
    pub lists: &'a [RevocationList],
    /// When the sheet was there, RFC 3339 with offset.
    pub at: &'a str,
}

/// Why a sheet got no receipt.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ReceiveRefused {
    /// Not signed by a device, or received already.
    #[error("this file is not a sheet as a device signed it; send the original file")]
    NotSigned,
    /// There is no list of revoked certificates, or there are too many.
    #[error("a receipt needs the list of revoked certificates of the issuing CA; start the hub again")]
    Lists,
    /// The time is none.
    #[error("the time of receipt cannot be read; check the clock of the office")]
    Time,
    /// It could not be signed.
    #[error(transparent)]
    Sign(#[from] SignRefused),
}

impl ReceiveRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotSigned => "receipt.not_signed",
            Self::Lists => "receipt.lists",
            Self::Time => "receipt.time",
            Self::Sign(refused) => refused.code(),
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::NotSigned => "这不是设备签好的单据，请发送原文件。".into(),
            Self::Lists => "缺少签发机构的吊销列表，请重启中台。".into(),
            Self::Time => "收讫时间读不出来，请核对公司电脑的时钟。".into(),
            Self::Sign(refused) => refused.zh(),
        }
    }
}

/// Signs the receipt of a sheet. Whether the sheet is good is for [`crate::verify`] to say first. With a key that signs
/// deterministically the same arguments give the same bytes.
///
/// # Errors
/// [`ReceiveRefused`].
pub fn receive(signed: &[u8], signer: &dyn Signer, how: &Receiving<'_>) -> Result<Vec<u8>, ReceiveRefused> {
    let sections = revisions(signed).ok_or(ReceiveRefused::NotSigned)?;
    let [drawn, last] = sections.as_slice() else { return Err(ReceiveRefused::NotSigned) };
    let device = device(signed, last).ok_or(ReceiveRefused::NotSigned)?;
    if !(1..=MOST_LISTS).contains(&how.lists.len()) {
        return Err(ReceiveRefused::Lists);
    }
    if signer.spki() != how.office.spki() {
        return Err(SignRefused::WrongKey.into());
    }
    let time = date(how.at).ok_or(ReceiveRefused::Time)?;
    let certificates = [how.root.der(), how.issuing.der(), how.office.der(), device.der()];
    let lists: Vec<_> = how.lists.iter().map(RevocationList::der).collect();
    let update = update(signed, [drawn, last], (certificates, &lists), how.office, &time);
    let update = update.ok_or(ReceiveRefused::NotSigned)?;
    let cms = cms::sign(update.digest(), signer, (how.office, how.issuing))?;
    Ok(update.fill(&cms).ok_or(SignRefused::Certificates)?)
}

/// The certificate the sheet was signed under.
fn device(signed: &[u8], last: &Section) -> Option<Certificate> {
    let read = Signed::read(signed, last, Ref(last.size.checked_sub(1)?)).ok()?;
    let [device, _] = Foreign::read(&read.cms)?.chain()?;
    Some(device)
}

/// The signed file with the receipt on it, which is not filled in yet.
pub(crate) fn update(
    pdf: &[u8],
    [drawn, signed]: [&Section; 2],
    (certificates, lists): ([&[u8]; CERTIFICATES as usize], &[&[u8]]),
    office: &Certificate,
    time: &str,
) -> Option<Update> {
    let (device_field, field) = (Ref(drawn.size), Ref(signed.size));
    let mut numbers = (field.0 + 1..).map(Ref);
    let mut objects = Vec::new();
    let mut put = |bodies: &[&[u8]]| {
        let placed = bodies.iter().zip(&mut numbers).map(|(body, at)| {
            objects.push((at, stream("", body)));
            at.to_string()
        });
        placed.collect::<Vec<_>>().join(" ")
    };
    let (certificates, lists) = (put(&certificates), put(lists));
    let (store, signature) = (numbers.next()?, numbers.next()?);
    objects.push((store, format!("<</Type/DSS/Certs[{certificates}]/CRLs[{lists}]>>").into_bytes()));
    let (page, _) = plate(pdf, drawn)?;
    let widget = format!("<</Type/Annot/Subtype/Widget/FT/Sig/T(Office)/F 132/Rect[0 0 0 0]/P {page}/V {signature}>>");
    let fields = format!("/AcroForm<</Fields[{device_field}");
    let (before, after) = signed.text(pdf, CATALOG)?.split_once(&fields)?;
    let catalog = format!("{before}/DSS {store}{fields} {field}{after}");
    let first = [(CATALOG, catalog), (ANNOTATIONS, format!("[{device_field} {field}]")), (field, widget)];
    let first = first.into_iter().map(|(object, body)| (object, body.into_bytes()));
    let objects: Vec<_> = first.chain(objects).collect();
    let subject = office.subject();
    let name = format!("{} {}", subject.company, subject.name);
    Update::write(pdf, signed, &objects, signature, &Words { time, name: &name, reason: REASON, more: "" })
}
