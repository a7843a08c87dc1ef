//! Whether every rule of the standard is carried, and what the linter says to whoever writes packs.

use crate::{Files, folder, own_item, pack};
use standards::coverage::{Carrier, coverage};
use standards::lint::{self, Finding};
use standards::{Book, Library};
use std::fs;
use std::sync::atomic::{AtomicU32, Ordering};

#[test]
fn every_rule_is_carried_or_it_is_said_why_not() {
    let (book, library) = (Book::builtin().unwrap(), Library::builtin().unwrap());
    let rules = coverage(&book, &library);
    assert_eq!(rules.len(), 355);
    let missing: Vec<&str> = rules.iter().filter(|it| it.is_missing()).map(|it| it.rule.id.as_str()).collect();
    assert_eq!(missing, Vec::<&str>::new());
    let lazy = rules.iter().filter_map(|it| it.reason.as_ref()).find(|it| it.en.to_lowercase().contains("todo"));
    assert_eq!(lazy, None, "`todo` is no reason");
}

#[test]
fn a_rule_that_nothing_names_any_more_is_missing() {
    let (book, library) = (Book::builtin().unwrap(), Files::of_the_product().load().unwrap());
    let of = |library: &Library| {
        let rules = coverage(&book, library);
        rules.into_iter().find(|it| it.rule.id.as_str() == "KIT-14").unwrap().by
    };
    assert!(of(&library).iter().all(|by| matches!(by, Carrier::Item(_))));
    let none = Library::from_files::<&str, &str>([]).unwrap();
    assert!(of(&none).is_empty());
    let missing = coverage(&book, &none).into_iter().filter(|it| it.is_missing()).count();
    assert!(missing > 100, "{missing}");
}

#[test]
fn every_item_names_a_rule_that_exists() {
    assert_eq!(lint::check(&folder(), &Book::builtin().unwrap()), []);
}

/// The product's packs in a folder of their own, with one file changed.
fn checked(name: &str, text: &str) -> Vec<Finding> {
    static COPIES: AtomicU32 = AtomicU32::new(0);
    let number = COPIES.fetch_add(1, Ordering::Relaxed);
    let copy = std::env::temp_dir().join(format!("doorstep-lint-{}-{number}", std::process::id()));
    for (name, content) in Files::of_the_product().with(name, text).0 {
        let path = copy.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    let found = lint::check(&copy, &Book::builtin().unwrap());
    fs::remove_dir_all(copy).unwrap();
    found
}

#[test]
fn a_fault_is_named_with_its_file_and_line_in_both_languages() {
    let item = own_item("work", "tri.al", "check", "Y", "-");
    let line_of_item = pack(&item).lines().position(|line| line.contains("\"tri.al\"")).unwrap() + 1;
    let other_rule = pack(&item.replace("rules = [", "rules = [\"XYZ-99\", "));
    for (text, says) in [
        (pack(&item.replace("\"check\"", "\"chekc\"")), "chekc"),
        (pack(&item.replace("req = \"Y\"", "req = \"C(nowhere)\"")), "nowhere"),
        (other_rule, "XYZ-99"),
    ] {
        let found = checked("packs/trial.toml", &text);
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((finding.file.as_str(), finding.line), ("packs/trial.toml", line_of_item), "{finding}");
        assert!(finding.en.contains(says) && !finding.zh.is_ascii(), "{finding}");
    }
}

#[test]
fn a_gate_nobody_can_open_and_a_choice_of_one_are_found() {
    let item = own_item("work", "tri.gate", "gate", "Y", "T");
    let shut = pack(&format!("{item}choices = [{{ key = \"no\", zh = \"否\", en = \"no\", blocks = true }}]\n"));
    let found = checked("packs/trial.toml", &shut);
    assert!(found.iter().any(|it| it.en.contains("keeps this gate shut")), "{found:?}");
    assert!(found.iter().any(|it| it.en.contains("choice of one")), "{found:?}");
}

#[test]
fn a_folder_that_is_not_there_is_one_finding() {
    let found = lint::check(&folder().join("nowhere"), &Book::builtin().unwrap());
    assert_eq!(found.len(), 1);
    assert!(found[0].en.contains("nowhere"));
}
