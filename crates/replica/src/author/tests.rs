//! Signatures and certificates, honest and forged.

use super::*;
use crate::author::testing::{House, certificate, company, key, vouch};
use crate::document::{DocKind, Document};
use crate::testing::{actor, id, note};

fn doc() -> DocRef {
    DocRef::log("GD261120-0041".into())
}

fn log() -> Document {
    Document::genesis(DocKind::Log).unwrap()
}

fn signed(change: &Change, seed: u8) -> Authorship {
    Authorship::sign(&company(), &doc(), change, &key(seed)).unwrap()
}

#[test]
fn the_message_is_laid_out_to_the_byte() {
    let message = author_message(&company(), &doc(), actor(7), 258, &Digest([9; 32]));
    let mut expected = b"doorstep-author-1\x00\x05anxin\x00\x0dGD261120-0041\x02".to_vec();
    expected.extend([7; 16]);
    expected.extend([0, 0, 0, 0, 0, 0, 1, 2]);
    expected.extend([9; 32]);
    assert_eq!(message, expected);
}

#[test]
fn one_signature_covers_the_actors_earlier_changes_also_through_others() {
    let registry = House::new().registry();
    let (mut mine, mut theirs) = (log(), log());
    let first = mine.append(actor(1), &[(id(1), note("1"))]).unwrap();
    theirs.apply(&first).unwrap();
    let between = theirs.append(actor(2), &[(id(2), note("2"))]).unwrap();
    mine.apply(&between).unwrap();
    let last = mine.append(actor(1), &[(id(3), note("3"))]).unwrap();
    let batch = [first.clone(), between.clone(), last.clone()];
    let authored = registry.authors(&doc(), &batch, &[signed(&last, 4)]);
    let by: Vec<_> = batch.iter().map(|change| authored.by.get(&change.hash).map(|it| it.person.as_str())).collect();
    assert_eq!(by, [Some("p-1"), None, Some("p-1")]);
    assert_eq!(authored.not.get(&between.hash), Some(&AuthorRefused::NotCovered));
    let authored = registry.authors(&doc(), &batch, &[signed(&last, 4), signed(&between, 5)]);
    assert!(authored.not.is_empty());
}

/// Two changes of actor 1 and a signature over the second.
fn honest() -> (Vec<Change>, Authorship) {
    let mut document = log();
    let changes: Vec<_> = (1..3).map(|n| document.append(actor(1), &[(id(n), note("…"))]).unwrap()).collect();
    let signature = signed(&changes[1], 4);
    (changes, signature)
}

/// What becomes of the honest changes under these signatures: the code of the first refusal, if any.
fn refusal(registry: &Registry, doc: &DocRef, authorships: &[Authorship]) -> Option<&'static str> {
    let authored = registry.authors(doc, &honest().0, authorships);
    assert_eq!(authored.by.len() + authored.not.len(), 2);
    authored.not.values().next().map(AuthorRefused::code)
}

#[test]
fn a_change_copied_to_another_job_document_or_company_is_nobodys() {
    let registry = House::new().registry();
    let (_, signature) = honest();
    assert_eq!(refusal(&registry, &doc(), std::slice::from_ref(&signature)), None);

    let other_job = DocRef::log("GD261120-0042".into());
    assert_eq!(refusal(&registry, &other_job, std::slice::from_ref(&signature)), Some("author.signature"));
    // With the name of the job filled in anew.
    let renamed = Authorship { doc: other_job.clone(), ..signature.clone() };
    assert_eq!(refusal(&registry, &other_job, &[renamed]), Some("author.signature"));
    let brief = DocRef::brief(doc().job);
    let renamed = Authorship { doc: brief.clone(), ..signature.clone() };
    assert_eq!(refusal(&registry, &brief, &[renamed]), Some("author.signature"));

    let elsewhere = Authorship::sign(&"other".into(), &doc(), &honest().0[1], &key(4)).unwrap();
    assert_eq!(refusal(&registry, &doc(), &[elsewhere]), Some("author.signature"));
}

#[test]
fn no_two_pairs_of_company_and_job_are_signed_as_the_same_bytes() {
    let of = |company: &str, job: &str| {
        author_message(&company.into(), &DocRef::log(job.into()), actor(1), 1, &Digest([0; 32]))
    };
    assert_ne!(of("anxin", "1-2"), of("anxin1", "-2"));
}

#[test]
fn a_signature_by_another_phone_or_over_another_change_covers_nothing() {
    let registry = House::new().registry();
    let (changes, signature) = honest();
    let thief = signed(&changes[1], 5);
    assert_eq!(refusal(&registry, &doc(), std::slice::from_ref(&thief)), Some("author.unknown_actor"));
    let renamed = Authorship { key: signature.key, ..thief };
    assert_eq!(refusal(&registry, &doc(), &[renamed]), Some("author.signature"));
    let older = signed(&changes[0], 4);
    assert_eq!(refusal(&registry, &doc(), &[older]), Some("author.not_covered"), "the newer one is not covered");
    let moved = Authorship { seq: 9, ..signature.clone() };
    assert_eq!(refusal(&registry, &doc(), &[moved]), Some("author.not_covered"));
    let other_actor = Authorship { actor: actor(2), ..signature };
    assert_eq!(refusal(&registry, &doc(), &[other_actor]), Some("author.not_covered"));
    assert_eq!(refusal(&registry, &doc(), &[]), Some("author.not_covered"));
}

#[test]
fn a_bad_signature_beside_a_good_one_does_no_harm() {
    let registry = House::new().registry();
    let (_, good) = honest();
    let bad = Authorship { signature: [0; 64], ..good.clone() };
    assert_eq!(refusal(&registry, &doc(), &[bad.clone(), good.clone()]), None);
    assert_eq!(refusal(&registry, &doc(), &[good, bad]), None);
}

#[test]
fn a_key_without_a_certificate_of_our_office_is_unknown() {
    let house = House::new();
    let mut registry = Registry::new(company(), house.root.clone(), house.issuing.clone());
    assert_eq!(refusal(&registry, &doc(), &[honest().1]), Some("author.unknown_key"));
    assert_eq!(
        registry.admit_actor(&vouch(4, "p-1", "d-1", actor(1))),
        Err(AuthorRefused::UnknownKey(key(4).key_id()))
    );
    let stranger = House::of(10);
    let refused = registry.admit_certificate(stranger.office.der()).unwrap_err();
    assert_eq!(refused.code(), "trust.leaf");
    assert_eq!(registry.admit_certificate(b"no certificate"), Err(AuthorRefused::Unreadable));
    assert!(registry.admit_certificate(house.issuing.der()).is_err(), "a CA signs no changes");
    let phone = house.device(4, "d-1", "p-1");
    assert_eq!(registry.admit_certificate(phone.der()), Ok(Admitted::New));
    assert_eq!(registry.admit_certificate(phone.der()), Ok(Admitted::Known));
    assert_eq!(refusal(&registry, &doc(), &[honest().1]), Some("author.unknown_actor"));
}

#[test]
fn an_actor_belongs_to_its_first_key_and_to_the_person_of_that_key() {
    let house = House::new();
    let mut registry = house.registry();
    assert_eq!(registry.admit_actor(&vouch(4, "p-1", "d-1", actor(1))), Ok(Admitted::Known));
    assert_eq!(registry.admit_actor(&vouch(5, "p-2", "d-2", actor(1))), Err(AuthorRefused::Taken(actor(1))));
    assert_eq!(registry.admit_actor(&vouch(4, "p-2", "d-1", actor(7))), Err(AuthorRefused::OtherHolder));
    assert_eq!(registry.admit_actor(&vouch(4, "p-1", "d-2", actor(7))), Err(AuthorRefused::OtherHolder));
    let forged = SignedActorCertificate { signature: [1; 64], ..vouch(4, "p-1", "d-1", actor(7)) };
    assert_eq!(registry.admit_actor(&forged), Err(AuthorRefused::Signature));
    let elsewhere = ActorCertificate { company: "other".into(), ..certificate(4, "p-1", "d-1", actor(7)) };
    assert_eq!(registry.admit_actor(&elsewhere.sign(&key(4)).unwrap()), Err(AuthorRefused::OtherCompany));
    assert_eq!(registry.author_of(&actor(1)).map(|author| author.office), Some(false));
    assert_eq!(registry.author_of(&actor(3)).map(|author| author.office), Some(true));
    assert_eq!(registry.author_of(&actor(7)), None);
}

#[test]
fn an_actor_certificate_cut_short_or_bent_is_refused_and_never_fatal() {
    let mut registry = House::new().registry();
    let good = vouch(4, "p-1", "d-1", actor(7));
    for length in 0..good.body.len() {
        let cut = SignedActorCertificate { body: good.body[..length].to_vec(), ..good.clone() };
        assert_eq!(registry.admit_actor(&cut), Err(AuthorRefused::Unreadable), "{length}");
    }
    for at in 0..good.body.len() {
        let mut bent = good.clone();
        bent.body[at] ^= 1;
        assert!(registry.admit_actor(&bent).is_err(), "{at}");
    }
    assert_eq!(registry.admit_actor(&good), Ok(Admitted::New));
}

#[test]
fn what_is_signed_and_kept_is_read_for_ever() {
    let change = Change::decode(include_bytes!("../../samples/log-change-1.bin")).unwrap();
    let authorship: Authorship = minicbor::decode(include_bytes!("../../samples/authorship-1.cbor")).unwrap();
    let vouched: SignedActorCertificate =
        minicbor::decode(include_bytes!("../../samples/actor-certificate-1.cbor")).unwrap();
    assert_eq!(vouched, vouch(4, "p-1", "d-1", actor(1)));
    assert_eq!(authorship, signed(&change, 4));
    let house = House::new();
    let mut registry = Registry::new(company(), house.root.clone(), house.issuing.clone());
    registry.admit_certificate(house.device(4, "d-1", "p-1").der()).unwrap();
    registry.admit_actor(&vouched).unwrap();
    assert!(registry.authors(&doc(), &[change], &[authorship]).not.is_empty());
}
