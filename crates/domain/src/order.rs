//! The order (STANDARDS 2.1): what the customer asked for, above its visits. Its state is the office's word, the last
//! visit's while one is under way, and what the visit's outcome calls for once that is in. Which moves the office may make
//! stands in [`crate::lifecycle`]; here they are judged.

use crate::brief::{Brief, keys};
use crate::flag::Flag;
use crate::fold::Fold;
use crate::ids::VisitNo;
use crate::lifecycle::{Guard, Side, TRANSITIONS, Transition};
use crate::outcome::Outcome;
use crate::state::State;
use std::collections::BTreeSet;

macro_rules! facts {
    ($($name:ident $zh:literal $en:literal),+ $(,)?) => {
        /// What a move of the office waits for. Some follow from the documents, the others somebody records, in words.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum Fact { $(#[doc = $en] $name),+ }

        impl Fact {
            /// What is asked for.
            pub fn zh(self) -> &'static str { match self { $(Fact::$name => $zh),+ } }
            /// The same in English.
            pub fn en(self) -> &'static str { match self { $(Fact::$name => $en),+ } }
        }
    };
}

facts! {
    Ticket "姓名、电话、地址、产品、故障（安装类：产品型号与地址）" "name, phone, address, product and symptom (installation: model and address)",
    RemoteSuits "简单故障或产品支持远程；远程操作须客户同意" "a simple fault or a product that can be helped remotely, with consent where it is accessed",
    RemoteSolved "指导步骤与结果，客户确认已好" "steps and result, and the customer says that it works",
    RemoteNotes "已试过的步骤" "what was tried",
    Classified "故障类别；安装类须确认现场条件" "the class of the fault; for an installation the conditions on site",
    Major "判为重大或疑难" "classed as major or difficult",
    Plan "专项方案" "the special plan",
    Crew "有资质的人员，人数足够" "qualified people, and enough of them",
    Received "服务单、签名和照片都已到公司" "sheet, signature and photos are at the office",
    Appraisal "主管考核结论" "the supervisor's decision",
    FollowupDue "到了回访时间" "the time of the follow-up has come",
    NotSolved "回访得知故障未解决" "the follow-up found the fault unsolved",
    Closed "回访已答复或已尽次数；款项、投诉、旧件都已了结" "follow-up answered or tried out; money, complaint and old parts settled",
    WorkshopDone "店内维修结果；费用有变须客户同意" "the workshop's result, with consent where the fee changed",
    ReturnSlot "送回时间" "the time of the return",
    PartIssued "备件已出库" "the part is issued",
    Linked "同一产品再次报修，已关联原工单" "the same product again, linked to its earlier order",
    Policy "退换政策依据" "the policy the exchange rests on",
    UnitIssued "主管核定，新旧机号，新机已出库" "the supervisor's decision, serial numbers, the unit issued",
    OutcomeNames "上门结果如此" "the visit's outcome says so",
    KnownFault "带故障离场，主管当日决定" "left with a known fault, decided by the supervisor the same day",
}

/// An order as it stands.
pub struct Order<'a> {
    /// What the office wrote.
    pub brief: &'a Brief,
    /// What happened on site.
    pub fold: &'a Fold,
    /// What the office has recorded elsewhere.
    pub recorded: BTreeSet<Fact>,
}

/// Why the office may not move an order so.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotMoved {
    /// No row of STANDARDS 2.6.
    #[error("an order that is {} does not go to {}; choose one of the steps shown", from.en(), to.en())]
    NoWay {
        /// Where it is.
        from: State,
        /// Where it was to go.
        to: State,
    },
    /// Something is to be recorded first.
    #[error("first record: {}", .0.en())]
    Lacks(Fact),
    /// Nobody said why.
    #[error("say why; the reason stays with the order")]
    Reason,
}

impl NotMoved {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoWay { .. } => "order.no_way",
            Self::Lacks(_) => "order.lacks",
            Self::Reason => "order.reason",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::NoWay { from, to } => format!("“{}”的工单不能到“{}”，请选所列的步骤。", from.zh(), to.zh()),
            Self::Lacks(fact) => format!("请先登记：{}。", fact.zh()),
            Self::Reason => "请写明原因，原因随工单保存。".into(),
        }
    }
}

/// The visit a job is on: the first that is under way, whatever was planned or booked beside it meanwhile; where none is,
/// the newest that has begun or that the office has planned.
pub fn current_visit(brief: &Brief, fold: &Fold) -> VisitNo {
    let is_under_way = |state: State| !matches!(state, State::Dispatched | State::Booked) && !state.is_over();
    let under_way = fold.visits.iter().find(|(_, state)| is_under_way(**state)).map(|(visit, _)| *visit);
    let begun = fold.visits.keys().next_back().copied().unwrap_or(VisitNo(1));
    under_way.unwrap_or_else(|| begun.max(planned_visit(brief)))
}

fn planned_visit(brief: &Brief) -> VisitNo {
    VisitNo(brief.read::<u32>(keys::VISIT).unwrap_or(1).max(1))
}

impl Order<'_> {
    /// Where the order stands.
    pub fn state(&self) -> State {
        match state(self.brief, self.fold) {
            State::Left if self.recorded.contains(&Fact::Received) => State::Uploaded,
            state => state,
        }
    }

    /// The row by which the order goes there, if all it waits for is recorded.
    pub fn may(&self, to: State, reason: Option<&str>) -> Result<&'static Transition, NotMoved> {
        let from = self.state();
        let no_way = NotMoved::NoWay { from, to };
        let rows = TRANSITIONS.iter().filter(|row| row.side == Side::Office);
        let mut refused = no_way;
        for row in rows.filter(|row| row.from.contains(&from) && row.to.contains(&to)) {
            let given = reason.is_some_and(|reason| !reason.trim().is_empty());
            match self.lacks(row, to) {
                None => return Ok(row),
                Some(NotMoved::Reason) if given => return Ok(row),
                Some(lack) => refused = lack,
            }
        }
        Err(refused)
    }

    fn lacks(&self, row: &Transition, to: State) -> Option<NotMoved> {
        row.guards.iter().find_map(|guard| match guard {
            Guard::Reason => Some(NotMoved::Reason),
            Guard::Office(fact) => (!self.holds(*fact, to)).then_some(NotMoved::Lacks(*fact)),
            _ => None,
        })
    }

    /// Whether a fact holds: by the documents where they can say, else by what was recorded.
    fn holds(&self, fact: Fact, to: State) -> bool {
        let text = |key: &str| !self.brief.text(key).trim().is_empty();
        let flag = |flag: Flag| self.brief.flags().any(|set| set == flag);
        match fact {
            Fact::Ticket if flag(Flag::Install) => {
                [keys::CUSTOMER_NAME, keys::CUSTOMER_PHONE, keys::CUSTOMER_ADDRESS, keys::PRODUCT_MODEL]
                    .into_iter()
                    .all(text)
            }
            Fact::Ticket => {
                let needed = [
                    keys::CUSTOMER_NAME,
                    keys::CUSTOMER_PHONE,
                    keys::CUSTOMER_ADDRESS,
                    keys::PRODUCT_MODEL,
                    keys::SYMPTOM,
                ];
                needed.into_iter().all(text)
            }
            Fact::Crew => self.brief.crew().len() >= if flag(Flag::Height) { 2 } else { 1 },
            Fact::OutcomeNames => self.last_outcome().and_then(Outcome::order_state) == Some(to),
            Fact::KnownFault => {
                self.last_outcome() == Some(Outcome::LeftWithKnownFault) && self.recorded.contains(&fact)
            }
            _ => self.recorded.contains(&fact),
        }
    }

    fn last_outcome(&self) -> Option<Outcome> {
        let visit = self.fold.visits.keys().next_back()?;
        self.fold.outcome(*visit)
    }
}

/// Where an order stands. The office's word holds before the first visit, after the visit is in, and where it planned
/// another; in between the visit's own state is shown. That somebody has to act holds until the next visit has begun.
pub fn state(brief: &Brief, fold: &Fold) -> State {
    let office = State::from_key(brief.text(keys::STATE)).unwrap_or(State::Queued);
    let Some((last, at)) = fold.visits.iter().next_back() else { return office };
    let planned = planned_visit(brief);
    let waits = Outcome::ALL.iter().any(|outcome| outcome.order_state() == Some(office));
    if *last < planned || office >= State::Left && !(waits && *last > planned) {
        return office;
    }
    let is_over = matches!(at, State::Left | State::Uploaded);
    match fold.outcome(*last).and_then(Outcome::order_state) {
        Some(state) if is_over => state,
        _ if waits => *at,
        _ => (*at).max(office),
    }
}
