//! A whole invented sheet: two windows, two parts, six photos, two inks, with its keys and certificates. For tests,
//! benches and anybody who wants to see the paper. Keys are of fixed numbers and guard nothing.

pub mod papers;
mod proof;

use crate::ink::Ink;
use crate::receipt::{ReceiveRefused, Receiving};
use crate::release::Release;
use crate::{DrawRefused, SignRefused, Signing};
use domain::brief::ReleaseRef;
use domain::canonical::NotCanonical;
use domain::digest::Digest;
use domain::facts::{
    Company, Contact, Cover, Customer, Documents, Facts, Fault, FeeLine, Money, Outcome, PaperRef, PartLine, Payment,
    Product, Quantity, QuoteRef, Releases, Technician, Text, Times, Warranty, Window,
};
use domain::ids::VisitNo;
use domain::key::{KeyRefused, SoftwareKey};
use domain::seal::{InkRole, Seal, SealRefused, Sealing, SignedBy};
use domain::time::{At, Trust};
use domain::trust::{self, Certificate, DeviceName, Edition, NotIssued, Reason, RevocationList, Revoked, Terms};

/// The customer's ink, as a blob.
pub const CUSTOMER_INK: &[u8] = include_bytes!("../samples/wang-shumin.json");
/// The technician's ink, as a blob.
pub const TECHNICIAN_INK: &[u8] = include_bytes!("../samples/chen-zhiyuan.json");
/// The photos, drawn pictures as JPEG.
pub const PHOTOS: [&[u8]; 6] = [
    include_bytes!("../samples/photo-1.jpg"),
    include_bytes!("../samples/photo-2.jpg"),
    include_bytes!("../samples/photo-3.jpg"),
    include_bytes!("../samples/photo-4.jpg"),
    include_bytes!("../samples/photo-5.jpg"),
    include_bytes!("../samples/photo-6.jpg"),
];
/// When the sheet was signed.
pub const SIGNED_AT: &str = "2026-11-20T15:17:00+08:00";

/// When the office received it.
pub const RECEIVED_AT: &str = "2026-11-20T18:02:00+08:00";

/// Where a photo's bytes are.
pub fn photo(digest: &Digest) -> Option<&'static [u8]> {
    PHOTOS.into_iter().find(|bytes| Digest::of(bytes) == *digest)
}

/// A moment of the sample's day, with the office's clock behind it.
pub fn at(clock: &str) -> At {
    let time = format!("2026-11-20T{clock}:00+08:00");
    At { time, trust: Trust::Verified, boot: None, elapsed_ms: None }
}

/// The inks by role; none where a committed blob were damaged.
pub fn inks() -> Vec<(InkRole, Ink)> {
    let blobs = [(InkRole::Customer, CUSTOMER_INK), (InkRole::Technician, TECHNICIAN_INK)];
    blobs.into_iter().filter_map(|(role, blob)| Some((role, Ink::from_blob(blob).ok()?))).collect()
}

/// The device's key.
pub fn device_key() -> Result<SoftwareKey, KeyRefused> {
    SoftwareKey::from_secret(&[4; 32])
}

/// Seals facts with the sample's inks and device.
pub fn seal(facts: &Facts) -> Result<Seal, SealRefused> {
    let what = Sealing {
        paper: facts.paper.number.clone(),
        facts: facts.digest()?,
        inks: inks().into_iter().map(|(role, ink)| (role, ink.digest)).collect(),
        signer: SignedBy { name: "王淑敏".into(), relation: Text::new("本人", "self") },
        at: at("15:17"),
        place: None,
    };
    Seal::sign(what, &device_key()?)
}

/// The office's certificates and the device's.
pub struct House {
    /// The company's root.
    pub root: Certificate,
    /// The hub's issuing CA.
    pub issuing: Certificate,
    /// The sample's device.
    pub device: Certificate,
    /// The hub's office key.
    pub office: Certificate,
    /// The issuing CA's list, on which the sample's device does not stand.
    pub list: RevocationList,
}

/// Issues the certificates, valid from 2026-01-01.
pub fn house() -> Result<House, NotIssued> {
    const NEW_YEAR_2026: i64 = 1_767_225_600_000;
    const YEAR: i64 = 365 * 86_400_000;
    let terms = |serial, years| Terms { serial: [serial; 16], from: NEW_YEAR_2026, to: NEW_YEAR_2026 + years * YEAR };
    let (root_key, issuing_key) = (SoftwareKey::from_secret(&[1; 32])?, issuing_key()?);
    let company = "云州安信到家服务有限公司";
    let root = trust::root(company, &terms(1, 20), &root_key)?;
    let issuing = trust::issuing(domain::key::Signer::spki(&issuing_key), &terms(2, 5), &root, &root_key)?;
    let who = DeviceName { device: "0417-A".into(), company: company.into(), person: "p-0417".into() };
    let spki = device_key()?;
    let device = trust::device(domain::key::Signer::spki(&spki), &who, &terms(3, 2), &issuing, &issuing_key)?;
    let office = trust::office(domain::key::Signer::spki(&office_key()?), &terms(5, 5), &issuing, &issuing_key)?;
    let gone = Revoked { serial: vec![0x47; 16], at: NEW_YEAR_2026, reason: Reason::Lost };
    let edition = Edition { number: 7, from: NEW_YEAR_2026, to: NEW_YEAR_2026 + YEAR };
    let list = RevocationList::issue(vec![gone], &edition, &issuing, &issuing_key)?;
    Ok(House { root, issuing, device, office, list })
}

/// The office's key.
pub fn office_key() -> Result<SoftwareKey, KeyRefused> {
    SoftwareKey::from_secret(&[3; 32])
}

/// The issuing CA's key.
pub fn issuing_key() -> Result<SoftwareKey, KeyRefused> {
    SoftwareKey::from_secret(&[2; 32])
}

/// Why there is no sample.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum NoSample {
    #[error(transparent)]
    Issued(#[from] NotIssued),
    #[error(transparent)]
    Key(#[from] KeyRefused),
    #[error(transparent)]
    Seal(#[from] SealRefused),
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    #[error(transparent)]
    Draw(#[from] DrawRefused),
    #[error(transparent)]
    Sign(#[from] SignRefused),
    #[error(transparent)]
    Receive(#[from] ReceiveRefused),
}

/// The sheet of these facts, drawn and signed by the sample's device.
pub fn signed(facts: &Facts, release: &Release) -> Result<Vec<u8>, NoSample> {
    let drawn = crate::draw(facts, &seal(facts)?, &inks(), &|digest| photo(digest), release)?;
    let House { device, issuing, .. } = house()?;
    Ok(crate::sign(&drawn, &device_key()?, &Signing { device: &device, issuing: &issuing })?)
}

/// The same with the office's receipt of [`RECEIVED_AT`].
pub fn received(signed: &[u8]) -> Result<Vec<u8>, NoSample> {
    let House { root, issuing, office, list, .. } = house()?;
    let (lists, at) = ([list], RECEIVED_AT);
    let how = Receiving { office: &office, issuing: &issuing, root: &root, lists: &lists, at };
    Ok(crate::receive(signed, &office_key()?, &how)?)
}

/// The facts of the sample, sealed for this release's layout.
pub fn facts(release: &Release) -> Facts {
    Facts {
        v: 1,
        paper: PaperRef {
            code: "D03".into(),
            number: "GD261120-0041-1-D03A1".into(),
            job: "GD261120-0041".into(),
            visit: VisitNo(1),
            replaces: None,
        },
        documents: Documents { brief: vec![Digest::of(b"brief")], log: vec![Digest::of(b"log")] },
        releases: Releases {
            pack: named("dw_repair", "2.3"),
            price: named("prices", "2026-07"),
            settings: named("settings", "12"),
            layout: release.layout().clone(),
        },
        company: company(),
        technician: Technician { name: "陈志远".into(), badge: "0417".into(), device: "0417-A".into() },
        customer: Customer {
            name: "王淑敏 女士".into(),
            phone: "137 0000 8026".into(),
            address: "云州市望江区滨河路 27 号枫林苑 3 幢 2 单元 502".into(),
        },
        product: Product {
            model: "断桥铝平开窗 PK-68 · 2 樘".into(),
            serial: "PK68-1904-11830 / 11831".into(),
            installed: "2019-04-12 · 型材保至 2029-04-11".into(),
            category: Text::new("有偿服务（胶条、五金已过保）", "Paid service"),
        },
        outcome: Outcome { key: "completed".into(), name: Text::new("已完成", "Completed"), told: Vec::new() },
        times: Times {
            agreed: Some(Window { from: at("13:30").time, to: at("15:00").time }),
            arrived: Some(at("13:26")),
            late_minutes: Some(-4),
            started: Some(at("14:12")),
            finished: Some(at("15:08")),
        },
        fault: Fault {
            reported: Text::zh("北卧室、书房两扇窗关不严，漏风，大雨时下边进水。"),
            found: Text::zh("密封条老化断裂；窗 1 锁点磨损，合页下沉。非人为损坏。"),
            cause: "SEAL-03".into(),
            done: Text::zh("更换两窗密封条 12.6 m、窗 1 传动锁闭器 1 个；调校两窗合页，润滑五金；淋水试验无渗漏。"),
        },
        quote: Some(QuoteRef { version: 2, total: Money::fen(53480), matches: true }),
        parts: parts(),
        fees: fees(),
        total: Money::fen(53480),
        payment: Payment {
            status: "paid".into(),
            status_name: Text::new("已付", "paid"),
            method: Text::new("微信支付", "WeChat Pay"),
            at: Some(at("15:14")),
            receipt: Some("GD261120-0041-1-D15A1".into()),
        },
        measurements: proof::measurements(),
        kept: proof::kept(),
        photos: proof::photos(),
        consents: proof::consents(),
        warranty: Warranty {
            until: Some("2028-11-19".into()),
            words: Text::zh("新换胶条、锁闭器保修 24 个月，人为损坏除外。"),
            advice: Text::zh("每年雨季前清理排水孔、给五金上油一次。再报修请拨服务热线或扫码。"),
            old_parts: Text::zh("旧件 1 个已回收"),
            card: None,
        },
        rating: Some(proof::rating()),
        contacts: vec![Contact { name: Text::new("市场监管投诉", "Market regulator"), value: "12315".into() }],
    }
}

fn named(name: &str, version: &str) -> ReleaseRef {
    ReleaseRef { name: name.into(), version: version.into(), digest: Digest::of(name.as_bytes()) }
}

fn company() -> Company {
    Company {
        name: Text::new("云州安信到家服务有限公司", "Yunzhou Anxin Home Service Co., Ltd."),
        short: Text::new("云州安信到家", "Anxin Home"),
        hotline: "400-000-8210".into(),
        complaints: "400-000-8211".into(),
        address: "云州市望江区滨江路 88 号 3 幢".into(),
        hours: "每日 8:00–20:00".into(),
        verify_host: "verify.anxin.example".into(),
    }
}

fn parts() -> Vec<PartLine> {
    let part = |name: Text, spec: &str, (old, new): (&str, &str), quantity: Quantity, fen: i64| PartLine {
        name,
        spec: spec.into(),
        old_serial: old.into(),
        new_serial: new.into(),
        quantity,
        warranty_until: Some("2028-11-19".into()),
        amount: Money::fen(fen),
        cover: Cover::Paid,
    };
    let (metres, piece) =
        (Quantity { value: "12.6".into(), unit: "m".into() }, Quantity { value: "1".into(), unit: "个".into() });
    vec![
        part(Text::new("三元乙丙密封条", "EPDM seal"), "明远 EPDM 6×9 黑", ("", "批号 MY2608-114"), metres, 22680),
        part(Text::new("传动锁闭器", "Espagnolette"), "铭固 CF-20", ("CF20-1903-2271", "CF20-2607-0458"), piece, 16800),
    ]
}

fn fees() -> Vec<FeeLine> {
    let fee = |name: Text, price: i64, per: &str, quantity: &str, (note, fen): (&str, i64)| FeeLine {
        name,
        price: Some(Money::fen(price)),
        per: per.into(),
        quantity: quantity.into(),
        note: Text::zh(note),
        amount: Money::fen(fen),
    };
    vec![
        fee(Text::new("更换密封条", "Replacing seals"), 4500, "窗", "2", ("有偿", 9000)),
        fee(Text::new("更换锁闭器", "Replacing the lock"), 5000, "个", "1", ("有偿", 5000)),
        fee(Text::new("窗扇调校", "Adjusting sashes"), 3000, "扇", "2", ("免费：型材在保修期内", 0)),
        fee(Text::new("上门检测", "Inspection"), 3000, "次", "1", ("免费：同意维修不收检测费", 0)),
    ]
}
