//! The eighteen stages (环节) of a visit, verbatim from STANDARDS 4.1, and the visit state each one is worked in.

use crate::state::State;
use serde::{Deserialize, Serialize};

macro_rules! stages {
    ($($name:ident $key:literal $zh:literal $en:literal works_in $state:ident),+ $(,)?) => {
        /// A stage of a visit, in the order it is worked.
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Stage { $(#[doc = $en] $name),+ }

        impl Stage {
            /// All stages in order.
            pub const ALL: [Stage; 18] = [$(Stage::$name),+];
            /// The key packs and records use.
            pub fn key(self) -> &'static str { match self { $(Stage::$name => $key),+ } }
            /// The name on the screen.
            pub fn zh(self) -> &'static str { match self { $(Stage::$name => $zh),+ } }
            /// The name in English.
            pub fn en(self) -> &'static str { match self { $(Stage::$name => $en),+ } }
            /// The state the visit is in *while* this stage is worked. A stage opens when the one before it is
            /// finished, so the door items of `entry` are answered while the visit is still `arrived` (STANDARDS 4.1,
            /// point 1).
            pub fn works_in(self) -> State { match self { $(Stage::$name => State::$state),+ } }
        }
    };
}

stages! {
    Appointment "appointment" "预约" "Appointment" works_in Dispatched,
    Preparation "preparation" "行前准备" "Preparation" works_in Preparing,
    Dress "dress" "着装工牌" "Dress and badge" works_in Preparing,
    Arrival "arrival" "到达" "Arrival" works_in Arrived,
    Entry "entry" "入户" "Entry" works_in Arrived,
    Protection "protection" "现场防护" "Protection" works_in Inside,
    Explain "explain" "政策说明" "Policy explained" works_in Inside,
    Survey "survey" "勘查诊断" "Survey" works_in Survey,
    Quote "quote" "方案报价" "Plan and quote" works_in Survey,
    Consent "consent" "客户同意" "Consent" works_in Quoted,
    Work "work" "施工维修" "Work" works_in Working,
    Test "test" "检测验收" "Test" works_in Testing,
    Clean "clean" "清洁复位" "Clean-up" works_in Cleaning,
    Demo "demo" "演示讲解" "Demonstration" works_in Demo,
    Handover "handover" "资料移交" "Hand-over" works_in Demo,
    Settle "settle" "结算" "Settlement" works_in Settling,
    Sheet "sheet" "服务单签字" "Sheet and signature" works_in Signing,
    Departure "departure" "离场" "Departure" works_in Left,
}

impl Stage {
    /// The stage with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_written_as_its_key() {
        for stage in Stage::ALL {
            assert_eq!(serde_json::to_value(stage).unwrap(), stage.key());
            assert_eq!(Stage::from_key(stage.key()), Some(stage));
        }
        assert_eq!(Stage::from_key("lunch"), None);
    }
}
