//! The demo's branches: visits that end otherwise, and what becomes of the order then. What the walk's own script does not
//! say about them is said here.

use super::walk::Walk;
use anyhow::Context;
use clap::ValueEnum;
use domain::stage::Stage;
use domain::state::State;

/// How the visit ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Branch {
    /// Nobody answers; a note is left, and the order goes back to the dispatcher.
    NobodyHome,
    /// The customer declines the quote, and signs for that.
    Refused,
    /// The product goes to the workshop with a receipt, and comes back on a second visit.
    TakenAway,
    /// A part is missing; the second visit fits it.
    SecondVisit,
}

impl Branch {
    /// Whether the order takes two visits.
    pub fn comes_again(self) -> bool {
        matches!(self, Self::TakenAway | Self::SecondVisit)
    }

    /// Whether this visit ends with a sheet to sign.
    pub fn has_sheet(self) -> bool {
        self != Self::NobodyHome
    }
}

/// What is said about a branch: text, or the key of a choice.
const WORDS: [(&str, &str); 12] = [
    ("rfs.what", "客户觉得报价高，要再比较，先不维修"),
    ("ptw.part", "所需配件 1 件"),
    ("ptw.reason", "随车备件刚用完"),
    ("ptw.date", "三天内到货，到货前一天电话约时间"),
    ("tkw.reason", "swap_test"),
    ("tkw.backup", "waived"),
    ("tkw.register", "店内登记 WX-0041"),
    ("ret.recover", "SJ-0041 已收回"),
    ("rmt.steps", "电话指导未能解决"),
    ("nob.sms", "已发短信"),
    ("snr.which", "电源未通"),
    ("snr.who", "物业两天内通电"),
];

/// What is said to an item of a branch.
pub fn words(item: &str) -> Option<&'static str> {
    WORDS.iter().find(|(key, _)| *key == item).map(|(_, words)| *words)
}

/// Minutes at a door that stays shut; more than the standard asks for.
pub const WAITED: &str = "16";

impl Walk<'_> {
    /// The first visit, up to the signature where there is one.
    pub fn branch(&mut self, branch: Branch) -> anyhow::Result<()> {
        self.travel()?;
        match branch {
            Branch::NobodyHome => {
                self.turn(17, State::NobodyHome)?;
                self.turn(19, State::Rescheduling)?;
                return self.turn(66, State::Uploaded);
            }
            Branch::Refused => {
                self.inside()?;
                self.diagnose_and_quote()?;
                self.turn(25, State::Refused)?;
            }
            Branch::TakenAway => {
                self.inside()?;
                self.turn(23, State::TakenAway)?;
            }
            Branch::SecondVisit => {
                self.inside()?;
                self.diagnose_and_quote()?;
                self.agree()?;
                self.turn(28, State::AwaitingParts)?;
            }
        }
        self.turn(37, State::Signing)
    }

    /// The second visit, up to the signature.
    pub fn come_again(&mut self, branch: Branch) -> anyhow::Result<()> {
        self.travel()?;
        if branch == Branch::TakenAway {
            self.enter()?;
            self.confirm_all(&[Stage::Entry, Stage::Protection, Stage::Explain])?;
            self.turn(61, State::Testing)?;
            self.quote_anew()?;
            self.confirm_all(&[Stage::Quote, Stage::Consent])?;
            // What the workshop fitted.
            self.fit_parts()?;
        } else {
            self.inside()?;
            self.diagnose_and_quote()?;
            self.agree()?;
            self.work_done()?;
        }
        self.finish()?;
        self.supply_branch("blk.return").context("the product's return")
    }
}
