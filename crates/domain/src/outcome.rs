//! How a visit ended (STANDARDS 2.6): written into the move that leaves the main line, and carried along to the end.

use crate::lifecycle::block_of;
use crate::state::State;
use serde::{Deserialize, Serialize};

macro_rules! outcomes {
    ($($name:ident $key:literal $zh:literal $en:literal),+ $(,)?) => {
        /// How a visit ended.
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Outcome { $(#[doc = $en] $name),+ }

        impl Outcome {
            /// All of them.
            pub const ALL: &'static [Outcome] = &[$(Outcome::$name),+];
            /// The key as STANDARDS prints it.
            pub fn key(self) -> &'static str { match self { $(Outcome::$name => $key),+ } }
            /// The name on screens and papers.
            pub fn zh(self) -> &'static str { match self { $(Outcome::$name => $zh),+ } }
            /// The name in English.
            pub fn en(self) -> &'static str { match self { $(Outcome::$name => $en),+ } }
        }
    };
}

outcomes! {
    Completed "completed" "已完成" "Completed",
    NobodyHome "nobody_home" "无人应答" "Nobody home",
    Rescheduled "rescheduled" "已改约" "Rescheduled",
    Refused "refused" "客户不同意" "Refused by the customer",
    AwaitingParts "awaiting_parts" "待件，二次上门" "Waiting for parts",
    TakenAway "taken_away" "已带回维修" "Taken away for repair",
    Escalated "escalated" "转疑难会诊" "Referred to the technical team",
    SiteNotReady "site_not_ready" "现场不具备条件" "Site not ready",
    SafetyHold "safety_hold" "安全停工" "Stopped for safety",
    Exchange "exchange" "转换机 / 退换货" "To be exchanged",
    LeftWithKnownFault "left_with_known_fault" "带故障离场" "Left with a known fault",
    Unsigned "unsigned" "未签字" "Not signed",
    Cancelled "cancelled" "取消" "Cancelled",
}

impl Outcome {
    /// The outcome of a visit that ends in this branch of the lifecycle.
    pub fn of_branch(state: State) -> Option<Self> {
        Some(match state {
            State::NobodyHome => Self::NobodyHome,
            State::Rescheduling => Self::Rescheduled,
            State::Refused => Self::Refused,
            State::AwaitingParts => Self::AwaitingParts,
            State::TakenAway => Self::TakenAway,
            State::Escalated => Self::Escalated,
            State::SiteNotReady => Self::SiteNotReady,
            State::SafetyHold => Self::SafetyHold,
            State::Exchange => Self::Exchange,
            _ => return None,
        })
    }

    /// The block of items that tells how it came to this (STANDARDS 4.2).
    pub fn block(self) -> Option<&'static str> {
        match self {
            Self::LeftWithKnownFault => Some("blk.knownfault"),
            Self::Unsigned => Some("blk.unsigned"),
            _ => State::ALL.iter().find(|it| Self::of_branch(**it) == Some(self)).and_then(|it| block_of(*it)),
        }
    }

    /// The state the order takes once the visit is in (STANDARDS 2.6, 63 and 64): where somebody has to act before it can
    /// go on. Nothing where the visit goes the way of every other.
    pub fn order_state(self) -> Option<State> {
        Some(match self {
            Self::NobodyHome | Self::Rescheduled | Self::SiteNotReady | Self::SafetyHold => State::Rescheduling,
            Self::AwaitingParts => State::AwaitingParts,
            Self::TakenAway => State::TakenAway,
            Self::Escalated => State::Escalated,
            Self::Exchange => State::Exchange,
            Self::Completed | Self::Refused | Self::LeftWithKnownFault | Self::Unsigned | Self::Cancelled => {
                return None;
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_written_as_its_key() {
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.key());
        }
    }
}
