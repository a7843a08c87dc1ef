//! Records (记录): the write-once facts in a job's `log`. FORMATS "Documents" fixes the bytes; docs/formats.md lists the
//! kinds. A record is kept as the text it came in; unknown keys and kinds are kept and shown, never dropped.

use crate::canonical::{self, NotCanonical};
use crate::digest::Digest;
use crate::ids::{DeviceId, ItemKey, PersonId, RecordId, UnitKey, VisitNo};
use crate::time::At;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The longest canonical JSON of one record, in bytes.
pub const LONGEST: usize = 64 * 1024;

/// The key of a record that the office took over from a change which was set aside: `{change, by, device}` of that one,
/// as far as it could be read.
pub const ADOPTED: &str = "adopted";

/// A record of version 1.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Format version, 1.
    pub v: u32,
    /// What it is, which also fixes the shape of `value`.
    pub kind: Kind,
    /// The visit it belongs to; absent for the job as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitNo>,
    /// The checklist item it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemKey>,
    /// The repeat it belongs to (window 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitKey>,
    /// Who did it.
    pub by: PersonId,
    /// On which device; the office writes its own id.
    pub device: DeviceId,
    /// When, by the device. Only orders the display.
    pub at: At,
    /// How the answer came about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// When the question was first on the screen (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<String>,
    /// When it was confirmed, where that is not `at` (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<String>,
    /// The content, by kind.
    pub value: Value,
    /// The standing records this one takes the place of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<RecordId>,
    /// Keys of later versions, kept.
    #[serde(flatten)]
    pub later: Map<String, Value>,
}

/// How an answer came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Its own tap.
    Tapped,
    /// One tap for a block with its exceptions named.
    Block,
    /// A photo, a scan, a clock proves it.
    Evidence,
    /// Taken from what is already known.
    Prefilled,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $key:literal $many:literal),+ $(,)?) => {
        /// The kinds of records.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Kind {
            $($(#[$doc])* $name,)+
            /// A kind of a later version: kept and shown as it is.
            Later(String),
        }

        impl Kind {
            /// Every kind of this version.
            pub const ALL: &'static [Kind] = &[$(Kind::$name),+];
            /// The key in the record.
            pub fn key(&self) -> &str { match self { $(Kind::$name => $key,)+ Kind::Later(key) => key } }
            /// The kind with this key.
            pub fn from_key(key: &str) -> Kind { match key { $($key => Kind::$name,)+ other => Kind::Later(other.to_owned()) } }
            /// Whether many records of one (visit, unit, item) stand side by side. A kind that is not `many` has one
            /// standing answer; two are an open question.
            pub fn is_many(&self) -> bool { match self { $(Kind::$name => $many,)+ Kind::Later(_) => true } }
        }
    };
}

kinds! {
    /// An answer to an item: done, not done or not applicable, with its text, choice or reason.
    Answer "answer" false,
    /// A reading; before the work where an item is measured twice.
    Measure "measure" false,
    /// The reading after the work.
    Remeasure "remeasure" false,
    /// A photo or a file that proves something.
    Photo "photo" true,
    /// A context flag set or cleared; `item` is `flag.{key}`.
    Flag "flag" false,
    /// A repeat (窗 2) and its name; `unit` is its key.
    Unit "unit" false,
    /// The visit moved to another state.
    Transition "transition" false,
    /// The time agreed with the customer.
    Appointment "appointment" false,
    /// Cause, plan and price.
    Quote "quote" false,
    /// The customer's agreement to a quote or a special consent.
    Consent "consent" false,
    /// A movement of the van's stock: issue, fit, return, count. A fitted part's line is its movement.
    Part "part" true,
    /// How it was paid.
    Payment "payment" false,
    /// The customer's rating and words.
    Rating "rating" false,
    /// A signature on the sheet.
    Signature "signature" false,
    /// A free note, the office's or the technician's.
    Note "note" true,
    /// A wish to correct what the office wrote in the brief.
    Correction "correction" true,
    /// A job that was asked for on site, before the office knew of it.
    Request "request" false,
    /// The customer's number was dialled, or a message to it begun. Whether somebody answered is said by the item.
    Contact "contact" true,
    /// A person's answer to a correction, or to what came after the signature.
    Ruling "ruling" true,
    /// A seal over the facts of a paper.
    Seal "seal" true,
    /// The signed PDF of a sealed paper.
    Paper "paper" true,
}

impl Serialize for Kind {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.key())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Kind::from_key(&String::deserialize(from)?))
    }
}

/// Why a text is not a record.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotARecord {
    /// Not the JSON of a record.
    #[error("this record cannot be read ({0}); update the app, the record is kept as it is")]
    Unreadable(String),
    /// Readable, but not its canonical form, so two devices could hash it differently.
    #[error("this record is not in canonical form; the app that wrote it must be updated")]
    NotCanonical,
    /// Longer than [`LONGEST`].
    #[error("this record is {0} bytes long, more than 65536; put long content into a photo or a file")]
    TooLong(usize),
    /// Written for a version this app does not know.
    #[error("this record has version {0}; update the app")]
    Version(u32),
}

impl NotARecord {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "record.unreadable",
            Self::NotCanonical => "record.not_canonical",
            Self::TooLong(_) => "record.too_long",
            Self::Version(_) => "record.version",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreadable(_) => "这条记录读不出来，请更新应用；原样保留。".into(),
            Self::NotCanonical => "这条记录的写法不规范，请更新写它的应用。".into(),
            Self::TooLong(bytes) => format!("这条记录有 {bytes} 字节，超过 65536；长内容请存成照片或文件。"),
            Self::Version(version) => format!("这条记录是第 {version} 版格式，请更新应用。"),
        }
    }
}

/// Where a record's value names blobs: a photo or file, ink, a paper's facts and its PDF.
const BLOBS: [&str; 4] = ["blob", "ink", "facts", "pdf"];

impl Record {
    /// The blobs it names. They travel apart from it.
    pub fn blobs(&self) -> impl Iterator<Item = Digest> {
        BLOBS.iter().filter_map(|key| Digest::from_hex(self.value.get(*key)?.as_str()?))
    }

    /// The canonical JSON that goes into the document.
    pub fn to_text(&self) -> Result<String, NotCanonical> {
        canonical::to_string(self)
    }

    /// Reads a record from a document.
    pub fn from_text(text: &str) -> Result<Self, NotARecord> {
        if text.len() > LONGEST {
            return Err(NotARecord::TooLong(text.len()));
        }
        let record: Record = serde_json::from_str(text).map_err(|e| NotARecord::Unreadable(e.to_string()))?;
        if record.v != 1 {
            return Err(NotARecord::Version(record.v));
        }
        if !canonical::is_canonical(text) {
            return Err(NotARecord::NotCanonical);
        }
        Ok(record)
    }

    /// The question this record answers.
    pub fn slot(&self) -> Slot {
        Slot { visit: self.visit, item: self.item.clone(), unit: self.unit.clone(), kind: self.kind.clone() }
    }
}

/// What a record is an answer to: FORMATS "same (visit, unit, item, kind)".
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Slot {
    /// The visit, or the job as a whole.
    pub visit: Option<VisitNo>,
    /// The item.
    pub item: Option<ItemKey>,
    /// The repeat.
    pub unit: Option<UnitKey>,
    /// The kind.
    pub kind: Kind,
}

impl Slot {
    /// Where a visit's quote stands.
    pub fn quote(visit: VisitNo) -> Self {
        Self { visit: Some(visit), item: Some("qte.plan".into()), unit: None, kind: Kind::Quote }
    }

    /// Where a visit's agreed time stands.
    pub fn appointment(visit: VisitNo) -> Self {
        Self { visit: Some(visit), item: Some("apt.window".into()), unit: None, kind: Kind::Appointment }
    }
}

/// Whether a key in a log's `records` map is a UUIDv7, lower case with hyphens.
pub fn is_record_id(key: &str) -> bool {
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    key.len() == 36
        && key.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'7',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
            _ => hex(byte),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{At, Trust};
    use serde_json::json;

    fn record() -> Record {
        Record {
            v: 1,
            kind: Kind::Answer,
            visit: Some(VisitNo(1)),
            item: Some("kit.five.rag".into()),
            unit: None,
            by: "p-417".into(),
            device: "d-1".into(),
            at: At { time: "2026-11-20T13:20:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None },
            basis: Some(Basis::Tapped),
            opened: None,
            confirmed: None,
            value: json!({"answer": "done"}),
            replaces: vec![],
            later: Map::new(),
        }
    }

    #[test]
    fn a_record_is_the_same_after_a_round_trip() {
        let text = record().to_text().unwrap();
        assert_eq!(Record::from_text(&text).unwrap(), record());
        assert_eq!(
            text,
            r#"{"at":{"time":"2026-11-20T13:20:00+08:00","trust":"verified"},"basis":"tapped","by":"p-417","device":"d-1","item":"kit.five.rag","kind":"answer","v":1,"value":{"answer":"done"},"visit":1}"#
        );
    }

    #[test]
    fn keys_and_kinds_of_later_versions_are_kept() {
        let text = record().to_text().unwrap().replace(r#""kind":"answer""#, r#""kind":"weather","mood":"fine""#);
        let read = Record::from_text(&text).unwrap();
        assert_eq!(read.kind, Kind::Later("weather".into()));
        assert_eq!(read.to_text().unwrap(), text);
    }

    #[test]
    fn what_is_not_a_record_is_refused_with_its_reason() {
        let text = record().to_text().unwrap();
        assert!(matches!(Record::from_text("{}"), Err(NotARecord::Unreadable(_))));
        assert_eq!(Record::from_text(&format!(" {text}")), Err(NotARecord::NotCanonical));
        assert_eq!(Record::from_text(&text.replace(r#""v":1"#, r#""v":2"#)), Err(NotARecord::Version(2)));
        assert!(matches!(Record::from_text(&"x".repeat(LONGEST + 1)), Err(NotARecord::TooLong(_))));
    }

    #[test]
    fn a_record_id_is_a_lower_case_uuid_of_version_7() {
        assert!(is_record_id("0192f0c4-7b1a-7c3e-8a55-0123456789ab"));
        for wrong in [
            "",
            "0192F0C4-7b1a-7c3e-8a55-0123456789ab",
            "0192f0c4-7b1a-4c3e-8a55-0123456789ab",
            "0192f0c47b1a-7c3e-8a55-0123456789ab-",
        ] {
            assert!(!is_record_id(wrong), "{wrong}");
        }
    }
}
