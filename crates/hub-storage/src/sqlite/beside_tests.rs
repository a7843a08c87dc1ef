//! A second connection beside the hub's own: a backup, a check.

use super::tests::{founded, grant};
use super::*;
use crate::media::{Blob, BlobState};
use domain::digest::Digest;
use std::fs;

fn beside(folder: &Path) -> Result<SqliteStorage, StorageRefused> {
    SqliteStorage::beside(&folder.join("hub.sqlite"))
}

#[test]
fn a_second_connection_copies_one_moment_and_announces_while_the_hub_writes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut hub = founded(folder.path());
    let mut second = beside(folder.path()).unwrap();
    let head = second.read().unwrap().head().unwrap();
    let mut under_way = hub.write().unwrap();
    let copy = folder.path().join("copy.sqlite");
    assert_eq!(second.back_up(&copy).unwrap(), head.place.number, "what is not committed is not there yet");
    grant(under_way.as_mut(), "GD261120-0041", "d-1");
    under_way.commit().unwrap();
    let mut tx = second.write().unwrap();
    tx.secure(head.place.number).unwrap();
    tx.commit().unwrap();
    let now = hub.read().unwrap().head().unwrap();
    assert_eq!(now.secured, Some(head.place.number), "the hub sees it at once");
    assert!(now.place.number > head.place.number);
    let mut copy = SqliteStorage::beside(&copy).unwrap();
    assert_eq!(copy.read().unwrap().head().unwrap().place, head.place);
}

#[test]
fn looking_at_a_copy_leaves_it_as_it_was_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("apart/hub.sqlite");
    fs::create_dir(folder.path().join("apart")).unwrap();
    founded(folder.path()).back_up(&copy).unwrap();
    let before = fs::read(&copy).unwrap();
    let mut looked_at = SqliteStorage::beside(&copy).unwrap();
    assert_eq!(looked_at.faults().unwrap(), Vec::<String>::new());
    assert!(looked_at.read().unwrap().company().unwrap().is_some());
    drop(looked_at);
    assert_eq!(fs::read(&copy).unwrap(), before);
    assert_eq!(fs::read_dir(folder.path().join("apart")).unwrap().count(), 1, "no journal is left beside it");
}

#[test]
fn what_is_no_database_of_a_hub_is_not_made_one() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(beside(folder.path()).err(), Some(StorageRefused::Missing));
    for other in [&b""[..], b"a shopping list, longer than the header of a database file would be, and then some more"]
    {
        fs::write(folder.path().join("hub.sqlite"), other).unwrap();
        assert!(beside(folder.path()).is_err());
        assert_eq!(fs::read(folder.path().join("hub.sqlite")).unwrap(), other);
    }
}

#[test]
fn a_file_cut_short_or_overwritten_in_the_middle_is_found_out() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole.sqlite");
    founded(folder.path()).back_up(&whole).unwrap();
    let bytes = fs::read(&whole).unwrap();
    let mut overwritten = bytes.clone();
    overwritten[4096 * 3..4096 * 6].fill(0x5a);
    for damaged in [&bytes[..bytes.len() / 2], &overwritten] {
        let file = folder.path().join("damaged.sqlite");
        fs::write(&file, damaged).unwrap();
        let found = SqliteStorage::beside(&file).and_then(|storage| storage.faults());
        assert!(
            found.as_ref().map_or_else(|why| matches!(why, StorageRefused::Damaged(_)), |it| !it.is_empty()),
            "{found:?}"
        );
    }
}

#[test]
fn every_row_of_the_feed_comes_with_its_chain_and_every_stored_blob_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut storage = founded(folder.path());
    let mut tx = storage.write().unwrap();
    let mut grants = Vec::new();
    for device in ["d-1", "d-2"] {
        grants.push(grant(tx.as_mut(), "GD261120-0041", device).place);
    }
    let linked = tx.linked(0, 10).unwrap();
    assert_eq!(linked.last().map(|it| (it.row.number, it.chain)), grants.last().map(|it| (it.number, it.chain)));
    assert_eq!(tx.linked(linked[0].row.number, 1).unwrap(), linked[1..2]);
    let blob =
        |n: u8, state| Blob { digest: Digest([n; 32]), size: u64::from(n), device: "d-1".into(), state, changed: 1 };
    for (n, state) in [(3, BlobState::Stored), (1, BlobState::Stored), (2, BlobState::Arriving)] {
        tx.save_blob(&blob(n, state)).unwrap();
    }
    assert_eq!(tx.stored_blobs(None, 10).unwrap(), [blob(1, BlobState::Stored), blob(3, BlobState::Stored)]);
    assert_eq!(tx.stored_blobs(Some(&Digest([1; 32])), 10).unwrap(), [blob(3, BlobState::Stored)]);
    tx.forget_blob(&Digest([3; 32])).unwrap();
    assert_eq!(tx.blob(&Digest([3; 32])).unwrap(), None);
}
