//! What the people of the office do: people, jobs, crews, briefs, notes, enrolment codes, orders to phones. Each is one
//! transaction at any of the hubs.

use super::{ADDRESS, Office};
use crate::broken::{Broken, Tried};
use crate::faults::Fault;
use crate::standard;
use data_encoding::BASE64URL_NOPAD;
use domain::brief::keys;
use domain::digest::Digest;
use domain::ids::{DeviceId, JobId, PersonId, RecordId};
use hub::core::enrol::invite;
use hub::core::ledger::Ledger;
use hub::core::office::{NewJob, add_note, change_brief, create_job, save_person};
use hub::core::settle::Clerk;
use hub::core::{CoreRefused, Moment, crew, devices, once};
use hub_storage::people::{DeviceState, Farewell, Person};
use hub_storage::{HubStorage, Tx};
use replica::document::NotWritten;
use serde_json::{Map, json};

/// What came of a note.
pub struct Noted {
    /// The record.
    pub id: RecordId,
    /// It had been written before, under the same name of the request.
    pub before: bool,
}

impl Office {
    /// One act. `None` where nothing came of it, or the power went before it was told.
    fn act<T>(
        &mut self,
        act: impl FnOnce(&mut dyn Tx, Moment<'_>, &mut Ledger) -> Result<T, CoreRefused>,
    ) -> Result<Option<T>, Broken> {
        self.next_turn();
        let (storage, moment) = self.core()?;
        let done = (|| {
            let mut tx = storage.write()?;
            let mut ledger = Ledger::default();
            let done = act(tx.as_mut(), moment, &mut ledger)?;
            ledger.publish(tx.as_mut(), moment.now_ms)?;
            tx.commit()?;
            Ok::<T, CoreRefused>(done)
        })();
        match done {
            // The power went after the commit, when SQLite wrote its journal back.
            Ok(_) if self.disk.is_dark() => Ok(None),
            Ok(done) => {
                // The clerk's screen says so now.
                let stored = self.hashes()?;
                self.said.extend(stored);
                Ok(Some(done))
            }
            // What the brief says already, or a disk without power.
            Err(CoreRefused::NotWritten(NotWritten::Nothing)) => Ok(None),
            Err(_) if self.disk.is_dark() => Ok(None),
            Err(refused) => Err(Broken::new("an act of the office", refused)),
        }
    }

    /// Enters a person.
    pub fn employ(&mut self, person: &PersonId) -> Result<(), Broken> {
        let person = Person { id: person.clone(), name: person.to_string(), badge: person.to_string() };
        self.act(|tx, moment, _| save_person(tx, moment, &person)).map(drop)
    }

    /// A code that lets one device in.
    pub fn code(&mut self, person: &PersonId) -> Result<String, Broken> {
        let code = self.act(|tx, moment, _| invite(tx, moment, person))?.tried("an enrolment code")?;
        let (_, moment) = self.core()?;
        let pin = Digest::of(moment.identity.root.spki()).hex();
        Ok(format!("doorstep://enrol?hub={ADDRESS}&pin={pin}&token={}", BASE64URL_NOPAD.encode(&code.token)))
    }

    /// A new job for this crew.
    pub fn take_job(&mut self, crew: &[PersonId]) -> Result<Option<JobId>, Broken> {
        let mut fields = Map::new();
        for (key, value) in [
            (keys::CUSTOMER_NAME, standard::CUSTOMER),
            (keys::CUSTOMER_PHONE, "138 0013 8000"),
            (keys::CUSTOMER_ADDRESS, "望京西园 3 号楼 1203 室"),
            (keys::SYMPTOM, "窗户漏风"),
        ] {
            fields.insert(key.to_owned(), json!(value));
        }
        let new = NewJob { job: None, pack: standard::NAME.to_owned(), fields };
        // The two in one transaction would hide what a crew that comes later sees.
        let job = self.act(|tx, moment, ledger| create_job(tx, moment, ledger, &new))?;
        if let Some(job) = &job {
            self.assign(job, crew)?;
        }
        Ok(job)
    }

    /// Sends exactly these.
    pub fn assign(&mut self, job: &JobId, persons: &[PersonId]) -> Result<bool, Broken> {
        let again = self.act(|tx, moment, ledger| {
            let clerk = Clerk { job, name: "clerk-1" };
            let dealt = crew::assign(tx, moment, ledger, clerk, persons)?;
            let had = |device: &DeviceId| Ok::<_, CoreRefused>(!tx.grants(job, device)?.is_empty());
            dealt.iter().map(|grant| had(&grant.device)).collect::<Result<Vec<_>, _>>()
        })?;
        let Some(again) = again else { return Ok(false) };
        self.noticed.extend(again.into_iter().filter(|again| *again).map(|_| Fault::Regrant));
        let head = self.head()?.number;
        self.roll.sent(job, persons, head);
        Ok(true)
    }

    /// Changes a field of the brief.
    pub fn write(&mut self, job: &JobId, key: &str, text: &str) -> Result<bool, Broken> {
        let fields = Map::from_iter([(key.to_owned(), json!(text))]);
        Ok(self.act(|tx, moment, ledger| change_brief(tx, moment, ledger, job, &fields))?.is_some())
    }

    /// Adds a note to the log, under the name of the page's request.
    pub fn note(&mut self, job: &JobId, clerk: &str, text: &str, request: &str) -> Result<Option<Noted>, Broken> {
        let noted = self.act(|tx, moment, ledger| {
            once::once(tx, moment, Some(request), "note", |tx| add_note(tx, moment, ledger, job, clerk, text))
        })?;
        Ok(noted.map(|(id, before)| Noted { id, before }))
    }

    /// Tells a phone to leave. `None` where the hub does not know it.
    pub fn order(&mut self, device: &DeviceId, state: DeviceState) -> Result<Option<()>, Broken> {
        if self.state_of(device)?.is_none() {
            return Ok(None);
        }
        let done = self.act(|tx, moment, ledger| devices::mark(tx, moment, ledger, device, state).map(drop))?;
        if done.is_some() {
            let head = self.head()?.number;
            self.roll.leaves(device, state == DeviceState::Lost, head);
        }
        Ok(done)
    }

    /// Whether the hub counts a phone as in use; `None` where it does not know it.
    pub fn state_of(&mut self, device: &DeviceId) -> Result<Option<DeviceState>, Broken> {
        self.read(|tx| Ok(tx.device(device).tried("looking a phone up")?.map(|device| device.state)))
    }

    /// The last word of a phone.
    pub fn last_word(&mut self, device: &DeviceId) -> Result<Option<Farewell>, Broken> {
        self.read(|tx| tx.farewell(device).tried("the last word of a phone"))
    }

    /// Whether the hub has heard of the job.
    pub fn knows(&mut self, job: &JobId) -> Result<bool, Broken> {
        self.read(|tx| Ok(tx.job(job).tried("looking a job up")?.is_some()))
    }
}
