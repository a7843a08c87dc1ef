//! An order as the page shows it: what the office may do now, what it recorded, and the clocks.

use super::state;
use super::view::{FactView, Named, OfficeMoveView, RecordedView, TimerView, WayView};
use crate::core::order::{Books, Open};
use domain::lifecycle::{TRANSITIONS, Transition};
use domain::order::words::of_move;
use domain::order::{Fact, Order, Source, Way};
use domain::state::State;
use domain::timer::{Stand, Timer};
use hub_storage::orders::OfficeMove;

/// By which a visit is at the office once all of it has arrived (38).
const ARRIVES: u8 = 38;

/// The moves the office may make, and what each waits for.
pub(super) fn ways(order: &Order<'_>) -> Vec<WayView> {
    let mut ways: Vec<WayView> = order.ways().iter().map(way).collect();
    if order.state() == State::Left
        && let Some(row) = row_of(ARRIVES)
    {
        let lacks = Some(Fact::Received);
        ways.push(way(&Way { row, to: State::Uploaded, lacks, visit: None }));
    }
    ways
}

fn way(way: &Way) -> WayView {
    let (zh, en) = of_move(way.row, way.to);
    WayView {
        row: way.row.number,
        zh: zh.into(),
        en: en.into(),
        to: state(way.to),
        lacks: way.lacks.into_iter().map(fact).collect(),
        reason: way.row.needs_reason(),
        visit: way.visit.map(|visit| visit.0),
    }
}

fn row_of(number: u8) -> Option<&'static Transition> {
    TRANSITIONS.iter().find(|row| row.number == number)
}

fn fact(fact: Fact) -> FactView {
    let source = match fact.source() {
        Source::Papers => "papers",
        Source::Tick => "tick",
        Source::Words => "words",
    };
    FactView { key: fact.key().into(), zh: fact.zh().into(), en: fact.en().into(), source: source.into() }
}

/// What somebody recorded, oldest first.
pub(super) fn recorded(books: &Books) -> Vec<RecordedView> {
    let told = books.facts.iter().map(|it| {
        let named = |zh: &str, en: &str| Named { key: it.fact.clone(), zh: zh.into(), en: en.into() };
        let fact =
            Fact::from_key(&it.fact).map_or_else(|| named(&it.fact, &it.fact), |fact| named(fact.zh(), fact.en()));
        RecordedView { fact, words: it.words.clone(), by: it.clerk.clone(), at: it.at }
    });
    told.collect()
}

/// The office's moves, oldest first.
pub(super) fn moved(books: &Books) -> Vec<OfficeMoveView> {
    books.moves.iter().map(one_move).collect()
}

fn one_move(it: &OfficeMove) -> OfficeMoveView {
    let to = State::from_key(&it.to);
    let rows = TRANSITIONS.iter().filter(|row| row.number == it.row);
    let row = rows.into_iter().find(|row| to.is_some_and(|to| row.to.contains(&to)));
    let (zh, en) = row.zip(to).map_or((it.to.as_str(), it.to.as_str()), |(row, to)| of_move(row, to));
    OfficeMoveView {
        row: it.row,
        zh: zh.into(),
        en: en.into(),
        reason: it.reason.clone(),
        visit: it.visit.map(|visit| visit.0),
        by: it.clerk.clone(),
        at: it.at,
    }
}

/// Every clock, as it stands now.
pub(super) fn clocks(open: &Open<'_>, now_ms: i64) -> Vec<TimerView> {
    open.timers().iter().map(|timer| clock(timer, now_ms)).collect()
}

fn clock(timer: &Timer, now_ms: i64) -> TimerView {
    let stand = match timer.stand(now_ms) {
        Stand::Over => "over",
        Stand::Running => "running",
        Stand::Ahead => "ahead",
        Stand::Late => "late",
        Stand::Kept => "kept",
    };
    TimerView {
        key: timer.clock.key().into(),
        zh: timer.clock.zh().into(),
        en: timer.clock.en().into(),
        visit: timer.visit.map(|visit| visit.0),
        from_ms: timer.from,
        due_ms: timer.due,
        met_ms: timer.met,
        stand: stand.into(),
    }
}
