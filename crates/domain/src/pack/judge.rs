//! Readings held against what a standard asks (STANDARDS 4.4 and 4.5). Outside warns and asks for a note; it never blocks.

use super::{Case, Measure, MeasurePart, Relative};
use crate::decimal::Decimal;
use crate::value::Reading;

/// Where the case of a reading's own value stands among its parts.
pub const CASE: &str = "case";

/// Where the case of a part stands.
pub fn case_of(part: &str) -> String {
    format!("{part}.{CASE}")
}

impl Measure {
    /// Whether a reading lies within its limits; `None` where there are none to judge by. What a relative limit follows (the
    /// contracted speed, the name plate) and the cases are taken with the reading, among its parts.
    pub fn verdict(&self, reading: &Reading) -> Option<bool> {
        let value = Decimal::read(&reading.value)?;
        let own = plain(value, &self.least, &self.most);
        let case = in_case(&self.cases, reading.parts.get(CASE), value);
        let relative = self.relative.as_ref().and_then(|relative| relative.within(value, reading));
        let parts = self.parts.iter().map(|part| part.verdict(reading));
        let verdicts = [own, case, relative].into_iter().chain(parts).flatten();
        verdicts.fold(None, |all, within| Some(all.unwrap_or(true) && within))
    }

    /// Whether all of a reading is there: the case of each value that has several, and the parts it is not whole without.
    pub fn is_whole(&self, reading: &Reading) -> bool {
        let chosen = |cases: &[Case], at: &str| {
            cases.is_empty() || reading.parts.get(at).is_some_and(|key| cases.iter().any(|case| case.key == *key))
        };
        let part = |part: &MeasurePart| match reading.parts.get(&part.key).map(String::as_str) {
            None | Some("") => !part.required,
            Some(_) => chosen(&part.cases, &case_of(&part.key)),
        };
        // Without the number it follows a limit in per cent judges nothing.
        let followed = |relative: &Relative| reading.parts.get(&relative.to).is_some_and(|said| !said.is_empty());
        chosen(&self.cases, CASE) && self.relative.as_ref().is_none_or(followed) && self.parts.iter().all(part)
    }

    /// Whether a reading may be given in this unit.
    pub fn takes(&self, unit: &str) -> bool {
        self.unit == unit || self.units.iter().any(|other| other == unit)
    }

    /// The chosen case of the value itself.
    pub fn case(&self, reading: &Reading) -> Option<&Case> {
        let key = reading.parts.get(CASE)?;
        self.cases.iter().find(|case| case.key == *key)
    }
}

impl MeasurePart {
    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.must_be.is_none() && !self.words
    }

    /// Whether the part lies within its limits; a yes or no that must be said is not passed in silence.
    fn verdict(&self, reading: &Reading) -> Option<bool> {
        let said = reading.parts.get(&self.key);
        if let Some(wanted) = &self.must_be {
            return Some(said.is_some_and(|said| said == wanted));
        }
        let value = Decimal::read(said?)?;
        let own = plain(value, &self.least, &self.most);
        let case = in_case(&self.cases, reading.parts.get(&case_of(&self.key)), value);
        [own, case].into_iter().flatten().fold(None, |all, within| Some(all.unwrap_or(true) && within))
    }
}

impl Relative {
    fn within(&self, value: Decimal, reading: &Reading) -> Option<bool> {
        let whole = Decimal::read(reading.parts.get(&self.to)?)?;
        let percent = |text: &Option<String>| text.as_deref().and_then(Decimal::read);
        let enough = percent(&self.least_percent).is_none_or(|least| value.against(least, whole).is_ge());
        let not_too_much = percent(&self.most_percent).is_none_or(|most| value.against(most, whole).is_le());
        Some(enough && not_too_much)
    }
}

fn plain(value: Decimal, least: &Option<String>, most: &Option<String>) -> Option<bool> {
    let limit = |text: &Option<String>| text.as_deref().and_then(Decimal::read);
    match (limit(least), limit(most)) {
        (None, None) => None,
        (least, most) => Some(least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most)),
    }
}

fn in_case(cases: &[Case], chosen: Option<&String>, value: Decimal) -> Option<bool> {
    let case = cases.iter().find(|case| Some(&case.key) == chosen)?;
    plain(value, &case.least, &case.most)
}

/// The limits in words, without the unit: `≤ 3`, `−27 … −8`, `≥ 90%`, `制冷 ≥ 8，制热 ≥ 15`; empty where there are none.
pub mod words {
    use super::{Case, Measure, MeasurePart, Relative, case_of};
    use crate::pack::Words;
    use crate::value::Reading;

    /// The limits with the unit they are in; a limit in per cent has the unit of what it follows.
    pub fn limits_in_unit(measure: &Measure) -> Words {
        let words = limits(measure);
        let percent = measure.relative.is_some() && measure.least.is_none() && measure.most.is_none();
        if words.zh.is_empty() || percent {
            return words;
        }
        Words { zh: format!("{} {}", words.zh, measure.unit), en: format!("{} {}", words.en, measure.unit) }
    }

    /// What was taken with a value, in Chinese: its case, its parts with what is allowed, and what a relative limit follows.
    pub fn beside(measure: &Measure, reading: &Reading) -> Vec<String> {
        let own_case = measure.case(reading).map(|case| case.name.zh.clone());
        let parts = measure.parts.iter().filter_map(|part| said(part, reading));
        let follows = measure
            .relative
            .as_ref()
            .and_then(|relative| reading.parts.get(&relative.to).map(|value| format!("{} {value}", relative.name.zh)));
        own_case.into_iter().chain(parts).chain(follows).collect()
    }

    /// `低压压力 0.86 MPa（R32 制冷，应 0.7 … 1.1）`
    fn said(part: &MeasurePart, reading: &Reading) -> Option<String> {
        let said = match reading.parts.get(&part.key).map(String::as_str) {
            None | Some("") => return None,
            // Yes and no are stored as words of the files.
            Some("yes") if part.must_be.is_some() => "是",
            Some("no") if part.must_be.is_some() => "否",
            Some(said) => said,
        };
        let unit = part.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        let chosen = reading.parts.get(&case_of(&part.key));
        let case = chosen.and_then(|key| part.cases.iter().find(|case| case.key == *key));
        let (least, most) = case.map_or((&part.least, &part.most), |case| (&case.least, &case.most));
        let asked = Some(range(least, most, "")).filter(|asked| !asked.is_empty()).map(|asked| format!("应 {asked}"));
        let about: Vec<String> = case.map(|case| case.name.zh.clone()).into_iter().chain(asked).collect();
        let about = if about.is_empty() { String::new() } else { format!("（{}）", about.join("，")) };
        Some(format!("{} {said}{unit}{about}", part.name.zh))
    }

    /// Of a measure.
    pub fn limits(measure: &Measure) -> Words {
        let own = range(&measure.least, &measure.most, "");
        if !own.is_empty() {
            return Words { zh: own.clone(), en: own };
        }
        match measure.relative.as_ref().map(relative).filter(|words| !words.zh.is_empty()) {
            Some(words) => words,
            None => cases(&measure.cases),
        }
    }

    /// Of several cases.
    pub fn cases(cases: &[Case]) -> Words {
        let judged = || cases.iter().filter(|case| case.least.is_some() || case.most.is_some());
        let of = |case: &Case| range(&case.least, &case.most, "");
        let zh: Vec<String> = judged().map(|case| format!("{} {}", case.name.zh, of(case))).collect();
        let en: Vec<String> = judged().map(|case| format!("{} {}", case.name.en, of(case))).collect();
        Words { zh: zh.join("，"), en: en.join(", ") }
    }

    fn relative(relative: &Relative) -> Words {
        let (least, most) = (&relative.least_percent, &relative.most_percent);
        let percent = range(least, most, "%");
        let name = &relative.name;
        let zh = match percent.split_once(' ') {
            _ if percent.is_empty() => return Words::default(),
            Some((sign @ ("≥" | "≤"), bound)) => format!("{sign} {}的 {bound}", name.zh),
            _ => format!("{}的 {percent}", name.zh),
        };
        Words { zh, en: format!("{percent} of {}", name.en) }
    }

    fn range(least: &Option<String>, most: &Option<String>, sign: &str) -> String {
        let minus = |text: &String| format!("{}{sign}", text.replace('-', "−"));
        match (least, most) {
            (Some(least), Some(most)) => format!("{} … {}", minus(least), minus(most)),
            (Some(least), None) => format!("≥ {}", minus(least)),
            (None, Some(most)) => format!("≤ {}", minus(most)),
            (None, None) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Words;
    use serde_json::json;
    use std::collections::BTreeMap;

    fn measure(of: serde_json::Value) -> Measure {
        serde_json::from_value(of).unwrap()
    }

    fn reading(value: &str, parts: &[(&str, &str)]) -> Reading {
        let parts: BTreeMap<String, String> = parts.iter().map(|(k, v)| ((*k).into(), (*v).into())).collect();
        Reading { value: value.into(), unit: "°C".into(), parts, note: None }
    }

    fn name() -> Words {
        Words { zh: "名".into(), en: "name".into() }
    }

    fn delta() -> Measure {
        measure(json!({ "unit": "°C", "ours": true, "cases": [
            { "key": "cooling", "name": { "zh": "制冷", "en": "cooling" }, "least": "8" },
            { "key": "heating", "name": { "zh": "制热", "en": "heating" }, "least": "15" },
            { "key": "off", "name": { "zh": "未运行", "en": "not run" } },
        ] }))
    }

    #[test]
    fn the_limit_is_that_of_the_chosen_case() {
        let said = |value, case| delta().verdict(&reading(value, &[("case", case)]));
        assert_eq!((said("10", "cooling"), said("10", "heating"), said("10", "off")), (Some(true), Some(false), None));
        assert_eq!(words::limits(&delta()).zh, "制冷 ≥ 8，制热 ≥ 15");
    }

    #[test]
    fn a_reading_without_its_case_is_not_whole() {
        assert!(!delta().is_whole(&reading("10", &[])));
        assert!(!delta().is_whole(&reading("10", &[("case", "drying")])));
        assert!(delta().is_whole(&reading("10", &[("case", "cooling")])));
    }

    #[test]
    fn a_part_has_limits_of_its_own_and_may_be_required() {
        let part = json!({ "key": "low", "name": name(), "unit": "MPa", "required": true,
            "cases": [{ "key": "r22", "name": name(), "least": "0.4", "most": "0.6" }] });
        let of = measure(json!({ "unit": "A", "parts": [part] }));
        assert!(!of.is_whole(&reading("4", &[])) && !of.is_whole(&reading("4", &[("low", "0.5")])));
        let whole = [("low", "0.5"), ("low.case", "r22")];
        assert!(of.is_whole(&reading("4", &whole)));
        assert_eq!(of.verdict(&reading("4", &whole)), Some(true));
        assert_eq!(of.verdict(&reading("4", &[("low", "0.7"), ("low.case", "r22")])), Some(false));
    }

    #[test]
    fn a_limit_in_per_cent_is_said_in_full() {
        let of = measure(json!({ "unit": "V", "relative":
            { "to": "plate", "name": { "zh": "铭牌电压", "en": "name plate" }, "least_percent": "90", "most_percent": "110" } }));
        assert_eq!(words::limits(&of).zh, "铭牌电压的 90% … 110%");
        let most = measure(json!({ "unit": "A", "relative":
            { "to": "plate", "name": { "zh": "铭牌电流", "en": "name plate" }, "most_percent": "110" } }));
        assert_eq!(
            (words::limits(&most).zh.as_str(), words::limits(&most).en.as_str()),
            ("≤ 铭牌电流的 110%", "≤ 110% of name plate")
        );
        assert_eq!(of.verdict(&reading("243", &[("plate", "220")])), Some(false));
        assert_eq!(of.verdict(&reading("230", &[("plate", "220")])), Some(true));
        assert_eq!(of.verdict(&reading("230", &[])), None);
        assert!(!of.is_whole(&reading("230", &[])) && of.is_whole(&reading("230", &[("plate", "220")])));
    }

    #[test]
    fn another_unit_is_taken_where_the_standard_allows_it() {
        let of = measure(json!({ "unit": "g", "units": ["kg"] }));
        assert_eq!((of.takes("g"), of.takes("kg"), of.takes("mg")), (true, true, false));
    }
}
