//! The context flags of STANDARDS 4.1: facts about the visit that switch conditional items on.

use serde::{Deserialize, Serialize};

macro_rules! flags {
    ($($name:ident $key:literal $zh:literal $en:literal),+ $(,)?) => {
        /// A context flag. False until the pack, the office or somebody on the visit sets it.
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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
            /// The name in English.
            pub fn en(self) -> &'static str { match self { $(Flag::$name => $en),+ } }
        }
    };
}

flags! {
    Consumer "consumer" "家庭客户" "household customer",
    Business "business" "单位客户" "business customer",
    HomeDecorated "home_decorated" "已装修" "home decorated",
    FloorSensitive "floor_sensitive" "地面须保持清洁" "floor must stay clean",
    Charged "charged" "涉及收费" "something is payable",
    InWarranty "in_warranty" "在保修期内" "in warranty",
    Height "height" "高空作业" "work at height",
    PowerOff "power_off" "须断电作业" "power must be off",
    ElectricalOpened "electrical_opened" "拆接过电气线路" "electrical joints opened",
    OpensCase "opens_case" "须打开机箱" "case opened",
    TouchesStorage "touches_storage" "涉及存储数据" "stored data affected",
    Drilling "drilling" "需打孔" "drilling needed",
    SurfaceWiring "surface_wiring" "需走明线" "visible wiring needed",
    MovesItems "moves_items" "需挪动物品" "things must be moved",
    PartsUsed "parts_used" "需用配件" "parts needed",
    Ppe "ppe" "需防护用品" "protective gear needed",
    PublicSpace "public_space" "有他人经过" "other people pass",
    LowLight "low_light" "光线不足" "poor light",
    Delivery "delivery" "随车送货" "goods come along",
    Drawing "drawing" "有安装图纸" "drawing exists",
    RemoteCapable "remote_capable" "支持远程协助" "remote help possible",
    Refrigerant "refrigerant" "涉及制冷系统" "refrigeration circuit",
    Leak "leak" "有内漏" "internal leak",
    ExtraPipe "extra_pipe" "需加管" "extra pipe needed",
    Rural "rural" "乡镇或农村地址" "rural address",
    Unreachable "unreachable" "电话未接通" "phone not reached",
    TimeChanged "time_changed" "时间有变" "time changed",
    Emergency "emergency" "紧急" "emergency",
    SecondVisit "second_visit" "二次上门" "second visit",
    ReturnVisit "return_visit" "送回上门" "return visit",
    Install "install" "安装类" "installation",
    AcceptanceForm "acceptance_form" "有验收单(卡)" "acceptance form",
    Goods "goods" "现场有货要拆" "goods to unpack",
    NeedsPower "needs_power" "需要电源" "power supply needed",
    RemoteUsed "remote_used" "已用远程协助" "remote help used",
    SpecialHardware "special_hardware" "有特殊五金" "special hardware",
    ElectricalFault "electrical_fault" "电气故障" "electrical fault",
    Plumbing "plumbing" "涉及接水" "water connections",
    Flaw "flaw" "检查有瑕疵" "flaw found",
    Deviation "deviation" "位置、高度或方式有偏差" "position, height or method differs",
    Planned "planned" "计划性上门(无故障)" "planned visit without a fault",
    AcCassette "ac_cassette" "天井机" "cassette unit",
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
