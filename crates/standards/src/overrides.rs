//! A pack's changes of shared items. Stricter, more specific or under a flag: yes. Looser, or a gate opened: no
//! (STANDARDS 4.1).

use crate::faults::Faults;
use crate::gates;
use crate::refused::PackRefused;
use crate::shelf::Override;
use crate::vocabulary::clip;
use domain::pack::{Choice, Evidence, Item, Need};
use std::collections::BTreeSet;

/// Makes the change on every item it names; naming none is a fault, unless a block could not be read (`whole`). What
/// `broken` lists was not read as it stands, and nothing is held against it.
pub(crate) fn apply<'a>(
    change: &Override,
    items: impl Iterator<Item = &'a mut Item>,
    whole: bool,
    broken: &BTreeSet<&str>,
    faults: &Faults,
) {
    let mut met = false;
    for item in items.filter(|item| change.names(item.key.as_str())) {
        met = true;
        // What is refused is not done either, or the gate it opens would be told a second time.
        if broken.contains(item.key.as_str()) || is_allowed(change, item, faults) {
            change_one(change, item);
        }
    }
    if !met && whole {
        let (file, at) = (change.spot.file.clone(), clip(&change.key));
        faults.add(&file.clone(), Some(change.spot.key), PackRefused::OverrideWithoutItem { file, at });
    }
}

fn change_one(change: &Override, item: &mut Item) {
    if let Some(need) = &change.need {
        item.need = need.clone();
    }
    if let Some(evidence) = change.evidence {
        item.evidence = evidence;
    }
    if let Some(detail) = &change.detail {
        item.detail = Some(detail.clone());
    }
    if let Some(measure) = &change.measure {
        item.measure = Some(measure.clone());
    }
    if !change.choices.is_empty() {
        item.choices.clone_from(&change.choices);
    }
    if !change.scripts.is_empty() {
        item.scripts.clone_from(&change.scripts);
    }
    // The item still carries its own rules; the override's row says which ones it sharpens.
    for rule in &change.rules {
        if !item.rules.contains(rule) {
            item.rules.push(rule.clone());
        }
    }
}

/// Whether the item stays at least as strict as STANDARDS 4.1 asks; each way it does not is told.
fn is_allowed(change: &Override, item: &Item, faults: &Faults) -> bool {
    let gate = gates::is_gate(item);
    let mut allowed = true;
    let mut refuse = |field: &str, what: String| {
        let (file, at) = (change.spot.file.clone(), item.key.to_string());
        let refused = if gate {
            PackRefused::GateRemoved { file, at, change: what }
        } else {
            PackRefused::Loosened { file, at, change: what }
        };
        faults.add(&change.spot.file, Some(change.spot.of(field)), refused);
        allowed = false;
    };
    if let Some(need) = change.need.as_ref().filter(|need| !keeps_need(gate, item, need)) {
        refuse("req", format!("req = \"{}\"", letter_of_need(need)));
    }
    if let Some(evidence) = change.evidence.filter(|evidence| !keeps_evidence(gate, item, *evidence)) {
        refuse("ev", format!("ev = \"{}\"", letter_of_evidence(evidence)));
    }
    let lost = |old: &&Choice| old.blocks && !change.choices.iter().any(|new| new.key == old.key && new.blocks);
    if let Some(choice) = item.choices.iter().find(lost).filter(|_| !change.choices.is_empty()) {
        refuse("choices", format!("choices without blocking “{}”", choice.key));
    }
    allowed
}

fn keeps_need(gate: bool, item: &Item, need: &Need) -> bool {
    match gate {
        true => gates::keeps_need(item.key.as_str(), &item.need, need),
        false => !(item.need == Need::Required && *need == Need::Optional),
    }
}

fn keeps_evidence(gate: bool, item: &Item, evidence: Evidence) -> bool {
    match gate {
        true => gates::keeps_evidence(item.evidence, evidence),
        false => evidence != Evidence::Tick || item.evidence == Evidence::Tick,
    }
}

/// As the files and STANDARDS write it.
pub(crate) fn letter_of_need(need: &Need) -> String {
    match need {
        Need::Required => "Y".to_owned(),
        Need::Optional => "N".to_owned(),
        Need::When(flag) => format!("C({})", flag.key()),
    }
}

/// As the files and STANDARDS write it.
pub(crate) fn letter_of_evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Tick => "-",
        Evidence::Photo => "P",
        Evidence::Number => "M",
        Evidence::Text => "T",
        Evidence::Signature => "S",
        Evidence::Automatic => "A",
        Evidence::Scan => "Q",
    }
}
