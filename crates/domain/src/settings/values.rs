//! The values of a firm (STANDARDS 9) that the program itself reads, each with the product's default and its limits. What
//! the office sets comes in the release a job is pinned to; a value that is missing there, or is none the setting can have,
//! counts as the default. `assets/standards/book/settings.toml` says the same of these and names the rest; a test of
//! `standards` holds the two against each other.

use crate::calendar::Calendar;
use crate::decimal::Decimal;
use crate::pack::Words;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// A setting that is a whole number: minutes, hours, days, calls, fen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Whole {
    /// For example `nobody.wait_min`.
    pub key: &'static str,
    /// The product's default.
    pub default: i64,
    /// Least allowed.
    pub least: i64,
    /// Greatest allowed.
    pub most: i64,
}

/// A setting that is yes or no.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct YesNo {
    /// For example `consent.allow_oral`.
    pub key: &'static str,
    /// The product's default.
    pub default: bool,
}

/// A setting in hours that may be halved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hours {
    /// For example `sla.response_city_h`.
    pub key: &'static str,
    /// The product's default, in minutes.
    pub default_min: i64,
    /// Least allowed, in minutes.
    pub least_min: i64,
    /// Greatest allowed, in minutes.
    pub most_min: i64,
}

macro_rules! wholes {
    ($($name:ident $key:literal $default:literal in $least:literal..=$most:literal;)+) => {
        /// The whole numbers the program reads, by name.
        pub mod whole {
            #![allow(missing_docs)] // the keys speak; the book has their words
            use super::Whole;
            $(pub const $name: Whole = Whole { key: $key, default: $default, least: $least, most: $most };)+
            /// All of them.
            pub const ALL: &[Whole] = &[$($name),+];
        }
    };
}

wholes! {
    ONSITE_CITY_H "sla.onsite_city_h" 24 in 2..=240;
    ONSITE_SUBURB_H "sla.onsite_suburb_h" 48 in 2..=240;
    EMERGENCY_ACK_MIN "sla.emergency_ack_min" 10 in 0..=60;
    DISPATCH_MIN "dispatch.assign_min" 60 in 5..=1440;
    CONTACT_MIN "apt.contact_min" 60 in 5..=1440;
    RECALL_BEFORE_MIN "apt.recall_before_min" 60 in 10..=240;
    LATE_TOLERANCE_MIN "apt.late_tolerance_min" 0 in 0..=30;
    HALF_DAY_H "apt.half_day_h" 4 in 3..=6;
    NOTICE_SHORT_MIN "apt.notice_short_min" 30 in 10..=240;
    NOTICE_LONG_MIN "apt.notice_long_min" 120 in 30..=1440;
    NOTICE_ANY_MIN "apt.notice_any_change_min" 120 in 30..=1440;
    NOBODY_WAIT_MIN "nobody.wait_min" 15 in 0..=60;
    REBOOK_H "rebook.due_h" 24 in 1..=72;
    REPAIR_WD "promise.repair_wd" 3 in 1..=30;
    TAKEAWAY_WD "promise.takeaway_wd" 7 in 1..=60;
    INSTALL_WD "promise.install_wd" 3 in 1..=30;
    UPLOAD_H "upload.due_h" 24 in 1..=72;
    APPRAISAL_WD "appraisal.due_wd" 2 in 1..=10;
    FOLLOWUP_FROM_WD "fup.repair_from_wd" 2 in 1..=10;
    FOLLOWUP_DUE_WD "fup.repair_due_wd" 3 in 1..=10;
    FOLLOWUP_APPLIANCE_DAYS "fup.appliance_days" 3 in 1..=10;
    INSTALL_CONTACT_DAYS "fup.install_days" 7 in 1..=30;
    OLD_PARTS_DAYS "parts.recover_days" 3 in 1..=30;
    INVOICE_POST_WD "invoice.post_wd" 5 in 1..=30;
    ONSITE_LIMIT_FEN "fee.onsite_limit" 20_000 in 0..=100_000_000;
    TOLERANCE_PCT "fee.tolerance_pct" 0 in 0..=20;
    INSPECTION_FEN "fee.inspection_on_refusal" 0 in 0..=100_000_000;
    REPAIRED_PART_MONTHS "warranty.repaired_part_months" 3 in 0..=60;
    HEIGHT_CREW "crew.height_min" 2 in 2..=6;
    NOBODY_CALLS "nobody.call_attempts" 2 in 1..=5;
    PHOTOS_MIN "evidence.photos_min" 1 in 0..=10;
    PHOTO_LONG_SIDE "photo.max_px" 1600 in 640..=4096;
    PHOTO_QUALITY "photo.quality" 80 in 40..=100;
    PIPE_FEN "ac.pipe_price" 10_000 in 0..=100_000_000;
    MAINTENANCE_MONTHS "maint.interval_months" 12 in 1..=24;
    HELMET_MONTHS "ppe.helmet_months" 30 in 12..=30;
    SHOES_MONTHS "ppe.shoes_months" 6 in 1..=6;
}

/// Whether a recorded oral consent counts as much as a signature (CON-01).
pub const ALLOW_ORAL: YesNo = YesNo { key: "consent.allow_oral", default: false };
/// Whether a picture in uniform and with the badge is asked for (DRS-01).
pub const SELFIE_ASKED: YesNo = YesNo { key: "evidence.selfie", default: false };
/// Whether messages are sent at all (APT-15).
pub const SMS_ENABLED: YesNo = YesNo { key: "sms.enabled", default: true };
/// The wordings that are sent as they stand, by key.
pub const SMS_TEMPLATES: &str = "sms.templates";
/// Those of the standard.
const SMS_SENT: [&str; 3] = ["S09", "S10", "S11"];
/// X: the first answer of substance, in town (INT-14).
pub const RESPONSE_CITY: Hours =
    Hours { key: "sla.response_city_h", default_min: 120, least_min: 30, most_min: 48 * 60 };
/// Y: the same in the suburbs.
pub const RESPONSE_SUBURB: Hours =
    Hours { key: "sla.response_suburb_h", default_min: 240, least_min: 30, most_min: 72 * 60 };
/// Emergency: on site.
pub const EMERGENCY_ONSITE: Hours =
    Hours { key: "sla.emergency_onsite_h", default_min: 120, least_min: 30, most_min: 24 * 60 };

/// The rule on shoe covers (ENT-11).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Covers {
    /// Wherever somebody goes in.
    Always,
    /// In homes that are decorated already.
    DecoratedOnly,
    /// Where the floor must stay clean.
    FloorSensitive,
    /// The firm asks for none.
    Never,
}

/// The setting of that rule.
pub const SHOE_COVERS: &str = "shoe_covers.policy";

/// Texts and decimals that a standard's words may name, with the product's default.
pub const TEXTS: [(&str, &str); 2] = [
    ("consent.drill_liability_text", "打孔可能引起墙面掉灰、掉皮等情况，技术员已说明风险，客户了解并同意打孔。"),
    ("height.threshold_m", "2"),
];

/// What the firm's pay codes say, by the method of payment: the text of the QR code that customers scan.
pub const PAY_CODES: [(&str, &str); 2] = [("wechat", "pay.code_wechat"), ("alipay", "pay.code_alipay")];
/// Longer ones are no pay code, and no phone would read them.
const PAY_CODE_LONGEST: usize = 512;

/// How early one may come, and how early one should (ARR-02); the packs have the default.
pub const EARLY_TO: &str = "apt.early_min_to";
/// The least.
pub const EARLY_FROM: &str = "apt.early_min_from";

/// What a standard's words may name in braces.
pub const SPOKEN: [&str; 7] = [
    "nobody.call_attempts",
    "nobody.wait_min",
    "crew.height_min",
    "ppe.helmet_months",
    "ppe.shoes_months",
    "consent.drill_liability_text",
    "height.threshold_m",
];

/// A firm's values by key. Read through the settings above; what else stands in it is for others and kept.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Values(pub BTreeMap<String, Value>);

/// Where a firm has set nothing.
static DEFAULTS: Values = Values(BTreeMap::new());

impl Values {
    /// The product's defaults.
    pub fn defaults() -> &'static Values {
        &DEFAULTS
    }

    /// A whole number, within its limits.
    pub fn whole(&self, setting: Whole) -> i64 {
        let set = self.0.get(setting.key).and_then(Value::as_i64);
        set.filter(|set| (setting.least..=setting.most).contains(set)).unwrap_or(setting.default)
    }

    /// Yes or no.
    pub fn is(&self, setting: YesNo) -> bool {
        self.0.get(setting.key).and_then(Value::as_bool).unwrap_or(setting.default)
    }

    /// Minutes before the agreed time, where the firm has set them.
    pub fn early(&self, key: &str) -> Option<i64> {
        self.0.get(key).and_then(Value::as_i64).filter(|minutes| (0..=30).contains(minutes))
    }

    /// Hours as minutes: a whole number, or a decimal in quotes such as `"0.5"`.
    pub fn minutes(&self, setting: Hours) -> i64 {
        let text = match self.0.get(setting.key) {
            Some(Value::String(text)) => Decimal::read(text),
            Some(Value::Number(number)) => Decimal::read(&number.to_string()),
            _ => None,
        };
        let minutes = text.and_then(|hours| hours.times_minor(60));
        let within = |minutes: &i64| (setting.least_min..=setting.most_min).contains(minutes);
        minutes.filter(within).unwrap_or(setting.default_min)
    }

    /// The rule on shoe covers; what a firm has not set is the standard's own, which differs for business customers.
    pub fn covers(&self, business: bool) -> Covers {
        match self.0.get(SHOE_COVERS).and_then(Value::as_str) {
            Some("always") => Covers::Always,
            Some("decorated_only") => Covers::DecoratedOnly,
            Some("floor_sensitive") => Covers::FloorSensitive,
            Some("never") => Covers::Never,
            _ if business => Covers::FloorSensitive,
            _ => Covers::Always,
        }
    }

    /// A list of words the firm has set; none where it has set none that can be read.
    pub fn list(&self, key: &str) -> Option<Vec<Words>> {
        let list = Vec::<Words>::deserialize(self.0.get(key)?).ok()?;
        let said = |words: &Words| !words.zh.trim().is_empty();
        (!list.is_empty() && list.iter().all(said)).then_some(list)
    }

    /// The wordings that are sent as they stand; none where messages are off.
    pub fn sent(&self) -> Vec<String> {
        if !self.is(SMS_ENABLED) {
            return Vec::new();
        }
        let named = self.0.get(SMS_TEMPLATES).and_then(|keys| Vec::<String>::deserialize(keys).ok());
        named.unwrap_or_else(|| SMS_SENT.map(str::to_owned).to_vec())
    }

    /// What the firm's pay code for this method says; none where the firm has set none.
    pub fn pay_code(&self, method: &str) -> Option<&str> {
        let (_, key) = PAY_CODES.iter().find(|(known, _)| *known == method)?;
        let set = self.0.get(*key)?.as_str()?.trim();
        (!set.is_empty() && set.len() <= PAY_CODE_LONGEST).then_some(set)
    }

    /// A value as a sentence says it, of one of [`SPOKEN`].
    pub fn spoken(&self, key: &str) -> Option<String> {
        if let Some(whole) = whole::ALL.iter().find(|whole| whole.key == key) {
            return Some(self.whole(*whole).to_string());
        }
        let (_, default) = TEXTS.iter().find(|(known, _)| *known == key)?;
        let set = match self.0.get(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        Some(set.unwrap_or_else(|| (*default).to_owned()))
    }

    /// Working days, hours and holidays (APT-09).
    pub fn calendar(&self) -> Calendar {
        Calendar::read(|key| self.0.get(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn values(of: Value) -> Values {
        serde_json::from_value(of).unwrap()
    }

    #[test]
    fn a_pay_code_is_the_firm_s_text_and_nothing_else_is_one() {
        let set = values(json!({"pay.code_wechat": " wxp://f2f0abc ", "pay.code_alipay": ""}));
        assert_eq!(set.pay_code("wechat"), Some("wxp://f2f0abc"));
        assert_eq!((set.pay_code("alipay"), set.pay_code("cash")), (None, None));
        assert_eq!(values(json!({"pay.code_wechat": "x".repeat(513)})).pay_code("wechat"), None);
        assert_eq!(values(json!({"pay.code_wechat": 7})).pay_code("wechat"), None);
    }

    #[test]
    fn a_value_of_the_firm_counts_within_its_limits_and_else_the_default() {
        let set = |value: Value| values(json!({"nobody.wait_min": value})).whole(whole::NOBODY_WAIT_MIN);
        assert_eq!((set(json!(20)), set(json!(61)), set(json!("20")), set(json!(null))), (20, 15, 15, 15));
        assert_eq!(Values::defaults().whole(whole::NOBODY_WAIT_MIN), 15);
    }

    #[test]
    fn at_business_customers_covers_are_worn_where_the_floor_must_stay_clean_unless_the_firm_says_otherwise() {
        let none = Values::defaults();
        assert_eq!((none.covers(false), none.covers(true)), (Covers::Always, Covers::FloorSensitive));
        let set = values(json!({ SHOE_COVERS: "never" }));
        assert_eq!((set.covers(false), set.covers(true)), (Covers::Never, Covers::Never));
        assert_eq!(values(json!({ SHOE_COVERS: "barefoot" })).covers(false), Covers::Always);
    }

    #[test]
    fn a_list_counts_only_as_a_whole() {
        let of = |list: Value| values(json!({ "takeaway.reasons": list })).list("takeaway.reasons");
        assert_eq!(of(json!([{ "zh": "停电", "en": "no power" }])).map(|list| list.len()), Some(1));
        assert_eq!((of(json!([])), of(json!(["停电"])), of(json!([{ "zh": " ", "en": "x" }]))), (None, None, None));
    }

    #[test]
    fn everything_a_text_may_name_has_a_value() {
        assert!(SPOKEN.iter().all(|key| Values::defaults().spoken(key).is_some_and(|said| !said.is_empty())));
    }

    #[test]
    fn hours_may_be_halved() {
        let set = |value: Value| values(json!({"sla.response_city_h": value})).minutes(RESPONSE_CITY);
        assert_eq!((set(json!("0.5")), set(json!(3)), set(json!("soon")), set(json!("0"))), (30, 180, 120, 120));
        assert_eq!((set(json!(48)), set(json!(49))), (48 * 60, 120));
    }

    #[test]
    fn no_default_lies_outside_its_own_limits() {
        assert!(whole::ALL.iter().all(|it| (it.least..=it.most).contains(&it.default)));
    }
}
