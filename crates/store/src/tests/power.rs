//! The power goes at every sync point in turn. What the store said it saved is there afterwards, whole; what it did not
//! say may be there or not, but never in part.

use super::KEY;
use super::crew::{Writer, typed};
use crate::media::{Media, MediaKind, MediaRefused};
use crate::{OpenOptions, Page, Place, Store, StoreRefused, Synchronous};
use domain::digest::Digest;
use domain::ids::JobId;
use testkit::power_cut::{Cut, PowerCutDisk, Unsynced};

fn options(disk: &PowerCutDisk, file: &str, synchronous: Synchronous) -> OpenOptions {
    OpenOptions { vfs: Some(disk.vfs_name().to_owned()), synchronous, ..OpenOptions::new(file, &KEY) }
}

/// What a phone was told before the power went.
#[derive(Default)]
struct Told {
    taps: Vec<Digest>,
    draft: Option<String>,
    place: u64,
}

/// A short day's work, until the disk fails.
fn work(store: &mut Store, told: &mut Told) -> Result<(), StoreRefused> {
    let job = JobId::new("GD1");
    let (mut mine, mut office) = (Writer::new("GD1", 1), Writer::new("GD2", 9));
    for n in 0..6_u64 {
        store.save_draft(&job, &typed(&format!("draft {n}")))?;
        told.draft = Some(format!("draft {n}"));
        let made = mine.note(&"胶条".repeat(400));
        told.draft = None;
        mine.save(store, &made, None)?;
        told.taps.push(made.change.hash);
        let place = Some(Place { number: n + 1, ..Place::default() });
        let foreign = [office.note("from the office")];
        store.commit_page(&Page { place, ..office.page(&foreign) })?;
        told.place = n + 1;
    }
    Ok(())
}

/// Cuts the power at `cut`, works, and looks whether everything told is still there. `None` where the cut came too late.
fn holds_after(cut: Cut, unsynced: Unsynced, synchronous: Synchronous) -> Option<bool> {
    let disk = PowerCutDisk::new("store");
    disk.unsynced(unsynced);
    let options = options(&disk, "store.db", synchronous);
    disk.cut_at(cut);
    let mut told = Told::default();
    if let Ok(mut store) = Store::open_with(&options) {
        let _ = work(&mut store, &mut told);
    }
    if !disk.is_dark() {
        return None;
    }
    disk.power_on();
    let Ok(store) = Store::open_with(&options) else { return Some(told.taps.is_empty()) };
    if !store.check().is_ok_and(|complaints| complaints.is_empty()) {
        return Some(false);
    }
    let (mine, job) = (Writer::new("GD1", 1), JobId::new("GD1"));
    let known: Vec<Digest> =
        store.offer().unwrap().into_iter().filter(|(doc, _)| *doc == mine.doc).flat_map(|(_, hashes)| hashes).collect();
    let records = store.records(&job).unwrap();
    let place = store.place().unwrap().number;
    let foreign = store.records(&"GD2".into()).unwrap().len() as u64;
    let drafts: Vec<String> = store.drafts(&job).unwrap().into_iter().map(|draft| draft.value).collect();
    let draft_is_there = told.draft.is_none_or(|draft| drafts.contains(&draft));
    Some(
        known.starts_with(&told.taps)
            && records.len() == known.len()
            && store.outbox_count().unwrap().changes == known.len() as u64
            && place >= told.place
            && foreign == place
            && draft_is_there,
    )
}

#[test]
fn what_was_said_to_be_saved_survives_a_power_cut_at_every_sync() {
    let mut cuts = 0;
    for sync in 1.. {
        let before = holds_after(Cut::BeforeSync(sync), Unsynced::Lost, Synchronous::Full);
        let after = holds_after(Cut::AfterSync(sync), Unsynced::Torn(sync), Synchronous::Full);
        if before.is_none() && after.is_none() {
            break;
        }
        assert!(before.unwrap_or(true) && after.unwrap_or(true), "sync {sync}");
        cuts += 1;
    }
    assert!(cuts > 20, "{cuts}");
}

#[test]
fn torn_writes_do_not_reach_what_was_saved() {
    let mut cuts = 0;
    for write in (1..).step_by(3) {
        match holds_after(Cut::AtWrite(write), Unsynced::Torn(write), Synchronous::Full) {
            Some(holds) => assert!(holds, "write {write}"),
            None => break,
        }
        cuts += 1;
    }
    assert!(cuts > 20, "{cuts}");
}

/// The control: with a weaker setting the same day loses something, so the tests above can fail.
#[test]
fn without_syncs_the_same_day_loses_work() {
    for synchronous in [Synchronous::Normal, Synchronous::Off] {
        let lost = (1..200)
            .step_by(5)
            .any(|write| holds_after(Cut::AtWrite(write), Unsynced::Lost, synchronous) == Some(false));
        assert!(lost, "{synchronous:?}");
    }
}

#[test]
fn a_disk_that_is_really_full_refuses_and_keeps_what_was_saved() {
    let disk = PowerCutDisk::new("full");
    let options = options(&disk, "store.db", Synchronous::Full);
    let mut store = Store::open_with(&options).unwrap();
    let mut writer = Writer::new("GD1", 1);
    writer.tap(&mut store, "before").unwrap();
    disk.full_after(10_000);
    let refused = loop {
        if let Err(refused) = writer.tap(&mut store, &"门窗".repeat(400)) {
            break refused;
        }
    };
    assert_eq!(refused, StoreRefused::DiskFull);
    let saved = store.records(&"GD1".into()).unwrap().len();
    drop(store);
    disk.power_on();
    let mut store = Store::open_with(&options).unwrap();
    assert_eq!(store.records(&"GD1".into()).unwrap().len(), saved);
    disk.make_room();
    Writer::again(&store, "GD1", 2).tap(&mut store, "room again").unwrap();
}

#[test]
fn a_photo_that_was_put_survives_the_power_going_right_after() {
    let photo = |n: u8| vec![n; 300_000];
    for sync in 1..40 {
        let disk = PowerCutDisk::new("media");
        disk.unsynced(Unsynced::Torn(sync));
        disk.cut_at(Cut::BeforeSync(sync));
        let options = options(&disk, "media.db", Synchronous::Full);
        let mut put = Vec::new();
        if let Ok(mut media) = Media::open_with(&options) {
            put.extend((0..8).map_while(|n| media.put(&photo(n), MediaKind::Photo).ok()));
        }
        disk.power_on();
        let Ok(mut media) = Media::open_with(&options) else {
            assert!(put.is_empty());
            continue;
        };
        for (n, digest) in (0..).zip(&put) {
            assert!(media.read(digest).unwrap() == photo(n), "sync {sync}");
        }
        let next = Digest::of(&photo(put.len() as u8));
        match media.read(&next) {
            Err(MediaRefused::Unknown(_)) => {}
            read => assert!(read.unwrap() == photo(put.len() as u8), "half a photo"),
        }
    }
}
