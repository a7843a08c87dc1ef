//! A backup that is not put back, and the hub's folder that is then as it was.

use crate::care::{
    blob_file, files, flip, in_both_languages, looked_at, lose_database, night, put_back, put_back_with,
};
use crate::care::{seen, send};
use crate::house::House;
use crate::phone::Phone;
use domain::digest::Digest;
use hub::restore::{Order, RestoreRefused};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A hub that has stopped, its backup of last night, and a photo in both.
async fn night_before() -> (House, Phone, TempDir, Digest) {
    let mut house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let mut phone = Phone::enrol(&house, "p-417").await;
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    phone.sync(&house).await;
    let photo = send(&house, &mut phone, b"the photo of yesterday").await;
    let backup = tempfile::tempdir().unwrap();
    night(&house, backup.path()).unwrap();
    phone.tap(&job, "work.photo");
    phone.sync(&house).await;
    house.stop().await;
    (house, phone, backup, photo)
}

/// The refusal of an order that must change nothing, on either side.
fn refused(house: &House, order: Order<'_>) -> RestoreRefused {
    let before = (files(order.hub), files(order.from));
    let refused = put_back_with(house, order).unwrap_err();
    in_both_languages(&refused.zh(), &refused.to_string());
    assert_eq!((files(order.hub), files(order.from)), before, "{refused}");
    refused
}

fn order<'a>(house: &'a House, from: &'a Path) -> Order<'a> {
    Order { from, hub: house.folder.path(), replace: false, anyway: false }
}

#[tokio::test]
async fn while_a_hub_runs_nothing_is_put_under_it() {
    let (mut house, mut phone, backup, _) = night_before().await;
    house.start().await;
    for replace in [false, true] {
        assert_eq!(refused(&house, Order { replace, ..order(&house, backup.path()) }).code(), "hub.running");
    }
    phone.sync(&house).await;
}

#[tokio::test]
async fn a_sound_database_is_only_replaced_where_that_is_said_and_is_kept_even_then() {
    let (mut house, mut phone, backup, _) = night_before().await;
    assert_eq!(refused(&house, order(&house, backup.path())).code(), "restore.sound");
    let today = fs::read(house.folder.path().join("hub.sqlite")).unwrap();
    let restored = put_back_with(&house, Order { replace: true, ..order(&house, backup.path()) }).unwrap();
    let aside = restored.aside.unwrap();
    assert_eq!(aside.parent(), Some(house.folder.path()));
    assert_eq!(fs::read(&aside).unwrap(), today);
    // And back again: what was kept aside is a database as any other.
    let kept = tempfile::tempdir().unwrap();
    fs::copy(&aside, kept.path().join("hub.sqlite")).unwrap();
    put_back_with(&house, Order { replace: true, ..order(&house, kept.path()) }).unwrap();
    house.start().await;
    assert_eq!(phone.sync(&house).await.last().unwrap().wants, vec![], "nothing was missing");
}

#[tokio::test]
async fn a_damaged_database_gives_way_and_is_kept_aside() {
    let (house, _, backup, _) = night_before().await;
    let database = house.folder.path().join("hub.sqlite");
    let whole = fs::read(&database).unwrap();
    for damaged in [&whole[..whole.len() / 2], b"a shopping list", b""] {
        fs::write(&database, damaged).unwrap();
        let aside = put_back(&house, backup.path()).unwrap().aside.unwrap();
        assert_eq!(fs::read(aside).unwrap(), damaged);
        assert_eq!(looked_at(&house, house.folder.path()).faults, vec![]);
    }
}

#[tokio::test]
async fn a_backup_cut_short_or_spoilt_is_not_put_back() {
    let (house, _, backup, _) = night_before().await;
    lose_database(&house);
    let copy = backup.path().join("hub.sqlite");
    let whole = fs::read(&copy).unwrap();
    let mut spoilt = whole.clone();
    spoilt[4096 * 5..4096 * 8].fill(0x5a);
    for damaged in [&whole[..whole.len() / 2], &whole[..100], b"", b"a shopping list", &spoilt[..]] {
        fs::write(&copy, damaged).unwrap();
        for anyway in [false, true] {
            let refused = refused(&house, Order { anyway, ..order(&house, backup.path()) });
            assert_eq!(refused.code(), "restore.unreadable");
        }
    }
    fs::write(&copy, whole).unwrap();
    put_back(&house, backup.path()).unwrap();
}

#[tokio::test]
async fn a_flipped_bit_in_a_file_is_found_and_costs_that_file_alone_where_it_must() {
    let (mut house, mut phone, backup, photo) = night_before().await;
    lose_database(&house);
    flip(&blob_file(backup.path(), &photo));
    // The hub's own copy is good: nothing is lost.
    let restored = put_back(&house, backup.path()).unwrap();
    assert_eq!((restored.blobs, restored.lost), (1, 0));
    // Neither is: it is said, and may be accepted.
    lose_database(&house);
    flip(&blob_file(house.folder.path(), &photo));
    assert_eq!(refused(&house, order(&house, backup.path())).code(), "restore.faults");
    let restored = put_back_with(&house, Order { anyway: true, ..order(&house, backup.path()) }).unwrap();
    assert_eq!((restored.blobs, restored.lost), (0, 1));
    fs::remove_file(blob_file(house.folder.path(), &photo)).unwrap();
    house.start().await;
    assert_eq!(seen(&house, &photo).await, None);
    send(&house, &mut phone, b"the photo of yesterday").await;
    assert_eq!(seen(&house, &photo).await.unwrap(), b"the photo of yesterday", "the phone may send it again");
}

#[tokio::test]
async fn a_spoilt_file_of_the_hub_is_put_apart_for_the_good_one_of_the_backup() {
    let (house, _, backup, photo) = night_before().await;
    lose_database(&house);
    let own = blob_file(house.folder.path(), &photo);
    flip(&own);
    let spoilt = fs::read(&own).unwrap();
    put_back(&house, backup.path()).unwrap();
    assert_eq!(fs::read(&own).unwrap(), b"the photo of yesterday");
    let apart = files(&house.folder.path().join("blobs/quarantine"));
    assert_eq!(apart.into_values().collect::<Vec<_>>(), [spoilt]);
}

#[tokio::test]
async fn without_the_company_s_keys_it_says_what_is_missing_and_where_it_belongs() {
    let (house, _, backup, _) = night_before().await;
    lose_database(&house);
    let keys = house.folder.path().join("keys");
    let apart = tempfile::tempdir().unwrap();
    fs::rename(keys.join("office.pem"), apart.path().join("office.pem")).unwrap();
    let said = refused(&house, order(&house, backup.path()));
    assert_eq!(said.code(), "restore.keys_missing");
    for words in [said.zh(), said.to_string()] {
        assert!(words.contains(keys.join("office.pem").to_str().unwrap()), "{words}");
    }
    let nowhere = apart.path().join("new");
    let said = refused(&house, Order { hub: &nowhere, ..order(&house, backup.path()) });
    assert_eq!(said.code(), "restore.keys_missing");
    assert!(!nowhere.exists());
    // The way out: a new folder with the keys in it.
    fs::create_dir_all(nowhere.join("keys")).unwrap();
    fs::copy(keys.join("issuing.pem"), nowhere.join("keys/issuing.pem")).unwrap();
    fs::copy(apart.path().join("office.pem"), nowhere.join("keys/office.pem")).unwrap();
    put_back_with(&house, Order { hub: &nowhere, ..order(&house, backup.path()) }).unwrap();
    assert_eq!(looked_at(&house, &nowhere).faults, vec![]);
}

#[tokio::test]
async fn the_backup_of_another_company_is_not_put_back_here() {
    let (house, _, _, _) = night_before().await;
    let (mut other, of_another) = (House::found().await, tempfile::tempdir().unwrap());
    night(&other, of_another.path()).unwrap();
    other.stop().await;
    let by_keys = Order { replace: true, ..order(&house, of_another.path()) };
    assert_eq!(refused(&house, by_keys).code(), "restore.keys_of_another");
    // Even where somebody has put the other's keys there: this company's database is not replaced.
    for key in ["issuing.pem", "office.pem"] {
        fs::copy(other.folder.path().join("keys").join(key), house.folder.path().join("keys").join(key)).unwrap();
    }
    assert_eq!(refused(&house, by_keys).code(), "restore.other_company");
}

#[tokio::test]
async fn a_folder_without_a_backup_or_the_hub_s_own_is_no_source() {
    let (house, _, backup, _) = night_before().await;
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(refused(&house, order(&house, empty.path())).code(), "restore.no_backup");
    assert_eq!(refused(&house, order(&house, &empty.path().join("nowhere"))).code(), "restore.no_backup");
    assert_eq!(refused(&house, order(&house, house.folder.path())).code(), "restore.own_folder");
    let itself = Order { hub: backup.path(), ..order(&house, backup.path()) };
    assert_eq!(refused(&house, itself).code(), "restore.own_folder");
    assert_eq!(files(empty.path()).len(), 0);
}
