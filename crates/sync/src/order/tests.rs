//! Orders, true and forged.

use super::*;
use domain::key::SoftwareKey;
use domain::trust::{self, DeviceName, Terms};

const NAME: &str = "云州安信到家服务有限公司";

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_secret(&[seed; 32]).unwrap()
}

fn terms(serial: u8) -> Terms {
    Terms { serial: [serial; 16], from: 1_795_000_000_000, to: 1_895_000_000_000 }
}

/// What the phone d-1 knows: the office (key 12) and itself (key 50).
fn known() -> Registry {
    let root = trust::root(NAME, &terms(1), &key(10)).unwrap();
    let issuing = trust::issuing(key(11).spki(), &terms(2), &root, &key(10)).unwrap();
    let office = trust::office(key(12).spki(), &terms(3), &issuing, &key(11)).unwrap();
    let who = DeviceName { device: "d-1".into(), company: NAME.into(), person: "p-1".into() };
    let device = trust::device(key(50).spki(), &who, &terms(4), &issuing, &key(11)).unwrap();
    let mut registry = Registry::new("anxin".into(), root, issuing);
    registry.admit_certificate(office.der()).unwrap();
    registry.admit_certificate(device.der()).unwrap();
    registry
}

fn order(kind: OrderKind) -> Order {
    let key = key(12).key_id();
    Order { v: VERSION, company: "anxin".into(), key, device: "d-1".into(), kind, at: 1_795_000_000_000 }
}

fn refusal(order: &Order, signer: u8) -> &'static str {
    order.sign(&key(signer)).unwrap().read(&known(), &"d-1".into()).unwrap_err().code()
}

#[test]
fn an_order_of_the_office_for_this_device_is_followed() {
    for kind in [OrderKind::Retire, OrderKind::Lost] {
        let signed = order(kind).sign(&key(12)).unwrap();
        assert_eq!(signed.read(&known(), &"d-1".into()), Ok(order(kind)));
    }
}

#[test]
fn an_order_for_another_device_or_of_another_company_deletes_nothing() {
    let other = Order { device: "d-2".into(), ..order(OrderKind::Lost) };
    assert_eq!(refusal(&other, 12), "order.other_device");
    let other = Order { company: "other".into(), ..order(OrderKind::Lost) };
    assert_eq!(refusal(&other, 12), "order.other_device");
}

#[test]
fn only_the_offices_key_gives_orders() {
    assert_eq!(refusal(&order(OrderKind::Lost), 13), "order.signature");
    // A device's key signs for itself, certified by the same office.
    let own = Order { key: key(50).key_id(), ..order(OrderKind::Lost) };
    assert_eq!(refusal(&own, 50), "order.signature");
    let unknown = Order { key: key(14).key_id(), ..order(OrderKind::Lost) };
    assert_eq!(refusal(&unknown, 14), "order.signature");
}

#[test]
fn a_bent_order_is_refused_and_never_fatal() {
    let signed = order(OrderKind::Lost).sign(&key(12)).unwrap();
    for at in 0..signed.body.len() {
        let mut bent = signed.clone();
        bent.body[at] ^= 0x01;
        assert!(bent.read(&known(), &"d-1".into()).is_err(), "{at}");
        bent.body.truncate(at);
        assert!(bent.read(&known(), &"d-1".into()).is_err(), "{at}");
    }
    let long = SignedOrder { body: vec![0; LONGEST + 1], signature: signed.signature };
    assert_eq!(long.read(&known(), &"d-1".into()), Err(OrderRefused::Unreadable));
}
