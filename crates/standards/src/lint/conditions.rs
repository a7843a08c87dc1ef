//! Conditions that can never be true: an item behind one is never shown, whatever it asks.

use super::Notes;
use crate::assembly::Assembly;
use crate::shelf::{Draft, ShelfItem};
use domain::flag::Flag;
use domain::ids::ItemKey;
use domain::pack::{Item, Need, Pack};
use std::collections::{BTreeMap, BTreeSet};

/// Flags an order may bring with it whatever the pack asks (STANDARDS 4.1, "set by": intake, order, office, product
/// model). The office that makes the call or moves the appointment notes the last two with the order.
const WITH_THE_ORDER: &[Flag] = &[
    Flag::Consumer,
    Flag::Business,
    Flag::HomeDecorated,
    Flag::FloorSensitive,
    Flag::Charged,
    Flag::InWarranty,
    Flag::Delivery,
    Flag::Drawing,
    Flag::RemoteCapable,
    Flag::Rural,
    Flag::Emergency,
    Flag::Goods,
    Flag::RemoteUsed,
    Flag::SpecialHardware,
    Flag::Planned,
    Flag::AcCassette,
    Flag::Unreachable,
    Flag::TimeChanged,
];

/// What the program itself sets, from the visit's number and its history.
const BY_THE_PROGRAM: &[Flag] = &[Flag::SecondVisit, Flag::ReturnVisit];

/// Whether the flag can ever be true in a visit of this pack.
pub(super) fn possible(flag: Flag, pack: &Pack) -> bool {
    let chosen = |flag: Flag| all_items(pack).any(|item| item.choices.iter().any(|choice| choice.sets == Some(flag)));
    let had = |flag: Flag| pack.flags.contains(&flag) || pack.asks.contains(&flag) || chosen(flag);
    had(flag)
        || WITH_THE_ORDER.contains(&flag)
        || BY_THE_PROGRAM.contains(&flag)
        // STANDARDS 4.1: `ppe` is always true when `height` is.
        || (flag == Flag::Ppe && had(Flag::Height))
}

/// The flag that hides an item of this pack for good.
pub(super) fn hides(item: &Item, pack: &Pack) -> Option<Flag> {
    match item.need {
        Need::When(flag) if !possible(flag, pack) => Some(flag),
        _ => None,
    }
}

/// Every item of a pack, also those of its branches.
pub(super) fn all_items(pack: &Pack) -> impl Iterator<Item = &Item> {
    pack.items().map(|(.., item)| item).chain(pack.branches.values().flat_map(|block| &block.items))
}

/// Items whose condition is never true: an own item in its pack, a shared one in every pack that has it.
pub(super) fn check(assembly: &Assembly, notes: &mut Notes) {
    let mut shown: BTreeSet<&ItemKey> = BTreeSet::new();
    let mut hidden: BTreeMap<&ItemKey, Flag> = BTreeMap::new();
    for (_, pack) in &assembly.packs {
        for item in all_items(pack) {
            match hides(item, pack) {
                Some(flag) => {
                    hidden.insert(&item.key, flag);
                }
                None => {
                    shown.insert(&item.key);
                }
            }
        }
    }
    let shelf = &assembly.shelf;
    let shared = shelf.blocks.values().flat_map(|block| &block.items).map(|item| (item, None));
    let own = shelf.packs.iter().flat_map(|draft| draft.items.iter().map(move |item| (item, Some(draft))));
    for (item, draft) in shared.chain(own).filter(|(item, _)| !item.broken && !shown.contains(&item.item.key)) {
        // Where a change brought the condition, the change is told.
        let condition = hidden.get(&item.item.key).filter(|flag| item.item.need == Need::When(**flag));
        if let Some(flag) = condition {
            never(item, draft, *flag, notes);
        }
    }
}

fn never(item: &ShelfItem, draft: Option<&Draft>, flag: Flag, notes: &mut Notes) {
    let (key, name) = (flag.key(), flag.zh());
    let (who, who_zh) = match draft {
        Some(_) => ("this pack never has", "本规范永远没有"),
        None => ("no pack that has this item ever has", "用到它的规范都永远没有"),
    };
    let en = format!(
        "is never shown: {who} the flag `{key}` (not in `flags`, not asked, no order brings it); add it to `asks` or \
         correct the condition"
    );
    let zh = format!(
        "永远不会出现：{who_zh}标志 {key}（{name}）：既不在 flags，也不询问，工单也不带；请加进 asks，或改正条件"
    );
    notes.fault(&item.spot, "req", item.item.key.as_str(), (en, zh));
}
