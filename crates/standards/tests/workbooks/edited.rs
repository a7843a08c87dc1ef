//! What a clerk does to a workbook, and how it is told which cell to correct.

use crate::{Sheets, cell, imported, only};
use rust_xlsxwriter::{Format, Formula};
use standards::lint::Level;

const OWN: [(&str, &str); 8] = [
    ("环节", "work"),
    ("键", "dwr.extra"),
    ("中文", "加一项"),
    ("英文", "One more"),
    ("类型", "check"),
    ("必答", "Y"),
    ("凭据", "-"),
    ("条款", "WRK-01，WRK-02"),
];

#[test]
fn a_row_that_is_added_becomes_an_item() {
    let (pack, found) = imported(&Sheets::of_pack("dw_repair").with_row("检查项", &OWN).written());
    assert_eq!(found, []);
    let toml = pack.unwrap().toml;
    let item = "stage = \"work\"\nkey = \"dwr.extra\"\nzh = \"加一项\"\nen = \"One more\"\nkind = \"check\"\nreq = \"Y\"\n\
                ev = \"-\"\nrules = [\"WRK-01\", \"WRK-02\"]\n";
    assert!(toml.ends_with(item), "{toml}");
}

#[test]
fn a_wrong_word_is_told_with_its_sheet_column_and_row() {
    for (sheet, key, heading, text, says) in [
        ("检查项", "dwr.gap", "类型", "magic", "magic"),
        ("检查项", "dwr.gap", "英文", "", "“en”"),
        ("检查项", "dwr.gap", "必答", "C(leak)", "never shown"),
        ("检查项", "dwr.gap", "条款", "DIA-99", "DIA-99"),
        ("检查项", "dwr.gap", "上限", "three", "three"),
        ("检查项", "dwr.gap", "单位", "furlong", "furlong"),
        ("检查项", "dwr.gap", "单位", "", "unit"),
        ("检查项", "dwr.gap", "环节", "lunch", "lunch"),
        ("检查项", "dwr.gap", "逐件", "也许", "是 or 否"),
        ("检查项", "dwr.gap", "话术", "S99", "S99"),
        ("修改", "prt.cover", "必答", "N", "remove"),
        ("修改", "cln.wipe", "说明中文", "", "“zh”"),
        ("选项", "own", "键", "Own One", "Own One"),
        ("选项", "own", "检查项", "dia.nothing", "dia.nothing"),
    ] {
        let mut sheets = Sheets::of_pack("dw_repair").with(sheet, key, heading, text);
        let (row, column) = Sheets::of_pack("dw_repair").place(sheet, key, heading);
        let letter = char::from(b'A' + u8::try_from(column).unwrap());
        let finding = only(&sheets.written());
        assert_eq!(cell(&finding), format!("{sheet}!{letter}{}", row + 1), "{finding}");
        assert!(finding.en.contains(says), "{finding}");
        assert!(!sheets.rows(sheet).is_empty());
    }
}

#[test]
fn what_is_wrong_with_the_pack_itself_is_told_in_the_first_sheet() {
    for (label, text, says) in [
        ("基础流程 base", "base.moon", "base.moon"),
        ("询问的标志 asks", "height、moon", "moon"),
        ("另加的组 blocks", "blk.moon", "blk.moon"),
        ("英文名 en", "", "“en”"),
        ("键 key", "Door Repair", "Door Repair"),
    ] {
        let mut sheets = Sheets::of_pack("dw_repair");
        let row = sheets.rows("规范").iter().position(|row| row[0] == label).unwrap();
        sheets.rows("规范")[row][1] = text.to_owned();
        let (pack, found) = imported(&sheets.written());
        assert!(pack.is_none());
        let told = found.iter().any(|it| cell(it) == format!("规范!B{}", row + 1) && it.en.contains(says));
        assert!(told, "{label}: {found:#?}");
    }
}

#[test]
fn every_fault_of_a_workbook_is_told_at_once() {
    let sheets = Sheets::of_pack("dw_repair")
        .with("检查项", "dwr.gap", "类型", "magic")
        .with("检查项", "dwr.move", "凭据", "X")
        .with("修改", "prt.cover", "凭据", "Y");
    assert_eq!(imported(&sheets.written()).1.len(), 3);
}

#[test]
fn a_hint_is_told_and_does_not_keep_the_pack_back() {
    let finding = only(&Sheets::of_pack("dw_repair").with("检查项", "dwr.gap", "上限", "").written());
    assert_eq!(finding.level, Level::Hint);
    assert!(finding.en.contains("unit without a range"), "{finding}");
}

#[test]
fn rows_of_spaces_and_columns_in_another_order_change_nothing() {
    let plain = imported(&Sheets::of_pack("dw_repair").written()).0;
    let mut sheets = Sheets::of_pack("dw_repair");
    for (name, rows) in &mut sheets.0 {
        if name != "规范" {
            rows.iter_mut().for_each(|row| row.reverse());
        }
        rows.insert(rows.len().min(2), vec!["  ".to_owned(), "\n".to_owned(), "\u{3000}".to_owned()]);
    }
    assert_eq!(imported(&sheets.written()), (plain, vec![]));
}

#[test]
fn a_heading_may_be_the_chinese_or_the_english_word_and_nothing_else() {
    let mut sheets = Sheets::of_pack("dw_repair");
    sheets.rows("检查项")[0][0] = "环节".to_owned();
    sheets.rows("检查项")[0][1] = "key".to_owned();
    assert_eq!(imported(&sheets.written()).1, []);
    sheets.rows("检查项")[0][8] = "备注".to_owned();
    let found = imported(&sheets.written()).1;
    assert!(found.iter().any(|it| cell(it) == "检查项!I1" && it.en.contains("备注")), "{found:#?}");
    assert!(found.iter().any(|it| it.en.contains("missing") && it.en.contains("detail_zh")), "{found:#?}");
}

#[test]
fn a_number_where_a_text_belongs_is_told_and_a_limit_may_be_one() {
    let mut sheets = Sheets::of_pack("dw_repair");
    let (row, most) = sheets.place("检查项", "dwr.gap", "上限");
    let (_, key) = sheets.place("检查项", "dwr.gap", "键");
    let at = |row: usize, column: usize| (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
    let number = |place: (u32, u16), number: f64| {
        sheets.written_and(|book| {
            book.worksheet_from_name("检查项").unwrap().write_number(place.0, place.1, number).unwrap();
        })
    };
    let (pack, found) = imported(&number(at(row, most), 2.5));
    assert_eq!(found, []);
    assert!(pack.unwrap().toml.contains("most = \"2.5\""));
    let finding = only(&number(at(row, key), 42.0));
    assert_eq!(cell(&finding), format!("检查项!B{}", row + 1));
    assert!(finding.en.contains("number"), "{finding}");
}

#[test]
fn a_formula_is_told_whatever_it_comes_to() {
    let mut sheets = Sheets::of_pack("dw_repair");
    let (row, column) = sheets.place("检查项", "dwr.gap", "中文");
    let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
    let bytes = sheets.written_and(|book| {
        let formula = Formula::new("=CONCAT(\"a\",\"b\")").set_result("扇框间隙");
        book.worksheet_from_name("检查项").unwrap().write_formula(row, column, formula).unwrap();
    });
    let finding = only(&bytes);
    assert_eq!(cell(&finding), format!("检查项!C{}", row + 1));
    assert!(finding.en.contains("formula"), "{finding}");
}

#[test]
fn merged_cells_are_told_at_their_first_one() {
    let bytes = Sheets::of_pack("dw_repair").with_row("检查项", &OWN).written_and(|book| {
        let sheet = book.worksheet_from_name("检查项").unwrap();
        sheet.merge_range(40, 2, 41, 2, "", &Format::new()).unwrap();
    });
    let finding = only(&bytes);
    assert_eq!(cell(&finding), "检查项!C41");
}

#[test]
fn a_cell_beside_the_columns_is_told_and_not_lost_in_silence() {
    let mut beside = Sheets::of_pack("dw_repair");
    beside.rows("选项")[1].push("另外".to_owned());
    assert_eq!(cell(&only(&beside.written())), "选项!G2");
    let mut head = Sheets::of_pack("dw_repair");
    head.rows("规范")[7].push("drilling".to_owned());
    assert_eq!(cell(&only(&head.written())), "规范!C8");
}

#[test]
fn a_copy_of_a_sheet_is_a_fault_and_a_sheet_of_notes_a_hint() {
    let mut copied = Sheets::of_pack("dw_repair");
    let rows = copied.rows("检查项").clone();
    copied.0.push(("检查项 (2)".to_owned(), rows));
    assert!(only(&copied.written()).is_fault());
    let mut noted = Sheets::of_pack("dw_repair");
    noted.0.push(("我的备注".to_owned(), vec![vec!["x".to_owned()]]));
    assert!(!only(&noted.written()).is_fault());
}

#[test]
fn a_key_twice_and_a_row_twice_are_told_in_the_second() {
    let twice = Sheets::of_pack("dw_repair").with_row("检查项", &OWN).with_row("检查项", &OWN);
    let last = twice.0.iter().find(|(name, _)| name == "检查项").unwrap().1.len();
    assert_eq!(cell(&only(&twice.written())), format!("检查项!B{last}"));
    let mut head = Sheets::of_pack("dw_repair");
    head.rows("规范").push(vec!["版本".to_owned(), "2.0".to_owned()]);
    assert!(only(&head.written()).en.contains("twice"));
}
