//! Enrolment: the office's code is read, the device proves its key, and the office's answer is held against the pin.

use crate::app::Field;
use crate::calling::next_nonce;
use crate::entropy::bytes16;
use crate::refused::FieldRefused;
use crate::session::{Der, Enrolment};
use crate::transport::{Call, HubAddress, Transport};
use data_encoding::BASE64URL_NOPAD;
use domain::digest::Digest;
use std::collections::BTreeMap;
use store::{DeviceCertificate, MetaKey};
use sync::enrol::{Asked, EnrolRequest, PATH, VERSION, ask, read_answer};

/// The text of the code in a camera's picture, one byte a pixel and `width` pixels a row.
#[must_use]
pub fn code_in(pixels: &[u8], width: usize) -> Option<String> {
    media::code::read(pixels, width)
}

/// What the office's code holds: `doorstep://enrol?hub=ADDRESS&pin=DIGEST&token=TOKEN`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnrolLink {
    /// The hub's address.
    pub hub: String,
    /// SHA-256 of the office root's SPKI.
    pub pin: Digest,
    /// The one-time token.
    pub token: Vec<u8>,
}

impl EnrolLink {
    /// Reads a scanned or pasted code.
    pub fn read(text: &str) -> Result<Self, FieldRefused> {
        let wrong = |what: &str| FieldRefused::Enrolment(what.to_owned());
        let url = reqwest::Url::parse(text.trim()).map_err(|_| wrong("it is no link"))?;
        if url.scheme() != "doorstep" || url.host_str() != Some("enrol") {
            return Err(wrong("it is another link"));
        }
        let part = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let pin = part("pin").and_then(|pin| Digest::from_hex(&pin)).ok_or_else(|| wrong("its pin is damaged"))?;
        let token = part("token").and_then(|token| BASE64URL_NOPAD.decode(token.as_bytes()).ok());
        let token = token.filter(|token| !token.is_empty()).ok_or_else(|| wrong("its token is damaged"))?;
        let hub = part("hub").ok_or_else(|| wrong("it names no address"))?;
        Ok(Self { hub, pin, token })
    }

    /// The hub it names, known by the pin beside it.
    pub fn hub_address(&self) -> HubAddress {
        HubAddress { url: self.hub.clone(), pin: Some(self.pin) }
    }
}

impl Field {
    /// Makes this device one of the company's.
    pub fn enrol(&mut self, hub: &dyn Transport, link: &str) -> Result<(), FieldRefused> {
        if self.session.enrolled().is_ok() {
            return Err(FieldRefused::AlreadyEnrolled);
        }
        let link = EnrolLink::read(link)?;
        let spki = self.session.key().spki().to_vec();
        let nonce = bytes16(&*self.entropy);
        let device = format!("doorstep {} {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS);
        let request = EnrolRequest { v: VERSION, token: link.token, spki: spki.clone(), nonce, device };
        let body = ask(&request, self.session.key())?;
        let call = Call { method: "POST", path: PATH.into(), headers: BTreeMap::new(), body };
        let reply = hub.call(&call)?;
        if reply.status != 200 {
            return Err(FieldRefused::from_reply(&reply));
        }
        let answer = read_answer(&reply.body, &Asked { pin: link.pin, nonce, spki: &spki })?.answer;
        let enrolment = Enrolment {
            company: answer.company,
            hub: answer.hub,
            address: link.hub,
            pin: link.pin,
            device: answer.device,
            person: answer.person,
            name: answer.name,
            certificate: Der(answer.certificate),
            issuing: Der(answer.issuing),
            root: Der(answer.root),
            office: Der(answer.office),
        };
        for der in [&enrolment.certificate, &enrolment.office] {
            let key = domain::trust::Certificate::from_der(&der.0)?.key_id();
            self.store.save_device_certificate(&DeviceCertificate { key, der: der.0.clone() })?;
        }
        // The answer deals the nonce of the first request, which is then no refusal and a repeat.
        self.keep_nonce(next_nonce(&reply))?;
        self.write_json(MetaKey::ENROLMENT, &enrolment)?;
        self.session.belong_to(enrolment);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_and_anything_else_says_what_is_wrong() {
        let pin = "ab".repeat(32);
        let good = format!("doorstep://enrol?hub=http%3A%2F%2F127.0.0.1%3A7310&pin={pin}&token=AQID");
        let link = EnrolLink::read(&good).unwrap();
        assert_eq!((link.hub.as_str(), link.token.as_slice()), ("http://127.0.0.1:7310", &[1, 2, 3][..]));
        for bad in ["", "hello", "https://enrol?x=1", &good.replace("pin=ab", "pin=zz"), &good.replace("AQID", "")] {
            assert!(matches!(EnrolLink::read(bad), Err(FieldRefused::Enrolment(_))), "{bad}");
        }
    }
}
