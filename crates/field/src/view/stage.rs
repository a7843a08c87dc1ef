//! 环节: a stage's blocks, confirmed as a whole with exceptions, and the next step below them.

use super::Truth;
use super::item::{ItemView, item_view};
use super::job::{NextStep, next_step, saved_ms};
use super::words;
use crate::app::Field;
use crate::refused::FieldRefused;
use domain::checklist::Checklist;
use domain::checklist::onward::Onward;
use domain::digest::Digest;
use domain::flag::Flag;
use domain::ids::{ItemKey, JobId, UnitKey, VisitNo};
use domain::pack::{Block, Words};
use domain::record::{Basis, Kind, Slot};
use domain::stage::Stage;
use domain::state::State;
use domain::value::{Said, UnitNamed};
use serde::Serialize;
use ts_rs::TS;

/// The Stage screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct StageView {
    /// The job.
    pub job: JobId,
    /// The visit.
    pub visit: VisitNo,
    /// Whose.
    pub customer: String,
    /// The trade.
    pub trade: Words,
    /// Which stage.
    pub stage: Stage,
    /// In words.
    pub name: Words,
    /// Its place, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
    /// Where the visit stands.
    pub state: State,
    /// It may be worked on.
    pub open: bool,
    /// The visit's sheet is sealed: nothing here can change any more.
    pub sealed: bool,
    /// Its blocks.
    pub blocks: Vec<BlockView>,
    /// The repeats that are measured (窗 1, 窗 2 ...).
    pub units: Vec<UnitLine>,
    /// Something here is measured for each repeat.
    pub measures_units: bool,
    /// Flags the standard asks here.
    pub asks: Vec<FlagAsk>,
    /// The stage after this one.
    pub following: Option<Stage>,
    /// The next step of the visit.
    pub next: Option<NextStep>,
    /// Where the one action below the items leads, once the ticks among them are confirmed.
    pub onward: OnwardLine,
    /// Where the job's work is.
    pub truth: Truth,
    /// When the visit was last written, Unix milliseconds.
    pub saved_ms: Option<i64>,
}

/// Where a stage's one action leads.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OnwardLine {
    /// Nowhere: something here is answered by itself first.
    Shut,
    /// To this stage.
    Stage {
        /// Which.
        stage: Stage,
    },
    /// The visit moves on, as far as this.
    Step {
        /// Where to.
        to: State,
    },
    /// The sheet is sealed.
    Seal,
    /// To the sealed sheet.
    Sheet,
    /// To the other ways.
    Ways {
        /// The item that is asked for there.
        item: Option<ItemKey>,
    },
    /// Nothing is left to do.
    Over,
}

impl From<Onward> for OnwardLine {
    fn from(onward: Onward) -> Self {
        match onward {
            Onward::Shut => Self::Shut,
            Onward::Stage(stage) => Self::Stage { stage },
            Onward::Step(to) => Self::Step { to },
            Onward::Seal => Self::Seal,
            Onward::Sheet => Self::Sheet,
            Onward::Ways(item) => Self::Ways { item },
            Onward::Over => Self::Over,
        }
    }
}

/// A block.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct BlockView {
    /// Its key.
    pub key: String,
    /// Its heading.
    pub name: Words,
    /// Its items that are shown.
    pub items: Vec<ItemView>,
    /// Items one tap on the whole block would answer.
    pub to_confirm: u32,
    /// Answered done.
    pub done: u32,
    /// Answered otherwise.
    pub exceptions: u32,
    /// When it was confirmed as a whole, Unix milliseconds.
    pub confirmed_ms: Option<i64>,
}

/// A repeat.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct UnitLine {
    /// Its key.
    pub key: UnitKey,
    /// Its name.
    pub name: String,
    /// Readings taken in this stage.
    pub measured: u32,
    /// Readings there are.
    pub of: u32,
}

/// A plain question.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct FlagAsk {
    /// The flag.
    pub flag: Flag,
    /// In words.
    pub name: Words,
    /// Set.
    pub on: bool,
}

impl Field {
    /// The Stage screen.
    pub fn stage_view(&mut self, job: &JobId, stage: Stage) -> Result<StageView, FieldRefused> {
        let (now, truth, visit) = (self.now_ms(), self.job_truth(job)?, self.current_visit(job)?);
        let here = self.local_time(now);
        self.shown.entry((job.clone(), visit, stage)).or_insert(here);
        let open = self.job(job)?;
        let customer = open.brief.text(domain::brief::keys::CUSTOMER_NAME).to_owned();
        let list = open.checklist(visit, now)?;
        let state = list.fold.state(visit);
        let blocks: Vec<BlockView> = blocks(&list, stage);
        let order: Vec<Stage> = list.pack.stages.iter().map(|plan| plan.stage).collect();
        let place = order.iter().position(|at| *at == stage);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut view = StageView {
            job: job.clone(),
            visit,
            customer,
            trade: list.pack.name.clone(),
            stage,
            name: words(stage.zh(), stage.en()),
            number: count(place.map_or(0, |place| place + 1)),
            of: count(order.len()),
            state,
            open: list.is_stage_open(stage),
            sealed: list.fold.is_sealed(visit),
            units: units(&list, stage),
            measures_units: blocks.iter().flat_map(|block| &block.items).any(|item| item.each_unit),
            asks: asks(&list, stage),
            following: place.and_then(|place| order.get(place + 1)).copied(),
            next: next_step(&list),
            onward: list.onward(stage).into(),
            truth,
            saved_ms: saved_ms(&list),
            blocks,
        };
        self.tell_files(view.blocks.iter_mut())?;
        self.tell_scripts(job, visit, view.blocks.iter_mut())?;
        Ok(view)
    }

    /// Fills in where the files of these blocks are.
    pub(crate) fn tell_files<'a>(
        &mut self,
        blocks: impl Iterator<Item = &'a mut BlockView>,
    ) -> Result<(), FieldRefused> {
        for photo in
            blocks.flat_map(|block| &mut block.items).flat_map(|item| item.photos.iter_mut().chain(&mut item.before))
        {
            if let Some(digest) = Digest::from_hex(&photo.digest) {
                (photo.truth, photo.sent) = self.file_truth(&digest)?;
            }
        }
        Ok(())
    }
}

fn blocks(list: &Checklist<'_>, stage: Stage) -> Vec<BlockView> {
    let plans = list.pack.stages.iter().filter(|plan| plan.stage == stage);
    let blocks = plans.flat_map(|plan| &plan.blocks).map(|block| block_view(list, Some(stage), block));
    blocks.filter(|block| !block.items.is_empty()).collect()
}

pub(crate) fn block_view(list: &Checklist<'_>, stage: Option<Stage>, block: &Block) -> BlockView {
    let items: Vec<ItemView> =
        block.items.iter().filter(|item| list.shows(item)).map(|item| item_view(list, stage, item)).collect();
    let count = |wanted: &dyn Fn(&ItemView) -> bool| {
        u32::try_from(items.iter().filter(|item| wanted(item)).count()).unwrap_or(u32::MAX)
    };
    BlockView {
        key: block.key.clone(),
        name: block.name.clone(),
        to_confirm: count(&|item| item.to_confirm),
        done: count(&|item| item.said == Some(Said::Done)),
        exceptions: count(&|item| matches!(item.said, Some(Said::NotDone | Said::NotApplicable))),
        confirmed_ms: confirmed_ms(list, block),
        items,
    }
}

fn confirmed_ms(list: &Checklist<'_>, block: &Block) -> Option<i64> {
    let slot = |item: &domain::pack::Item| Slot {
        visit: Some(list.visit),
        item: Some(item.key.clone()),
        unit: None,
        kind: Kind::Answer,
    };
    let answers = block.items.iter().filter_map(|item| list.fold.settled(&slot(item)));
    answers.filter(|(_, record)| record.basis == Some(Basis::Block)).filter_map(|(_, record)| record.at.unix_ms()).max()
}

fn units(list: &Checklist<'_>, stage: Stage) -> Vec<UnitLine> {
    let measured: Vec<_> = list
        .pack
        .items()
        .filter(|(at, _, item)| *at == stage && item.each_unit && list.shows(item))
        .map(|(_, _, item)| item)
        .collect();
    let line = |unit: UnitKey| {
        let at = |item: Option<&domain::pack::Item>, kind: Kind| Slot {
            visit: Some(list.visit),
            item: item.map(|item| item.key.clone()),
            unit: Some(unit.clone()),
            kind,
        };
        let named: Option<UnitNamed> = list.fold.value(&at(None, Kind::Unit));
        let taken = measured.iter().filter(|item| list.fold.settled(&at(Some(item), Kind::Measure)).is_some()).count();
        UnitLine {
            name: named.map_or_else(|| unit.to_string(), |named| named.name),
            measured: u32::try_from(taken).unwrap_or(u32::MAX),
            of: u32::try_from(measured.len()).unwrap_or(u32::MAX),
            key: unit,
        }
    };
    list.fold.units(list.visit).into_iter().map(line).collect()
}

fn asks(list: &Checklist<'_>, stage: Stage) -> Vec<FlagAsk> {
    let ask = |flag: Flag| FlagAsk { flag, name: words(flag.zh(), flag.en()), on: list.flags.contains(&flag) };
    list.asked_at(stage).into_iter().map(ask).collect()
}
