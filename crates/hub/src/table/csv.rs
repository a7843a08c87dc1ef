//! CSV as offices save it: UTF-8 with or without a mark, UTF-16 with one, or GB18030 (which holds GBK and GB2312);
//! separated by comma, semicolon or tab; lines ended in any way.

use super::{Gathered, Kind, Table, TableRefused, cell};
use ::csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::borrow::Cow;

pub(super) fn read(bytes: &[u8]) -> Result<Table, TableRefused> {
    let (text, encoding) = decode(bytes)?;
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(&text)).from_reader(text.as_bytes());
    let mut gathered = Gathered::default();
    let mut record = ByteRecord::new();
    let mut line = 0;
    while reader.read_byte_record(&mut record).map_err(|_| TableRefused::NotATable)? {
        line += 1;
        let cells = record.iter().map(|field| cell(&String::from_utf8_lossy(field))).collect();
        gathered.take(line, cells)?;
    }
    Ok(gathered.table(Kind::Csv { encoding }))
}

/// The text and the name of its encoding.
fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), TableRefused> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        return decoded(encoding, rest);
    }
    // In none of the encodings without a mark is there a NUL in a text.
    if bytes.contains(&0) {
        return Err(TableRefused::NotATable);
    }
    decoded(UTF_8, bytes).or_else(|_| decoded(GB18030, bytes))
}

fn decoded<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Result<(Cow<'a, str>, &'static str), TableRefused> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or(TableRefused::Encoding)?;
    if text.contains('\0') {
        return Err(TableRefused::NotATable);
    }
    Ok((text, if encoding == GB18030 { "GB18030" } else { encoding.name() }))
}

/// The separator that occurs most in the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |wanted: u8| first.bytes().filter(|byte| *byte == wanted).count();
    // The last of equals wins, and a comma is the usual one.
    [b'\t', b';', b','].into_iter().max_by_key(|wanted| count(*wanted)).unwrap_or(b',')
}
