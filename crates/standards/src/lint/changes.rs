//! Changes that contradict what they change, or each other.

use super::Notes;
use super::conditions::{all_items, hides, possible};
use crate::assembly::Assembly;
use crate::shelf::{Base, Draft, Override};
use domain::flag::Flag;
use domain::pack::{Item, Need, Pack};

/// The changes of every base and every pack.
pub(super) fn check(assembly: &Assembly, notes: &mut Notes) {
    let of = |base: &Base| -> Vec<&Pack> {
        let drafts = assembly.shelf.packs.as_slice();
        let based = |place: &usize| drafts.get(*place).is_some_and(|draft| draft.base == base.key);
        assembly.packs.iter().filter(|(place, _)| based(place)).map(|(_, pack)| pack).collect()
    };
    for base in assembly.shelf.bases.values() {
        of_list(&base.overrides, &of(base), notes);
    }
    for (place, pack) in &assembly.packs {
        let Some(draft) = assembly.shelf.packs.get(*place) else { continue };
        of_list(&draft.overrides, &[pack], notes);
        flags(draft, notes);
    }
}

fn of_list(changes: &[Override], packs: &[&Pack], notes: &mut Notes) {
    for (place, change) in changes.iter().enumerate().filter(|(_, change)| !change.broken) {
        never_true(change, packs, notes);
        never_seen(change, packs, notes);
        let mut after = changes.iter().skip(place + 1).filter(|later| !later.broken);
        // The next one is enough: what comes after it undoes that one.
        after.any(|later| undone(change, later, packs, notes));
    }
}

/// A change puts an item under a flag that its packs never have: the item is gone.
fn never_true(change: &Override, packs: &[&Pack], notes: &mut Notes) {
    let Some(Need::When(flag)) = change.need else { return };
    if !packs.is_empty() && packs.iter().all(|pack| !possible(flag, pack)) {
        let (key, name) = (flag.key(), flag.zh());
        let en = format!("takes the item away: the flag `{key}` is never true here; add it to `asks`, or change `req`");
        let zh = format!("等于去掉了这一项：标志 {key}（{name}）在这里永远不成立；请加进 asks，或改 req");
        notes.fault(&change.spot, "req", &change.key, (en, zh));
    }
}

/// A change of items that are never shown.
fn never_seen(change: &Override, packs: &[&Pack], notes: &mut Notes) {
    if change.need.is_some() {
        return;
    }
    let met = |pack: &&Pack| all_items(pack).filter(|item| change.names(item.key.as_str())).count();
    let hidden = |pack: &&Pack| {
        let items = all_items(pack).filter(|item| change.names(item.key.as_str()));
        items.filter_map(|item| hides(item, pack)).collect::<Vec<Flag>>()
    };
    let all: usize = packs.iter().map(met).sum();
    let never: Vec<Flag> = packs.iter().flat_map(hidden).collect();
    if let (Some(flag), true) = (never.first(), never.len() == all) {
        let (key, name) = (flag.key(), flag.zh());
        let en =
            format!("changes what is never shown: the flag `{key}` is never true here; ask it, or remove the change");
        let zh = format!("改的是永远不出现的项：标志 {key}（{name}）在这里永远不成立；请询问它，或删去这条修改");
        notes.fault(&change.spot, "key", &change.key, (en, zh));
    }
}

/// A later change of the same items takes an earlier one back. A pattern first and one of its keys after it is how
/// exceptions are written.
fn undone(change: &Override, later: &Override, packs: &[&Pack], notes: &mut Notes) -> bool {
    let narrower = change.key.ends_with('*') && !later.key.ends_with('*');
    let field = both_set(change, later).filter(|_| !narrower);
    let mut items = packs.iter().flat_map(|pack| all_items(pack));
    let meet = |item: &Item| change.names(item.key.as_str()) && later.names(item.key.as_str());
    let Some(field) = field.filter(|_| items.any(meet)) else { return false };
    let en = format!("sets `{field}` again, which the change of {} has set before; keep one of them", change.key);
    let zh = format!("又改了一次 {field}，前面对 {} 的修改就不算数了；请只留一条", change.key);
    notes.fault(&later.spot, field, &later.key, (en, zh));
    true
}

fn both_set(a: &Override, b: &Override) -> Option<&'static str> {
    let sets = [
        ("req", a.need.is_some() && b.need.is_some() && a.need != b.need),
        ("ev", a.evidence.is_some() && b.evidence.is_some() && a.evidence != b.evidence),
        ("detail", a.detail.is_some() && b.detail.is_some()),
        ("measure", a.measure.is_some() && b.measure.is_some()),
        ("choices", !a.choices.is_empty() && !b.choices.is_empty()),
        ("scripts", !a.scripts.is_empty() && !b.scripts.is_empty()),
    ];
    sets.into_iter().find(|(_, both)| *both).map(|(field, _)| field)
}

/// A customer is a household or a firm.
fn flags(draft: &Draft, notes: &mut Notes) {
    if [Flag::Consumer, Flag::Business].iter().all(|flag| draft.flags.contains(flag)) {
        let en =
            "says that every customer is a household and a firm; keep one of `consumer` and `business`, or ask both";
        let zh = "写着客户既是家庭又是单位；consumer 和 business 只留一个，或都改为询问";
        notes.fault(&draft.spot, "key", &draft.key, (en.into(), zh.into()));
    }
}
