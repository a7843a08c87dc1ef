//! Tests of what verifying notices.

use super::*;
use crate::release::Release;
use crate::sample;
use crate::sign::{Signing, sign};

fn signed() -> (Vec<u8>, Certificate) {
    let release = Release::builtin();
    let facts = sample::facts(&release);
    let seal = sample::seal(&facts).unwrap();
    let pdf = crate::draw(&facts, &seal, &sample::inks(), &|digest| sample::photo(digest), &release).unwrap();
    let house = sample::house().unwrap();
    let how =
        Signing { device: &house.device, issuing: &house.issuing, at: sample::SIGNED_AT, reason: "服务单封存" };
    (sign(&pdf, &sample::device_key().unwrap(), &how).unwrap(), house.root)
}

#[test]
fn a_signed_sheet_is_verified_and_gives_its_facts_and_signer() {
    let (pdf, root) = signed();
    std::fs::write("/tmp/h/signed.pdf", &pdf).unwrap();
    let house = sample::house().unwrap();
    std::fs::write("/tmp/h/ca.pem", domain::trust::ca_pem(&house.root, &house.issuing)).unwrap();
    let verified = verify(&pdf, &root).unwrap();
    assert_eq!(verified.facts.customer.name, "王淑敏 女士");
    assert_eq!(verified.device.name, "0417-A");
    assert_eq!(verified.signed_at, sample::SIGNED_AT);
}
