//! Bad input and bad luck: each gives one clear sentence, and nothing that was saved changes.

use crate::kept::{every_blob_is_there, fold, hold, job, photos, reads_back, records, says_what_to_do};
use crate::office::Office;
use crate::power::Device;
use domain::digest::Digest;
use domain::value::Picture;
use field::{Field, FieldRefused, Shot};
use serde::Deserialize;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use tests::tapping::{KINDS, VISIT, at_home, photo, tap};

/// An app on the real disk with one of each kind of record in it.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn at_work() -> (Self, Field) {
        let home = Self { folder: tempfile::tempdir().unwrap() };
        let (office, mut field) = (Office::open(), home.open().unwrap());
        field.enrol(&office, &office.link()).unwrap();
        field.sync(&office).unwrap();
        (0..KINDS).for_each(|n| tap(&mut field, n, &mut |_| {}).unwrap());
        (home, field)
    }

    fn open(&self) -> Result<Field, FieldRefused> {
        Field::open(at_home(self.folder.path())?)
    }

    fn refused(&self) -> FieldRefused {
        self.open().err().expect("it does not open")
    }

    fn key(&self, name: &str) -> PathBuf {
        self.folder.path().join("keys").join(format!("{name}.key"))
    }

    /// Every byte of its data.
    fn data(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<PathBuf> =
            fs::read_dir(self.folder.path().join("data")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }
}

/// Everything the app would hand over: both documents and every photo.
fn everything(field: &mut Field) -> Vec<(String, Vec<u8>)> {
    field.export(&job()).unwrap()
}

fn take(field: &mut Field, bytes: &[u8]) -> Result<Digest, FieldRefused> {
    let shot = Shot { job: &job(), visit: VISIT, item: &"dwr.hazard".into(), unit: None };
    field.take_photo(&shot, bytes, None)
}

fn write_key(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[test]
fn a_file_that_is_no_whole_photo_is_refused_and_nothing_changes() {
    let (home, mut field) = Home::at_work();
    let (before, files) = (fold(&mut field), everything(&mut field));
    let whole = photo(99, 320);
    let mut bomb = whole.clone();
    let frame = bomb.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    // 10,000 lines of 20,000 pixels: 200 megapixels in a file of some kilobytes.
    bomb[frame + 5..frame + 9].copy_from_slice(&[0x27, 0x10, 0x4E, 0x20]);
    let no_tail = [&whole[..whole.len() / 2], &vec![0; whole.len() / 2]].concat();
    for (bytes, code) in [
        (&[][..], "photo.empty"),
        (&whole[..whole.len() / 2], "photo.truncated"),
        (&no_tail, "photo.truncated"),
        (&bomb, "photo.too_large"),
        ("上门服务单".as_bytes(), "photo.not_a_photo"),
    ] {
        says_what_to_do(&take(&mut field, bytes).unwrap_err(), code);
        assert_eq!(fold(&mut field), before, "{code}");
        assert_eq!(everything(&mut field), files, "{code}");
    }
    drop(field);
    let mut field = home.open().unwrap();
    assert_eq!((fold(&mut field), everything(&mut field)), (before, files));
    let kept = take(&mut field, &whole).unwrap();
    reads_back(&mut field, &kept);
}

#[test]
fn a_heic_is_kept_as_it_is_and_not_drawn() {
    let (home, mut field) = Home::at_work();
    let heic = [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice(), &[7; 5000]].concat();
    let kept = take(&mut field, &heic).unwrap();
    drop(field);
    let mut field = home.open().unwrap();
    assert_eq!(field.blob(&kept).unwrap(), heic);
    let fold = fold(&mut field);
    let record = fold.records[&photos(&fold)[&kept]].record.as_ref().unwrap();
    let picture = Picture::deserialize(&record.value).unwrap();
    assert_eq!((picture.media.as_str(), picture.width, picture.height, picture.bytes), ("image/heic", 0, 0, 5024));
    let (name, bytes) = everything(&mut field).pop().unwrap();
    assert!(name.ends_with(".heic") && bytes == heic, "{name}");
}

#[test]
fn with_another_database_key_nothing_opens_and_nothing_changes() {
    let (home, mut field) = Home::at_work();
    let (before, files) = (fold(&mut field), everything(&mut field));
    drop(field);
    let (data, key) = (home.data(), fs::read(home.key("database")).unwrap());
    for other in [Some([9; 32]), None] {
        match other {
            Some(other) => write_key(&home.key("database"), &other),
            None => fs::remove_file(home.key("database")).unwrap(),
        }
        says_what_to_do(&home.refused(), "store.wrong_key");
        assert!(home.data() == data, "the data changed");
    }
    write_key(&home.key("database"), &key);
    let mut field = home.open().unwrap();
    assert_eq!((fold(&mut field), everything(&mut field)), (before, files));
}

#[test]
fn an_enrolled_device_whose_key_is_gone_waits_for_it_and_is_given_no_other() {
    let (home, mut field) = Home::at_work();
    let before = (fold(&mut field), everything(&mut field));
    drop(field);
    let key = fs::read(home.key("device")).unwrap();
    fs::remove_file(home.key("device")).unwrap();
    says_what_to_do(&home.refused(), "vault.lost");
    assert!(!home.key("device").exists());
    write_key(&home.key("device"), &key);
    let mut field = home.open().unwrap();
    assert_eq!((fold(&mut field), everything(&mut field)), before);
}

#[test]
fn a_damaged_key_file_is_told_as_such_and_nothing_changes() {
    let (home, mut field) = Home::at_work();
    let before = (fold(&mut field), everything(&mut field));
    drop(field);
    let data = home.data();
    for name in ["database", "device"] {
        let key = fs::read(home.key(name)).unwrap();
        for damaged in [&key[..31], &[], &[key.clone(), vec![0]].concat()] {
            write_key(&home.key(name), damaged);
            says_what_to_do(&home.refused(), "vault.damaged");
        }
        write_key(&home.key(name), &key);
        fs::set_permissions(home.key(name), fs::Permissions::from_mode(0o644)).unwrap();
        says_what_to_do(&home.refused(), "vault.open");
        write_key(&home.key(name), &key);
    }
    assert!(home.data() == data, "the data changed");
    let mut field = home.open().unwrap();
    assert_eq!((fold(&mut field), everything(&mut field)), before);
}

#[test]
fn a_full_disk_refuses_every_save_keeps_what_was_saved_and_works_again_with_room() {
    let device = Device::enrolled();
    let disk = device.disk();
    let mut field = device.open(&disk).unwrap();
    let mut told = Vec::new();
    (0..KINDS).for_each(|n| tap(&mut field, n, &mut |said| told.push(said)).unwrap());
    disk.full_after(60_000);
    let mut refused = 0;
    for n in KINDS.. {
        let before = everything(&mut field);
        match tap(&mut field, n, &mut |said| told.push(said)) {
            Ok(()) => refused = 0,
            Err(why) => {
                says_what_to_do(&why, "store.disk_full");
                assert!(everything(&mut field) == before, "a refused save changed something");
                refused += 1;
            }
        }
        if refused == KINDS {
            break;
        }
    }
    drop(field);
    disk.power_on();
    // It opens on the full disk, so that what fills it can be read and handed in.
    let mut field = device.open(&disk).expect("an app opens on a full disk");
    assert_eq!(hold(&mut field, &mut device.records.clone(), &told), []);
    every_blob_is_there(&mut field);
    drop(field);
    disk.power_on();
    disk.make_room();
    let mut field = device.open(&disk).unwrap();
    assert_eq!(hold(&mut field, &mut device.records.clone(), &told), []);
    every_blob_is_there(&mut field);
    let mut known = records(&mut field);
    let mut told = Vec::new();
    (0..KINDS).for_each(|n| tap(&mut field, n + 800, &mut |said| told.push(said)).unwrap());
    assert_eq!(hold(&mut field, &mut known, &told), []);
}
