//! Files on networks that damage what they carry, or carry little: they arrive whole, and none is called stored before.

use crate::office::Office;
use data_encoding::BASE64;
use domain::digest::Digest;
use domain::stage::Stage;
use field::clock::{Clock, Reading};
use field::transport::{Call, NoAnswer, Reply, Transport};
use field::view::Truth;
use field::view::files::FileSent;
use field::{Field, FieldOptions, FieldRefused, upload};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use tests::tapping::{KINDS, LARGE_PHOTO, at_home, tap};

/// A clock that goes on while bytes travel.
struct Passing(Arc<AtomicI64>);

impl Clock for Passing {
    fn read(&self) -> Reading {
        let elapsed_ms = self.0.load(Ordering::SeqCst);
        Reading { wall_ms: 1_795_000_000_000 + elapsed_ms, boot: "b".into(), elapsed_ms, offset_minutes: 480 }
    }
}

/// An office's uploads behind such a network.
struct Line {
    office: Office,
    /// The most bytes of a request that get through.
    carries: usize,
    /// How many pieces are damaged.
    damages: Mutex<u32>,
    /// Bytes a second.
    rate: i64,
    clock: Arc<AtomicI64>,
    arrived: Mutex<BTreeMap<String, Arriving>>,
}

#[derive(Default)]
struct Arriving {
    size: usize,
    bytes: Vec<u8>,
    /// Lengths of the pieces as they came.
    pieces: Vec<usize>,
}

impl Line {
    fn new(carries: usize, damages: u32) -> Self {
        Self {
            office: Office::open(),
            carries,
            damages: Mutex::new(damages),
            rate: i64::MAX,
            clock: Arc::default(),
            arrived: Mutex::default(),
        }
    }

    /// It carries everything, so many bytes a second.
    fn slow(rate: i64) -> Self {
        Self { rate, ..Self::new(usize::MAX, 0) }
    }

    fn announce(&self, call: &Call) -> Reply {
        let digest = call.headers["upload-metadata"].strip_prefix("digest ").unwrap();
        let id = String::from_utf8(BASE64.decode(digest.as_bytes()).unwrap()).unwrap();
        let mut arrived = self.arrived.lock().unwrap();
        let arriving = arrived.entry(id).or_default();
        arriving.size = call.headers["upload-length"].parse().unwrap();
        arriving.stands(201)
    }

    fn add(&self, call: &Call) -> Reply {
        let mut arrived = self.arrived.lock().unwrap();
        let arriving = arrived.get_mut(call.path.rsplit('/').next().unwrap()).unwrap();
        assert_eq!(call.headers["upload-offset"], arriving.bytes.len().to_string());
        let mut piece = call.body.clone();
        self.clock.fetch_add(i64::try_from(piece.len()).unwrap() * 1_000 / self.rate, Ordering::SeqCst);
        let mut damages = self.damages.lock().unwrap();
        if *damages > 0 {
            *damages -= 1;
            piece[0] ^= 1;
        }
        if call.headers["upload-checksum"] != format!("sha256 {}", BASE64.encode(&Digest::of(&piece).0)) {
            return arriving.stands(460);
        }
        arriving.pieces.push(piece.len());
        arriving.bytes.extend(piece);
        arriving.stands(204)
    }
}

impl Arriving {
    fn stands(&self, status: u16) -> Reply {
        let stored = self.bytes.len() == self.size;
        let headers = [
            ("upload-offset", self.bytes.len().to_string()),
            ("doorstep-stored", stored.to_string()),
            ("doorstep-number", "7".to_owned()),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value)).into();
        Reply { status, headers, body: Vec::new() }
    }
}

impl Transport for Line {
    fn call(&self, call: &Call) -> Result<Reply, NoAnswer> {
        match (call.method, call.path.starts_with("/v1/media")) {
            (_, false) => self.office.call(call),
            _ if call.body.len() > self.carries => Err(NoAnswer::Unreachable("the network is gone".into())),
            ("POST", true) => Ok(self.announce(call)),
            _ => Ok(self.add(call)),
        }
    }
}

/// An app with a large photo to send.
fn with_a_photo(home: &tempfile::TempDir, line: &Line) -> Field {
    let clock = Arc::new(Passing(line.clock.clone()));
    let mut field = Field::open(FieldOptions { clock, ..at_home(home.path()).unwrap() }).unwrap();
    field.enrol(line, &line.office.link()).unwrap();
    field.sync(line).unwrap();
    tap(&mut field, LARGE_PHOTO, &mut |_| {}).unwrap();
    field
}

fn arrived_whole(line: &Line) {
    let arrived = line.arrived.lock().unwrap();
    assert!(!arrived.is_empty());
    for (id, arriving) in arrived.iter() {
        assert_eq!(*id, Digest::of(&arriving.bytes).hex());
    }
}

#[test]
fn a_piece_that_was_damaged_on_its_way_is_sent_again_in_the_same_round() {
    let (home, line) = (tempfile::tempdir().unwrap(), Line::new(usize::MAX, 2));
    let mut field = with_a_photo(&home, &line);
    let report = field.send_media(&line).unwrap();
    assert!(report.refused.is_empty() && report.photos == 1, "{report:?}");
    arrived_whole(&line);
    assert!(field.send_media(&line).unwrap().stored.is_empty(), "nothing is left to send");
}

#[test]
fn a_network_that_damages_everything_is_given_up_until_the_next_round() {
    let (home, line) = (tempfile::tempdir().unwrap(), Line::new(usize::MAX, 4));
    let mut field = with_a_photo(&home, &line);
    let report = field.send_media(&line).unwrap();
    assert_eq!((report.stored.len(), report.refused.len()), (0, 1), "{report:?}");
    assert_eq!(field.send_media(&line).unwrap().photos, 1);
    arrived_whole(&line);
}

#[test]
fn a_network_that_carries_little_is_given_smaller_pieces_until_they_get_through() {
    let (home, line) = (tempfile::tempdir().unwrap(), Line::new(100_000, 0));
    let mut field = with_a_photo(&home, &line);
    let mut rounds = 0;
    while let Err(refused) = field.send_media(&line) {
        assert!(matches!(refused, FieldRefused::Network(_)), "{refused}");
        rounds += 1;
        assert!(rounds < 20, "it never gets through");
    }
    arrived_whole(&line);
    let arrived = line.arrived.lock().unwrap();
    assert!(arrived.values().any(|arriving| arriving.pieces.len() > 2), "in pieces");
}

#[test]
fn how_far_each_file_is_is_told_as_the_office_says_it_and_slow_pieces_are_followed_by_shorter_ones() {
    let (home, line) = (tempfile::tempdir().unwrap(), Line::slow(40_000));
    let mut field = with_a_photo(&home, &line);
    tap(&mut field, LARGE_PHOTO + KINDS, &mut |_| {}).unwrap();
    let mut told: BTreeMap<String, Vec<FileSent>> = BTreeMap::new();
    let mut tell = |sent: FileSent| {
        told.entry(sent.digest.clone()).or_default().push(sent);
        true
    };
    let report = upload::send_media(&RefCell::new(&mut field), &line, &mut tell).unwrap();
    assert_eq!((report.photos, told.len()), (2, 2));
    for (digest, told) in &told {
        let last = told.last().unwrap();
        assert!(last.at_office && last.sent == last.bytes, "{last:?}");
        assert!(told.is_sorted_by(|a, b| a.sent < b.sent), "it only goes forward: {told:?}");
        let arrived = line.arrived.lock().unwrap();
        assert_eq!(told.len(), arrived[digest].pieces.len() + 1, "at first, and after each piece");
    }
    let arrived = line.arrived.lock().unwrap();
    let pieces: Vec<usize> = report.stored.iter().flat_map(|blob| arrived[&blob.hex()].pieces.clone()).collect();
    let (first, last) = (pieces[0], pieces[pieces.len() - 2]);
    assert!(first > 200_000 && last <= 80_000, "some two seconds each in the end: {pieces:?}");
}

#[test]
fn the_outbox_and_the_stage_name_each_file_and_how_much_of_it_the_office_has() {
    let (home, line) = (tempfile::tempdir().unwrap(), Line::new(usize::MAX, 4));
    let mut field = with_a_photo(&home, &line);
    field.sync(&line).unwrap();
    let seen = |field: &mut Field| {
        let job = field.outbox_view().unwrap().jobs.remove(0);
        let stage = field.stage_view(&job.job, Stage::Survey).unwrap();
        let items = stage.blocks.into_iter().flat_map(|block| block.items);
        let photo = items.flat_map(|item| item.photos).next().unwrap();
        (job, photo)
    };
    let (job, photo) = seen(&mut field);
    let waiting = &job.waiting[0];
    assert_eq!((job.files, job.files_at_office, job.waiting.len()), (1, 0, 1));
    assert_eq!((&waiting.digest, waiting.sent, waiting.truth), (&photo.digest, 0, Truth::Waiting));
    assert_eq!((photo.truth, photo.sent, photo.bytes), (Truth::Waiting, 0, i64::try_from(waiting.bytes).unwrap()));
    assert!(!waiting.name.zh.is_empty() && waiting.caption.as_deref() == Some("第 6 张"));
    while field.send_media(&line).unwrap().stored.is_empty() {}
    let (job, photo) = seen(&mut field);
    assert_eq!((job.files, job.files_at_office, job.waiting.len(), job.truth), (0, 1, 0, Truth::AtOffice));
    assert_eq!(photo.truth, Truth::AtOffice);
    let view = field.outbox_view().unwrap();
    assert_eq!((view.line.waiting, view.jobs[0].files_at_office, view.secured), (0, 1, None));
}

#[test]
fn what_is_more_urgent_cuts_files_short_after_a_piece_and_they_go_on_from_there() {
    let (home, line) = (tempfile::tempdir().unwrap(), Line::slow(10_000));
    let mut field = with_a_photo(&home, &line);
    for n in 1..3 {
        tap(&mut field, LARGE_PHOTO + n * KINDS, &mut |_| {}).unwrap();
    }
    let mut rounds = Vec::new();
    loop {
        let report = upload::send_media(&RefCell::new(&mut field), &line, &mut |_| false).unwrap();
        rounds.push(report.stored.len());
        if !report.cut {
            break;
        }
    }
    arrived_whole(&line);
    assert_eq!(rounds.iter().sum::<usize>(), 3, "all of it arrives, however often it is cut short");
    let pieces: usize = line.arrived.lock().unwrap().values().map(|arriving| arriving.pieces.len()).sum();
    assert_eq!(rounds.len(), pieces, "one piece a round");
    assert!(pieces > 3, "{rounds:?}");
}
