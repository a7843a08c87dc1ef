//! Photos, ink and papers.

use super::KEY;
use crate::StoreRefused;
use crate::media::{CHUNK, Media, MediaKind, MediaRefused};
use domain::digest::Digest;
use std::io::{self, Read};
use tempfile::TempDir;

struct Album {
    folder: TempDir,
}

impl Album {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn open(&self) -> Media {
        Media::open(self.folder.path().join("media.db"), &KEY).unwrap()
    }
}

/// Bytes that differ everywhere and between seeds.
fn bytes(len: usize, seed: u8) -> Vec<u8> {
    let mut state = u32::from(seed) + 1;
    (0..len)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            u8::try_from(state >> 24).unwrap()
        })
        .collect()
}

fn sql(media: &Media, sql: &str) {
    media.connection().execute_batch(sql).unwrap();
}

#[test]
fn a_blob_of_any_size_is_read_back_after_the_file_was_closed() {
    let album = Album::new();
    for size in [1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK] {
        let content = bytes(size, 1);
        let digest = album.open().put(&content, MediaKind::Photo).unwrap();
        assert_eq!(digest, Digest::of(&content));
        assert!(album.open().read(&digest).unwrap() == content, "{size}");
    }
}

#[test]
fn a_streamed_blob_is_the_same_as_one_put_whole() {
    let album = Album::new();
    let mut media = album.open();
    for size in [1, CHUNK, 9 * CHUNK + 5] {
        let content = bytes(size, 2);
        let digest = media.put_from(content.as_slice(), MediaKind::File).unwrap();
        assert_eq!(digest, Digest::of(&content));
        assert!(media.read(&digest).unwrap() == content, "{size}");
        assert_eq!(media.put(&content, MediaKind::File).unwrap(), digest);
        assert_eq!(media.put_from(content.as_slice(), MediaKind::File).unwrap(), digest);
    }
    assert_eq!(media.pending().unwrap().len(), 3);
}

#[test]
fn an_empty_file_is_refused() {
    let album = Album::new();
    let mut media = album.open();
    assert_eq!(media.put(b"", MediaKind::Photo), Err(MediaRefused::Empty));
    assert_eq!(media.put_from(io::empty(), MediaKind::Photo), Err(MediaRefused::Empty));
    assert_eq!(media.pending().unwrap(), []);
}

#[test]
fn a_source_that_fails_half_way_leaves_nothing() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("card removed"))
        }
    }
    let album = Album::new();
    let mut media = album.open();
    let source = io::Read::chain(io::Cursor::new(bytes(9 * CHUNK, 3)), Broken);
    assert_eq!(media.put_from(source, MediaKind::File), Err(MediaRefused::Source("card removed".into())));
    let left: i64 = media.connection().query_row("SELECT count(*) FROM chunk", [], |row| row.get(0)).unwrap();
    assert_eq!((left, media.pending().unwrap().len()), (0, 0));
}

#[test]
fn a_stream_cut_short_by_a_kill_is_cleared_at_the_next_start() {
    let album = Album::new();
    let media = album.open();
    sql(&media, "INSERT INTO blob (n, kind, leaves, size, sent, at_office, freed, quarantined) VALUES (9, 'file', 1, 0, 0, 0, 0, 0);
                 INSERT INTO chunk (blob, place, digest, bytes) VALUES (9, 0, zeroblob(32), zeroblob(9))");
    drop(media);
    let media = album.open();
    let left: i64 = media.connection().query_row("SELECT count(*) FROM chunk", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
}

#[test]
fn two_identical_photos_are_one_blob() {
    let album = Album::new();
    let mut media = album.open();
    let first = media.put(&bytes(1000, 4), MediaKind::Photo).unwrap();
    assert_eq!(media.put(&bytes(1000, 4), MediaKind::Photo).unwrap(), first);
    assert_eq!(media.pending().unwrap().len(), 1);
}

#[test]
fn the_unblurred_photo_is_never_pending() {
    let album = Album::new();
    let mut media = album.open();
    let unblurred = media.put(&bytes(1000, 5), MediaKind::Unblurred).unwrap();
    media.put(&bytes(100, 5), MediaKind::Thumbnail).unwrap();
    assert_eq!(media.pending().unwrap(), []);
    assert_eq!(media.acknowledge(&unblurred, 7), Err(MediaRefused::StaysHere(unblurred)));
    // Nothing had to be blurred: the same bytes are what the record names.
    media.put(&bytes(1000, 5), MediaKind::Photo).unwrap();
    assert_eq!(media.pending().unwrap().iter().map(|blob| blob.digest).collect::<Vec<_>>(), [unblurred]);
}

#[test]
fn an_upload_goes_on_where_it_stopped_and_ends_once() {
    let album = Album::new();
    let content = bytes(2 * CHUNK + 7, 6);
    let digest = album.open().put(&content, MediaKind::Photo).unwrap();
    album.open().set_sent(&digest, 5).unwrap();
    let mut media = album.open();
    assert_eq!(media.pending().unwrap()[0].sent, 5);
    let (mut offset, mut uploaded) = (5, content[..5].to_vec());
    loop {
        let part = media.read_from(&digest, offset).unwrap();
        if part.is_empty() {
            break;
        }
        offset += part.len() as u64;
        uploaded.extend(part);
    }
    assert!(uploaded == content);
    media.acknowledge(&digest, 7).unwrap();
    media.acknowledge(&digest, 7).unwrap();
    assert_eq!(media.pending().unwrap(), []);
    let blob = media.blob(&digest).unwrap().unwrap();
    assert_eq!((blob.sent, blob.at_office), (blob.size, true));
    let secured = |backup| (blob.is_secured(backup), media.count(backup).unwrap().secured);
    assert_eq!([None, Some(7)].map(secured), [(false, 0); 2], "a backup of that very moment may lack it");
    assert_eq!(secured(Some(8)), (true, 1));
    media.forget_numbers().unwrap();
    let again = media.pending().unwrap();
    assert_eq!((again.len(), again[0].at_office), (1, true), "of a hub that went backwards nobody knows what it has");
    assert_eq!((media.count(Some(8)).unwrap().secured, media.count(None).unwrap().waiting), (0, 0));
    media.take_back(&digest).unwrap();
    assert_eq!(media.pending().unwrap()[0].sent, 0);
}

#[test]
fn a_blob_is_freed_only_once_the_office_has_it_and_its_space_comes_back() {
    let album = Album::new();
    let mut media = album.open();
    let content = bytes(5 * CHUNK, 7);
    let digest = media.put(&content, MediaKind::Photo).unwrap();
    assert_eq!(media.free(&digest), Err(MediaRefused::NotAtOffice(digest)));
    media.acknowledge(&digest, 7).unwrap();
    media.free(&digest).unwrap();
    media.free(&digest).unwrap();
    assert_eq!(media.read(&digest), Err(MediaRefused::Freed(digest)));
    drop(media);
    let size = std::fs::metadata(album.folder.path().join("media.db")).unwrap().len();
    assert!(size < 1024 * 1024, "{size}");
    let mut media = album.open();
    media.put(&content, MediaKind::Photo).unwrap();
    assert!(media.read(&digest).unwrap() == content);
    assert_eq!(media.pending().unwrap(), [], "the office still has it");
}

#[test]
fn a_blob_that_does_not_match_its_id_is_set_apart_alone_until_it_is_put_again() {
    let album = Album::new();
    let mut media = album.open();
    let bad = media.put(&bytes(2 * CHUNK, 8), MediaKind::Photo).unwrap();
    let good = media.put(&bytes(2 * CHUNK, 9), MediaKind::Photo).unwrap();
    sql(&media, "UPDATE chunk SET bytes = zeroblob(1048576) WHERE blob = 1 AND place = 1");
    assert_eq!(media.read(&bad), Err(MediaRefused::Damaged(bad)));
    assert_eq!(media.quarantined().unwrap(), [bad]);
    assert!(media.read(&good).unwrap() == bytes(2 * CHUNK, 9));
    assert_eq!(media.pending().unwrap().iter().map(|blob| blob.digest).collect::<Vec<_>>(), [good]);
    assert_eq!(media.read_from(&bad, 0), Err(MediaRefused::Damaged(bad)));
    media.put(&bytes(2 * CHUNK, 8), MediaKind::Photo).unwrap();
    assert!(media.read(&bad).unwrap() == bytes(2 * CHUNK, 8));
    assert_eq!(media.quarantined().unwrap(), []);
}

#[test]
fn swapped_and_missing_chunks_are_noticed() {
    let album = Album::new();
    let mut media = album.open();
    let swapped = media.put(&bytes(3 * CHUNK, 10), MediaKind::Photo).unwrap();
    let short = media.put(&bytes(3 * CHUNK, 11), MediaKind::Photo).unwrap();
    sql(&media, "UPDATE chunk SET place = 9 WHERE blob = 1 AND place = 0; UPDATE chunk SET place = 0 WHERE blob = 1 AND place = 1;
                 UPDATE chunk SET place = 1 WHERE blob = 1 AND place = 9; DELETE FROM chunk WHERE blob = 2 AND place = 2");
    assert_eq!(media.read(&swapped), Err(MediaRefused::Damaged(swapped)));
    assert_eq!(media.read(&short), Err(MediaRefused::Damaged(short)));
}

#[test]
fn rotten_bytes_on_the_disk_cost_one_photo_not_the_album() {
    let album = Album::new();
    let mut media = album.open();
    let contents: Vec<Vec<u8>> = (20..24).map(|seed| bytes(CHUNK, seed)).collect();
    let digests: Vec<Digest> = contents.iter().map(|content| media.put(content, MediaKind::Photo).unwrap()).collect();
    drop(media);
    let path = album.folder.path().join("media.db");
    let mut file = std::fs::read(&path).unwrap();
    let middle = file.len() * 5 / 8;
    file[middle] ^= 1;
    std::fs::write(&path, file).unwrap();
    let mut media = album.open();
    let read: Vec<_> = digests.iter().map(|digest| media.read(digest)).collect();
    let damaged: Vec<usize> = (0..4).filter(|n| read[*n] == Err(MediaRefused::Damaged(digests[*n]))).collect();
    assert_eq!(damaged.len(), 1, "one is set apart");
    for n in (0..4).filter(|n| !damaged.contains(n)) {
        assert!(read[n].as_ref().unwrap() == &contents[n]);
    }
    assert_eq!(media.quarantined().unwrap(), [digests[damaged[0]]]);
    drop(media);
    let mut media = album.open();
    media.put(&contents[damaged[0]], MediaKind::Photo).unwrap();
    assert!(media.read(&digests[damaged[0]]).unwrap() == contents[damaged[0]]);
}

#[test]
fn a_full_disk_takes_no_half_photo_and_keeps_the_ones_before() {
    let album = Album::new();
    let mut media = album.open();
    let before = media.put(&bytes(CHUNK, 30), MediaKind::Photo).unwrap();
    let pages: i64 = media.connection().query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    sql(&media, &format!("PRAGMA max_page_count = {}", pages + 100));
    let full = Err(MediaRefused::Store(StoreRefused::DiskFull));
    assert_eq!(media.put(&bytes(5 * CHUNK, 31), MediaKind::Photo), full);
    assert_eq!(media.put_from(bytes(20 * CHUNK, 32).as_slice(), MediaKind::File), full);
    assert!(media.read(&before).unwrap() == bytes(CHUNK, 30));
    media.put(&bytes(CHUNK, 33), MediaKind::Photo).unwrap();
    assert_eq!(media.pending().unwrap().len(), 2);
}

#[test]
fn a_blob_nobody_put_is_unknown() {
    let album = Album::new();
    let mut media = album.open();
    let digest = Digest::of(b"never seen");
    assert_eq!(media.read(&digest), Err(MediaRefused::Unknown(digest)));
    assert_eq!(media.acknowledge(&digest, 7), Err(MediaRefused::Unknown(digest)));
    assert_eq!(media.free(&digest), Err(MediaRefused::Unknown(digest)));
}

#[test]
fn every_refusal_has_a_code_and_says_what_to_do_in_both_languages() {
    let digest = Digest::of(b"x");
    let all = [
        MediaRefused::Empty,
        MediaRefused::Damaged(digest),
        MediaRefused::Freed(digest),
        MediaRefused::Unknown(digest),
        MediaRefused::NotAtOffice(digest),
        MediaRefused::StaysHere(digest),
        MediaRefused::Source("?".into()),
        MediaRefused::Store(StoreRefused::DiskFull),
    ];
    let codes: std::collections::BTreeSet<_> = all.iter().map(MediaRefused::code).collect();
    assert_eq!(codes.len(), all.len());
    for refused in all {
        assert!(refused.to_string().len() > 20 && refused.zh().contains('。'), "{refused}");
    }
}
