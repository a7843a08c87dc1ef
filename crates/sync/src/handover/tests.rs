//! Hand-over files by themselves: for one key alone, whole or not at all.

use super::*;
use proptest::prelude::*;

fn company() -> CompanyId {
    CompanyId::new("anxin")
}

fn full() -> HandOver {
    HandOver {
        v: VERSION,
        company: company(),
        device: DeviceId::new("d-1"),
        person: PersonId::new("p-417"),
        made_ms: 1_795_000_000_000,
        part: 1,
        parts: 1,
        documents: Vec::new(),
        actor_certificates: Vec::new(),
        device_certificates: vec![vec![1, 2, 3]],
        files: vec![b"a photo".to_vec(), Vec::new()],
    }
}

#[test]
fn a_file_opens_with_the_office_s_key_and_says_the_same() {
    let key = OfficeKey::generate();
    let file = full().seal(&key.recipient()).unwrap();
    assert!(!file.windows(7).any(|window| window == b"a photo"), "nothing of it can be read without the key");
    assert_eq!(HandOver::open(&file, &key, &company()), Ok(full()));
    let kept = OfficeKey::read(&format!("{}\n", key.secret())).unwrap();
    assert_eq!(HandOver::open(&file, &kept, &company()), Ok(full()));
}

#[test]
fn another_key_another_company_and_another_file_are_told_apart() {
    let (key, other) = (OfficeKey::generate(), OfficeKey::generate());
    let file = full().seal(&key.recipient()).unwrap();
    assert_eq!(HandOver::open(&file, &other, &company()), Err(HandOverRefused::OtherKey));
    assert_eq!(HandOver::open(&file, &key, &CompanyId::new("jinzhou")), Err(HandOverRefused::OtherCompany));
    assert_eq!(HandOver::open(b"%PDF-1.7", &key, &company()), Err(HandOverRefused::OtherFile));
    assert_eq!(HandOver::open(b"", &key, &company()), Err(HandOverRefused::OtherFile));
    let newer = HandOver { v: 2, ..full() }.seal(&key.recipient()).unwrap();
    assert_eq!(HandOver::open(&newer, &key, &company()), Err(HandOverRefused::Newer));
}

#[test]
fn a_device_that_was_told_no_key_says_so() {
    for key in ["", "age1", "AGE-SECRET-KEY-1", "ssh-ed25519 AAAA"] {
        assert_eq!(full().seal(key), Err(HandOverRefused::NoKey), "{key}");
    }
}

proptest! {
    #[test]
    fn a_bent_or_cut_file_is_refused_whole(place in 0_usize..400, bit in 0_u8..8, cut in 0_usize..400) {
        let key = OfficeKey::generate();
        let file = full().seal(&key.recipient()).unwrap();
        let mut bent = file.clone();
        let at = place % file.len();
        bent[at] ^= 1 << bit;
        prop_assert!(HandOver::open(&bent, &key, &company()).is_err());
        prop_assert!(HandOver::open(&file[..cut % file.len()], &key, &company()).is_err());
    }

    #[test]
    fn what_is_inside_may_be_anything(inside in proptest::collection::vec(any::<u8>(), 0..600)) {
        let key = OfficeKey::generate();
        let file = encrypt(&key.0.to_public(), &inside).unwrap();
        let _ = HandOver::open(&file, &key, &company());
    }
}
