//! Files written by somebody else: what they may do, and what is refused with which word.

use crate::{Files, own_item, pack};
use domain::pack::{Evidence, Need};
use standards::{PackRefused, Vocabulary};

fn trial(lines: &str) -> Files {
    Files::of_the_product().with("packs/trial.toml", pack(lines))
}

fn override_of(key: &str, lines: &str) -> Files {
    trial(&format!("[[override]]\nkey = \"{key}\"\n{lines}\n"))
}

fn unknown_word(files: Files) -> (Vocabulary, String, String) {
    match files.refused() {
        PackRefused::Unknown { what, at, word, .. } => (what, at, word),
        other => panic!("{other}"),
    }
}

#[test]
fn a_pack_may_make_a_shared_item_stricter() {
    let library = override_of("hgt.recheck", "req = \"Y\"\nev = \"P\"").load().unwrap();
    let item = library.pack("trial").unwrap().item(&"hgt.recheck".into()).unwrap();
    assert_eq!((&item.need, item.evidence), (&Need::Required, Evidence::Photo));
}

#[test]
fn a_pack_may_put_another_item_under_a_flag_but_not_make_it_optional() {
    assert!(override_of("cln.sweep", "req = \"C(goods)\"").load().is_ok());
    let refused = override_of("cln.sweep", "req = \"N\"").refused();
    assert_eq!(refused.code(), "pack_loosened");
    assert!(refused.to_string().contains("packs/trial.toml, cln.sweep"), "{refused}");
}

#[test]
fn no_gate_can_be_made_optional_conditional_or_less_proved() {
    for (key, lines) in [
        ("ent.permission", "req = \"N\""),
        ("con.plan", "req = \"C(charged)\""),
        ("con.plan", "ev = \"-\""),
        ("kit.five.mat", "req = \"N\""),
        ("cln.after", "req = \"C(goods)\""),
        ("prt.mat", "ev = \"T\""),
        ("hgt.*", "req = \"N\""),
        ("hgt.crew", "req = \"C(rural)\""),
        ("drs.shoes", "req = \"C(rural)\""),
        ("nob.note", "req = \"N\""),
        ("dia.cause", "req = \"N\""),
        ("tst.content", "choices = [{ key = \"yes\", zh = \"好\", en = \"good\" }]"),
        ("tst.content", "choices = [{ key = \"not\", zh = \"不\", en = \"not\" }]"),
    ] {
        let refused = override_of(key, lines).refused();
        assert_eq!(refused.code(), "pack_gate_removed", "{key} {lines}: {refused}");
    }
}

#[test]
fn the_policy_of_shoe_covers_is_no_removal_but_only_for_its_two_flags() {
    for flag in ["home_decorated", "floor_sensitive"] {
        assert!(override_of("ent.shoe_covers", &format!("req = \"C({flag})\"")).load().is_ok());
    }
    assert_eq!(override_of("ent.shoe_covers", "req = \"C(rural)\"").refused().code(), "pack_gate_removed");
}

#[test]
fn a_block_rewritten_without_its_gate_is_refused_in_every_pack_that_needs_it() {
    let permission =
        "key = \"ent.permission\"\nzh = \"客户允许入户\"\nen = \"Permission to enter\"\nkind = \"gate\"\nreq = \"Y\"";
    for other in [permission.replace("ent.permission", "ent.allowed"), permission.replace("req = \"Y\"", "req = \"N\"")]
    {
        let refused = Files::of_the_product().edited("blocks/entry.toml", permission, &other).refused();
        let PackRefused::GateMissing { at, gate, place, .. } = &refused else { panic!("{refused}") };
        assert_eq!((at.as_str(), *gate, place.as_str()), ("ent.permission", "G4", "entry"));
    }
}

#[test]
fn a_gate_moved_to_another_stage_is_missing_from_its_own() {
    let refused = Files::of_the_product()
        .edited("blocks/settle.toml", "key = \"fee.match\"", "stage = \"departure\"\nkey = \"fee.match\"")
        .refused();
    assert_eq!(refused.code(), "pack_gate_missing");
}

#[test]
fn a_base_without_the_consent_block_still_loads_but_one_with_half_of_a_stage_does_not() {
    // Stages left out of a base flow do not exist for its packs (STANDARDS 4.1, point 6).
    let library = Files::of_the_product()
        .with("bases.toml", "[[base]]\nkey = \"base.repair\"\nblocks = [\"blk.arrive\", \"blk.leave\"]\n")
        .without_packs()
        .with("packs/trial.toml", pack(""))
        .load()
        .unwrap();
    assert_eq!(library.pack("trial").unwrap().stages.len(), 2);
    let refused = Files::of_the_product()
        .with("bases.toml", "[[base]]\nkey = \"base.repair\"\nblocks = [\"blk.electric\", \"blk.leave\"]\n")
        .without_packs()
        .with("packs/trial.toml", pack(""))
        .refused();
    assert_eq!(refused.code(), "pack_gate_missing", "{refused}");
}

#[test]
fn an_override_of_nothing_is_refused() {
    for key in ["cln.polish", "zzz.*"] {
        let refused = override_of(key, "req = \"Y\"").refused();
        assert_eq!(refused.code(), "pack_override_without_item");
        assert!(refused.to_string().contains(key));
    }
    let own = own_item("work", "trial.own", "check", "Y", "-");
    let refused = trial(&format!("[[override]]\nkey = \"trial.own\"\nreq = \"Y\"\n{own}")).refused();
    assert_eq!(refused.code(), "pack_override_without_item", "an own item is written once, not changed");
}

#[test]
fn each_unknown_word_is_named_with_its_key_and_its_list() {
    let item = |stage, kind, req, ev| trial(&own_item(stage, "trial.a", kind, req, ev));
    let at_item = |what, word: &str| (what, "trial.a".to_owned(), word.to_owned());
    let at_pack = |what, word: &str| (what, "trial".to_owned(), word.to_owned());
    assert_eq!(unknown_word(item("lunch", "check", "Y", "-")), at_item(Vocabulary::Stage, "lunch"));
    assert_eq!(unknown_word(item("work", "magic", "Y", "-")), at_item(Vocabulary::Kind, "magic"));
    assert_eq!(unknown_word(item("work", "check", "maybe", "-")), at_item(Vocabulary::Need, "maybe"));
    assert_eq!(unknown_word(item("work", "check", "C(moon)", "-")), at_item(Vocabulary::Flag, "moon"));
    assert_eq!(unknown_word(item("work", "check", "Y", "X")), at_item(Vocabulary::Evidence, "X"));
    assert_eq!(unknown_word(trial("flags = [\"moon\"]")), at_pack(Vocabulary::Flag, "moon"));
    assert_eq!(unknown_word(trial("blocks = [\"blk.moon\"]")), at_pack(Vocabulary::Block, "blk.moon"));
    assert_eq!(unknown_word(trial("blocks = [\"blk.nobody\"]")), at_pack(Vocabulary::Block, "blk.nobody"));
    let based = Files::of_the_product().with("packs/trial.toml", pack("").replace("base.repair", "base.moon"));
    assert_eq!(unknown_word(based), at_pack(Vocabulary::Base, "base.moon"));
    let measured = own_item("work", "trial.a", "measure", "Y", "M") + "measure = { unit = \"furlong\" }\n";
    assert_eq!(unknown_word(trial(&measured)), at_item(Vocabulary::Unit, "furlong"));
    let spoken = own_item("work", "trial.a", "script", "N", "-") + "scripts = [\"S99\"]\n";
    assert_eq!(unknown_word(trial(&spoken)), at_item(Vocabulary::Script, "S99"));
    let ruled = own_item("work", "trial.a", "check", "Y", "-").replace("WRK-01", "house rule");
    assert_eq!(unknown_word(trial(&ruled)), at_item(Vocabulary::Rule, "house rule"));
}

#[test]
fn a_key_used_twice_over_the_product_is_refused_with_the_place_of_the_first() {
    let refused = trial(&own_item("work", "kit.tools", "check", "Y", "-")).refused();
    let PackRefused::Duplicate { file, at, first } = refused else { panic!() };
    assert_eq!((file.as_str(), at.as_str(), first.as_str()), ("packs/trial.toml", "kit.tools", "blocks/prep.toml"));
    let twice = own_item("work", "trial.a", "check", "Y", "-").repeat(2);
    assert_eq!(trial(&twice).refused().code(), "pack_duplicate_key");
    let again = Files::of_the_product().with("packs/again.toml", pack("").replace("trial", "dw_repair"));
    assert_eq!(again.refused().code(), "pack_duplicate_key");
    assert_eq!(trial("blocks = [\"blk.conduct\"]").refused().code(), "pack_duplicate_key");
}

#[test]
fn a_text_in_one_language_only_is_refused() {
    for (from, language) in [("zh = \"项\"\n", "zh"), ("en = \"Item\"\n", "en")] {
        let refused = trial(&own_item("work", "trial.a", "check", "Y", "-").replace(from, "")).refused();
        let PackRefused::TranslationMissing { at, language: missing, .. } = refused else { panic!() };
        assert_eq!((at.as_str(), missing), ("trial.a", language));
    }
    let blank = own_item("work", "trial.a", "check", "Y", "-").replace("\"Item\"", "\"  \"");
    assert_eq!(trial(&blank).refused().code(), "pack_translation_missing");
}

#[test]
fn an_own_item_needs_a_stage_and_a_branch_item_must_not_have_one() {
    let stageless = own_item("work", "trial.a", "check", "Y", "-").replace("stage = \"work\"\n", "");
    assert_eq!(trial(&stageless).refused().code(), "pack_stage_unclear");
    let staged =
        Files::of_the_product().edited("blocks/safety.toml", "branch = true", "branch = true\nstage = \"work\"");
    assert_eq!(staged.refused().code(), "pack_stage_unclear");
}

#[test]
fn a_measure_needs_a_unit_and_limits_that_are_decimals_in_order() {
    let item = own_item("work", "trial.a", "measure", "Y", "M");
    assert_eq!(trial(&item).refused().code(), "pack_no_unit");
    for limits in ["least = \"low\"", "most = \"1e3\"", "least = \"3\", most = \"-27\"", "most = \"\""] {
        let refused = trial(&format!("{item}measure = {{ unit = \"mm\", {limits} }}\n")).refused();
        assert_eq!(refused.code(), "pack_bad_limit", "{limits}");
    }
    assert!(trial(&format!("{item}measure = {{ unit = \"dBm\", least = \"-27\", most = \"-8.5\" }}\n")).load().is_ok());
}
