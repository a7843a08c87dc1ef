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
    walked(&["--pack", pack])
}

/// Walks the demo asked for.
fn walked(asked: &[&str]) -> (Value, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let photos = photos();
    let whole = [&["demo", "--photos", text(&photos), "--out", text(&out), "--json"], asked].concat();
    let run = doorstep(&whole);
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

macro_rules! every_other_pack {
    ($($name:ident $pack:literal),+ $(,)?) => {
        $(#[test]
        fn $name() {
            let (result, folder) = walk($pack);
            assert_eq!((&result["equal"], &result["outcome"]), (&Value::Bool(true), &Value::from("completed")));
            let (sheet, ca) = (folder.path().join("out/received.pdf"), folder.path().join("out/ca.pem"));
            assert!(doorstep(&["verify", text(&sheet), "--trust", text(&ca)]).status.success());
        })+
    };
}

every_other_pack! {
    an_air_conditioner_is_installed "ac_install",
    an_air_conditioner_is_repaired "ac_repair",
    an_appliance_is_repaired "appliance_repair",
    a_broadband_fault_is_repaired "broadband_repair",
    a_window_is_installed "dw_install",
    a_bathroom_is_furnished "furniture_bath_install",
    anything_is_installed "generic_install",
    a_home_is_served "home_service",
    a_computer_is_repaired "it_repair",
    a_smart_home_is_installed "smart_install",
    a_smart_home_is_repaired "smart_repair",
    a_set_top_box_is_installed "stb_install",
    a_system_is_maintained "system_maintenance",
    a_wardrobe_is_installed "wardrobe_install",
}

#[test]
fn nobody_home_leaves_a_note_and_no_sheet() {
    let (result, folder) = walked(&["--pack", "broadband_install", "--branch", "nobody-home"]);
    assert_eq!((&result["equal"], &result["outcome"]), (&Value::Bool(true), &Value::from("nobody_home")), "{result}");
    assert!(result["sheet"].is_null() && !folder.path().join("out/sheet.pdf").exists());
}

#[test]
fn a_customer_who_declines_signs_for_that_and_pays_for_the_looking_alone() {
    let (result, folder) = walked(&["--pack", "dw_repair", "--branch", "refused"]);
    assert_eq!((&result["equal"], &result["outcome"]), (&Value::Bool(true), &Value::from("refused")), "{result}");
    let printed = pdf_text(&folder.path().join("out/sheet.pdf"));
    for label in ["客户不同意", "先不维修", "检测费", "30.00"] {
        assert!(printed.contains(label), "{label} is not on the sheet:\n{printed}");
    }
    assert!(!printed.contains("534.80"), "what was declined is not billed");
}

#[test]
fn a_product_that_was_taken_away_comes_back_and_is_signed_for() {
    let (result, folder) = walked(&["--pack", "it_repair", "--branch", "taken-away"]);
    assert_eq!((&result["equal"], &result["outcome"]), (&Value::Bool(true), &Value::from("completed")), "{result}");
    assert!(pdf_text(&folder.path().join("out/sheet.pdf")).contains("-2-D03"), "the second visit has its own sheet");
}

#[test]
fn a_missing_part_is_fitted_on_the_second_visit_under_the_plan_that_was_agreed_to() {
    let (result, folder) = walked(&["--pack", "dw_repair", "--branch", "second-visit"]);
    assert_eq!((&result["equal"], &result["outcome"]), (&Value::Bool(true), &Value::from("completed")), "{result}");
    let printed = pdf_text(&folder.path().join("out/sheet.pdf"));
    for label in ["-2-D03", "三元乙丙密封条", "534.80"] {
        assert!(printed.contains(label), "{label} is not on the sheet:\n{printed}");
    }
}

#[test]
fn the_coverage_of_the_standard_has_no_hole() {
    let run = doorstep(&["standards", "coverage", "--json"]);
    assert!(run.status.success());
    let told: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!((&told["total"], &told["missing"]), (&Value::from(355), &Value::Array(Vec::new())), "{told}");
}

#[test]
fn the_sheet_holds_against_the_office_s_root_with_its_receipt_and_not_once_a_byte_is_changed() {
    let (_, folder) = walk("dw_repair");
    let (sheet, ca) = (folder.path().join("out/received.pdf"), folder.path().join("out/ca.pem"));
    let verify = |sheet: &Path, more: &[&str]| {
        let run = doorstep(&[&["verify", text(sheet)], more].concat());
        (run.status.code(), String::from_utf8(run.stdout).unwrap())
    };
    let (code, said) = verify(&sheet, &["--trust", text(&ca)]);
    assert!(code == Some(0) && said.contains("有效 valid") && said.contains("received by"), "{said}");
    let (code, said) = verify(&sheet, &[]);
    assert!(code == Some(2) && said.contains("ca.pem"), "nobody was said to be trusted: {said}");
    let (code, said) = verify(&folder.path().join("out/sheet.pdf"), &["--trust", text(&ca)]);
    assert!(code == Some(2) && said.contains("time not proven"), "the phone's own file has no receipt: {said}");
    let (code, said) = verify(&sheet, &["--trust", text(&ca), "--json"]);
    let found: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &found["result"], &found["facts_match"]), (Some(0), &"valid".into(), &true.into()));
    assert_eq!((found["signatures"].as_array().unwrap().len(), found["reasons"].as_array().unwrap().len()), (2, 0));

    let mut bytes = fs::read(&sheet).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&sheet, bytes).unwrap();
    let (code, said) = verify(&sheet, &["--trust", text(&ca)]);
    assert!(code == Some(1) && said.contains("改动"), "{said}");
    let (code, _) = verify(&folder.path().join("out/ca.pem"), &["--trust", text(&ca)]);
    assert_eq!(code, Some(2), "that is no paper at all");
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
