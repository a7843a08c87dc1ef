//! How the standard was kept (STANDARDS 5.3 "protection and conduct summary"): counts for the customer's eye, and every
//! exception with its reason.

use super::answer_to;
use crate::checklist::{Checklist, Standing, clocked};
use crate::facts::{Exception, Kept, KeptGroup, Text, Together};
use crate::pack::Item;
use crate::record::Kind;
use crate::stage::Stage;
use crate::value::Said;

/// A group of the summary: its name and the items it counts.
type Group = (&'static str, &'static str, fn(Stage, &Item) -> bool);

const GROUPS: &[Group] = &[
    ("五个一", "Five items", |_, item| item.key.as_str().starts_with("kit.five.")),
    ("着装与工牌", "Dress and badge", |stage, _| stage == Stage::Dress),
    ("预约与到达", "Appointment and arrival", |stage, _| matches!(stage, Stage::Appointment | Stage::Arrival)),
    ("鞋套", "Shoe covers", |_, item| item.key.as_str() == "ent.shoe_covers"),
    ("铺垫与遮盖", "Mat and covers", |_, item| matches!(item.key.as_str(), "prt.mat" | "prt.cover")),
    ("讲明规定", "Policy explained", |stage, _| stage == Stage::Explain),
    ("先同意后开工", "Consent before work", |stage, _| stage == Stage::Consent),
    ("施工规范", "Conduct at work", |stage, _| stage == Stage::Work),
    ("共同检验", "Joint check", |stage, _| stage == Stage::Test),
    ("清洁复位", "Clean-up", |stage, _| stage == Stage::Clean),
    ("讲解移交", "Demonstration", |stage, _| matches!(stage, Stage::Demo | Stage::Handover)),
];

/// Counts everything before the sheet itself, since the sheet's own items are answered by signing it.
pub(super) fn kept(list: &Checklist<'_>) -> Kept {
    let all = list.count(|stage, _| stage < Stage::Sheet);
    Kept {
        due: all.due,
        done: all.done,
        not_done: all.not_done,
        not_applicable: all.not_applicable,
        photos: u32::try_from(list.fold.of_kind(list.visit, &Kind::Photo).len()).unwrap_or(u32::MAX),
        together: together(list),
        groups: GROUPS.iter().filter_map(|group| counted(list, group)).collect(),
        exceptions: exceptions(list),
    }
}

fn together(list: &Checklist<'_>) -> Option<Together> {
    let clocked::Together { items, seconds } = list.together(|stage, _| stage < Stage::Sheet)?;
    Some(Together { items, seconds })
}

fn counted(list: &Checklist<'_>, (zh, en, wanted): &Group) -> Option<KeptGroup> {
    let count = list.count(wanted);
    let photos = list
        .fold
        .of_kind(list.visit, &Kind::Photo)
        .iter()
        .filter_map(|(_, record)| record.item.as_ref())
        .filter(|key| list.pack.items().any(|(stage, _, item)| item.key == **key && wanted(stage, item)))
        .count();
    let detail = (photos > 0).then(|| Text::new(format!("照片 {photos}"), format!("{photos} photo(s)")));
    // What does not apply is counted apart, among the exceptions.
    let due = count.due - count.not_applicable;
    (due > 0).then(|| KeptGroup { name: Text::new(*zh, *en), done: count.done, due, detail })
}

fn exceptions(list: &Checklist<'_>) -> Vec<Exception> {
    let exception = |item: &Item| {
        let said = match list.standing(item) {
            Standing::Said(said @ (Said::NotDone | Said::NotApplicable)) => said,
            _ => return None,
        };
        let reason = answer_to(list, &item.key).and_then(|answer| answer.reason).unwrap_or_default();
        Some(Exception {
            item: item.key.clone(),
            name: Text::new(&item.name.zh, &item.name.en),
            not_applicable: said == Said::NotApplicable,
            reason: Text::zh(reason),
        })
    };
    list.pack.items().filter(|(stage, ..)| *stage < Stage::Sheet).filter_map(|(_, _, item)| exception(item)).collect()
}
