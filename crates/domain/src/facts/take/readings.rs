//! Readings and tests as a table: one row an item that was measured, one column a unit.

use crate::checklist::Checklist;
use crate::facts::{Judged, MeasureCell, MeasureRow, Measurements, Reading as Printed, Text, UnitHead};
use crate::ids::UnitKey;
use crate::pack::judge::words::{beside, limits_in_unit};
use crate::pack::{Item, Measure};
use crate::record::{Kind, Slot};
use crate::value::{Reading, UnitNamed};
use serde::Deserialize;
use std::collections::BTreeSet;

/// What was measured on the visit, as its sheet prints it.
pub fn measurements(list: &Checklist<'_>) -> Measurements {
    let units = unit_heads(list);
    let rows: Vec<MeasureRow> = list
        .pack
        .items()
        .filter(|(.., item)| list.shows(item))
        .filter(|(.., item)| item.is_read())
        .filter_map(|(.., item)| list.measure(item).and_then(|measure| row(list, item, &measure, &units)))
        .collect();
    if rows.is_empty() { Measurements::default() } else { Measurements { units, rows } }
}

/// The visit's units in the order they were named; a visit without repeats has one column.
fn unit_heads(list: &Checklist<'_>) -> Vec<UnitHead> {
    let mut heads: Vec<UnitHead> = list
        .fold
        .of_kind(list.visit, &Kind::Unit)
        .into_iter()
        .filter_map(|(_, record)| {
            let named = UnitNamed::deserialize(&record.value).ok()?;
            Some(UnitHead { key: record.unit.clone(), name: Text::zh(named.name) })
        })
        .collect();
    heads.dedup_by(|a, b| a.key == b.key);
    if heads.is_empty() {
        heads.push(UnitHead { key: None, name: Text::new("读数", "Reading") });
    }
    heads
}

fn row(list: &Checklist<'_>, item: &Item, measure: &Measure, units: &[UnitHead]) -> Option<MeasureRow> {
    let unit = unit_of(list, item, measure, units);
    // Read in several units: each value names its own.
    let of_unit = |unit_key: Option<&UnitKey>| cell(list, item, measure, unit_key, unit.is_empty());
    let mut cells: Vec<MeasureCell> = units.iter().map(|head| of_unit(head.key.as_ref())).collect();
    // A reading of the job as a whole stands in the first column.
    if let Some(first) = cells.first_mut().filter(|first| **first == MeasureCell::default()) {
        *first = of_unit(None);
    }
    let judged: Vec<Judged> = cells
        .iter()
        .filter_map(|cell| cell.after.as_ref().or(cell.before.as_ref()))
        .filter_map(|reading| reading.verdict)
        .collect();
    let empty = cells.iter().all(|cell| *cell == MeasureCell::default());
    let all_in = judged.iter().all(|verdict| *verdict == Judged::In);
    (!empty).then(|| MeasureRow {
        item: item.key.clone(),
        name: Text::new(&item.name.zh, &item.name.en),
        limit: limit(measure),
        unit,
        cells,
        verdict: (!judged.is_empty()).then_some(if all_in { Judged::In } else { Judged::Out }),
    })
}

fn read(list: &Checklist<'_>, item: &Item, unit: Option<&UnitKey>, kind: Kind) -> Option<Reading> {
    let slot = Slot { visit: Some(list.visit), item: Some(item.key.clone()), unit: unit.cloned(), kind };
    list.fold.value(&slot)
}

/// The unit all readings of a row are in; empty where they differ.
fn unit_of(list: &Checklist<'_>, item: &Item, measure: &Measure, units: &[UnitHead]) -> String {
    let heads = units.iter().map(|head| head.key.as_ref()).chain([None]);
    let all = heads.flat_map(|unit| [Kind::Measure, Kind::Remeasure].map(|kind| read(list, item, unit, kind)));
    let mut named: BTreeSet<String> = all.flatten().map(|reading| reading.unit).collect();
    match named.pop_first() {
        None => measure.unit.clone(),
        Some(one) if named.is_empty() => one,
        Some(_) => String::new(),
    }
}

fn cell(list: &Checklist<'_>, item: &Item, measure: &Measure, unit: Option<&UnitKey>, with_unit: bool) -> MeasureCell {
    let read = |kind: Kind| {
        let reading = read(list, item, unit, kind)?;
        let own = with_unit.then(|| format!("{} {}", reading.value, reading.unit));
        let printed = printed(measure, reading);
        Some(Printed { value: own.unwrap_or(printed.value), ..printed })
    };
    let (first, second) = (read(Kind::Measure), read(Kind::Remeasure));
    if measure.before_and_after {
        MeasureCell { before: first, after: second }
    } else {
        MeasureCell { before: None, after: first }
    }
}

fn printed(measure: &Measure, reading: Reading) -> Printed {
    let judged = measure.verdict(&reading).map(|within| if within { Judged::In } else { Judged::Out });
    let words: Vec<String> = beside(measure, &reading).into_iter().chain(reading.note.clone()).collect();
    let note = (!words.is_empty()).then(|| Text::zh(words.join("，")));
    Printed { value: reading.value, note, verdict: judged }
}

/// What is allowed: `≤ 3 mm`, `−27 … −8 dBm`, `≥ 5 min`, `铭牌电压的 90% … 110%`.
fn limit(measure: &Measure) -> Text {
    let words = limits_in_unit(measure);
    if words.zh.is_empty() { Text::zh("—") } else { Text::new(words.zh, words.en) }
}
