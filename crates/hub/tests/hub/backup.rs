//! Backups made beside a running hub: what is copied, what is announced, and what is never damaged.

use crate::care::{blob_file, files, flip, in_both_languages, lose_database, night, put_back, send};
use crate::house::{House, problem};
use crate::phone::Phone;
use domain::digest::Digest;
use hub::backup::{BackupRefused, back_up};
use hub::progress::Progress;
use serde_json::json;
use std::fs;
use std::path::Path;

/// A hub with one phone, one job and one photo.
async fn with_a_photo() -> (House, Phone, String, Digest) {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    phone.sync(&house).await;
    let photo = send(&house, &mut phone, b"the photo of the first day").await;
    (house, phone, job, photo)
}

fn refused(house: &House, to: &Path) -> BackupRefused {
    let refused = night(house, to).unwrap_err();
    in_both_languages(&refused.zh(), &refused.to_string());
    refused
}

#[tokio::test]
async fn a_second_night_copies_only_the_files_that_are_new() {
    let (house, mut phone, _, first) = with_a_photo().await;
    let backup = tempfile::tempdir().unwrap();
    night(&house, backup.path()).unwrap();
    let kept = blob_file(backup.path(), &first);
    let written = fs::metadata(&kept).unwrap().modified().unwrap();
    let second = send(&house, &mut phone, b"the photo of the second day").await;
    let mut told = Vec::new();
    let made = back_up(house.folder.path(), backup.path(), house.now(), &mut |Progress { done, total, .. }| {
        told.push((done, total));
    })
    .unwrap();
    assert_eq!((made.blobs, told), (2, vec![(1, 2), (2, 2)]));
    let database = fs::metadata(backup.path().join("hub.sqlite")).unwrap().len();
    assert_eq!(made.bytes, database + b"the photo of the second day".len() as u64);
    assert_eq!(fs::metadata(&kept).unwrap().modified().unwrap(), written, "what is there is left alone");
    assert!(blob_file(backup.path(), &second).exists());
    let names = files(backup.path()).into_keys().filter(|path| !path.starts_with(backup.path().join("blobs")));
    assert_eq!(names.collect::<Vec<_>>(), [backup.path().join("hub.sqlite")], "nothing is left lying about");
}

#[tokio::test]
async fn the_hub_answers_while_a_backup_is_made_and_a_second_backup_waits_for_another_day() {
    let (house, mut phone, job, _) = with_a_photo().await;
    let backup = tempfile::tempdir().unwrap();
    let (folder, now) = (house.folder.path().to_owned(), house.now());
    let (entered, begun) = std::sync::mpsc::channel();
    let (go_on, waits) = std::sync::mpsc::channel::<()>();
    let to = backup.path().to_owned();
    let making = tokio::task::spawn_blocking(move || {
        back_up(&folder, &to, now, &mut |_| {
            entered.send(()).unwrap();
            waits.recv().unwrap();
        })
    });
    tokio::task::spawn_blocking(move || begun.recv().unwrap()).await.unwrap();
    let change = phone.tap(&job, "work.photo");
    let answers = phone.sync(&house).await;
    assert_eq!(Phone::said(&answers, &change), sync::wire::Said::Stored, "in the middle of the backup");
    assert_eq!(answers[0].secured, None, "nothing is called secured before it is on the disk");
    assert_eq!(refused(&house, backup.path()).code(), "hub.backup_under_way");
    go_on.send(()).unwrap();
    let made = making.await.unwrap().unwrap();
    let answers = phone.sync(&house).await;
    assert_eq!(answers[0].secured, Some(made.number));
    assert!(answers[0].head.number > made.number, "what came meanwhile is not called secured");
}

#[tokio::test]
async fn a_stopped_hub_is_backed_up_too_and_tells_the_phones_when_it_is_back() {
    let (mut house, mut phone, _, _) = with_a_photo().await;
    let backup = tempfile::tempdir().unwrap();
    house.stop().await;
    let made = night(&house, backup.path()).unwrap();
    house.start().await;
    assert_eq!(phone.sync(&house).await[0].secured, Some(made.number));
}

#[tokio::test]
async fn a_backup_that_breaks_off_leaves_the_last_one_byte_for_byte_and_secures_nothing_more() {
    let (house, mut phone, job, _) = with_a_photo().await;
    let backup = tempfile::tempdir().unwrap();
    let first = night(&house, backup.path()).unwrap();
    let before = files(backup.path());
    phone.tap(&job, "work.photo");
    phone.sync(&house).await;
    let photo = send(&house, &mut phone, b"the photo of the second day").await;
    // Where its folder should be made lies a file: the disk says no after the database was written.
    let in_the_way = backup.path().join("blobs").join(&photo.hex()[..2]);
    fs::write(&in_the_way, b"").unwrap();
    assert_eq!(refused(&house, backup.path()).code(), "backup.folder");
    let after = files(backup.path());
    assert!(before.iter().all(|(path, bytes)| after.get(path) == Some(bytes)));
    assert_eq!(phone.sync(&house).await[0].secured, Some(first.number));
    fs::remove_file(in_the_way).unwrap();
    let second = night(&house, backup.path()).unwrap();
    assert!(second.number > first.number);
    assert!(!backup.path().join("hub.sqlite.fresh").exists());
}

#[tokio::test]
async fn a_file_the_hub_has_lost_or_spoilt_is_said_and_phones_keep_theirs() {
    let (house, mut phone, _, photo) = with_a_photo().await;
    let backup = tempfile::tempdir().unwrap();
    let spoilt = blob_file(house.folder.path(), &photo);
    flip(&spoilt);
    assert_eq!(refused(&house, backup.path()).code(), "backup.blobs_unfit");
    assert_eq!(phone.sync(&house).await[0].secured, None);
    assert!(backup.path().join("hub.sqlite").exists(), "a copy of the rest is better than none");
    assert!(!blob_file(backup.path(), &photo).exists());
    fs::remove_file(&spoilt).unwrap();
    assert_eq!(refused(&house, backup.path()).code(), "backup.blobs_unfit");
    fs::write(&spoilt, b"the photo of the first day").unwrap();
    assert_eq!(phone.sync(&house).await[0].secured, None);
    assert_eq!(night(&house, backup.path()).unwrap().blobs, 1);
}

#[tokio::test]
async fn a_backup_ahead_of_a_hub_that_went_backwards_is_kept_aside() {
    let (mut house, mut phone, job, _) = with_a_photo().await;
    let (older, newer) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    night(&house, older.path()).unwrap();
    phone.tap(&job, "work.photo");
    phone.sync(&house).await;
    night(&house, newer.path()).unwrap();
    let ahead = fs::read(newer.path().join("hub.sqlite")).unwrap();
    house.stop().await;
    lose_database(&house);
    put_back(&house, older.path()).unwrap();
    let aside = night(&house, newer.path()).unwrap().aside.unwrap();
    assert_eq!(fs::read(&aside).unwrap(), ahead);
    assert_eq!(aside.file_name().unwrap(), "hub-20261120-050000.sqlite");
    assert_eq!(night(&house, newer.path()).unwrap().aside, None, "the one after holds what this one held");
    fs::write(newer.path().join("hub.sqlite"), b"spoilt").unwrap();
    let again = night(&house, newer.path()).unwrap().aside.unwrap();
    assert_eq!(fs::read(&again).unwrap(), b"spoilt");
    assert_eq!(fs::read(&aside).unwrap(), ahead, "no name is used twice");
}

#[tokio::test]
async fn a_folder_that_is_not_for_a_backup_is_refused_and_left_as_it_is() {
    let (house, _, _, _) = with_a_photo().await;
    let hub = house.folder.path();
    let other = House::found().await;
    let place = tempfile::tempdir().unwrap();
    night(&other, &place.path().join("of-another")).unwrap();
    fs::write(place.path().join("file"), b"years of work").unwrap();
    for (to, code) in [
        (hub.to_owned(), "backup.own_folder"),
        (hub.join("."), "backup.own_folder"),
        (hub.join("blobs"), "backup.own_folder"),
        (hub.join("keys"), "backup.own_folder"),
        (other.folder.path().to_owned(), "backup.hub_folder"),
        (place.path().join("of-another"), "backup.other_company"),
        (place.path().join("file"), "backup.not_a_folder"),
        (place.path().join("file/inside"), "backup.folder"),
    ] {
        let before = [files(hub), files(other.folder.path()), files(place.path())];
        assert_eq!(refused(&house, &to).code(), code, "{}", to.display());
        assert_eq!([files(hub), files(other.folder.path()), files(place.path())], before, "{}", to.display());
    }
    let nowhere = back_up(place.path(), &place.path().join("new"), house.now(), &mut |_| {}).unwrap_err();
    assert_eq!(nowhere.code(), "backup.no_hub");
    assert!(!place.path().join("new").exists());
}

/// Nobody, not even the system's owner, makes a folder there.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_folder_that_cannot_be_written_is_said_in_a_sentence() {
    let house = House::found().await;
    assert_eq!(refused(&house, Path::new("/proc/doorstep/backup")).code(), "backup.folder");
}

#[tokio::test]
async fn the_office_s_page_makes_the_same_backup_and_says_when_it_may_not() {
    let (house, mut phone, _, photo) = with_a_photo().await;
    let made = house.post("backup", json!({})).await;
    assert_eq!(made.status(), 200);
    let secured = crate::house::body(made).await["secured"].as_u64();
    assert_eq!(phone.sync(&house).await[0].secured, secured);
    assert!(blob_file(&house.folder.path().join("backup"), &photo).exists());
    fs::create_dir(house.folder.path().join("backup/keys")).unwrap();
    assert_eq!(problem(house.post("backup", json!({})).await).await, (409, "backup.hub_folder".into()));
}
