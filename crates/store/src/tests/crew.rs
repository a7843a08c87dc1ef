//! People who write: real keys, real documents, real changes.

use crate::{Draft, JobCard, Page, RecordRow, Store, StoreRefused, Tap};
use domain::digest::Digest;
use domain::ids::{CompanyId, RecordId, VisitNo};
use domain::key::{Signer, SoftwareKey};
use domain::record::{Basis, Kind, Record};
use domain::time::{At, Trust};
use replica::author::{ActorCertificate, Authorship, SignedActorCertificate};
use replica::change::{ActorId, Change};
use replica::document::{DocKind, DocRef, Document};
use serde_json::{Map, Value, json};

/// One person's run of the app with one job's log in memory.
pub(crate) struct Writer {
    pub doc: DocRef,
    pub log: Document,
    pub actor: ActorId,
    key: SoftwareKey,
    made: u32,
}

/// A change with what goes with it.
pub(crate) struct Made {
    pub change: Change,
    pub authorship: Authorship,
    pub records: Vec<RecordRow>,
}

impl Writer {
    pub fn new(job: &str, seed: u8) -> Self {
        Self {
            doc: DocRef::log(job.into()),
            log: Document::genesis(DocKind::Log).unwrap(),
            actor: ActorId([seed; 16]),
            key: SoftwareKey::from_secret(&[seed; 32]).unwrap(),
            made: 0,
        }
    }

    /// The run of the app after this one: the document as the store has it, a new actor.
    pub fn again(store: &Store, job: &str, seed: u8) -> Self {
        Self { log: store.load(&DocRef::log(job.into())).unwrap().document, ..Self::new(job, seed) }
    }

    pub fn certificate(&self) -> SignedActorCertificate {
        let certificate = ActorCertificate {
            v: 1,
            company: CompanyId::new("c-1"),
            key: self.key.key_id(),
            person: "p-417".into(),
            device: "d-1".into(),
            actor: self.actor,
            from: 0,
        };
        certificate.sign(&self.key).unwrap()
    }

    /// Writes one record.
    pub fn write(&mut self, kind: Kind, value: Value) -> Made {
        self.made += 1;
        let [seed, ..] = self.actor.0;
        let id = RecordId::new(format!("0192f0c4-7b1a-7{:03x}-8a55-{:012x}", self.made, seed));
        let record = Record {
            v: 1,
            kind,
            visit: Some(VisitNo(1)),
            item: Some("kit.five.rag".into()),
            unit: None,
            by: "p-417".into(),
            device: "d-1".into(),
            at: At { time: "2026-11-20T13:20:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None },
            basis: Some(Basis::Tapped),
            opened: None,
            confirmed: None,
            value,
            replaces: vec![],
            later: Map::new(),
        };
        let change = self.log.append(self.actor, &[(id, record)]).unwrap();
        let authorship = Authorship::sign(&CompanyId::new("c-1"), &self.doc, &change, &self.key).unwrap();
        let records = RecordRow::of_change(&self.log, &change.hash);
        Made { change, authorship, records }
    }

    pub fn note(&mut self, text: &str) -> Made {
        self.write(Kind::Note, json!({ "text": text }))
    }

    /// Writes a note and saves it.
    pub fn tap(&mut self, store: &mut Store, text: &str) -> Result<Digest, StoreRefused> {
        let made = self.note(text);
        self.save(store, &made, None).map(|()| made.change.hash)
    }

    pub fn save(&self, store: &mut Store, made: &Made, card: Option<&JobCard>) -> Result<(), StoreRefused> {
        store.commit_tap(Tap {
            doc: &self.doc,
            change: &made.change,
            authorship: &made.authorship,
            records: &made.records,
            card,
            drafts_done: &["note".to_owned()],
        })
    }

    /// A page that brings what this writer made.
    pub fn page(&self, made: &[Made]) -> Page {
        Page {
            changes: made.iter().map(|made| (self.doc.clone(), made.change.clone())).collect(),
            authorships: made.last().map(|made| made.authorship.clone()).into_iter().collect(),
            actor_certificates: vec![self.certificate()],
            records: vec![(self.doc.job.clone(), RecordRow::of(&self.log))],
            ..Page::default()
        }
    }
}

pub(crate) fn typed(text: &str) -> Draft {
    Draft { slot: "note".into(), value: text.into(), at: 1 }
}

/// How many rows every table holds, to see that nothing was left behind.
pub(crate) fn rows(store: &Store) -> Vec<(String, i64)> {
    let tables =
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') ORDER BY name";
    let names: Vec<String> = store
        .connection
        .prepare(tables)
        .unwrap()
        .query_map([], |row| row.get("name"))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let count = |name: String| {
        let rows = store.connection.query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |row| row.get(0));
        (name, rows.unwrap())
    };
    names.into_iter().map(count).collect()
}
