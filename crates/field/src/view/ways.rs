//! 情况有变: every way the visit may take but the main line's, what each asks to be told, and what it still lacks.

use super::job::{MissingLine, missing_line, saved_ms};
use super::stage::{BlockView, block_view};
use super::{Truth, words};
use crate::app::Field;
use crate::refused::FieldRefused;
use domain::brief::keys;
use domain::checklist::Checklist;
use domain::flag::Flag;
use domain::ids::{JobId, VisitNo};
use domain::lifecycle::{Guard, Transition, block_of};
use domain::pack::{Block, Words};
use domain::state::State;
use serde::Serialize;
use ts_rs::TS;

/// The screen 情况有变.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct WaysView {
    /// The job.
    pub job: JobId,
    /// The visit.
    pub visit: VisitNo,
    /// Whose.
    pub customer: String,
    /// Where the visit stands.
    pub state: State,
    /// In words.
    pub state_name: Words,
    /// What of no way alone is to be told now: the product's return, help from afar.
    pub blocks: Vec<BlockView>,
    /// The ways, in the order of STANDARDS 2.6.
    pub ways: Vec<WayLine>,
    /// A new time may be agreed now.
    pub rebooks: bool,
    /// The visit's sheet is sealed: it takes no other way any more.
    pub sealed: bool,
    /// Where the job's work is.
    pub truth: Truth,
    /// When the visit was last written, Unix milliseconds.
    pub saved_ms: Option<i64>,
}

/// One way.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct WayLine {
    /// Its row in STANDARDS 2.6.
    pub number: u8,
    /// Where it leads.
    pub to: State,
    /// What happened, in words.
    pub name: Words,
    /// It ends the visit otherwise than by its main line.
    pub ends: bool,
    /// Somebody must say why.
    pub needs_reason: bool,
    /// What is to be told about it.
    pub block: Option<BlockView>,
    /// What it lacks; empty where it may be taken.
    pub missing: Vec<MissingLine>,
}

impl Field {
    /// The screen 情况有变.
    pub fn ways_view(&mut self, job: &JobId) -> Result<WaysView, FieldRefused> {
        let (now, truth, visit) = (self.now_ms(), self.job_truth(job)?, self.current_visit(job)?);
        let open = self.job(job)?;
        let customer = open.brief.text(keys::CUSTOMER_NAME).to_owned();
        let list = open.checklist(visit, now)?;
        let (state, sealed) = (list.fold.state(visit), list.fold.is_sealed(visit));
        let ways = ways(&list);
        let mut view = WaysView {
            job: job.clone(),
            visit,
            customer,
            state,
            state_name: words(state.zh(), state.en()),
            blocks: blocks(&list),
            ways,
            rebooks: state == State::Rescheduling,
            sealed,
            truth,
            saved_ms: saved_ms(&list),
        };
        let of_ways = view.ways.iter_mut().filter_map(|way| way.block.as_mut());
        self.tell_files(view.blocks.iter_mut().chain(of_ways))?;
        let of_ways = view.ways.iter_mut().filter_map(|way| way.block.as_mut());
        self.tell_scripts(job, visit, view.blocks.iter_mut().chain(of_ways))?;
        Ok(view)
    }
}

/// The blocks of no branch that may be answered now and ask for something.
fn blocks(list: &Checklist<'_>) -> Vec<BlockView> {
    let asked = ["blk.return", "blk.remote"].iter().filter_map(|key| list.pack.branches.get(*key));
    let is_asked = |block: &&Block| block.items.iter().any(|it| list.is_due(it) && list.is_branch_open(&it.key));
    let flagged =
        asked.filter(is_asked).filter(|block| block.key != "blk.remote" || list.flags.contains(&Flag::RemoteUsed));
    flagged.map(|block| block_view(list, None, block)).collect()
}

fn ways(list: &Checklist<'_>) -> Vec<WayLine> {
    // A new time has a form of its own.
    let ways = list.ways().into_iter().filter(|(row, ..)| !row.guards.contains(&Guard::NewTime));
    let line = |(row, to, missing): (&'static Transition, State, Vec<_>)| WayLine {
        number: row.number,
        to,
        name: name(row, to),
        ends: domain::outcome::Outcome::of_branch(to).is_some() || matches!(row.number, 37 | 59 | 60 | 66),
        needs_reason: row.needs_reason(),
        block: told(list, row, to).and_then(|key| list.pack.branches.get(key)).map(|it| block_view(list, None, it)),
        missing: missing.iter().filter_map(|missing| missing_line(list, missing)).collect(),
    };
    ways.map(line).collect()
}

/// The block a way asks for.
fn told(list: &Checklist<'_>, row: &Transition, to: State) -> Option<&'static str> {
    row.guards.iter().find_map(|guard| match guard {
        Guard::Branch => block_of(to),
        Guard::Block(block) => Some(*block),
        Guard::Outcome => block_of(list.fold.state(list.visit)),
        Guard::Items(_) => block_of(to),
        _ => None,
    })
}

/// What happened, as a technician would say it.
fn name(row: &Transition, to: State) -> Words {
    match row.number {
        14 | 51 => words("改约", "Another time"),
        17 => words("敲门无人应答", "Nobody answers the door"),
        18 => words("客户回来了", "The customer is back"),
        19 => words("已留言，单据退回调度", "Note left, order back to the dispatcher"),
        27 => words("内容或价格有变，重新报价", "Content or price changed: a new quote"),
        30 => words("检测未过，返工", "The test failed: back to the work"),
        36 => words("客户要求再处理", "The customer wants more done"),
        37 => words("按这个结果收尾签字", "Close with this outcome and sign"),
        49 => words("险情已排除，继续", "The hazard is gone: go on"),
        50 => words("现场处理列入方案", "Work on the site joins the plan"),
        54 => words("会诊有了答复", "The answer has come"),
        59 => words("修不好，带故障离场", "It stays faulty today"),
        60 => words("客户不签字", "The customer does not sign"),
        61 => words("送回复位，直接检测", "The product is back: straight to the test"),
        66 => words("结束这次上门", "End this visit"),
        _ => words(to.zh(), to.en()),
    }
}
