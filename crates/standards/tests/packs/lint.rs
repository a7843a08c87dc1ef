//! What the linter says to whoever writes packs.

use crate::{Files, folder, own_item, pack};
use standards::Book;
use standards::lint::{self, Finding, Level, Place};
use std::time::{Duration, Instant};

fn checked(files: Files) -> Vec<Finding> {
    lint::check_files(files.0, &Book::builtin().unwrap())
}

fn trial(lines: &str) -> Files {
    Files::of_the_product().with("packs/trial.toml", pack(lines))
}

/// File, line and level of each finding.
fn places(found: &[Finding]) -> Vec<(&str, usize, Level)> {
    let line = |finding: &Finding| match finding.place {
        Place::Line(line) => line,
        _ => 0,
    };
    found.iter().map(|it| (it.file.as_str(), line(it), it.level)).collect()
}

/// The line of the trial pack that begins with this text; the last one.
fn line(lines: &str, begins: &str) -> usize {
    pack(lines).lines().enumerate().filter(|(_, line)| line.starts_with(begins)).last().unwrap().0 + 1
}

/// The one finding of the trial pack.
fn only(lines: &str) -> Finding {
    let found = checked(trial(lines));
    let [finding] = found.as_slice() else { panic!("{found:#?}") };
    assert_eq!(finding.file, "packs/trial.toml");
    assert!(!finding.zh.is_ascii());
    finding.clone()
}

fn only_fault(lines: &str, says: &str, begins: &str) {
    let finding = only(lines);
    assert!(finding.is_fault() && finding.en.contains(says), "{finding}");
    assert_eq!(finding.place, Place::Line(line(lines, begins)), "{finding}");
}

#[test]
fn the_packs_of_the_product_have_neither_a_fault_nor_a_hint() {
    let found = lint::check(&folder(), &Book::builtin().unwrap());
    assert_eq!(found.iter().map(Finding::to_string).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn a_word_that_is_unknown_is_told_at_its_own_line_in_both_languages() {
    let item = own_item("work", "tri.al", "check", "Y", "-");
    only_fault(&item.replace("\"check\"", "\"chekc\""), "chekc", "kind");
    only_fault(&item.replace("req = \"Y\"", "req = \"C(nowhere)\""), "nowhere", "req");
    only_fault(&item.replace("rules = [", "rules = [\"XYZ-99\", "), "XYZ-99", "rules");
    only_fault(&format!("{item}colour = \"red\"\n"), "colour", "colour");
    only_fault(&item.replace("en = \"Item\"\n", "en = \"\"\n"), "“en”", "en");
}

#[test]
fn every_fault_of_every_file_is_told_and_a_broken_file_hides_none_of_the_others() {
    let item = own_item("work", "tri.al", "check", "Y", "-");
    let lines = item.replace("\"check\"", "\"chekc\"").replace("\"Y\"", "\"maybe\"").replace("\"-\"", "\"X\"")
        + &own_item("lunch", "tri.bl", "check", "Y", "-");
    let files = trial(&lines)
        .with("packs/broken.toml", "key = \"broken\"\nversion = \n")
        .with("packs/dw_repair.toml", [0xff, 0xfe])
        .edited("scripts.toml", "key = \"S31\"", "key = \"S 31\"")
        .edited("blocks/entry.toml", "rules = [\"ENT-01\"", "rules = [\"ENT-1\"");
    let found = checked(files);
    let expected = [
        ("blocks/entry.toml", 0),
        ("packs/broken.toml", 2),
        ("packs/dw_repair.toml", 0),
        ("packs/trial.toml", line(&item, "kind")),
        ("packs/trial.toml", line(&item, "req")),
        ("packs/trial.toml", line(&item, "ev")),
        ("packs/trial.toml", line(&lines, "stage")),
        ("scripts.toml", 0),
    ];
    let met: Vec<_> = places(&found).into_iter().map(|(file, line, _)| (file, line)).collect();
    for (file, line) in expected {
        assert!(met.iter().any(|(at, on)| *at == file && (line == 0 || *on == line)), "{file}:{line} in {found:#?}");
    }
    assert_eq!(found.len(), expected.len(), "nothing that only follows from a fault is told: {found:#?}");
}

#[test]
fn a_block_that_cannot_be_read_is_one_fault_and_not_one_in_every_pack() {
    for text in ["key = \"blk.entry\"\nname = {\n", "\u{0}", "key = \"blk.entry\"\nname = { zh = \"入户\" }\n"] {
        let found = checked(Files::of_the_product().with("blocks/entry.toml", text));
        let files: Vec<_> = places(&found).into_iter().map(|(file, ..)| file).collect();
        assert!(!files.is_empty() && files.iter().all(|file| *file == "blocks/entry.toml"), "{found:#?}");
    }
}

#[test]
fn a_key_that_two_files_use_is_told_in_the_one_that_comes_later() {
    let item = own_item("work", "kit.tools", "check", "Y", "-");
    only_fault(&item, "blocks/prep.toml", "key");
}

#[test]
fn a_change_is_told_at_its_own_line_and_not_at_the_item_it_changes() {
    let change = "[[override]]\nkey = \"con.plan\"\nrules = [\"QTE-01\"]\nreq = \"N\"\nev = \"-\"\n";
    let found = checked(trial(change));
    let on = |begins| ("packs/trial.toml", line(change, begins), Level::Fault);
    assert_eq!(places(&found), [on("req"), on("ev")], "{found:#?}");
    only_fault("[[override]]\nkey = \"no.such\"\nreq = \"Y\"\n", "no.such", "key");
}

#[test]
fn an_own_item_whose_flag_the_pack_never_has_is_never_shown() {
    let item = own_item("work", "tri.al", "check", "C(leak)", "-");
    only_fault(&item, "never shown", "req");
    for head in ["flags = [\"leak\"]\n", "asks = [\"leak\"]\n"] {
        assert_eq!(checked(trial(&format!("{head}{item}"))), []);
    }
}

#[test]
fn flags_that_the_order_or_the_program_sets_are_never_called_impossible() {
    for flag in ["second_visit", "return_visit", "delivery", "home_decorated", "time_changed"] {
        assert_eq!(checked(trial(&own_item("work", "tri.al", "check", &format!("C({flag})"), "-"))), [], "{flag}");
    }
    let ppe = own_item("work", "tri.al", "check", "C(ppe)", "-");
    assert!(only(&ppe).en.contains("`ppe`"));
    assert_eq!(checked(trial(&format!("asks = [\"height\"]\n{ppe}"))), []);
}

#[test]
fn a_shared_item_is_unreachable_only_when_no_pack_can_show_it() {
    let files = || Files::of_the_product().edited("blocks/height.toml", "key = \"hgt.crew\"", "key = \"hgt.crew\"");
    assert_eq!(checked(files()), []);
    let mut few = files();
    few.0.retain(|name, _| !name.starts_with("packs/") || name == "packs/home_service.toml");
    let found = checked(few);
    let told = found.iter().any(|it| it.file == "blocks/height.toml" && it.is_fault() && it.en.contains("`height`"));
    assert!(told, "{found:#?}");
}

#[test]
fn changes_that_take_an_item_away_or_touch_one_that_never_shows_are_contradictions() {
    only_fault("[[override]]\nkey = \"cln.sweep\"\nreq = \"C(leak)\"\n", "takes the item away", "req");
    let unseen = "[[override]]\nkey = \"hgt.below\"\nev = \"P\"\n";
    only_fault(unseen, "never shown", "key");
    assert_eq!(checked(trial(&format!("asks = [\"height\"]\n{unseen}"))), []);
}

#[test]
fn two_changes_of_one_item_contradict_unless_the_second_is_an_exception() {
    let words =
        |key: &str, zh: &str| format!("[[override]]\nkey = \"{key}\"\ndetail = {{ zh = \"{zh}\", en = \"x\" }}\n");
    only_fault(&(words("cln.sweep", "甲") + &words("cln.sweep", "乙")), "again", "detail");
    only_fault(&(words("cln.sweep", "甲") + &words("cln.*", "乙")), "again", "detail");
    assert_eq!(checked(trial(&(words("cln.*", "甲") + &words("cln.sweep", "乙")))), []);
}

#[test]
fn a_customer_cannot_be_a_household_and_a_firm_from_the_start() {
    only_fault("flags = [\"consumer\", \"business\"]\n", "household", "key");
}

#[test]
fn a_gate_nobody_can_open_and_a_choice_of_one_are_found() {
    let item = own_item("work", "tri.gate", "gate", "Y", "T");
    let shut = format!("{item}choices = [{{ key = \"no\", zh = \"否\", en = \"no\", blocks = true }}]\n");
    let found = checked(trial(&shut));
    let [one, gate] = found.as_slice() else { panic!("{found:#?}") };
    assert!(one.en.contains("choice of one") && gate.en.contains("keeps this gate shut"), "{found:#?}");
    // On a change, too.
    let both = "choices = [{ key = \"not\", zh = \"不\", en = \"not\", blocks = true }, \
                { key = \"no\", zh = \"否\", en = \"no\", blocks = true }]";
    only_fault(&format!("[[override]]\nkey = \"tst.content\"\n{both}\n"), "keeps this gate shut", "choices");
}

#[test]
fn ink_that_the_sheet_waits_for_before_there_is_a_sheet_is_a_gate_nobody_can_open() {
    only_fault(&own_item("work", "sht.early", "gate", "Y", "S"), "nobody can sign", "ev");
    assert_eq!(checked(trial(&own_item("sheet", "sht.late", "gate", "Y", "S"))), []);
    assert_eq!(checked(trial(&own_item("work", "tri.early", "gate", "Y", "S"))), []);
}

#[test]
fn a_unit_without_a_range_is_a_hint_unless_it_is_said_to_be_open() {
    let item = own_item("work", "tri.al", "measure", "Y", "M");
    let hint = only(&format!("{item}measure = {{ unit = \"mm\" }}\n"));
    assert!(!hint.is_fault() && hint.en.contains("open = true"), "{hint}");
    for more in ["open = true", "most = \"3\"", "least = \"0\"", "parts = [{ key = \"up\", zh = \"上\", en = \"up\" }]"]
    {
        assert_eq!(checked(trial(&format!("{item}measure = {{ unit = \"mm\", {more} }}\n"))), [], "{more}");
    }
    only_fault(&format!("{item}measure = {{ unit = \"mm\", open = true, most = \"3\" }}\n"), "open", "measure");
}

#[test]
fn a_branch_that_no_turn_of_a_visit_leads_into_is_a_fault_and_an_unused_block_a_hint() {
    let item = own_item("work", "lost.a", "check", "Y", "-").replace("stage = \"work\"\n", "");
    let block = format!("key = \"blk.lost\"\nname = {{ zh = \"迷\", en = \"Lost\" }}\nbranch = true\n{item}");
    let with = || Files::of_the_product().with("blocks/lost.toml", &block);
    let found = checked(with());
    assert_eq!(places(&found), [("blocks/lost.toml", 1, Level::Hint)], "{found:#?}");
    let bases = String::from_utf8(with().0["bases.toml"].clone()).unwrap();
    let named = bases.replacen("\"blk.exchange\",", "\"blk.exchange\", \"blk.lost\",", 1);
    let found = checked(with().with("bases.toml", named));
    assert_eq!(places(&found), [("blocks/lost.toml", 1, Level::Fault)], "{found:#?}");
    assert!(found[0].en.contains("1 required item"), "{}", found[0]);
}

#[test]
fn a_block_before_which_own_items_stand_must_be_in_the_base() {
    let bases = String::from_utf8(Files::of_the_product().0["bases.toml"].clone()).unwrap();
    let other = bases.replacen("own_before = [\"blk.conduct\"]", "own_before = [\"blk.telecom\"]", 1);
    let found = checked(Files::of_the_product().with("bases.toml", other));
    assert!(found.len() == 1 && found[0].is_fault() && found[0].en.contains("own_before"), "{found:#?}");
}

#[test]
fn a_folder_that_is_not_there_is_one_finding() {
    let found = lint::check(&folder().join("nowhere"), &Book::builtin().unwrap());
    assert_eq!(found.len(), 1);
    assert!(found[0].is_fault() && found[0].en.contains("nowhere"));
}

#[test]
#[allow(clippy::disallowed_methods)] // how long it takes is what is tested
fn ten_thousand_items_are_refused_at_once_with_what_to_do() {
    let small = |n: usize| {
        format!(
            "[[item]]\nkey=\"a.b{n}\"\nstage=\"work\"\nzh=\"项\"\nen=\"I\"\nkind=\"check\"\nreq=\"Y\"\nev=\"-\"\nrules=[]\n"
        )
    };
    let items: String = (0..10_000).map(small).collect();
    let items = format!("{}{items}", pack(""));
    assert!(items.len() < 1 << 20, "it must be the number that is refused, not the size: {}", items.len());
    let begun = Instant::now();
    let found = checked(Files::of_the_product().with("packs/trial.toml", items));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let [finding] = found.as_slice() else { panic!("{}", found.len()) };
    assert!(finding.en.contains("10000 items") && finding.en.contains("split"), "{finding}");
}

#[test]
#[allow(clippy::disallowed_methods)] // how long it takes is what is tested
fn as_many_changes_as_a_file_may_have_are_held_against_each_other_quickly() {
    let one = "[[override]]\nkey = \"cln.*\"\ndetail = { zh = \"甲\", en = \"x\" }\n";
    let begun = Instant::now();
    let found = checked(trial(&one.repeat(1_000)));
    assert_eq!(found.len(), 999, "each takes the one before it back");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
#[allow(clippy::disallowed_methods)] // how long it takes is what is tested
fn a_file_of_nothing_but_faults_is_told_up_to_a_limit_and_quickly() {
    let text: String = (0..80_000).map(|n| format!("a{n}=1\n")).collect();
    let begun = Instant::now();
    let found = checked(Files::of_the_product().with("packs/trial.toml", text));
    assert!((100..=1_000).contains(&found.len()), "{}", found.len());
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[test]
fn limits_in_cases_parts_and_units_that_contradict_each_other_are_found() {
    let item = |measure: &str| own_item("survey", "tri.al", "measure", "Y", "M") + &format!("measure = {measure}\n");
    let case = |key: &str| format!("{{ key = \"{key}\", zh = \"甲\", en = \"a\", least = \"1\" }}");
    let part = |of: &str| {
        format!("{{ unit = \"A\", most = \"3\", parts = [{{ key = \"p\", zh = \"甲\", en = \"a\", {of} }}] }}")
    };
    for (measure, says) in [
        (format!("{{ unit = \"A\", cases = [{}] }}", case("one")), "single case"),
        (format!("{{ unit = \"A\", cases = [{}, {}] }}", case("one"), case("one")), "one"),
        ("{ unit = \"g\", units = [\"kg\"], most = \"3\" }".to_owned(), "several units"),
        ("{ unit = \"g\", units = [\"stone\"], open = true }".to_owned(), "stone"),
        (part("words = true, unit = \"mm\""), "keep one"),
        (part("must_be = \"no\", words = true"), "keep one"),
        (part("least = \"9\", most = \"3\""), "9"),
    ] {
        only_fault(&item(&measure), says, "measure");
    }
    assert_eq!(checked(trial(&item(&format!("{{ unit = \"A\", cases = [{}, {}] }}", case("one"), case("two"))))), []);
}

#[test]
fn only_a_field_holds_a_date_and_a_choice_sets_a_flag_there_is() {
    only_fault(&(own_item("work", "tri.al", "check", "Y", "-") + "date = true\n"), "only a field", "date");
    assert_eq!(checked(trial(&(own_item("work", "tri.al", "field", "Y", "T") + "date = true\n"))), []);
    let choosing = |flag: &str| {
        let choice = |key: &str, sets: &str| format!("{{ key = \"{key}\", zh = \"甲\", en = \"a\"{sets} }}");
        let choices = [choice("one", &format!(", sets = \"{flag}\"")), choice("two", "")].join(", ");
        own_item("survey", "tri.al", "field", "Y", "T") + &format!("choices = [{choices}]\n")
    };
    only_fault(&choosing("moon"), "moon", "choices");
    // What an answer sets brings items that nobody else asks for.
    let brought = own_item("work", "tri.bl", "check", "C(leak)", "-");
    assert!(only(&brought).en.contains("never shown"));
    assert_eq!(checked(trial(&(choosing("leak") + &brought))), []);
}

#[test]
fn a_planned_visit_may_leave_out_a_block_it_has_and_no_gate() {
    let found = |block: &str| {
        let text = pack("").replace("base = ", &format!("planned_without = [\"{block}\"]\nbase = "));
        checked(Files::of_the_product().with("packs/trial.toml", text))
    };
    assert_eq!(found("blk.explain"), []);
    let [unknown] = &found("blk.moon")[..] else { panic!("one finding") };
    assert!(unknown.en.contains("blk.moon"), "{unknown}");
    let gates = found("blk.dress");
    assert!(gates.len() > 5 && gates.iter().all(|it| it.is_fault() && it.en.contains("planned_without")), "{gates:#?}");
}
