//! A hand-over file holds everything the office has not got, and says so where it cannot be made.

use crate::kept::{fold, job, photos, says_what_to_do};
use crate::office::{COMPANY_ID, Office};
use domain::digest::Digest;
use field::Field;
use std::collections::BTreeSet;
use sync::handover::{HandOver, OfficeKey};
use tests::tapping::{KINDS, at_home, tap};

#[test]
fn without_the_office_s_key_it_is_refused_and_with_it_everything_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let key = OfficeKey::generate();
    let office = Office::open();
    let mut field = Field::open(at_home(folder.path()).unwrap()).unwrap();
    assert_eq!(field.hand_over(1).err().unwrap().code(), "field.not_enrolled");
    field.enrol(&office, &office.link()).unwrap();
    field.sync(&office).unwrap();
    assert_eq!(field.hand_over_view().unwrap().parts, 0, "the office has everything");
    (0..KINDS).for_each(|n| tap(&mut field, n, &mut |_| {}).unwrap());

    let view = field.hand_over_view().unwrap();
    assert!(!view.ready && view.parts == 1 && view.changes > 0 && view.files > 0, "{view:?}");
    says_what_to_do(&field.hand_over(1).err().unwrap(), "handover.no_key");

    office.word.lock().unwrap().hand_over = Some(key.recipient());
    field.sync(&office).unwrap();
    (KINDS..2 * KINDS).for_each(|n| tap(&mut field, n, &mut |_| {}).unwrap());
    assert!(field.hand_over_view().unwrap().ready);
    let made = field.hand_over(1).unwrap();
    assert!(made.name.starts_with("doorstep-handover-") && made.name.ends_with("-1.age"), "{}", made.name);
    let file = HandOver::open(&made.bytes, &key, &COMPANY_ID.into()).unwrap();
    let changes: usize = file.documents.iter().map(|doc| doc.changes.len()).sum();
    assert_eq!(u32::try_from(changes).unwrap(), field.hand_over_view().unwrap().changes);
    let files: BTreeSet<Digest> = file.files.iter().map(|bytes| Digest::of(bytes)).collect();
    for photo in photos(&fold(&mut field)).keys() {
        assert!(files.contains(photo), "a photo of a record is in the file");
    }
    assert!(!field.export(&job()).unwrap().is_empty(), "and everything is still on the device");
}
