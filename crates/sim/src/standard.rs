//! A standard of three stages: enough to answer, photograph and move on, and quick to read.

use crate::broken::{Broken, Tried};
use domain::canonical;
use domain::digest::Digest;
use domain::flag::Flag;
use domain::pack::{Block, Evidence, Item, ItemKind, Need, Pack, StagePlan, Words};
use domain::stage::Stage;
use hub::reference::{PACK, PRICES, SETTINGS};
use hub_storage::company::Release;
use serde_json::json;

/// Its key.
pub const NAME: &str = "sim";
/// Every customer's name: what must not be on a phone that was wiped.
pub const CUSTOMER: &str = "王丽";

/// What a phone can tap: key, kind, need, evidence.
type Row = (&'static str, ItemKind, Need, Evidence);

const CHECK: ItemKind = ItemKind::Check;
const TICK: Evidence = Evidence::Tick;

fn rows(stage: Stage) -> Vec<Row> {
    let ticks =
        |keys: &[&'static str]| keys.iter().map(|key| (*key, CHECK, Need::Required, TICK)).collect::<Vec<Row>>();
    match stage {
        Stage::Appointment => {
            let mut rows = ticks(&["apt.called", "apt.window"]);
            rows.push(("apt.wish", ItemKind::Field, Need::Optional, Evidence::Text));
            rows.push(("apt.photo", ItemKind::Photo, Need::Optional, Evidence::Photo));
            rows
        }
        Stage::Preparation => {
            let mut rows = ticks(&[
                "kit.five.shoe_covers",
                "kit.five.mat",
                "kit.five.rag",
                "kit.five.bag",
                "kit.five.record",
                "kit.no_alcohol",
            ]);
            rows.push(("kit.ppe", CHECK, Need::When(Flag::Ppe), Evidence::Photo));
            rows
        }
        _ => {
            let mut rows = ticks(&[
                "drs.uniform",
                "drs.clean",
                "drs.shoes",
                "drs.groom",
                "drs.sunglasses",
                "drs.badge",
                "drs.badge_state",
                "drs.bag",
            ]);
            rows.push(("drs.reflective", CHECK, Need::When(Flag::LowLight), TICK));
            rows
        }
    }
}

const STAGES: [Stage; 3] = [Stage::Appointment, Stage::Preparation, Stage::Dress];

/// The standard.
#[must_use]
pub fn pack() -> Pack {
    let words = |text: &str| Words { zh: text.to_owned(), en: text.to_owned() };
    let item = |(key, kind, need, evidence): Row| Item {
        key: key.into(),
        name: words(key),
        kind,
        need,
        evidence,
        rules: Vec::new(),
        detail: None,
        date: false,
        unless: None,
        measure: None,
        choices: Vec::new(),
        each_unit: false,
        scripts: Vec::new(),
    };
    let plan = |stage: Stage| {
        let key = block(stage);
        let items = rows(stage).into_iter().map(item).collect();
        StagePlan { stage, blocks: vec![Block { key, name: words(stage.en()), items }] }
    };
    Pack {
        key: NAME.into(),
        version: "1.0".into(),
        name: words(NAME),
        flags: [Flag::Consumer].into(),
        asks: [Flag::Ppe, Flag::LowLight].into(),
        stages: STAGES.into_iter().map(plan).collect(),
        branches: [].into(),
    }
}

/// The key of a stage's block.
#[must_use]
pub fn block(stage: Stage) -> String {
    format!("own.{}", stage.key())
}

/// The reference data of the simulated company.
pub fn releases() -> Result<Vec<Release>, Broken> {
    let pack = serde_json::to_value(pack()).tried("the standard")?;
    let contents = [(PACK, NAME, pack), (PRICES, PRICES, json!({})), (SETTINGS, SETTINGS, json!({}))];
    let release = |(kind, name, value): (&str, &str, serde_json::Value)| {
        let bytes = canonical::to_string(&value).tried(name)?.into_bytes();
        let digest = Digest::of(&bytes);
        Ok(Release { kind: kind.into(), name: name.into(), version: "1.0".into(), digest, bytes })
    };
    contents.into_iter().map(release).collect()
}
