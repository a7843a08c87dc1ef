//! Who pays for a line, and how long what was fitted is covered (STANDARDS 6.1 and 6.5; FEE-01 to FEE-04, FEE-12, WAR-03,
//! WAR-13). The office's word is the guess; contract, plan and the cause found on site decide, line by line.

use crate::brief::{Brief, keys};
use crate::calendar::date;
use crate::checklist::Checklist;
use crate::pack::Words;
use crate::record::{Kind, Slot};
use crate::settings::{Values, whole};
use crate::value::{Answer, Cover};
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The setting that holds a firm's plans.
pub const PLANS: &str = "warranty.plans";

/// Terms of a product, or of its parts each for itself.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Plan {
    /// For example `AC-HOUSEHOLD-6Y`; a brief names it.
    pub code: String,
    /// Months for the product as a whole, and for every part that has no term of its own.
    #[serde(default)]
    pub months: Option<u32>,
    /// Class of part (`glass`, `hardware`) -> months.
    #[serde(default)]
    pub parts: BTreeMap<String, u32>,
    /// Causes that are not covered: `human_damage`, `natural_disaster`.
    #[serde(default)]
    pub excludes: Vec<String>,
    /// Only for what was sold from this day on, `2005-01-01`.
    #[serde(default)]
    pub from_sale_date: Option<String>,
}

/// What brought the fault about, as appraised on site (`dia.entitle`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// The product itself.
    Own,
    /// Damage by people.
    People,
    /// An irresistible natural disaster.
    Disaster,
    /// Something outside the product, such as the wiring of the house.
    External,
}

impl Cause {
    /// By the key of a choice of `dia.entitle`; others say nothing about the cause.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "own" => Some(Self::Own),
            "people" => Some(Self::People),
            "disaster" => Some(Self::Disaster),
            "external" => Some(Self::External),
            _ => None,
        }
    }

    /// What a plan calls it, and what people do.
    fn excluded_as(self) -> Option<(&'static str, &'static str, &'static str)> {
        match self {
            Self::Own => None,
            Self::People => Some(("human_damage", "人为损坏", "damage by people")),
            Self::Disaster => Some(("natural_disaster", "不可抗力灾害", "a natural disaster")),
            // No plan names it: a warranty is for the product (WAR-04).
            Self::External => Some(("external", "外部原因", "a cause outside the product")),
        }
    }
}

/// Who pays for a line, why, and until when its term runs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entitled {
    /// Who pays.
    pub cover: Cover,
    /// The reason, for technician and customer.
    pub why: Words,
    /// The last day of the contract or term that was looked at.
    pub until: Option<NaiveDate>,
}

/// What is known of a product's entitlement.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entitlement {
    contract: Option<(String, NaiveDate)>,
    plan: Option<Plan>,
    since: Option<NaiveDate>,
    sold: Option<NaiveDate>,
    cause: Option<Cause>,
    /// The office's guess and what it wrote beside it, where neither contract nor plan is named.
    guess: Option<(Cover, String)>,
}

impl Entitlement {
    /// From what the office wrote and what was found on site.
    pub fn of(brief: &Brief, values: &Values, cause: Option<Cause>) -> Self {
        let day = |key: &str| date(brief.text(key));
        let contract = day(keys::CONTRACT_UNTIL).map(|until| (brief.text(keys::CONTRACT).to_owned(), until));
        let plans = values.0.get(PLANS).and_then(|plans| Vec::<Plan>::deserialize(plans).ok()).unwrap_or_default();
        let code = brief.text(keys::WARRANTY_PLAN);
        let guess = match brief.text(keys::ENTITLEMENT) {
            "free" => Some(Cover::Free),
            "contract" => Some(Cover::Contract),
            "paid" => Some(Cover::Paid),
            _ => None,
        };
        let (installed, sold) = (day(keys::PRODUCT_INSTALLED), day(keys::PRODUCT_PURCHASED));
        Self {
            contract,
            plan: plans.into_iter().find(|plan| !code.is_empty() && plan.code == code),
            since: installed.or(sold),
            sold: sold.or(installed),
            cause,
            guess: guess.map(|cover| (cover, brief.text(keys::ENTITLEMENT_NOTE).to_owned())),
        }
    }

    /// With the day of sale as the papers on site say it, where the office knew none.
    pub fn sold(self, on: Option<NaiveDate>) -> Self {
        Self { since: self.since.or(on), sold: self.sold.or(on), ..self }
    }

    /// Who pays for a part of this class, or for the work (no class), on this day: the procedure of STANDARDS 6.1.
    pub fn line(&self, class: Option<&str>, today: NaiveDate) -> Entitled {
        if let Some((number, until)) = self.contract.as_ref().filter(|(_, until)| *until >= today) {
            let why = words(format!("维保合同 {number}，至 {until}"), format!("contract {number}, until {until}"));
            return Entitled { cover: Cover::Contract, why, until: Some(*until) };
        }
        let until = self.term(class);
        let excluded = self.cause.and_then(Cause::excluded_as).filter(|(key, ..)| self.excludes(key));
        match (until, excluded) {
            (Some(until), Some((_, zh, en))) if until >= today => paid(
                words(
                    format!("保修至 {until}，但{zh}不在保修范围"),
                    format!("in warranty until {until}, but {en} is not covered"),
                ),
                Some(until),
            ),
            (Some(until), _) if until >= today => {
                let why = words(format!("保修至 {until}"), format!("in warranty until {until}"));
                Entitled { cover: Cover::Free, why, until: Some(until) }
            }
            (Some(until), _) => {
                paid(words(format!("保修已于 {until} 到期"), format!("the warranty ended on {until}")), Some(until))
            }
            (None, _) => self.guessed(),
        }
    }

    /// The last day of the term for a part of this class, or for the product as a whole.
    fn term(&self, class: Option<&str>) -> Option<NaiveDate> {
        let plan = self.plan.as_ref()?;
        let from = plan.from_sale_date.as_deref().and_then(date);
        if from.is_some_and(|from| self.sold.is_none_or(|sold| sold < from)) {
            return None;
        }
        let months = class.and_then(|class| plan.parts.get(class)).copied().or(plan.months)?;
        last_day(self.since?, months)
    }

    fn excludes(&self, cause: &str) -> bool {
        let plan = self.plan.as_ref();
        cause == "external" || plan.is_some_and(|plan| plan.excludes.iter().any(|excluded| excluded == cause))
    }

    /// Without contract and plan the office's word stands; a fault that people or a disaster made is never free.
    fn guessed(&self) -> Entitled {
        let blamed = self.cause.and_then(Cause::excluded_as);
        match (&self.guess, blamed) {
            (Some((Cover::Free, _)), Some((_, zh, en))) => {
                paid(words(format!("{zh}，不在保修范围"), format!("{en} is not covered")), None)
            }
            (Some((cover, note)), _) => {
                let (zh, en) = match note.is_empty() {
                    true => ("公司登记如此".to_owned(), "as the office registered it".to_owned()),
                    false => (note.clone(), note.clone()),
                };
                Entitled { cover: *cover, why: words(zh, en), until: None }
            }
            (None, _) => paid(words("没有保修或合同登记".into(), "no warranty or contract is registered".into()), None),
        }
    }
}

impl Checklist<'_> {
    /// The cause as appraised on site; none before it is answered, or while two answers differ.
    pub fn cause(&self) -> Option<Cause> {
        let item = Some("dia.entitle".into());
        let answer: Answer =
            self.fold.value(&Slot { visit: Some(self.visit), item, unit: None, kind: Kind::Answer })?;
        Cause::from_key(&answer.choice?)
    }
}

/// The last day a part is covered that is fitted today: its own term; for one that took another's place free of charge the
/// firm's term for such parts or the remainder of the old one's, whichever is longer (STANDARDS 6.5).
pub fn covered_until(
    cover: Cover,
    months: i64,
    remainder: Option<NaiveDate>,
    values: &Values,
    today: NaiveDate,
) -> Option<NaiveDate> {
    let own = u32::try_from(months).ok().and_then(|months| last_day(today, months));
    if cover == Cover::Paid {
        return own;
    }
    let replaced = u32::try_from(values.whole(whole::REPAIRED_PART_MONTHS)).ok();
    own.max(replaced.and_then(|months| last_day(today, months))).max(remainder.filter(|until| *until >= today))
}

/// The last day of a term of months that begins on a day; none for no months.
pub fn last_day(since: NaiveDate, months: u32) -> Option<NaiveDate> {
    (months > 0).then(|| since.checked_add_months(Months::new(months))?.pred_opt())?
}

fn words(zh: String, en: String) -> Words {
    Words { zh, en }
}

fn paid(why: Words, until: Option<NaiveDate>) -> Entitled {
    Entitled { cover: Cover::Paid, why, until }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn values() -> Values {
        serde_json::from_value(json!({ PLANS: [
            { "code": "AC-HOUSEHOLD-6Y", "months": 72, "from_sale_date": "2005-01-01",
              "excludes": ["human_damage", "natural_disaster"] },
            { "code": "DW-STANDARD", "parts": { "profile": 120, "glass": 24, "seal": 24 }, "excludes": ["human_damage"] },
        ]}))
        .unwrap()
    }

    fn brief(of: Value) -> Brief {
        let Value::Object(fields) = of else { panic!("an object") };
        Brief { fields: fields.into_iter().collect(), ..Brief::default() }
    }

    fn line(of: Value, cause: Option<Cause>, class: Option<&str>) -> (Cover, String) {
        let entitled = Entitlement::of(&brief(of), &values(), cause).line(class, date("2026-11-20").unwrap());
        (entitled.cover, entitled.why.zh)
    }

    fn door() -> Value {
        json!({ "warranty.plan": "DW-STANDARD", "product.installed": "2019-04-12" })
    }

    #[test]
    fn each_part_has_its_own_term_from_the_day_of_installation() {
        assert_eq!(line(door(), None, Some("profile")), (Cover::Free, "保修至 2029-04-11".into()));
        assert_eq!(line(door(), None, Some("seal")), (Cover::Paid, "保修已于 2021-04-11 到期".into()));
    }

    #[test]
    fn the_plan_says_nothing_of_a_class_it_does_not_name_and_the_offices_word_stands() {
        let mut door = door();
        door["entitlement.category"] = json!("free");
        assert_eq!(line(door.clone(), None, Some("lock")), (Cover::Free, "公司登记如此".into()));
        assert_eq!(line(door, Some(Cause::People), Some("lock")), (Cover::Paid, "人为损坏，不在保修范围".into()));
        assert_eq!(line(json!({}), None, None).0, Cover::Paid);
    }

    #[test]
    fn within_the_term_an_excluded_cause_is_paid_and_another_free() {
        let ac = json!({ "warranty.plan": "AC-HOUSEHOLD-6Y", "product.installed": "2022-06-18" });
        assert_eq!(line(ac.clone(), Some(Cause::Own), None).0, Cover::Free);
        assert_eq!(line(ac.clone(), Some(Cause::Disaster), None).0, Cover::Paid);
        assert_eq!(line(ac.clone(), Some(Cause::External), None).0, Cover::Paid);
        assert_eq!(
            line(door(), Some(Cause::Disaster), Some("profile")).0,
            Cover::Free,
            "the plan excludes only people"
        );
        let last = Entitlement::of(&brief(ac.clone()), &values(), None);
        assert_eq!(last.line(None, date("2028-06-17").unwrap()).cover, Cover::Free);
        assert_eq!(last.line(None, date("2028-06-18").unwrap()).cover, Cover::Paid);
    }

    #[test]
    fn what_was_sold_before_the_plan_began_is_not_covered_by_it() {
        let old = json!({ "warranty.plan": "AC-HOUSEHOLD-6Y", "product.installed": "2022-06-18", "product.purchased": "2004-12-31" });
        assert_eq!(line(old, None, None).0, Cover::Paid);
        let bought = json!({ "warranty.plan": "AC-HOUSEHOLD-6Y", "product.purchased": "2022-06-18" });
        assert_eq!(line(bought, None, None).0, Cover::Free);
    }

    #[test]
    fn a_contract_in_force_comes_first_and_one_that_has_ended_does_not() {
        let mut door = door();
        door["contract.number"] = json!("YB-031");
        door["contract.until"] = json!("2026-12-31");
        assert_eq!(
            line(door.clone(), Some(Cause::People), None),
            (Cover::Contract, "维保合同 YB-031，至 2026-12-31".into())
        );
        door["contract.until"] = json!("2026-11-19");
        assert_eq!(line(door, None, Some("seal")).0, Cover::Paid);
    }

    #[test]
    fn a_part_replaced_for_nothing_is_covered_for_the_rest_of_the_old_term_or_three_months() {
        let until = |cover, months, rest: Option<&str>| {
            let today = date("2026-11-20").unwrap();
            covered_until(cover, months, rest.and_then(date), &values(), today).map(|day| day.to_string())
        };
        assert_eq!(until(Cover::Free, 0, Some("2029-04-11")).as_deref(), Some("2029-04-11"));
        assert_eq!(until(Cover::Free, 0, Some("2026-12-01")).as_deref(), Some("2027-02-19"));
        assert_eq!(until(Cover::Paid, 24, Some("2029-04-11")).as_deref(), Some("2028-11-19"));
        assert_eq!(until(Cover::Paid, 0, None), None);
    }

    #[test]
    fn plans_that_cannot_be_read_leave_the_offices_word() {
        let values: Values = serde_json::from_value(json!({ PLANS: "none" })).unwrap();
        let brief = brief(json!({ "warranty.plan": "DW-STANDARD", "entitlement.category": "contract" }));
        let entitled = Entitlement::of(&brief, &values, None).line(None, date("2026-11-20").unwrap());
        assert_eq!(entitled.cover, Cover::Contract);
    }
}
