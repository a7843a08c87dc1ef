//! A real hub with one technician and one job of theirs, and that technician's app.

use domain::ids::JobId;
use field::Field;
use field::transport::{Http, HubAddress};
use hub::core::ledger::Ledger;
use hub::core::office::NewJob;
use hub::core::settle::Clerk;
use hub::core::{CoreRefused, crew, enrol, office};
use hub::{CompanyProfile, Hub, HubOptions, ListenOptions, Patience, Server};
use hub_storage::people::Person;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use tests::tapping::at_home;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

pub struct House {
    pub folder: TempDir,
    pub hub: Arc<Hub>,
    pub address: SocketAddr,
    pub job: JobId,
    pub runtime: Runtime,
    pub stop: Option<oneshot::Sender<()>>,
}

impl House {
    /// A hub with one technician and one job of his.
    pub fn found() -> Self {
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

    /// One more job of the technician, with these fields beside the customer's name.
    pub fn one_more(&self, fields: &Value) -> JobId {
        let mut all = json!({"customer.name": "王淑敏", "customer.phone": "13800008026", "customer.address": "云州"});
        let Some((all, fields)) = all.as_object_mut().zip(fields.as_object()) else { panic!("objects") };
        all.extend(fields.clone());
        let done = self.hub.write(|tx, moment| {
            let mut ledger = Ledger::default();
            let new = NewJob { job: None, pack: "dw_repair".into(), fields: all.clone() };
            let job = office::create_job(tx, moment, &mut ledger, &new)?;
            crew::assign(tx, moment, &mut ledger, Clerk { job: &job, name: "admin" }, &["p-417".into()])?;
            ledger.publish(tx, moment.now_ms)?;
            Ok::<_, CoreRefused>(job)
        });
        done.unwrap()
    }

    pub fn way(&self) -> Http {
        Http::to(&HubAddress::unpinned(&format!("http://{}", self.address))).unwrap()
    }

    /// An app of the technician that has everything.
    pub fn app(&self) -> Arc<Mutex<Field>> {
        self.app_in("phone")
    }

    /// The same on a phone of this name.
    pub fn app_in(&self, phone: &str) -> Arc<Mutex<Field>> {
        let code = self.hub.write(|tx, moment| enrol::invite(tx, moment, &"p-417".into())).unwrap();
        let link = code.link(self.hub.identity(), &format!("http://{}", self.address));
        let mut field = Field::open(at_home(&self.folder.path().join(phone)).unwrap()).unwrap();
        field.enrol(&self.way(), &link).unwrap();
        field.sync(&self.way()).unwrap();
        Arc::new(Mutex::new(field))
    }

    pub fn note(&self, text: &str) {
        let done = self.hub.write(|tx, moment| {
            let mut ledger = Ledger::default();
            office::add_note(tx, moment, &mut ledger, &self.job, "admin", text)?;
            ledger.publish(tx, moment.now_ms)?;
            Ok::<_, CoreRefused>(())
        });
        done.unwrap();
    }
}
