//! What an app has, held against what it said.

use domain::digest::Digest;
use domain::fold::Fold;
use domain::ids::{JobId, RecordId};
use domain::record::Kind;
use domain::value::Picture;
use field::{Field, FieldRefused};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use tests::tapping::{JOB, Told};

/// The job of the tests.
pub fn job() -> JobId {
    JOB.into()
}

/// Everything current about the job, with the question of time left out.
pub fn fold(field: &mut Field) -> Fold {
    field.job(&job()).unwrap().fold(0).clone()
}

/// Every record the app has.
pub fn records(field: &mut Field) -> BTreeSet<RecordId> {
    fold(field).records.into_keys().collect()
}

/// The records that name photos, by the photo.
pub fn photos(fold: &Fold) -> BTreeMap<Digest, RecordId> {
    let photos = fold.records.iter().filter_map(|(id, shown)| Some((id, shown.record.as_ref()?)));
    let photos = photos.filter(|(_, record)| record.kind == Kind::Photo);
    photos.map(|(id, record)| (Picture::deserialize(&record.value).unwrap().blob, id.clone())).collect()
}

/// Holds an app that was cut off against what it had before and what it told since: every record and blob it told is
/// there, and of what it did not tell at most one act. Gives that act's records, and adds all there are to `known`.
pub fn hold(field: &mut Field, known: &mut BTreeSet<RecordId>, told: &[Told]) -> Vec<RecordId> {
    let fold = fold(field);
    assert!(fold.open.is_empty(), "one person's taps are never in conflict: {:?}", fold.open);
    let photos = photos(&fold);
    for told in told {
        match told {
            Told::Records(ids) => {
                assert!(!ids.is_empty(), "a tap that saves nothing tests nothing");
                known.extend(ids.iter().cloned());
            }
            Told::Photo(digest) => {
                known.insert(photos.get(digest).expect("a saved photo has its record").clone());
                reads_back(field, digest);
            }
            Told::Ink(digest) => reads_back(field, digest),
            Told::Begins => {}
            Told::Refused(code, ..) => panic!("it refused: {code}"),
        }
    }
    let lost: Vec<_> = known.iter().filter(|id| !fold.records.contains_key(id)).collect();
    assert!(lost.is_empty(), "{} of {} records are lost: {lost:?}", lost.len(), known.len());
    let untold: Vec<RecordId> = fold.records.keys().filter(|id| !known.contains(id)).cloned().collect();
    let changes: BTreeSet<Digest> = untold.iter().map(|id| fold.records[id].change).collect();
    assert!(changes.len() <= 1, "more than the interrupted act was not told: {untold:?}");
    known.extend(untold.iter().cloned());
    untold
}

/// The blob is there, to the byte.
pub fn reads_back(field: &mut Field, digest: &Digest) {
    assert_eq!(Digest::of(&field.blob(digest).unwrap()), *digest);
}

/// Every blob that any record names is there: a record never comes before its photo or ink.
pub fn every_blob_is_there(field: &mut Field) {
    let blobs = field.blobs_of(&job()).unwrap();
    blobs.iter().for_each(|digest| reads_back(field, digest));
}

/// A refusal that a person can read: a code, one sentence or two in Chinese and in English, and no debug string.
pub fn says_what_to_do(refused: &FieldRefused, code: &str) {
    assert_eq!(refused.code(), code, "{refused}");
    sentences(&refused.zh(), &refused.to_string());
}

/// Chinese words and English words that are sentences.
pub fn sentences(zh: &str, en: &str) {
    let chinese = zh.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    assert!(chinese >= 8 && zh.ends_with('。') && zh.contains('请'), "{zh}");
    assert!(en.split_whitespace().count() >= 5 && !en.contains("Error") && !en.contains('{'), "{en}");
}
