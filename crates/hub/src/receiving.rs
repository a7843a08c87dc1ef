//! Papers whose files have come in get their receipts: once a file is stored, and when the hub starts. A crash between the
//! file with the receipt and the row that names it leaves the paper waiting, and it is looked at again.

use crate::blobs::Finished;
use crate::core::CoreRefused;
use crate::core::receipts::{Looked, look};
use crate::core::revoking;
use crate::hub::Hub;
use domain::digest::Digest;
use domain::ids::DeviceId;
use hub_storage::media::{Blob, BlobState};
use hub_storage::papers::{Paper, PaperState};
use sheet::Release;
use std::sync::OnceLock;

/// How many are looked at on one occasion, so that an upload does not wait for a crowd of others.
const AT_ONCE: u32 = 8;

/// The layouts this hub knows: fonts are read once.
pub fn release() -> &'static Release {
    static RELEASE: OnceLock<Release> = OnceLock::new();
    RELEASE.get_or_init(Release::builtin)
}

/// Looks at papers that wait. What cannot be done today is left to the next occasion.
pub fn receive(hub: &Hub) {
    if let Err(why) = receive_waiting(hub) {
        tracing::warn!(%why, "papers could not be received; they wait for the next upload");
    }
}

fn receive_waiting(hub: &Hub) -> Result<(), CoreRefused> {
    for paper in hub.read(|tx, _| tx.waiting_papers(AT_ONCE))? {
        let Ok(file) = hub.blobs().read(&paper.pdf) else { continue };
        one(hub, &paper, &file)?;
    }
    Ok(())
}

fn one(hub: &Hub, paper: &Paper, file: &[u8]) -> Result<(), CoreRefused> {
    let list = hub.write(revoking::list)?;
    // Drawing and signing take their time: not while the storage is held.
    let moment = hub.moment();
    let (replaces, state, size) = match look(moment, release(), &list, paper, file) {
        Looked::Good { file, replaces } => {
            let Some(digest) = keep(hub, &file)? else { return Ok(()) };
            (replaces, PaperState::Received { at: moment.now_ms, file: digest }, file.len() as u64)
        }
        Looked::Bad(why) => {
            tracing::warn!(number = paper.number, why, "a paper got no receipt");
            (None, PaperState::Refused { at: moment.now_ms, why }, 0)
        }
    };
    hub.write(|tx, moment| {
        if let PaperState::Received { file, .. } = state {
            let device = DeviceId::new(&moment.identity.hub);
            let blob = Blob { digest: file, size, device, state: BlobState::Stored, changed: moment.now_ms };
            tx.save_blob(&blob)?;
        }
        Ok(tx.settle_paper(&paper.pdf, replaces.as_ref(), &state)?)
    })
}

/// Puts a file among the blobs; `None` while another one is at it.
fn keep(hub: &Hub, file: &[u8]) -> Result<Option<Digest>, CoreRefused> {
    let digest = Digest::of(file);
    let Some(_taken) = hub.upload(&digest) else { return Ok(None) };
    let blobs = hub.blobs();
    if blobs.has(&digest) {
        return Ok(Some(digest));
    }
    let written = blobs.discard(&digest).and_then(|()| blobs.append(&digest, 0, file));
    match written.and_then(|_| blobs.finish(&digest)) {
        Ok(Finished::Stored) => Ok(Some(digest)),
        Ok(Finished::Other { .. }) => Ok(None),
        Err(why) => {
            tracing::warn!(%why, "a receipt could not be written");
            Ok(None)
        }
    }
}
