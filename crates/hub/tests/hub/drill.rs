//! The drill: last night's copy is put back, today's database is gone, and the phones bring everything back.

use crate::care::{blob_file, looked_at, lose_database, night, put_back, put_back_with, seen, send};
use crate::house::{House, body, open};
use crate::phone::Phone;
use domain::brief::Brief;
use domain::digest::Digest;
use domain::fold::{Entry, Fold, fold};
use hub::restore::Order;
use replica::document::Document;
use reqwest::Method;
use serde_json::json;
use std::fs;
use sync::wire::Said;

/// Both documents of a job as the office has them.
struct Papers {
    brief: Document,
    log: Document,
}

impl Papers {
    async fn of(house: &House, job: &str) -> Self {
        Self { brief: house.document(job, "brief").await, log: house.document(job, "log").await }
    }

    fn heads(&self) -> [Vec<Digest>; 2] {
        [self.brief.heads(), self.log.heads()]
    }

    fn fields(&self) -> Brief {
        self.brief.brief()
    }

    fn fold(&self, house: &House) -> Fold {
        let entries: Vec<Entry> = self.log.entries().into_iter().map(Entry::from).collect();
        fold(&self.fields(), &entries, house.now())
    }
}

async fn change_symptom(house: &House, job: &str, words: &str) {
    let fields = json!({"fields": {"symptom.words": words}});
    let changed = house.call(Method::PATCH, &format!("jobs/{job}/brief"), Some(fields)).await;
    assert_eq!(changed.status(), 204);
}

async fn note(house: &House, job: &str, text: &str) {
    assert_eq!(house.post(&format!("jobs/{job}/notes"), json!({"text": text})).await.status(), 201);
}

async fn notes(house: &House, job: &str) -> Vec<String> {
    let shown = house.get(&format!("jobs/{job}")).await;
    shown["notes"].as_array().unwrap().iter().map(|note| note["text"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_day_that_the_hub_has_lost_comes_back_from_two_phones_office_and_colleague_included() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    house.person("p-9", "李敏", "0009").await;
    let (mut one, mut two) = (Phone::enrol(&house, "p-417").await, Phone::enrol(&house, "p-9").await);
    let mut gone = Phone::enrol(&house, "p-9").await;
    let old = house.job().await;
    house.assign(&old, &["p-417", "p-9"]).await;
    one.sync(&house).await;
    one.tap(&old, "work.photo");
    let of_yesterday = send(&house, &mut one, b"the photo of yesterday").await;
    for phone in [&mut one, &mut two, &mut gone] {
        phone.sync(&house).await;
    }

    // Night. The hub serves on.
    let copies = tempfile::tempdir().unwrap();
    let backup = copies.path().join("nightly");
    let made = night(&house, &backup).unwrap();
    assert_eq!((made.blobs, made.aside.clone()), (1, None));
    assert_eq!(one.sync(&house).await[0].secured, Some(made.number), "the phones are told");

    // A day of work: the office, both phones, and a colleague's phone that ends in the river.
    change_symptom(&house, &old, "大雨时下边进水，客户说锁也松").await;
    note(&house, &old, "客户改口：下午三点以后在家").await;
    let new = house.job().await;
    house.assign(&new, &["p-417", "p-9"]).await;
    note(&house, &new, "按门铃").await;
    for phone in [&mut one, &mut two, &mut gone] {
        phone.sync(&house).await;
        phone.tap(&old, "work.photo");
        phone.tap(&new, "work.photo");
    }
    let of_today = send(&house, &mut one, b"the photo of today").await;
    for phone in [&mut gone, &mut one, &mut two] {
        phone.sync(&house).await;
    }
    one.sync(&house).await;
    let before = [Papers::of(&house, &old).await, Papers::of(&house, &new).await];
    let number_before = house.get("cards").await["total"].clone();

    // The disk is gone: database and files. The keys were kept apart and are put back.
    house.stop().await;
    lose_database(&house);
    fs::remove_dir_all(house.folder.path().join("blobs")).unwrap();
    let without = open(house.folder.path(), &house.clock).map(|_| ()).unwrap_err();
    assert_eq!(without.code(), "hub.database_missing");
    let restored = put_back(&house, &backup).unwrap();
    assert_eq!((restored.number, restored.blobs, restored.lost), (made.number, 1, 0));
    house.start().await;
    assert_eq!(house.get("jobs").await["jobs"].as_array().unwrap().len(), 1, "the backup is of last night");
    assert_eq!(seen(&house, &of_yesterday).await.unwrap(), b"the photo of yesterday");

    // Only two phones sync.
    assert!(one.sync(&house).await[0].new_epoch);
    assert!(two.sync(&house).await[0].new_epoch);
    for phone in [&mut one, &mut two] {
        phone.sync(&house).await;
    }
    for (job, before) in [&old, &new].into_iter().zip(&before) {
        let after = Papers::of(&house, job).await;
        assert_eq!(after.heads(), before.heads());
        assert_eq!(after.fields(), before.fields());
        assert_eq!(after.fold(&house), before.fold(&house));
        for phone in [&one, &two] {
            assert_eq!([phone.brief(job).heads(), phone.log(job).heads()], after.heads());
        }
    }
    assert_eq!(notes(&house, &old).await, ["客户改口：下午三点以后在家"]);
    assert_eq!(notes(&house, &new).await, ["按门铃"]);
    assert_eq!(house.get("cards").await["total"], number_before);

    // A file of the lost day is asked for where the phone offers it again.
    assert_eq!(seen(&house, &of_today).await, None);
    send(&house, &mut one, b"the photo of today").await;
    assert_eq!(seen(&house, &of_today).await.unwrap(), b"the photo of today");

    // Life goes on: new work is stored, no number is dealt twice, the next night secures it all, nothing is broken.
    let change = two.tap(&new, "work.photo");
    assert_eq!(Phone::said(&two.sync(&house).await, &change), Said::Stored);
    assert_eq!(house.job().await, "GD261120-1003");
    let next = night(&house, &backup).unwrap();
    let answers = two.sync(&house).await;
    assert_eq!((answers[0].secured, answers[0].head.number), (Some(next.number), next.number));
    assert_eq!((looked_at(&house, house.folder.path()).faults, looked_at(&house, &backup).faults), (vec![], vec![]));
}

#[tokio::test]
async fn a_file_that_neither_backup_nor_disk_has_is_asked_for_when_the_phones_come_back() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    phone.sync(&house).await;
    phone.tap(&job, "work.photo");
    phone.sync(&house).await;
    // The photo that the tap's record names.
    let photo = send(&house, &mut phone, b"x").await;
    let backup = tempfile::tempdir().unwrap();
    night(&house, backup.path()).unwrap();
    house.stop().await;
    lose_database(&house);
    for folder in [house.folder.path(), backup.path()] {
        fs::remove_file(blob_file(folder, &photo)).unwrap();
    }
    let order = Order { from: backup.path(), hub: house.folder.path(), replace: false, anyway: true };
    assert_eq!(put_back_with(&house, order).unwrap().lost, 1);
    house.start().await;
    house.clock.pass(1_000);
    assert_eq!(phone.sync(&house).await.last().unwrap().lacks, [photo]);
    send(&house, &mut phone, b"x").await;
    assert_eq!(phone.sync(&house).await.last().unwrap().lacks, []);
    assert_eq!(seen(&house, &photo).await.unwrap(), b"x");
}

#[tokio::test]
async fn where_only_the_database_is_lost_the_files_of_the_day_are_found_where_they_lie() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let backup = tempfile::tempdir().unwrap();
    night(&house, backup.path()).unwrap();
    let photo = send(&house, &mut phone, b"the photo of today").await;
    house.stop().await;
    lose_database(&house);
    put_back(&house, backup.path()).unwrap();
    house.start().await;
    assert!(blob_file(house.folder.path(), &photo).exists());
    assert_eq!(seen(&house, &photo).await.unwrap(), b"the photo of today");
    assert_eq!(send(&house, &mut phone, b"the photo of today").await, photo, "and is not asked for again");
}

#[tokio::test]
async fn a_job_made_before_any_phone_has_come_back_does_not_take_the_number_of_a_lost_one() {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let backup = tempfile::tempdir().unwrap();
    night(&house, backup.path()).unwrap();
    let lost = house.job().await;
    house.assign(&lost, &["p-417"]).await;
    phone.sync(&house).await;
    house.stop().await;
    lose_database(&house);
    put_back(&house, backup.path()).unwrap();
    house.start().await;
    let made = body(house.post("jobs", crate::house::windows()).await).await["job"].clone();
    assert_ne!(made, lost.as_str());
    phone.sync(&house).await;
    assert_eq!(house.document(&lost, "brief").await.heads(), phone.brief(&lost).heads());
    assert_eq!(house.get("jobs").await["jobs"].as_array().unwrap().len(), 2);
}
