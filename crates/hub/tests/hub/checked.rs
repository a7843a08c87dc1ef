//! A check of a hub's folder and of a backup: nothing said where all is well, and each fault where it is not.

use crate::care::{blob_file, files, flip, in_both_languages, looked_at, night, send};
use crate::house::House;
use crate::phone::Phone;
use hub::check::check;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use testkit::damage;

/// A hub with work and a photo, and a backup of it.
async fn worked() -> (House, TempDir) {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    phone.sync(&house).await;
    phone.tap(&job, "work.photo");
    phone.tap(&job, "work.photo");
    send(&house, &mut phone, b"the photo").await;
    phone.sync(&house).await;
    let backup = tempfile::tempdir().unwrap();
    night(&house, backup.path()).unwrap();
    (house, backup)
}

/// The codes of what is found, each of which must say what to do.
fn faults(house: &House, folder: &Path) -> Vec<&'static str> {
    let found = looked_at(house, folder).faults;
    found.iter().for_each(|fault| in_both_languages(&fault.zh(), &fault.to_string()));
    found.iter().map(|fault| fault.code()).collect()
}

#[tokio::test]
async fn a_running_hub_and_its_backup_are_found_whole_and_left_as_they_are() {
    let (house, backup) = worked().await;
    let before = files(backup.path());
    let (own, copy) = (looked_at(&house, house.folder.path()), looked_at(&house, backup.path()));
    assert_eq!((own.faults.clone(), copy.faults.clone()), (vec![], vec![]));
    assert!(own.number > 0);
    assert_eq!((own.number, own.jobs, own.blobs, own.keys), (copy.number, 1, 1, true));
    assert_eq!((copy.jobs, copy.blobs, copy.keys), (1, 1, false));
    assert_eq!(files(backup.path()), before);
}

#[tokio::test]
async fn an_empty_folder_is_neither_a_hub_nor_a_backup_and_stays_empty() {
    let folder = tempfile::tempdir().unwrap();
    let refused = check(folder.path(), 0, &mut |_| {}).unwrap_err();
    assert_eq!(refused.code(), "check.nothing");
    in_both_languages(&refused.zh(), &refused.to_string());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn whatever_is_wrong_in_the_database_is_named() {
    let (house, backup) = worked().await;
    let whole = fs::read(backup.path().join("hub.sqlite")).unwrap();
    let cases: [(&str, &[&str]); 10] = [
        ("DELETE FROM feed WHERE number = 2", &["check.feed_gap"]),
        ("DELETE FROM feed WHERE number = (SELECT max(number) FROM feed)", &["check.feed_head"]),
        ("UPDATE feed SET audience = 'device:d-x' WHERE number = 2", &["check.feed_chain"]),
        ("UPDATE feed_head SET secured = number + 1", &["check.feed_head"]),
        ("UPDATE change SET raw = X'00' WHERE n = (SELECT max(n) FROM change)", &["check.change"]),
        (
            "UPDATE change SET raw = (SELECT raw FROM change WHERE n = 1) WHERE n = (SELECT max(n) FROM change)",
            &["check.change"],
        ),
        ("DELETE FROM change WHERE n = (SELECT max(n) FROM change)", &["check.feed_content"]),
        ("DELETE FROM job", &["check.database"]),
        ("UPDATE brief_mirror SET fields = '{}'", &["check.mirror"]),
        ("UPDATE company SET office = issuing", &["check.certificate"]),
    ];
    for (sql, expected) in cases {
        let copy = tempfile::tempdir().unwrap();
        fs::write(copy.path().join("hub.sqlite"), &whole).unwrap();
        let photo = domain::digest::Digest::of(b"the photo");
        fs::create_dir_all(blob_file(copy.path(), &photo).parent().unwrap()).unwrap();
        fs::write(blob_file(copy.path(), &photo), b"the photo").unwrap();
        assert_eq!(faults(&house, copy.path()), Vec::<&str>::new());
        assert!(damage::run(&copy.path().join("hub.sqlite"), sql).unwrap() > 0, "{sql}");
        let mut found = faults(&house, copy.path());
        found.dedup();
        assert_eq!(found, expected, "{sql}");
    }
}

#[tokio::test]
async fn a_database_cut_short_or_replaced_by_something_else_is_named() {
    let (house, backup) = worked().await;
    let database = backup.path().join("hub.sqlite");
    let whole = fs::read(&database).unwrap();
    for (damaged, code) in [
        (&whole[..whole.len() / 2], "check.database"),
        (
            b"a shopping list that is long enough to be taken for the header of a database, and then some words more",
            "check.database",
        ),
        (b"", "check.no_database"),
    ] {
        fs::write(&database, damaged).unwrap();
        assert_eq!(faults(&house, backup.path()).first(), Some(&code));
    }
}

#[tokio::test]
async fn a_file_that_is_missing_spoilt_or_not_what_it_is_called_is_named() {
    let (house, backup) = worked().await;
    let photo = domain::digest::Digest::of(b"the photo");
    let file = blob_file(backup.path(), &photo);
    flip(&file);
    assert_eq!(faults(&house, backup.path()), ["check.file_damaged"]);
    fs::write(&file, b"").unwrap();
    assert_eq!(faults(&house, backup.path()), ["check.file_damaged"]);
    fs::remove_file(&file).unwrap();
    assert_eq!(faults(&house, backup.path()), ["check.file_missing"]);
    fs::create_dir(&file).unwrap();
    assert_eq!(faults(&house, backup.path()), ["check.file_unreadable"]);
    fs::remove_dir(&file).unwrap();
    fs::write(&file, b"the photo").unwrap();
    // One nobody names yet, as a crash can leave it: good it is no fault, spoilt it is.
    let other = blob_file(backup.path(), &domain::digest::Digest::of(b"another"));
    fs::create_dir_all(other.parent().unwrap()).unwrap();
    fs::write(&other, b"another").unwrap();
    assert_eq!(faults(&house, backup.path()), Vec::<&str>::new());
    flip(&other);
    assert_eq!(faults(&house, backup.path()), ["check.file_damaged"]);
}

#[tokio::test]
async fn keys_that_are_missing_or_another_company_s_are_named() {
    let (house, _) = worked().await;
    let other = House::found().await;
    let key = |house: &House, name: &str| house.folder.path().join("keys").join(name);
    fs::copy(key(&other, "office.pem"), key(&house, "office.pem")).unwrap();
    assert_eq!(faults(&house, house.folder.path()), ["check.key_wrong"]);
    fs::write(key(&house, "office.pem"), b"nothing").unwrap();
    assert_eq!(faults(&house, house.folder.path()), ["check.key_wrong"]);
    fs::remove_file(key(&house, "office.pem")).unwrap();
    assert_eq!(faults(&house, house.folder.path()), ["check.key_missing"]);
}
