//! The embedded database by itself: real files, real commits.

use super::*;
use crate::cards::Card;
use crate::company::{Company, Release};
use crate::documents::{Adopted, AsideChange, HeldChange, SignedChange, StoredChange, WAITING_ROW, Waiting};
use crate::feed::{Head, NewRow};
use crate::jobs::{JobGrant, Mirror, Of};
use crate::media::{Blob, BlobState};
use crate::nonces::{A_DEVICE, STRANGERS};
use crate::office::Admin;
use crate::people::{Device, DeviceState, Enrolment, Person};
use domain::digest::Digest;
use domain::key::KeyId;
use replica::change::ActorId;
use replica::document::{DocKind, DocRef};
use std::path::Path;
use sync::feed::{Audience, CHAIN_START, Epoch, RowKind, Subject};

fn open(folder: &Path) -> SqliteStorage {
    SqliteStorage::open(&SqliteOptions { synchronous: false, ..SqliteOptions::new(folder.join("hub.sqlite")) }).unwrap()
}

fn company() -> Company {
    Company {
        id: "anxin".into(),
        name_zh: "安信".into(),
        name_en: "Anxin".into(),
        hub: "hub-1".into(),
        root: vec![1],
        issuing: vec![2],
        office: vec![3],
        offset_minutes: 480,
    }
}

fn device(id: &str) -> Device {
    let Digest(digest) = Digest::of(id.as_bytes());
    let mut key = [0; 8];
    key.copy_from_slice(&digest[..8]);
    Device {
        id: id.into(),
        person: "p-417".into(),
        key: KeyId(key),
        spki: vec![4],
        certificate: id.as_bytes().to_vec(),
        facts: "{}".into(),
        state: DeviceState::Active,
        enrolled: 5,
    }
}

pub(super) fn founded(folder: &Path) -> SqliteStorage {
    let mut storage = open(folder);
    let mut tx = storage.write().unwrap();
    tx.found(&company(), Epoch([9; 16]), 1).unwrap();
    tx.save_person(&Person { id: "p-417".into(), name: "陈志远".into(), badge: "0417".into() }, 2).unwrap();
    for id in ["d-1", "d-2"] {
        tx.save_device(&device(id), 3).unwrap();
    }
    for id in ["GD261120-0041", "GD261120-0042"] {
        tx.save_job(&id.into(), &Mirror::empty(), 4).unwrap();
    }
    tx.commit().unwrap();
    storage
}

fn change(n: u8) -> StoredChange {
    StoredChange {
        hash: Digest([n; 32]),
        actor: ActorId([1; 16]),
        seq: n.into(),
        raw: vec![n; 10],
        number: None,
        bearer: Some("d-1".into()),
        late: false,
    }
}

fn row(audience: Audience, kind: RowKind, job: &str) -> NewRow {
    let document = (kind == RowKind::Changes).then_some(DocKind::Log);
    let subject = Some(Subject { job: job.into(), document });
    NewRow { audience, kind, subject, payload: Digest::of(job.as_bytes()), changes: vec![], carries: (0, 0) }
}

fn announcing(changes: &[u8], job: &str) -> NewRow {
    let changes = changes.iter().map(|n| Digest([*n; 32])).collect();
    NewRow { changes, ..row(Audience::Job, RowKind::Changes, job) }
}

pub(super) fn grant(tx: &mut dyn Tx, job: &str, device: &str) -> Head {
    let head = tx.publish(&[row(Audience::Device(device.into()), RowKind::Grant, job)]).unwrap();
    let grant = JobGrant {
        job: job.into(),
        device: device.into(),
        letter: "A".into(),
        number: head.place.number,
        ended: None,
        ended_at: None,
    };
    tx.save_grant(&grant).unwrap();
    head
}

fn numbers(tx: &dyn Tx, device: &str, after: u64) -> Vec<u64> {
    tx.rows_for(&device.into(), after, 100).unwrap().iter().map(|row| row.row.number).collect()
}

#[test]
fn what_was_committed_is_there_after_a_restart_and_what_was_dropped_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    tx.save_person(&Person { id: "p-9".into(), name: "不见".into(), badge: "9".into() }, 7).unwrap();
    drop(tx);
    drop(storage);
    let mut storage = open(folder.path());
    let tx = storage.read().unwrap();
    assert_eq!(tx.company().unwrap(), Some(company()));
    assert_eq!(tx.persons().unwrap().len(), 1);
    assert_eq!(tx.device_of_key(&device("d-2").key).unwrap(), Some(device("d-2")));
    assert_eq!(tx.devices_of(&"p-417".into()).unwrap().len(), 2);
}

#[test]
fn a_company_is_founded_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    assert!(matches!(tx.found(&company(), Epoch([1; 16]), 1), Err(StorageRefused::Constraint(_))));
}

#[test]
fn a_token_is_used_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    let enrolment = Enrolment { person: "p-417".into(), expires: 900, used: None };
    tx.save_token(&[7; 32], &enrolment).unwrap();
    assert_eq!(tx.token(&[7; 32]).unwrap(), Some(enrolment));
    assert!(tx.use_token(&[7; 32], &"d-1".into(), 10).unwrap());
    assert!(!tx.use_token(&[7; 32], &"d-2".into(), 11).unwrap());
    assert_eq!(tx.token(&[7; 32]).unwrap().unwrap().used, Some(10));
    assert!(!tx.use_token(&[8; 32], &"d-1".into(), 10).unwrap());
}

#[test]
fn a_nonce_is_used_once_by_its_key_and_only_the_newest_stay_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    let (mine, other) = (device("d-1").key, device("d-2").key);
    let nonce = |n: u32| {
        let mut nonce = [0; 16];
        nonce[..4].copy_from_slice(&n.to_be_bytes());
        nonce
    };
    for n in 0..=A_DEVICE {
        tx.open_nonce(&mine, true, &nonce(n), 1).unwrap();
    }
    assert!(!tx.use_nonce(&mine, &nonce(0)).unwrap(), "the oldest was forgotten");
    assert!(!tx.use_nonce(&other, &nonce(1)).unwrap(), "another key's nonce");
    assert!(tx.use_nonce(&mine, &nonce(1)).unwrap());
    assert!(!tx.use_nonce(&mine, &nonce(1)).unwrap(), "used up");
    for n in 0..STRANGERS + 5 {
        let stranger = KeyId(nonce(n)[..8].try_into().unwrap());
        tx.open_nonce(&stranger, false, &nonce(1_000_000 + n), 1).unwrap();
    }
    assert!(!tx.use_nonce(&KeyId([0; 8]), &nonce(1_000_000)).unwrap(), "strangers share their room");
    assert!(tx.use_nonce(&mine, &nonce(A_DEVICE)).unwrap(), "they cannot push out a device's");
}

#[test]
fn rows_are_numbered_without_gaps_and_give_their_number_to_the_changes_they_announce() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let doc = DocRef::log("GD261120-0041".into());
    let mut tx = storage.write().unwrap();
    tx.save_change(&doc, &change(1), 10).unwrap();
    tx.save_change(&doc, &change(2), 10).unwrap();
    let head = tx.publish(&[announcing(&[1, 2], "GD261120-0041")]).unwrap();
    tx.commit().unwrap();
    let mut tx = storage.write().unwrap();
    tx.save_change(&doc, &change(3), 11).unwrap();
    tx.publish(&[announcing(&[3], "GD261120-0041")]).unwrap();
    drop(tx); // as a failed commit
    let mut tx = storage.write().unwrap();
    tx.save_change(&doc, &change(4), 12).unwrap();
    let next = tx.publish(&[announcing(&[4], "GD261120-0041")]).unwrap();
    tx.commit().unwrap();
    assert_eq!((head.place.number, next.place.number), (1, 2));
    let tx = storage.read().unwrap();
    assert_eq!(tx.chain_at(1).unwrap(), Some(head.place.chain));
    assert_eq!((tx.chain_at(0).unwrap(), tx.chain_at(3).unwrap()), (Some(CHAIN_START), None));
    let stored = tx.changes(&doc).unwrap();
    assert_eq!(stored.iter().map(|it| it.number).collect::<Vec<_>>(), [Some(1), Some(1), Some(2)]);
    let between = tx.changes_between(&doc.job, 1, 2).unwrap();
    assert_eq!(between.len(), 1);
    assert_eq!((between[0].0, between[0].1.hash), (DocKind::Log, Digest([4; 32])));
}

#[test]
fn every_life_of_the_database_stays_known() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    tx.begin_epoch(Epoch([8; 16]), 5).unwrap();
    assert_eq!(tx.head().unwrap().place.epoch, Epoch([8; 16]));
    assert!(tx.knows_epoch(Epoch([9; 16])).unwrap() && tx.knows_epoch(Epoch([8; 16])).unwrap());
    assert!(!tx.knows_epoch(Epoch([7; 16])).unwrap());
    assert_eq!(tx.chain_at(u64::MAX).unwrap(), None);
}

#[test]
fn a_device_sees_a_job_from_its_grant_to_the_end_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    let (mine, other) = ("GD261120-0041", "GD261120-0042");
    tx.publish(&[row(Audience::Job, RowKind::Changes, mine)]).unwrap(); // 1: before the grant
    let granted = grant(tx.as_mut(), mine, "d-1"); // 2
    tx.publish(&[row(Audience::Job, RowKind::Changes, mine)]).unwrap(); // 3
    tx.publish(&[row(Audience::Job, RowKind::Changes, other)]).unwrap(); // 4: another's
    tx.publish(&[row(Audience::All, RowKind::Release, mine)]).unwrap(); // 5
    let ended = tx.publish(&[row(Audience::Device("d-1".into()), RowKind::GrantEnded, mine)]).unwrap(); // 6
    let mut held = tx.grants(&mine.into(), &"d-1".into()).unwrap().remove(0);
    assert_eq!(held.number, granted.place.number);
    held.ended = Some(ended.place.number);
    tx.save_grant(&held).unwrap();
    tx.publish(&[row(Audience::Job, RowKind::Changes, mine)]).unwrap(); // 7: after it
    assert_eq!(numbers(tx.as_ref(), "d-1", 0), [2, 3, 5, 6]);
    assert_eq!(numbers(tx.as_ref(), "d-1", 3), [5, 6]);
    assert_eq!(numbers(tx.as_ref(), "d-2", 0), [5]);
    assert_eq!(tx.rows_for(&"d-1".into(), 0, 2).unwrap().len(), 2);
    let seen = |after, upto| tx.seen_by(after, upto).unwrap().into_iter().collect::<Vec<_>>();
    assert_eq!(seen(0, 7), [("d-1".into(), 6), ("d-2".into(), 5)]);
    assert_eq!(seen(2, 4), [("d-1".into(), 3)]);
    assert_eq!(seen(6, 7), []);
}

#[test]
fn what_is_held_or_set_aside_is_kept_and_counted_until_it_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    let doc = DocRef::log("GD261120-0041".into());
    let held = HeldChange { hash: Digest([1; 32]), raw: vec![0; 7], bearer: "d-1".into(), place: 3 };
    tx.hold(&doc, &held, 1).unwrap();
    tx.hold(&doc, &held, 2).unwrap();
    let aside = AsideChange {
        doc: doc.clone(),
        hash: Digest([2; 32]),
        raw: vec![0; 5],
        rule: "change.seq".into(),
        bearer: "d-1".into(),
        received: 1,
        adopted: None,
    };
    tx.set_aside(&aside).unwrap();
    assert_eq!(tx.held(&doc).unwrap(), std::slice::from_ref(&held));
    assert_eq!(tx.waiting(&doc.job).unwrap(), [Waiting { doc: doc.clone(), held, received: 1 }]);
    assert_eq!(tx.asides(&doc.job).unwrap(), std::slice::from_ref(&aside));
    assert_eq!(tx.to_settle(0, 0, 10).unwrap(), (vec![doc.job.clone()], 1), "set aside; held not for long enough");
    let adopted = Adopted { by: "admin".into(), at: 7 };
    tx.adopt(&doc, &aside.hash, &adopted).unwrap();
    tx.set_aside(&AsideChange { rule: "grant.none".into(), received: 9, ..aside.clone() }).unwrap();
    let again = AsideChange { rule: "grant.none".into(), adopted: Some(adopted), ..aside };
    assert_eq!(tx.asides(&doc.job).unwrap(), [again], "brought again it is still taken over");
    assert_eq!(tx.to_settle(0, 0, 10).unwrap(), (vec![], 0));
    assert_eq!(tx.to_settle(2, 0, 10).unwrap().1, 1, "held since before");
    assert_eq!(tx.waiting_bytes(&"d-1".into()).unwrap(), 12 + 2 * WAITING_ROW);
    tx.unhold(&doc, &Digest([1; 32])).unwrap();
    tx.take_back(&doc, &Digest([2; 32])).unwrap();
    assert_eq!(tx.aside(&doc, &Digest([2; 32])).unwrap(), None);
    assert_eq!(tx.waiting_bytes(&"d-1".into()).unwrap(), 0);
}

#[test]
fn an_actor_keeps_its_first_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    tx.save_actor(&ActorId([1; 16]), &KeyId([1; 8]), b"first", 1).unwrap();
    tx.save_actor(&ActorId([1; 16]), &KeyId([2; 8]), b"second", 2).unwrap();
    assert_eq!(tx.actor(&ActorId([1; 16])).unwrap(), Some((KeyId([1; 8]), b"first".to_vec())));
    let doc = DocRef::brief("GD261120-0041".into());
    let signed =
        SignedChange { actor: ActorId([1; 16]), seq: 1, hash: Digest([3; 32]), key: KeyId([1; 8]), signature: [7; 64] };
    tx.save_authorship(&doc, &signed).unwrap();
    tx.save_authorship(&doc, &signed).unwrap();
    assert_eq!(tx.authorships(&doc).unwrap(), [signed]);
}

#[test]
fn a_day_s_job_numbers_go_up_and_can_leave_a_gap() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    let dealt: Vec<u32> = [0, 0, 500, 0].map(|skip| tx.next_job_number("261120", skip).unwrap()).into();
    assert_eq!(dealt, [1, 2, 503, 504]);
    assert_eq!(tx.next_job_number("261121", 0).unwrap(), 1);
}

#[test]
fn jobs_come_in_pages_with_the_last_changed_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    let card = Card { job: "GD261120-0042".into(), updated: 9, ..card_tests::card(42, "王淑敏") };
    tx.save_card(&card).unwrap();
    let first = tx.jobs(Of::Jobs, None, 1).unwrap().remove(0);
    assert_eq!(first.id.as_str(), "GD261120-0042");
    let second = tx.jobs(Of::Jobs, Some((first.updated, first.id)), 1).unwrap().remove(0);
    assert_eq!(second.id.as_str(), "GD261120-0041");
    assert!(tx.jobs(Of::Jobs, Some((second.updated, second.id)), 1).unwrap().is_empty());
}

#[test]
fn a_version_of_a_release_has_one_content_for_ever() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    let release = |version: &str, bytes: &[u8]| Release {
        kind: "prices".into(),
        name: "prices".into(),
        version: version.into(),
        digest: Digest::of(bytes),
        bytes: bytes.to_vec(),
    };
    tx.save_release(&release("2026-07", b"old"), 1).unwrap();
    tx.save_release(&release("2026-10", b"new"), 2).unwrap();
    assert!(tx.save_release(&release("2026-07", b"other"), 3).is_err());
    assert_eq!(tx.newest_release("prices", "prices").unwrap().unwrap().version, "2026-10");
    assert_eq!(tx.release_at(1).unwrap(), Some(release("2026-07", b"old")));
    assert_eq!(tx.release("prices", "prices", "2026-08").unwrap(), None);
    let versions = |limit| -> Vec<String> {
        tx.releases("prices", "prices", limit).unwrap().into_iter().map(|release| release.version).collect()
    };
    assert_eq!((versions(9), versions(1)), (vec!["2026-10".into(), "2026-07".into()], vec!["2026-10".into()]));
    let old = release("2026-07", b"old");
    assert_eq!(tx.release_of("prices", &old.digest).unwrap(), Some(old.clone()));
    assert_eq!(tx.release_of("pack", &old.digest).unwrap(), None);
}

#[test]
fn sessions_end_and_uploads_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    let admin = Admin { name: "admin".into(), password: "hash".into(), one_time: true, failures: 0, locked_until: 0 };
    tx.save_admin(&admin).unwrap();
    tx.open_session(&[1; 32], "admin", 100, 0).unwrap();
    assert_eq!(tx.session(&[1; 32], 99).unwrap().as_deref(), Some("admin"));
    assert_eq!(tx.session(&[1; 32], 100).unwrap(), None);
    tx.end_sessions("admin").unwrap();
    assert_eq!(tx.session(&[1; 32], 99).unwrap(), None);
    let blob = Blob { digest: Digest([1; 32]), size: 40, device: "d-1".into(), state: BlobState::Arriving, changed: 5 };
    tx.save_blob(&blob).unwrap();
    assert_eq!(tx.arriving_bytes(&"d-1".into()).unwrap(), 40);
    let older = Blob { digest: Digest([2; 32]), changed: 3, ..blob.clone() };
    tx.save_blob(&older).unwrap();
    assert_eq!(tx.untouched(2, 9).unwrap(), []);
    assert_eq!(tx.untouched(5, 9).unwrap(), [older.clone(), blob.clone()]);
    assert_eq!(tx.untouched(5, 1).unwrap(), std::slice::from_ref(&older));
    tx.forget_arriving(&older.digest).unwrap();
    tx.save_blob(&Blob { state: BlobState::Stored, ..blob.clone() }).unwrap();
    assert_eq!(tx.arriving_bytes(&"d-1".into()).unwrap(), 0);
    assert_eq!(tx.untouched(9, 9).unwrap(), [], "what is stored is never swept");
    tx.forget_arriving(&blob.digest).unwrap();
    assert_eq!(tx.blob(&blob.digest).unwrap().map(|it| it.state), Some(BlobState::Stored));
}

#[test]
fn a_file_of_another_kind_or_a_newer_hub_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.sqlite");
    let other = Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE notes (text TEXT)").unwrap();
    drop(other);
    assert_eq!(SqliteStorage::open(&SqliteOptions::new(&path)).err(), Some(StorageRefused::OtherFile));

    let newer = folder.path().join("newer.sqlite");
    drop(SqliteStorage::open(&SqliteOptions::new(&newer)).unwrap());
    Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(
        SqliteStorage::open(&SqliteOptions::new(&newer)).err(),
        Some(StorageRefused::NewerSchema { found: 99, known: 9 })
    );
    let missing = SqliteOptions { create: false, ..SqliteOptions::new(folder.path().join("none.sqlite")) };
    assert_eq!(SqliteStorage::open(&missing).err(), Some(StorageRefused::Missing));
}

#[test]
fn every_commit_waits_for_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let storage = SqliteStorage::open(&SqliteOptions::new(folder.path().join("hub.sqlite"))).unwrap();
    let ask = |pragma: &str| storage.connection.query_row(pragma, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(ask("PRAGMA synchronous"), 2, "FULL");
    let mode: String = storage.connection.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
}

#[test]
fn a_full_disk_says_so_and_the_transaction_before_it_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    // SQLite itself refuses pages beyond this, with the code a full disk has.
    let pages: i64 = storage.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    storage
        .connection
        .query_row(&format!("PRAGMA max_page_count = {}", pages + 1), [], |row| row.get::<_, i64>(0))
        .unwrap();
    let mut tx = storage.write().unwrap();
    let big = StoredChange { raw: vec![0; 1 << 20], ..change(1) };
    let refused = tx.save_change(&DocRef::log("GD261120-0041".into()), &big, 1).unwrap_err();
    assert_eq!(refused, StorageRefused::DiskFull);
    drop(tx);
    assert_eq!(storage.read().unwrap().persons().unwrap().len(), 1);
}

#[test]
fn a_backup_is_a_whole_database_of_its_moment() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    let head = grant(tx.as_mut(), "GD261120-0041", "d-1");
    tx.commit().unwrap();
    let to = folder.path().join("copy.sqlite");
    assert_eq!(storage.back_up(&to).unwrap(), head.place.number);
    assert!(storage.back_up(&to).is_err(), "a backup is never written over");
    let mut tx = storage.write().unwrap();
    tx.save_person(&Person { id: "p-9".into(), name: "later".into(), badge: "9".into() }, 7).unwrap();
    tx.commit().unwrap();
    let mut copy = SqliteStorage::open(&SqliteOptions { create: false, ..SqliteOptions::new(&to) }).unwrap();
    let tx = copy.read().unwrap();
    assert_eq!(tx.head().unwrap(), head);
    assert_eq!(tx.persons().unwrap().len(), 1);
}
