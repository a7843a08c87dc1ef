//! What holds at the hub when all is quiet.

use super::Known;
use crate::broken::{Broken, Tried};
use crate::office::Office;
use domain::digest::Digest;
use hub::core::papers;
use hub_storage::Tx;
use replica::document::{DocKind, DocRef};
use std::collections::BTreeSet;
use sync::feed::{CHAIN_START, Place, chain};

const EVERY_ROW: u32 = 1_000_000;

/// Numbers without gaps, chains that link, every change numbered, nothing honest waiting or judged, and no epoch but after
/// a restore; and what it ever said it has is there, unless only phones that are gone could have brought it back. `phones`
/// is what all phones together have.
pub fn office(office: &mut Office, known: &Known, phones: &BTreeSet<Digest>) -> Result<Vec<String>, Broken> {
    let jobs = office.jobs()?;
    let mut complaints = office.read(|tx| {
        let mut complaints = feed(tx)?;
        for job in &jobs {
            for kind in [DocKind::Brief, DocKind::Log] {
                complaints.extend(changes(tx, &DocRef { job: job.clone(), kind }, known)?);
            }
            let aside = tx.asides(job).tried("the hub")?.into_iter().filter(|it| !known.poison.contains(&it.hash));
            complaints.extend(aside.map(|it| format!("the hub set aside a change of job {job}: {}", it.rule)));
            let brief = papers::open(tx, &DocRef::brief(job.clone())).tried("the hub")?.brief();
            let verdicts = brief.verdicts.iter().filter(|(hash, _)| !known.poison.contains(hash));
            complaints
                .extend(verdicts.map(|(_, it)| format!("the hub judged an honest change of job {job}: {}", it.rule)));
        }
        Ok(complaints)
    })?;
    // More than one a restore: phones may have heard of epochs that a later restore took.
    if office.restores == 0 && office.epochs > 0 {
        complaints.push(format!("the hub began {} epochs and never went backwards", office.epochs));
    }
    let stored = office.hashes()?;
    let restored = office.restores > 0;
    let gone = office.ever_said.difference(&stored).filter(|hash| !restored || phones.contains(hash)).count();
    if gone > 0 {
        complaints.push(format!("{gone} changes that the hub said it has are not there at the end"));
    }
    Ok(complaints)
}

fn changes(tx: &dyn Tx, doc: &DocRef, known: &Known) -> Result<Vec<String>, Broken> {
    let head = tx.head().tried("the feed")?.place.number;
    let stored = tx.changes(doc).tried("the hub")?;
    let unnumbered = stored.iter().filter(|it| it.number.is_none_or(|number| number == 0 || number > head)).count();
    let held = tx.held(doc).tried("the hub")?.into_iter().filter(|it| !known.poison.contains(&it.hash)).count();
    let mut complaints = Vec::new();
    if unnumbered > 0 {
        complaints.push(format!("{unnumbered} changes of {doc:?} have no row of the feed"));
    }
    if held > 0 {
        complaints.push(format!("{held} changes of {doc:?} are still held"));
    }
    Ok(complaints)
}

fn feed(tx: &dyn Tx) -> Result<Vec<String>, Broken> {
    let head: Place = tx.head().tried("the feed")?.place;
    let mut complaints = Vec::new();
    let (mut number, mut before) = (0, CHAIN_START);
    for linked in tx.linked(0, EVERY_ROW).tried("the feed")? {
        number += 1;
        if linked.row.number != number {
            complaints.push(format!("the feed has no row {number} of {}", head.number));
        }
        before = chain(&before, &linked.row);
        if before != linked.chain {
            complaints.push(format!("row {number} of the feed is not linked to the one before"));
        }
    }
    if (number, before) != (head.number, head.chain) {
        complaints.push("the feed's head is not on its chain".into());
    }
    Ok(complaints)
}
