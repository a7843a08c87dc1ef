//! Files written by released apps, opened by this one (`tests/released`, made by `cargo run -p store --example
//! released_sample`). A schema version that was released has its file there for ever.

use crate::media::{Media, MediaKind};
use crate::{JobFilter, MetaKey, OpenOptions, Safety, Store};
use domain::digest::Digest;
use domain::ids::JobId;
use std::path::{Path, PathBuf};

fn samples(beginning: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/released");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut samples: Vec<PathBuf> =
        files.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(beginning)).collect();
    samples.sort();
    samples
}

/// A copy to open: the committed file stays as it was released.
fn copied(sample: &Path) -> (tempfile::TempDir, OpenOptions) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.db");
    std::fs::copy(sample, &path).unwrap();
    let options = OpenOptions { create: false, ..OpenOptions::new(path, b"doorstep released sample key 32b") };
    (folder, options)
}

fn schema(connection: &rusqlite::Connection) -> Vec<String> {
    let mut statement =
        connection.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name").unwrap();
    statement.query_map([], |row| row.get("sql")).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_store_of_every_released_schema_opens_with_all_that_was_in_it() {
    let (fresh, options) = (tempfile::tempdir().unwrap(), OpenOptions::new("", &[1; 32]));
    let fresh = Store::open_with(&OpenOptions { path: fresh.path().join("fresh.db"), ..options }).unwrap();
    let samples = samples("store-");
    assert!(!samples.is_empty());
    for sample in samples {
        let (_folder, options) = copied(&sample);
        let mut store = Store::open_with(&options).unwrap();
        // Also what notices that a released migration was edited.
        assert_eq!(schema(&store.connection), schema(&fresh.connection), "{}", sample.display());
        let job = JobId::new("GD261120-0041");
        assert_eq!(store.jobs(&JobFilter::default()).unwrap()[0].job, job);
        assert_eq!(store.search("胶条", None, 10).unwrap().len(), 1);
        assert_eq!(store.drafts(&job).unwrap()[0].value, "客户说晚上");
        assert_eq!(store.outbox(u64::MAX).unwrap().docs[0].changes.len(), 2);
        assert_eq!(store.safety(&job).unwrap(), Safety::OnDevice);
        assert_eq!(store.meta(MetaKey::SETTINGS).unwrap().unwrap(), b"zh");
        let before = (store.records(&job).unwrap(), store.card(&job).unwrap());
        assert_eq!(before.0.len(), 2);
        let card = before.1.clone();
        store.rebuild_projections(|_, _, _| card.clone()).unwrap();
        assert_eq!((store.records(&job).unwrap(), store.card(&job).unwrap()), before);
    }
}

#[test]
fn a_media_file_of_every_released_schema_opens_with_all_that_was_in_it() {
    let samples = samples("media-");
    assert!(!samples.is_empty());
    for sample in samples {
        let (_folder, options) = copied(&sample);
        let mut media = Media::open_with(&options).unwrap();
        assert_eq!(media.read(&Digest::of("笔迹".as_bytes())).unwrap(), "笔迹".as_bytes());
        assert_eq!(media.pending().unwrap()[0].kind, MediaKind::Ink);
    }
}
