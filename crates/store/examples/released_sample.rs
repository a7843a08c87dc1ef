//! Writes the sample files of the schema as it is now: `cargo run -p store --example released_sample -- FOLDER`. Run once
//! for each release that has a new schema; the files are committed to `tests/released` and never written again.
#![allow(clippy::expect_used)]

use domain::ids::{CompanyId, JobId, RecordId, VisitNo};
use domain::key::{Signer, SoftwareKey};
use domain::record::{Kind, Record};
use domain::state::State;
use domain::time::{At, Trust};
use replica::author::{ActorCertificate, Authorship};
use replica::change::ActorId;
use replica::document::{DocKind, DocRef, Document};
use serde_json::{Map, json};
use std::path::{Path, PathBuf};
use store::media::{Media, MediaKind};
use store::{Draft, JobCard, JobRow, MetaKey, RecordRow, Store, Tap};

const KEY: &[u8; 32] = b"doorstep released sample key 32b";
/// The schema versions of store.db and media.db.
const VERSIONS: (u32, u32) = (1, 1);

fn main() {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).expect("the folder to write to");
    write_store(&folder.join(format!("store-{:04}.db", VERSIONS.0)));
    let mut media = Media::open(folder.join(format!("media-{:04}.db", VERSIONS.1)), KEY).expect("a new file");
    media.put("笔迹".as_bytes(), MediaKind::Ink).expect("ink");
    media.close().expect("closed");
}

fn write_store(path: &Path) {
    let mut store = Store::open(path, KEY).expect("a new file");
    let key = SoftwareKey::from_secret(&[1; 32]).expect("a key");
    let (actor, doc) = (ActorId([1; 16]), DocRef::log(JobId::new("GD261120-0041")));
    let certificate = ActorCertificate {
        v: 1,
        company: CompanyId::new("c-1"),
        key: key.key_id(),
        person: "p-417".into(),
        device: "d-1".into(),
        actor,
        from: 1_795_000_000_000,
    };
    store.save_own_actor(&certificate.sign(&key).expect("signed")).expect("saved");
    store.set_meta(MetaKey::SETTINGS, b"zh").expect("saved");
    let mut log = Document::genesis(DocKind::Log).expect("genesis");
    for (n, text) in ["胶条老化", "已更换"].into_iter().enumerate() {
        let id = RecordId::new(format!("0192f0c4-7b1a-7c3e-8a55-{n:012x}"));
        let change = log.append(actor, &[(id, note(text))]).expect("written");
        let authorship = Authorship::sign(&CompanyId::new("c-1"), &doc, &change, &key).expect("signed");
        let records = RecordRow::of_change(&log, &change.hash);
        let tap = Tap {
            doc: &doc,
            change: &change,
            authorship: &authorship,
            records: &records,
            card: Some(&card(&doc.job)),
            drafts_done: &[],
        };
        store.commit_tap(tap).expect("saved");
    }
    let draft = Draft { slot: "note".into(), value: "客户说晚上".into(), at: 1_795_000_000_000 };
    store.save_draft(&doc.job, &draft).expect("saved");
    store.close().expect("closed");
}

fn note(text: &str) -> Record {
    Record {
        v: 1,
        kind: Kind::Note,
        visit: Some(VisitNo(1)),
        item: None,
        unit: None,
        by: "p-417".into(),
        device: "d-1".into(),
        at: At { time: "2026-11-20T13:20:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None },
        basis: None,
        opened: None,
        confirmed: None,
        value: json!({ "text": text }),
        replaces: vec![],
        later: Map::new(),
    }
}

fn card(job: &JobId) -> JobCard {
    JobCard {
        row: JobRow {
            job: job.clone(),
            state: State::Booked,
            open: true,
            urgent: false,
            promised_by: Some(1_795_000_000_000),
            appointment_from: None,
            appointment_to: None,
            customer: "王丽".into(),
            phone: "138 0013 8000".into(),
            address: "望京西园 3 号楼".into(),
            product: "断桥铝门窗".into(),
            symptom: "窗户漏风，胶条老化".into(),
            questions: 0,
            updated: 1_795_000_000_000,
            unsent: false,
        },
        words: "SN-88A12".into(),
        more: "{}".into(),
    }
}
