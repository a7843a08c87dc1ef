//! What a technician taps: one of the acts of the app, with what was typed.

use crate::chance::Chance;
use crate::phone::VISIT;
use crate::standard;
use crate::time::OFFSET;
use domain::checklist::Checklist;
use domain::decide::{Draft, Refusal};
use domain::flag::Flag;
use domain::ids::{ItemKey, JobId, UnitKey};
use domain::record::Basis;
use domain::stage::Stage;
use domain::time::rfc3339;
use domain::value::{Agreed, Answer};
use field::{Field, FieldRefused, Shot};
use std::collections::BTreeMap;

/// Items that are tapped often, so that two phones answer the same one and differ.
const ITEMS: [&str; 8] =
    ["apt.called", "apt.called", "apt.wish", "kit.five.rag", "kit.five.mat", "drs.bag", "drs.badge", "nothing.like.it"];
/// Items a photo is taken of.
const PICTURED: [&str; 4] = ["apt.photo", "apt.photo", "apt.photo", "kit.ppe"];
/// A file that is kept as it is: HEIC, from its first box on.
const HEIC: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
/// Of all bytes in a photo, how many differ.
const PIXELS: u64 = 6_000;

/// A tap.
#[derive(Clone, Debug)]
pub enum Tap {
    /// An item answered.
    Answer(ItemKey, Answer),
    /// A block confirmed.
    Block(String),
    /// A note.
    Note(String),
    /// A flag set or cleared.
    Flag(Flag, bool),
    /// A repeat named.
    Unit(UnitKey, String),
    /// A time agreed.
    Time(Agreed),
    /// The visit moves on.
    Advance,
    /// A photo.
    Photo(ItemKey, Vec<u8>),
}

impl Tap {
    /// Any tap at this time (Unix milliseconds).
    pub fn any(chance: &mut Chance, now: i64) -> Self {
        let number = chance.below(5);
        match chance.below(26) {
            0..=5 => Self::Answer(item(chance, &ITEMS), answer(chance, number)),
            6..=7 => Self::Block(block(chance)),
            8..=11 => Self::Note(format!("第 {} 条备注", chance.below(1000))),
            12..=13 => Self::Flag(if chance.one_in(2) { Flag::Ppe } else { Flag::LowLight }, chance.one_in(2)),
            14 => Self::Unit(UnitKey::new(format!("window-{}", number % 2)), format!("窗 {number}")),
            15..=16 => Self::Time(agreed(now, number)),
            17..=18 => Self::Advance,
            _ => Self::Photo(item(chance, &PICTURED), photo(chance)),
        }
    }

    /// Its name in a trace.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Answer(item, answer) => format!("{item} {:?}", answer.answer),
            Self::Block(block) => block.clone(),
            Self::Note(text) => text.clone(),
            Self::Flag(flag, on) => format!("{flag:?} {on}"),
            Self::Unit(unit, name) => format!("{unit} {name}"),
            Self::Time(agreed) => format!("from {}", agreed.from),
            Self::Advance => "on".to_owned(),
            Self::Photo(item, bytes) => format!("a photo of {item}, {} bytes", bytes.len()),
        }
    }

    /// What the rules make of it.
    pub fn on(&self, list: &Checklist<'_>) -> Result<Vec<Draft>, Refusal> {
        let one = |draft: Result<Draft, Refusal>| draft.map(|draft| vec![draft]);
        match self {
            Self::Answer(item, answer) => one(list.answer(item, answer, Basis::Tapped)),
            Self::Block(block) => list.confirm_block(block, &BTreeMap::new()),
            Self::Note(text) => one(list.note(text)),
            Self::Flag(flag, on) => one(list.set_flag(*flag, *on)),
            Self::Unit(unit, name) => one(list.name_unit(unit, name)),
            Self::Time(agreed) => one(list.agree_time(agreed)),
            Self::Advance => match list.next() {
                Some((_, to, _)) => one(list.advance(to)),
                None => Ok(Vec::new()),
            },
            // Judged by an empty picture: the rules do not look at it.
            Self::Photo(item, bytes) => one(list.photograph(item, None, &picture(bytes))),
        }
    }

    /// Does it.
    pub fn act(&self, app: &mut Field, job: &JobId) -> Result<(), FieldRefused> {
        match self {
            Self::Photo(item, bytes) => {
                let of = Shot { job, visit: VISIT, item, unit: None };
                app.take_photo(&of, bytes, None).map(drop)
            }
            other => app.act(job, VISIT, |list| other.on(list)).map(drop),
        }
    }
}

fn item(chance: &mut Chance, from: &[&str]) -> ItemKey {
    ItemKey::new(chance.pick(from).copied().unwrap_or_default())
}

fn answer(chance: &mut Chance, number: u64) -> Answer {
    match chance.below(4) {
        0 => Answer::not_done(format!("原因 {number}")),
        1 => Answer::text(format!("说明 {number}")),
        _ => Answer::done(),
    }
}

fn block(chance: &mut Chance) -> String {
    let stages = [Stage::Appointment, Stage::Preparation, Stage::Dress];
    standard::block(chance.pick(&stages).copied().unwrap_or(Stage::Appointment))
}

fn agreed(now: i64, hours: u64) -> Agreed {
    let at = |ms: i64| rfc3339(ms, OFFSET);
    let from = now + 3_600_000 * (1 + i64::try_from(hours).unwrap_or_default());
    Agreed { from: at(from), to: at(from + 7_200_000), contacted: at(now), with: standard::CUSTOMER.into() }
}

fn photo(chance: &mut Chance) -> Vec<u8> {
    let pixels = (0..chance.below(PIXELS)).map(|_| chance.draw().to_le_bytes()[0]);
    HEIC.iter().copied().chain(pixels.collect::<Vec<u8>>()).collect()
}

fn picture(bytes: &[u8]) -> domain::value::Picture {
    let blob = domain::digest::Digest::of(bytes);
    domain::value::Picture { blob, bytes: 0, width: 0, height: 0, media: String::new(), caption: None }
}
