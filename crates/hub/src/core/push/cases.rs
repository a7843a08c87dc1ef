//! Which changes of a document are to be decided on: those brought now, and those that wait.

use super::{Bearer, Fate, Pushed, answer, put_aside};
use crate::core::CoreRefused;
use domain::digest::Digest;
use domain::ids::DeviceId;
use hub_storage::Tx;
use hub_storage::documents::HeldChange;
use replica::change::{Change, ChangeRefused};
use replica::document::DocRef;
use std::collections::BTreeSet;
use sync::wire::ChangeAnswer;

/// Where a change comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// Brought by this request.
    Brought,
    /// It was held, or set aside because of a parent.
    Waiting,
}

/// A change to decide on.
pub(crate) struct Case {
    pub(crate) change: Change,
    pub(crate) bearer: DeviceId,
    /// How far the bearer knew the feed when it brought it.
    pub(crate) place: u64,
    pub(crate) origin: Origin,
    /// It is held or set aside here, whoever brought it now.
    pub(crate) waits: bool,
}

/// Reads what was brought. What is no change, or is here already, is answered at once.
pub(crate) fn gather(
    tx: &mut dyn Tx,
    bearer: Bearer<'_>,
    pushed: &Pushed<'_>,
    now_ms: i64,
) -> Result<(Vec<Case>, Vec<ChangeAnswer>), CoreRefused> {
    let (mut cases, mut answers, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    let held = tx.held(pushed.doc)?;
    let mut was_aside = false;
    for raw in pushed.pushed.iter().flat_map(|push| &push.changes) {
        let change = match Change::decode(raw) {
            Ok(change) => change,
            Err(refused) => {
                answers.push(unreadable(tx, bearer, pushed, (raw, &refused), now_ms)?);
                continue;
            }
        };
        if !seen.insert(change.hash) {
            continue;
        }
        if tx.has_change(pushed.doc, &change.hash)? {
            answers.push(answer(change.hash, &Fate::Stored { late: false }));
            continue;
        }
        let is_aside = tx.aside(pushed.doc, &change.hash)?.is_some();
        was_aside |= is_aside;
        let waits = is_aside || held.iter().any(|held| held.hash == change.hash);
        let (bearer, place) = (bearer.device.id.clone(), bearer.place);
        cases.push(Case { change, bearer, place, origin: Origin::Brought, waits });
    }
    cases.extend(waiting(tx, (pushed, held), &seen, was_aside)?);
    Ok((cases, answers))
}

fn unreadable(
    tx: &mut dyn Tx,
    bearer: Bearer<'_>,
    pushed: &Pushed<'_>,
    (raw, refused): (&[u8], &ChangeRefused),
    now_ms: i64,
) -> Result<ChangeAnswer, CoreRefused> {
    let hash = Digest::of(raw);
    put_aside(tx, pushed.doc, (hash, raw.to_vec()), refused.code(), &bearer.device.id, now_ms)?;
    Ok(answer(hash, &Fate::Aside(refused.code())))
}

/// What is held of a document, these of its changes that were set aside, and what was because it descends from others.
pub(crate) fn again(tx: &dyn Tx, doc: &DocRef, asides: &BTreeSet<Digest>) -> Result<Vec<Case>, CoreRefused> {
    let mut cases = waiting(tx, (&Pushed { doc, pushed: Vec::new() }, tx.held(doc)?), asides, true)?;
    for aside in tx.asides(&doc.job)?.into_iter().filter(|it| it.doc == *doc && asides.contains(&it.hash)) {
        if let Ok(change) = Change::decode(&aside.raw) {
            cases.push(Case { change, bearer: aside.bearer, place: 0, origin: Origin::Waiting, waits: true });
        }
    }
    Ok(cases)
}

/// What is held; and, where something set aside was brought again, what was set aside because it descends from another.
fn waiting(
    tx: &dyn Tx,
    (pushed, held): (&Pushed<'_>, Vec<HeldChange>),
    seen: &BTreeSet<Digest>,
    was_aside: bool,
) -> Result<Vec<Case>, CoreRefused> {
    let mut waiting = Vec::new();
    for held in held.into_iter().filter(|held| !seen.contains(&held.hash)) {
        if let Ok(change) = Change::decode(&held.raw) {
            let (bearer, place) = (held.bearer, held.place);
            waiting.push(Case { change, bearer, place, origin: Origin::Waiting, waits: true });
        }
    }
    if was_aside {
        let descends = ChangeRefused::Descends(Digest([0; 32])).code();
        let asides = tx.asides(&pushed.doc.job)?.into_iter();
        for aside in asides.filter(|it| it.doc == *pushed.doc && it.rule == descends && !seen.contains(&it.hash)) {
            if let Ok(change) = Change::decode(&aside.raw) {
                waiting.push(Case { change, bearer: aside.bearer, place: 0, origin: Origin::Waiting, waits: true });
            }
        }
    }
    Ok(waiting)
}
