//! Tables as offices have them, and as nobody should have them.

use super::*;
use std::io::{Cursor, Write};

fn csv_cells(bytes: &[u8]) -> (Vec<String>, Vec<Vec<String>>, &'static str) {
    let table = read(bytes).unwrap();
    let Kind::Csv { encoding } = table.kind else { panic!("a workbook") };
    let texts = |row: Row| row.cells.into_iter().map(|cell| cell.text).collect();
    (table.head, table.rows.into_iter().map(texts).collect(), encoding)
}

/// A workbook of these files beside the fixed ones.
fn workbook(sheet: &str, shared: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let files = [
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="hidden" sheetId="2" state="hidden" r:id="rId2"/><sheet name="工单" sheetId="1" r:id="rId1"/><sheet name="more" sheetId="3" r:id="rId2"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
        ),
        (
            "xl/styles.xml",
            r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#,
        ),
        (
            "xl/worksheets/sheet2.xml",
            r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>"#,
        ),
    ];
    let shared = format!(r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{shared}</sst>"#);
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#
    );
    let own = [("xl/sharedStrings.xml", shared.as_str()), ("xl/worksheets/sheet1.xml", sheet.as_str())];
    for (name, text) in files.into_iter().chain(own) {
        writer.start_file(name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_table_is_the_same_in_utf8_utf16_and_gbk_with_or_without_a_mark() {
    let text = "姓名,电话\r\n王淑敏,137\n林晓东,138\r周慧,139";
    let expected = csv_cells(text.as_bytes());
    assert_eq!((expected.0.clone(), expected.1.len(), expected.2), (vec!["姓名".into(), "电话".into()], 3, "UTF-8"));
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let gbk = encoding_rs::GBK.encode(text).0.into_owned();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (bytes, encoding) in [(marked, "UTF-8"), (gbk, "GB18030"), (utf16, "UTF-16LE")] {
        assert_eq!(csv_cells(&bytes), (expected.0.clone(), expected.1.clone(), encoding));
    }
}

#[test]
fn quotes_separators_and_line_breaks_within_cells_are_read() {
    let (head, rows, _) = csv_cells("a;b\n\"x;\"\"1\"\"\";\"two\nlines\"\n\n;;;\n=1+1;@cmd\n".as_bytes());
    assert_eq!(head, ["a", "b"]);
    assert_eq!(rows, [["x;\"1\"", "two\nlines"], ["=1+1", "@cmd"]], "and nothing is evaluated");
    assert_eq!(csv_cells(b"a\tb\n1\t2").1, [["1", "2"]]);
}

#[test]
fn what_is_no_table_is_refused_with_its_reason() {
    let cases: [(&[u8], TableRefused); 8] = [
        (b"", TableRefused::NoRows),
        (b"\n\n , \n", TableRefused::NoRows),
        (b"name,phone\n", TableRefused::NoRows),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", TableRefused::NotATable),
        (b"name\na\0b", TableRefused::NotATable),
        (b"\xFF\xFEa\0\0\0", TableRefused::NotATable),
        (b"name\n\xFF\xFF\xFF", TableRefused::Encoding),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", TableRefused::OldWorkbook),
    ];
    for (bytes, expected) in cases {
        assert_eq!(read(bytes), Err(expected), "{bytes:?}");
    }
    assert_eq!(read(&vec![b'a'; LARGEST + 1]), Err(TableRefused::TooLarge));
    assert_eq!(read(format!("a\n{}", "1\n".repeat(MOST_ROWS + 1)).as_bytes()), Err(TableRefused::TooManyRows));
    assert_eq!(read(format!("a\n{}", "1\n".repeat(MOST_ROWS)).as_bytes()).unwrap().rows.len(), MOST_ROWS);
    assert_eq!(read(format!("{}\n1", "a,".repeat(65)).as_bytes()), Err(TableRefused::TooManyColumns));
    assert_eq!(read(format!("{}\n1", "a,".repeat(64)).as_bytes()).unwrap().head.len(), 64, "empty ends are cut");
}

#[test]
fn a_cell_too_long_or_with_control_characters_says_so() {
    let table = read(format!("a,b\n{},x\u{7}y", "长".repeat(LONGEST_CELL + 1)).as_bytes()).unwrap();
    let [long, control] = &table.rows[0].cells[..] else { panic!("two cells") };
    assert_eq!((long.text.chars().count(), long.fault), (LONGEST_CELL, Some(CellFault::TooLong)));
    assert_eq!((control.text.as_str(), control.fault), ("xy", Some(CellFault::Control)));
}

#[test]
fn a_workbook_gives_texts_numbers_times_and_the_saved_value_of_a_formula() {
    let sheet = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>电话</t></is></c></row>
      <row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>46346.5625</v></c><c r="C3"><v>13700008026</v></c>
        <c r="D3" t="str"><f>1+1</f><v>two</v></c><c r="E3"><f>HYPERLINK("x")</f></c><c r="F3" t="e"><v>#REF!</v></c>
        <c r="G3"><v>1234567890123456789</v></c></row>"#;
    let table = read(&workbook(sheet, "<si><t>姓名</t></si><si><t>=cmd|'/c calc'!A0</t></si>")).unwrap();
    assert_eq!(table.kind, Kind::Xlsx { sheet: "工单".into(), others: vec!["more".into()] });
    assert_eq!(table.head, ["姓名", "", "电话"]);
    let row = &table.rows[0];
    let texts: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
    assert_eq!(row.line, 3);
    assert_eq!(&texts[..4], ["=cmd|'/c calc'!A0", "2026-11-20 13:30", "13700008026", "two"]);
    assert_eq!(row.cells[5].fault, Some(CellFault::Error));
    assert_eq!(row.cells[6].fault, Some(CellFault::Rounded));
}

#[test]
fn a_workbook_cut_short_anywhere_is_refused_and_never_brings_the_reader_down() {
    let whole = workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>"#, "");
    assert_eq!(read(&whole).unwrap().rows.len(), 1);
    for end in (2..whole.len()).step_by(37) {
        assert_eq!(read(&whole[..end]), Err(TableRefused::Damaged), "{end}");
    }
    for at in (30..whole.len()).step_by(11) {
        let mut bent = whole.clone();
        bent[at] ^= 0x55;
        let _ = read(&bent);
    }
}

#[test]
fn a_workbook_that_unpacks_to_far_too_much_is_refused_early() {
    let bomb = workbook("", &format!("<si><t>{}</t></si>", "a".repeat(101 << 20)));
    assert!(bomb.len() < LARGEST);
    assert_eq!(read(&bomb), Err(TableRefused::Bomb));
}

#[test]
fn cells_far_away_and_long_texts_repeated_cost_no_memory() {
    let far = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    assert_eq!(read(&workbook(far, "")), Err(TableRefused::TooManyColumns));
    let cells: String =
        (0..20_000).map(|n| format!(r#"<row r="{}"><c r="A{0}" t="s"><v>0</v></c></row>"#, n + 1)).collect();
    let long = workbook(&cells, &format!("<si><t>{}</t></si>", "a".repeat(9 << 20)));
    assert_eq!(read(&long), Err(TableRefused::TooManyRows), "each cell was cut");
}
