//! A job's version of its standard as the office's page shows it.

use super::view::{ItemChangeView, Named, StandardView, VersionView};
use crate::core::CoreRefused;
use crate::core::settings::SetBy;
use crate::core::standard::{Pinned, pack};
use domain::brief::{ReleaseRef, keys};
use domain::fold::Standing;
use domain::ids::{ItemKey, JobId};
use domain::order::current_visit;
use domain::pack::changes::{Change, How, Part, Place, changes};
use domain::pack::{Need, Pack};
use domain::time::unix_ms;
use hub_storage::Tx;
use std::collections::BTreeSet;

/// The job's version, the newest, and what differs.
pub fn standard(tx: &dyn Tx, job: &JobId, now_ms: i64) -> Result<StandardView, CoreRefused> {
    let pinned = Pinned::of(tx, job, now_ms)?;
    let own = pinned.versions.iter().find(|release| release.digest == pinned.pin.digest);
    let own: Option<Pack> = own.and_then(|release| pack(release).ok());
    // What this program cannot read it does not offer.
    let newer = pinned.newer().find_map(|release| Some((release, pack(release).ok()?)));
    let (newer, newest) = newer.unzip();
    let answered = answered(&pinned);
    let differs: Vec<Change<'_>> =
        own.as_ref().zip(newest.as_ref()).map(|(own, newest)| changes(own, newest)).unwrap_or_default();
    let count = |how: How| u32::try_from(differs.iter().filter(|it| it.how == how).count()).unwrap_or(u32::MAX);
    let named_pack = newest.as_ref().or(own.as_ref());
    let name = &pinned.pin.name;
    let closed = CoreRefused::StandardSealed;
    Ok(StandardView {
        pack: named_pack.map_or_else(|| named(name, name, name), |it| named(name, &it.name.zh, &it.name.en)),
        version: pinned.pin.version.clone(),
        digest: pinned.pin.digest.hex(),
        newest: newer.map(|it| VersionView {
            version: it.version.clone(),
            digest: it.digest.hex(),
            ..VersionView::default()
        }),
        changes: differs.iter().map(|it| view(it, &answered)).collect(),
        added: count(How::Added),
        required: count(How::Required),
        changed: count(How::Changed),
        removed: count(How::Removed),
        closed: pinned.is_sealed().then(|| named(closed.code(), &closed.zh(), &closed.to_string())),
        unknown: own.is_none(),
        before: before(&pinned),
    })
}

/// Items with an answer of whatever kind in the visit the job is on.
fn answered(pinned: &Pinned) -> BTreeSet<&ItemKey> {
    let visit = current_visit(&pinned.brief, &pinned.fold);
    let standing = pinned.fold.records.values().filter(|shown| shown.standing == Standing::Stands);
    let records = standing.filter_map(|shown| shown.record.as_deref());
    records.filter(|record| record.visit == Some(visit)).filter_map(|record| record.item.as_ref()).collect()
}

fn before(pinned: &Pinned) -> Option<VersionView> {
    let before: ReleaseRef = pinned.brief.read(keys::PACK_BEFORE)?;
    let set: Option<SetBy> = pinned.brief.read(keys::PACK_BEFORE);
    Some(VersionView {
        version: before.version,
        digest: before.digest.hex(),
        at: set.as_ref().and_then(|set| unix_ms(&set.at)),
        by: set.map(|set| set.by).unwrap_or_default(),
    })
}

fn view(change: &Change<'_>, answered: &BTreeSet<&ItemKey>) -> ItemChangeView {
    let name = change.name().cloned().unwrap_or_default();
    let place = match change.place {
        Place::Stage(stage) => named(stage.key(), stage.zh(), stage.en()),
        Place::Branch(key, words) => named(key, &words.zh, &words.en),
    };
    ItemChangeView {
        item: named(change.key.as_str(), &name.zh, &name.en),
        how: how(change.how).into(),
        place,
        parts: change.parts.iter().map(|it| part(*it)).collect(),
        needed: change.after.is_some_and(|item| item.need != Need::Optional),
        answered: answered.contains(change.key),
    }
}

fn how(how: How) -> &'static str {
    match how {
        How::Added => "added",
        How::Required => "required",
        How::Changed => "changed",
        How::Removed => "removed",
    }
}

fn part(part: Part) -> Named {
    let (key, zh, en) = match part {
        Part::Words => ("words", "文字", "words"),
        Part::Kind => ("kind", "类型", "kind"),
        Part::Need => ("need", "是否必做", "when it is required"),
        Part::Evidence => ("evidence", "凭证", "proof"),
        Part::Measure => ("measure", "测量或限值", "measure or limits"),
        Part::Choices => ("choices", "选项", "choices"),
        Part::Units => ("units", "是否逐件", "per unit or once"),
        Part::Rules => ("rules", "依据", "rules"),
        Part::Scripts => ("scripts", "话术", "wordings"),
        Part::Place => ("place", "所在环节", "stage"),
        Part::Other => ("other", "其他", "something else"),
    };
    named(key, zh, en)
}

fn named(key: &str, zh: &str, en: &str) -> Named {
    Named { key: key.into(), zh: zh.into(), en: en.into() }
}
