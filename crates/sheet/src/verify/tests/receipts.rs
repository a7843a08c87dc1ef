//! Receipts, chains and lists: expired, revoked, of another office, or borrowed.

use super::*;
use crate::receipt::{ReceiveRefused, Receiving, receive};
use domain::key::Signer;
use domain::trust::{self, DeviceName, Edition, Reason as Why, Revoked, Terms};

const NEW_YEAR_2026: i64 = 1_767_225_600_000;
const YEAR: i64 = 365 * 86_400_000;

fn received_with(lists: &[RevocationList], at: &str) -> Vec<u8> {
    let sample::House { root, issuing, office, .. } = &PAPERS.house;
    let how = Receiving { office, issuing, root, lists, at };
    receive(&PAPERS.signed, &sample::office_key().unwrap(), &how).unwrap()
}

fn list(revoked: Vec<Revoked>) -> RevocationList {
    let edition = Edition { number: 8, from: NEW_YEAR_2026, to: NEW_YEAR_2026 + 6 * YEAR };
    RevocationList::issue(revoked, &edition, &PAPERS.house.issuing, &sample::issuing_key().unwrap()).unwrap()
}

fn gone(certificate: &Certificate, at: &str, reason: Why) -> Revoked {
    Revoked { serial: certificate.serial().to_vec(), at: unix_ms(at).unwrap(), reason }
}

#[test]
fn a_device_revoked_before_the_receipt_makes_the_sheet_invalid_and_one_revoked_later_does_not() {
    let device = &PAPERS.house.device;
    let before = list(vec![gone(device, "2026-11-20T16:00:00+08:00", Why::Lost)]);
    let report = check(&received_with(std::slice::from_ref(&before), sample::RECEIVED_AT));
    assert_eq!((report.result, codes(&report)), (Verdict::Invalid, vec!["verify.revoked"]));
    assert_eq!(report.reasons[0].place, "certificate 0417-A, lost");
    // The verifier knows more than the receipt.
    let known = |list: RevocationList| {
        let lists = [list];
        let trust = Trust { root: Some(&PAPERS.house.root), lists: &lists, release: &PAPERS.release };
        verify(&PAPERS.received, &trust).result
    };
    assert_eq!(known(before), Verdict::Invalid);
    assert_eq!(known(list(vec![gone(device, "2026-11-21T16:00:00+08:00", Why::Retired)])), Verdict::Valid);
}

#[test]
fn an_office_key_that_was_revoked_leaves_the_time_open() {
    let lists = [list(vec![gone(&PAPERS.house.office, "2027-03-01T00:00:00+08:00", Why::Lost)])];
    let trust = Trust { root: Some(&PAPERS.house.root), lists: &lists, release: &PAPERS.release };
    let report = verify(&PAPERS.received, &trust);
    assert_eq!((report.result, codes(&report)), (Verdict::Unknown, vec!["verify.office_revoked"]));
}

#[test]
fn what_counts_is_the_certificate_at_the_time_of_the_receipt() {
    let late = received_with(&[list(Vec::new())], "2028-06-01T00:00:00+08:00");
    let report = check(&late);
    assert_eq!((report.result, codes(&report)), (Verdict::Invalid, vec!["trust.expired"]));
}

#[test]
fn a_list_of_another_time_or_issuer_does_not_make_a_receipt() {
    let report = check(&received_with(std::slice::from_ref(&PAPERS.house.list), "2027-02-01T00:00:00+08:00"));
    assert_eq!((report.result, codes(&report)), (Verdict::Invalid, vec!["verify.list"]));
    let other_key = SoftwareKey::from_secret(&[9; 32]).unwrap();
    let terms = Terms { serial: [9; 16], from: NEW_YEAR_2026, to: NEW_YEAR_2026 + 9 * YEAR };
    let other = trust::root("别的公司", &terms, &other_key).unwrap();
    let edition = Edition { number: 1, from: NEW_YEAR_2026, to: NEW_YEAR_2026 + YEAR };
    let foreign = RevocationList::issue(Vec::new(), &edition, &other, &other_key).unwrap();
    let report = check(&received_with(&[foreign], sample::RECEIVED_AT));
    assert_eq!((report.result, codes(&report)), (Verdict::Invalid, vec!["verify.list"]));
}

#[test]
fn a_sheet_of_another_office_is_not_trusted() {
    let terms = Terms { serial: [1; 16], from: NEW_YEAR_2026, to: NEW_YEAR_2026 + 4 * YEAR };
    let other = trust::root("云州安信到家服务有限公司", &terms, &SoftwareKey::from_secret(&[9; 32]).unwrap()).unwrap();
    let report = verify(&PAPERS.received, &Trust { root: Some(&other), lists: &[], release: &PAPERS.release });
    assert_eq!((report.result, codes(&report)), (Verdict::Invalid, vec!["trust.issuing", "trust.issuing"]));
    assert!(report.signatures.iter().all(|signature| signature.trusted == Some(false)));
}

#[test]
fn a_device_of_the_company_cannot_write_the_receipt() {
    let sample::House { root, issuing, list, device, .. } = &PAPERS.house;
    let lists = [list.clone()];
    let how = Receiving { office: device, issuing, root, lists: &lists, at: sample::RECEIVED_AT };
    let report = check(&receive(&PAPERS.signed, &sample::device_key().unwrap(), &how).unwrap());
    assert_eq!((report.result, codes(&report)[0]), (Verdict::Invalid, "verify.signature"), "{report:?}");
}

#[test]
fn another_device_of_the_company_cannot_sign_for_the_one_that_sealed() {
    let who =
        DeviceName {
            device: "0999-Z".into(), company: "云州安信到家服务有限公司".into(), person: "p-0999".into()
        };
    let terms = Terms { serial: [8; 16], from: NEW_YEAR_2026, to: NEW_YEAR_2026 + 2 * YEAR };
    let (key, issuing_key) = (SoftwareKey::from_secret(&[8; 32]).unwrap(), sample::issuing_key().unwrap());
    let other = trust::device(key.spki(), &who, &terms, &PAPERS.house.issuing, &issuing_key).unwrap();
    let signing = Signing { device: &other, issuing: &PAPERS.house.issuing };
    assert_eq!(sign(&PAPERS.drawn, &key, &signing), Err(SignRefused::OtherSeal));
}

#[test]
fn a_receipt_is_for_a_signed_sheet_once_and_under_the_offices_own_key() {
    let sample::House { root, issuing, office, list, .. } = &PAPERS.house;
    let lists = [list.clone()];
    let how = Receiving { office, issuing, root, lists: &lists, at: sample::RECEIVED_AT };
    let key = sample::office_key().unwrap();
    for pdf in [&PAPERS.drawn, &PAPERS.received] {
        assert_eq!(receive(pdf, &key, &how), Err(ReceiveRefused::NotSigned));
    }
    assert_eq!(receive(b"hello", &key, &how), Err(ReceiveRefused::NotSigned));
    let device = sample::device_key().unwrap();
    assert_eq!(receive(&PAPERS.signed, &device, &how), Err(ReceiveRefused::Sign(SignRefused::WrongKey)));
    assert_eq!(receive(&PAPERS.signed, &key, &Receiving { at: "today", ..how }), Err(ReceiveRefused::Time));
    assert_eq!(receive(&PAPERS.signed, &key, &Receiving { lists: &[], ..how }), Err(ReceiveRefused::Lists));
}
