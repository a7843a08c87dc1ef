//! One round with the office: what the hub has not acknowledged goes up, what has happened since comes down. It reads and
//! writes the store alone, so that a crash anywhere leaves the next round to do the same again.

use crate::app::Field;
use crate::intake::{LeftOut, Prepared, from_place};
use crate::refused::FieldRefused;
use crate::transport::Transport;
use store::{Epoch, Outbox};
use sync::wire::{self, Answer, Documents, Hashes, PAGE, PATH, Request, Said, VERSION};

/// What a round did.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SyncReport {
    /// Requests that were answered.
    pub requests: u32,
    /// Own changes the hub has for good now.
    pub stored: u32,
    /// Own changes the hub keeps until a parent arrives.
    pub held: u32,
    /// Own changes the hub did not take; they stay on this device.
    pub set_aside: u32,
    /// Changes of others that came.
    pub received: u32,
    /// What came and was not taken.
    pub left_out: Vec<LeftOut>,
    /// The hub began a new epoch: it was restored from a backup.
    pub new_epoch: bool,
}

/// Rounds before giving way to other work; the next sync goes on where this one stopped.
const MOST_REQUESTS: u32 = 64;
/// Raw bytes of changes in a request; the rest of the page is for signatures, certificates and offers.
const PUSH: u64 = (PAGE as u64) / 4 * 3;

impl Field {
    /// Exchanges pages until neither side has more.
    pub fn sync(&mut self, hub: &dyn Transport) -> Result<SyncReport, FieldRefused> {
        let mut report = SyncReport::default();
        loop {
            let outbox = self.store.outbox(PUSH)?;
            let offering = self.store.is_offering()?;
            let request = self.request(&outbox, offering)?;
            let (answer, mut prepared) = self.exchange(hub, &request)?;
            if offering && !answer.new_epoch {
                prepared.page.epoch = Epoch::Offered { number: answer.head.number };
            }
            let more = outbox.more || answer.more || answer.new_epoch || !answer.wants.is_empty();
            report.count(&answer, &prepared);
            self.commit_page(prepared)?;
            if !more || report.requests >= MOST_REQUESTS {
                return Ok(report);
            }
        }
    }

    fn exchange(&mut self, hub: &dyn Transport, request: &Request) -> Result<(Answer, Prepared), FieldRefused> {
        let body = wire::encode(request)?;
        let (reply, nonce) = self.call(hub, "POST", PATH, &[], body)?;
        if reply.status != 200 {
            if let Some(nonce) = nonce {
                self.keep_nonce(nonce)?;
            }
            return Err(FieldRefused::from_reply(&reply));
        }
        let heard = self.clock.read();
        let answer: Answer = wire::decode(&reply.body)?;
        let prepared = self.prepare(&answer, nonce.map(|nonce| nonce.0), &heard)?;
        Ok((answer, prepared))
    }

    fn request(&self, outbox: &Outbox, offering: bool) -> Result<Request, FieldRefused> {
        let pushes = outbox
            .docs
            .iter()
            .map(|pending| Documents {
                doc: pending.doc.clone(),
                changes: pending.changes.iter().map(|change| change.raw.clone()).collect(),
                authorships: pending.authorships.clone(),
            })
            .collect();
        let offers = if offering {
            self.store.offer()?.into_iter().map(|(doc, hashes)| Hashes { doc, hashes }).collect()
        } else {
            Vec::new()
        };
        // A hub that was restored may have forgotten whose keys these are.
        let certificates = if offering { self.store.device_certificates()? } else { Vec::new() };
        Ok(Request {
            v: VERSION,
            place: from_place(&self.store.place()?),
            highest: from_place(&self.store.highest()?),
            pushes,
            actor_certificates: outbox.actor_certificates.clone(),
            device_certificates: certificates.into_iter().map(|certificate| certificate.der).collect(),
            offers,
            page_limit: PAGE as u64,
        })
    }

    fn commit_page(&mut self, prepared: Prepared) -> Result<(), FieldRefused> {
        self.store.commit_page(&prepared.page)?;
        for job in &prepared.touched {
            self.jobs.remove(job);
        }
        self.anchor = Some(prepared.anchor);
        Ok(())
    }
}

impl SyncReport {
    fn count(&mut self, answer: &Answer, prepared: &Prepared) {
        self.requests += 1;
        for said in &answer.answers {
            match said.said {
                Said::Stored => self.stored += 1,
                Said::Held(_) => self.held += 1,
                Said::SetAside(_) => self.set_aside += 1,
            }
        }
        self.received += u32::try_from(prepared.page.changes.len()).unwrap_or(u32::MAX);
        self.left_out.extend(prepared.left_out.iter().cloned());
        self.new_epoch |= answer.new_epoch;
    }
}
