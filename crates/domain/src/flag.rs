//! The context flags of STANDARDS 4.1: facts about the visit that switch conditional items on.

use serde::{Deserialize, Serialize};

macro_rules! flags {
    ($($name:ident $key:literal $zh:literal),+ $(,)?) => {
        /// A context flag. False until the pack, the office or somebody on the visit sets it.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Flag { $(#[doc = $zh] $name),+ }

        impl Flag {
            /// Every flag, in the order of STANDARDS 4.1.
            pub const ALL: &'static [Flag] = &[$(Flag::$name),+];
            /// The key packs and records use.
            pub fn key(self) -> &'static str { match self { $(Flag::$name => $key),+ } }
            /// The name on the screen.
            pub fn zh(self) -> &'static str { match self { $(Flag::$name => $zh),+ } }
        }
    };
}

flags! {
    Consumer "consumer" "家庭客户",
    Business "business" "单位客户",
    HomeDecorated "home_decorated" "已装修",
    FloorSensitive "floor_sensitive" "地面须保持清洁",
    Charged "charged" "涉及收费",
    InWarranty "in_warranty" "在保修期内",
    Height "height" "高空作业",
    PowerOff "power_off" "须断电作业",
    ElectricalOpened "electrical_opened" "拆接过电气线路",
    OpensCase "opens_case" "须打开机箱",
    TouchesStorage "touches_storage" "涉及存储数据",
    Drilling "drilling" "需打孔",
    SurfaceWiring "surface_wiring" "需走明线",
    MovesItems "moves_items" "需挪动物品",
    PartsUsed "parts_used" "需用配件",
    Ppe "ppe" "需防护用品",
    PublicSpace "public_space" "有他人经过",
    LowLight "low_light" "光线不足",
    Delivery "delivery" "随车送货",
    Drawing "drawing" "有安装图纸",
    RemoteCapable "remote_capable" "支持远程协助",
    Refrigerant "refrigerant" "涉及制冷系统",
    Leak "leak" "有内漏",
    ExtraPipe "extra_pipe" "需加管",
    Rural "rural" "乡镇或农村地址",
    Unreachable "unreachable" "电话未接通",
    TimeChanged "time_changed" "时间有变",
    Emergency "emergency" "紧急",
    SecondVisit "second_visit" "二次上门",
    ReturnVisit "return_visit" "送回上门",
    Install "install" "安装类",
    AcceptanceForm "acceptance_form" "有验收单(卡)",
    Goods "goods" "现场有货要拆",
    NeedsPower "needs_power" "需要电源",
    RemoteUsed "remote_used" "已用远程协助",
    SpecialHardware "special_hardware" "有特殊五金",
    ElectricalFault "electrical_fault" "电气故障",
    Plumbing "plumbing" "涉及接水",
    Flaw "flaw" "检查有瑕疵",
    Deviation "deviation" "位置、高度或方式有偏差",
    Planned "planned" "计划性上门(无故障)",
    AcCassette "ac_cassette" "天井机",
}

impl Flag {
    /// The flag with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|flag| flag.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_is_written_as_its_key() {
        for flag in Flag::ALL {
            assert_eq!(serde_json::to_value(flag).unwrap(), flag.key());
            assert_eq!(Flag::from_key(flag.key()), Some(*flag));
        }
    }
}
