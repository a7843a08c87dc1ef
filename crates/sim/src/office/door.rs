//! Who is let in, and the requests the simulator makes: enrolment, sync, files and the last word, each as the routes do it.

use super::cores::NEWER;
use super::{Death, Office, files};
use crate::broken::{Broken, Tried};
use crate::faults::Fault;
use field::transport::{Call, Reply};
use hub::core::{self, devices, exchange};
use hub::routes::proved::{Claim, NotProved};
use hub_storage::people::Device;
use hub_storage::{HubStorage, Tx};
use std::collections::BTreeMap;
use sync::enrol;
use sync::order::{self, Farewell};
use sync::proof::{NONCE, Nonce, ProofRefused};
use sync::wire::{self, Request, Said, WireRefused};

/// A request that was not let in, or whose transaction did not hold.
pub(super) enum No {
    /// Its nonce is not open: repeat with this one.
    Again(Nonce),
    /// Refused with this status and code.
    Refused(u16, String),
    /// The hub died over it.
    Died,
    /// The hub could not do it.
    Failed(Broken),
}

impl<E: std::fmt::Display> From<E> for No {
    fn from(refused: E) -> Self {
        Self::Failed(Broken::new("the hub", refused))
    }
}

impl Office {
    /// Answers a request by one of the hubs. `None` where the power went before the answer left.
    pub fn answer(&mut self, call: &Call) -> Result<Option<Reply>, Broken> {
        self.next_turn();
        let answered = match call.path.as_str() {
            enrol::PATH => self.enrol(call),
            wire::PATH => self.sync(call),
            order::PATH => self.farewell(call),
            path if path.starts_with(files::PATH) => self.media(call),
            other => Err(No::Refused(404, other.to_owned())),
        };
        match answered {
            Ok(reply) => Ok(Some(reply)),
            Err(No::Again(nonce)) => Ok(Some(refusal(401, ProofRefused::Nonce.code(), Some(nonce)))),
            Err(No::Refused(status, code)) => Ok(Some(refusal(status, &code, None))),
            Err(No::Died) => self.bury().map(|()| None),
            Err(No::Failed(_)) if self.disk.is_dark() => Ok(None),
            Err(No::Failed(broken)) => Err(broken),
        }
    }

    fn sync(&mut self, call: &Call) -> Result<Reply, No> {
        let mut request: Request = wire::decode(&call.body).map_err(|refused| unreadable(&refused))?;
        let claim = Claim::of(&parts(call)?, call.body.clone());
        let (dies, said) = (self.dies, self.apps.clone());
        let newer = self.cores.get(self.turn).is_some_and(|core| core.schema == NEWER);
        let (storage, moment) = self.core()?;
        let mut tx = storage.write()?;
        let before = tx.head()?.place.epoch;
        let device = match claim.admit(tx.as_mut(), moment, &request.device_certificates) {
            Ok(device) => device,
            Err(no) => return Err(not_proved(no, tx)?),
        };
        if let Some(schema) = said.get(&device.id) {
            request.schema = *schema;
        }
        let mut answer = exchange::exchange(tx.as_mut(), moment, &device, &request)?;
        if newer {
            answer.schema = Some(NEWER);
        }
        let nonce = Claim::next(tx.as_mut(), moment, &device)?;
        let page = wire::encode(&answer)?;
        if dies == Some(Death::BeforeCommit) {
            drop(tx);
            self.dies = None;
            return Err(No::Died);
        }
        hub::planted::commit(tx)?;
        if dies == Some(Death::AfterCommit) {
            self.dies = None;
            return Err(No::Died);
        }
        let stored = answer.answers.iter().filter(|it| it.said == Said::Stored).map(|it| it.hash);
        self.said.extend(stored.clone());
        self.ever_said.extend(stored);
        if !self.disk.is_dark() {
            self.read_in_turn(|tx, roll| roll.allows(tx, &device, &answer))?;
        }
        self.served += 1;
        self.epochs += u32::from(answer.head.epoch != before && answer.head.epoch != request.place.epoch);
        self.noticed.extend(newer.then_some(Fault::NewHub));
        self.noticed.extend(said.contains_key(&device.id).then_some(Fault::OldApp));
        self.noticed.extend(answer.answers.iter().filter(|it| it.late).map(|_| Fault::LateWork));
        Ok(reply(200, page, Some(nonce)))
    }

    /// Reads with the hub of the present request.
    fn read_in_turn(&mut self, look: impl FnOnce(&dyn Tx, &super::Roll) -> Result<(), Broken>) -> Result<(), Broken> {
        let roll = std::mem::take(&mut self.roll);
        let looked = self.read(|tx| look(tx, &roll));
        self.roll = roll;
        looked
    }

    fn enrol(&mut self, call: &Call) -> Result<Reply, No> {
        let request = enrol::read_request(&call.body).map_err(|refused| No::Refused(400, refused.code().to_owned()))?;
        let dies = self.dies;
        let (storage, moment) = self.core()?;
        let mut tx = storage.write()?;
        let enrolled = core::enrol::enrol(tx.as_mut(), moment, &request);
        let (device, answer) = match enrolled {
            Ok(enrolled) => enrolled,
            Err(core::CoreRefused::Storage(refused)) => return Err(refused.into()),
            Err(refused) => return Err(No::Refused(409, refused.code().to_owned())),
        };
        let body = enrol::answer(&answer, &request.nonce, &moment.identity.keys.office)?;
        let nonce = Claim::next(tx.as_mut(), moment, &device)?;
        if dies == Some(Death::BeforeCommit) {
            drop(tx);
            self.dies = None;
            return Err(No::Died);
        }
        tx.commit()?;
        if dies == Some(Death::AfterCommit) {
            self.dies = None;
            return Err(No::Died);
        }
        Ok(reply(200, body, Some(nonce)))
    }

    fn farewell(&mut self, call: &Call) -> Result<Reply, No> {
        let said = Farewell::read(&call.body).map_err(|_| No::Refused(400, "farewell.unreadable".to_owned()))?;
        let claim = Claim::of(&parts(call)?, call.body.clone());
        let (storage, moment) = self.core()?;
        let mut tx = storage.write()?;
        let device = match claim.admit(tx.as_mut(), moment, &[]) {
            Ok(device) => device,
            Err(no) => return Err(not_proved(no, tx)?),
        };
        match devices::farewell(tx.as_mut(), moment, &device, &said) {
            Ok(()) => {
                tx.commit()?;
                Ok(reply(204, Vec::new(), None))
            }
            Err(refused @ (core::CoreRefused::NotLeaving | core::CoreRefused::SyncFirst)) => {
                Err(No::Refused(409, refused.code().to_owned()))
            }
            Err(refused) => Err(refused.into()),
        }
    }

    /// Lets a request for files in, in a transaction of its own.
    pub(super) fn admit(&mut self, call: &Call) -> Result<(Device, Nonce), No> {
        let claim = Claim::of(&parts(call)?, call.body.clone());
        let (storage, moment) = self.core()?;
        let mut tx = storage.write()?;
        match claim.admit(tx.as_mut(), moment, &[]) {
            Ok(device) => {
                let nonce = Claim::next(tx.as_mut(), moment, &device)?;
                tx.commit()?;
                Ok((device, nonce))
            }
            Err(no) => Err(not_proved(no, tx)?),
        }
    }
}

fn not_proved(no: NotProved, tx: Box<dyn Tx + '_>) -> Result<No, No> {
    match no {
        NotProved::Again(nonce) => {
            tx.commit()?;
            Ok(No::Again(nonce))
        }
        NotProved::Refused(problem) if problem.status.as_u16() >= 500 => Err(Broken::new("the hub", problem.en).into()),
        NotProved::Refused(problem) => Ok(No::Refused(problem.status.as_u16(), problem.code.to_owned())),
    }
}

fn unreadable(refused: &WireRefused) -> No {
    No::Refused(if *refused == WireRefused::TooLarge { 413 } else { 400 }, refused.code().to_owned())
}

/// Method, path and headers as the hub's door reads them.
fn parts(call: &Call) -> Result<http::request::Parts, Broken> {
    let mut request = http::Request::builder().method(call.method).uri(call.path.as_str());
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    Ok(request.body(()).tried("a request")?.into_parts().0)
}

pub(super) fn reply(status: u16, body: Vec<u8>, nonce: Option<Nonce>) -> Reply {
    let headers: BTreeMap<String, String> = nonce.map(|nonce| (NONCE.to_owned(), nonce.text())).into_iter().collect();
    Reply { status, headers, body }
}

pub(super) fn refusal(status: u16, code: &str, nonce: Option<Nonce>) -> Reply {
    let problem = serde_json::json!({"code": code, "en": code, "zh": code});
    reply(status, problem.to_string().into_bytes(), nonce)
}
