//! The paper: what stands where. Order and looks are those of screens/GUIDE "Paper"; answers first, then parties, times,
//! fault, parts, fees, readings, the standard kept, photos, consents, ink and seal. Chinese first, English small.

mod answers;
pub(crate) mod code;
pub(crate) mod file;
pub(crate) mod head;
mod kept;
pub(crate) mod marks;
pub(crate) mod photos;
mod readings;
pub(crate) mod signatures;
pub(crate) mod words;
mod work;

use crate::canvas::Type;
use crate::flow::Flow;
use crate::font::Used;
use crate::ink::Ink;
use crate::release::Release;
use code::Code;
pub(crate) use code::modules;
use domain::canonical::NotCanonical;
use domain::digest::Digest;
use domain::facts::{Facts, FactsRefused};
use domain::paper::PaperRefused;
use domain::seal::{InkRole, Seal, to_qr};
use photos::Pictures;
use std::collections::BTreeMap;

/// Where the bytes of a photo are, by digest. A photo that cannot be printed may be absent if its width is 0.
pub type Photos<'a> = &'a dyn Fn(&Digest) -> Option<&'a [u8]>;

/// Why no paper was drawn.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DrawRefused {
    /// The facts do not hold together.
    #[error(transparent)]
    Facts(#[from] FactsRefused),
    /// The content of another paper than the sheet does not hold together.
    #[error(transparent)]
    Paper(#[from] PaperRefused),
    /// The content has a code the layout is not for.
    #[error("this is the content of {0} and the layout is another paper's; choose the layout of {0}")]
    OtherPaper(String),
    /// A value has no field of its type in the layout.
    #[error("the layout has no field that takes {0:?}; add it to the layout, or leave the value out")]
    Field(String),
    /// The facts have no canonical form.
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    /// The seal is over other facts or another paper.
    #[error("this seal belongs to another sheet; seal this one and draw it again")]
    OtherSeal,
    /// The facts were sealed for another layout.
    #[error("this sheet was sealed for layout {0}; update the app to draw it")]
    OtherLayout(String),
    /// A signature the seal or a consent names is not at hand.
    #[error("a signature of this sheet is missing; wait until it has arrived on this device")]
    InkMissing(Digest),
    /// A photo the facts name is not at hand.
    #[error("a photo of this sheet is missing; wait until it has arrived on this device")]
    PhotoMissing(Digest),
    /// The bytes of a photo are not those the facts name.
    #[error("a photo of this sheet is damaged on this device; fetch it again from the office")]
    PhotoDamaged(Digest),
    /// The verify host or number does not fit a QR code.
    #[error(
        "the verify address or the number of this sheet cannot stand in a code; the office must correct its settings"
    )]
    Code,
    /// A font of the release is damaged.
    #[error("a font of this app is damaged; install the app again")]
    Font,
    /// The seal's time is none.
    #[error("the time of the seal cannot be read; seal the sheet again")]
    Time,
}

impl DrawRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Facts(refused) => refused.code(),
            Self::Paper(refused) => refused.code(),
            Self::OtherPaper(_) => "draw.other_paper",
            Self::Field(_) => "draw.field",
            Self::NotCanonical(_) => "draw.not_canonical",
            Self::OtherSeal => "draw.other_seal",
            Self::OtherLayout(_) => "draw.other_layout",
            Self::InkMissing(_) => "draw.ink_missing",
            Self::PhotoMissing(_) => "draw.photo_missing",
            Self::PhotoDamaged(_) => "draw.photo_damaged",
            Self::Code => "draw.code",
            Self::Font => "draw.font",
            Self::Time => "draw.time",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Facts(refused) => refused.zh(),
            Self::Paper(refused) => refused.zh(),
            Self::OtherPaper(code) => format!("这是 {code} 的内容，版式却是另一种单据的，请选 {code} 的版式。"),
            Self::Field(key) => format!("版式里没有能放“{key}”的字段，请补上字段或去掉这个值。"),
            Self::NotCanonical(_) => "服务单里有写法不规范的内容，请更新应用。".into(),
            Self::OtherSeal => "这个封存属于另一张服务单，请重新封存再出单。".into(),
            Self::OtherLayout(layout) => format!("这张服务单用的是版式 {layout}，请更新应用后再出单。"),
            Self::InkMissing(_) => "这张服务单缺一个签名，等它传到这台设备再出单。".into(),
            Self::PhotoMissing(_) => "这张服务单缺一张照片，等它传到这台设备再出单。".into(),
            Self::PhotoDamaged(_) => "这台设备上有一张照片损坏，请从公司重新取回。".into(),
            Self::Code => "验真网址或单号不能放进二维码，请公司修改设置。".into(),
            Self::Font => "应用的字体损坏，请重新安装应用。".into(),
            Self::Time => "封存时间读不出来，请重新封存。".into(),
        }
    }
}

/// Draws the sheet. Everything that is printed is in the arguments; the same arguments give the same bytes.
///
/// `inks` are the signatures the seal names, by role, and any a consent names.
pub fn draw(
    facts: &Facts,
    seal: &Seal,
    inks: &[(InkRole, Ink)],
    photos: Photos<'_>,
    release: &Release,
) -> Result<Vec<u8>, DrawRefused> {
    check(facts, seal, inks, release)?;
    let code = to_qr(&facts.company.verify_host, seal).as_deref().and_then(Code::new).ok_or(DrawRefused::Code)?;
    let pictures = Pictures::gather(&facts.photos, photos)?;
    let type_ = Type { faces: release.faces().ok_or(DrawRefused::Font)?, used: Used::default() };
    let brand = release.brand();
    let small_head = Box::new(move |page: &mut _, type_: &mut _| head::small(page, type_, facts, brand));
    let mut flow = Flow::new(type_, brand, small_head);
    head::full(&mut flow, facts);
    answers::draw(&mut flow, facts);
    work::draw(&mut flow, facts, seal);
    readings::draw(&mut flow, &facts.measurements);
    kept::draw(&mut flow, facts);
    photos::draw(&mut flow, facts, &pictures);
    let plate = signatures::draw(&mut flow, facts, seal, inks)?;
    photos::appendix(&mut flow, facts, &pictures);
    let (mut pages, mut type_) = flow.into_pages();
    let count = pages.len();
    for (index, page) in pages.iter_mut().enumerate() {
        head::foot(page, &mut type_, (facts, seal), (index + 1, count));
    }
    let sealed = domain::canonical::to_string(seal)?;
    file::write(file::Parts {
        title: format!("服务单 {}", facts.paper.number),
        author: facts.company.name.zh.clone(),
        about: ["服务单的内容 the content of this sheet", "封存记录 the seal over the content"],
        issued: Some(&seal.claim.at),
        content: Some(facts.to_text()?),
        id: Digest::of(sealed.as_bytes()),
        seal: Some(sealed),
        inks: named(facts, seal, inks),
        pages,
        used: type_.used,
        release,
        pictures,
        code: Some(code),
        more_codes: Vec::new(),
        logo: None,
        plate: Some(plate),
    })
}

/// The inks that seal and consents name, by digest.
fn named<'a>(facts: &Facts, seal: &Seal, inks: &'a [(InkRole, Ink)]) -> BTreeMap<String, &'a str> {
    let agreed = facts.consents.iter().filter_map(|consent| consent.ink);
    let digests: Vec<Digest> = seal.claim.inks.values().copied().chain(agreed).collect();
    let inks = inks.iter().filter(|(_, ink)| digests.contains(&ink.digest));
    inks.map(|(_, ink)| (ink.digest.hex(), ink.blob.as_str())).collect()
}

/// Nothing is drawn that was not sealed, and nothing sealed is left out.
fn check(facts: &Facts, seal: &Seal, inks: &[(InkRole, Ink)], release: &Release) -> Result<(), DrawRefused> {
    facts.check()?;
    if seal.claim.facts != facts.digest()? || seal.claim.paper != facts.paper.number {
        return Err(DrawRefused::OtherSeal);
    }
    if facts.releases.layout != *release.layout() {
        let layout = &facts.releases.layout;
        return Err(DrawRefused::OtherLayout(format!("{} {}", layout.name, layout.version)));
    }
    let sealed = seal.claim.inks.iter().map(|(role, digest)| (Some(*role), *digest));
    let agreed = facts.consents.iter().filter_map(|consent| consent.ink).map(|digest| (None, digest));
    let at_hand = |role: Option<InkRole>, digest: Digest| {
        inks.iter().any(|(whose, ink)| ink.digest == digest && role.is_none_or(|role| role == *whose))
    };
    match sealed.chain(agreed).find(|(role, digest)| !at_hand(*role, *digest)) {
        Some((_, missing)) => Err(DrawRefused::InkMissing(missing)),
        None => Ok(()),
    }
}

#[cfg(test)]
pub(crate) mod tests;
