//! One item: how it is entered, what was said, measured and photographed.

use super::{Truth, words};
use crate::picture::before;
use domain::checklist::{Checklist, Lack, Standing};
use domain::gate::{self, Gate};
use domain::ids::{ItemKey, UnitKey};
use domain::pack::judge::{CASE, case_of, words::limits};
use domain::pack::{Case, Evidence, Item, ItemKind, Measure, MeasurePart, Words};
use domain::record::{Basis, Kind, Record, Slot};
use domain::settings::ALLOW_ORAL;
use domain::stage::Stage;
use domain::timer::notice::Notice;
use domain::value::{Agreement, Answer, ContactWay, Picture, Reading, Said};
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
    /// A day, and words beside it where they are scanned.
    Date,
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
    /// Its words are scanned, or typed where that fails.
    pub scanned: bool,
    /// It wants a photo with its answer.
    pub wants_photo: bool,
    /// How many photos it takes.
    pub photos_needed: usize,
    /// It may be answered *not done*.
    pub may_not_do: bool,
    /// It may be answered *not applicable*.
    pub may_not_apply: bool,
    /// What counts; `null` while something is lacking.
    pub said: Option<Said>,
    /// What it lacks, where it must be answered.
    pub lack: Option<Lack>,
    /// The customer may agree in words alone.
    pub may_be_oral: bool,
    /// The customer did.
    pub is_oral: bool,
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
    /// Those of the same place before the work, where it shows how it is afterwards.
    pub before: Vec<PhotoLine>,
    /// What the clock says of it.
    pub clocked: Option<ClockedLine>,
    /// How the customer is reached for it.
    pub contact: Option<ContactLine>,
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
    /// The day of a date, `2022-06-18`.
    pub date: Option<String>,
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
    /// Units to choose from, `unit` first; empty where there is only that one.
    pub units: Vec<String>,
    /// The limits in words, without the unit; empty where there are none.
    pub limits: Words,
    /// Where its case is stored among the parts, and the cases to choose from.
    pub cases: Option<CasesLine>,
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

/// Limits that depend on a case.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct CasesLine {
    /// The part that holds the chosen one.
    pub key: String,
    /// To choose from.
    pub cases: Vec<CaseLine>,
}

/// One case.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct CaseLine {
    /// Stored.
    pub key: String,
    /// Shown.
    pub name: Words,
    /// Least allowed.
    pub least: Option<String>,
    /// Greatest allowed.
    pub most: Option<String>,
}

/// What a value taken with a reading is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PartSort {
    /// A decimal.
    Number,
    /// Yes or no.
    YesNo,
    /// Words.
    Words,
}

/// A value taken with a reading.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct MeasurePartLine {
    /// Stored.
    pub key: String,
    /// Shown.
    pub name: Words,
    /// What it is.
    pub sort: PartSort,
    /// The unit of a number.
    pub unit: Option<String>,
    /// The reading is not whole without it.
    pub required: bool,
    /// Its cases.
    pub cases: Option<CasesLine>,
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
    /// The unit it was read in.
    pub read_in: String,
    /// Something of it is still to be filled in.
    pub lacks: bool,
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
    /// Its bytes made room on this device; the office has it.
    pub freed: bool,
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
    /// It may be sent as it stands.
    pub sms: bool,
}

/// How the customer is reached for an item, and what was tried.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ContactLine {
    /// By what.
    pub way: ContactWay,
    /// How often it was tried.
    pub times: u32,
    /// How often it is to be tried.
    pub needed: u32,
    /// The last time, Unix milliseconds.
    pub last_ms: Option<i64>,
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
        detail: item.detail.as_ref().map(|detail| list.filled(detail)),
        entry,
        due: list.is_due(item),
        gate: at_gate && list.is_due(item),
        open: stage.map_or_else(|| list.is_branch_open(&item.key), |stage| list.is_open(item, stage)),
        to_confirm: stage.is_some_and(|stage| list.would_confirm(stage, item)),
        scanned: item.evidence == Evidence::Scan,
        wants_photo: item.evidence == Evidence::Photo && item.kind != ItemKind::Photo,
        photos_needed: list.photos_needed(item),
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
        is_oral: is_oral(list, item),
        may_be_oral: entry == Entry::Consent && list.values.is(ALLOW_ORAL),
        answer: answer(list, item),
        choices: list
            .choices(item)
            .iter()
            .map(|choice| ChoiceLine { key: choice.key.clone(), name: choice.name.clone(), blocks: choice.blocks })
            .collect(),
        measure: list.measure(item).filter(|_| item.is_read()).map(|it| measure(&it)),
        each_unit: item.each_unit && item.kind == ItemKind::Measure,
        readings: readings(list, item),
        photos: photos(list, &item.key),
        before: before(&item.key).map(|before| photos(list, &before)).unwrap_or_default(),
        clocked: clocked(list, item),
        contact: list.tried(item).map(|tried| ContactLine {
            way: tried.way,
            times: tried.times,
            needed: tried.needed,
            last_ms: tried.last_ms,
        }),
        // What a branch tells is how the sheet says that the visit ended (`domain::facts`).
        on_sheet: stage.is_none() && entry == Entry::Text,
        scripts: item
            .scripts
            .iter()
            .map(|script| ScriptLine {
                key: script.key.clone(),
                when: script.when.clone(),
                words: list.filled(&script.words),
                sms: false,
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
    match item.kind {
        ItemKind::Photo => Entry::Photo,
        _ if item.is_answered_by_reading() => Entry::Measure,
        _ if item.evidence == Evidence::Signature => Entry::Consent,
        _ if !item.choices.is_empty() => Entry::Choice,
        _ if item.wants_words() && item.date => Entry::Date,
        _ if item.wants_words() => Entry::Text,
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
        "sys.contract" => list.contract_until().map(|(number, until)| ClockedLine {
            words: words(&format!("维保合同 {number}，至 {until}"), &format!("contract {number}, until {until}")),
            kept: list.arrived_on().is_none_or(|day| until >= day),
        }),
        "sys.next" => list.next_maintenance().map(|day| ClockedLine {
            words: words(&format!("下次保养 {day}"), &format!("next maintenance {day}")),
            kept: true,
        }),
        "aci.pipe_fee" => list.pipe_fee().map(|fee| {
            let sum = format!("{} m × {} = {}", fee.metres, fee.price.decimal(), fee.sum.decimal());
            let (zh, en) = match fee.is_quoted {
                true => ("", ""),
                false => ("，报价里还没有这一笔", "; the quote has no such line yet"),
            };
            ClockedLine { words: words(&format!("{sum} 元{zh}"), &format!("{sum} yuan{en}")), kept: fee.is_quoted }
        }),
        _ => None,
    }
}

fn slot(list: &Checklist<'_>, item: &Item, unit: Option<UnitKey>, kind: Kind) -> Slot {
    Slot { visit: Some(list.visit), item: Some(item.key.clone()), unit, kind }
}

fn is_oral(list: &Checklist<'_>, item: &Item) -> bool {
    let agreement: Option<Agreement> = list.fold.value(&slot(list, item, None, Kind::Consent));
    agreement.is_some_and(|agreement| agreement.agreed && agreement.ink.is_none())
}

fn answer(list: &Checklist<'_>, item: &Item) -> Option<AnswerLine> {
    let (_, record) = list.fold.settled(&slot(list, item, None, Kind::Answer))?;
    let answer = Answer::deserialize(&record.value).ok()?;
    Some(AnswerLine {
        said: answer.answer,
        text: answer.text,
        choice: answer.choice,
        date: answer.date,
        reason: answer.reason,
        with_block: record.basis == Some(Basis::Block),
        at_ms: record.at.unix_ms(),
    })
}

fn measure(measure: &Measure) -> MeasureLine {
    let part = |part: &MeasurePart| MeasurePartLine {
        key: part.key.clone(),
        name: part.name.clone(),
        sort: match (&part.must_be, part.words) {
            (Some(_), _) => PartSort::YesNo,
            (None, true) => PartSort::Words,
            (None, false) => PartSort::Number,
        },
        unit: part.unit.clone(),
        required: part.required,
        cases: cases(&case_of(&part.key), &part.cases),
    };
    let relative = measure.relative.as_ref().map(|relative| MeasurePartLine {
        key: relative.to.clone(),
        name: relative.name.clone(),
        sort: PartSort::Number,
        unit: Some(measure.unit.clone()).filter(|_| measure.units.is_empty()),
        required: true,
        cases: None,
    });
    let others = measure.units.iter().cloned();
    MeasureLine {
        unit: measure.unit.clone(),
        units: std::iter::once(measure.unit.clone()).filter(|_| !measure.units.is_empty()).chain(others).collect(),
        limits: limits(measure),
        cases: cases(CASE, &measure.cases),
        name: measure.name.clone(),
        least: measure.least.clone(),
        most: measure.most.clone(),
        ours: measure.ours,
        before_and_after: measure.before_and_after,
        parts: relative.into_iter().chain(measure.parts.iter().map(part)).collect(),
    }
}

fn cases(key: &str, cases: &[Case]) -> Option<CasesLine> {
    let line = |case: &Case| CaseLine {
        key: case.key.clone(),
        name: case.name.clone(),
        least: case.least.clone(),
        most: case.most.clone(),
    };
    (!cases.is_empty()).then(|| CasesLine { key: key.to_owned(), cases: cases.iter().map(line).collect() })
}

fn readings(list: &Checklist<'_>, item: &Item) -> Vec<ReadingLine> {
    let Some(measure) = list.measure(item).filter(|_| item.is_read()) else { return Vec::new() };
    let units = list.fold.units(list.visit).into_iter().map(Some).chain([None]);
    let both = units.flat_map(|unit| [(unit.clone(), false), (unit, true)]);
    let line = |(unit, after): (Option<UnitKey>, bool)| {
        let kind = if after { Kind::Remeasure } else { Kind::Measure };
        let reading: Reading = list.fold.value(&slot(list, item, unit.clone(), kind))?;
        let (within, lacks) = (measure.verdict(&reading), !measure.is_whole(&reading));
        let Reading { value, unit: read_in, parts, note } = reading;
        Some(ReadingLine { unit, after, value, read_in, lacks, parts, note, within })
    };
    both.filter_map(line).collect()
}

fn photos(list: &Checklist<'_>, item: &ItemKey) -> Vec<PhotoLine> {
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
            freed: false,
        })
    };
    list.fold.photos_of(list.visit, item).into_iter().filter_map(|(_, record)| line(record)).collect()
}
