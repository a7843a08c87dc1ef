//! Tests of whom a device believes, certificate by certificate. Handshakes over real sockets are in the hub's program.

use super::*;
use domain::key::{Signer, SoftwareKey};
use domain::trust::{self, DeviceName, Terms};

const COMPANY: &str = "云州安信到家服务有限公司";
const NOW: i64 = 1_795_000_000_000;
const DAY: i64 = 86_400_000;
const HUB: &str = "hub.firm.example";

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_secret(&[seed; 32]).unwrap()
}

fn terms(days: i64) -> Terms {
    Terms { serial: [7; 16], from: NOW - DAY, to: NOW + days * DAY }
}

/// A company whose root has this key, and the next ones the CA below it and the hub.
struct House {
    root: Certificate,
    issuing: Certificate,
    hub: Certificate,
    seed: u8,
}

fn house(seed: u8) -> House {
    let root = trust::root(COMPANY, &terms(7000), &key(seed)).unwrap();
    let issuing = trust::issuing(key(seed + 1).spki(), &terms(3000), &root, &key(seed)).unwrap();
    let names = [HUB.to_owned(), "10.0.0.5".to_owned()];
    let hub = trust::server(key(seed + 2).spki(), &names, &terms(300), &issuing, &key(seed + 1)).unwrap();
    House { root, issuing, hub, seed }
}

impl House {
    fn pin(&self) -> Option<Digest> {
        Some(Digest::of(self.root.spki()))
    }

    fn above(&self) -> Vec<Vec<u8>> {
        vec![self.issuing.der().to_vec(), self.root.der().to_vec()]
    }

    /// What a device with this office's pin says of a server that shows this.
    fn judges(&self, leaf: &Certificate, above: &[Vec<u8>], name: &str, now_ms: i64) -> Result<(), &'static str> {
        judges(self.pin(), leaf, above, name, now_ms)
    }
}

fn judges(
    pin: Option<Digest>,
    leaf: &Certificate,
    above: &[Vec<u8>],
    name: &str,
    now_ms: i64,
) -> Result<(), &'static str> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let device = OfficeOrSystem { pin, provider, system: OnceLock::new() };
    let above: Vec<CertificateDer<'_>> = above.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
    let now = UnixTime::since_unix_epoch(Duration::from_millis(now_ms.unsigned_abs()));
    let leaf = CertificateDer::from(leaf.der());
    let judged = device.verify_server_cert(&leaf, &above, &ServerName::try_from(name).unwrap(), &[], now);
    // As reqwest hands it over: inside an error of I/O.
    judged.map(|_| ()).map_err(|error| refused(&io::Error::other(error)).expect("a refusal of the certificate").code())
}

#[test]
fn a_chain_up_to_the_pinned_root_holds_for_the_names_of_its_server_alone() {
    let house = house(1);
    for name in [HUB, "10.0.0.5"] {
        assert_eq!(house.judges(&house.hub, &house.above(), name, NOW), Ok(()));
    }
    for name in ["firm.example", "other.firm.example", "10.0.0.6", "localhost"] {
        assert_eq!(house.judges(&house.hub, &house.above(), name, NOW), Err("net.untrusted"), "{name}");
    }
}

#[test]
fn without_the_pin_or_without_the_root_in_the_chain_nobody_is_believed() {
    let house = house(1);
    assert_eq!(judges(None, &house.hub, &house.above(), HUB, NOW), Err("net.untrusted"));
    assert_eq!(judges(Some(Digest::of(b"another")), &house.hub, &house.above(), HUB, NOW), Err("net.untrusted"));
    for above in [vec![], vec![house.issuing.der().to_vec()], vec![house.root.der().to_vec()]] {
        assert_eq!(house.judges(&house.hub, &above, HUB, NOW), Err("net.untrusted"));
    }
    // The order in which a server shows what is above it is its own affair (RFC 8446, 4.4.2).
    let mut above = house.above();
    above.reverse();
    assert_eq!(house.judges(&house.hub, &above, HUB, NOW), Ok(()));
}

#[test]
fn another_office_of_the_same_name_is_not_believed_even_with_our_certificates_in_its_hand() {
    let (ours, other) = (house(1), house(11));
    assert_eq!(ours.judges(&other.hub, &other.above(), HUB, NOW), Err("net.untrusted"));
    let all = [other.above(), ours.above()].concat();
    assert_eq!(ours.judges(&other.hub, &all, HUB, NOW), Err("net.untrusted"));
    assert_eq!(ours.judges(&other.hub, &ours.above(), HUB, NOW), Err("net.untrusted"));
}

#[test]
fn a_root_that_was_changed_is_no_root_although_it_holds_the_pinned_key() {
    let house = house(1);
    let written = house.root.der();
    let place = written.windows(4).position(|window| window == b"Root").unwrap();
    let mut forged = written.to_vec();
    forged[place] = b'r';
    assert_eq!(Certificate::from_der(&forged).unwrap().spki(), house.root.spki());
    let above = [house.issuing.der().to_vec(), forged];
    assert_eq!(house.judges(&house.hub, &above, HUB, NOW), Err("net.untrusted"));
}

#[test]
fn nobody_of_the_office_but_its_hub_can_stand_in_for_it() {
    let house = house(1);
    let who = DeviceName { device: HUB.into(), company: COMPANY.into(), person: "p-417".into() };
    let issuer = key(house.seed + 1);
    let device = trust::device(key(4).spki(), &who, &terms(300), &house.issuing, &issuer).unwrap();
    let office = trust::office(key(5).spki(), &terms(300), &house.issuing, &issuer).unwrap();
    for leaf in [&device, &office, &house.issuing, &house.root] {
        assert_eq!(house.judges(leaf, &house.above(), HUB, NOW), Err("net.untrusted"));
    }
    let below = trust::server(key(6).spki(), &[HUB.into()], &terms(300), &device, &key(4)).unwrap();
    let above = [vec![device.der().to_vec()], house.above()].concat();
    assert_eq!(house.judges(&below, &above, HUB, NOW), Err("net.untrusted"));
}

#[test]
fn a_clock_that_is_years_off_is_said_to_be_so() {
    let house = house(1);
    for days in [-4000, -2, 301, 2999, 3001, 7001, 40_000] {
        assert_eq!(house.judges(&house.hub, &house.above(), HUB, NOW + days * DAY), Err("net.clock"), "{days}");
    }
    assert_eq!(house.judges(&house.hub, &house.above(), HUB, NOW + 299 * DAY), Ok(()));
}

#[test]
fn an_error_that_is_none_of_a_certificate_is_not_called_one() {
    let refused_connection = io::Error::from(io::ErrorKind::ConnectionRefused);
    assert!(refused(&refused_connection).is_none());
    assert!(refused(&io::Error::other(Error::HandshakeNotComplete)).is_none());
}
