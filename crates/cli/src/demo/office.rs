//! The clerk's part of the demo, over the hub's API.

use super::branch::Branch;
use super::hub_process::HubProcess;
use super::script::Script;
use crate::clerk::Clerk;
use domain::ids::JobId;
use domain::order::Fact;
use domain::state::State;
use serde_json::{Value, json};

/// A move of the order, and what is recorded for it.
struct Move {
    to: State,
    record: Option<(Fact, &'static str)>,
}

/// The demo's clerk.
pub struct Office(Clerk);

/// The demo's office has nobody to keep a secret from: it lies in the output folder and listens on loopback alone.
const PASSWORD: &str = "doorstep-demo-office";

impl Office {
    /// Signs in; after the first start with the one-time password, which sets the lasting one.
    pub fn enter(hub: &HubProcess) -> anyhow::Result<Self> {
        let once = hub.ready().pointer("/first/password").and_then(Value::as_str);
        Clerk::enter(&hub.address(), once, PASSWORD).map(Self)
    }

    /// Takes the job in and sends the technician.
    pub fn take_in(&self, script: &Script, pack: &str) -> anyhow::Result<JobId> {
        let technician = &script.technician;
        let person = json!({"person": technician.person, "name": technician.name, "badge": technician.badge});
        self.0.post("/v1/office/people", &person)?;
        let job = json!({"job": script.job.id, "pack": pack, "fields": script.job.fields});
        self.0.post("/v1/office/jobs", &job)?;
        let crew = json!([{"person": technician.person}]);
        self.0.post(&format!("/v1/office/jobs/{}/crew", script.job.id), &crew)?;
        Ok(JobId::new(script.job.id.clone()))
    }

    /// The code for the technician's phone.
    pub fn enrolment_link(&self, person: &str) -> anyhow::Result<String> {
        self.0.enrolment_link(person)
    }

    /// Changes the brief while the phone is away.
    pub fn change_brief(&self, job: &JobId, script: &Script) -> anyhow::Result<()> {
        let fields = json!({"job.note": script.office.note, "job.priority": script.office.priority});
        self.0.change_brief(job.as_str(), &fields)
    }

    /// The part is issued, or the workshop is done: somebody is sent again.
    pub fn send_again(&self, job: &JobId, branch: Branch) -> anyhow::Result<()> {
        let moves: &[Move] = match branch {
            Branch::TakenAway => &[
                Move { to: State::Workshop, record: None },
                Move {
                    to: State::ReadyReturn,
                    record: Some((Fact::WorkshopDone, "已换密封条，试用两天正常，费用不变")),
                },
                Move { to: State::Dispatched, record: Some((Fact::ReturnSlot, "与客户约定当天下午送回")) },
            ],
            _ => &[Move { to: State::Dispatched, record: Some((Fact::PartIssued, "所需配件 1 件，已出库")) }],
        };
        for Move { to, record } in moves {
            let records: Vec<Value> =
                record.iter().map(|(fact, words)| json!({"fact": fact.key(), "words": words})).collect();
            self.0.post(&format!("/v1/office/jobs/{job}/move"), &json!({"to": to, "records": records}))?;
        }
        Ok(())
    }

    /// Adds a note to the log.
    pub fn add_note(&self, job: &JobId, text: &str) -> anyhow::Result<()> {
        self.0.post(&format!("/v1/office/jobs/{job}/notes"), &json!({"text": text})).map(|_| ())
    }

    /// A document as the hub holds it.
    pub fn document(&self, job: &JobId, kind: &str) -> anyhow::Result<Vec<u8>> {
        self.0.get(&format!("/v1/office/jobs/{job}/documents/{kind}"))
    }

    /// The last sheet of the job with the office's receipt; nothing where there is none.
    pub fn received_sheet(&self, job: &JobId) -> anyhow::Result<Option<Vec<u8>>> {
        let view: Value = serde_json::from_slice(&self.0.get(&format!("/v1/office/jobs/{job}"))?)?;
        let visits = view.get("visits").and_then(Value::as_array).into_iter().flatten();
        let papers = visits.filter_map(|visit| visit.get("papers")?.as_array()).flatten();
        match papers.filter_map(|paper| paper.get("receipt")?.as_str()).next_back() {
            Some(digest) => Ok(Some(self.0.get(&format!("/v1/office/media/{digest}"))?)),
            None => Ok(None),
        }
    }

    /// Root and issuing certificate.
    pub fn ca_pem(&self) -> anyhow::Result<Vec<u8>> {
        self.0.get("/v1/ca.pem")
    }
}
