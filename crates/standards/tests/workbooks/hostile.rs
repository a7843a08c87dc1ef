//! Bytes that are no workbook, or one that is meant to do harm: refused with a reason, quickly, and never with a panic.

use crate::{Sheets, exported, imported, only};
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The workbook with one of its files replaced or added.
fn with_file(bytes: &[u8], name: &str, content: impl Fn(&mut dyn Write)) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for place in 0..archive.len() {
        let file = archive.by_index(place).unwrap();
        if file.name().unwrap() != name {
            writer.raw_copy_file(file).unwrap();
        }
    }
    writer.start_file(name, options).unwrap();
    content(&mut writer);
    writer.finish().unwrap().into_inner()
}

#[allow(clippy::disallowed_methods)] // how long it takes is what is tested
fn whole(bytes: &[u8], says: &str) {
    let begun = Instant::now();
    let finding = only(bytes);
    assert!(finding.is_fault() && finding.en.contains(says), "{finding}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn what_is_no_workbook_is_refused() {
    for bytes in [&b""[..], b"key = \"dw_repair\"", b"PK\x03\x04", b"PK\x03\x04garbage garbage garbage", &[0xff; 300]] {
        whole(bytes, "no workbook");
    }
    whole(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "old workbook");
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("readme.txt", SimpleFileOptions::default()).unwrap();
    archive.write_all(b"a zip of something else").unwrap();
    whole(&archive.finish().unwrap().into_inner(), "no workbook");
}

#[test]
fn a_workbook_of_something_else_says_which_sheet_it_lacks() {
    whole(&Sheets(vec![("Sheet1".to_owned(), vec![vec!["a".to_owned()]])]).written(), "规范");
    let mut sheets = Sheets::of_pack("dw_repair");
    sheets.0.retain(|(name, _)| name != "选项");
    whole(&sheets.written(), "选项");
}

#[test]
fn a_bomb_is_refused_without_being_unpacked_into_memory() {
    let zeros = vec![b'0'; 1 << 20];
    let bomb = with_file(&exported("dw_repair"), "xl/media/image1.png", |file| {
        (0..200).for_each(|_| file.write_all(&zeros).unwrap());
    });
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    whole(&bomb, "64 MB");
    let many = (0..600).fold(ZipWriter::new(Cursor::new(Vec::new())), |mut archive, n| {
        archive.start_file(format!("{n}"), SimpleFileOptions::default()).unwrap();
        archive
    });
    whole(&many.finish().unwrap().into_inner(), "64 MB");
    whole(&vec![b'P'; 5 << 20], "4 MB");
}

#[test]
fn a_shared_text_that_is_repeated_without_end_is_refused() {
    let mut sheets = Sheets::of_pack("dw_repair");
    let long = "长".repeat(3_000);
    let width = sheets.rows("检查项")[0].len();
    (0..60).for_each(|_| sheets.rows("检查项").push(vec![long.clone(); width]));
    whole(&sheets.written(), "more rows or text");
}

#[test]
fn a_sheet_that_ends_in_the_middle_or_is_no_xml_is_refused() {
    for text in ["<worksheet><sheetData><row r=\"1\"><c r=\"A1\"", "\u{0}\u{1}", "<worksheet/>", "]]>"] {
        let bytes = with_file(&exported("dw_repair"), "xl/worksheets/sheet2.xml", |file| {
            file.write_all(text.as_bytes()).unwrap();
        });
        let (pack, found) = imported(&bytes);
        assert!(pack.is_none() && !found.is_empty(), "{text}");
    }
    let far = "<worksheet><sheetData><row r=\"1048576\"><c r=\"XFD1048576\" t=\"str\"><v>x</v></c></row></sheetData></worksheet>";
    let bytes = with_file(&exported("dw_repair"), "xl/worksheets/sheet2.xml", |file| {
        file.write_all(far.as_bytes()).unwrap();
    });
    whole(&bytes, "more rows or text");
}

#[test]
fn a_workbook_cut_short_anywhere_is_a_pack_or_a_reason() {
    let bytes = exported("dw_repair");
    for place in (0..bytes.len()).step_by(bytes.len() / 30) {
        let (pack, found) = imported(&bytes[..place]);
        assert!(pack.is_none() && found.len() == 1, "{place}");
    }
}

#[test]
fn a_byte_changed_anywhere_never_gets_past_the_linter_as_another_pack() {
    let bytes = exported("dw_repair");
    let sound = imported(&bytes).0.unwrap();
    for place in (0..bytes.len()).step_by(bytes.len() / 40) {
        let mut flipped = bytes.clone();
        flipped[place] ^= 0x15;
        // The checksum of each file sees a changed content; a changed name or date says nothing about the pack.
        let (pack, found) = imported(&flipped);
        assert!(pack.as_ref().is_none_or(|pack| *pack == sound), "{place}");
        assert!(pack.is_some() || !found.is_empty(), "{place}");
    }
}

#[test]
#[allow(clippy::disallowed_methods)] // how long it takes is what is tested
fn ten_thousand_rows_are_refused_at_once_with_what_to_do() {
    let mut sheets = Sheets::of_pack("dw_repair");
    let rows = sheets.rows("检查项");
    let width = rows[0].len();
    for n in 0..10_000 {
        let mut row = vec![String::new(); width];
        row[..8]
            .clone_from_slice(&["work", &format!("a.b{n}"), "项", "I", "check", "Y", "-", "WRK-01"].map(str::to_owned));
        rows.push(row);
    }
    let bytes = sheets.written();
    let begun = Instant::now();
    let (pack, found) = imported(&bytes);
    assert!(pack.is_none());
    assert!(found.iter().any(|it| it.en.contains("more than 1000")), "{found:#?}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn what_looks_like_toml_in_a_cell_stays_a_text() {
    let trick = "x\"\n[[item]]\nkey = \"evil\"\n\\";
    let (pack, found) = imported(&Sheets::of_pack("dw_repair").with("检查项", "dwr.gap", "中文", trick).written());
    assert_eq!(found, []);
    let toml = pack.unwrap().toml;
    assert!(toml.contains(r#"zh = "x\"\n[[item]]\nkey = \"evil\"\n\\""#), "{toml}");
    let hidden = Sheets::of_pack("dw_repair").with("检查项", "dwr.gap", "中文", "扇\u{7}框");
    assert!(only(&hidden.written()).en.contains("nobody sees"));
}
