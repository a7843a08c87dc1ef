//! Tests of chains, honest and forged.

use super::*;
use crate::key::{Signer, SoftwareKey};

const COMPANY: &str = "云州安信到家服务有限公司";
const NOW: i64 = 1_795_000_000_000;
const YEAR: i64 = 365 * 86_400_000;

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_secret(&[seed; 32]).unwrap()
}

fn terms(serial: u8, years: i64) -> Terms {
    Terms { serial: [serial; 16], from: NOW - 1000, to: NOW + years * YEAR }
}

fn who() -> DeviceName {
    DeviceName { device: "d-0417-A".into(), company: COMPANY.into(), person: "p-417".into() }
}

struct House {
    root: Certificate,
    issuing: Certificate,
    office: Certificate,
    device: Certificate,
}

fn house() -> House {
    let root = root(COMPANY, &terms(1, 20), &key(1)).unwrap();
    let issuing = issuing(key(2).spki(), &terms(2, 5), &root, &key(1)).unwrap();
    let office = office(key(3).spki(), &terms(3, 2), &issuing, &key(2)).unwrap();
    let device = device(key(4).spki(), &who(), &terms(4, 2), &issuing, &key(2)).unwrap();
    House { root, issuing, office, device }
}

#[test]
fn a_device_and_an_office_key_come_from_the_root_through_the_issuing_ca() {
    let House { root, issuing, office, device } = house();
    assert_eq!(chain_holds(&device, &issuing, &root, Some(NOW)), Ok(()));
    assert_eq!(chain_holds(&office, &issuing, &root, None), Ok(()));
    assert_eq!(device.key_id(), key(4).key_id());
    let subject = device.subject();
    assert_eq!((subject.name.as_str(), subject.company.as_str()), ("d-0417-A", COMPANY));
    assert_eq!((subject.role, subject.person.as_deref()), (Role::Device, Some("p-417")));
}

#[test]
fn the_same_inputs_give_the_same_bytes_and_they_read_back_the_same() {
    let (one, two) = (house(), house());
    assert_eq!(one.device.der(), two.device.der());
    assert_eq!(one.root.der(), two.root.der());
    assert_eq!(Certificate::from_der(one.device.der()), Ok(one.device));
}

#[test]
fn a_certificate_counts_only_within_its_period() {
    let House { root, issuing, device, .. } = house();
    assert!(device.valid_at(NOW) && device.valid_at(NOW + 2 * YEAR) && device.valid_at(device.valid_until()));
    assert!(!device.valid_at(NOW - 5000) && !device.valid_at(NOW + 2 * YEAR + 1000));
    assert_eq!(chain_holds(&device, &issuing, &root, Some(NOW + 3 * YEAR)), Err(NotTrusted::Expired));
    assert_eq!(chain_holds(&device, &issuing, &root, None), Ok(()));
}

#[test]
fn a_chain_with_a_link_in_the_wrong_place_does_not_hold() {
    let House { root, issuing, office, device } = house();
    assert_eq!(chain_holds(&device, &issuing, &issuing, None), Err(NotTrusted::Root));
    assert_eq!(chain_holds(&device, &root, &root, None), Err(NotTrusted::Issuing));
    assert_eq!(chain_holds(&device, &office, &root, None), Err(NotTrusted::Issuing));
    assert_eq!(chain_holds(&issuing, &issuing, &root, None), Err(NotTrusted::Leaf));
    assert_eq!(chain_holds(&root, &issuing, &root, None), Err(NotTrusted::Leaf));
}

#[test]
fn another_office_with_the_same_name_is_another_office() {
    let House { root, issuing, device, .. } = house();
    let forged = super::root(COMPANY, &terms(1, 20), &key(9)).unwrap();
    assert_eq!(chain_holds(&device, &issuing, &forged, None), Err(NotTrusted::Issuing));
    let forged_issuing = super::issuing(key(8).spki(), &terms(2, 5), &forged, &key(9)).unwrap();
    let forged_device = super::device(key(4).spki(), &who(), &terms(4, 2), &forged_issuing, &key(8)).unwrap();
    assert_eq!(chain_holds(&forged_device, &forged_issuing, &root, None), Err(NotTrusted::Issuing));
    assert_eq!(chain_holds(&forged_device, &issuing, &root, None), Err(NotTrusted::Leaf));
}

#[test]
fn a_device_cannot_issue_certificates() {
    let House { root, issuing, device, .. } = house();
    let below = super::device(key(5).spki(), &who(), &terms(5, 1), &device, &key(4)).unwrap();
    assert_eq!(chain_holds(&below, &device, &root, None), Err(NotTrusted::Issuing));
    assert_eq!(chain_holds(&below, &issuing, &root, None), Err(NotTrusted::Leaf));
}

#[test]
fn a_server_s_certificate_signs_no_document_and_needs_names() {
    let House { root, issuing, .. } = house();
    let names = ["hub.firm.example".to_owned(), "10.0.0.5".to_owned(), "::1".to_owned()];
    let serve = |names: &[String]| server(key(6).spki(), names, &terms(6, 1), &issuing, &key(2));
    let certificate = serve(&names).unwrap();
    assert_eq!(certificate.subject().role, Role::Server);
    assert_eq!(chain_holds(&certificate, &issuing, &root, None), Err(NotTrusted::Leaf));
    let written = |bytes: &[u8]| certificate.der().windows(bytes.len()).any(|window| window == bytes);
    assert!(written(b"hub.firm.example") && written(&[0x87, 4, 10, 0, 0, 5]), "as DNS name and as address");
    for name in ["", "中台.example"] {
        assert_eq!(serve(&[name.into()]), Err(NotIssued::Name(name.into())));
    }
}

#[test]
fn any_flipped_bit_of_a_certificate_is_noticed() {
    let House { root, issuing, device, .. } = house();
    for place in 0..device.der().len() {
        for bit in 0..8 {
            let mut der = device.der().to_vec();
            der[place] ^= 1 << bit;
            let read = Certificate::from_der(&der);
            let trusted = read.is_ok_and(|forged| chain_holds(&forged, &issuing, &root, None).is_ok());
            assert!(!trusted, "bit {bit} of byte {place}");
        }
    }
}

#[test]
fn foreign_bytes_are_refused_not_fatal() {
    let House { device, .. } = house();
    for cut in 0..device.der().len() {
        assert_eq!(Certificate::from_der(&device.der()[..cut]), Err(NotTrusted::Unreadable));
    }
    let mut longer = device.der().to_vec();
    longer.push(0);
    for foreign in [&b""[..], b"hello", &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], &[0; 9000], &longer] {
        assert_eq!(Certificate::from_der(foreign), Err(NotTrusted::Unreadable));
    }
}

#[test]
fn what_cannot_stand_in_a_certificate_is_refused_with_its_reason() {
    let House { issuing, .. } = house();
    let issue = |who: &DeviceName, terms: &Terms, signer: u8, spki: &[u8]| {
        device(spki, who, terms, &issuing, &key(signer)).map(|_| ()).unwrap_err()
    };
    let spki = key(4).spki().to_vec();
    let chinese = DeviceName { person: "陈志远".into(), ..who() };
    assert_eq!(issue(&chinese, &terms(4, 2), 2, &spki), NotIssued::Name("陈志远".into()));
    let empty = DeviceName { device: String::new(), ..who() };
    assert_eq!(issue(&empty, &terms(4, 2), 2, &spki), NotIssued::Name(String::new()));
    assert_eq!(issue(&who(), &terms(4, -1), 2, &spki), NotIssued::Period);
    assert_eq!(issue(&who(), &Terms { to: i64::MAX, ..terms(4, 2) }, 2, &spki), NotIssued::Period);
    assert_eq!(issue(&who(), &terms(4, 2), 3, &spki), NotIssued::WrongIssuer);
    assert_eq!(issue(&who(), &terms(4, 2), 2, b"no key"), NotIssued::PublicKey);
}

#[test]
fn the_pem_file_holds_root_and_issuing_certificate() {
    let House { root, issuing, .. } = house();
    let pem = ca_pem(&root, &issuing);
    let chain = X509::load_pem_chain(pem.as_bytes()).unwrap();
    let ders: Vec<_> = chain.iter().map(|certificate| certificate.to_der().unwrap()).collect();
    assert_eq!(ders, [root.der().to_vec(), issuing.der().to_vec()]);
}

#[test]
fn the_root_is_read_back_from_the_office_s_file_and_nothing_else_is() {
    let House { root, issuing, .. } = house();
    let file = ca_pem(&root, &issuing);
    assert_eq!(Certificate::from_pem(&file).unwrap().der(), root.der());
    let key = file.replace("CERTIFICATE", "PRIVATE KEY");
    for text in ["", "hello", key.as_str(), &file[..40], "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]
    {
        assert!(Certificate::from_pem(text).is_err(), "{text}");
    }
}
