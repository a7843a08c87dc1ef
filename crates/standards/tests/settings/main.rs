//! The settings of the book against what the program reads, and against whatever an office may write.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // helpers of tests; clippy knows only #[test] functions

use domain::calendar::{Calendar, keys};
use domain::checklist::LISTS;
use domain::settings::{
    ALLOW_ORAL, EARLY_FROM, EARLY_TO, EMERGENCY_ONSITE, RESPONSE_CITY, RESPONSE_SUBURB, SELFIE_ASKED, SHOE_COVERS,
    SPOKEN, TEXTS, Values, is_read, whole,
};
use domain::warranty::PLANS;
use serde_json::{Value, json};
use standards::setting::{Kind, Status, Unit};
use standards::{Book, Setting, SettingRefused};
use std::collections::{BTreeMap, BTreeSet};

const DEMO: &str = include_str!("../../../../assets/demo/settings.json");

fn book() -> Book {
    Book::builtin().unwrap()
}

fn setting<'a>(book: &'a Book, key: &str) -> &'a Setting {
    book.setting(key).unwrap_or_else(|| panic!("the book has no setting {key}"))
}

fn code(book: &Book, key: &str, value: &Value) -> &'static str {
    setting(book, key).check(value).err().map_or("good", |refused| refused.code())
}

fn values(of: Value) -> BTreeMap<String, Value> {
    serde_json::from_value(of).unwrap()
}

#[test]
fn every_default_is_one_the_setting_can_have_and_only_tables_have_none() {
    let book = book();
    let groups: BTreeSet<&str> = book.groups.iter().map(|group| group.key.as_str()).collect();
    assert_eq!(groups.len(), 4, "STANDARDS 9.1 to 9.4");
    let mut defaults = BTreeMap::new();
    for setting in &book.settings {
        let key = &setting.key;
        assert!(groups.contains(setting.group.as_str()), "{key}");
        assert_eq!(setting.default.is_none(), setting.kind == Kind::Table, "{key}");
        assert_eq!(setting.about.is_some(), setting.kind == Kind::Table, "{key}");
        assert_eq!(!setting.choices.is_empty(), matches!(setting.kind, Kind::Choice | Kind::Choices), "{key}");
        let is_number = matches!(setting.kind, Kind::Integer | Kind::Decimal);
        assert_eq!((setting.least.is_some(), setting.most.is_some()), (is_number, is_number), "{key}");
        assert!(is_number || setting.unit.is_none(), "{key}");
        assert!(!setting.rules.is_empty(), "{key}");
        for value in setting.default.iter().chain(setting.packs.values()) {
            assert_eq!(setting.check(value), Ok(()), "{key}");
        }
        if let Some(business) = &setting.business {
            assert_eq!(setting.check(&json!(business)), Ok(()), "{key}");
        }
        defaults.extend(setting.default.clone().map(|value| (key.clone(), value)));
    }
    assert!(book.refuse(&defaults).is_empty());
    assert!(book.settings.iter().any(|setting| setting.status == Status::Source));
}

#[test]
fn whole_numbers_have_the_same_default_and_limits_in_the_program_and_in_the_book() {
    let book = book();
    for read in whole::ALL {
        let setting = setting(&book, read.key);
        assert_eq!(setting.kind, Kind::Integer, "{}", read.key);
        assert_eq!(setting.default, Some(json!(read.default)), "{}", read.key);
        let limits = (setting.least.as_deref(), setting.most.as_deref());
        assert_eq!(
            limits,
            (Some(read.least.to_string().as_str()), Some(read.most.to_string().as_str())),
            "{}",
            read.key
        );
        // What the book lets through the program reads, and the other way round.
        for given in [read.least - 1, read.least, read.default, read.most, read.most + 1] {
            let kept = Values(values(json!({ read.key: given }))).whole(*read) == given;
            assert_eq!(setting.check(&json!(given)).is_ok(), kept, "{} {given}", read.key);
        }
    }
}

#[test]
fn texts_lists_and_choices_the_program_reads_are_settings_of_the_book_with_the_same_default() {
    let book = book();
    for (key, default) in TEXTS {
        assert_eq!(setting(&book, key).default, Some(json!(default)), "{key}");
    }
    for (item, key) in LISTS {
        assert_eq!(setting(&book, key).kind, Kind::List, "{key}");
        // What the standard offers is the book's list, word for word.
        let packs = standards::Library::builtin().unwrap();
        let pack = packs.packs().find(|pack| pack.item(&item.into()).is_some()).unwrap();
        let offered: Vec<&str> =
            pack.item(&item.into()).unwrap().choices.iter().map(|it| it.name.zh.as_str()).collect();
        let list = Values(values(json!({ key: setting(&book, key).default.clone().unwrap() }))).list(key).unwrap();
        assert_eq!(list.iter().map(|words| words.zh.as_str()).collect::<Vec<_>>(), offered, "{key}");
    }
    let covers = setting(&book, SHOE_COVERS);
    assert_eq!((covers.default.clone(), covers.business.as_deref()), (Some(json!("always")), Some("floor_sensitive")));
    for choice in &covers.choices {
        let read = Values(values(json!({ SHOE_COVERS: choice.key })));
        assert_eq!(read.covers(false), read.covers(true), "{}", choice.key);
    }
    for key in [EARLY_FROM, EARLY_TO] {
        let early = setting(&book, key);
        assert_eq!((early.least.as_deref(), early.most.as_deref()), (Some("0"), Some("30")), "{key}");
    }
    assert_eq!(setting(&book, SELFIE_ASKED.key).default, Some(json!(SELFIE_ASKED.default)));
    // And whatever the program says it reads is there to be set.
    assert!(book.settings.iter().filter(|setting| is_read(&setting.key)).count() > 50);
    assert!(whole::ALL.iter().all(|read| is_read(read.key)) && SPOKEN.iter().all(|key| is_read(key)));
}

#[test]
fn hours_have_the_same_default_and_limits_in_the_program_and_in_the_book() {
    let book = book();
    for read in [RESPONSE_CITY, RESPONSE_SUBURB, EMERGENCY_ONSITE] {
        let setting = setting(&book, read.key);
        assert_eq!((setting.kind, setting.unit), (Kind::Decimal, Some(Unit::Hours)), "{}", read.key);
        let default = setting.default.clone().unwrap();
        assert_eq!(Values(values(json!({ read.key: default }))).minutes(read), read.default_min, "{}", read.key);
        let minutes = |text: &Option<String>| {
            domain::decimal::Decimal::read(text.as_deref().unwrap()).unwrap().times_minor(60).unwrap()
        };
        assert_eq!((minutes(&setting.least), minutes(&setting.most)), (read.least_min, read.most_min), "{}", read.key);
        for given in ["0.4", "0.5", "1.5", "24", "48.5", "73"] {
            let minutes = domain::decimal::Decimal::read(given).unwrap().times_minor(60).unwrap();
            let kept = Values(values(json!({ read.key: given }))).minutes(read) == minutes;
            assert_eq!(setting.check(&json!(given)).is_ok(), kept, "{} {given}", read.key);
        }
    }
}

#[test]
fn consent_and_calendar_are_the_same_in_the_program_and_in_the_book() {
    let book = book();
    assert_eq!(setting(&book, ALLOW_ORAL.key).default, Some(json!(ALLOW_ORAL.default)));
    let calendar = |key: &str| book.setting(key).and_then(|setting| setting.default.as_ref());
    for key in [keys::WORK_DAYS, keys::HOURS, keys::HOLIDAYS, keys::SWAPPED] {
        assert!(calendar(key).is_some(), "{key}");
    }
    assert_eq!(Calendar::read(calendar), Calendar::default());
    assert_eq!(setting(&book, PLANS).kind, Kind::Table);
}

#[test]
fn the_demonstration_s_settings_are_ones_a_firm_can_have() {
    let demo: Value = serde_json::from_str(DEMO).unwrap();
    let refused = book().refuse(&values(demo["values"].clone()));
    assert!(refused.is_empty(), "{refused:?}");
}

#[test]
fn each_kind_says_what_is_wrong_with_a_value() {
    let book = book();
    let cases = [
        ("nobody.wait_min", json!(0), "good"),
        ("nobody.wait_min", json!(61), "setting.out_of_range"),
        ("nobody.wait_min", json!("15"), "setting.not_whole"),
        ("nobody.wait_min", json!(1.5), "setting.not_whole"),
        ("nobody.wait_min", json!(null), "setting.not_whole"),
        ("nobody.wait_min", json!(i64::MAX), "setting.out_of_range"),
        ("nobody.wait_min", json!(u64::MAX), "setting.not_whole"),
        ("sla.response_city_h", json!("0.5"), "good"),
        ("sla.response_city_h", json!(2), "good"),
        ("sla.response_city_h", json!(2.5), "setting.not_decimal"),
        ("sla.response_city_h", json!("2,5"), "setting.not_decimal"),
        ("sla.response_city_h", json!("1e3"), "setting.not_decimal"),
        ("sla.response_city_h", json!(i64::MIN), "setting.out_of_range"),
        ("sla.response_city_h", json!("48.000001"), "setting.out_of_range"),
        ("consent.allow_oral", json!(true), "good"),
        ("consent.allow_oral", json!("yes"), "setting.not_yes_no"),
        ("company.creed", json!(""), "good"),
        ("company.creed", json!(["x"]), "setting.not_text"),
        ("company.creed", json!("字".repeat(2_001)), "setting.too_long"),
        ("shoe_covers.policy", json!("never"), "good"),
        ("shoe_covers.policy", json!("sometimes"), "setting.no_choice"),
        ("shoe_covers.policy", json!(["never"]), "setting.no_choice"),
        ("fup.methods", json!([]), "good"),
        ("fup.methods", json!(["phone", "pigeon"]), "setting.no_choice"),
        ("fup.methods", json!(["phone", "phone"]), "setting.twice"),
        ("fup.methods", json!("phone"), "setting.not_list"),
        ("calendar.work_days", json!(["mon", "sat"]), "good"),
        ("calendar.work_days", json!([]), "setting.empty"),
        ("calendar.work_days", json!(["Monday"]), "setting.not_a_day"),
        ("calendar.work_days", json!(["mon", "mon"]), "setting.twice"),
        ("calendar.hours", json!("08:30-17:30"), "good"),
        ("calendar.hours", json!("18:00–09:00"), "setting.not_hours"),
        ("calendar.hours", json!("9 to 5"), "setting.not_hours"),
        ("calendar.hours", json!(9), "setting.not_hours"),
        ("calendar.holidays", json!(["2026-10-01", "2026-10-02"]), "good"),
        ("calendar.holidays", json!(["2026-10-02", "2026-10-01"]), "setting.out_of_order"),
        ("calendar.holidays", json!(["2026-10-01", "2026-10-01"]), "setting.out_of_order"),
        ("calendar.holidays", json!(["2026-10-32"]), "setting.not_a_date"),
        ("calendar.holidays", json!(["2026-1-1"]), "setting.not_a_date"),
        ("calendar.holidays", json!([20261001]), "setting.not_a_date"),
        ("calendar.holidays", json!(vec!["2026-10-01"; 401]), "setting.too_many"),
        ("sign.refusal_reasons", json!([{"zh": "不在场", "en": ""}]), "good"),
        ("sign.refusal_reasons", json!([{"zh": " ", "en": "absent"}]), "setting.not_an_entry"),
        ("sign.refusal_reasons", json!([{"zh": "不在场"}]), "setting.not_an_entry"),
        ("sign.refusal_reasons", json!([{"zh": "不在场", "en": "", "de": "x"}]), "setting.not_an_entry"),
        ("sign.refusal_reasons", json!(["不在场"]), "setting.not_an_entry"),
        ("sign.refusal_reasons", json!([{"zh": "a", "en": ""}, {"zh": "a", "en": "b"}]), "setting.twice"),
        ("sign.refusal_reasons", json!([{"zh": "a".repeat(201), "en": ""}]), "setting.too_long"),
        ("ac.power", json!([]), "setting.elsewhere"),
    ];
    for (key, value, expected) in cases {
        assert_eq!(code(&book, key, &value), expected, "{key} {value}");
    }
}

#[test]
fn warranty_plans_are_refused_where_the_program_would_pass_over_them() {
    let book = book();
    let plan = |row: Value| code(&book, PLANS, &json!([row]));
    assert_eq!(plan(json!({"code": "DW", "parts": {"glass": 24}, "excludes": ["human_damage"]})), "good");
    assert_eq!(plan(json!({"code": "AC", "months": 72, "from_sale_date": "2005-01-01"})), "good");
    for wrong in [
        json!({"months": 72}),
        json!({"code": " ", "months": 72}),
        json!({"code": "DW"}),
        json!({"code": "DW", "months": -1}),
        json!({"code": "DW", "months": 1201}),
        json!({"code": "DW", "months": "72"}),
        json!({"code": "DW", "month": 72, "months": 72}),
        json!({"code": "DW", "parts": {"": 3}}),
        json!({"code": "DW", "parts": {"glass": 24}, "excludes": ["weather"]}),
        json!({"code": "DW", "months": 1, "from_sale_date": "2005"}),
        json!("DW"),
        json!(null),
    ] {
        assert_eq!(plan(wrong.clone()), "setting.row", "{wrong}");
    }
    let twice = json!([{"code": "DW", "months": 1}, {"code": "DW", "months": 2}]);
    assert_eq!(code(&book, PLANS, &twice), "setting.twice");
    assert_eq!(code(&book, PLANS, &json!({"code": "DW"})), "setting.not_list");
}

#[test]
fn limits_are_told_with_their_unit_and_money_in_yuan() {
    let book = book();
    let told = |key: &str, value: Value| setting(&book, key).check(&value).unwrap_err();
    let wait = told("nobody.wait_min", json!(90));
    assert_eq!((wait.zh().as_str(), wait.to_string().as_str()), ("应为 0–60 分钟。", "must be 0 to 60 min"));
    assert_eq!(told("fee.onsite_limit", json!(-1)).zh(), "应为 0.00–1000000.00 元。");
    let choice = told("dispatch.mode", json!("auction"));
    assert!(choice.zh().contains("指派（assign）") && choice.to_string().contains("assigned (assign)"), "{choice}");
    assert!(told("ac.power", json!([])).zh().starts_with("不在这里设。在空调电源对照表中维护"));
}

#[test]
fn values_that_do_not_fit_each_other_are_both_named_and_unknown_keys_too() {
    let book = book();
    let refused = |of: Value| -> Vec<(String, &'static str)> {
        book.refuse(&values(of)).into_iter().map(|(key, refused)| (key, refused.code())).collect()
    };
    let named = |key: &str, code| (key.to_owned(), code);
    assert_eq!(
        refused(json!({"apt.early_min_from": 20})),
        [named("apt.early_min_from", "setting.above"), named("apt.early_min_to", "setting.below")],
        "the default bounds it as well"
    );
    assert_eq!(refused(json!({"apt.early_min_from": 20, "apt.early_min_to": 20})), []);
    let day = json!(["2026-10-10"]);
    assert_eq!(
        refused(json!({"calendar.holidays": day, "calendar.swapped_days": day})),
        [named("calendar.holidays", "setting.both"), named("calendar.swapped_days", "setting.both")]
    );
    assert_eq!(refused(json!({"moon.phase": 1})), [named("moon.phase", "setting.unknown")]);
    assert_eq!(refused(json!({"apt.early_min_from": "20"})), [named("apt.early_min_from", "setting.not_whole")]);
}

#[test]
fn whatever_stands_in_a_value_is_good_or_refused_in_words() {
    let book = book();
    let deep = (0..100).fold(json!(1), |inner, _| json!([inner]));
    let given = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0.1),
        json!(""),
        json!("\u{0}"),
        json!("字".repeat(100_000)),
        json!([]),
        json!([null]),
        json!({}),
        json!({"zh": 1}),
        deep,
    ];
    for setting in &book.settings {
        for value in &given {
            if let Err(refused) = setting.check(value) {
                let (zh, en) = (refused.zh(), refused.to_string());
                assert!(!zh.is_empty() && !en.is_empty() && zh.chars().count() < 500, "{} {zh}", setting.key);
                assert!(!matches!(refused, SettingRefused::Unknown));
            }
        }
    }
}
