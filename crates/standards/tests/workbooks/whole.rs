//! Nothing of a pack is lost on the way out and back.

use crate::{Sheets, exported, imported};
use standards::{Library, pack_digest};
use std::fs;
use std::path::Path;

/// The product's files with one replaced.
fn library_with(key: &str, toml: &str) -> Library {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/standards");
    let mut files = Vec::new();
    for inner in ["", "blocks/", "packs/"] {
        for entry in fs::read_dir(folder.join(inner)).unwrap() {
            let name = format!("{inner}{}", entry.unwrap().file_name().into_string().unwrap());
            if name.ends_with(".toml") && name != format!("packs/{key}.toml") {
                files.push((name.clone(), fs::read_to_string(folder.join(&name)).unwrap()));
            }
        }
    }
    files.push((format!("packs/{key}.toml"), toml.to_owned()));
    Library::from_files(files).unwrap()
}

#[test]
fn every_pack_of_the_product_comes_back_from_its_workbook_with_the_same_digest() {
    let library = Library::builtin().unwrap();
    assert_eq!(library.packs().count(), 16);
    for pack in library.packs() {
        let bytes = exported(pack.key.as_str());
        let (back, found) = imported(&bytes);
        assert_eq!(found, [], "{}", pack.key);
        let back = back.unwrap();
        assert_eq!(back.key, pack.key.as_str());
        let again = library_with(&back.key, &back.toml);
        let again = again.pack(&back.key).unwrap();
        assert_eq!(pack_digest(again).unwrap(), pack_digest(pack).unwrap(), "{}", pack.key);
    }
}

#[test]
fn a_workbook_exported_from_what_was_imported_says_the_same_in_every_cell() {
    let library = Library::builtin().unwrap();
    for key in library.packs().map(|pack| pack.key.as_str()) {
        let bytes = exported(key);
        let toml = imported(&bytes).0.unwrap().toml;
        let folder = std::env::temp_dir().join(format!("doorstep-workbook-{}-{key}", std::process::id()));
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/standards");
        for inner in ["", "blocks", "packs"] {
            fs::create_dir_all(folder.join(inner)).unwrap();
            for entry in fs::read_dir(assets.join(inner)).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_some_and(|end| end == "toml") {
                    fs::copy(&path, folder.join(inner).join(path.file_name().unwrap())).unwrap();
                }
            }
        }
        fs::write(folder.join(format!("packs/{key}.toml")), &toml).unwrap();
        let again = standards::workbook::export(key, Some(&folder)).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(Sheets::of(&again), Sheets::of(&bytes), "{key}");
    }
}

#[test]
fn the_toml_is_what_a_person_would_write_and_the_same_every_time() {
    let toml = imported(&exported("broadband_install")).0.unwrap().toml;
    assert_eq!(toml, imported(&exported("broadband_install")).0.unwrap().toml);
    assert!(toml.starts_with("key = \"broadband_install\"\nversion = \"1.0\"\nname = { zh = \"宽带安装\""), "{toml}");
    assert!(toml.contains("measure = { unit = \"min\", least = \"-10\", most = \"-5\" }\n"), "{toml}");
    let item = "\n[[item]]\nstage = \"survey\"\nkey = \"bbi.route\"\nzh = \"布线路由与长度\"\n";
    assert!(toml.contains(item) && toml.contains("unit = \"m\", open = true"), "{toml}");
}

#[test]
fn a_workbook_has_chinese_headings_the_shared_items_and_the_words_to_use() {
    let mut sheets = Sheets::of_pack("dw_repair");
    let names: Vec<&str> = sheets.0.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["规范", "检查项", "修改", "选项", "分项", "情形", "共用项", "用词"]);
    assert_eq!(sheets.rows("检查项")[0][..3], ["环节 stage", "键 key", "中文 zh"]);
    assert!(sheets.rows("共用项").iter().any(|row| row.contains(&"ent.permission".to_owned())));
    assert!(!sheets.rows("共用项").iter().any(|row| row.contains(&"dwr.gap".to_owned())), "own items are not shared");
    assert!(sheets.rows("用词").iter().any(|row| row.contains(&"C(height)".to_owned())));
}

#[test]
fn a_pack_that_is_not_there_or_not_sound_is_not_exported() {
    let refused = standards::workbook::export("no_such", None).unwrap_err();
    assert!(refused.to_string().contains("no_such") && refused.zh().contains("no_such"));
    let nowhere = standards::workbook::export("dw_repair", Some(Path::new("no/such/folder"))).unwrap_err();
    assert!(nowhere.to_string().contains("dw_repair"), "{nowhere}");
}
