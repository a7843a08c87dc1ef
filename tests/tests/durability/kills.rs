//! A hundred kills of a process that saves as fast as it can.

use crate::kept::{every_blob_is_there, fold, hold, reads_back, records};
use crate::office::Office;
use domain::ids::RecordId;
use field::Field;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use tests::tapping::{LARGE_PHOTO, Told, at_home};

const KILLS: u64 = 100;

/// When a child is killed: so many lines after its start, or in its first photo; and how long after that.
struct Moment {
    lines: u64,
    in_photo: bool,
    after: Duration,
}

impl Moment {
    /// A third of the kills are aimed into a photo, up to 40 ms after it began; the others up to 4 ms after a line.
    fn of(kill: u64) -> Self {
        let in_photo = kill % 3 == 2;
        let micros = if in_photo { kill * 1217 % 40_000 } else { kill * 613 % 4_000 };
        Self { lines: 1 + kill * 5 % 17, in_photo, after: Duration::from_micros(micros) }
    }

    fn has_come(&self, told: &[Told]) -> bool {
        if self.in_photo { told.last() == Some(&Told::Begins) } else { told.len() as u64 >= self.lines }
    }
}

#[test]
fn a_hundred_kills_lose_nothing_that_was_acknowledged() {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let office = Office::open();
    let mut known = enrolled(home.path(), &office);
    let (mut acts, mut blobs, mut interrupted, mut in_photos) = (0, Vec::new(), 0, 0);
    for kill in 0..KILLS {
        let told = tap_and_kill(home.path(), kill);
        let mut field = Field::open(at_home(home.path()).unwrap()).unwrap();
        let untold = hold(&mut field, &mut known, &told);
        interrupted += usize::from(!untold.is_empty());
        in_photos += usize::from(told.last() == Some(&Told::Begins));
        acts += told.iter().filter(|told| matches!(told, Told::Records(_) | Told::Photo(_))).count();
        blobs.extend(told.iter().filter_map(|told| match told {
            Told::Photo(digest) | Told::Ink(digest) => Some(*digest),
            _ => None,
        }));
    }
    let mut field = Field::open(at_home(home.path()).unwrap()).unwrap();
    assert_eq!(records(&mut field), known);
    blobs.iter().for_each(|digest| reads_back(&mut field, digest));
    every_blob_is_there(&mut field);
    let blobs = blobs.len();
    assert!(acts >= 400 && blobs >= 100, "only {acts} acts and {blobs} blobs were acknowledged");
    assert!(in_photos >= 10, "only {in_photos} kills came in the middle of a photo");
    all_of_it_reaches_the_office(&mut field, &office, &known);
    println!(
        "{KILLS} kills: {acts} acts ({} records) and {blobs} blobs acknowledged, none lost; \
         {in_photos} kills in the middle of a photo, {interrupted} between a commit and its line",
        known.len()
    );
}

/// A device that has joined, synced and can work.
fn enrolled(home: &Path, office: &Office) -> BTreeSet<RecordId> {
    let mut field = Field::open(at_home(home).unwrap()).unwrap();
    field.enrol(office, &office.link()).unwrap();
    field.sync(office).unwrap();
    assert_eq!(records(&mut field), office.records());
    records(&mut field)
}

/// What one child told before it was killed.
fn tap_and_kill(home: &Path, kill: u64) -> Vec<Told> {
    let moment = Moment::of(kill);
    // A child that is to be killed in a photo begins some taps before a large one.
    let first = if moment.in_photo { kill * 1000 + LARGE_PHOTO - kill % 5 } else { kill * 1000 + kill };
    let mut child = Command::new(env!("CARGO_BIN_EXE_tapper"))
        .arg(home)
        .arg(first.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut told = Vec::new();
    while !moment.has_come(&told) {
        told.push(read_line(&mut lines).expect("the child goes on until it is killed"));
    }
    sleep(moment.after);
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    // What stood in the pipe was acknowledged too. A last line without its end was not.
    told.extend(std::iter::from_fn(|| read_line(&mut lines)));
    told
}

fn read_line(lines: &mut BufReader<ChildStdout>) -> Option<Told> {
    let mut line = String::new();
    lines.by_ref().read_line(&mut line).unwrap();
    line.ends_with('\n').then(|| line.parse().unwrap())
}

/// Nothing that the kills left behind keeps a change from its author or its place: one sync, and the office, which takes
/// in only what is signed and whole, has it all.
fn all_of_it_reaches_the_office(field: &mut Field, office: &Office, known: &BTreeSet<RecordId>) {
    field.sync(office).unwrap();
    assert_eq!(office.records(), *known);
    assert_eq!(records(field), *known);
    assert!(fold(field).open.is_empty());
}

/// The control: the check that all these tests rest on sees a single record that is gone.
#[test]
#[should_panic(expected = "1 of 3 records are lost")]
fn a_record_that_is_missing_is_noticed() {
    let home = tempfile::tempdir().unwrap();
    let mut known = enrolled(home.path(), &Office::open());
    let mut field = Field::open(at_home(home.path()).unwrap()).unwrap();
    hold(&mut field, &mut known, &[Told::Records(vec!["019a9000-0000-7000-8000-00000000dead".into()])]);
}
