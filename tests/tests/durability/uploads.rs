//! Files on networks that damage what they carry, or carry little: they arrive whole, and none is called stored before.

use crate::office::Office;
use data_encoding::BASE64;
use domain::digest::Digest;
use field::transport::{Call, NoAnswer, Reply, Transport};
use field::{Field, FieldRefused};
use std::collections::BTreeMap;
use std::sync::Mutex;
use tests::tapping::{LARGE_PHOTO, at_home, tap};

/// An office's uploads behind such a network.
struct Line {
    office: Office,
    /// The most bytes of a request that get through.
    carries: usize,
    /// How many pieces are damaged.
    damages: Mutex<u32>,
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
        Self { office: Office::open(), carries, damages: Mutex::new(damages), arrived: Mutex::default() }
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
        let headers = [("upload-offset", self.bytes.len().to_string()), ("doorstep-stored", stored.to_string())];
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
    let mut field = Field::open(at_home(home.path()).unwrap()).unwrap();
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
