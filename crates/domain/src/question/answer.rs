//! How a question is settled: one more record.

use super::{Question, questions, seals, signed};
use crate::brief::{Brief, CORRECTABLE, REQUESTABLE, keys};
use crate::decide::{Draft, Refusal};
use crate::fold::Fold;
use crate::ids::RecordId;
use crate::record::{Basis, Kind, Slot};
use crate::value::{Outcome, Requested, Ruled, Wish};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of one field that is asked for from the site; the office takes more than this.
const LONGEST: usize = 4 * 1024;

/// One of the values of a question, and all that stood on the screen where it was chosen.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The record with the right value.
    pub record: RecordId,
    /// Every record that was shown, this one too.
    pub seen: BTreeSet<RecordId>,
}

/// Says which of the values of an open question is right: its value again, in the place of all that stand. After the
/// customer has signed only what was signed can be chosen; anything else goes into an amendment. A value that arrived
/// unseen is never settled with the others; what was left beside the paper before goes with them.
pub fn settle(brief: &Brief, fold: &Fold, slot: &Slot, choice: &Choice) -> Result<Draft, Refusal> {
    let open = questions(brief, fold);
    let Choice { record: choice, seen } = choice;
    let (standing, as_signed, all) = match open.iter().find(|question| question.slot() == Some(slot)) {
        Some(Question::Differs { standing, .. }) => (standing.contains(choice), None, standing),
        Some(Question::AfterSigning { signed, late, .. }) => (false, signed.clone(), late),
        _ => return Err(Refusal::Settled),
    };
    if !all.is_subset(seen) {
        return Err(Refusal::Unseen);
    }
    let seals = seals(fold, slot.visit);
    let is_signed = as_signed.as_ref() == Some(choice)
        || standing && signed(fold, slot, &seals).is_some_and(|(id, _)| id == choice);
    if !seals.is_empty() && !is_signed && slot.kind != Kind::Transition {
        return Err(Refusal::Sealed);
    }
    let chosen = fold.records.get(choice).and_then(|shown| shown.record.as_deref());
    let Some(chosen) = chosen.filter(|_| standing || is_signed) else { return Err(Refusal::Settled) };
    let replaces = fold.to_replace(slot);
    let Slot { visit, item, unit, kind } = slot.clone();
    Ok(Draft { kind, visit, item, unit, value: chosen.value.clone(), basis: Some(Basis::Tapped), replaces })
}

/// Leaves what came after the signature beside the signed paper, which stays as it is: those that were seen.
pub fn leave_beside(brief: &Brief, fold: &Fold, seen: &BTreeSet<RecordId>) -> Result<Vec<Draft>, Refusal> {
    let open = questions(brief, fold).into_iter().find_map(|question| match question {
        Question::AfterSigning { slot, late, .. } if !late.is_disjoint(seen) => Some((slot, late)),
        _ => None,
    });
    let Some((slot, late)) = open else { return Err(Refusal::Settled) };
    late.into_iter()
        .filter(|about| seen.contains(about))
        .map(|about| ruling(&slot, Ruled { about, outcome: Outcome::Beside, reason: None }))
        .collect::<Result<Vec<_>, _>>()
}

/// The office's answer to a wish to correct the brief.
pub fn rule(brief: &Brief, fold: &Fold, wish: &RecordId, adopt: bool, reason: &str) -> Result<(Wish, Draft), Refusal> {
    let open = questions(brief, fold).contains(&Question::Correction { wish: wish.clone() });
    let record = fold.records.get(wish).and_then(|shown| shown.record.as_deref()).filter(|_| open);
    let Some(record) = record else { return Err(Refusal::Settled) };
    let wished = serde_json::from_value(record.value.clone()).map_err(|_| Refusal::Settled)?;
    let reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    let outcome = if adopt { Outcome::Adopted } else { Outcome::Declined };
    Ok((wished, ruling(&record.slot(), Ruled { about: wish.clone(), outcome, reason })?))
}

/// A wish to correct what the office wrote. The brief stays as it is until the office agrees.
pub fn wish(brief: &Brief, wish: &Wish) -> Result<Draft, Refusal> {
    let Some(field) = CORRECTABLE.iter().find(|field| **field == wish.field) else {
        return Err(Refusal::NotCorrectable(wish.field.clone()));
    };
    if wish.should.as_str().is_none_or(|text| text.trim().is_empty()) {
        return Err(Refusal::Empty("应为 what it should say"));
    }
    if wish.should.as_str().is_some_and(|text| text.len() > LONGEST) {
        return Err(Refusal::TooLong("应为 what it should say"));
    }
    if wish.reason.len() > LONGEST {
        return Err(Refusal::TooLong("理由 reason"));
    }
    if brief.fields.get(*field) == Some(&wish.should) {
        return Err(Refusal::Settled);
    }
    let none = Slot { visit: None, item: None, unit: None, kind: Kind::Correction };
    draft(none, wish)
}

/// A job asked for on site: who the customer is, how to reach them, and what is wrong; the rest where it is known.
pub fn ask(asked: Requested) -> Result<Draft, Refusal> {
    let said = asked.fields.into_iter().map(|(key, text)| (key, text.trim().to_owned()));
    let fields: BTreeMap<String, String> =
        said.filter(|(key, text)| REQUESTABLE.contains(&key.as_str()) && !text.is_empty()).collect();
    let says = |key: &str| fields.contains_key(key);
    if !says(keys::CUSTOMER_NAME) {
        return Err(Refusal::Empty("客户姓名 customer's name"));
    }
    if !says(keys::CUSTOMER_PHONE) && !says(keys::CUSTOMER_ADDRESS) {
        return Err(Refusal::Empty("电话或地址 phone or address"));
    }
    if !says(keys::SYMPTOM) {
        return Err(Refusal::Empty("故障或需求 what is wrong"));
    }
    if fields.values().any(|text| text.len() > LONGEST) {
        return Err(Refusal::TooLong("有一栏 one of the fields"));
    }
    let none = Slot { visit: None, item: None, unit: None, kind: Kind::Request };
    draft(none, &Requested { fields, pack: asked.pack.filter(|pack| !pack.is_empty()) })
}

fn ruling(about: &Slot, ruled: Ruled) -> Result<Draft, Refusal> {
    draft(Slot { visit: about.visit, item: None, unit: None, kind: Kind::Ruling }, &ruled)
}

fn draft(slot: Slot, value: &impl Serialize) -> Result<Draft, Refusal> {
    let value = serde_json::to_value(value).map_err(|e| Refusal::Unwritable(e.to_string()))?;
    let Slot { visit, item, unit, kind } = slot;
    Ok(Draft { kind, visit, item, unit, value, basis: Some(Basis::Tapped), replaces: Vec::new() })
}
