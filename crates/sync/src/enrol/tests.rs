//! Enrolment, honest and forged.

use super::*;
use domain::key::SoftwareKey;
use domain::trust::{self, DeviceName, Terms};

const NAME: &str = "云州安信到家服务有限公司";
const NONCE: [u8; 16] = [9; 16];

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_secret(&[seed; 32]).unwrap()
}

fn terms(serial: u8) -> Terms {
    Terms { serial: [serial; 16], from: 1_795_000_000_000, to: 1_895_000_000_000 }
}

/// A house whose root key is `seed`, its issuing key `seed + 1`, its office key `seed + 2`.
fn said(seed: u8, device_key: u8) -> EnrolAnswer {
    let root = trust::root(NAME, &terms(1), &key(seed)).unwrap();
    let issuing = trust::issuing(key(seed + 1).spki(), &terms(2), &root, &key(seed)).unwrap();
    let office = trust::office(key(seed + 2).spki(), &terms(3), &issuing, &key(seed + 1)).unwrap();
    let who = DeviceName { device: "d-1".into(), company: NAME.into(), person: "p-1".into() };
    let device = trust::device(key(device_key).spki(), &who, &terms(4), &issuing, &key(seed + 1)).unwrap();
    EnrolAnswer {
        v: VERSION,
        company: "anxin".into(),
        hub: "hub-1".into(),
        device: "d-1".into(),
        person: "p-1".into(),
        name: "李师傅".into(),
        certificate: device.der().to_vec(),
        issuing: issuing.der().to_vec(),
        root: root.der().to_vec(),
        office: office.der().to_vec(),
    }
}

fn request() -> EnrolRequest {
    let spki = key(50).spki().to_vec();
    EnrolRequest { v: VERSION, token: vec![1; 16], spki, nonce: NONCE, device: "Redmi, Android 14".into() }
}

fn refusal(said: &EnrolAnswer, nonce: &[u8; 16], office: u8) -> Option<&'static str> {
    let key_50 = key(50);
    let asked = Asked { pin: Digest::of(key(10).spki()), nonce: NONCE, spki: key_50.spki() };
    read_answer(&answer(said, nonce, &key(office)).unwrap(), &asked).err().map(|refused| refused.code())
}

#[test]
fn a_device_asks_and_is_enrolled() {
    let bytes = ask(&request(), &key(50)).unwrap();
    assert_eq!(read_request(&bytes).unwrap(), request());
    let asked = Asked { pin: Digest::of(key(10).spki()), nonce: NONCE, spki: &request().spki };
    let enrolled = read_answer(&answer(&said(10, 50), &NONCE, &key(12)).unwrap(), &asked).unwrap();
    assert_eq!(enrolled.answer, said(10, 50));
    assert!(enrolled.registry.certificate(&key(12).key_id()).is_some());
    assert!(enrolled.registry.certificate(&key(50).key_id()).is_some());
}

#[test]
fn a_request_must_hold_the_key_it_names() {
    let bytes = ask(&request(), &key(51)).unwrap();
    assert_eq!(read_request(&bytes).unwrap_err(), EnrolRefused::Signature);
}

#[test]
fn an_answer_of_another_office_is_refused_by_the_pin() {
    assert_eq!(refusal(&said(10, 50), &NONCE, 12), None);
    assert_eq!(refusal(&said(20, 50), &NONCE, 22), Some("enrol.pin"));
    // The right root in front of another house's certificates.
    let mixed = EnrolAnswer { root: said(10, 50).root, ..said(20, 50) };
    assert_eq!(refusal(&mixed, &NONCE, 22), Some("trust.issuing"));
}

#[test]
fn an_answer_that_is_replayed_or_not_the_offices_is_refused() {
    assert_eq!(refusal(&said(10, 50), &[8; 16], 12), Some("enrol.signature"));
    assert_eq!(refusal(&said(10, 50), &NONCE, 13), Some("enrol.signature"));
    // A device's key in the office's place.
    let device = EnrolAnswer { office: said(10, 50).certificate, ..said(10, 50) };
    assert_eq!(refusal(&device, &NONCE, 50), Some("enrol.signature"));
}

#[test]
fn a_certificate_for_another_key_or_name_is_refused() {
    assert_eq!(refusal(&said(10, 51), &NONCE, 12), Some("enrol.other_device"));
    let other = EnrolAnswer { device: "d-2".into(), ..said(10, 50) };
    assert_eq!(refusal(&other, &NONCE, 12), Some("enrol.other_device"));
    let other = EnrolAnswer { person: "p-2".into(), ..said(10, 50) };
    assert_eq!(refusal(&other, &NONCE, 12), Some("enrol.other_device"));
}

#[test]
fn bent_bytes_are_refused_and_never_fatal() {
    let good = answer(&said(10, 50), &NONCE, &key(12)).unwrap();
    let spki = request().spki;
    let asked = Asked { pin: Digest::of(key(10).spki()), nonce: NONCE, spki: &spki };
    for length in 0..good.len() {
        assert!(read_answer(&good[..length], &asked).is_err());
    }
    for at in (0..good.len()).step_by(7) {
        let mut bent = good.clone();
        bent[at] ^= 0x20;
        assert!(read_answer(&bent, &asked).is_err(), "{at}");
    }
    assert_eq!(read_request(&vec![0; LONGEST + 1]).unwrap_err().code(), "enrol.unreadable");
}
