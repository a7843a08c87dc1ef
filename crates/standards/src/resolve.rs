//! A base, its blocks and a pack's changes and own items, put together.

use crate::gates;
use crate::overrides;
use crate::refused::{PackRefused, Vocabulary};
use crate::shelf::{Base, Draft, Shelf, ShelfBlock};
use crate::vocabulary::At;
use domain::ids::PackKey;
use domain::pack::{Block, Item, Pack, StagePlan, Words};
use domain::stage::Stage;
use std::collections::{BTreeMap, BTreeSet};

/// The pack as the gates, the fold and the screens read it.
pub(crate) fn resolve(draft: &Draft, shelf: &Shelf) -> Result<Pack, PackRefused> {
    let at = At { file: &draft.file, key: &draft.key };
    let base = shelf
        .bases
        .get(&draft.base)
        .ok_or_else(|| at.unknown(Vocabulary::Base, &draft.base, "add it to bases.toml, or correct the name"))?;
    let mut stages = main_line(draft, base, shelf)?;
    let mut branches = BTreeMap::new();
    for key in &base.branches {
        let block = shelf_block(at, shelf, key)?;
        if !block.branch {
            return Err(at.unknown(Vocabulary::Block, key, "only a block with “branch = true” may stand here"));
        }
        branches.insert(key.clone(), part_of(block, None));
    }
    for change in base.overrides.iter().chain(&draft.overrides) {
        let shared = stages.iter_mut().flat_map(|plan| &mut plan.blocks).filter(|block| !is_own(block));
        overrides::apply(change, shared.chain(branches.values_mut()).flat_map(|block| &mut block.items))?;
    }
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
    gates::check(&pack)?;
    Ok(pack)
}

/// Every stage with the base's blocks in the base's order, the pack's blocks and its own items.
fn main_line(draft: &Draft, base: &Base, shelf: &Shelf) -> Result<Vec<StagePlan>, PackRefused> {
    let at = At { file: &draft.file, key: &draft.key };
    let mut seen = BTreeSet::new();
    for key in base.blocks.iter().chain(&draft.blocks) {
        if shelf_block(at, shelf, key)?.branch {
            return Err(at.unknown(Vocabulary::Block, key, "a branch block belongs under “branches”"));
        }
        if !seen.insert(key) {
            let (file, at) = (draft.file.clone(), key.clone());
            return Err(PackRefused::Duplicate { file, at, first: draft.base.clone() });
        }
    }
    Stage::ALL.into_iter().map(|stage| stage_plan(stage, draft, base, shelf)).collect()
}

/// One stage. The pack's own part is its extra blocks, then its items; it comes last, or before a block of
/// `own_before`.
fn stage_plan(stage: Stage, draft: &Draft, base: &Base, shelf: &Shelf) -> Result<StagePlan, PackRefused> {
    let at = At { file: &draft.file, key: &draft.key };
    let mut own = Vec::new();
    for key in &draft.blocks {
        own.push(part_of(shelf_block(at, shelf, key)?, Some(stage)));
    }
    own.push(own_block(stage, draft));
    let mut blocks = Vec::new();
    for key in &base.blocks {
        let block = part_of(shelf_block(at, shelf, key)?, Some(stage));
        if base.own_before.contains(key) && !block.items.is_empty() {
            blocks.append(&mut own);
        }
        blocks.push(block);
    }
    blocks.append(&mut own);
    blocks.retain(|block| !block.items.is_empty());
    Ok(StagePlan { stage, blocks })
}

fn shelf_block<'a>(at: At<'_>, shelf: &'a Shelf, key: &str) -> Result<&'a ShelfBlock, PackRefused> {
    shelf
        .blocks
        .get(key)
        .ok_or_else(|| at.unknown(Vocabulary::Block, key, "add its file to blocks/, or correct the name"))
}

/// The items of a block that stand in `stage`; a branch's stand in none.
fn part_of(block: &ShelfBlock, stage: Option<Stage>) -> Block {
    let items: Vec<Item> = block.items.iter().filter(|(at, _)| *at == stage).map(|(_, item)| item.clone()).collect();
    Block { key: block.key.clone(), name: block.name.clone(), items }
}

fn own_block(stage: Stage, draft: &Draft) -> Block {
    let items = draft.items.iter().filter(|(at, _)| *at == stage).map(|(_, item)| item.clone()).collect();
    let name = Words {
        zh: format!("{}:{}", draft.name.zh, stage.zh()),
        en: format!("{}: {}", draft.name.en, stage.en().to_lowercase()),
    };
    Block { key: format!("own.{}", stage.key()), name, items }
}

fn is_own(block: &Block) -> bool {
    block.key.starts_with("own.")
}
