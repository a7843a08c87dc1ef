//! One item: how it is entered, what was said, measured and photographed.

use super::{Truth, words};
use domain::checklist::{Checklist, Lack, Standing, verdict};
use domain::gate::{self, Gate};
use domain::ids::{ItemKey, UnitKey};
use domain::pack::{Evidence, Item, ItemKind, Measure, Words};
use domain::record::{Basis, Kind, Record, Slot};
use domain::stage::Stage;
use domain::timer::notice::Notice;
use domain::value::{Answer, Picture, Reading, Said};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// How an item is entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A tick.
    Tick,
    /// One of a list.
    Choice,
    /// Words.
    Text,
    /// A reading.
    Measure,
    /// A photo alone.
    Photo,
    /// The time agreed with the customer.
    Appointment,
    /// Cause, plan and price.
    Quote,
    /// The customer's consent, with ink.
    Consent,
    /// A signature on the sheet.
    Signature,
    /// The customer's rating.
    Rating,
    /// Nobody ticks it: done once it has happened.
    Event,
}

/// An item on the screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ItemView {
    /// Its key.
    pub key: ItemKey,
    /// The label.
    pub name: Words,
    /// The short text under it.
    pub detail: Option<Words>,
    /// How it is entered.
    pub entry: Entry,
    /// It must be answered.
    pub due: bool,
    /// A gate waits for it.
    pub gate: bool,
    /// It may be answered now.
    pub open: bool,
    /// One tap on the whole block would answer it.
    pub to_confirm: bool,
    /// It wants a photo with its answer.
    pub wants_photo: bool,
    /// It may be answered *not done*.
    pub may_not_do: bool,
    /// It may be answered *not applicable*.
    pub may_not_apply: bool,
    /// What counts; `null` while something is lacking.
    pub said: Option<Said>,
    /// What it lacks, where it must be answered.
    pub lack: Option<Lack>,
    /// The standing answer, complete or not.
    pub answer: Option<AnswerLine>,
    /// The list to choose from.
    pub choices: Vec<ChoiceLine>,
    /// What is measured.
    pub measure: Option<MeasureLine>,
    /// Measured for each repeat.
    pub each_unit: bool,
    /// The readings there are.
    pub readings: Vec<ReadingLine>,
    /// Its photos and files.
    pub photos: Vec<PhotoLine>,
    /// What the clock says of it.
    pub clocked: Option<ClockedLine>,
    /// Words typed here stand on the customer's sheet.
    pub on_sheet: bool,
    /// What may be said at this point.
    pub scripts: Vec<ScriptLine>,
}

/// What the clock says of an item.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ClockedLine {
    /// In words.
    pub words: Words,
    /// As the standard wants it.
    pub kept: bool,
}

/// A standing answer.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct AnswerLine {
    /// Which.
    pub said: Said,
    /// Text of a field.
    pub text: Option<String>,
    /// Key of a choice.
    pub choice: Option<String>,
    /// Why not.
    pub reason: Option<String>,
    /// Confirmed with its block.
    pub with_block: bool,
    /// When, Unix milliseconds.
    pub at_ms: Option<i64>,
}

/// An answer of a list.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ChoiceLine {
    /// Stored.
    pub key: String,
    /// Shown.
    pub name: Words,
    /// It keeps the gate shut.
    pub blocks: bool,
}

/// What is measured, and its limits as decimals.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct MeasureLine {
    /// For example `mm`.
    pub unit: String,
    /// What the value itself is called where parts stand beside it.
    pub name: Option<Words>,
    /// Least allowed.
    pub least: Option<String>,
    /// Greatest allowed.
    pub most: Option<String>,
    /// The limits are ours, not a source's.
    pub ours: bool,
    /// Measured again after the work.
    pub before_and_after: bool,
    /// Values taken with it.
    pub parts: Vec<MeasurePartLine>,
}

/// A value taken with a reading.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct MeasurePartLine {
    /// Stored.
    pub key: String,
    /// Shown.
    pub name: Words,
    /// A yes/no question, and the answer that passes.
    pub must_be: Option<String>,
}

/// A reading.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ReadingLine {
    /// The repeat.
    pub unit: Option<UnitKey>,
    /// Taken after the work.
    pub after: bool,
    /// A decimal.
    pub value: String,
    /// Values taken with it.
    pub parts: BTreeMap<String, String>,
    /// Said about it.
    pub note: Option<String>,
    /// Within its limits; `null` where there are none.
    pub within: Option<bool>,
}

/// A photo or file.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct PhotoLine {
    /// Its digest, in hex.
    pub digest: String,
    /// What it shows.
    pub caption: Option<String>,
    /// Pixels across; 0 for a file that cannot be drawn.
    pub width: i64,
    /// Pixels down.
    pub height: i64,
    /// Bytes.
    pub bytes: i64,
    /// MIME type.
    pub media: String,
    /// When, Unix milliseconds.
    pub at_ms: Option<i64>,
    /// Where it is.
    pub truth: Truth,
    /// Bytes the office has.
    pub sent: u64,
}

/// A wording.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ScriptLine {
    /// Its key.
    pub key: String,
    /// When it is said.
    pub when: Words,
    /// What is said.
    pub words: Words,
}

/// How an item stands on the screen; without a stage, one of a branch.
pub(crate) fn item_view(list: &Checklist<'_>, stage: Option<Stage>, item: &Item) -> ItemView {
    let standing = list.standing(item);
    let at_gate = item.kind == ItemKind::Gate || Gate::of(&item.key).is_some();
    let entry = entry(list, item);
    let admits = |said| (!at_gate || gate::admits(&item.key, said)) && entry != Entry::Event;
    ItemView {
        key: item.key.clone(),
        name: item.name.clone(),
        detail: item.detail.clone(),
        entry,
        due: list.is_due(item),
        gate: at_gate,
        open: stage.map_or_else(|| list.is_branch_open(&item.key), |stage| list.is_open(item, stage)),
        to_confirm: stage.is_some_and(|stage| list.would_confirm(stage, item)),
        wants_photo: item.evidence == Evidence::Photo && item.kind != ItemKind::Photo,
        may_not_do: admits(Said::NotDone),
        may_not_apply: admits(Said::NotApplicable),
        said: match standing {
            Standing::Said(said) => Some(said),
            _ => None,
        },
        lack: match standing {
            Standing::Lacks(lack) => Some(lack),
            _ => None,
        },
        answer: answer(list, item),
        choices: item
            .choices
            .iter()
            .map(|choice| ChoiceLine { key: choice.key.clone(), name: choice.name.clone(), blocks: choice.blocks })
            .collect(),
        measure: item.measure.as_ref().filter(|_| item.kind == ItemKind::Measure).map(measure),
        each_unit: item.each_unit && item.kind == ItemKind::Measure,
        readings: readings(list, item),
        photos: photos(list, item),
        clocked: clocked(list, item),
        // What a branch tells is how the sheet says that the visit ended (`domain::facts`).
        on_sheet: stage.is_none() && entry == Entry::Text,
        scripts: item
            .scripts
            .iter()
            .map(|script| ScriptLine {
                key: script.key.clone(),
                when: script.when.clone(),
                words: script.words.clone(),
            })
            .collect(),
    }
}

fn entry(list: &Checklist<'_>, item: &Item) -> Entry {
    match item.key.as_str() {
        "apt.window" => return Entry::Appointment,
        "qte.plan" => return Entry::Quote,
        "sht.rate" => return Entry::Rating,
        _ if !list.event_free(item) => return Entry::Event,
        key if item.evidence == Evidence::Signature && key.starts_with("sht.") => return Entry::Signature,
        _ => {}
    }
    let wants_words = item.kind == ItemKind::Field || matches!(item.evidence, Evidence::Text | Evidence::Scan);
    match item.kind {
        ItemKind::Photo => Entry::Photo,
        ItemKind::Measure => Entry::Measure,
        _ if item.evidence == Evidence::Signature => Entry::Consent,
        _ if !item.choices.is_empty() => Entry::Choice,
        ItemKind::Script => Entry::Tick,
        _ if wants_words && item.evidence != Evidence::Automatic => Entry::Text,
        _ => Entry::Tick,
    }
}

fn clocked(list: &Checklist<'_>, item: &Item) -> Option<ClockedLine> {
    match item.key.as_str() {
        "arr.window" => list.punctual().map(|came| {
            let away = came.minutes.abs();
            let words = match came.minutes {
                0 => words("准时到达", "on time"),
                1.. => words(&format!("比约定晚 {away} 分钟"), &format!("{away} min after the agreed time")),
                _ => words(&format!("比约定早 {away} 分钟"), &format!("{away} min before the agreed time")),
            };
            ClockedLine { words, kept: came.in_window }
        }),
        "apt.delay_notice" => list.notice().map(|notice| {
            let Notice { given_min, needed_min } = notice;
            let zh = format!("提前 {given_min} 分钟告知，应不少于 {needed_min} 分钟");
            let en = format!("told {given_min} min before, {needed_min} min are asked for");
            ClockedLine { words: words(&zh, &en), kept: notice.in_time() }
        }),
        _ => None,
    }
}

fn slot(list: &Checklist<'_>, item: &Item, unit: Option<UnitKey>, kind: Kind) -> Slot {
    Slot { visit: Some(list.visit), item: Some(item.key.clone()), unit, kind }
}

fn answer(list: &Checklist<'_>, item: &Item) -> Option<AnswerLine> {
    let (_, record) = list.fold.settled(&slot(list, item, None, Kind::Answer))?;
    let answer = Answer::deserialize(&record.value).ok()?;
    Some(AnswerLine {
        said: answer.answer,
        text: answer.text,
        choice: answer.choice,
        reason: answer.reason,
        with_block: record.basis == Some(Basis::Block),
        at_ms: record.at.unix_ms(),
    })
}

fn measure(measure: &Measure) -> MeasureLine {
    let part = |part: &domain::pack::MeasurePart| MeasurePartLine {
        key: part.key.clone(),
        name: part.name.clone(),
        must_be: part.must_be.clone(),
    };
    let relative = measure.relative.as_ref().map(|relative| MeasurePartLine {
        key: relative.to.clone(),
        name: relative.name.clone(),
        must_be: None,
    });
    MeasureLine {
        unit: measure.unit.clone(),
        name: measure.name.clone(),
        least: measure.least.clone(),
        most: measure.most.clone(),
        ours: measure.ours,
        before_and_after: measure.before_and_after,
        parts: relative.into_iter().chain(measure.parts.iter().map(part)).collect(),
    }
}

fn readings(list: &Checklist<'_>, item: &Item) -> Vec<ReadingLine> {
    let Some(measure) = item.measure.as_ref().filter(|_| item.kind == ItemKind::Measure) else { return Vec::new() };
    let units = list.fold.units(list.visit).into_iter().map(Some).chain([None]);
    let both = units.flat_map(|unit| [(unit.clone(), false), (unit, true)]);
    let line = |(unit, after): (Option<UnitKey>, bool)| {
        let kind = if after { Kind::Remeasure } else { Kind::Measure };
        let reading: Reading = list.fold.value(&slot(list, item, unit.clone(), kind))?;
        let within = verdict(measure, &reading);
        Some(ReadingLine { unit, after, value: reading.value, parts: reading.parts, note: reading.note, within })
    };
    both.filter_map(line).collect()
}

fn photos(list: &Checklist<'_>, item: &Item) -> Vec<PhotoLine> {
    let line = |record: &Record| {
        let picture = Picture::deserialize(&record.value).ok()?;
        Some(PhotoLine {
            digest: picture.blob.hex(),
            caption: picture.caption,
            width: picture.width,
            height: picture.height,
            bytes: picture.bytes,
            media: picture.media,
            at_ms: record.at.unix_ms(),
            // The log does not say; the stage asks where the files lie.
            truth: Truth::Waiting,
            sent: 0,
        })
    };
    list.fold.photos_of(list.visit, &item.key).into_iter().filter_map(|(_, record)| line(record)).collect()
}
