//! An app's line to a real hub: it hears that there is something, and fetches it with the round that it makes anyway.

use crate::house::House;
use field::desk::Desk;
use field::live::{Line, News};
use field::{Field, FieldRefused, syncing};
use hub::core::devices;
use hub::core::ledger::Ledger;
use hub_storage::people::DeviceState;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// Longer than an event takes on a busy machine.
const SOON: Duration = Duration::from_secs(10);

/// A line, and how it ended.
type Held = JoinHandle<(Line, Result<(), FieldRefused>)>;

/// Holds the line on a thread, as the app does.
fn listen(house: &House, app: &Arc<Mutex<Field>>) -> (Receiver<News>, Held) {
    let (tell, news) = channel();
    let (app, way) = (app.clone(), house.way());
    let held = std::thread::spawn(move || {
        let mut line = Line::default();
        let ended = line.listen(&*app, &way, &mut |news| tell.send(news).unwrap());
        (line, ended)
    });
    assert_eq!(news.recv_timeout(SOON).unwrap(), News::Stands);
    (news, held)
}

#[test]
fn an_app_hears_of_the_offices_note_fetches_it_and_hears_no_news_in_its_own() {
    let house = House::found();
    let app = house.app();
    let (news, _held) = listen(&house, &app);
    house.note("客户改到下午三点");
    let News::Moved(mark) = news.recv_timeout(SOON).unwrap() else { panic!("a mark") };
    assert!(app.with(|field| field.is_behind(&mark)).unwrap());
    syncing::sync(&*app, &house.way()).unwrap();
    assert!(!app.with(|field| field.is_behind(&mark)).unwrap());
    let notes = app.with(|field| field.job_view(&house.job)).unwrap().notes;
    assert!(notes.iter().any(|note| note.text == "客户改到下午三点"));
    std::thread::sleep(hub::live::BURST);
    app.with(|field| field.tap_note(&house.job, "好的")).unwrap();
    syncing::sync(&*app, &house.way()).unwrap();
    let News::Moved(own) = news.recv_timeout(SOON).unwrap() else { panic!("a mark") };
    assert!(!app.with(|field| field.is_behind(&own)).unwrap());
}

#[test]
fn a_line_ends_with_the_hub_at_once_and_finds_nobody_there() {
    let mut house = House::found();
    let app = house.app();
    let (news, held) = listen(&house, &app);
    house.stop.take().unwrap().send(()).unwrap();
    assert_eq!(news.recv_timeout(Duration::from_secs(3)), Err(RecvTimeoutError::Disconnected));
    let (mut line, ended) = held.join().unwrap();
    ended.unwrap();
    let refused = line.listen(&*app, &house.way(), &mut |_| {}).unwrap_err();
    assert!(matches!(refused, FieldRefused::Network(_)), "{refused}");
    house.runtime.shutdown_background();
}

#[test]
fn an_app_that_is_told_to_leave_is_called_once_more_and_then_refused_the_line() {
    let house = House::found();
    let app = house.app();
    let (news, held) = listen(&house, &app);
    let device = app.with(|field| field.me()).unwrap().device;
    let head = house.hub.write(|tx, moment| {
        let mut ledger = Ledger::default();
        devices::mark(tx, moment, &mut ledger, &device.as_str().into(), DeviceState::Retired)?;
        ledger.publish(tx, moment.now_ms)
    });
    house.hub.live().end(&device.as_str().into(), head.unwrap().place.into());
    let News::Moved(mark) = news.recv_timeout(SOON).unwrap() else { panic!("a mark") };
    assert!(app.with(|field| field.is_behind(&mark)).unwrap());
    let (mut line, ended) = held.join().unwrap();
    ended.unwrap();
    let refused = line.listen(&*app, &house.way(), &mut |_| {}).unwrap_err();
    assert_eq!(refused.code(), "live.leaving");
}
