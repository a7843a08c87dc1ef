//! Who is let in, and the two requests the simulator makes: enrolment and sync, each one transaction, as the routes do it.

use super::Office;
use crate::broken::{Broken, Tried};
use field::transport::{Call, Reply};
use hub::core::{self, exchange};
use hub::routes::proved::{Claim, NotProved};
use hub_storage::HubStorage;
use std::collections::BTreeMap;
use sync::enrol;
use sync::proof::{NONCE, Nonce, ProofRefused};
use sync::wire::{self, Request, Said};

/// A request that was not let in, or whose transaction did not hold.
enum No {
    /// Its nonce is not open: repeat with this one.
    Again(Nonce),
    /// Refused with this status and code.
    Refused(u16, String),
    /// The hub could not do it.
    Failed(Broken),
}

impl<E: std::fmt::Display> From<E> for No {
    fn from(refused: E) -> Self {
        Self::Failed(Broken::new("the hub", refused))
    }
}

impl Office {
    /// Answers a request. `None` where the power went before the answer left.
    pub fn answer(&mut self, call: &Call) -> Result<Option<Reply>, Broken> {
        let answered = match call.path.as_str() {
            enrol::PATH => self.enrol(call),
            wire::PATH => self.sync(call),
            other => Err(No::Refused(404, other.to_owned())),
        };
        match answered {
            Ok(reply) => Ok(Some(reply)),
            Err(No::Again(nonce)) => Ok(Some(refusal(401, ProofRefused::Nonce.code(), Some(nonce)))),
            Err(No::Refused(status, code)) => Ok(Some(refusal(status, &code, None))),
            Err(No::Failed(_)) if self.disk.is_dark() => Ok(None),
            Err(No::Failed(broken)) => Err(broken),
        }
    }

    fn sync(&mut self, call: &Call) -> Result<Reply, No> {
        let request: Request = wire::decode(&call.body)?;
        let claim = Claim::of(&parts(call)?, call.body.clone());
        let (storage, moment) = self.parts()?;
        let mut tx = storage.write()?;
        let before = tx.head()?.place.epoch;
        let device = match claim.admit(tx.as_mut(), moment, &request.device_certificates) {
            Ok(device) => device,
            Err(NotProved::Again(nonce)) => {
                tx.commit()?;
                return Err(No::Again(nonce));
            }
            Err(NotProved::Refused(problem)) => {
                return Err(No::Refused(problem.status.as_u16(), problem.code.to_owned()));
            }
        };
        let answer = exchange::exchange(tx.as_mut(), moment, &device, &request)?;
        let nonce = Claim::next(tx.as_mut(), moment, &device)?;
        let page = wire::encode(&answer)?;
        hub::planted::commit(tx)?;
        self.served += 1;
        self.epochs += u32::from(answer.head.epoch != before);
        let stored = answer.answers.iter().filter(|it| it.said == Said::Stored).map(|it| it.hash);
        for hash in stored {
            self.said.insert(hash);
            self.ever_said.insert(hash);
        }
        Ok(reply(200, page, Some(nonce)))
    }

    fn enrol(&mut self, call: &Call) -> Result<Reply, No> {
        let request = enrol::read_request(&call.body)?;
        let (storage, moment) = self.parts()?;
        let mut tx = storage.write()?;
        let (device, answer) = core::enrol::enrol(tx.as_mut(), moment, &request)?;
        let body = enrol::answer(&answer, &request.nonce, &moment.identity.keys.office)?;
        let nonce = Claim::next(tx.as_mut(), moment, &device)?;
        tx.commit()?;
        Ok(reply(200, body, Some(nonce)))
    }
}

/// Method, path and headers as the hub's door reads them.
fn parts(call: &Call) -> Result<http::request::Parts, Broken> {
    let mut request = http::Request::builder().method(call.method).uri(call.path.as_str());
    for (name, value) in &call.headers {
        request = request.header(name, value);
    }
    Ok(request.body(()).tried("a request")?.into_parts().0)
}

fn reply(status: u16, body: Vec<u8>, nonce: Option<Nonce>) -> Reply {
    let headers: BTreeMap<String, String> = nonce.map(|nonce| (NONCE.to_owned(), nonce.text())).into_iter().collect();
    Reply { status, headers, body }
}

fn refusal(status: u16, code: &str, nonce: Option<Nonce>) -> Reply {
    let problem = serde_json::json!({"code": code, "en": code, "zh": code});
    reply(status, problem.to_string().into_bytes(), nonce)
}
