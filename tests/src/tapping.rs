//! What a technician taps, as a script without end, and what the app said of each tap. Used by `tapper`, which is killed
//! in the middle of it, and by the tests that cut the power in the middle of it.

use domain::checklist::Checklist;
use domain::decide::{Draft, Refusal};
use domain::digest::Digest;
use domain::ids::{ItemKey, JobId, RecordId, UnitKey, VisitNo};
use domain::record::Basis;
use domain::value::{Agreement, Answer, Movement, MovementKind, Reading};
use field::clock::SystemClock;
use field::entropy::SystemEntropy;
use field::vault::{FileVault, VaultRefused};
use field::{Field, FieldOptions, FieldRefused, Shot};
use media::ink::{Ink, Point};
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

/// The job that is tapped on; it is being worked on (`working`), with a quote.
pub const JOB: &str = "GD261120-0041";
/// The visit.
pub const VISIT: VisitNo = VisitNo(1);
/// The block that is confirmed with one tap, some word to each of its items.
pub const BLOCK: &str = "blk.dress";
/// How many kinds of taps [`tap`] knows; their numbers are 0 to 7.
pub const KINDS: u64 = 8;
/// The tap that takes a photo of some 250 KB, which takes the app longest.
pub const LARGE_PHOTO: u64 = 6;

/// What the app has said. As text it is one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// These records are saved.
    Records(Vec<RecordId>),
    /// This photo is saved, and so is a record that names it.
    Photo(Digest),
    /// This ink is saved; the record that names it comes next.
    Ink(Digest),
    /// Nothing yet: a photo is about to be taken in.
    Begins,
    /// It refused: code, Chinese, English.
    Refused(String, String, String),
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Records(ids) => {
                f.write_str("records")?;
                ids.iter().try_for_each(|id| write!(f, "\t{id}"))
            }
            Self::Photo(digest) => write!(f, "photo\t{digest}"),
            Self::Ink(digest) => write!(f, "ink\t{digest}"),
            Self::Begins => f.write_str("begins"),
            Self::Refused(code, zh, en) => write!(f, "refused\t{code}\t{zh}\t{en}"),
        }
    }
}

impl FromStr for Told {
    type Err = anyhow::Error;

    fn from_str(line: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = line.trim_end_matches('\n').split('\t').collect();
        let digest = |text: &str| Digest::from_hex(text).ok_or_else(|| anyhow::anyhow!("{text} is no digest"));
        Ok(match parts.as_slice() {
            ["records", ids @ ..] => Self::Records(ids.iter().map(|id| RecordId::from(*id)).collect()),
            ["photo", hex] => Self::Photo(digest(hex)?),
            ["ink", hex] => Self::Ink(digest(hex)?),
            ["begins"] => Self::Begins,
            ["refused", code, zh, en] => Self::Refused((*code).into(), (*zh).into(), (*en).into()),
            _ => anyhow::bail!("not a line of the tapper: {line}"),
        })
    }
}

impl From<&FieldRefused> for Told {
    fn from(refused: &FieldRefused) -> Self {
        Self::Refused(refused.code().to_owned(), refused.zh(), refused.to_string())
    }
}

/// An app on the real disk, as the product runs it: `home/data` and, beside it, the keys in `home/keys`.
pub fn at_home(home: &Path) -> Result<FieldOptions, VaultRefused> {
    Ok(FieldOptions {
        folder: home.join("data"),
        clock: Arc::new(SystemClock::new(Some(480))),
        entropy: Arc::new(SystemEntropy),
        vault: Arc::new(FileVault::open(&home.join("keys"))?),
        disk: None,
    })
}

/// The `n`-th tap of the script; what it is follows from `n % KINDS`. What the app says is passed on at once.
pub fn tap(field: &mut Field, n: u64, told: &mut dyn FnMut(Told)) -> Result<(), FieldRefused> {
    match n % KINDS {
        0 => act(field, told, |list| one(list.note(&format!("第 {n} 条：客户在家，电梯停运")))),
        1 => photograph(field, n, 64, told),
        2 => {
            let answer = Answer::text(format!("窗关不严，漏风（{n}）"));
            act(field, told, |list| one(list.answer(&"dia.listen".into(), &answer, Basis::Tapped)))
        }
        3 => agree(field, n, told),
        4 => {
            let value = format!("2.{}", n % 1000);
            let reading = Reading { value, unit: "mm".into(), parts: BTreeMap::new(), note: Some("复测".into()) };
            act(field, told, |list| one(list.read(&"dwr.gap".into(), Some(UnitKey::new("window-1")), &reading, false)))
        }
        5 => act(field, told, |list| {
            let said = Answer::text(format!("第 {n} 次核对"));
            let all: BTreeMap<ItemKey, Answer> = block(list).into_iter().map(|key| (key, said.clone())).collect();
            list.confirm_block(BLOCK, &all)
        }),
        LARGE_PHOTO => photograph(field, n, 640, told),
        _ => {
            let movement = Movement {
                new_serial: Some(format!("MY2608-{n}")),
                ..Movement::new(MovementKind::Fit, "EPDM-69B".into(), "0.5".into(), "m".into())
            };
            act(field, told, |list| one(list.move_part(&movement)))
        }
    }
}

/// The items of [`BLOCK`] that the visit shows.
pub fn block(list: &Checklist<'_>) -> Vec<ItemKey> {
    let items = list.pack.items().filter(|(_, block, item)| block.key == BLOCK && list.shows(item));
    items.map(|(.., item)| item.key.clone()).collect()
}

fn act(
    field: &mut Field,
    told: &mut dyn FnMut(Told),
    act: impl FnOnce(&Checklist<'_>) -> Result<Vec<Draft>, Refusal>,
) -> Result<(), FieldRefused> {
    told(Told::Records(field.act(&JobId::from(JOB), VISIT, act)?));
    Ok(())
}

fn one(draft: Result<Draft, Refusal>) -> Result<Vec<Draft>, Refusal> {
    draft.map(|draft| vec![draft])
}

fn photograph(field: &mut Field, n: u64, side: u16, told: &mut dyn FnMut(Told)) -> Result<(), FieldRefused> {
    let shot = Shot { job: &JOB.into(), visit: VISIT, item: &"dwr.hazard".into(), unit: None };
    let jpeg = photo(n, side);
    told(Told::Begins);
    told(Told::Photo(field.take_photo(&shot, &jpeg, Some(format!("第 {n} 张")))?));
    Ok(())
}

/// The customer signs the standing quote.
fn agree(field: &mut Field, n: u64, told: &mut dyn FnMut(Told)) -> Result<(), FieldRefused> {
    let ink = field.keep_ink(&signature(n)?)?;
    told(Told::Ink(ink));
    act(field, told, |list| {
        let quote = list.fold.settled(&list.quote_slot()).map(|(id, _)| id.clone());
        let agreement = Agreement {
            agreed: true,
            shown: Digest::of(quote.as_ref().map_or("", RecordId::as_str).as_bytes()),
            quote,
            ink: Some(ink),
            oral: None,
            name: "王淑敏".into(),
            relation: "self".into(),
            words: "同意按此方案维修".into(),
        };
        one(list.consent(&"con.plan".into(), &agreement))
    })
}

/// Ink that no other `n` gives.
fn signature(n: u64) -> Result<Ink, FieldRefused> {
    let of = |k: u32| Point { x: 300 + k * 150, y: 400 + (k * k * 37) % 900, ms: k * 16, pressure: 500 };
    let slip = u32::try_from(n % 80_000_000).unwrap_or_default();
    let last = Point { x: 7000, y: 1000, ms: 1000 + slip, pressure: 300 };
    Ok(Ink::new([7600, 2300], vec![(0..40).map(of).chain([last]).collect()])?)
}

/// A square JPEG as a camera makes it, of noise, which no other `n` gives.
pub fn photo(n: u64, side: u16) -> Vec<u8> {
    let mut state = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let pixels: Vec<u8> = (0..usize::from(side) * usize::from(side) * 3)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()[3]
        })
        .collect();
    let mut jpeg = Vec::new();
    // Where the encoder failed the photo would be empty, and the app would say so.
    let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 80);
    match encoder.encode(&pixels, side, side, jpeg_encoder::ColorType::Rgb) {
        Ok(()) => jpeg,
        Err(_) => Vec::new(),
    }
}
