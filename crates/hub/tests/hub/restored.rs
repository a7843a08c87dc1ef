//! A hub restored from last night's backup: the phones bring back what it has lost.

use crate::house::{House, problem};
use crate::phone::Phone;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use domain::digest::Digest;
use reqwest::Method;
use serde_json::json;
use std::fs;
use std::path::Path;
use sync::wire::Said;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A backup the running hub makes, carried to another disk.
pub async fn back_up(house: &mut House) -> tempfile::TempDir {
    let made = house.post("backup", json!({})).await;
    assert_eq!(made.status(), 200);
    let backup = tempfile::tempdir().unwrap();
    copy(&house.folder.path().join("backup"), backup.path());
    backup
}

pub async fn restore(house: &mut House, backup: &Path) {
    house.stop().await;
    for file in ["hub.sqlite", "hub.sqlite-wal", "hub.sqlite-shm"] {
        let _ = fs::remove_file(house.folder.path().join(file));
    }
    let _ = fs::remove_dir_all(house.folder.path().join("blobs"));
    copy(backup, house.folder.path());
    house.start().await;
}

#[tokio::test]
async fn what_was_acknowledged_after_the_backup_comes_back_from_the_phones() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    house.person("p-9", "李敏", "0009").await;
    let (mut one, mut two) = (Phone::enrol(&house, "p-417").await, Phone::enrol(&house, "p-9").await);
    let old = house.job().await;
    house.assign(&old, &["p-417", "p-9"]).await;
    one.tap(&old, "work.photo");
    one.sync(&house).await;
    two.sync(&house).await;
    let backup = back_up(&mut house).await;

    // The day after: a new job, a new device, a note, work of both; all acknowledged.
    let new = house.job().await;
    let mut tablet = Phone::enrol(&house, "p-9").await;
    house.assign(&new, &["p-9"]).await;
    house.post(&format!("jobs/{new}/notes"), json!({"text": "按门铃"})).await;
    house.assign(&new, &["p-9", "p-417"]).await;
    one.tap(&old, "work.photo");
    for phone in [&mut one, &mut two, &mut tablet] {
        phone.sync(&house).await;
    }
    two.tap(&new, "work.photo");
    tablet.tap(&new, "work.photo");
    two.sync(&house).await;
    tablet.sync(&house).await;
    let (old_heads, new_heads) = (one.log(&old).heads(), tablet.log(&new).heads());
    let (brief_heads, letter) = (tablet.brief(&new).heads(), tablet.letters[&new.as_str().into()].clone());
    let epoch = one.place.epoch;

    restore(&mut house, backup.path()).await;
    assert_eq!(house.get("jobs").await["jobs"].as_array().unwrap().len(), 1, "the backup is older");

    // Nobody told the phones. The first one that is ahead says so, and refills.
    let answers = one.sync(&house).await;
    assert!(answers[0].new_epoch);
    assert_ne!(answers[0].head.epoch, epoch);
    assert_eq!(house.document(&old, "log").await.heads(), old_heads);
    // The tablet is unknown to the restored hub and let in by its certificate; it brings another's work along.
    let answers = tablet.sync(&house).await;
    assert!(answers[0].new_epoch);
    assert_eq!(tablet.repeats, 1);
    assert_eq!(house.document(&new, "log").await.heads(), new_heads);
    let office = house.document(&new, "brief").await;
    for head in brief_heads {
        assert!(office.has(&head), "the brief came back");
    }
    two.sync(&house).await;
    for phone in [&mut one, &mut two, &mut tablet] {
        phone.sync(&house).await;
    }
    assert_eq!(tablet.letters[&new.as_str().into()], letter, "a device keeps its letter");
    for phone in [&one, &two, &tablet] {
        assert_eq!(phone.log(&new).heads(), new_heads);
        assert_eq!(phone.brief(&new).heads(), house.document(&new, "brief").await.heads());
        assert_eq!(phone.place, phone.highest);
    }
    let list = house.get("jobs").await;
    let again = list["jobs"].as_array().unwrap().iter().find(|it| it["job"] == new.as_str()).unwrap();
    assert_eq!(again["crew"].as_array().unwrap().len(), 2, "the crew was learnt from the brief");
    // Numbers dealt in the lost hours are not dealt again, and the crew works on.
    assert_eq!(house.job().await, "GD261120-1003");
    let change = tablet.tap(&new, "work.photo");
    assert_eq!(Phone::said(&tablet.sync(&house).await, &change), Said::Stored);
}

#[tokio::test]
async fn work_on_a_job_that_the_restored_hub_gave_to_others_is_taken_in() {
    let mut house = House::found().await;
    for (person, name, badge) in [("p-417", "陈志远", "0417"), ("p-9", "李敏", "0009"), ("p-3", "王强", "0003")]
    {
        house.person(person, name, badge).await;
    }
    let mut one = Phone::enrol(&house, "p-417").await;
    Phone::enrol(&house, "p-9").await;
    Phone::enrol(&house, "p-3").await;
    let job = house.job().await;
    let backup = back_up(&mut house).await;
    house.assign(&job, &["p-417"]).await;
    one.sync(&house).await;
    let change = one.tap(&job, "work.photo");

    restore(&mut house, backup.path()).await;
    // Nobody at the office remembers. Written twice, so that it is this that stands in the brief at the end.
    house.assign(&job, &["p-9"]).await;
    house.assign(&job, &["p-9", "p-3"]).await;
    let answers = one.sync(&house).await;
    assert!(answers[0].new_epoch);
    let crew = house.get("jobs").await["jobs"][0]["crew"].as_array().unwrap().len();
    assert_eq!(crew, 2, "the others have the job");
    let said = Phone::said(&answers, &change);
    assert_eq!(said, Said::Stored, "what was begun under the office's word is work");
}

#[tokio::test]
async fn a_backup_is_announced_and_holds_the_media_too() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    assert_eq!(phone.sync(&house).await[0].secured, None, "nothing is called secured without a backup");
    let digest = Digest::of(b"the photo");
    let metadata = format!("digest {}", BASE64.encode(digest.hex().as_bytes()));
    let headers = [("upload-length", "9".to_owned()), ("upload-metadata", metadata)];
    phone.call(&house, Method::POST, "/v1/media", &headers, b"").await;
    let piece = [("upload-offset", "0".to_owned()), ("content-type", "application/offset+octet-stream".to_owned())];
    phone.call(&house, Method::PATCH, &format!("/v1/media/{digest}"), &piece, b"the photo").await;
    phone.tap(&job, "work.photo");
    let head = phone.sync(&house).await[0].head.number;
    let backup = back_up(&mut house).await;
    phone.tap(&job, "work.photo");
    let answers = phone.sync(&house).await;
    assert_eq!(answers[0].secured, Some(head));
    assert!(answers[0].head.number > head);
    assert!(!backup.path().join("keys").exists(), "private keys are kept apart");
    restore(&mut house, backup.path()).await;
    let seen = house.call(Method::GET, &format!("media/{digest}"), None).await;
    assert_eq!(seen.bytes().await.unwrap(), &b"the photo"[..]);
    // A second backup takes the place of the first.
    phone.sync(&house).await;
    back_up(&mut house).await;
    let answers = phone.sync(&house).await;
    assert_eq!(answers[0].secured, Some(answers[0].head.number));
}

#[tokio::test]
async fn a_hub_restored_twice_from_one_backup_notices_twice() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    phone.sync(&house).await;
    let backup = back_up(&mut house).await;
    for _ in 0..2 {
        phone.tap(&job, "work.photo");
        phone.sync(&house).await;
        let heads = phone.log(&job).heads();
        restore(&mut house, backup.path()).await;
        let answers = phone.sync(&house).await;
        assert!(answers[0].new_epoch);
        assert_eq!(house.document(&job, "log").await.heads(), heads);
        assert!(!phone.sync(&house).await[0].new_epoch, "once is enough");
    }
}

#[tokio::test]
async fn a_phone_that_was_not_ahead_goes_on_where_it_was_and_offers_all_the_same() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    house.person("p-9", "李敏", "0009").await;
    let (mut ahead, mut behind) = (Phone::enrol(&house, "p-417").await, Phone::enrol(&house, "p-9").await);
    let job = house.job().await;
    house.assign(&job, &["p-417", "p-9"]).await;
    ahead.sync(&house).await;
    behind.sync(&house).await;
    let backup = back_up(&mut house).await;
    ahead.tap(&job, "work.photo");
    ahead.sync(&house).await;
    restore(&mut house, backup.path()).await;
    ahead.sync(&house).await;
    let answers = behind.sync(&house).await;
    assert!(answers[0].new_epoch, "the epoch it knew is over");
    assert!(answers[0].releases.is_empty(), "equal chains are equal histories: nothing travels twice");
    assert_eq!(behind.log(&job).heads(), ahead.log(&job).heads());
}

#[tokio::test]
async fn a_forgotten_device_that_shows_its_certificate_in_a_header_is_let_in_for_media_too() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let backup = back_up(&mut house).await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    restore(&mut house, backup.path()).await;
    let digest = Digest::of(b"x");
    let metadata = format!("digest {}", BASE64.encode(digest.hex().as_bytes()));
    let mut headers = vec![("upload-length", "1".to_owned()), ("upload-metadata", metadata)];
    let refused = phone.call(&house, Method::POST, "/v1/media", &headers, b"").await;
    assert_eq!(problem(refused).await, (401, "proof.unknown_key".into()));
    headers.push(("doorstep-certificate", BASE64URL_NOPAD.encode(&phone.certificate)));
    let created = phone.call(&house, Method::POST, "/v1/media", &headers, b"").await;
    assert_eq!((created.status().as_u16(), phone.repeats), (201, 1));
    headers.pop();
    assert_eq!(phone.call(&house, Method::POST, "/v1/media", &headers, b"").await.status(), 201, "known again");

    // Another's certificate lets nobody in.
    let other = Phone::enrol(&house, "p-417").await;
    restore(&mut house, backup.path()).await;
    headers.push(("doorstep-certificate", BASE64URL_NOPAD.encode(&other.certificate)));
    let refused = phone.call(&house, Method::POST, "/v1/media", &headers, b"").await;
    assert_eq!(problem(refused).await, (401, "proof.unknown_key".into()));
}
