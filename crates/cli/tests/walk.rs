//! The whole walk, as a person at the command line sees it: real hub process, real HTTP, real files, real photos.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // helpers of tests; clippy knows only #[test] functions

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn doorstep(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_doorstep")).args(arguments).output().unwrap()
}

fn photos() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/demo/photos")
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Walks a pack's demo and gives its result and folder.
fn walk(pack: &str) -> (Value, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let run = doorstep(&["demo", "--photos", text(&photos()), "--out", text(&out), "--pack", pack, "--json"]);
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let stdout = String::from_utf8(run.stdout).unwrap();
    (serde_json::from_str(stdout.lines().last().unwrap()).unwrap(), folder)
}

fn pdf_text(pdf: &Path) -> String {
    let run = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output().unwrap();
    assert!(run.status.success());
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn a_repair_leaves_the_office_and_comes_back_as_a_signed_sheet() {
    let (result, folder) = walk("dw_repair");
    let out = folder.path().join("out");
    assert_eq!(result["equal"], true, "{result}");
    assert_eq!(result["sync_requests"], 1, "{result}");
    assert_eq!(result["phone_heads"], result["hub_heads"]);
    assert!(result["acknowledged"].as_u64().unwrap() > 30, "{result}");
    assert!(result["photos"].as_u64().unwrap() >= 6, "{result}");
    assert_ne!(result["hub"]["pid_before"], result["hub"]["pid_after"]);
    let stopped = &result["hub"]["stopped_unix_ms"];
    assert!(stopped[0].as_i64().unwrap() < stopped[1].as_i64().unwrap());

    for name in ["sheet.pdf", "facts.json", "seal.json", "ca.pem", "phone/log.automerge", "hub/brief.automerge"] {
        assert!(out.join(name).is_file(), "{name} is missing");
    }
    assert_eq!(fs::read_dir(out.join("sync")).unwrap().count(), 2);
    let printed = pdf_text(&out.join("sheet.pdf"));
    for label in ["王淑敏", "服务单", "断桥铝平开窗", "扇框间隙", "三元乙丙密封条", "534.80", "客户签字"]
    {
        assert!(printed.contains(label), "{label} is not on the sheet:\n{printed}");
    }
}

#[test]
fn a_broadband_installation_walks_the_same_way() {
    let (result, folder) = walk("broadband_install");
    assert_eq!((&result["equal"], &result["sync_requests"]), (&Value::Bool(true), &Value::from(1)), "{result}");
    let printed = pdf_text(&folder.path().join("out/sheet.pdf"));
    for label in ["林晓东", "接收光功率", "上下行速率", "100.00"] {
        assert!(printed.contains(label), "{label} is not on the sheet:\n{printed}");
    }
}

#[test]
fn the_sheet_holds_against_the_office_s_root_and_not_once_a_byte_is_changed() {
    let (_, folder) = walk("dw_repair");
    let (sheet, ca) = (folder.path().join("out/sheet.pdf"), folder.path().join("out/ca.pem"));
    assert!(doorstep(&["verify", text(&sheet), "--ca", text(&ca)]).status.success());
    let mut bytes = fs::read(&sheet).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&sheet, bytes).unwrap();
    let refused = doorstep(&["verify", text(&sheet), "--ca", text(&ca)]);
    assert!(!refused.status.success());
    assert!(String::from_utf8(refused.stdout).unwrap().contains("改动"));
}

#[test]
fn two_copies_of_a_job_are_equal_until_one_of_them_lacks_a_change() {
    let (_, folder) = walk("dw_repair");
    let (phone, hub) = (folder.path().join("out/phone"), folder.path().join("out/hub"));
    assert!(doorstep(&["compare", text(&phone), text(&hub)]).status.success());
    let genesis = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/genesis/log-1.bin");
    fs::copy(genesis, hub.join("log.automerge")).unwrap();
    let compared = doorstep(&["compare", text(&phone), text(&hub)]);
    assert!(!compared.status.success());
    fs::remove_file(hub.join("log.automerge")).unwrap();
    let missing = doorstep(&["compare", text(&phone), text(&hub)]);
    assert!(String::from_utf8(missing.stderr).unwrap().contains("log.automerge"));
}

#[test]
fn a_hub_whose_port_is_taken_says_so_in_one_sentence_and_touches_nothing() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let hub = folder.path().join("hub");
    let listen = taken.local_addr().unwrap().to_string();
    let run = doorstep(&["hub", "--folder", text(&hub), "--listen", &listen]);
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(!run.status.success() && said.contains(&taken.local_addr().unwrap().port().to_string()), "{said}");
    assert!(!hub.exists());
}

#[test]
fn a_folder_that_no_demo_made_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let precious = folder.path().join("thesis.txt");
    fs::write(&precious, "years of work").unwrap();
    let run = doorstep(&["demo", "--photos", text(&photos()), "--out", text(folder.path())]);
    assert!(!run.status.success());
    assert_eq!(fs::read_to_string(precious).unwrap(), "years of work");
}
