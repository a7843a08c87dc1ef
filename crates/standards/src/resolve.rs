//! A base, its blocks and a pack's changes and own items, put together.

use crate::faults::Faults;
use crate::gates;
use crate::overrides;
use crate::refused::{PackRefused, Vocabulary};
use crate::shelf::{Base, Draft, Shelf, ShelfBlock, ShelfItem};
use crate::vocabulary::At;
use domain::flag::Flag;
use domain::ids::PackKey;
use domain::pack::{Block, Item, Pack, StagePlan, Words};
use domain::stage::Stage;
use std::collections::BTreeSet;

/// The pack as the gates, the fold and the screens read it; `None` where its base is none. Blocks that are none were
/// told when they were named, and are left out here.
pub(crate) fn resolve(draft: &Draft, shelf: &Shelf, faults: &Faults) -> Option<Pack> {
    let base = shelf.bases.get(&draft.base)?;
    let mut stages: Vec<_> = Stage::ALL.into_iter().map(|stage| stage_plan(stage, draft, base, shelf)).collect();
    let branching = base.branches.iter().filter_map(|key| shelf.blocks.get(&key.text)).filter(|block| block.branch);
    let mut branches: std::collections::BTreeMap<_, _> =
        branching.map(|block| (block.key.clone(), part_of(block, None))).collect();
    let parts: Vec<&ShelfBlock> = used_by(draft, base, shelf).collect();
    let named = base.blocks.len() + draft.blocks.len() + base.branches.len();
    let whole = parts.len() == named && parts.iter().all(|block| !block.broken);
    let items = parts.iter().flat_map(|block| &block.items);
    let broken: BTreeSet<&str> = items.filter(|item| item.broken).map(|item| item.item.key.as_str()).collect();
    for change in base.overrides.iter().chain(&draft.overrides) {
        let shared = stages.iter_mut().flat_map(|plan| &mut plan.blocks).filter(|block| !is_own(block));
        let shared = shared.chain(branches.values_mut()).flat_map(|block| &mut block.items);
        overrides::apply(change, shared, whole, &broken, faults);
    }
    leave_out(draft, &mut stages, faults);
    stages.retain(|plan| !plan.blocks.is_empty());
    let pack = Pack {
        key: PackKey::from(draft.key.as_str()),
        version: draft.version.clone(),
        name: draft.name.clone(),
        flags: draft.flags.clone(),
        asks: base.asks.union(&draft.asks).copied().collect(),
        stages,
        branches,
    };
    if whole {
        gates::missing(&pack).for_each(|refused| faults.add(&draft.spot.file, Some(draft.spot.key), refused));
    }
    Some(pack)
}

/// A planned visit has no fault to look for (STANDARDS 4.4, pack 13): its blocks are not shown. A gate is never left out.
fn leave_out(draft: &Draft, stages: &mut [StagePlan], faults: &Faults) {
    let mut blocks: Vec<&mut Block> = stages.iter_mut().flat_map(|plan| &mut plan.blocks).collect();
    for named in &draft.planned_without {
        let mut met = false;
        for block in blocks.iter_mut().filter(|block| block.key == named.text) {
            met = true;
            for item in &mut block.items {
                if gates::is_named(&item.key) {
                    let (file, at) = (draft.spot.file.clone(), item.key.to_string());
                    let change = format!("planned_without = [\"{}\"]", named.text);
                    faults.add(&draft.spot.file, Some(named.at), PackRefused::GateRemoved { file, at, change });
                }
                item.unless = Some(Flag::Planned);
            }
        }
        if !met {
            let at = At { file: &draft.spot.file, key: &draft.key };
            let hint = "name a block that this pack has, or remove it";
            faults.add(&draft.spot.file, Some(named.at), at.unknown(Vocabulary::Block, &named.text, hint));
        }
    }
}

/// Every shared block a pack takes in.
pub(crate) fn used_by<'a>(draft: &'a Draft, base: &'a Base, shelf: &'a Shelf) -> impl Iterator<Item = &'a ShelfBlock> {
    let named = draft.blocks.iter().chain(&base.branches).map(|word| &word.text);
    base.blocks.iter().chain(named).filter_map(|key| shelf.blocks.get(key))
}

/// One stage. The pack's own part is its extra blocks, then its items; it comes last, or before a block of
/// `own_before`.
fn stage_plan(stage: Stage, draft: &Draft, base: &Base, shelf: &Shelf) -> StagePlan {
    let part = |key: &String| shelf.blocks.get(key).map(|block| part_of(block, Some(stage)));
    let mut own: Vec<Block> = draft.blocks.iter().filter_map(|key| part(&key.text)).collect();
    own.push(own_block(stage, draft));
    let mut blocks = Vec::new();
    for (key, block) in base.blocks.iter().filter_map(|key| Some((key, part(key)?))) {
        if base.own_before.contains(key) && !block.items.is_empty() {
            blocks.append(&mut own);
        }
        blocks.push(block);
    }
    blocks.append(&mut own);
    blocks.retain(|block| !block.items.is_empty());
    StagePlan { stage, blocks }
}

/// The items of a block that stand in `stage`; a branch's stand in none.
fn part_of(block: &ShelfBlock, stage: Option<Stage>) -> Block {
    Block { key: block.key.clone(), name: block.name.clone(), items: standing(&block.items, stage) }
}

fn standing(items: &[ShelfItem], stage: Option<Stage>) -> Vec<Item> {
    items.iter().filter(|it| it.stage == stage).map(|it| it.item.clone()).collect()
}

fn own_block(stage: Stage, draft: &Draft) -> Block {
    let items = standing(&draft.items, Some(stage));
    let name = Words {
        zh: format!("{}:{}", draft.name.zh, stage.zh()),
        en: format!("{}: {}", draft.name.en, stage.en().to_lowercase()),
    };
    Block { key: format!("own.{}", stage.key()), name, items }
}

fn is_own(block: &Block) -> bool {
    block.key.starts_with("own.")
}
