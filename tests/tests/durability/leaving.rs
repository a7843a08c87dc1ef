//! Only the office's signed word deletes, and then nothing is left; and what a restored hub lacks is sent again.

use crate::office::Office;
use domain::digest::Digest;
use field::desk::Desk;
use field::leaving::{Left, leave};
use field::transport::{Call, NoAnswer, Reply, Transport};
use field::{Field, FieldRefused};
use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use sync::order::{Farewell, OrderKind};
use tests::tapping::{at_home, tap};

const OFFICE: u8 = 3;

/// A device that has synced, and then noted something and taken a photo.
fn at_work(home: &Path) -> (Office, Field) {
    let office = Office::open();
    let mut field = open(home);
    field.enrol(&office, &office.link()).unwrap();
    field.sync(&office).unwrap();
    (0..2).for_each(|n| tap(&mut field, n, &mut |_| {}).unwrap());
    (office, field)
}

fn open(home: &Path) -> Field {
    Field::open(at_home(home).unwrap()).unwrap()
}

fn follow(field: &mut Field, office: &Office) -> Left {
    leave(&RefCell::new(field), office).unwrap()
}

fn order(office: &Office, kind: OrderKind, seed: u8) {
    office.word.lock().unwrap().order = Some((kind, seed));
}

fn farewell(office: &Office) -> Option<Farewell> {
    office.word.lock().unwrap().farewell.clone()
}

fn files(home: &Path) -> Vec<String> {
    let of =
        |folder: &str| fs::read_dir(home.join(folder)).unwrap().map(|it| it.unwrap().file_name()).collect::<Vec<_>>();
    let mut names: Vec<String> =
        [of("data"), of("keys")].concat().into_iter().map(|it| it.into_string().unwrap()).collect();
    names.sort();
    names
}

fn refused(field: &mut Field, office: &Office) -> String {
    field.sync(office).map_err(|refused: FieldRefused| refused.code().to_owned()).unwrap_err()
}

#[test]
fn a_retired_device_hands_in_everything_before_it_wipes_itself_and_begins_anew() {
    let home = tempfile::tempdir().unwrap();
    let (office, mut field) = at_work(home.path());
    assert_eq!(follow(&mut field, &office), Left::Stays, "without an order nothing happens");
    order(&office, OrderKind::Retire, OFFICE);
    field.sync(&office).unwrap();
    assert!(field.outbox_view().unwrap().leaving);
    assert_eq!(follow(&mut field, &office), Left::Stays, "the photo is not handed in yet");
    drop(field);
    // The order is kept over a restart without a network.
    let mut field = open(home.path());
    assert_eq!(field.order().unwrap(), Some(OrderKind::Retire));
    field.send_media(&office).unwrap();
    assert_eq!(follow(&mut field, &office), Left::Wiped);
    assert_eq!(farewell(&office).map(|said| (said.changes, said.blobs)), Some((0, 0)));
    drop(field);
    assert_eq!(files(home.path()), ["wiping"]);
    let fresh = open(home.path());
    assert!(!fresh.is_enrolled());
    assert!(!files(home.path()).contains(&"wiping".to_owned()));
}

#[test]
fn a_retired_device_that_cannot_say_farewell_stays_until_it_can() {
    let home = tempfile::tempdir().unwrap();
    let (office, mut field) = at_work(home.path());
    order(&office, OrderKind::Retire, OFFICE);
    field.sync(&office).unwrap();
    field.send_media(&office).unwrap();
    office.word.lock().unwrap().deaf = true;
    let silent = leave(&RefCell::new(&mut field), &office).unwrap_err();
    assert_eq!(silent.code(), "net.unreachable");
    assert!(field.is_enrolled() && files(home.path()).contains(&"store.db".to_owned()));
    office.word.lock().unwrap().deaf = false;
    assert_eq!(follow(&mut field, &office), Left::Wiped);
}

/// A technician who taps while the hub hears the device's last word.
struct Meanwhile<'a> {
    office: &'a Office,
    desk: &'a Mutex<Field>,
    told: Mutex<Vec<String>>,
}

impl Transport for Meanwhile<'_> {
    fn call(&self, call: &Call) -> Result<Reply, NoAnswer> {
        for n in 0..2 {
            let refused = self.desk.with(|field| tap(field, n, &mut |_| {})).unwrap_err();
            self.told.lock().unwrap().push(refused.code().to_owned());
        }
        self.office.call(call)
    }
}

#[test]
fn nothing_is_saved_on_a_device_that_is_saying_its_last_word_and_so_nothing_is_wiped_unheard() {
    let home = tempfile::tempdir().unwrap();
    let (office, mut field) = at_work(home.path());
    order(&office, OrderKind::Retire, OFFICE);
    field.sync(&office).unwrap();
    tap(&mut field, 2, &mut |_| {}).expect("while something is to be handed in, work goes on");
    field.sync(&office).unwrap();
    field.send_media(&office).unwrap();
    let desk = Mutex::new(field);
    let meanwhile = Meanwhile { office: &office, desk: &desk, told: Mutex::default() };
    assert_eq!(leave(&desk, &meanwhile).unwrap(), Left::Wiped);
    assert_eq!(*meanwhile.told.lock().unwrap(), ["field.leaving", "field.leaving"]);
}

#[test]
fn only_the_hub_itself_can_say_that_it_has_heard_the_last_word() {
    let home = tempfile::tempdir().unwrap();
    let (office, mut field) = at_work(home.path());
    order(&office, OrderKind::Retire, OFFICE);
    field.sync(&office).unwrap();
    field.send_media(&office).unwrap();
    office.word.lock().unwrap().closed = Some("portal.login");
    assert_eq!(leave(&RefCell::new(&mut field), &office).unwrap_err().code(), "portal.login");
    office.word.lock().unwrap().closed = Some("device.retired");
    assert_eq!(follow(&mut field, &office), Left::Wiped);
}

#[test]
fn a_lost_device_wipes_itself_at_once_and_says_what_was_not_handed_in() {
    for deaf in [false, true] {
        let home = tempfile::tempdir().unwrap();
        let (office, mut field) = at_work(home.path());
        order(&office, OrderKind::Lost, OFFICE);
        office.word.lock().unwrap().deaf = deaf;
        field.sync(&office).unwrap();
        assert_eq!(follow(&mut field, &office), Left::Wiped);
        let said = farewell(&office).map(|said| (said.changes, said.blobs));
        assert_eq!(said, (!deaf).then_some((0, 1)), "its photo is lost, and the office knows");
        drop(field);
        assert_eq!(files(home.path()), ["wiping"]);
    }
}

#[test]
fn a_wipe_that_was_cut_short_goes_on_at_the_next_start() {
    let home = tempfile::tempdir().unwrap();
    drop(at_work(home.path()));
    fs::write(home.path().join("data/wiping"), b"").unwrap();
    fs::remove_file(home.path().join("keys/database.key")).unwrap();
    let fresh = open(home.path());
    assert!(!fresh.is_enrolled());
    assert_eq!(fresh.outbox_line().unwrap().waiting, 0);
}

#[test]
fn an_order_that_the_office_did_not_sign_deletes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let (office, mut field) = at_work(home.path());
    for kind in [OrderKind::Retire, OrderKind::Lost] {
        order(&office, kind, OFFICE + 1);
        assert_eq!(refused(&mut field, &office), "order.signature");
        assert_eq!(field.order().unwrap(), None);
        assert_eq!(follow(&mut field, &office), Left::Stays);
    }
    assert!(field.is_enrolled());
}

#[test]
fn a_photo_that_the_office_lost_is_sent_again_when_it_asks() {
    let home = tempfile::tempdir().unwrap();
    let (office, mut field) = at_work(home.path());
    field.sync(&office).unwrap();
    let first = field.send_media(&office).unwrap().stored;
    assert_eq!((first.len(), field.send_media(&office).unwrap().stored.len()), (1, 0));
    // It was restored from a copy without the photo; one it asks for was never here.
    office.word.lock().unwrap().lacks = vec![first[0], Digest::of(b"a colleague's")];
    field.sync(&office).unwrap();
    assert_eq!(field.outbox_line().unwrap().files, 1);
    assert_eq!(field.send_media(&office).unwrap().stored, first);
    assert_eq!(office.word.lock().unwrap().announced, [first[0], first[0]]);
}

#[test]
fn an_app_that_others_have_overtaken_says_so_and_works_on() {
    let home = tempfile::tempdir().unwrap();
    let (office, mut field) = at_work(home.path());
    assert!(!field.outbox_view().unwrap().outdated);
    office.word.lock().unwrap().schema = Some(sync::wire::SCHEMA + 1);
    assert_eq!(field.sync(&office).unwrap().stored, 2);
    assert!(field.outbox_view().unwrap().outdated);
    tap(&mut field, 2, &mut |_| {}).unwrap();
    assert_eq!(field.sync(&office).unwrap().stored, 1);
}
