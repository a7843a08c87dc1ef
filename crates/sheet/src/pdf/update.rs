//! An incremental update that ends in a signature: objects, the signature dictionary, a cross-reference section. There is
//! one way to write it, so that verifying can write it again and compare. `Contents` alone is not covered by what is
//! signed; it is zeros until it is filled.

use super::read::Section;
use super::{Ref, date, text_string, write_object, write_xref};
use sha2::{Digest as _, Sha256};
use std::ops::Range;

/// Bytes kept for a CMS object; ours takes under 2 KB.
pub(crate) const ROOM: usize = 4096;
/// A signature dictionary up to its byte range.
const HEAD: &str = "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 ";
/// The byte range is padded to this, so that its figures can be filled in later.
const RANGE_WIDTH: usize = 34;

/// What a signature dictionary says.
pub(crate) struct Words<'a> {
    /// When, as PDF writes it.
    pub time: &'a str,
    /// Who.
    pub name: &'a str,
    /// Why.
    pub reason: &'a str,
    /// What stands behind, such as a reference to what it permits.
    pub more: &'a str,
}

/// A file whose last signature is not filled in yet.
pub(crate) struct Update {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// Where `Contents` stands, its brackets included.
    pub hole: Range<usize>,
}

impl Update {
    /// Appends `objects`, sorted by number, and the signature, whose number is higher than theirs.
    pub(crate) fn write(
        pdf: &[u8],
        before: &Section,
        objects: &[(Ref, Vec<u8>)],
        signature: Ref,
        words: &Words<'_>,
    ) -> Option<Self> {
        let weight: usize = objects.iter().map(|(_, body)| body.len() + 64).sum();
        let mut out = Vec::with_capacity(pdf.len() + weight + 2 * ROOM + 2048);
        out.extend_from_slice(pdf);
        let mut offsets = Vec::with_capacity(objects.len() + 1);
        for (object, body) in objects {
            offsets.push((object.0, out.len()));
            write_object(&mut out, object.0, body);
        }
        offsets.push((signature.0, out.len()));
        out.extend_from_slice(format!("{} 0 obj\n{HEAD}", signature.0).as_bytes());
        let range = out.len();
        out.extend_from_slice(" ".repeat(RANGE_WIDTH).as_bytes());
        out.extend_from_slice(b"/Contents");
        let start = out.len();
        out.extend_from_slice(format!("<{}>", "0".repeat(2 * ROOM)).as_bytes());
        let hole = start..out.len();
        let Words { time, name, reason, more } = words;
        let (name, reason) = (text_string(name), text_string(reason));
        out.extend_from_slice(format!("/M({time})/Name {name}/Reason {reason}{more}>>\nendobj\n").as_bytes());
        let trailer = format!("<</Size {}/Root 1 0 R{}/Prev {}>>", signature.0 + 1, before.info_and_id, before.start);
        write_xref(&mut out, &offsets, &trailer, false);
        let figures = format!("{} {} {}]", hole.start, hole.end, out.len() - hole.end);
        out.get_mut(range..range + figures.len())?.copy_from_slice(figures.as_bytes());
        (figures.len() <= RANGE_WIDTH).then_some(Self { bytes: out, hole })
    }

    /// SHA-256 of everything but `Contents`: what is signed.
    pub(crate) fn digest(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        hasher.update(self.bytes.get(..self.hole.start).unwrap_or_default());
        hasher.update(self.bytes.get(self.hole.end..).unwrap_or_default());
        hasher.finalize().into()
    }

    /// Puts the CMS object into `Contents`; `None` where it is too large.
    pub(crate) fn fill(mut self, cms: &[u8]) -> Option<Vec<u8>> {
        let hex = data_encoding::HEXLOWER.encode(cms);
        let digits = self.bytes.get_mut(self.hole.start + 1..self.hole.end - 1)?;
        digits.get_mut(..hex.len())?.copy_from_slice(hex.as_bytes());
        Some(self.bytes)
    }
}

/// What can be read of the signature that ends a revision: the time it names and its CMS object. What else stands there is
/// compared with what would be written.
pub(crate) struct Signed {
    /// When, RFC 3339 with offset.
    pub at: String,
    /// The CMS object, DER.
    pub cms: Vec<u8>,
}

/// Why a signature dictionary cannot be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unreadable {
    /// No signature dictionary of ours.
    Dictionary,
    /// `M` is no time.
    Time,
    /// `Contents` is not lower-case hex, one DER object and zeros behind it.
    Contents,
}

impl Signed {
    /// Reads the signature `object` of the revision that ends with `section`.
    pub(crate) fn read(pdf: &[u8], section: &Section, object: Ref) -> Result<Self, Unreadable> {
        let body = section.body(pdf, object).ok_or(Unreadable::Dictionary)?;
        let rest = body.strip_prefix(HEAD.as_bytes()).ok_or(Unreadable::Dictionary)?;
        let rest = rest.get(RANGE_WIDTH..).and_then(|rest| rest.strip_prefix(b"/Contents"));
        let rest = rest.ok_or(Unreadable::Dictionary)?;
        let (hole, behind) = rest.split_at_checked(2 * ROOM + 2).ok_or(Unreadable::Contents)?;
        let time = behind.strip_prefix(b"/M(").and_then(|rest| rest.split(|byte| *byte == b')').next());
        let at = time.and_then(|time| rfc3339(std::str::from_utf8(time).ok()?)).ok_or(Unreadable::Time)?;
        Ok(Self { at, cms: contents(hole).ok_or(Unreadable::Contents)? })
    }
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
