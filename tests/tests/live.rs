//! An app's line to a real hub: it hears that there is something, and fetches it with the round that it makes anyway.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use domain::ids::JobId;
use field::desk::Desk;
use field::live::{Line, News};
use field::transport::{Http, HubAddress};
use field::{Field, FieldRefused, syncing};
use hub::core::ledger::Ledger;
use hub::core::office::NewJob;
use hub::core::settle::Clerk;
use hub::core::{CoreRefused, crew, devices, enrol, office};
use hub::{CompanyProfile, Hub, HubOptions, ListenOptions, Patience, Server};
use hub_storage::people::{DeviceState, Person};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use tempfile::TempDir;
use tests::tapping::at_home;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// Longer than an event takes on a busy machine.
const SOON: Duration = Duration::from_secs(10);

struct House {
    folder: TempDir,
    hub: Arc<Hub>,
    address: SocketAddr,
    job: JobId,
    runtime: Runtime,
    stop: Option<oneshot::Sender<()>>,
}

impl House {
    /// A hub with one technician and one job of his.
    fn found() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = HubOptions::new(folder.path().join("hub"), CompanyProfile::demo().unwrap());
        let hub = Arc::new(Hub::open(options).unwrap().hub);
        let job = hub.write(|tx, moment| {
            let person = Person { id: "p-417".into(), name: "陈志远".into(), badge: "0417".into() };
            office::save_person(tx, moment, &person)?;
            let fields = json!({"customer.name": "王淑敏", "customer.phone": "1", "customer.address": "云州"});
            let Value::Object(fields) = fields else { panic!("an object") };
            let new = NewJob { job: None, pack: "dw_repair".into(), fields };
            let mut ledger = Ledger::default();
            let job = office::create_job(tx, moment, &mut ledger, &new)?;
            let clerk = Clerk { job: &job, name: "admin" };
            crew::assign(tx, moment, &mut ledger, clerk, std::slice::from_ref(&person.id))?;
            ledger.publish(tx, moment.now_ms)?;
            Ok::<_, CoreRefused>(job)
        });
        let runtime = Runtime::new().unwrap();
        let listening = runtime.block_on(hub::listen(ListenOptions::at("127.0.0.1:0".parse().unwrap()))).unwrap();
        let server = Server::new(listening, hub.clone()).unwrap();
        let address = server.socket();
        let (stop, stopped) = oneshot::channel::<()>();
        runtime.spawn(server.serve(Patience::default(), async move {
            let _ = stopped.await;
        }));
        Self { folder, hub, address, job: job.unwrap(), runtime, stop: Some(stop) }
    }

    fn way(&self) -> Http {
        Http::to(&HubAddress::unpinned(&format!("http://{}", self.address))).unwrap()
    }

    /// An app of the technician that has everything.
    fn app(&self) -> Arc<Mutex<Field>> {
        let code = self.hub.write(|tx, moment| enrol::invite(tx, moment, &"p-417".into())).unwrap();
        let link = code.link(self.hub.identity(), &format!("http://{}", self.address));
        let mut field = Field::open(at_home(&self.folder.path().join("phone")).unwrap()).unwrap();
        field.enrol(&self.way(), &link).unwrap();
        field.sync(&self.way()).unwrap();
        Arc::new(Mutex::new(field))
    }

    fn note(&self, text: &str) {
        let done = self.hub.write(|tx, moment| {
            let mut ledger = Ledger::default();
            office::add_note(tx, moment, &mut ledger, &self.job, "admin", text)?;
            ledger.publish(tx, moment.now_ms)?;
            Ok::<_, CoreRefused>(())
        });
        done.unwrap();
    }
}

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
