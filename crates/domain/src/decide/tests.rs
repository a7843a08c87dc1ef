use super::*;
use crate::brief::{Brief, Verdict};
use crate::digest::Digest;
use crate::fold::{Entry, Fold, Standing, fold};
use crate::money::Money;
use crate::pack::{Block, Choice, Evidence, ItemKind, Need, Pack, StagePlan, Words};
use crate::record::Record;
use crate::stage::Stage;
use crate::time::{At, Trust};
use crate::value::{Agreement, Answer, Cover, FeeLine, Quote};
use serde_json::{Map, json};
use std::collections::{BTreeMap, BTreeSet};

const VISIT: VisitNo = VisitNo(1);

/// A log in memory: what replica would hand over for phones that all know each other's records.
#[derive(Default)]
struct Log {
    brief: Brief,
    entries: Vec<Entry>,
}

impl Log {
    fn fold(&self) -> Fold {
        fold(&self.brief, &self.entries, 0)
    }

    fn write(&mut self, draft: Draft) -> RecordId {
        let id = RecordId::new(format!("0192f0c4-7b1a-7c3e-8a55-{:012}", self.entries.len()));
        let seals: BTreeSet<RecordId> = self
            .entries
            .iter()
            .filter(|entry| entry.record.as_ref().is_ok_and(|record| record.kind == Kind::Seal))
            .map(|entry| entry.id.clone())
            .collect();
        let record = Record {
            v: 1,
            kind: draft.kind,
            visit: draft.visit,
            item: draft.item,
            unit: draft.unit,
            by: "p-417".into(),
            device: "d-1".into(),
            at: At { time: time(self.entries.len()), trust: Trust::Verified, boot: None, elapsed_ms: None },
            basis: draft.basis,
            opened: None,
            confirmed: None,
            value: draft.value,
            replaces: draft.replaces,
            later: Map::new(),
        };
        let change = Digest::of(id.as_str().as_bytes());
        self.entries.push(Entry {
            id: id.clone(),
            change,
            record: Ok(record.into()),
            knew_seals: seals,
            sealed_by: BTreeSet::new(),
        });
        id
    }

    fn act(
        &mut self,
        pack: &Pack,
        act: impl FnOnce(&Checklist<'_>) -> Result<Draft, Refusal>,
    ) -> Result<RecordId, Refusal> {
        let fold = self.fold();
        let draft = act(&Checklist::new(pack, &self.brief, &fold, VISIT))?;
        Ok(self.write(draft))
    }

    fn missing(&self, pack: &Pack) -> Vec<String> {
        let fold = self.fold();
        let list = Checklist::new(pack, &self.brief, &fold, VISIT);
        list.next().map(|(.., missing)| missing).unwrap_or_default().into_iter().map(|m| m.item.to_string()).collect()
    }

    fn state(&self) -> State {
        self.fold().state(VISIT)
    }
}

fn time(second: usize) -> String {
    crate::time::rfc3339(1_795_000_000_000 + 1000 * i64::try_from(second).unwrap(), 480)
}

fn item(key: &str, kind: ItemKind, need: Need, evidence: Evidence) -> Item {
    let value = json!({"key": key, "name": {"zh": key, "en": key}, "kind": kind, "need": need, "evidence": evidence, "rules": []});
    serde_json::from_value(value).unwrap()
}

fn pack(stages: Vec<(Stage, Vec<Item>)>) -> Pack {
    let plan = |(stage, items): (Stage, Vec<Item>)| StagePlan {
        stage,
        blocks: vec![Block { key: format!("blk.{}", stage.key()), name: Words::default(), items }],
    };
    Pack {
        key: "test".into(),
        version: "1".into(),
        name: Words::default(),
        flags: BTreeSet::new(),
        asks: BTreeSet::new(),
        stages: stages.into_iter().map(plan).collect(),
        branches: BTreeMap::new(),
    }
}

fn kit() -> Pack {
    pack(vec![
        (Stage::Appointment, vec![]),
        (
            Stage::Preparation,
            vec![
                item("kit.five.mat", ItemKind::Check, Need::Required, Evidence::Tick),
                item("kit.tools", ItemKind::Check, Need::Required, Evidence::Tick),
                item("kit.no_alcohol", ItemKind::Gate, Need::Required, Evidence::Tick),
                item("kit.ppe", ItemKind::Gate, Need::When(crate::flag::Flag::Ppe), Evidence::Photo),
            ],
        ),
    ])
}

fn preparing() -> Log {
    let mut log = Log::default();
    let none = pack(vec![]);
    for to in [State::Booked, State::Preparing] {
        log.act(&none, |list| list.advance(to)).unwrap();
    }
    log
}

#[test]
fn a_shut_gate_names_what_is_missing_and_opens_when_it_is_answered() {
    let (pack, mut log) = (kit(), preparing());
    assert_eq!(log.missing(&pack), ["kit.five.mat", "kit.tools", "kit.no_alcohol"]);
    let fold = log.fold();
    let drafts =
        Checklist::new(&pack, &log.brief, &fold, VISIT).confirm_block("blk.preparation", &BTreeMap::new()).unwrap();
    drop(fold);
    drafts.into_iter().for_each(|draft| drop(log.write(draft)));
    assert_eq!(log.missing(&pack), ["kit.no_alcohol"], "a gate is no part of its block");
    log.act(&pack, |list| list.answer(&"kit.no_alcohol".into(), &Answer::done(), Basis::Tapped)).unwrap();
    log.act(&pack, |list| list.advance(State::EnRoute)).unwrap();
    assert_eq!(log.state(), State::EnRoute);
}

#[test]
fn no_alcohol_is_never_passed_over_and_a_missing_mat_only_with_its_reason() {
    let (pack, mut log) = (kit(), preparing());
    let mut answer =
        |key: &str, answer: Answer| log.act(&pack, |list| list.answer(&key.into(), &answer, Basis::Tapped));
    assert_eq!(answer("kit.no_alcohol", Answer::not_done("forgot")), Err(Refusal::Gate("kit.no_alcohol".into())));
    assert_eq!(answer("kit.five.mat", Answer::not_done(" ")), Err(Refusal::ReasonMissing("kit.five.mat".into())));
    assert!(answer("kit.five.mat", Answer::not_done("同事借走")).is_ok());
    assert_eq!(log.missing(&pack), ["kit.tools", "kit.no_alcohol"]);
}

#[test]
fn a_flag_that_turns_true_later_makes_its_items_due_at_once() {
    let (pack, mut log) = (kit(), preparing());
    log.act(&pack, |list| list.set_flag(crate::flag::Flag::Height, true)).unwrap();
    assert!(log.missing(&pack).contains(&"kit.ppe".to_owned()));
}

#[test]
fn an_item_of_a_later_stage_waits() {
    let pack = pack(vec![(Stage::Work, vec![item("cdt.tidy", ItemKind::Check, Need::Required, Evidence::Tick)])]);
    let refused = preparing().act(&pack, |list| list.answer(&"cdt.tidy".into(), &Answer::done(), Basis::Tapped));
    assert_eq!(refused, Err(Refusal::TooEarly { item: "cdt.tidy".into(), stage: Stage::Work }));
}

#[test]
fn two_answers_written_apart_stay_open_until_a_person_settles_them() {
    let (pack, mut log) = (kit(), preparing());
    let tools = ItemKey::new("kit.tools");
    let fold = log.fold();
    let list = Checklist::new(&pack, &log.brief, &fold, VISIT);
    let first = list.answer(&tools, &Answer::done(), Basis::Tapped).unwrap();
    let second = list.answer(&tools, &Answer::not_done("缺一把"), Basis::Tapped).unwrap();
    let (a, b) = (log.write(first), log.write(second));
    assert_eq!(log.fold().open.len(), 1);
    assert!(log.missing(&pack).contains(&"kit.tools".to_owned()));

    log.act(&pack, |list| list.answer(&tools, &Answer::done(), Basis::Tapped)).unwrap();
    let settled = log.fold();
    assert!(settled.open.is_empty() && !log.missing(&pack).contains(&"kit.tools".to_owned()));
    for id in [a, b] {
        assert!(matches!(settled.records[&id].standing, Standing::Replaced(_)));
    }
}

#[test]
fn equal_answers_written_apart_are_one() {
    let (pack, mut log) = (kit(), preparing());
    let fold = log.fold();
    let list = Checklist::new(&pack, &log.brief, &fold, VISIT);
    let draft = list.answer(&"kit.tools".into(), &Answer::done(), Basis::Tapped).unwrap();
    log.write(draft.clone());
    log.write(draft);
    assert!(log.fold().open.is_empty() && !log.missing(&pack).contains(&"kit.tools".to_owned()));
}

#[test]
fn a_verdict_takes_a_record_out_of_the_count_and_lifting_it_brings_it_back() {
    let (pack, mut log) = (kit(), preparing());
    let id = log.act(&pack, |list| list.answer(&"kit.tools".into(), &Answer::done(), Basis::Tapped)).unwrap();
    let change = log.fold().records[&id].change;
    let verdict = Verdict { rule: "record.foreign".into(), reason: "office edit".into(), lifted_by: None };
    log.brief.verdicts.insert(change, verdict.clone());
    assert!(matches!(log.fold().records[&id].standing, Standing::Ignored(_)));
    assert!(log.missing(&pack).contains(&"kit.tools".to_owned()));
    log.brief.verdicts.insert(change, Verdict { lifted_by: Some("p-9".into()), ..verdict });
    assert!(!log.missing(&pack).contains(&"kit.tools".to_owned()));
}

fn fee(amount: i64) -> Quote {
    let line = FeeLine {
        code: "SEAL".into(),
        zh: "更换密封条".into(),
        en: "Seal replaced".into(),
        quantity: "2".into(),
        unit: "窗".into(),
        price: Money::fen(4500),
        cover: Cover::Paid,
        note: String::new(),
        amount: Money::fen(amount),
    };
    Quote {
        version: 1,
        cause: "密封条老化".into(),
        cause_code: None,
        plan: "更换密封条".into(),
        minutes: 60,
        parts: vec![],
        fees: vec![line],
        total: Money::fen(amount),
    }
}

fn quoting() -> (Pack, Log) {
    let pack = pack(vec![
        (Stage::Quote, vec![item("qte.plan", ItemKind::Gate, Need::Required, Evidence::Text)]),
        (Stage::Consent, vec![item("con.plan", ItemKind::Gate, Need::Required, Evidence::Signature)]),
    ]);
    let mut log = preparing();
    for to in [State::EnRoute, State::Arrived, State::Inside, State::Survey] {
        log.act(&pack, |list| list.advance(to)).unwrap();
    }
    (pack, log)
}

#[test]
fn a_quote_whose_lines_do_not_add_up_is_refused() {
    let (pack, mut log) = quoting();
    assert_eq!(log.act(&pack, |list| list.make_quote(&fee(8999))), Err(Refusal::Amounts));
    assert!(log.act(&pack, |list| list.make_quote(&fee(9000))).is_ok());
}

#[test]
fn consent_to_a_quote_that_changed_since_is_asked_again() {
    let (pack, mut log) = quoting();
    let first = log.act(&pack, |list| list.make_quote(&fee(9000))).unwrap();
    log.act(&pack, |list| list.advance(State::Quoted)).unwrap();
    let agreed = |quote: &RecordId| Agreement {
        agreed: true,
        quote: Some(quote.clone()),
        shown: Digest::of(b"quote"),
        ink: Some(Digest::of(b"ink")),
        oral: None,
        name: "王淑敏".into(),
        relation: "self".into(),
        words: "同意报价".into(),
    };
    log.act(&pack, |list| list.consent(&"con.plan".into(), &agreed(&first))).unwrap();
    let second = log.act(&pack, |list| list.make_quote(&Quote { version: 2, ..fee(9000) })).unwrap();
    assert_eq!(log.missing(&pack), ["con.plan"]);
    assert_eq!(log.act(&pack, |list| list.consent(&"con.plan".into(), &agreed(&first))), Err(Refusal::StaleQuote));
    log.act(&pack, |list| list.consent(&"con.plan".into(), &agreed(&second))).unwrap();
    log.act(&pack, |list| list.advance(State::Consented)).unwrap();
    assert_eq!(log.state(), State::Consented);
}

#[test]
fn a_choice_that_blocks_keeps_its_gate_shut() {
    let mut content = item("tst.content", ItemKind::Gate, Need::Required, Evidence::Text);
    let choice = |key: &str, blocks| Choice { key: key.into(), name: Words::default(), blocks, sets: None };
    content.choices = vec![choice("satisfied", false), choice("not", true)];
    let pack = pack(vec![(Stage::Test, vec![content])]);
    let mut log = preparing();
    for to in
        [State::EnRoute, State::Arrived, State::Inside, State::Survey, State::Quoted, State::Consented, State::Working]
    {
        log.act(&pack, |list| list.advance(to)).unwrap();
    }
    log.act(&pack, |list| list.advance(State::Testing)).unwrap();
    let mut say =
        |key: &str| log.act(&pack, |list| list.answer(&"tst.content".into(), &Answer::choice(key), Basis::Tapped));
    assert!(matches!(say("delighted"), Err(Refusal::UnknownChoice(..))));
    say("not").unwrap();
    assert_eq!(log.missing(&pack), ["tst.content"]);
    log.act(&pack, |list| list.turn(30, State::Working, "客户要求再调")).unwrap();
    assert_eq!(log.state(), State::Working);
}
