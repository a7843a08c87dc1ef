//! Tests of what verifying notices: every byte, wherever it is changed, added or taken away.

use super::*;
use crate::pdf::{write_object, write_xref};
use crate::release::Release;
use crate::sample;
use crate::sign::{SignRefused, Signing, sign};
use domain::key::SoftwareKey;
use proptest::prelude::*;
use std::sync::LazyLock;

struct Signed {
    drawn: Vec<u8>,
    pdf: Vec<u8>,
    house: sample::House,
}

static SIGNED: LazyLock<Signed> = LazyLock::new(|| {
    let release = Release::builtin();
    let facts = sample::facts(&release);
    let seal = sample::seal(&facts).unwrap();
    let drawn = crate::draw(&facts, &seal, &sample::inks(), &|digest| sample::photo(digest), &release).unwrap();
    let house = sample::house().unwrap();
    let pdf = sign(&drawn, &sample::device_key().unwrap(), &how(&house)).unwrap();
    Signed { drawn, pdf, house }
});

fn how(house: &sample::House) -> Signing<'_> {
    Signing { device: &house.device, issuing: &house.issuing, at: sample::SIGNED_AT, reason: "封存服务单" }
}

fn check(pdf: &[u8]) -> Result<Verified, NotVerified> {
    verify(pdf, &SIGNED.house.root)
}

/// Where the hex digits of `Contents` stand.
fn contents_digits(pdf: &[u8]) -> Range<usize> {
    let mark = b"/Contents<";
    let start = pdf.windows(mark.len()).rposition(|window| window == mark).unwrap() + mark.len();
    start..start + 2 * ROOM
}

fn flipped(at: usize, mask: u8) -> Vec<u8> {
    let mut pdf = SIGNED.pdf.clone();
    pdf[at] ^= mask;
    pdf
}

fn find(needle: &[u8]) -> usize {
    SIGNED.pdf.windows(needle.len()).position(|window| window == needle).unwrap()
}

#[test]
fn a_signed_sheet_is_verified_and_gives_its_facts_and_signer() {
    let verified = check(&SIGNED.pdf).unwrap();
    let facts = sample::facts(&Release::builtin());
    assert_eq!(verified.seal, sample::seal(&facts).unwrap());
    assert_eq!(verified.facts, facts);
    assert_eq!((verified.device.name.as_str(), verified.device.person.as_deref()), ("0417-A", Some("p-0417")));
    assert_eq!(verified.signed_at, sample::SIGNED_AT);
}

#[test]
fn signing_adds_no_page() {
    assert_eq!(crate::pages(&SIGNED.pdf), Some(2));
    assert_eq!(crate::pages(&SIGNED.pdf), crate::pages(&SIGNED.drawn));
}

#[test]
fn signed_twice_a_sheet_is_the_same_to_the_byte_and_the_drawing_stands_in_it_untouched() {
    let Signed { drawn, pdf, house } = &*SIGNED;
    assert_eq!(sign(drawn, &sample::device_key().unwrap(), &how(house)).unwrap(), *pdf);
    assert!(pdf.starts_with(drawn));
    assert!(pdf.len() - drawn.len() < 11 * 1024, "{}", pdf.len() - drawn.len());
}

#[test]
fn a_flipped_byte_in_page_photo_font_or_attachment_is_noticed() {
    let Signed { drawn, .. } = &*SIGNED;
    let photo = find(sample::PHOTOS[2]) + 9000;
    let font = find(b"/Length1 ") + 400;
    let page = drawn.windows(12).rposition(|window| window == b"/Type/Page/P").unwrap() - 300;
    let attachment = find(b"/Type/EmbeddedFile") + 300;
    for at in [photo, font, page, attachment] {
        assert_eq!(check(&flipped(at, 0x01)), Err(NotVerified::Changed), "byte {at}");
    }
}

#[test]
fn every_hex_digit_of_contents_counts_padding_included() {
    let mut pdf = SIGNED.pdf.clone();
    for at in contents_digits(&SIGNED.pdf) {
        let digit = pdf[at];
        let other = char::from_digit(char::from(digit).to_digit(16).unwrap() ^ 1, 16).unwrap();
        pdf[at] = other as u8;
        assert!(check(&pdf).is_err(), "digit at {at}");
        pdf[at] = digit;
    }
    assert!(check(&pdf).is_ok());
}

#[test]
fn contents_in_capitals_is_another_file() {
    let mut pdf = SIGNED.pdf.clone();
    let letter = contents_digits(&pdf).find(|at| pdf[*at].is_ascii_lowercase()).unwrap();
    pdf[letter].make_ascii_uppercase();
    assert_eq!(check(&pdf), Err(NotVerified::Signature));
}

#[test]
fn whatever_is_appended_is_noticed() {
    let Signed { pdf, .. } = &*SIGNED;
    for tail in [&b"\n"[..], b"%", b"\0", b"%%EOF\n"] {
        assert!(check(&[pdf, tail].concat()).is_err(), "{tail:?}");
    }
    assert_eq!(check(&with_a_page_more(pdf)), Err(NotVerified::NotASheet));
}

#[test]
fn an_update_that_hides_behind_the_old_signature_is_noticed() {
    let Signed { drawn, pdf, .. } = &*SIGNED;
    // The signed update once more behind itself: the file ends as a signed file does, and the signature covers less.
    let update = &pdf[drawn.len()..];
    let twice = [pdf, update].concat();
    assert!(check(&twice).is_err());
    let section = last_section(pdf).unwrap();
    let drawn_at = section.previous.unwrap();
    let mut moved = pdf.clone();
    let trailer = format!("<</Size {}/Root 1 0 R{}/Prev {drawn_at}>>", section.size, section.info_and_id);
    write_object(&mut moved, 2, b"<</Type/Pages/Count 0/Kids[]>>");
    let signature = section.size - 1;
    let offset = pdf.windows(SIGNATURE_HEAD.len()).rposition(|window| window == SIGNATURE_HEAD.as_bytes()).unwrap();
    let offset = offset - format!("{signature} 0 obj\n").len();
    write_xref(&mut moved, &[(2, pdf.len()), (signature, offset)], &trailer, false);
    assert_eq!(check(&moved), Err(NotVerified::NotCovered));
}

fn with_a_page_more(pdf: &[u8]) -> Vec<u8> {
    let section = last_section(pdf).unwrap();
    let mut longer = pdf.to_vec();
    let (page, offset) = (section.size, longer.len());
    write_object(&mut longer, page, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>");
    let trailer = format!("<</Size {}/Root 1 0 R{}/Prev {}>>", page + 1, section.info_and_id, section.start);
    write_xref(&mut longer, &[(page, offset)], &trailer, false);
    longer
}

#[test]
fn a_cut_file_and_what_is_no_sheet_are_refused_not_fatal() {
    let Signed { drawn, pdf, .. } = &*SIGNED;
    for cut in (0..pdf.len()).step_by(997).chain(pdf.len() - 300..pdf.len()) {
        assert_eq!(check(&pdf[..cut]).map(|_| ()), Err(NotVerified::NotASheet), "cut at {cut}");
    }
    assert_eq!(check(drawn), Err(NotVerified::NotASheet));
    let foreign: [&[u8]; 6] = [
        b"",
        b"hello",
        b"%PDF-1.7\n",
        b"%PDF-1.7\nstartxref\n999999999999\n%%EOF\n",
        b"%PDF-1.7\nxref\n0 999999999999\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\nxref\n4294967295 2\n0000000000 00000 n \n0000000000 00000 n \ntrailer\n<<>>\nstartxref\n9\n%%EOF\n",
    ];
    for foreign in foreign {
        assert_eq!(check(foreign), Err(NotVerified::NotASheet));
    }
}

#[test]
fn a_sheet_of_another_office_is_not_trusted() {
    let other = domain::trust::root(
        "云州安信到家服务有限公司",
        &domain::trust::Terms { serial: [1; 16], from: 1_767_225_600_000, to: 1_900_000_000_000 },
        &SoftwareKey::from_secret(&[9; 32]).unwrap(),
    );
    assert_eq!(verify(&SIGNED.pdf, &other.unwrap()), Err(NotVerified::Trust(NotTrusted::Issuing)));
}

#[test]
fn a_sheet_signed_after_the_certificate_ran_out_is_not_trusted() {
    let Signed { drawn, house, .. } = &*SIGNED;
    let late = Signing { at: "2029-01-01T00:00:00+08:00", ..how(house) };
    let pdf = sign(drawn, &sample::device_key().unwrap(), &late).unwrap();
    assert_eq!(check(&pdf), Err(NotVerified::Trust(NotTrusted::Expired)));
}

#[test]
fn only_the_device_that_sealed_can_sign_and_only_a_fresh_drawing() {
    let Signed { drawn, pdf, house } = &*SIGNED;
    let key = sample::device_key().unwrap();
    let other = SoftwareKey::from_secret(&[7; 32]).unwrap();
    assert_eq!(sign(drawn, &other, &how(house)), Err(SignRefused::WrongKey));
    assert_eq!(sign(pdf, &key, &how(house)), Err(SignRefused::NotDrawn));
    assert_eq!(sign(b"%PDF-1.7\n", &key, &how(house)), Err(SignRefused::NotDrawn));
    assert_eq!(sign(drawn, &key, &Signing { at: "today", ..how(house) }), Err(SignRefused::Time));
    let issuing_key = SoftwareKey::from_secret(&[2; 32]).unwrap();
    let foreign = Signing { device: &house.issuing, ..how(house) };
    assert_eq!(sign(drawn, &issuing_key, &foreign), Err(SignRefused::OtherSeal));
}

#[test]
fn a_drawing_changed_before_signing_no_longer_fits_its_seal() {
    let Signed { drawn, house, .. } = &*SIGNED;
    let mut changed = drawn.clone();
    let at = changed.windows(18).position(|window| window == b"/Type/EmbeddedFile").unwrap() + 400;
    changed[at] ^= 1;
    let pdf = sign(&changed, &sample::device_key().unwrap(), &how(house)).unwrap();
    assert_eq!(check(&pdf), Err(NotVerified::Seal));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn any_changed_byte_anywhere_is_noticed(at in 0..SIGNED.pdf.len(), mask in 1..=255_u8) {
        prop_assert!(check(&flipped(at, mask)).is_err());
    }

    #[test]
    fn any_run_of_bytes_taken_out_is_noticed(at in 0..SIGNED.pdf.len(), length in 1..5000_usize) {
        let mut pdf = SIGNED.pdf.clone();
        pdf.drain(at..(at + length).min(SIGNED.pdf.len()));
        prop_assert!(check(&pdf).is_err());
    }

    #[test]
    fn noise_is_refused_not_fatal(noise in proptest::collection::vec(any::<u8>(), 0..2000)) {
        prop_assert!(check(&noise).is_err());
        let dressed = [b"%PDF-1.7\nxref\n", noise.as_slice(), b"\nstartxref\n9\n%%EOF\n"].concat();
        prop_assert!(check(&dressed).is_err());
    }
}
