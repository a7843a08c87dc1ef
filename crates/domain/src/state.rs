//! The states of STANDARDS 2.2 and 2.3, keys verbatim. States up to `booked` and those after `uploaded` are the
//! office's; the phone's are never stored but folded from transition records.

use serde::{Deserialize, Serialize};

macro_rules! states {
    ($($name:ident $key:literal $zh:literal $en:literal),+ $(,)?) => {
        /// Where a job or a visit stands.
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum State { $(#[doc = $en] $name),+ }

        impl State {
            /// All states in the order of STANDARDS 2.2, then the branches of 2.3.
            pub const ALL: &'static [State] = &[$(State::$name),+];
            /// The key as STANDARDS prints it.
            pub fn key(self) -> &'static str { match self { $(State::$name => $key),+ } }
            /// The name on the screen.
            pub fn zh(self) -> &'static str { match self { $(State::$name => $zh),+ } }
            /// The name in English.
            pub fn en(self) -> &'static str { match self { $(State::$name => $en),+ } }
        }
    };
}

states! {
    New "new" "受理登记" "Registered",
    Triage "triage" "初步诊断" "Triage",
    Queued "queued" "待派工" "Waiting for dispatch",
    Dispatched "dispatched" "已派工" "Dispatched",
    Booked "booked" "已预约" "Booked",
    Preparing "preparing" "出发前检查" "Preparing",
    EnRoute "en_route" "在途" "On the way",
    Arrived "arrived" "到达门口" "At the door",
    Inside "inside" "入户" "Inside",
    Survey "survey" "勘查 / 诊断" "Survey",
    Quoted "quoted" "方案与报价" "Quoted",
    Consented "consented" "客户同意" "Consented",
    Working "working" "施工维修" "Working",
    Testing "testing" "试机 / 自检 / 共检" "Testing",
    Cleaning "cleaning" "清洁复位" "Cleaning",
    Demo "demo" "演示讲解" "Demonstration",
    Settling "settling" "结算" "Settling",
    Signing "signing" "评价签字" "Signing",
    Left "left" "离场" "Left",
    Uploaded "uploaded" "回传" "Uploaded",
    Appraised "appraised" "主管考核" "Appraised",
    Followup "followup" "回访" "Follow-up",
    Archived "archived" "归档" "Archived",
    Remote "remote" "远程指导" "Remote help",
    Escalated "escalated" "疑难会诊" "Escalated",
    Rescheduling "rescheduling" "改约" "Rescheduling",
    NobodyHome "nobody_home" "无人应答" "Nobody home",
    SiteNotReady "site_not_ready" "现场不具备条件" "Site not ready",
    SafetyHold "safety_hold" "安全停工" "Safety hold",
    Refused "refused" "客户不同意" "Refused",
    AwaitingParts "awaiting_parts" "待件二次上门" "Waiting for parts",
    TakenAway "taken_away" "带回维修" "Taken away",
    Workshop "workshop" "店内维修" "In the workshop",
    ReadyReturn "ready_return" "待送回" "Ready to return",
    Exchange "exchange" "换机 / 退换货" "Exchange",
    Cancelled "cancelled" "取消" "Cancelled",
}

impl State {
    /// The state with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|state| state.key() == key)
    }

    /// Whether nobody goes there any more.
    pub fn is_over(self) -> bool {
        (State::Left..=State::Archived).contains(&self) || self == State::Cancelled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_written_as_its_key() {
        for state in State::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.key());
            assert_eq!(State::from_key(state.key()), Some(*state));
        }
    }
}
