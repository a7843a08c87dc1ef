//! The frame of a PDF file: numbered objects in a fixed order, a classic cross-reference table. printpdf draws the pages;
//! what it draws by clock and chance stays behind, so that everything about a file follows from what is put in.

pub(crate) mod printed;
pub(crate) mod read;
pub(crate) mod update;

use std::fmt;

/// A reference to an object, written `7 0 R`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Ref(pub u32);

impl fmt::Display for Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} 0 R", self.0)
    }
}

/// The objects of a file, numbered from 1.
#[derive(Default)]
pub(crate) struct Objects {
    bodies: Vec<Vec<u8>>,
}

impl Objects {
    /// Takes the next number for an object that is written later.
    pub(crate) fn reserve(&mut self) -> Ref {
        self.bodies.push(b"null".to_vec());
        Ref(self.bodies.len() as u32)
    }

    /// Writes a reserved object.
    pub(crate) fn set(&mut self, at: Ref, body: impl Into<Vec<u8>>) {
        if let Some(slot) = self.bodies.get_mut(at.0 as usize - 1) {
            *slot = body.into();
        }
    }

    /// Adds an object.
    pub(crate) fn add(&mut self, body: impl Into<Vec<u8>>) -> Ref {
        let at = self.reserve();
        self.set(at, body);
        at
    }

    /// Writes a reserved object as a compressed stream.
    pub(crate) fn set_deflated(&mut self, at: Ref, entries: &str, data: &[u8]) {
        self.set(at, stream(&format!("{entries}/Filter/FlateDecode"), &deflate(data)));
    }

    /// The whole file. Object 1 is the catalog. `id` becomes both halves of the file's ID.
    pub(crate) fn finish(self, info: Ref, id: &[u8; 16]) -> Vec<u8> {
        let weight: usize = self.bodies.iter().map(|body| body.len() + 40).sum();
        let mut out = Vec::with_capacity(weight + 1024);
        out.extend_from_slice(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
        let mut offsets = Vec::with_capacity(self.bodies.len());
        for (index, body) in self.bodies.iter().enumerate() {
            offsets.push((index as u32 + 1, out.len()));
            write_object(&mut out, index as u32 + 1, body);
        }
        let id = data_encoding::HEXUPPER.encode(id);
        let size = self.bodies.len() + 1;
        let trailer = format!("<</Size {size}/Root 1 0 R/Info {info}/ID[<{id}><{id}>]>>");
        write_xref(&mut out, &offsets, &trailer, true);
        out
    }
}

/// Appends `7 0 obj … endobj`.
pub(crate) fn write_object(out: &mut Vec<u8>, number: u32, body: &[u8]) {
    out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
    out.extend_from_slice(body);
    out.extend_from_slice(b"\nendobj\n");
}

/// Appends the cross-reference table for these objects (sorted by number), the trailer and the end of the file.
pub(crate) fn write_xref(out: &mut Vec<u8>, offsets: &[(u32, usize)], trailer: &str, first: bool) {
    let start = out.len();
    out.extend_from_slice(b"xref\n");
    let mut entries = offsets.iter().peekable();
    if first {
        out.extend_from_slice(format!("0 {}\n0000000000 65535 f \n", offsets.len() + 1).as_bytes());
    }
    let mut expected = first.then_some(1);
    while let Some((number, offset)) = entries.next() {
        if expected != Some(*number) {
            let run = 1 + entries.clone().zip(number + 1..).take_while(|((next, _), want)| next == want).count();
            out.extend_from_slice(format!("{number} {run}\n").as_bytes());
        }
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
        expected = Some(number + 1);
    }
    out.extend_from_slice(format!("trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n").as_bytes());
}

/// A stream object's body.
pub(crate) fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut body = format!("<<{entries}/Length {}>>\nstream\n", data.len()).into_bytes();
    body.extend_from_slice(data);
    body.extend_from_slice(b"\nendstream");
    body
}

/// A text string in UTF-16 with its mark (ISO 32000-2, 7.9.2.2), as hex.
pub(crate) fn text_string(text: &str) -> String {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    format!("<{}>", units.map(|unit| format!("{unit:04X}")).collect::<String>())
}

/// A date of RFC 3339 as PDF writes it: `D:20261120151800+08'00'`. `None` where it is no time.
pub(crate) fn date(rfc3339: &str) -> Option<String> {
    let time = chrono::DateTime::parse_from_rfc3339(rfc3339).ok()?;
    let minutes = time.offset().local_minus_utc() / 60;
    let (sign, minutes) = if minutes < 0 { ('-', -minutes) } else { ('+', minutes) };
    Some(format!("D:{}{sign}{:02}'{:02}'", time.format("%Y%m%d%H%M%S"), minutes / 60, minutes % 60))
}

/// The same bytes in every build and on every kind of machine: verifying compares what one program drew with what another
/// draws.
pub(crate) fn deflate(data: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(data, 6)
}
