//! The packs that come with the program.

use crate::{Files, folder};
use domain::flag::Flag;
use domain::pack::{Item, ItemKind, Need, Pack, Words};
use domain::stage::Stage;
use serde::{Deserialize, Serialize};
use standards::{Library, describe};
use std::collections::{BTreeMap, BTreeSet};

fn library() -> Library {
    Library::builtin().unwrap()
}

fn keys(pack: &Pack, stage: Stage) -> Vec<&str> {
    pack.items().filter(|(at, _, _)| *at == stage).map(|(_, _, item)| item.key.as_str()).collect()
}

fn item<'a>(pack: &'a Pack, key: &str) -> &'a Item {
    pack.item(&key.into()).unwrap()
}

#[test]
fn every_item_of_the_standard_is_there_in_order_with_its_kind_need_and_evidence() {
    #[derive(Deserialize)]
    struct Expected {
        stages: BTreeMap<Stage, Vec<String>>,
        branches: BTreeMap<String, Vec<String>>,
    }
    fn word<T: Serialize>(value: &T) -> String {
        match serde_json::to_value(value).unwrap() {
            serde_json::Value::String(word) => word,
            other => format!("when {}", other["when"].as_str().unwrap()),
        }
    }
    let line = |item: &Item| format!("{} {} {} {}", item.key, word(&item.kind), word(&item.need), word(&item.evidence));
    for (key, expected) in [
        ("dw_repair", include_str!("expected/dw_repair.json")),
        ("broadband_install", include_str!("expected/broadband_install.json")),
    ] {
        let expected: Expected = serde_json::from_str(expected).unwrap();
        let library = library();
        let pack = library.pack(key).unwrap();
        assert_eq!(pack.stages.len(), expected.stages.len());
        for plan in &pack.stages {
            let found: Vec<_> = plan.blocks.iter().flat_map(|block| &block.items).map(line).collect();
            assert_eq!(found, expected.stages[&plan.stage], "{key}, {}", plan.stage.key());
        }
        let branches: BTreeMap<_, Vec<_>> =
            pack.branches.iter().map(|(key, block)| (key.clone(), block.items.iter().map(line).collect())).collect();
        assert_eq!(branches, expected.branches, "{key}");
    }
}

#[test]
fn the_program_carries_every_file_of_the_folder() {
    let builtin = library();
    let folder = Library::from_directory(&folder()).unwrap();
    assert_eq!(builtin.manifest(), folder.manifest());
    assert_eq!(builtin.manifest().files.len(), Files::of_the_product().0.len());
}

#[test]
fn no_key_comes_twice_in_a_pack_and_every_text_is_in_both_languages() {
    for pack in library().packs() {
        let all: Vec<&Item> = pack
            .items()
            .map(|(_, _, item)| item)
            .chain(pack.branches.values().flat_map(|block| &block.items))
            .collect();
        assert_eq!(all.iter().map(|item| &item.key).collect::<BTreeSet<_>>().len(), all.len());
        for item in all {
            let texts = [Some(&item.name), item.detail.as_ref()];
            let choices = item.choices.iter().map(|choice| &choice.name);
            let scripts = item.scripts.iter().map(|script| &script.words);
            let of_firm = |words: &&Words| words.zh.starts_with('{') && words.zh.ends_with('}') && words.zh == words.en;
            for words in texts.into_iter().flatten().chain(choices).chain(scripts).filter(|words| !of_firm(words)) {
                assert!(words.zh.chars().any(|c| ('一'..='鿿').contains(&c)) && !words.en.is_empty(), "{}", item.key);
            }
        }
    }
}

#[test]
fn own_items_come_last_in_a_stage_but_before_conduct_in_work() {
    let library = library();
    let pack = library.pack("broadband_install").unwrap();
    assert_eq!(keys(pack, Stage::Test).last(), Some(&"bbi.speed"));
    let work = keys(pack, Stage::Work);
    let place = |key| work.iter().position(|k| *k == key).unwrap();
    assert!(place("tel.ppe_worn") < place("bbi.cable") && place("bbi.serial") < place("cdt.ten"));
    assert!(place("cdt.talk") < place("par.show"));
}

#[test]
fn a_block_of_several_stages_is_spread_over_them() {
    let library = library();
    let install = library.pack("broadband_install").unwrap();
    let stages: Vec<_> =
        install.items().filter(|(_, block, _)| block.key == "blk.goods").map(|(stage, _, _)| stage).collect();
    assert_eq!(stages.iter().collect::<BTreeSet<_>>().len(), 4);
    assert_eq!(install.stage_of(&"tel.opm".into()), Some(Stage::Preparation));
    assert_eq!(install.stage_of(&"tel.ppe_worn".into()), Some(Stage::Work));
    assert_eq!(library.pack("dw_repair").unwrap().stage_of(&"goods.count".into()), None);
}

#[test]
fn an_override_changes_one_pack_and_leaves_the_block_to_the_others() {
    let library = library();
    let [repair, install] = ["dw_repair", "broadband_install"].map(|key| library.pack(key).unwrap());
    assert_eq!(item(install, "drs.reflective").need, Need::Required);
    assert_eq!(item(repair, "drs.reflective").need, Need::When(Flag::LowLight));
    assert_eq!(item(repair, "cln.wipe").detail.as_ref().unwrap().zh, "门窗表面与周边");
    assert_eq!(item(install, "cln.wipe").detail, None);
    let rules: Vec<_> = item(repair, "dia.entitle").rules.iter().map(|rule| rule.as_str()).collect();
    assert_eq!(rules, ["WAR-04", "WAR-08", "FEE-01", "WAR-02"]);
}

#[test]
fn limits_of_ours_are_marked_and_a_source_s_are_not() {
    let library = library();
    let [repair, install] = ["dw_repair", "broadband_install"].map(|key| library.pack(key).unwrap());
    let measure = |pack, key| item(pack, key).measure.clone().unwrap();
    let gap = measure(repair, "dwr.gap");
    assert!(gap.ours && gap.before_and_after && item(repair, "dwr.gap").each_unit);
    assert_eq!((gap.unit.as_str(), gap.most.as_deref()), ("mm", Some("3")));
    let arrival = measure(install, "arr.window");
    assert_eq!((arrival.ours, arrival.least.as_deref(), arrival.most.as_deref()), (false, Some("-10"), Some("-5")));
    assert!(measure(repair, "arr.window").ours);
    let speed = measure(install, "bbi.speed");
    assert_eq!(speed.relative.unwrap().least_percent.as_deref(), Some("90"));
    assert_eq!(speed.parts[0].key, "up");
}

#[test]
fn a_customer_who_is_not_satisfied_keeps_the_tests_open() {
    let library = library();
    let shut: Vec<_> = item(library.pack("dw_repair").unwrap(), "tst.content")
        .choices
        .iter()
        .filter(|choice| choice.blocks)
        .map(|choice| choice.key.as_str())
        .collect();
    assert_eq!(shut, ["not"]);
}

#[test]
fn repair_and_installation_open_the_call_with_their_own_words() {
    let library = library();
    let opening = |key| item(library.pack(key).unwrap(), "apt.script").scripts[0].key.clone();
    assert_eq!((opening("dw_repair"), opening("broadband_install")), ("S01".into(), "S02".into()));
    assert!(library.script("S31").unwrap().words.zh.contains("回访"));
    assert!(library.script("S99").is_none());
}

#[test]
fn every_script_item_has_words_to_say() {
    for pack in library().packs() {
        for (_, _, item) in pack.items().filter(|(_, _, item)| item.kind == ItemKind::Script) {
            assert!(!item.scripts.is_empty(), "{}: {}", pack.key, item.key);
        }
    }
}

#[test]
fn the_description_names_every_item_once_with_its_limits_and_choices() {
    let library = library();
    for pack in library.packs() {
        let text = describe(pack);
        for (_, _, item) in pack.items() {
            let lines = text.lines().filter(|line| line.trim_start().starts_with(&format!("{} ", item.key)));
            assert_eq!(lines.count(), 1, "{}", item.key);
        }
    }
    let text = describe(library.pack("dw_repair").unwrap());
    assert!(text.contains("mm ≤ 3  [our default"), "{text}");
    assert!(text.contains("○ not 不满意 / not satisfied  (keeps the gate shut"), "{text}");
    assert!(text.contains("C(height)"), "{text}");
}
