//! What the tests of backup, restore and check share: folders compared, photos sent, a night's backup.

use crate::house::House;
use crate::phone::Phone;
use data_encoding::BASE64;
use domain::digest::Digest;
use hub::backup::{Backup, BackupRefused, back_up};
use hub::check::{Report, check};
use hub::entropy::SystemEntropy;
use hub::restore::{Order, RestoreRefused, Restored, restore};
use reqwest::Method;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file below a folder, but locks and what SQLite keeps beside a database.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            found.extend(files(&path));
        } else if ![".lock", "-wal", "-shm"].iter().any(|end| name.ends_with(end)) {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

/// Where a blob lies in a hub's folder or a backup.
pub fn blob_file(folder: &Path, digest: &Digest) -> PathBuf {
    let hex = digest.hex();
    folder.join("blobs").join(&hex[..2]).join(&hex[2..4]).join(&hex)
}

/// Flips one bit in the middle of a file.
pub fn flip(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(file, bytes).unwrap();
}

/// Sends a photo; the hub calls it stored.
pub async fn send(house: &House, phone: &mut Phone, photo: &[u8]) -> Digest {
    let digest = Digest::of(photo);
    let metadata = format!("digest {}", BASE64.encode(digest.hex().as_bytes()));
    let announced = [("upload-length", photo.len().to_string()), ("upload-metadata", metadata)];
    let answer = phone.call(house, Method::POST, "/v1/media", &announced, b"").await;
    if answer.headers()["doorstep-stored"] == "true" {
        return digest;
    }
    let piece = [("upload-offset", "0".to_owned()), ("content-type", "application/offset+octet-stream".to_owned())];
    let answer = phone.call(house, Method::PATCH, &format!("/v1/media/{digest}"), &piece, photo).await;
    assert_eq!(answer.headers()["doorstep-stored"], "true");
    digest
}

/// What the office's page shows of a file: its bytes, where the hub has it.
pub async fn seen(house: &House, digest: &Digest) -> Option<Vec<u8>> {
    let answer = house.call(Method::GET, &format!("media/{digest}"), None).await;
    if answer.status() == 200 { Some(answer.bytes().await.unwrap().to_vec()) } else { None }
}

/// A backup beside the hub, whether it runs or not.
pub fn night(house: &House, to: &Path) -> Result<Backup, BackupRefused> {
    back_up(house.folder.path(), to, house.now(), &mut |_| {})
}

pub fn put_back(house: &House, from: &Path) -> Result<Restored, RestoreRefused> {
    put_back_with(house, Order { from, hub: house.folder.path(), replace: false, anyway: false })
}

pub fn put_back_with(house: &House, order: Order<'_>) -> Result<Restored, RestoreRefused> {
    restore(&order, house.now(), &SystemEntropy, &mut |_| {})
}

pub fn looked_at(house: &House, folder: &Path) -> Report {
    check(folder, house.now(), &mut |_| {}).unwrap()
}

/// The disk takes the database with it.
pub fn lose_database(house: &House) {
    for file in ["hub.sqlite", "hub.sqlite-wal", "hub.sqlite-shm"] {
        let _ = fs::remove_file(house.folder.path().join(file));
    }
}

/// A refusal is worth something where both languages have it, each in its own letters.
pub fn in_both_languages(zh: &str, en: &str) {
    assert!(zh.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{zh}");
    assert!(en.split_whitespace().count() > 5, "{en}");
}
