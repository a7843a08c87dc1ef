//! Technicians' vans as the page shows them.

use super::view::{VanLine, VanPart, VanStep, VanView, VansView};
use crate::core::van::{Opened, catalogue, look};
use crate::core::{CoreRefused, Moment};
use domain::decimal::Decimal;
use domain::ids::PersonId;
use domain::settings::CataloguePart;
use domain::time::unix_ms;
use domain::van::{Step, Stocked, untold};
use hub_storage::Tx;
use hub_storage::people::Person;
use serde_json::json;

/// The most movements of the history.
const MOST_TOLD: usize = 100;

/// Every technician's, read from rows that are folded when a van changes.
pub fn all(tx: &dyn Tx) -> Result<VansView, CoreRefused> {
    let cards = tx.van_cards()?;
    let card = |person: Person| {
        let kept = cards.get(&person.id).and_then(|line| serde_json::from_str::<VanLine>(line).ok());
        let Person { id, name, badge } = person;
        VanLine { person: id.as_str().to_owned(), name, badge, ..kept.unwrap_or_default() }
    };
    let mut vans: Vec<VanLine> = tx.persons()?.into_iter().map(card).collect();
    vans.sort_by(|a, b| (&a.name, &a.person).cmp(&(&b.name, &b.person)));
    Ok(VansView { vans })
}

/// One.
pub fn one(tx: &dyn Tx, moment: Moment<'_>, person: &PersonId) -> Result<VanView, CoreRefused> {
    let (opened, catalogue) = (look(tx, person, moment.now_ms)?, catalogue(tx)?);
    let van = &opened.van;
    let step = |step: &Step| shown(step, person, &catalogue);
    let mut history: Vec<VanStep> = opened.log.iter().chain(untold(&opened.log, &opened.fitted)).map(step).collect();
    history.sort_by(|a, b| (b.at, &b.record).cmp(&(a.at, &a.record)));
    history.truncate(MOST_TOLD);
    Ok(VanView {
        line: line(&opened),
        parts: van.lines(&catalogue).into_iter().map(part).collect(),
        asked: van.asked.iter().map(step).collect(),
        arriving: van.arriving.iter().map(step).collect(),
        old: van.old.iter().map(step).collect(),
        history,
    })
}

/// A van in short.
pub(crate) fn line(opened: &Opened) -> VanLine {
    let Opened { person, van, log, .. } = opened;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let kinds = |is: fn(Decimal) -> bool| count(van.held.values().filter(|held| is(held.quantity)).count());
    VanLine {
        person: person.id.as_str().to_owned(),
        name: person.name.clone(),
        badge: person.badge.clone(),
        open: !log.is_empty(),
        kinds: kinds(|quantity| quantity > Decimal::ZERO),
        below: kinds(|quantity| quantity < Decimal::ZERO),
        asked: count(van.asked.len()),
        arriving: count(van.arriving.len()),
        old: count(van.old.len()),
    }
}

fn part(Stocked { code, unit, known, quantity }: Stocked<'_>) -> VanPart {
    let told = |of: fn(&CataloguePart) -> &str| known.map(|part| of(part).to_owned());
    VanPart {
        part: code.to_string(),
        zh: told(|part| &part.zh).unwrap_or_else(|| code.to_string()),
        en: told(|part| &part.en).unwrap_or_else(|| code.to_string()),
        spec: told(|part| &part.spec).unwrap_or_default(),
        unit: unit.to_owned(),
        held: quantity.to_string(),
        some: quantity > Decimal::ZERO,
        below: quantity < Decimal::ZERO,
    }
}

fn shown(step: &Step, person: &PersonId, catalogue: &[CataloguePart]) -> VanStep {
    let Step { id, job, by, at, movement } = step;
    let known = catalogue.iter().find(|part| part.code == movement.part);
    let code = movement.part.as_str();
    VanStep {
        record: id.as_str().to_owned(),
        kind: json!(movement.movement).as_str().unwrap_or_default().to_owned(),
        part: code.to_owned(),
        zh: known.map_or(code, |part| &part.zh).to_owned(),
        en: known.map_or(code, |part| &part.en).to_owned(),
        quantity: movement.quantity.clone(),
        unit: movement.unit.clone(),
        note: movement.note.clone(),
        job: if job.is_van() { String::new() } else { job.to_string() },
        serial: movement.old_serial.clone().unwrap_or_default(),
        office: by != person,
        at: unix_ms(&at.time).unwrap_or_default(),
    }
}
