//! Reading back a file this crate wrote, and nothing else: the writer's own spelling is demanded to the byte, so there is
//! no PDF parser to fool. A file that was opened and saved elsewhere is not ours any more.

use super::Ref;
use crate::draw::file::SEAL;
use flate2::read::ZlibDecoder;
use std::collections::BTreeMap;
use std::io::Read as _;

/// A sheet with all its photos is far below this.
pub(crate) const LONGEST: usize = 256 << 20;
/// Facts and seal are some kilobytes; more than this is not them.
const LONGEST_ATTACHMENT: u64 = 8 << 20;

/// A cross-reference section and its trailer.
pub(crate) struct Section {
    offsets: BTreeMap<u32, usize>,
    /// Number of objects, the next free number.
    pub size: u32,
    /// The `/Info` and `/ID` entries as they stand.
    pub info_and_id: String,
    /// Where the previous section begins.
    pub previous: Option<usize>,
    /// Where this one begins.
    pub start: usize,
}

/// The last section of the file.
pub(crate) fn last_section(pdf: &[u8]) -> Option<Section> {
    if pdf.len() > LONGEST || !pdf.starts_with(b"%PDF-1.7\n") {
        return None;
    }
    let tail = pdf.strip_suffix(b"\n%%EOF\n")?;
    let mark = tail.iter().rposition(|byte| *byte == b'\n')?;
    section(pdf, number(tail.get(mark + 1..)?)?)
}

/// The section that begins at `start`.
pub(crate) fn section(pdf: &[u8], start: usize) -> Option<Section> {
    let mut rest = pdf.get(start..)?.strip_prefix(b"xref\n")?;
    let mut offsets = BTreeMap::new();
    while !rest.starts_with(b"trailer\n") {
        let (head, entries) = line(rest)?;
        let (first, count) = std::str::from_utf8(head).ok()?.split_once(' ')?;
        let (first, count) = (number(first.as_bytes())? as u32, number(count.as_bytes())?);
        rest = entries;
        for place in 0..count {
            let (entry, tail) = line(rest)?;
            rest = tail;
            if let Some(offset) = entry.strip_suffix(b" 00000 n ") {
                offsets.insert(first.checked_add(u32::try_from(place).ok()?)?, number(offset)?);
            }
        }
    }
    let (trailer, _) = line(rest.strip_prefix(b"trailer\n")?)?;
    let trailer = std::str::from_utf8(trailer).ok()?;
    let trailer = trailer.strip_prefix("<</Size ")?.strip_suffix(">>")?;
    let (size, rest) = trailer.split_once("/Root 1 0 R/Info ")?;
    let (info_and_id, previous) = match rest.split_once("/Prev ") {
        Some((info_and_id, previous)) => (info_and_id, Some(number(previous.as_bytes())?)),
        None => (rest, None),
    };
    let size = u32::try_from(number(size.as_bytes())?).ok()?;
    Some(Section { offsets, size, info_and_id: format!("/Info {info_and_id}"), previous, start })
}

impl Section {
    /// The body of an object this section holds: what stands between `obj` and the end of the file.
    pub(crate) fn body<'a>(&self, pdf: &'a [u8], object: Ref) -> Option<&'a [u8]> {
        let at = pdf.get(*self.offsets.get(&object.0)?..)?;
        at.strip_prefix(format!("{} 0 obj\n", object.0).as_bytes())
    }

    /// The first line of an object's body: its dictionary.
    pub(crate) fn head<'a>(&self, pdf: &'a [u8], object: Ref) -> Option<&'a str> {
        std::str::from_utf8(line(self.body(pdf, object)?)?.0).ok()
    }

    /// The body of an object that is one line of text.
    pub(crate) fn text<'a>(&self, pdf: &'a [u8], object: Ref) -> Option<&'a str> {
        let (body, rest) = line(self.body(pdf, object)?)?;
        rest.starts_with(b"endobj\n").then(|| std::str::from_utf8(body).ok())?
    }

    /// The inflated content of an attachment.
    pub(crate) fn attachment(&self, pdf: &[u8], object: Ref) -> Option<String> {
        let (head, rest) = line(self.body(pdf, object)?)?;
        let head = std::str::from_utf8(head).ok()?;
        let (_, length) = head.strip_suffix(">>")?.rsplit_once("/Filter/FlateDecode/Length ")?;
        let data = rest.strip_prefix(b"stream\n")?.get(..number(length.as_bytes())?)?;
        let mut text = String::new();
        ZlibDecoder::new(data).take(LONGEST_ATTACHMENT).read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// The seal that travels in the file.
    pub(crate) fn seal(&self, pdf: &[u8]) -> Option<domain::seal::Seal> {
        let text = self.attachment(pdf, SEAL)?;
        let seal = serde_json::from_str(&text).ok()?;
        (domain::canonical::to_string(&seal).ok()? == text).then_some(seal)
    }
}

fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some((bytes.get(..end)?, bytes.get(end + 1..)?))
}

/// Digits alone.
pub(crate) fn number(digits: &[u8]) -> Option<usize> {
    let fits = (1..=12).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    fits.then(|| std::str::from_utf8(digits).ok()?.parse().ok())?
}
