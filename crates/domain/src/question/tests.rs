use super::*;
use crate::brief::keys;
use crate::decide::{Draft, Refusal};
use crate::digest::Digest;
use crate::fold::{Entry, fold};
use crate::time::{At, Trust};
use crate::value::{Outcome, Requested};
use serde_json::{Map, Value, json};

const VISIT: VisitNo = VisitNo(1);

/// A log in memory; each record says what its author knew.
#[derive(Default)]
struct Log {
    brief: Brief,
    entries: Vec<Entry>,
}

impl Log {
    fn put(&mut self, kind: Kind, item: Option<&str>, value: Value, replaces: &[&RecordId]) -> RecordId {
        let visit = (kind != Kind::Correction).then_some(VISIT);
        let replaces = replaces.iter().map(|id| (*id).clone()).collect();
        let item = item.map(Into::into);
        self.draft(Draft { kind, visit, item, unit: None, value, basis: None, replaces }, true)
    }

    /// Writes a draft, knowing the seals there are, or none of them.
    fn draft(&mut self, draft: Draft, knows: bool) -> RecordId {
        let id = RecordId::new(format!("0192f0c4-7b1a-7c3e-8a55-{:012}", self.entries.len()));
        let Draft { kind, visit, item, unit, value, basis, replaces } = draft;
        let at = At { time: "2026-11-20T13:20:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None };
        let (opened, confirmed, later) = (None, None, Map::new());
        let (by, device) = ("p-417".into(), "d-1".into());
        let record =
            Record { v: 1, kind, visit, item, unit, by, device, at, basis, opened, confirmed, value, replaces, later };
        let seals = self.entries.iter().filter(|it| it.record.as_ref().is_ok_and(|it| it.kind == Kind::Seal));
        let knew_seals = seals.map(|it| it.id.clone()).filter(|_| knows).collect();
        let change = Digest::of(id.as_str().as_bytes());
        self.entries.push(Entry {
            id: id.clone(),
            change,
            record: Ok(record.into()),
            knew_seals,
            sealed_by: BTreeSet::new(),
        });
        id
    }

    fn late(&mut self, kind: Kind, item: &str, value: Value, replaces: &[&RecordId]) -> RecordId {
        let replaces = replaces.iter().map(|id| (*id).clone()).collect();
        let item = Some(item.into());
        self.draft(Draft { kind, visit: Some(VISIT), item, unit: None, value, basis: None, replaces }, false)
    }

    /// Seals everything there is.
    fn seal(&mut self) -> RecordId {
        let seal = self.put(Kind::Seal, Some("sht.copy"), json!({}), &[]);
        let before = self.entries.iter_mut().filter(|it| it.id != seal);
        before.for_each(|it| it.sealed_by.extend([seal.clone()]));
        seal
    }

    fn fold(&self) -> Fold {
        fold(&self.brief, &self.entries, 0)
    }

    fn questions(&self) -> Vec<Question> {
        questions(&self.brief, &self.fold())
    }

    fn settle(&mut self, slot: &Slot, choice: &RecordId) -> Result<RecordId, Refusal> {
        let fold = self.fold();
        let choice = Choice { record: choice.clone(), seen: fold.records.keys().cloned().collect() };
        let draft = settle(&self.brief, &fold, slot, &choice)?;
        Ok(self.draft(draft, true))
    }
}

fn slot(kind: Kind, item: &str) -> Slot {
    Slot { visit: Some(VISIT), item: Some(item.into()), unit: None, kind }
}

fn window(from: &str, to: &str, contacted: &str) -> Value {
    let time = |clock: &str| format!("2026-11-21T{clock}:00+08:00");
    json!({"from": time(from), "to": time(to), "contacted": time(contacted), "with": "赵明"})
}

#[test]
fn two_appointments_are_a_question_the_later_contact_is_proposed_and_one_tap_settles_it() {
    let mut log = Log::default();
    let ours = log.put(Kind::Appointment, Some("apt.window"), window("14:00", "15:00", "09:20"), &[]);
    let theirs = log.put(Kind::Appointment, Some("apt.window"), window("16:00", "17:00", "09:52"), &[]);
    let slot = Slot::appointment(VISIT);
    let standing = BTreeSet::from([ours.clone(), theirs.clone()]);
    assert_eq!(log.questions(), [Question::Differs { slot: slot.clone(), standing, proposed: Some(theirs.clone()) }]);
    let settled = log.settle(&slot, &ours).unwrap();
    assert_eq!(log.questions(), []);
    let fold = log.fold();
    assert_eq!(fold.settled(&slot).unwrap().0, &settled);
    assert!(fold.records.contains_key(&ours) && fold.records.contains_key(&theirs), "both stay in the history");
    assert_eq!(log.settle(&slot, &theirs), Err(Refusal::Settled));
}

#[test]
fn a_value_that_arrived_unseen_is_never_settled_with_the_others() {
    let mut log = Log::default();
    let mut agree = |from, to| log.put(Kind::Appointment, Some("apt.window"), window(from, to, "09:20"), &[]);
    let (ours, theirs, third) = (agree("14:00", "15:00"), agree("16:00", "17:00"), agree("18:00", "19:00"));
    let choose = |seen: &[&RecordId]| {
        let seen = seen.iter().map(|id| (*id).clone()).collect();
        settle(&log.brief, &log.fold(), &Slot::appointment(VISIT), &Choice { record: ours.clone(), seen })
    };
    assert_eq!(choose(&[&ours, &theirs]), Err(Refusal::Unseen));
    assert_eq!(choose(&[&ours, &theirs, &third]).unwrap().replaces.len(), 3);
}

#[test]
fn what_came_after_the_signature_unseen_is_not_left_beside_with_the_rest() {
    let mut log = Log::default();
    let signed = log.put(Kind::Measure, Some("srv.gap"), json!({"value": "12.6", "unit": "m"}), &[]);
    log.seal();
    let seen = log.late(Kind::Measure, "srv.gap", json!({"value": "13.0", "unit": "m"}), &[&signed]);
    let unseen = log.late(Kind::Measure, "srv.gap", json!({"value": "14.0", "unit": "m"}), &[&signed]);
    for draft in leave_beside(&log.brief, &log.fold(), &[seen].into()).unwrap() {
        log.draft(draft, true);
    }
    let beside = [unseen].into();
    assert!(matches!(&log.questions()[..], [Question::AfterSigning { late, .. }] if *late == beside));
    for draft in leave_beside(&log.brief, &log.fold(), &beside).unwrap() {
        log.draft(draft, true);
    }
    assert_eq!(log.questions(), [], "two that differ and were both left beside ask nothing more");
}

#[test]
fn equal_contacts_propose_nothing() {
    let mut log = Log::default();
    log.put(Kind::Appointment, Some("apt.window"), window("14:00", "15:00", "09:20"), &[]);
    log.put(Kind::Appointment, Some("apt.window"), window("16:00", "17:00", "09:20"), &[]);
    assert!(matches!(&log.questions()[..], [Question::Differs { proposed: None, .. }]));
}

#[test]
fn an_answer_that_came_after_the_signature_is_put_back_as_signed_or_stands_beside() {
    for beside in [false, true] {
        let mut log = Log::default();
        let signed = log.put(Kind::Measure, Some("srv.gap"), json!({"value": "12.6", "unit": "m"}), &[]);
        log.seal();
        let late = log.late(Kind::Measure, "srv.gap", json!({"value": "13.0", "unit": "m"}), &[&signed]);
        let slot = slot(Kind::Measure, "srv.gap");
        let asked = Question::AfterSigning {
            slot: slot.clone(),
            late: BTreeSet::from([late.clone()]),
            signed: Some(signed.clone()),
        };
        assert_eq!(log.questions(), [asked]);
        assert_eq!(log.settle(&slot, &late), Err(Refusal::Sealed), "what was not signed is not chosen by a tap");
        if beside {
            for draft in leave_beside(&log.brief, &log.fold(), &[late.clone()].into()).unwrap() {
                log.draft(draft, true);
            }
        } else {
            let back = log.settle(&slot, &signed).unwrap();
            assert_eq!(log.fold().settled(&slot).unwrap().0, &back);
            assert_eq!(log.fold().value::<Value>(&slot).unwrap()["value"], "12.6");
        }
        assert_eq!(log.questions(), []);
        assert_eq!(leave_beside(&log.brief, &log.fold(), &[late.clone()].into()), Err(Refusal::Settled));
    }
}

#[test]
fn a_part_fitted_unknown_to_the_signed_paper_asks_and_the_same_answer_again_does_not() {
    let mut log = Log::default();
    let done = json!({"answer": "done"});
    let signed = log.put(Kind::Answer, Some("cln.sweep"), done.clone(), &[]);
    log.seal();
    log.late(Kind::Answer, "cln.sweep", done, &[&signed]);
    log.late(Kind::Note, "none", json!({"text": "来晚了"}), &[]);
    assert_eq!(log.questions(), [], "nothing says otherwise than what was signed");
    let part = json!({"movement": "fit", "part": "EPDM", "quantity": "1", "unit": "m"});
    let part = log.late(Kind::Part, "par.line", part, &[]);
    let late = BTreeSet::from([part]);
    assert_eq!(log.questions(), [Question::AfterSigning { slot: slot(Kind::Part, "par.line"), late, signed: None }]);
}

#[test]
fn after_the_signature_differing_answers_are_settled_only_as_they_were_signed() {
    let mut log = Log::default();
    let gap = |value: &str| json!({"value": value, "unit": "mm"});
    let signed = log.put(Kind::Measure, Some("srv.gap"), gap("1"), &[]);
    log.seal();
    let late = log.late(Kind::Measure, "srv.gap", gap("2"), &[]);
    let slot = slot(Kind::Measure, "srv.gap");
    assert_eq!(log.questions().len(), 1, "one question, not two about the same");
    assert!(log.settle(&slot, &late).is_err());
    log.settle(&slot, &signed).unwrap();
    assert_eq!(log.questions(), []);
}

#[test]
fn a_correction_waits_until_the_office_rules_or_the_brief_says_so() {
    let mut log = Log::default();
    log.brief.fields.insert(keys::PRODUCT_INSTALLED.into(), json!("2019-04-02"));
    let wished = Wish { field: keys::PRODUCT_INSTALLED.into(), should: json!("2019-04-12"), reason: "铭牌".into() };
    let draft = wish(&log.brief, &wished).unwrap();
    let id = log.draft(draft, true);
    assert_eq!(log.questions(), [Question::Correction { wish: id.clone() }]);

    let (_, ruling) = rule(&log.brief, &log.fold(), &id, false, " 客户另有发票 ").unwrap();
    let said = Ruled::deserialize(&ruling.value).unwrap();
    assert_eq!((said.outcome, said.reason.as_deref()), (Outcome::Declined, Some("客户另有发票")));
    log.draft(ruling, true);
    assert_eq!(log.questions(), []);
    assert!(matches!(rule(&log.brief, &log.fold(), &id, true, ""), Err(Refusal::Settled)));

    let draft = wish(&log.brief, &wished).unwrap();
    log.draft(draft, true);
    assert_eq!(log.questions().len(), 1, "a later wish for the same asks again");
    log.brief.fields.insert(keys::PRODUCT_INSTALLED.into(), json!("2019-04-12"));
    assert_eq!(log.questions(), []);
}

#[test]
fn what_the_office_decides_cannot_be_wished_for_nor_an_empty_word_nor_what_stands_there() {
    let mut brief = Brief::default();
    brief.fields.insert(keys::CUSTOMER_NAME.into(), json!("王淑敏"));
    let of = |field: &str, should: &str| {
        wish(&brief, &Wish { field: field.into(), should: json!(should), reason: String::new() }).unwrap_err().code()
    };
    assert_eq!(of(keys::ENTITLEMENT, "free"), "act.not_correctable");
    assert_eq!(of(keys::CUSTOMER_NAME, " "), "act.empty");
    assert_eq!(of(keys::CUSTOMER_NAME, "王淑敏"), "act.settled");
}

#[test]
fn what_was_said_is_told_in_words_of_both_languages() {
    let of = |kind: Kind, item: &str, value: Value| {
        let mut log = Log::default();
        let id = log.put(kind, Some(item), value, &[]);
        let fold = log.fold();
        let words = words::said(None, fold.records[&id].record.as_deref().unwrap());
        (words.zh, words.en)
    };
    let two = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
    assert_eq!(
        of(Kind::Appointment, "apt.window", window("14:00", "15:00", "09:20")),
        two("11-21 14:00–15:00", "11-21 14:00–15:00")
    );
    let not_done = json!({"answer": "not_done", "reason": "没带"});
    assert_eq!(of(Kind::Answer, "kit", not_done), two("没做：没带", "Not done: 没带"));
    assert_eq!(of(Kind::Measure, "srv", json!({"value": "-2.1", "unit": "mm"})), two("−2.1 mm", "−2.1 mm"));
    assert_eq!(of(Kind::Measure, "srv", json!("what")), two("\"what\"", "\"what\""), "unreadable, and not hidden");
}

#[test]
fn a_job_asked_for_on_site_says_who_how_to_reach_them_and_what_is_wrong_and_nothing_the_office_decides() {
    let asked = |fields: &[(&str, &str)]| {
        let fields = fields.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        ask(Requested { fields, pack: Some(String::new()) })
    };
    let (name, phone) = ((keys::CUSTOMER_NAME, " 李阿姨 "), (keys::CUSTOMER_PHONE, "137"));
    let wrong = (keys::SYMPTOM, "纱窗坏了");
    for lacking in [&[phone, wrong][..], &[name, wrong], &[name, phone, (keys::SYMPTOM, " ")]] {
        assert_eq!(asked(lacking).unwrap_err().code(), "act.empty");
    }
    let long = "x".repeat(4097);
    assert_eq!(asked(&[name, phone, (keys::SYMPTOM, &long)]).unwrap_err().code(), "act.too_long");
    let draft = asked(&[name, phone, wrong, (keys::ENTITLEMENT, "free"), (keys::NOTE, "")]).unwrap();
    let said = Requested::deserialize(&draft.value).unwrap();
    assert_eq!(said.fields.len(), 3);
    assert_eq!((said.fields[keys::CUSTOMER_NAME].as_str(), said.pack), ("李阿姨", None));
    assert_eq!((draft.kind, draft.visit), (Kind::Request, None));
}
