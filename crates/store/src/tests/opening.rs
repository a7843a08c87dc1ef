//! Keys, schema versions, damage and a second instance.

use super::{KEY, Phone};
use crate::media::{Media, MediaKind};
use crate::migrations::{self, Schema};
use crate::opening;
use crate::{Draft, MetaKey, OpenOptions, Store, StoreRefused, Synchronous};
use std::fs;

fn refusal<T>(result: Result<T, StoreRefused>) -> StoreRefused {
    result.err().expect("this is refused")
}

#[test]
fn a_wrong_key_is_refused_and_the_right_one_still_opens() {
    let phone = Phone::new();
    phone.store().set_meta(MetaKey::HUB, b"hub").unwrap();
    let path = phone.options().path;
    let before = fs::read(&path).unwrap();
    let refused = refusal(Store::open(&path, &[8; 32]));
    assert_eq!((refused.clone(), refused.code()), (StoreRefused::WrongKey, "store.wrong_key"));
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(phone.store().meta(MetaKey::HUB).unwrap().unwrap(), b"hub");
}

#[test]
fn nothing_readable_is_on_the_disk() {
    let phone = Phone::new();
    let mut store = phone.store();
    let draft = Draft { slot: "note".into(), value: "customer Wang Li says the window leaks".into(), at: 1 };
    store.save_draft(&"GD1".into(), &draft).unwrap();
    for file in fs::read_dir(phone.folder.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(7).any(|part| part == b"Wang Li"));
        assert!(!bytes.starts_with(b"SQLite format 3"));
    }
}

#[test]
fn a_second_instance_is_told_that_the_app_is_open() {
    let phone = Phone::new();
    let first = phone.store();
    assert_eq!(refusal(Store::open_with(&phone.options())), StoreRefused::Busy);
    drop(first);
    phone.store();
}

#[test]
fn a_second_writer_of_a_shared_file_is_told_to_wait() {
    let phone = Phone::new();
    let shared = OpenOptions { exclusive: false, ..phone.options() };
    let (mut first, mut second) = (Store::open_with(&shared).unwrap(), Store::open_with(&shared).unwrap());
    let refused = first.write(|_| Err::<(), _>(refusal(second.set_meta(MetaKey::HUB, b"2"))));
    assert_eq!(refused, Err(StoreRefused::Busy));
    second.set_meta(MetaKey::HUB, b"2").unwrap();
    assert_eq!(first.meta(MetaKey::HUB).unwrap().unwrap(), b"2");
}

#[test]
fn a_file_of_a_newer_app_is_refused_and_not_touched() {
    let phone = Phone::new();
    let store = phone.store();
    store.connection.pragma_update(None, "user_version", 99).unwrap();
    store.close().unwrap();
    let before = fs::read(phone.options().path).unwrap();
    let refused = refusal(Store::open_with(&phone.options()));
    assert_eq!(refused, StoreRefused::NewerSchema { found: 99, known: 2 });
    assert!(refused.to_string().contains("Update the app") && refused.zh().contains("更新应用"));
    assert_eq!(fs::read(phone.options().path).unwrap(), before);
}

#[test]
fn a_file_of_another_kind_is_refused() {
    let phone = Phone::new();
    phone.store().close().unwrap();
    // Another page size, so it cannot even be decrypted.
    assert_eq!(refusal(Media::open(phone.options().path, &KEY)), StoreRefused::WrongKey);
    let plain = phone.folder.path().join("plain.db");
    rusqlite::Connection::open(&plain).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert_eq!(refusal(Store::open(&plain, &KEY)), StoreRefused::WrongKey);
    let other = phone.folder.path().join("other.db");
    let store = Store::open(&other, &KEY).unwrap();
    store.connection.pragma_update(None, "application_id", 5).unwrap();
    store.close().unwrap();
    assert_eq!(refusal(Store::open(&other, &KEY)), StoreRefused::OtherFile);
}

#[test]
fn a_missing_file_is_said_to_be_missing_where_one_is_expected() {
    let phone = Phone::new();
    let expected = OpenOptions { create: false, ..phone.options() };
    assert_eq!(refusal(Store::open_with(&expected)), StoreRefused::Missing);
    fs::write(&expected.path, b"").unwrap();
    assert_eq!(refusal(Store::open_with(&expected)), StoreRefused::Missing);
    assert_eq!(fs::read(&expected.path).unwrap(), b"");
}

#[test]
fn a_folder_that_is_not_there_is_refused_with_its_reason() {
    let phone = Phone::new();
    let refused = refusal(Store::open(phone.folder.path().join("no/store.db"), &KEY));
    assert_eq!(refused.code(), "store.not_allowed");
}

#[test]
fn a_damaged_page_is_reported_and_never_read_as_data() {
    let phone = Phone::new();
    let mut store = phone.store();
    let job = "GD1".into();
    for n in 0..200 {
        store.save_draft(&job, &Draft { slot: format!("{n:03}"), value: "x".repeat(400), at: n }).unwrap();
    }
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    store.close().unwrap();
    let path = phone.options().path;
    let mut bytes = fs::read(&path).unwrap();
    let pages = bytes.len() / 4096;
    for page in pages - 10..pages {
        bytes[page * 4096 + 100] ^= 1;
    }
    fs::write(&path, bytes).unwrap();
    let store = phone.store();
    assert!(matches!(store.drafts(&job), Err(StoreRefused::Damaged(_))));
    drop(store);
    assert!(!phone.store().check().unwrap().is_empty());
}

#[test]
fn a_file_cut_in_half_is_damaged_not_empty() {
    let phone = Phone::new();
    phone.store().close().unwrap();
    let path = phone.options().path;
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..bytes.len() / 2 / 4096 * 4096]).unwrap();
    let damaged = match Store::open(&path, &KEY) {
        Err(refused) => matches!(refused, StoreRefused::Damaged(_)),
        Ok(store) => !store.check().unwrap_or(vec!["unreadable".into()]).is_empty(),
    };
    assert!(damaged);
}

#[test]
fn the_product_waits_for_the_disk_at_every_commit() {
    let phone = Phone::new();
    let said = |store: &Store, pragma: &str| -> String {
        store
            .connection
            .query_row(pragma, [], |row| row.get::<_, rusqlite::types::Value>(0))
            .map(|v| format!("{v:?}"))
            .unwrap()
    };
    let store = phone.store();
    assert_eq!(said(&store, "PRAGMA synchronous"), "Integer(2)");
    assert_eq!(said(&store, "PRAGMA journal_mode"), "Text(\"wal\")");
    assert_eq!(said(&store, "PRAGMA foreign_keys"), "Integer(1)");
    assert_eq!(said(&store, "PRAGMA locking_mode"), "Text(\"exclusive\")");
    assert_eq!(said(&store, "PRAGMA auto_vacuum"), "Integer(2)");
    assert!(said(&store, "PRAGMA cipher_version").contains('4'));
    drop(store);
    let store = Store::open_with(&OpenOptions { synchronous: Synchronous::Off, ..phone.options() }).unwrap();
    assert_eq!(said(&store, "PRAGMA synchronous"), "Integer(0)");
}

#[test]
fn every_table_is_strict() {
    let phone = Phone::new();
    let store = phone.store();
    let lax: Vec<String> = store
        .connection
        .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0")
        .unwrap()
        .query_map([], |row| row.get("name"))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert_eq!(lax, ["sqlite_schema"]);
}

#[test]
fn what_was_saved_before_a_full_disk_is_still_there_after_it() {
    let phone = Phone::new();
    let mut store = phone.store();
    let job = "GD1".into();
    let draft = |n: i64| Draft { slot: format!("{n}"), value: "胶条".repeat(300), at: n };
    store.save_draft(&job, &draft(0)).unwrap();
    let pages: i64 = store.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let _: i64 =
        store.connection.query_row(&format!("PRAGMA max_page_count = {}", pages + 3), [], |row| row.get(0)).unwrap();
    let mut saved = 1;
    let refused = loop {
        match store.save_draft(&job, &draft(saved)) {
            Ok(()) => saved += 1,
            Err(refused) => break refused,
        }
        assert!(saved < 1000, "the disk never fills up");
    };
    assert_eq!(refused, StoreRefused::DiskFull);
    assert_eq!(store.drafts(&job).unwrap().len(), usize::try_from(saved).unwrap());
    drop(store);
    let mut store = phone.store();
    assert_eq!(store.drafts(&job).unwrap().len(), usize::try_from(saved).unwrap());
    store.save_draft(&job, &draft(saved)).unwrap();
}

#[test]
fn every_refusal_has_a_code_and_says_what_to_do_in_both_languages() {
    let all = [
        StoreRefused::WrongKey,
        StoreRefused::NewerSchema { found: 2, known: 1 },
        StoreRefused::OtherFile,
        StoreRefused::Missing,
        StoreRefused::Damaged("page 3".into()),
        StoreRefused::DiskFull,
        StoreRefused::Busy,
        StoreRefused::NotAllowed("mode".into()),
        StoreRefused::Disk("5".into()),
        StoreRefused::Stale,
        StoreRefused::Unsecured("GD1".into()),
        StoreRefused::WrongDigest("a release".into()),
        StoreRefused::Unexpected("?".into()),
    ];
    let codes: std::collections::BTreeSet<_> = all.iter().map(StoreRefused::code).collect();
    assert_eq!(codes.len(), all.len());
    for refused in all {
        assert!(refused.to_string().len() > 20 && refused.zh().contains('。'), "{refused}");
    }
}

#[test]
fn media_and_store_live_side_by_side_with_one_key() {
    let phone = Phone::new();
    let store = phone.store();
    let mut media = Media::open(phone.folder.path().join("media.db"), &KEY).unwrap();
    let digest = media.put(b"ink", MediaKind::Ink).unwrap();
    assert_eq!(media.read(&digest).unwrap(), b"ink");
    drop(store);
}

const FIRST: &str = "CREATE TABLE a (x INTEGER) STRICT; INSERT INTO a VALUES (1)";

fn schema(migrations: &'static [&'static str]) -> Schema {
    Schema { migrations, ..migrations::STORE }
}

#[test]
fn an_update_of_the_app_adds_what_is_new_to_the_file() {
    let phone = Phone::new();
    drop(opening::open(&phone.options(), &schema(&[FIRST])).unwrap());
    let second = schema(&[FIRST, "ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 2"]);
    for _ in 0..2 {
        let file = opening::open(&phone.options(), &second).unwrap();
        let row =
            file.query_row("SELECT x, y FROM a", [], |row| Ok((row.get::<_, i64>("x")?, row.get::<_, i64>("y")?)));
        assert_eq!(row.unwrap(), (1, 2));
    }
    assert_eq!(
        refusal(opening::open(&phone.options(), &schema(&[FIRST]))),
        StoreRefused::NewerSchema { found: 2, known: 1 }
    );
}

#[test]
fn an_update_that_fails_half_way_leaves_the_file_as_it_was() {
    let phone = Phone::new();
    drop(opening::open(&phone.options(), &schema(&[FIRST])).unwrap());
    let broken = schema(&[FIRST, "DELETE FROM a; CREATE TABLE b (x INTEGER) STRICT; INSERT INTO none VALUES (1)"]);
    assert!(opening::open(&phone.options(), &broken).is_err());
    let file = opening::open(&phone.options(), &schema(&[FIRST])).unwrap();
    assert_eq!(file.query_row("SELECT count(*) FROM a", [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}

#[test]
fn an_erased_file_is_gone_with_its_journal_and_erasing_it_again_is_harmless() {
    let phone = Phone::new();
    let mut store = phone.store();
    store.set_meta(MetaKey::HUB, b"hub").unwrap();
    std::mem::forget(store); // As a kill leaves it, with its journal.
    crate::erase(&phone.options().path).unwrap();
    crate::erase(&phone.options().path).unwrap();
    assert_eq!(fs::read_dir(phone.folder.path()).unwrap().count(), 0);
}
