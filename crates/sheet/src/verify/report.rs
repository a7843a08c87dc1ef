//! What verifying finds: a verdict, whose signatures, and every reason against it with its place in the file.

use domain::facts::Facts;
use domain::seal::Seal;
use domain::trust::NotTrusted;
use serde::Serialize;
use std::ops::Range;

/// Whether a sheet can be relied on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is what was signed, by whom it says, and the office received it while the certificate held.
    Valid,
    /// Nothing speaks against it, but not all of it can be told: see the reasons.
    Unknown,
    /// It is not what was signed, or not by whom it says.
    Invalid,
}

impl Verdict {
    /// The stable word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Unknown => "unknown",
            Self::Invalid => "invalid",
        }
    }
}

/// What was found of a sheet.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Report {
    /// The verdict, the gravest of all reasons.
    pub result: Verdict,
    /// The paper's number, where it can be read.
    pub paper: Option<String>,
    /// The paper this one corrects.
    pub replaces: Option<String>,
    /// The device's signature, then the office's receipt.
    pub signatures: Vec<SignatureFound>,
    /// Whether the facts are those of the seal, and the pages those that are drawn from them; nothing where it cannot be
    /// told.
    pub facts_match: Option<bool>,
    /// When the office received it, RFC 3339 with offset; nothing before its receipt, while the time is not proven.
    pub received_at: Option<String>,
    /// The number of the paper that corrects this one; nothing where none is known. Only an office knows.
    pub amended: Option<String>,
    /// Everything that keeps it from being valid.
    pub reasons: Vec<Reason>,
    /// Facts and seal, where they can be read and belong together.
    #[serde(skip)]
    pub content: Option<(Facts, Seal)>,
}

/// A signature of the file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SignatureFound {
    /// `device` or `office`.
    pub role: &'static str,
    /// The name in the certificate: the device's id, or the office key's.
    pub name: String,
    /// The company in the certificate.
    pub company: String,
    /// The person the device is dealt to.
    pub person: Option<String>,
    /// The id of the key, 16 hex digits.
    pub key: String,
    /// The certificate's serial number, hex.
    pub serial: String,
    /// The certificate holds from, RFC 3339.
    pub valid_from: String,
    /// The certificate holds until, RFC 3339.
    pub valid_to: String,
    /// When it was signed, by the signer's word, RFC 3339 with offset.
    pub signed_at: String,
    /// The file up to here is what is signed, but for the signature itself: bytes.
    pub covers: usize,
    /// Whether it is the signature of exactly these bytes.
    pub intact: bool,
    /// Whether the certificate comes from the root that is trusted; nothing where none was given.
    pub trusted: Option<bool>,
}

/// Why a sheet is not valid, or cannot be told to be.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reason {
    /// A stable word.
    pub code: &'static str,
    /// Whether it makes the sheet invalid, or only leaves the verdict open.
    pub verdict: Verdict,
    /// Where: bytes of the file, an attribute of a signature, a fact, a certificate. Empty where it is the whole file.
    pub place: String,
    /// 中文，说明该怎么办。
    pub zh: String,
    /// English, with what to do.
    pub en: String,
}

macro_rules! findings {
    ($($(#[$about:meta])* $name:ident $code:literal $verdict:ident $zh:literal $en:literal,)*) => {
        /// What may be found.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Finding {
            $($(#[$about])* $name,)*
        }

        impl Finding {
            /// The reason it is, at this place.
            pub(super) fn at(self, place: impl Into<String>) -> Reason {
                let (code, verdict, zh, en) = match self {
                    $(Self::$name => ($code, Verdict::$verdict, $zh, $en),)*
                };
                Reason { code, verdict, place: place.into(), zh: zh.into(), en: en.into() }
            }
        }
    };
}

findings! {
    /// Not a file of this program.
    Foreign "verify.foreign" Unknown
        "这不是上门出具的单据，无法核对。请索要原文件。"
        "this file is no paper of Doorstep; ask for the original file",
    /// It was one, and is cut short or was saved by another program.
    NotWhole "verify.not_whole" Invalid
        "文件不完整，或被其他程序另存过。请索要原文件。"
        "this file is only a part of a paper, or was saved again by another program; ask for the original file",
    /// Drawn and never signed.
    Unsigned "verify.unsigned" Invalid
        "这份单据还没有签名。请索要签过的文件。"
        "this paper was never signed; ask for the signed file",
    /// Bytes stand behind the last signature.
    Appended "verify.appended" Invalid
        "签名之后添加过内容。请索要原文件。"
        "something was added to this file after it was signed; ask for the original file",
    /// Bytes are other than those signed.
    Changed "verify.changed" Invalid
        "文件在签名之后被改动过，不要采信，请索要原文件。"
        "this file was changed after it was signed; do not rely on it, ask for the original file",
    /// A signature is damaged or written in another way than ours.
    Signature "verify.signature" Invalid
        "签名损坏，或不是上门的写法。请索要原文件。"
        "a signature in this file is damaged or of another make; ask for the original file",
    /// The seal is over other facts or of another device.
    Seal "verify.seal" Invalid
        "封存与内容不符，不要采信，请联系公司。"
        "the seal in this file does not fit its content; do not rely on it, ask the company",
    /// The pages are not what the facts draw.
    Drawing "verify.drawing" Invalid
        "页面与封存的内容不一致，不要采信，请联系公司。"
        "the pages are not what the sealed content draws; do not rely on them, ask the company",
    /// The certificate was revoked.
    Revoked "verify.revoked" Invalid
        "签名用的证书当时已吊销，不要采信，请联系公司。"
        "the certificate was revoked by then; do not rely on this paper, ask the company",
    /// The receipt comes with a list that does not speak for it.
    List "verify.list" Invalid
        "收讫回执里的吊销列表不对，请向公司重新索取文件。"
        "the list of revoked certificates in the receipt does not fit it; ask the company for the file again",
    /// A certificate does not come from the root, or not then.
    Chain "verify.chain" Invalid
        "证书不是这家公司签发的，不要采信这份单据。"
        "the certificate does not come from this company; do not rely on this paper",
    /// Nobody said whom to trust.
    NoTrust "verify.no_trust" Unknown
        "没有给出公司的根证书，不能确认是谁签的。请向公司要 ca.pem。"
        "no root certificate was given, so nobody can say whose signature it is; ask the company for its ca.pem",
    /// No receipt yet.
    TimeNotProven "verify.time_not_proven" Unknown
        "完好，但还没有公司的收讫回执，签名时间未证明。联网后向公司要带回执的文件。"
        "intact, time not proven: the office's receipt is not in this file; ask the company for the file with it",
    /// The office key was revoked later: its word on the time is worth nothing.
    OfficeRevoked "verify.office_revoked" Unknown
        "公司的签名密钥后来吊销了，收讫时间不能作准。请联系公司。"
        "the office's key was revoked later, so its word on the time does not count; ask the company",
    /// Drawn by a release this program does not have.
    Layout "verify.layout" Unknown
        "单据的版式比本程序新或旧，页面没有重画核对。请更新程序。"
        "this paper was drawn by another version, so its pages were not drawn again; use a newer program",
}

impl Reason {
    /// What is wrong with a certificate, in its own words.
    pub(super) fn trust(why: NotTrusted, certificate: &str) -> Self {
        let reason = Finding::Chain.at(format!("certificate {certificate}"));
        Self { code: why.code(), zh: why.zh(), en: why.to_string(), ..reason }
    }
}

/// Bytes of a file, for people: both ends count, from 0.
pub(super) fn bytes(range: &Range<usize>) -> String {
    match range.len() {
        1 => format!("byte {}", range.start),
        _ => format!("bytes {} to {}", range.start, range.end.saturating_sub(1)),
    }
}

/// Which bytes of one differ from the other's; nothing where none do.
pub(super) fn difference(one: &[u8], two: &[u8]) -> Option<Range<usize>> {
    if one == two {
        return None;
    }
    let same = one.iter().zip(two).take_while(|(a, b)| a == b).count();
    let (one, two) = (one.get(same..).unwrap_or_default(), two.get(same..).unwrap_or_default());
    let tail = one.iter().rev().zip(two.iter().rev()).take_while(|(a, b)| a == b).count();
    Some(same..same + one.len().saturating_sub(tail).max(1))
}
