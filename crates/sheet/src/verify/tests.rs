//! Tests of what verifying notices: every byte, wherever it is changed, added or taken away, and every known way to make
//! a paper say something else under a good signature.

mod attacks;
mod receipts;

use super::*;
use crate::pdf::{write_object, write_xref};
use crate::sample;
use crate::sign::{SignRefused, Signing, sign};
use domain::key::SoftwareKey;
use proptest::prelude::*;
use std::ops::Range;
use std::sync::LazyLock;

struct Papers {
    drawn: Vec<u8>,
    signed: Vec<u8>,
    received: Vec<u8>,
    house: sample::House,
    release: Release,
}

static PAPERS: LazyLock<Papers> = LazyLock::new(|| {
    let release = Release::builtin();
    let facts = sample::facts(&release);
    let seal = sample::seal(&facts).unwrap();
    let drawn = crate::draw(&facts, &seal, &sample::inks(), &|digest| sample::photo(digest), &release).unwrap();
    let signed = sample::signed(&facts, &release).unwrap();
    let received = sample::received(&signed).unwrap();
    Papers { drawn, signed, received, house: sample::house().unwrap(), release }
});

fn how(house: &sample::House) -> Signing<'_> {
    Signing { device: &house.device, issuing: &house.issuing }
}

fn check(pdf: &[u8]) -> Report {
    verify(pdf, &Trust { root: Some(&PAPERS.house.root), lists: &[], release: &PAPERS.release })
}

fn codes(report: &Report) -> Vec<&'static str> {
    report.reasons.iter().map(|reason| reason.code).collect()
}

fn is_invalid(pdf: &[u8]) -> bool {
    check(pdf).result == Verdict::Invalid
}

/// Where the hex digits of the last `Contents` stand.
fn contents_digits(pdf: &[u8]) -> Range<usize> {
    let start = last(pdf, b"/Contents<") + b"/Contents<".len();
    start..start + 2 * crate::pdf::update::ROOM
}

fn last(pdf: &[u8], needle: &[u8]) -> usize {
    pdf.windows(needle.len()).rposition(|window| window == needle).unwrap()
}

fn find(pdf: &[u8], needle: &[u8]) -> usize {
    pdf.windows(needle.len()).position(|window| window == needle).unwrap()
}

fn flipped(pdf: &[u8], at: usize, mask: u8) -> Vec<u8> {
    let mut pdf = pdf.to_vec();
    pdf[at] ^= mask;
    pdf
}

#[test]
fn a_received_sheet_is_valid_and_says_whose_it_is_and_since_when() {
    let report = check(&PAPERS.received);
    assert_eq!(report.reasons, []);
    assert_eq!((report.result, report.facts_match), (Verdict::Valid, Some(true)));
    let facts = sample::facts(&PAPERS.release);
    assert_eq!(report.paper.as_deref(), Some("GD261120-0041-1-D03A1"));
    assert_eq!(report.received_at.as_deref(), Some(sample::RECEIVED_AT));
    let [device, office] = report.signatures.as_slice() else { panic!("{:?}", report.signatures) };
    assert_eq!((device.role, device.name.as_str(), device.person.as_deref()), ("device", "0417-A", Some("p-0417")));
    assert_eq!((device.signed_at.as_str(), device.covers), (sample::SIGNED_AT, PAPERS.signed.len()));
    assert_eq!((office.role, office.covers), ("office", PAPERS.received.len()));
    for signature in [device, office] {
        assert_eq!((signature.intact, signature.trusted), (true, Some(true)));
    }
    assert_eq!(report.content, Some((facts.clone(), sample::seal(&facts).unwrap())));
}

#[test]
fn before_the_receipt_a_sheet_is_intact_and_its_time_not_proven() {
    let report = check(&PAPERS.signed);
    assert_eq!(codes(&report), ["verify.time_not_proven"]);
    assert_eq!((report.result, report.facts_match), (Verdict::Unknown, Some(true)));
    assert_eq!(report.signatures.len(), 1);
    assert!(report.signatures[0].intact);
}

#[test]
fn without_a_root_nobody_is_called_trusted() {
    let report = verify(&PAPERS.received, &Trust { root: None, lists: &[], release: &PAPERS.release });
    assert_eq!(codes(&report), ["verify.no_trust"]);
    assert_eq!(report.result, Verdict::Unknown);
    assert!(report.signatures.iter().all(|signature| signature.trusted.is_none() && signature.intact));
}

#[test]
fn the_report_as_json_has_what_programs_ask_for() {
    let json = serde_json::to_value(check(&PAPERS.signed)).unwrap();
    assert_eq!(json["result"], "unknown");
    assert_eq!(json["facts_match"], true);
    assert_eq!(json["amended"], serde_json::Value::Null);
    assert_eq!(json["signatures"][0]["role"], "device");
    assert_eq!(json["reasons"][0]["code"], "verify.time_not_proven");
    assert_eq!(serde_json::to_value(check(&PAPERS.received)).unwrap()["result"], "valid");
}

#[test]
fn neither_signing_nor_receiving_adds_a_page_or_touches_what_was_there() {
    let Papers { drawn, signed, received, .. } = &*PAPERS;
    for pdf in [drawn, signed, received] {
        assert_eq!(crate::pages(pdf), Some(2));
    }
    assert!(signed.starts_with(drawn) && received.starts_with(signed));
    assert!(signed.len() - drawn.len() < 11 * 1024, "{}", signed.len() - drawn.len());
    assert!(received.len() - signed.len() < 15 * 1024, "{}", received.len() - signed.len());
}

#[test]
fn signed_and_received_twice_a_sheet_is_the_same_to_the_byte() {
    let Papers { drawn, signed, received, house, .. } = &*PAPERS;
    assert_eq!(sign(drawn, &sample::device_key().unwrap(), &how(house)).unwrap(), *signed);
    assert_eq!(sample::received(signed).unwrap(), *received);
}

#[test]
fn a_flipped_byte_in_page_photo_font_or_attachment_is_named_by_its_place() {
    let Papers { drawn, received, .. } = &*PAPERS;
    let photo = find(received, sample::PHOTOS[2]) + 9000;
    let font = find(received, b"/Length1 ") + 400;
    let page = last(drawn, b"/Type/Page/P") - 300;
    for at in [font, page] {
        let report = check(&flipped(received, at, 0x01));
        assert!(codes(&report).starts_with(&["verify.changed"]), "{report:?}");
        let drawing = report.reasons.iter().find(|reason| reason.code == "verify.drawing").unwrap();
        assert_eq!((drawing.place.as_str(), report.facts_match), (format!("byte {at}").as_str(), Some(false)));
    }
    let report = check(&flipped(received, photo, 0x01));
    let named = format!("photo {}", Digest::of(sample::PHOTOS[2]));
    assert!(report.reasons.iter().any(|reason| reason.place.starts_with(&named)), "{report:?}");
    for start in [b"/Type/EmbeddedFile".as_slice(), sample::PHOTOS[2], b"/Length1 "] {
        assert!(is_invalid(&flipped(received, find(received, start) + 300, 0x01)));
    }
}

#[test]
fn every_byte_outside_what_is_signed_and_of_every_dictionary_counts() {
    let Papers { signed, received, .. } = &*PAPERS;
    for pdf in [signed, received] {
        let mut bent = pdf.clone();
        for at in contents_digits(pdf) {
            let digit = pdf[at];
            bent[at] = char::from_digit(char::from(digit).to_digit(16).unwrap() ^ 1, 16).unwrap() as u8;
            assert!(is_invalid(&bent), "digit at {at}");
            bent[at] = digit;
        }
    }
    // What the receipt adds beside its digits: objects, certificates, list, dictionary, cross-references, trailer.
    let digits = contents_digits(received);
    let mut bent = received.clone();
    for at in (PAPERS.signed.len()..received.len()).filter(|at| !digits.contains(at)) {
        bent[at] ^= 1;
        assert!(check(&bent).result != Verdict::Valid, "byte {at}");
        bent[at] ^= 1;
    }
    assert_eq!(check(&bent).result, Verdict::Valid);
}

#[test]
fn the_devices_digits_count_under_the_receipt_too() {
    let Papers { signed, received, .. } = &*PAPERS;
    let mut bent = received.clone();
    for at in contents_digits(signed).step_by(7) {
        bent[at] ^= 1;
        assert!(is_invalid(&bent), "digit at {at}");
        bent[at] ^= 1;
    }
}

#[test]
fn contents_in_capitals_is_another_file() {
    let mut pdf = PAPERS.signed.clone();
    let letter = contents_digits(&pdf).find(|at| pdf[*at].is_ascii_lowercase()).unwrap();
    pdf[letter].make_ascii_uppercase();
    let report = check(&pdf);
    assert_eq!(codes(&report)[0], "verify.signature");
    assert_eq!(report.reasons[0].place, "signature Device: Contents");
}

#[test]
fn a_cut_file_and_what_is_no_sheet_are_told_apart() {
    let Papers { drawn, signed, received, .. } = &*PAPERS;
    for pdf in [signed, received] {
        for cut in (2000..pdf.len()).step_by(9973).chain(pdf.len() - 300..pdf.len()) {
            let report = check(&pdf[..cut]);
            assert_ne!(report.result, Verdict::Valid, "cut at {cut}");
            assert!(cut < 100_000 || report.result == Verdict::Invalid, "cut at {cut}: {report:?}");
        }
    }
    assert_eq!(codes(&check(drawn)), ["verify.unsigned"]);
    let foreign: [&[u8]; 7] = [
        b"",
        b"hello",
        b"%PDF-1.4\n%%EOF\n",
        b"%PDF-1.7\n",
        b"%PDF-1.7\nstartxref\n999999999999\n%%EOF\n",
        b"%PDF-1.7\nxref\n0 999999999999\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\nxref\n4294967295 2\n0000000000 00000 n \n0000000000 00000 n \ntrailer\n<<>>\nstartxref\n9\n%%EOF\n",
    ];
    for foreign in foreign {
        let report = check(foreign);
        assert_eq!((report.result, codes(&report)), (Verdict::Unknown, vec!["verify.foreign"]));
    }
}

#[test]
fn only_the_device_that_sealed_can_sign_and_only_a_fresh_drawing() {
    let Papers { drawn, signed, house, .. } = &*PAPERS;
    let key = sample::device_key().unwrap();
    let other = SoftwareKey::from_secret(&[7; 32]).unwrap();
    assert_eq!(sign(drawn, &other, &how(house)), Err(SignRefused::WrongKey));
    assert_eq!(sign(signed, &key, &how(house)), Err(SignRefused::NotDrawn));
    assert_eq!(sign(b"%PDF-1.7\n", &key, &how(house)), Err(SignRefused::NotDrawn));
    let foreign = Signing { device: &house.issuing, ..how(house) };
    assert_eq!(sign(drawn, &sample::issuing_key().unwrap(), &foreign), Err(SignRefused::OtherSeal));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn any_changed_byte_anywhere_is_noticed(at in 0..PAPERS.received.len(), mask in 1..=255_u8) {
        prop_assert_ne!(check(&flipped(&PAPERS.received, at, mask)).result, Verdict::Valid);
    }

    #[test]
    fn any_run_of_bytes_taken_out_is_noticed(at in 0..PAPERS.received.len(), length in 1..5000_usize) {
        let mut pdf = PAPERS.received.clone();
        pdf.drain(at..(at + length).min(PAPERS.received.len()));
        prop_assert_ne!(check(&pdf).result, Verdict::Valid);
    }

    #[test]
    fn noise_is_refused_not_fatal(noise in proptest::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert_ne!(check(&noise).result, Verdict::Valid);
        let dressed = [b"%PDF-1.7\nxref\n", noise.as_slice(), b"\nstartxref\n9\n%%EOF\n"].concat();
        prop_assert_ne!(check(&dressed).result, Verdict::Valid);
    }
}
