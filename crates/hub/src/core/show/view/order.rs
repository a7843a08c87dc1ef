//! An order: its moves, what was recorded, its clocks.

use super::Named;
use serde::{Deserialize, Serialize};

views! {
    /// A move of the office.
    WayView {
        /// The transition's number in the standard.
        row: u8,
        /// What it is called.
        zh: String,
        /// The same in English.
        en: String,
        /// Where it leads.
        to: Named,
        /// What is to be recorded first, or to come.
        lacks: Vec<FactView>,
        /// Somebody must say why.
        reason: bool,
        /// The visit it plans.
        visit: Option<u32>,
    }
    /// What a move waits for.
    FactView {
        /// The key it is recorded by.
        key: String,
        /// What is asked for.
        zh: String,
        /// The same in English.
        en: String,
        /// `papers`: it follows from the job itself; `tick`: somebody says so; `words`: somebody says so in words.
        source: String,
    }
    /// Something somebody recorded.
    RecordedView {
        /// What.
        fact: Named,
        /// In words.
        words: String,
        /// The account.
        by: String,
        /// When.
        at: i64,
    }
    /// A move the office made.
    OfficeMoveView {
        /// The transition's number in the standard.
        row: u8,
        /// What it is called.
        zh: String,
        /// The same in English.
        en: String,
        /// Why, or empty.
        reason: String,
        /// The visit it planned.
        visit: Option<u32>,
        /// The account.
        by: String,
        /// When.
        at: i64,
    }
    /// A clock of the job.
    TimerView {
        /// Which.
        key: String,
        /// Its name.
        zh: String,
        /// The same in English.
        en: String,
        /// Whose visit; none for the job as a whole.
        visit: Option<u32>,
        /// From when it counts.
        from_ms: i64,
        /// By when it is due.
        due_ms: i64,
        /// When it was done.
        met_ms: Option<i64>,
        /// `over`, `running`, `ahead`, `late` or `kept`.
        stand: String,
    }
    /// A move was made.
    MoveMade {
        /// The transition's number in the standard.
        row: u8,
        /// Where the job stands now.
        state: Named,
        /// The visit it planned.
        visit: Option<u32>,
    }
}
