//! What waits for a person: open questions, changes set aside or held, verdicts.

use super::{Named, SpokenAt};
use serde::{Deserialize, Serialize};

views! {
    /// An open question.
    QuestionView {
        /// `differs`, `after_signing` or `correction`.
        kind: String,
        /// Of which visit.
        visit: Option<u32>,
        /// What it is about: an item, or the brief's field.
        about: Named,
        /// Each value there is. A correction has one, its wish.
        options: Vec<OptionView>,
        /// What the brief says now, for a correction.
        was: String,
        /// Why it should be corrected.
        reason: String,
    }
    /// One of several values.
    OptionView {
        /// Its record.
        record: String,
        /// 中文
        zh: String,
        /// English
        en: String,
        /// Who and when.
        said: SpokenAt,
        /// The office wrote it.
        office: bool,
        /// It is what the customer signed.
        signed: bool,
        /// The standard takes it first.
        proposed: bool,
        /// It can be chosen.
        can: bool,
    }
    /// A change that is not in its document.
    AsideView {
        /// Its hash.
        change: String,
        /// `brief` or `log`.
        document: String,
        /// Why: a code, and words.
        rule: Named,
        /// It waits for changes that have not come, and enters by itself.
        held: bool,
        /// The phone that brought it.
        device: String,
        /// Whose phone.
        person: String,
        /// When.
        received: i64,
        /// Its bytes.
        bytes: u64,
        /// What it says, as far as it can be read.
        records: Vec<ToldView>,
        /// The office can take it over.
        can: bool,
        /// Who has.
        adopted: Option<AdoptedView>,
    }
    /// What a record says.
    ToldView {
        /// About what.
        about: Named,
        /// 中文
        zh: String,
        /// English
        en: String,
        /// Who says to have written it.
        by: String,
        /// When, by their clock.
        at: Option<i64>,
    }
    /// Who took something over.
    AdoptedView {
        /// The account.
        by: String,
        /// When.
        at: i64,
    }
    /// A change that does not count, by a verdict.
    VerdictView {
        /// Its hash.
        change: String,
        /// The rule's code.
        rule: String,
        /// In words.
        reason: String,
        /// Who lifted it: it counts again.
        lifted_by: Option<String>,
        /// What it says.
        records: Vec<ToldView>,
    }
    /// A job with something to settle.
    ToSettleView {
        /// Whose van it is: the person's id; empty for a job.
        van: String,
        /// Number.
        job: String,
        /// The customer, where the job is known.
        customer: String,
        /// The standard.
        pack: Named,
        /// Where it stands.
        state: Named,
        /// The job is one of ours; changes may name any.
        known: bool,
        /// What is open.
        questions: Vec<QuestionView>,
        /// What was set aside and nobody has taken over, and what has waited for long.
        aside: Vec<AsideView>,
    }
    /// A page of them.
    AllToSettleView {
        /// Each job.
        jobs: Vec<ToSettleView>,
        /// On all pages.
        total: u64,
        /// The hub's clock.
        now: i64,
    }
}
