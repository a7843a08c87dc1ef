//! Blocks and branches that no visit can come to.

use super::Notes;
use crate::assembly::Assembly;
use crate::resolve::used_by;
use crate::shelf::{Base, ShelfBlock};
use domain::lifecycle;
use domain::pack::Need;
use domain::state::State;
use std::collections::BTreeSet;

/// Every base, and every block that stands alone.
pub(super) fn check(assembly: &Assembly, notes: &mut Notes) {
    let shelf = &assembly.shelf;
    shelf.bases.values().for_each(|base| of_base(base, assembly, notes));
    let named = shelf.bases.values().flat_map(|base| {
        let branches = base.branches.iter().map(|word| &word.text);
        base.blocks.iter().chain(branches)
    });
    let mut used: BTreeSet<&str> = named.map(String::as_str).collect();
    for draft in &shelf.packs {
        if let Some(base) = shelf.bases.get(&draft.base) {
            used.extend(used_by(draft, base, shelf).map(|block| block.key.as_str()));
        }
    }
    for block in shelf.blocks.values().filter(|block| !block.broken && !used.contains(block.key.as_str())) {
        let en = "no base flow and no pack takes this block in; name it in one, or remove its file";
        let zh = "没有基础流程、也没有规范用到这个组；请在其中写上它，或删去这个文件";
        notes.hint(&block.spot, "key", &block.key, (en.into(), zh.into()));
    }
}

fn of_base(base: &Base, assembly: &Assembly, notes: &mut Notes) {
    for key in base.own_before.iter().filter(|key| !base.blocks.contains(key)) {
        let en = format!("`own_before` names {key}, which this base does not have; correct it");
        let zh = format!("own_before 里的 {key} 不在这个基础流程里；请改正");
        notes.fault(&base.spot, "own_before", &base.key, (en, zh));
    }
    for branch in &base.branches {
        let block = assembly.shelf.blocks.get(&branch.text).filter(|block| !block.broken);
        if let Some(block) = block.filter(|block| !is_entered(block)) {
            let asked = block.items.iter().filter(|it| it.item.need != Need::Optional).count();
            let en = format!(
                "no turn of a visit leads into this branch, so its {asked} required item(s) are never asked; use one of \
                 the branches the standard has"
            );
            let zh = format!("上门流程里没有一步通向这个分支，其中 {asked} 个必答项永远问不到；请用规范已有的分支");
            notes.fault(&block.spot, "key", &block.key, (en, zh));
        }
    }
}

/// Whether a visit can ever answer the items of this branch (STANDARDS 2.6).
fn is_entered(block: &ShelfBlock) -> bool {
    State::ALL.iter().any(|state| lifecycle::branch_is_open(&block.key, *state))
}
