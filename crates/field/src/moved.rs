//! A visit that the office has moved to a newer version of its standard (QLT-13): from which, and what is new in it. Both
//! versions are compared here, where both are on this device; every answer stands under its item's key and stays.

use crate::app::Field;
use crate::refused::FieldRefused;
use domain::brief::{Brief, ReleaseRef, keys};
use domain::ids::{ItemKey, VisitNo};
use domain::pack::changes::{How, Place, changes};
use domain::pack::{Pack, Words};
use domain::stage::Stage;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The standard of a visit has moved.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct MovedStandard {
    /// The version before, for example `1.0`.
    pub from: String,
    /// The version now.
    pub to: String,
    /// What is new or required now and was not; in the standard's order.
    pub items: Vec<MovedItem>,
    /// Both versions are on this device: `items` are all there are.
    pub known: bool,
}

/// An item that is new to a visit.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct MovedItem {
    /// Its key.
    pub item: ItemKey,
    /// Its label.
    pub name: Words,
    /// Where it is answered; nowhere on the main line where a branch asks for it.
    pub stage: Option<Stage>,
    /// It was not there before; else it was, and is required now.
    pub added: bool,
}

/// What the brief says of it.
#[derive(Deserialize)]
struct Before {
    version: String,
    digest: domain::digest::Digest,
    #[serde(default = "first")]
    visit: VisitNo,
}

fn first() -> VisitNo {
    VisitNo(1)
}

impl Field {
    /// In which visit of a job with this brief the standard has moved, and how.
    pub(crate) fn moved(
        &self,
        brief: &Brief,
        pack: Option<&Pack>,
    ) -> Result<Option<(VisitNo, MovedStandard)>, FieldRefused> {
        let Some(before) = brief.read::<Before>(keys::PACK_BEFORE) else { return Ok(None) };
        let Some(now) = brief.read::<ReleaseRef>(keys::PACK) else { return Ok(None) };
        let release = self.store.release(&before.digest)?;
        let was = release.and_then(|it| standards::from_release(&it.bytes, &before.digest).ok());
        let both = was.as_ref().zip(pack);
        let items = both.map(|(was, is)| new_items(was, is)).unwrap_or_default();
        let moved = MovedStandard { from: before.version, to: now.version, items, known: both.is_some() };
        Ok(Some((before.visit, moved)))
    }
}

fn new_items(was: &Pack, is: &Pack) -> Vec<MovedItem> {
    let new = changes(was, is).into_iter().filter(|change| matches!(change.how, How::Added | How::Required));
    new.map(|change| MovedItem {
        item: change.key.clone(),
        name: change.name().cloned().unwrap_or_default(),
        stage: match change.place {
            Place::Stage(stage) => Some(stage),
            Place::Branch(..) => None,
        },
        added: change.how == How::Added,
    })
    .collect()
}
