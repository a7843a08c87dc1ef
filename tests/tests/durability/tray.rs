//! Shots before they are records: on the disk one by one, on this device alone, and only what was used leaves it.

use crate::kept::{fold, job, photos, says_what_to_do};
use crate::office::Office;
use domain::digest::Digest;
use domain::ids::ItemKey;
use domain::stage::Stage;
use field::Field;
use field::fix::Fix;
use field::tray::{ShotSent, Taken, TrayView};
use media::photo::Mark;
use std::path::Path;
use tests::tapping::{at_home, photo};

fn item() -> ItemKey {
    "dwr.hazard".into()
}

fn at_work(folder: &Path) -> (Office, Field) {
    let office = Office::open();
    let mut field = Field::open(at_home(folder).unwrap()).unwrap();
    field.enrol(&office, &office.link()).unwrap();
    field.sync(&office).unwrap();
    (office, field)
}

fn shoot(field: &mut Field, n: u64, camera: bool) -> Digest {
    let (job, item) = (job(), item());
    field.put_shot(&Taken { job: &job, item: &item, camera, place: None }, &photo(n, 640)).unwrap()
}

fn tray(field: &mut Field) -> TrayView {
    field.tray(&job(), &item(), None).unwrap()
}

fn digests(field: &mut Field) -> Vec<String> {
    tray(field).shots.into_iter().filter(|shot| !shot.dropped).map(|shot| shot.digest).collect()
}

fn waiting(field: &Field) -> u32 {
    field.hand_over_view().unwrap().files
}

#[test]
fn shots_outlive_a_kill_and_none_of_them_waits_for_the_office() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut field) = at_work(folder.path());
    let (before, one, two) = (waiting(&field), shoot(&mut field, 1, true), shoot(&mut field, 2, false));
    let edit = ShotSent { caption: " 门口 ".into(), marks: vec![Mark::Ring { from: [0, 0], to: [500, 500] }] };
    field.edit_shot(&job(), &item(), &one.hex(), edit).unwrap();
    field.move_shot(&job(), &item(), &two.hex(), 0).unwrap();
    field.ask_gallery(&job(), &item(), true).unwrap();
    drop(field);
    let mut field = Field::open(at_home(folder.path()).unwrap()).unwrap();
    let kept = tray(&mut field);
    assert!(kept.asked, "the gallery was open when the app ended");
    assert_eq!(kept.shots.iter().map(|shot| shot.digest.as_str()).collect::<Vec<_>>(), [two.hex(), one.hex()]);
    assert_eq!((kept.shots[1].caption.as_str(), kept.shots[1].marks.len()), ("门口", 1));
    assert_eq!(waiting(&field), before, "nothing of it is to be uploaded");
    assert!(photos(&fold(&mut field)).is_empty(), "and no record names it");
    assert!(field.drafts(&job()).unwrap().is_empty(), "no field of a screen holds it");
}

#[test]
fn what_was_marked_leaves_with_its_marks_and_the_picture_without_them_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut field) = at_work(folder.path());
    let (plain, blurred) = (shoot(&mut field, 1, false), shoot(&mut field, 2, false));
    let (stamped, dropped) = (shoot(&mut field, 3, true), shoot(&mut field, 4, true));
    let blur = ShotSent { caption: String::new(), marks: vec![Mark::Blur { from: [100, 100], to: [900, 900] }] };
    field.edit_shot(&job(), &item(), &blurred.hex(), blur).unwrap();
    field.drop_shot(&job(), &item(), &plain.hex(), true).unwrap();
    field.drop_shot(&job(), &item(), &plain.hex(), false).unwrap();
    field.drop_shot(&job(), &item(), &dropped.hex(), true).unwrap();
    assert!(field.small(&blurred).is_ok());
    assert_eq!(field.use_shots(&job(), &item()).unwrap(), 3);
    let named = photos(&fold(&mut field));
    assert_eq!(named.len(), 3);
    assert!(named.contains_key(&plain), "what nobody touched is the very file that was taken in");
    for gone in [blurred, stamped, dropped] {
        assert!(!named.contains_key(&gone));
        assert!(field.blob(&gone).is_err(), "its bytes are not on the device any more");
        assert!(field.small(&gone).is_err(), "nor is its small picture");
    }
    for digest in named.keys() {
        assert_eq!(Digest::of(&field.blob(digest).unwrap()), *digest);
    }
    assert_eq!(waiting(&field), 3);
    assert!(digests(&mut field).is_empty());
    assert_eq!(field.use_shots(&job(), &item()).unwrap(), 0, "a second tap does nothing");
}

#[test]
fn a_removed_shot_leaves_nothing_behind_and_a_mark_outside_of_the_picture_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut field) = at_work(folder.path());
    let shot = shoot(&mut field, 1, false);
    let outside = ShotSent { caption: String::new(), marks: vec![Mark::Arrow { from: [0, 0], to: [1001, 5] }] };
    let refused = field.edit_shot(&job(), &item(), &shot.hex(), outside).unwrap_err();
    says_what_to_do(&refused, "photo.mark_outside");
    field.drop_shot(&job(), &item(), &shot.hex(), true).unwrap();
    assert_eq!(field.use_shots(&job(), &item()).unwrap(), 0);
    assert!(tray(&mut field).shots.is_empty());
    assert!(field.blob(&shot).is_err());
    assert!(photos(&fold(&mut field)).is_empty());
}

#[test]
fn one_file_in_two_trays_stays_until_both_are_done_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut field) = at_work(folder.path());
    let other: ItemKey = "kit.five.photo".into();
    let shot = shoot(&mut field, 1, false);
    let job = job();
    assert_eq!(
        field.put_shot(&Taken { job: &job, item: &other, camera: false, place: None }, &photo(1, 640)).unwrap(),
        shot
    );
    let blur = ShotSent { caption: String::new(), marks: vec![Mark::Blur { from: [0, 0], to: [900, 900] }] };
    field.edit_shot(&job, &item(), &shot.hex(), blur).unwrap();
    assert_eq!(field.use_shots(&job, &item()).unwrap(), 1);
    assert_eq!(Digest::of(&field.blob(&shot).unwrap()), shot, "the other item's shot is still there");
    field.drop_shot(&job, &other, &shot.hex(), true).unwrap();
    assert_eq!(field.use_shots(&job, &other).unwrap(), 0);
    assert!(field.blob(&shot).is_err());
}

#[test]
fn a_picture_after_the_work_is_lined_up_with_the_newest_one_from_before() {
    let folder = tempfile::tempdir().unwrap();
    let (_, mut field) = at_work(folder.path());
    let (before, after): (ItemKey, ItemKey) = ("prt.before".into(), "cln.after".into());
    assert!(field.tray(&job(), &after, None).unwrap().before.is_none());
    for n in [1, 2] {
        field.tap_photo(&job(), &before, &photo(n, 640), None).unwrap();
    }
    let newest = field.tray(&job(), &after, None).unwrap().before.unwrap();
    let stage = field.stage_view(&job(), Stage::Clean).unwrap();
    let item = stage.blocks.iter().flat_map(|block| &block.items).find(|item| item.key == after).unwrap();
    assert_eq!((item.before.len(), &item.before[1].digest), (2, &newest.digest));
    assert_eq!(newest.media, "image/jpeg");
    assert!(field.tray(&job(), &before, None).unwrap().before.is_none(), "before there is nothing to line up with");
}

#[test]
fn a_shot_bears_the_place_it_was_taken_at_where_that_is_wanted_and_a_picture_of_the_gallery_never_does() {
    let home = tempfile::tempdir().unwrap();
    let (_office, mut field) = at_work(home.path());
    let place = Fix::read("30.274084,120.15507,11.4");
    let words = |field: &mut Field, place: Option<&Fix>| field.tray(&job(), &item(), place).unwrap().stamp;
    assert_eq!(words(&mut field, None).len(), 2);
    assert_eq!(words(&mut field, place.as_ref()).pop().as_deref(), Some("30.27408°N 120.15507°E ±12 m"));
    let (job, item) = (job(), item());
    let put = |field: &mut Field, n: u64, camera: bool, place: Option<Fix>| {
        field.put_shot(&Taken { job: &job, item: &item, camera, place }, &photo(n, 640)).unwrap()
    };
    let (shot, chosen) = (put(&mut field, 1, true, place), put(&mut field, 2, false, place));
    assert_eq!(field.use_shots(&job, &item).unwrap(), 2);
    let used = photos(&fold(&mut field));
    assert!(used.contains_key(&chosen) && !used.contains_key(&shot), "the camera's alone is drawn on");
    put(&mut field, 1, true, None);
    assert_eq!(field.use_shots(&job, &item).unwrap(), 1);
    assert_eq!(photos(&fold(&mut field)).len(), used.len() + 1, "the same shot without its place is another picture");
}
