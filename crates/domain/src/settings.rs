//! The firm's reference data as releases carry it: settings, and the price list with its parts catalogue. Both are JSON,
//! immutable and named by digest; a job keeps the versions its brief names (QLT-13).

mod values;

use crate::facts::{Company, Contact, Text};
use crate::ids::PartCode;
use crate::money::Money;
use crate::value::Cover;
use serde::{Deserialize, Serialize};

pub use values::{
    ALLOW_ORAL, Covers, EARLY_FROM, EARLY_TO, EMERGENCY_ONSITE, Hours, PAY_CODES, RESPONSE_CITY, RESPONSE_SUBURB,
    SELFIE_ASKED, SHOE_COVERS, SMS_ENABLED, SMS_TEMPLATES, SPOKEN, TEXTS, Values, Whole, YesNo, whole,
};

/// Whether the program itself acts on a setting; the others are the office's own to act on.
pub fn is_read(key: &str) -> bool {
    let hours = [RESPONSE_CITY, RESPONSE_SUBURB, EMERGENCY_ONSITE];
    let named = [crate::warranty::PLANS, SHOE_COVERS, EARLY_FROM, EARLY_TO, SMS_TEMPLATES];
    whole::ALL.iter().any(|it| it.key == key)
        || [ALLOW_ORAL, SELFIE_ASKED, SMS_ENABLED].iter().any(|it| it.key == key)
        || hours.iter().any(|it| it.key == key)
        || named.contains(&key)
        || PAY_CODES.iter().any(|(_, known)| *known == key)
        || TEXTS.iter().any(|(known, _)| *known == key)
        || crate::checklist::LISTS.iter().any(|(_, known)| *known == key)
        || crate::calendar::keys::ALL.contains(&key)
}

/// Release kind `settings`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Settings {
    /// Who serves; printed on every paper.
    pub company: Company,
    /// Further places to turn to.
    #[serde(default)]
    pub contacts: Vec<Contact>,
    /// What the customer is told about the warranty of the work.
    pub warranty: Text,
    /// Advice on use and care.
    pub advice: Text,
    /// The values of STANDARDS 9 by key, for example `consent.allow_oral`.
    #[serde(default)]
    pub values: Values,
}

/// Release kind `prices`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PriceList {
    /// Parts of the catalogue.
    pub parts: Vec<CataloguePart>,
    /// The fee table (D12).
    pub fees: Vec<FeeItem>,
}

/// A catalogue entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CataloguePart {
    /// Its code.
    pub code: PartCode,
    /// 名称
    pub zh: String,
    /// Name.
    pub en: String,
    /// Brand and specification.
    pub spec: String,
    /// m, 个 ...
    pub unit: String,
    /// For one unit.
    pub price: Money,
    /// Warranty on the part.
    pub warranty_months: i64,
    /// What a warranty plan calls parts of its kind: `glass`, `hardware`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<String>,
}

/// A line of the fee table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FeeItem {
    /// Its code.
    pub code: String,
    /// 项目
    pub zh: String,
    /// Item.
    pub en: String,
    /// 窗, 个, 次 ...
    pub unit: String,
    /// For one unit.
    pub price: Money,
    /// Who pays when nothing else is decided.
    #[serde(default = "paid")]
    pub cover: Cover,
}

fn paid() -> Cover {
    Cover::Paid
}
