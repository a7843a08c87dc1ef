//! One sync request in one transaction (DESIGN "Sync"): changes in, an answer per hash, and what has happened since.
//! Nothing of the answer may leave before the transaction is on the disk.

use crate::core::ledger::Ledger;
use crate::core::push::Pushed;
use crate::core::writers::Writers;
use crate::core::{CoreRefused, Moment, crew, devices, enrol, page, place, push};
use hub_storage::people::{Device, DeviceState};
use hub_storage::{HubStorage, Tx};
use replica::document::DocRef;
use std::collections::BTreeMap;
use sync::wire::{Answer, ChangeAnswer, Documents, Hashes, Request, Said};

/// Bytes of a device's changes that may wait here, held or set aside. Beyond them the office must look first.
pub const WAITING: u64 = 256 << 20;
/// The most changes in one request. A full page of real ones has some 30,000; a million tiny ones would keep everybody
/// else waiting.
pub const MOST_CHANGES: usize = 1 << 16;
/// Missing blobs named in one answer: some 17 KiB. The next answer names the next ones.
const LACKS: u32 = 500;

/// Takes in what the device pushes, and answers with what it may see. The caller commits.
pub fn exchange(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    device: &Device,
    request: &Request,
) -> Result<Answer, CoreRefused> {
    if tx.waiting_bytes(&device.id)? > WAITING {
        return Err(CoreRefused::TooMuchWaiting);
    }
    if request.pushes.iter().map(|push| push.changes.len()).sum::<usize>() > MOST_CHANGES {
        return Err(CoreRefused::TooManyChanges);
    }
    let stand = place::stand(tx, moment, request)?;
    let mut writers = Writers::begin(moment);
    writers.admit_devices(tx, &request.device_certificates, moment.now_ms)?;
    writers.admit_actors(tx, &request.actor_certificates, moment.now_ms)?;
    let mut ledger = Ledger::default();
    let welcomed = device.state != DeviceState::Active || crew::welcome(tx, moment, &mut ledger, device)?;
    let mut answers = Vec::new();
    // In a new epoch the device offers everything anew, with the certificates and briefs this hub may have lost. What it
    // pushed before it knew is left without an answer, so that nothing is judged by half of what is known.
    let pushes = if stand.new_epoch { &[][..] } else { request.pushes.as_slice() };
    // A hub that was restored cannot tell what a device knew when it wrote: its work is late at worst, never refused.
    let place = if tx.began_anew()? { 0 } else { stand.number };
    for (doc, pushed) in by_document(pushes) {
        let bearer = push::Bearer { device, place };
        answers.extend(push::take(tx, moment, &mut writers, &mut ledger, bearer, Pushed { doc: &doc, pushed })?);
    }
    ledger.publish(tx, moment.now_ms)?;
    tx.seen(&device.id, moment.now_ms)?;
    let wants = wants(tx, &request.offers)?;
    tx.save_schema(&device.id, request.schema.unwrap_or(1))?;
    let asked = page::Asked { request, answers, wants };
    let mut answer = match device.state {
        DeviceState::Lost => page::bare(moment, asked),
        DeviceState::Active | DeviceState::Retired => page::fill(tx, moment, device, stand, asked)?,
    };
    if device.state == DeviceState::Active {
        answer.device_certificates.extend(enrol::renew(tx, moment, device)?);
    }
    answer.more |= !welcomed;
    let is_plain = |it: &ChangeAnswer| it.said == Said::Stored && !it.late;
    if request.short && !answer.answers.is_empty() && answer.answers.iter().all(is_plain) {
        answer.answers.clear();
        answer.all_stored = true;
    }
    answer.order = devices::order(moment, device)?;
    answer.lacks = tx.missing_blobs(&device.id, moment.now_ms, LACKS)?;
    Ok(answer)
}

/// The whole of a request that was let in: transaction, exchange, commit. The answer exists only after the commit.
pub fn run(
    storage: &mut dyn HubStorage,
    moment: Moment<'_>,
    device: &Device,
    request: &Request,
) -> Result<Answer, CoreRefused> {
    let mut tx = storage.write()?;
    let answer = exchange(tx.as_mut(), moment, device, request)?;
    crate::planted::commit(tx)?;
    Ok(answer)
}

/// A document's changes together, briefs before logs: a brief says whose job it is, and a log may be waiting for it.
pub(crate) fn by_document(pushes: &[Documents]) -> BTreeMap<DocRef, Vec<&Documents>> {
    let mut by_document: BTreeMap<DocRef, Vec<&Documents>> = BTreeMap::new();
    for push in pushes {
        by_document.entry(DocRef::log(push.doc.job.clone())).or_default();
        by_document.entry(push.doc.clone()).or_default().push(push);
    }
    by_document
}

/// Of the hashes offered, those that are not here.
fn wants(tx: &dyn Tx, offers: &[Hashes]) -> Result<Vec<Hashes>, CoreRefused> {
    let mut wants = Vec::new();
    for offer in offers {
        let mut hashes = Vec::new();
        for hash in &offer.hashes {
            if !tx.has_change(&offer.doc, hash)? {
                hashes.push(*hash);
            }
        }
        if !hashes.is_empty() {
            wants.push(Hashes { doc: offer.doc.clone(), hashes });
        }
    }
    Ok(wants)
}
