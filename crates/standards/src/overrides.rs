//! A pack's changes of shared items. Stricter, more specific or under a flag: yes. Looser, or a gate opened: no
//! (STANDARDS 4.1).

use crate::gates;
use crate::refused::PackRefused;
use crate::shelf::Override;
use crate::vocabulary::clip;
use domain::pack::{Choice, Evidence, Item, Need};

/// Makes the change on every item it names; naming none is an error.
pub(crate) fn apply<'a>(change: &Override, items: impl Iterator<Item = &'a mut Item>) -> Result<(), PackRefused> {
    let mut met = false;
    for item in items.filter(|item| names(change, item)) {
        change_one(change, item)?;
        met = true;
    }
    if met {
        return Ok(());
    }
    Err(PackRefused::OverrideWithoutItem { file: change.file.clone(), at: clip(&change.key) })
}

fn names(change: &Override, item: &Item) -> bool {
    match change.key.strip_suffix('*') {
        Some(prefix) => item.key.as_str().starts_with(prefix),
        None => item.key.as_str() == change.key,
    }
}

fn change_one(change: &Override, item: &mut Item) -> Result<(), PackRefused> {
    allowed(change, item)?;
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
    Ok(())
}

/// Whether the item stays at least as strict as STANDARDS 4.1 asks.
fn allowed(change: &Override, item: &Item) -> Result<(), PackRefused> {
    let gate = gates::is_gate(item);
    let refusal = |what: String| {
        let (file, at) = (change.file.clone(), item.key.to_string());
        if gate {
            PackRefused::GateRemoved { file, at, change: what }
        } else {
            PackRefused::Loosened { file, at, change: what }
        }
    };
    if let Some(need) = &change.need {
        let kept = if gate {
            gates::keeps_need(item.key.as_str(), &item.need, need)
        } else {
            !(item.need == Need::Required && *need == Need::Optional)
        };
        if !kept {
            return Err(refusal(format!("req = \"{}\"", letter_of_need(need))));
        }
    }
    if let Some(evidence) = change.evidence {
        let kept = if gate {
            gates::keeps_evidence(item.evidence, evidence)
        } else {
            evidence != Evidence::Tick || item.evidence == Evidence::Tick
        };
        if !kept {
            return Err(refusal(format!("ev = \"{}\"", letter_of_evidence(evidence))));
        }
    }
    let keeps_shut = |choice: &&Choice| choice.blocks;
    let lost =
        item.choices.iter().filter(keeps_shut).find(|old| {
            !change.choices.is_empty() && !change.choices.iter().any(|new| new.key == old.key && new.blocks)
        });
    lost.map_or(Ok(()), |choice| Err(refusal(format!("choices without blocking “{}”", choice.key))))
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
