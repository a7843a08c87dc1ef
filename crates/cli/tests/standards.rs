//! `doorstep standards check | export | import` as a person at the command line sees them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // helpers of tests; clippy knows only #[test] functions

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn standards(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_doorstep")).arg("standards").args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A company's own copy of the product's packs.
fn company() -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("standards");
    let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/standards");
    for inner in ["", "blocks", "packs"] {
        fs::create_dir_all(folder.join(inner)).unwrap();
        for entry in fs::read_dir(ours.join(inner)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, folder.join(inner).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    (home, folder)
}

/// Replaces a text of a file that is there once.
fn edit(path: &Path, from: &str, to: &str) {
    let before = fs::read_to_string(path).unwrap();
    assert_eq!(before.matches(from).count(), 1, "{from}");
    fs::write(path, before.replace(from, to)).unwrap();
}

#[test]
fn a_sound_folder_passes_and_the_count_of_nothing_is_said() {
    let (_home, folder) = company();
    let checked = standards(&["check", text(&folder)]);
    assert!(checked.status.success());
    assert_eq!(out(&checked), "0 fault(s) 处错误, 0 hint(s) 处提示\n");
}

#[test]
fn faults_of_two_files_are_both_told_with_file_and_line_and_fail() {
    let (_home, folder) = company();
    edit(&folder.join("packs/dw_repair.toml"), "key = \"dwr.move\"", "key = \"dwr.move\"\ncolour = \"red\"");
    fs::write(folder.join("packs/ac_repair.toml"), "key = ").unwrap();
    let checked = standards(&["check", text(&folder)]);
    assert_eq!(checked.status.code(), Some(1));
    let said = out(&checked);
    assert!(said.contains("packs/ac_repair.toml:1:") && said.contains("packs/dw_repair.toml:"), "{said}");
    assert!(said.contains("colour") && said.ends_with("2 fault(s) 处错误, 0 hint(s) 处提示\n"), "{said}");
}

#[test]
fn a_hint_alone_is_told_and_passes() {
    let (_home, folder) = company();
    edit(&folder.join("packs/broadband_install.toml"), ", open = true", "");
    let checked = standards(&["check", text(&folder)]);
    assert!(checked.status.success());
    let said = out(&checked);
    assert!(
        said.contains("(hint 提示) bbi.route") && said.ends_with("0 fault(s) 处错误, 1 hint(s) 处提示\n"),
        "{said}"
    );
}

#[test]
fn a_pack_goes_out_as_a_workbook_and_comes_back_into_a_folder() {
    let (home, folder) = company();
    let book = home.path().join("门窗.xlsx");
    let exported = standards(&["export", "dw_repair", text(&book), "--from", text(&folder)]);
    assert!(exported.status.success(), "{}", err(&exported));
    assert!(standards(&["check", text(&book)]).status.success());
    fs::remove_file(folder.join("packs/dw_repair.toml")).unwrap();
    let imported = standards(&["import", text(&book), "--to", text(&folder)]);
    assert!(imported.status.success(), "{}", err(&imported));
    assert_eq!(out(&imported).trim(), text(&folder.join("packs/dw_repair.toml")));
    assert!(standards(&["check", text(&folder)]).status.success());
    assert_eq!(fs::read_dir(folder.join("packs")).unwrap().count(), 16, "nothing else is left there");
    let printed = standards(&["import", text(&book)]);
    assert_eq!(out(&printed), fs::read_to_string(folder.join("packs/dw_repair.toml")).unwrap());
}

#[test]
fn a_second_export_does_not_write_over_an_edited_workbook() {
    let home = tempfile::tempdir().unwrap();
    let book = home.path().join("a.xlsx");
    fs::write(&book, "edited").unwrap();
    let exported = standards(&["export", "dw_repair", text(&book)]);
    assert_eq!(exported.status.code(), Some(1));
    assert!(err(&exported).contains("已存在"), "{}", err(&exported));
    assert_eq!(fs::read_to_string(&book).unwrap(), "edited");
}

#[test]
fn a_workbook_that_does_not_fit_its_folder_is_told_by_cell_and_writes_nothing() {
    let (home, folder) = company();
    let book = home.path().join("a.xlsx");
    assert!(standards(&["export", "broadband_install", text(&book)]).status.success());
    fs::remove_file(folder.join("blocks/telecom.toml")).unwrap();
    let before = fs::read(folder.join("packs/broadband_install.toml")).unwrap();
    let imported = standards(&["import", text(&book), "--to", text(&folder)]);
    assert_eq!(imported.status.code(), Some(1));
    let said = err(&imported);
    assert!(said.contains("a.xlsx: 规范!B7:") && said.contains("blk.telecom") && said.contains("没有写入"), "{said}");
    assert_eq!(out(&imported), "");
    assert_eq!(fs::read(folder.join("packs/broadband_install.toml")).unwrap(), before);
}

#[test]
fn what_is_no_workbook_or_no_pack_fails_with_what_to_do() {
    let home = tempfile::tempdir().unwrap();
    let book = home.path().join("a.xlsx");
    fs::write(&book, "PK\u{3}\u{4} not really").unwrap();
    for asked in ["check", "import"] {
        let output = standards(&[asked, text(&book)]);
        assert_eq!(output.status.code(), Some(1), "{asked}");
        assert!((out(&output) + &err(&output)).contains("no workbook"), "{asked}");
    }
    let missing = standards(&["import", "no/such.xlsx"]);
    assert!(missing.status.code() == Some(1) && err(&missing).contains("no/such.xlsx"));
    let unknown = standards(&["export", "no_such_pack", text(&home.path().join("b.xlsx"))]);
    assert!(unknown.status.code() == Some(1) && err(&unknown).contains("doorstep standards list"));
    assert!(!home.path().join("b.xlsx").exists());
}
