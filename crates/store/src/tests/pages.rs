//! One page of the hub's answer, one transaction.

use super::crew::{Writer, rows};
use super::{Phone, card};
use crate::{
    Answer, Answered, DeviceCertificate, Epoch, Grant, MetaKey, Page, Place, Release, Safety, Store, StoreRefused,
};
use domain::brief::Brief;
use domain::digest::Digest;
use domain::ids::JobId;
use domain::key::KeyId;
use serde_json::json;

fn place(number: u64) -> Place {
    Place { epoch: [3; 16], number, chain: [9; 32] }
}

fn release(version: &str, bytes: &[u8]) -> Release {
    let (kind, name) = ("pack".into(), "dw_repair".into());
    Release { kind, name, version: version.into(), digest: Digest::of(bytes), bytes: bytes.to_vec() }
}

fn whole_page() -> (Writer, Page) {
    let mut office = Writer::new("GD1", 9);
    let made = [office.note("call first"), office.note("dog")];
    let brief = Brief { fields: [("customer.name".to_owned(), json!("王丽"))].into(), ..Brief::default() };
    let page = Page {
        device_certificates: vec![DeviceCertificate { key: KeyId([1; 8]), der: vec![1, 2] }],
        releases: vec![release("1.0", b"pack")],
        grants: vec![Grant { job: "GD1".into(), letter: "A".into(), ended: false }],
        briefs: vec![("GD1".into(), brief)],
        cards: vec![card("GD1")],
        meta: vec![(MetaKey::NONCE, vec![7])],
        place: Some(place(5)),
        highest: Some(place(6)),
        ..office.page(&made)
    };
    (office, page)
}

#[test]
fn a_page_is_read_back_whole_after_the_file_was_closed() {
    let phone = Phone::new();
    let (office, page) = whole_page();
    phone.store().commit_page(&page).unwrap();
    let store = phone.store();
    let job = JobId::new("GD1");
    assert_eq!(store.load(&office.doc).unwrap().document.heads(), office.log.heads());
    assert_eq!(store.records(&job).unwrap(), page.records[0].1);
    assert_eq!(store.brief(&job).unwrap().unwrap(), page.briefs[0].1);
    assert_eq!(store.card(&job).unwrap().unwrap(), card("GD1"));
    assert_eq!(store.device_certificates().unwrap(), page.device_certificates);
    assert_eq!(store.actor_certificates().unwrap(), page.actor_certificates);
    assert_eq!(store.releases("pack").unwrap(), page.releases);
    assert_eq!(store.release(&page.releases[0].digest).unwrap().unwrap(), page.releases[0]);
    assert_eq!(
        (store.grants().unwrap(), store.grant(&job).unwrap()),
        (page.grants.clone(), Some(page.grants[0].clone()))
    );
    assert_eq!((store.place().unwrap(), store.highest().unwrap()), (place(5), place(6)));
    assert_eq!(store.meta(MetaKey::NONCE).unwrap().unwrap(), [7]);
    assert_eq!(store.outbox_count().unwrap().changes, 0, "what came from the hub is not pushed");
    assert_eq!(store.safety(&job).unwrap(), Safety::AtOffice, "no backup was announced to this device");
}

#[test]
fn the_same_page_twice_changes_nothing() {
    let phone = Phone::new();
    let mut store = phone.store();
    let (_, page) = whole_page();
    store.commit_page(&page).unwrap();
    let once = rows(&store);
    store.commit_page(&page).unwrap();
    assert_eq!(rows(&store), once);
}

#[test]
fn a_page_that_cannot_be_saved_whole_is_not_saved_at_all() {
    let phone = Phone::new();
    let mut store = phone.store();
    let before = rows(&store);
    let (_, mut page) = whole_page();
    page.releases.push(Release { digest: Digest::of(b"other"), ..release("1.1", b"pack 2") });
    assert_eq!(store.commit_page(&page), Err(StoreRefused::WrongDigest("dw_repair 1.1".into())));
    assert_eq!(rows(&store), before);
    assert_eq!(store.place().unwrap(), Place::default());
}

#[test]
fn our_own_changes_coming_back_on_the_feed_stay_ours() {
    let phone = Phone::new();
    let (mut store, mut writer) = (phone.store(), Writer::new("GD1", 1));
    let made = writer.note("mine");
    writer.save(&mut store, &made, None).unwrap();
    store.commit_page(&writer.page(&[made])).unwrap();
    assert_eq!(store.outbox_count().unwrap().changes, 1, "it leaves by its answer, not by its echo");
}

#[test]
fn two_releases_of_one_name_are_both_kept_in_the_order_they_came() {
    let phone = Phone::new();
    let mut store = phone.store();
    for release in [release("1.0", b"a"), release("1.1", b"b"), release("1.0", b"a")] {
        store.save_release(&release).unwrap();
    }
    let versions: Vec<String> = store.releases("pack").unwrap().into_iter().map(|release| release.version).collect();
    assert_eq!(versions, ["1.0", "1.1"]);
}

#[test]
fn an_ended_grant_keeps_the_work_made_under_it() {
    let phone = Phone::new();
    let (mut store, mut writer) = (phone.store(), Writer::new("GD1", 1));
    writer.tap(&mut store, "late but legitimate").unwrap();
    let ended = Grant { job: "GD1".into(), letter: "A".into(), ended: true };
    store.commit_page(&Page { grants: vec![ended.clone()], ..Page::default() }).unwrap();
    assert_eq!(store.grants().unwrap(), [ended]);
    assert_eq!(store.outbox_count().unwrap().changes, 1);
}

fn stored(store: &mut Store, hash: Digest, number: u64) {
    let answers = vec![Answered { hash, answer: Answer::Stored { number } }];
    store.commit_page(&Page { answers, secured: Some(100), ..Page::default() }).unwrap();
}

#[test]
fn a_hub_that_went_backwards_is_offered_everything_and_gets_what_it_lost() {
    let phone = Phone::new();
    let (mut store, mut mine) = (phone.store(), Writer::new("GD1", 1));
    store.save_own_actor(&mine.certificate()).unwrap();
    let a = mine.tap(&mut store, "a").unwrap();
    let b = mine.tap(&mut store, "b").unwrap();
    stored(&mut store, a, 4);
    stored(&mut store, b, 5);
    let mut office = Writer::new("GD2", 9);
    let foreign = [office.note("from the office")];
    store.commit_page(&office.page(&foreign)).unwrap();
    assert_eq!(store.safety(&"GD1".into()).unwrap(), Safety::Secured);

    store.commit_page(&Page { epoch: Epoch::Began, ..Page::default() }).unwrap();
    drop(store);
    let mut store = phone.store();
    assert!(store.is_offering().unwrap());
    assert_eq!(store.secured().unwrap(), None);
    assert_eq!(store.safety(&"GD1".into()).unwrap(), Safety::OnDevice, "nothing the old hub said counts");
    assert_eq!(
        store.offer().unwrap(),
        [(mine.doc.clone(), vec![a, b]), (office.doc.clone(), vec![foreign[0].change.hash])]
    );

    let lost = vec![(mine.doc.clone(), b), (office.doc.clone(), foreign[0].change.hash)];
    store.commit_page(&Page { epoch: Epoch::Offered { number: 2 }, wanted: lost, ..Page::default() }).unwrap();
    assert!(!store.is_offering().unwrap());
    let outbox = store.outbox(u64::MAX).unwrap();
    let pushed: Vec<Digest> = outbox.docs.iter().flat_map(|doc| &doc.changes).map(|change| change.hash).collect();
    assert_eq!(pushed, [b, foreign[0].change.hash], "whoever wrote it");
    assert_eq!(outbox.docs.iter().map(|doc| doc.authorships.len()).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(outbox.actor_certificates.len(), 2, "the hub may have lost these too");
    for hash in pushed {
        stored(&mut store, hash, 6);
    }
    assert_eq!(store.outbox_count().unwrap().changes, 0);
    assert_eq!(store.safety(&"GD1".into()).unwrap(), Safety::Secured);
}

#[cfg(feature = "planted")]
#[test]
fn the_planted_fault_moves_the_cursor_without_the_page() {
    let phone = Phone::new();
    let mut store = phone.store();
    let (_, mut page) = whole_page();
    page.releases.push(Release { digest: Digest::of(b"other"), ..release("1.1", b"pack 2") });
    store.plant(crate::Planted::CursorOutsideTransaction);
    assert!(store.commit_page(&page).is_err());
    assert_eq!(store.place().unwrap(), place(5));
    assert_eq!(store.jobs_with_changes().unwrap(), []);
}
