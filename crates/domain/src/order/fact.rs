//! What a move of the office waits for.

use crate::lifecycle::{Guard, TRANSITIONS};
use std::collections::BTreeSet;

/// How the office comes to know that a fact holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// It follows from brief and log; nobody can say so.
    Papers,
    /// Somebody says so; words are welcome.
    Tick,
    /// Somebody says so, in words.
    Words,
}

macro_rules! facts {
    ($($name:ident $key:literal $source:ident $zh:literal $en:literal),+ $(,)?) => {
        /// What a move of the office waits for. Some follow from the documents, the others somebody records, in words.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum Fact { $(#[doc = $en] $name),+ }

        impl Fact {
            /// All of them.
            pub const ALL: &'static [Fact] = &[$(Fact::$name),+];
            /// The key it is stored and sent by.
            pub fn key(self) -> &'static str { match self { $(Fact::$name => $key),+ } }
            /// How the office comes to know it.
            pub fn source(self) -> Source { match self { $(Fact::$name => Source::$source),+ } }
            /// What is asked for.
            pub fn zh(self) -> &'static str { match self { $(Fact::$name => $zh),+ } }
            /// The same in English.
            pub fn en(self) -> &'static str { match self { $(Fact::$name => $en),+ } }
        }
    };
}

facts! {
    Ticket "ticket" Papers "姓名、电话、地址、产品、故障（安装类：产品型号与地址）" "name, phone, address, product and symptom (installation: model and address)",
    RemoteSuits "remote_suits" Tick "简单故障或产品支持远程；远程操作须客户同意" "a simple fault or a product that can be helped remotely, with consent where it is accessed",
    RemoteSolved "remote_solved" Words "指导步骤与结果，客户确认已好" "steps and result, and the customer says that it works",
    RemoteNotes "remote_notes" Words "已试过的步骤" "what was tried",
    Classified "classified" Words "故障类别；安装类须确认现场条件" "the class of the fault; for an installation the conditions on site",
    Major "major" Words "判为重大或疑难" "classed as major or difficult",
    Plan "plan" Words "专项方案" "the special plan",
    Crew "crew" Papers "有资质的人员，人数足够" "qualified people, and enough of them",
    NewTime "new_time" Words "与客户商定的新时间" "the new time agreed with the customer",
    Received "received" Papers "服务单、签名和照片都已到公司" "sheet, signature and photos are at the office",
    Appraisal "appraisal" Words "主管考核结论" "the supervisor's decision",
    FollowupDue "followup_due" Tick "到了回访时间" "the time of the follow-up has come",
    NotSolved "not_solved" Words "回访得知故障未解决" "the follow-up found the fault unsolved",
    Closed "closed" Words "回访已答复或已尽次数；款项、投诉、旧件都已了结" "follow-up answered or tried out; money, complaint and old parts settled",
    WorkshopDone "workshop_done" Words "店内维修结果；费用有变须客户同意" "the workshop's result, with consent where the fee changed",
    ReturnSlot "return_slot" Words "送回时间" "the time of the return",
    PartIssued "part_issued" Words "备件已出库" "the part is issued",
    Linked "linked" Words "同一产品再次报修，已关联原工单" "the same product again, linked to its earlier order",
    Policy "policy" Words "退换政策依据" "the policy the exchange rests on",
    UnitIssued "unit_issued" Words "主管核定，新旧机号，新机已出库" "the supervisor's decision, serial numbers, the unit issued",
    OutcomeNames "outcome_names" Papers "上门结果如此" "the visit's outcome says so",
    KnownFault "known_fault" Words "带故障离场，主管当日决定" "left with a known fault, decided by the supervisor the same day",
}

impl Fact {
    /// The fact with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fact| fact.key() == key)
    }
}

/// A fact somebody recorded, or a move by a row of STANDARDS 2.6.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Recorded.
    Fact(Fact),
    /// Moved.
    Move(u8),
}

/// The facts that hold after these steps, oldest first. A move uses up what it rested on: a second part is issued again,
/// and the next visit is appraised anew.
pub fn holding(steps: impl IntoIterator<Item = Step>) -> BTreeSet<Fact> {
    let mut facts = BTreeSet::new();
    for step in steps {
        match step {
            Step::Fact(fact) => {
                facts.insert(fact);
            }
            Step::Move(number) => {
                let guards = TRANSITIONS.iter().filter(|row| row.number == number).flat_map(|row| row.guards);
                for guard in guards {
                    if let Guard::Office(fact) = guard {
                        facts.remove(fact);
                    }
                }
            }
        }
    }
    facts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_found_by_its_key_and_no_two_share_one() {
        for fact in Fact::ALL {
            assert_eq!(Fact::from_key(fact.key()), Some(*fact));
        }
        let keys: BTreeSet<&str> = Fact::ALL.iter().map(|fact| fact.key()).collect();
        assert_eq!(keys.len(), Fact::ALL.len());
        assert_eq!(Fact::from_key("moon"), None);
    }

    #[test]
    fn a_move_uses_up_what_it_rested_on_and_nothing_else() {
        let held = |steps: &[Step]| holding(steps.iter().copied());
        let first = [Step::Fact(Fact::PartIssued), Step::Fact(Fact::Appraisal)];
        assert_eq!(held(&first), BTreeSet::from([Fact::PartIssued, Fact::Appraisal]));
        let sent = [&first[..], &[Step::Move(45)]].concat();
        assert_eq!(held(&sent), BTreeSet::from([Fact::Appraisal]));
        let again = [&sent[..], &[Step::Fact(Fact::PartIssued)]].concat();
        assert!(held(&again).contains(&Fact::PartIssued));
    }
}
