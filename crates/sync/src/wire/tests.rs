//! Pages that are read for ever, and pages that must not be.

use super::*;
use crate::feed::{Epoch, Place};
use crate::order::SignedOrder;
use domain::digest::Digest;
use domain::key::KeyId;
use minicbor::{Decode, Encode, Encoder};
use proptest::prelude::*;
use replica::author::{Authorship, SignedActorCertificate};
use replica::change::ActorId;
use replica::document::{DocKind, DocRef, Document};

fn place(number: u64) -> Place {
    Place { epoch: Epoch([1; 16]), number, chain: Digest([number as u8; 32]) }
}

fn documents() -> Documents {
    let doc = DocRef::log("GD261120-0041".into());
    let (actor, hash, key) = (ActorId([2; 16]), Digest([3; 32]), KeyId([4; 8]));
    let authorships = vec![Authorship { doc: doc.clone(), actor, seq: 7, hash, key, signature: [5; 64] }];
    Documents { doc, changes: vec![b"raw change".to_vec(), vec![]], authorships }
}

fn actor_certificates() -> Vec<SignedActorCertificate> {
    vec![SignedActorCertificate { body: b"body".to_vec(), signature: [6; 64] }]
}

fn hashes() -> Vec<Hashes> {
    vec![Hashes { doc: DocRef::brief("GD261120-0041".into()), hashes: vec![Digest([8; 32]), Digest([9; 32])] }]
}

fn request() -> Request {
    Request {
        v: VERSION,
        place: place(3),
        highest: place(5),
        pushes: vec![documents()],
        actor_certificates: actor_certificates(),
        device_certificates: vec![b"der".to_vec()],
        offers: hashes(),
        page_limit: PAGE as u64,
        schema: None,
        known: vec![],
        short: false,
    }
}

fn answer() -> Answer {
    let change = |said, late| ChangeAnswer { hash: Digest([10; 32]), said, late };
    Answer {
        v: VERSION,
        hub_time_ms: 1_795_000_000_000,
        head: place(9),
        place: place(8),
        answers: vec![
            change(Said::Stored, true),
            change(Said::Held(vec![Digest([11; 32])]), false),
            change(Said::SetAside("change.seq".into()), false),
        ],
        docs: vec![documents()],
        actor_certificates: actor_certificates(),
        device_certificates: vec![b"der".to_vec()],
        releases: vec![Release {
            kind: "pack".into(),
            name: "dw_repair".into(),
            version: "1.0".into(),
            digest: Digest::of(b"pack"),
            bytes: b"pack".to_vec(),
        }],
        grants: vec![Grant { job: "GD261120-0041".into(), letter: "A".into(), ended: Some(1_795_000_000_000) }],
        more: true,
        new_epoch: true,
        secured: Some(4),
        wants: hashes(),
        lacks: vec![],
        order: None,
        schema: None,
        all_stored: false,
    }
}

/// A page of plain CBOR.
fn page_of(cbor: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(cbor, 3).unwrap()
}

#[test]
fn the_pages_of_version_1_are_read_and_written_for_ever() {
    let request_1 = include_bytes!("../../samples/request-1.bin");
    let answer_1 = include_bytes!("../../samples/answer-1.bin");
    assert_eq!(decode::<Request>(request_1).unwrap(), request());
    assert_eq!(decode::<Answer>(answer_1).unwrap(), answer());
    // What is compressed stays the same to the byte; the compressor may learn. The first answers also named the rows of the
    // feed (5), which no reader ever needed; they are read, and not written any more.
    assert_eq!(minicbor::to_vec(request()).unwrap(), include_bytes!("../../samples/request-1.cbor"));
    assert_eq!(minicbor::to_vec(answer()).unwrap(), include_bytes!("../../samples/answer-1.cbor"));
}

/// What was added later, each with a key of its own.
fn with_additions() -> (Request, Answer) {
    let order = SignedOrder { body: b"order".to_vec(), signature: [13; 64] };
    let lacks = vec![Digest([14; 32])];
    let answer = Answer { lacks, order: Some(order), schema: Some(SCHEMA), all_stored: true, ..answer() };
    (Request { schema: Some(SCHEMA), known: vec![Mark([15; 8]), Mark::of(b"der")], short: true, ..request() }, answer)
}

#[test]
fn additions_to_version_1_are_read_and_written_for_ever() {
    let (request, answer) = with_additions();
    assert_eq!(minicbor::to_vec(&request).unwrap(), include_bytes!("../../samples/request-1-added.cbor"));
    assert_eq!(minicbor::to_vec(&answer).unwrap(), include_bytes!("../../samples/answer-1-added.cbor"));
    assert_eq!(decode::<Request>(&encode(&request).unwrap()).unwrap(), request);
    assert_eq!(decode::<Answer>(&encode(&answer).unwrap()).unwrap(), answer);
}

#[test]
fn a_page_is_the_same_after_a_round_trip() {
    assert_eq!(decode::<Request>(&encode(&request()).unwrap()).unwrap(), request());
    assert_eq!(decode::<Answer>(&encode(&answer()).unwrap()).unwrap(), answer());
}

/// What a later version may send: keys we do not know, simple and nested.
#[derive(Encode, Decode)]
#[cbor(map)]
struct LaterRequest {
    #[n(0)]
    v: u32,
    #[n(1)]
    place: Place,
    #[n(2)]
    highest: Place,
    #[n(7)]
    page_limit: u64,
    #[n(40)]
    mood: Option<String>,
    #[n(41)]
    weather: Vec<Vec<(u64, String)>>,
}

#[test]
fn a_signature_says_which_change_of_its_list_it_signs_in_place_of_the_hash() {
    let mut brief = Document::genesis(DocKind::Brief).unwrap();
    let actor = ActorId([2; 16]);
    let change = brief.write_brief(actor, &[("customer.name".into(), "王".into())], &[]).unwrap();
    let doc = DocRef::brief("GD261120-0041".into());
    let key = KeyId([4; 8]);
    let signed = |hash| Authorship { doc: doc.clone(), actor, seq: 1, hash, key, signature: [5; 64] };
    let authorships = vec![signed(change.hash), signed(Digest([3; 32]))];
    let list = Documents { doc: doc.clone(), changes: vec![change.raw.clone()], authorships };
    let cbor = minicbor::to_vec(&list).unwrap();
    assert_eq!(cbor, include_bytes!("../../samples/documents-1-added.cbor"));
    assert_eq!(minicbor::decode::<Documents>(&cbor).unwrap(), list);
    let holds = |bytes: &[u8]| cbor.windows(32).any(|window| window == bytes);
    assert!(!holds(&change.hash.0), "the hash of a change that is there is not written");
    assert!(holds(&[3; 32]), "the hash of another is");
}

#[test]
fn a_change_that_thousands_of_signatures_name_is_hashed_once() {
    // 30,000 times 4 MiB would be 120 GB of SHA-256, from somebody who has proved nothing.
    let raw = vec![7; 4 << 20];
    let hash = Digest::of(&raw[8..]);
    let doc = DocRef::brief("GD".into());
    let (actor, key) = (ActorId([2; 16]), KeyId([4; 8]));
    let signed = Authorship { doc: doc.clone(), actor, seq: 1, hash, key, signature: [5; 64] };
    let pushes = vec![Documents { doc, changes: vec![raw], authorships: vec![signed; 30_000] }];
    let page = encode(&Request { pushes, ..request() }).unwrap();
    assert!(page.len() < 100_000, "{}", page.len());
    assert_eq!(decode::<Request>(&page).unwrap().pushes[0].authorships.len(), 30_000);
}

#[test]
fn a_signature_over_no_change_of_its_list_is_refused() {
    // {0: doc, 1: [], 2: [{0: doc, 1: actor, 2: 1, 4: key, 5: signature, 6: at}]}
    for at in [Some(0), Some(u64::MAX), None] {
        let mut cbor = Encoder::new(Vec::new());
        let doc = DocRef::log("GD261120-0041".into());
        cbor.map(3).unwrap().u8(0).unwrap().encode(&doc).unwrap();
        cbor.u8(1).unwrap().array(0).unwrap().u8(2).unwrap().array(1).unwrap();
        cbor.map(if at.is_some() { 6 } else { 5 }).unwrap().u8(0).unwrap().encode(&doc).unwrap();
        cbor.u8(1).unwrap().encode(ActorId([2; 16])).unwrap().u8(2).unwrap().u8(1).unwrap();
        cbor.u8(4).unwrap().bytes(&[4; 8]).unwrap().u8(5).unwrap().bytes(&[5; 64]).unwrap();
        if let Some(at) = at {
            cbor.u8(6).unwrap().u64(at).unwrap();
        }
        let refused = minicbor::decode::<Documents>(cbor.writer()).unwrap_err();
        assert!(refused.to_string().contains("no change of its list"), "{at:?}: {refused}");
    }
}

#[test]
fn keys_of_a_later_app_are_skipped_and_absent_lists_are_empty() {
    let later = LaterRequest {
        v: VERSION,
        place: place(1),
        highest: place(2),
        page_limit: 10,
        mood: Some("fine".into()),
        weather: vec![vec![(1, "雨".into())], vec![]],
    };
    let read: Request = decode(&encode(&later).unwrap()).unwrap();
    assert_eq!((read.place, read.highest, read.page_limit), (place(1), place(2), 10));
    assert!(read.pushes.is_empty() && read.offers.is_empty());
}

#[test]
fn another_version_is_told_as_such() {
    let page = encode(&Request { v: 2, ..request() }).unwrap();
    let refused = decode::<Request>(&page).unwrap_err();
    assert_eq!((refused.clone(), refused.code()), (WireRefused::Version(2), "wire.version"));
    assert!(refused.zh().contains("第 2 版") && refused.to_string().contains("update the app"));
}

#[test]
fn every_cut_of_a_page_is_refused() {
    let page = encode(&answer()).unwrap();
    for length in 0..page.len() {
        let refused = decode::<Answer>(&page[..length]).unwrap_err();
        assert!(["wire.damaged", "wire.unreadable"].contains(&refused.code()), "{length}: {refused}");
    }
    let cbor = minicbor::to_vec(answer()).unwrap();
    for length in 0..cbor.len() {
        assert_eq!(decode::<Answer>(&page_of(&cbor[..length])).unwrap_err().code(), "wire.unreadable", "{length}");
    }
}

#[test]
fn nothing_may_follow_a_page_or_its_message() {
    let page = encode(&request()).unwrap();
    assert_eq!(decode::<Request>(&[page.clone(), page.clone()].concat()).unwrap_err().code(), "wire.damaged");
    assert_eq!(decode::<Request>(&[page, vec![0]].concat()).unwrap_err().code(), "wire.damaged");
    let cbor = [minicbor::to_vec(request()).unwrap(), vec![0xf6]].concat();
    assert_eq!(decode::<Request>(&page_of(&cbor)).unwrap_err().code(), "wire.unreadable");
}

#[test]
fn a_small_page_that_unfolds_beyond_8_mib_is_refused() {
    let bomb = page_of(&vec![0; 64 << 20]);
    assert!(bomb.len() < 10_000, "{}", bomb.len());
    assert_eq!(decode::<Answer>(&bomb), Err(WireRefused::TooLarge));
    let with = |bytes: usize| Request { device_certificates: vec![vec![0; bytes]], ..request() };
    let room = PAGE - minicbor::to_vec(with(1 << 20)).unwrap().len() + (1 << 20);
    assert_eq!(decode::<Request>(&encode(&with(room)).unwrap()), Ok(with(room)), "a page may be 8 MiB long");
    let longer = minicbor::to_vec(with(room + 1)).unwrap();
    assert_eq!(longer.len(), PAGE + 1);
    assert_eq!(decode::<Request>(&page_of(&longer)), Err(WireRefused::TooLarge));
}

#[test]
fn a_page_that_asks_for_a_huge_window_is_refused() {
    // Frame header: magic, descriptor without size, window 2^(10 + 21) bytes; then an empty last block.
    let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 21 << 3, 0x01, 0x00, 0x00];
    assert_eq!(decode::<Answer>(&frame).unwrap_err().code(), "wire.damaged");
}

#[test]
fn too_much_to_send_is_refused_before_it_is_compressed() {
    let mut request = request();
    request.device_certificates = vec![vec![0; PAGE]];
    assert_eq!(encode(&request), Err(WireRefused::TooLarge));
}

#[test]
fn a_page_of_countless_empty_items_is_refused_before_it_is_built() {
    let empty = |count: usize| Request { device_certificates: vec![vec![]; count], ..request() };
    assert_eq!(encode(&empty(page::MOST_ITEMS)), Err(WireRefused::TooLarge));
    let cbor = minicbor::to_vec(empty(PAGE - 1000)).unwrap();
    assert!(cbor.len() <= PAGE);
    assert_eq!(decode::<Request>(&page_of(&cbor)), Err(WireRefused::TooLarge));
    let full = encode(&empty(page::MOST_ITEMS - 200)).unwrap();
    assert_eq!(decode::<Request>(&full).map(|it| it.device_certificates.len()), Ok(page::MOST_ITEMS - 200));
}

#[test]
fn a_claimed_length_without_the_bytes_takes_no_memory() {
    // {0: 1, 3: [2^60 items ...
    let cbor = [0xa2, 0x00, 0x01, 0x03, 0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(decode::<Request>(&page_of(&cbor)).unwrap_err().code(), "wire.unreadable");
    // {5: [2^60 items, the first of 2^60 bytes ...
    let cbor = [0xa1, 0x05, 0x9b, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x5b, 0x10, 0, 0, 0, 0, 0, 0, 0];
    assert_eq!(decode::<Request>(&page_of(&cbor)).unwrap_err().code(), "wire.unreadable");
    // An unknown key with a quarter of a million nested arrays.
    let cbor = [vec![0xa1, 0x18, 0x63], vec![0x81; 1 << 18]].concat();
    assert_eq!(decode::<Request>(&page_of(&cbor)).unwrap_err().code(), "wire.unreadable");
}

#[test]
fn each_refusal_speaks_both_languages() {
    for refused in [
        WireRefused::TooLarge,
        WireRefused::Damaged("x".into()),
        WireRefused::Unreadable("x".into()),
        WireRefused::Version(9),
    ] {
        assert!(refused.code().starts_with("wire.") && refused.to_string().is_ascii() && !refused.zh().is_ascii());
    }
    assert_eq!(Place::START.number, 0);
    assert_eq!(DocKind::Log.number(), 2);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused_and_never_fatal(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = decode::<Request>(&bytes);
        let _ = decode::<Answer>(&page_of(&bytes));
        prop_assert!(decode::<Request>(&page_of(&bytes)).is_err(), "random bytes lack the keys of a request");
    }

    #[test]
    fn a_bent_page_is_read_or_refused_and_never_fatal(
        at in any::<prop::sample::Index>(), with in any::<u8>(), packed in any::<bool>(),
    ) {
        let mut bytes = if packed { encode(&answer()).unwrap() } else { minicbor::to_vec(answer()).unwrap() };
        let at = at.index(bytes.len());
        bytes[at] = with;
        let page = if packed { bytes } else { page_of(&bytes) };
        if let Ok(read) = decode::<Answer>(&page) {
            prop_assert_eq!(decode::<Answer>(&encode(&read).unwrap()).unwrap(), read);
        }
    }
}
