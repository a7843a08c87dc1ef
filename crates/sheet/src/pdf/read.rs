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

/// A dictionary in front of a stream is shorter than this.
const LONGEST_HEAD: usize = 2048;

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
    /// Where the part of the file that ends with this section ends.
    pub end: usize,
}

/// More revisions than a sheet has: drawn, signed, received.
const MOST_REVISIONS: usize = 3;

/// The sections of a file, the oldest first, each behind the one before and the last at the file's end.
pub(crate) fn revisions(pdf: &[u8]) -> Option<Vec<Section>> {
    let last = last_section(pdf).filter(|last| last.end == pdf.len())?;
    let mut sections = vec![last];
    while let Some(start) = sections.last()?.previous {
        let before = section(pdf, start).filter(|before| sections.last().is_some_and(|it| before.end <= it.start))?;
        sections.push(before);
        if sections.len() > MOST_REVISIONS {
            return None;
        }
    }
    sections.reverse();
    Some(sections)
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
    let (trailer, rest) = line(rest.strip_prefix(b"trailer\n")?)?;
    let rest = rest.strip_prefix(format!("startxref\n{start}\n%%EOF\n").as_bytes())?;
    let end = pdf.len() - rest.len();
    let trailer = std::str::from_utf8(trailer).ok()?;
    let trailer = trailer.strip_prefix("<</Size ")?.strip_suffix(">>")?;
    let (size, rest) = trailer.split_once("/Root 1 0 R/Info ")?;
    let (info_and_id, previous) = match rest.split_once("/Prev ") {
        Some((info_and_id, previous)) => (info_and_id, Some(number(previous.as_bytes())?)),
        None => (rest, None),
    };
    let size = u32::try_from(number(size.as_bytes())?).ok()?;
    Some(Section { offsets, size, info_and_id: format!("/Info {info_and_id}"), previous, start, end })
}

impl Section {
    /// The body of an object this section holds: what stands between `obj` and the end of the file.
    pub(crate) fn body<'a>(&self, pdf: &'a [u8], object: Ref) -> Option<&'a [u8]> {
        let at = pdf.get(*self.offsets.get(&object.0)?..)?;
        at.strip_prefix(format!("{} 0 obj\n", object.0).as_bytes())
    }

    /// Every object's body, by number: to make a forgery of.
    #[cfg(test)]
    pub(crate) fn bodies(&self, pdf: &[u8]) -> Vec<Vec<u8>> {
        let ends = self.offsets.values().skip(1).chain(std::iter::once(&self.start));
        let places = self.offsets.iter().zip(ends);
        let body = |((number, start), end): ((&u32, &usize), &usize)| {
            let head = format!("{number} 0 obj\n").len();
            pdf[start + head..end - "\nendobj\n".len()].to_vec()
        };
        places.map(body).collect()
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

    /// The content of a stream that nothing compresses, with the entries of its dictionary.
    pub(crate) fn stream<'a>(&self, pdf: &'a [u8], object: Ref) -> Option<(&'a str, &'a [u8])> {
        let body = self.body(pdf, object)?;
        let (head, _) = line(body.get(..LONGEST_HEAD).unwrap_or(body))?;
        let rest = body.get(head.len() + 1..)?;
        let (entries, length) = std::str::from_utf8(head).ok()?.strip_suffix(">>")?.rsplit_once("/Length ")?;
        let data = rest.strip_prefix(b"stream\n")?.get(..number(length.as_bytes())?)?;
        Some((entries, data))
    }

    /// The photos of this section: JPEG files, as they are.
    pub(crate) fn photos<'a>(&self, pdf: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let streams = self.offsets.keys().filter_map(move |object| self.stream(pdf, Ref(*object)));
        streams.filter(|(entries, _)| entries.contains("/Filter/DCTDecode")).map(|(_, data)| data)
    }

    /// The inflated content of an attachment.
    pub(crate) fn attachment(&self, pdf: &[u8], object: Ref) -> Option<String> {
        let (entries, data) = self.stream(pdf, object)?;
        let mut text = String::new();
        ZlibDecoder::new(data).take(LONGEST_ATTACHMENT).read_to_string(&mut text).ok()?;
        entries.ends_with("/Filter/FlateDecode").then_some(text)
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
