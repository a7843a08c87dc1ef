//! Where fuzzing begins: `seeds FOLDER` writes good samples of everything foreign, a folder a target of tests/fuzz. They
//! are made here and now from the project's samples by the code that makes the real ones.

use anyhow::Context;
use domain::canonical;
use domain::digest::Digest;
use domain::ids::RecordId;
use domain::key::{Signer, SoftwareKey};
use domain::record::{Kind, Record};
use domain::time::{At, Trust};
use domain::value::Noted;
use replica::author::{ActorCertificate, Authorship, SignedActorCertificate};
use replica::change::{ActorId, Change};
use replica::document::{DocKind, DocRef, Document};
use serde_json::{Map, json};
use sheet::{Release, sample};
use std::fs;
use std::path::{Path, PathBuf};
use sync::enrol::{self, EnrolRequest};
use sync::feed::{CHAIN_START, Epoch, Place};
use sync::order::{Farewell, Order, OrderKind};
use sync::wire::{self, Answer, ChangeAnswer, Documents, Grant, Request, Said};

const COMPANY: &str = "anxin";
const DEVICE: &str = "0417-A";
const JOB: &str = "GD261120-0041";
const TIME: i64 = 1_795_000_000_000;
const ACTOR: ActorId = ActorId([7; 16]);

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).context("say where: seeds FOLDER")?;
    let seeds = Seeds { folder: folder.into() };
    let (brief, log) = changes()?;
    seeds.documents(&brief, &log)?;
    seeds.trust()?;
    seeds.files()?;
    seeds.papers()
}

struct Seeds {
    folder: PathBuf,
}

impl Seeds {
    fn put(&self, target: &str, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let folder = self.folder.join(target);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(name), bytes).with_context(|| format!("cannot write {target}/{name}"))
    }

    /// Pages, answers and changes.
    fn documents(&self, brief: &[Change], log: &[Change]) -> anyhow::Result<()> {
        let framed = |changes: &[Change]| -> Vec<u8> {
            let framed = |raw: &[u8]| [&u16::try_from(raw.len()).unwrap_or(u16::MAX).to_be_bytes(), raw].concat();
            changes.iter().flat_map(|change| framed(&change.raw)).collect()
        };
        self.put("changes", "brief", &framed(brief))?;
        self.put("changes", "log", &framed(log))?;
        let request = Request {
            v: wire::VERSION,
            place: place(3),
            highest: place(5),
            pushes: vec![documents(DocRef::log(JOB.into()), log)?],
            actor_certificates: vec![actor()?],
            device_certificates: vec![sample::house()?.device.der().to_vec()],
            offers: Vec::new(),
            page_limit: wire::PAGE as u64,
            schema: Some(wire::SCHEMA),
            known: vec![wire::Mark([15; 8])],
            short: true,
        };
        let answer = answer(brief, log)?;
        for (name, bytes) in [("request", cbor(&request)?), ("answer", cbor(&answer)?)] {
            self.put("page", name, &bytes)?;
        }
        self.put("page", "request.zst", &wire::encode(&request)?)?;
        self.put("answer", "answer", &cbor(&answer)?)
    }

    /// Certificates, orders, enrolment, headers.
    fn trust(&self) -> anyhow::Result<()> {
        let house = sample::house()?;
        for (name, certificate) in [("root", &house.root), ("issuing", &house.issuing), ("device", &house.device)] {
            self.put("certificates", name, certificate.der())?;
        }
        self.put("certificates", "pem", house.root.pem().as_bytes())?;
        self.put("certificates", "actor", &actor()?.body)?;
        let order = Order {
            v: sync::order::VERSION,
            company: COMPANY.into(),
            key: key()?.key_id(),
            device: DEVICE.into(),
            kind: OrderKind::Retire,
            at: TIME,
        };
        self.put("orders", "order", &cbor(&order.sign(&key()?)?)?)?;
        self.put("orders", "farewell", &Farewell { v: 1, changes: 2, blobs: 1, highest: Some(place(3)) }.to_bytes())?;
        let asked = EnrolRequest {
            v: enrol::VERSION,
            token: vec![1; 32],
            spki: key()?.spki().to_vec(),
            nonce: [3; 16],
            device: "doorstep 0.1.0 linux".into(),
        };
        self.put("enrolment", "request", &enrol::ask(&asked, &key()?)?)?;
        let pin = Digest::of(house.root.spki());
        let code = format!("doorstep://enrol?hub=http%3A%2F%2F127.0.0.1%3A7310&pin={pin}&token=AQID");
        self.put("enrolment", "code", code.as_bytes())?;
        let base64 = data_encoding::BASE64.encode(pin.hex().as_bytes());
        let checksum = data_encoding::BASE64.encode(&pin.0);
        let asked = sync::proof::Asked { method: "PATCH", path: "/v1/media", body: b"", hub: "hub-1" };
        let [(_, id), (_, nonce), (_, proof)] =
            sync::proof::Proof::sign(&asked, sync::proof::Nonce([3; 16]), &key()?)?.headers();
        let lines = ["0", "1024", &format!("digest {base64}"), &format!("sha256 {checksum}"), &id, &nonce, &proof];
        self.put("headers", "all", lines.join("\n").as_bytes())
    }

    /// Tables, photos, inks, a standard.
    fn files(&self) -> anyhow::Result<()> {
        for (target, folder) in [("table", "tests/office/fixtures"), ("photo", "crates/sheet/samples")] {
            for entry in fs::read_dir(top().join(folder))? {
                let path = entry?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if [".csv", ".xlsx", ".jpg"].iter().any(|end| name.ends_with(end)) {
                    self.put(target, &name, &fs::read(&path)?)?;
                }
            }
        }
        self.put("table", "utf8.csv", "客户姓名,电话,地址\n王淑敏,13700008026,云州市滨河路 27 号\n".as_bytes())?;
        self.put("photo", "small.jpg", &tests::tapping::photo(1, 16))?;
        self.put("ink", "ink", br#"{"box":[6000,2000],"strokes":[[[0,0,0,0],[100,200,10,0],[300,400,20,0]]],"v":1}"#)?;
        let library = standards::Library::builtin()?;
        let pack = library.pack("dw_repair").context("there is no dw_repair")?;
        self.put("release", "dw_repair.json", canonical::to_string(pack)?.as_bytes())
    }

    /// A signed sheet, its facts, its code.
    fn papers(&self) -> anyhow::Result<()> {
        let release = Release::builtin();
        let facts = sample::facts(&release);
        let seal = sample::seal(&facts)?;
        let signed = sample::signed(&facts, &release)?;
        self.put("sheet", "signed.pdf", &signed)?;
        self.put("sheet", "received.pdf", &sample::received(&signed)?)?;
        self.put("sheet", "facts.json", facts.to_text()?.as_bytes())?;
        let code = domain::seal::to_qr("verify.anxin.example", &seal).context("the seal fits no code")?;
        self.put("code", "code", code.as_bytes())
    }
}

fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

fn key() -> anyhow::Result<SoftwareKey> {
    Ok(sample::device_key()?)
}

fn cbor<T: minicbor::Encode<()>>(it: &T) -> anyhow::Result<Vec<u8>> {
    Ok(minicbor::to_vec(it)?)
}

fn place(number: u64) -> Place {
    Place { epoch: Epoch([1; 16]), number, chain: CHAIN_START }
}

fn actor() -> anyhow::Result<SignedActorCertificate> {
    let certificate = ActorCertificate {
        v: 1,
        company: COMPANY.into(),
        key: key()?.key_id(),
        person: "p-0417".into(),
        device: DEVICE.into(),
        actor: ACTOR,
        from: TIME,
    };
    Ok(certificate.sign(&key()?)?)
}

/// Two changes of a brief, two of a log.
fn changes() -> anyhow::Result<(Vec<Change>, Vec<Change>)> {
    let mut brief = Document::genesis(DocKind::Brief)?;
    let mut log = Document::genesis(DocKind::Log)?;
    let field = |key: &str, text: &str| [(key.to_owned(), json!(text))];
    let briefs = vec![
        brief.write_brief(ACTOR, &field("customer.name", "王淑敏 女士"), &[])?,
        brief.write_brief(ACTOR, &field("symptom.words", "两扇窗关不严"), &[])?,
    ];
    let logs = vec![log.append(ACTOR, &[note(1)?])?, log.append(ACTOR, &[note(2)?, note(3)?])?];
    Ok((briefs, logs))
}

fn note(n: u32) -> anyhow::Result<(RecordId, Record)> {
    let at = At { time: "2026-11-18T09:00:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None };
    let record = Record {
        v: 1,
        kind: Kind::Note,
        visit: None,
        item: None,
        unit: None,
        by: "p-0417".into(),
        device: DEVICE.into(),
        at,
        basis: None,
        opened: None,
        confirmed: None,
        value: serde_json::to_value(Noted { text: format!("第 {n} 条：客户在家，电梯停运") })?,
        replaces: Vec::new(),
        later: Map::new(),
    };
    Ok((RecordId::new(format!("019a9000-0000-7000-8000-{n:012x}")), record))
}

fn documents(doc: DocRef, changes: &[Change]) -> anyhow::Result<Documents> {
    let sign = |change| Authorship::sign(&COMPANY.into(), &doc, change, &key()?).map_err(anyhow::Error::from);
    let authorships = changes.iter().map(sign).collect::<anyhow::Result<_>>()?;
    Ok(Documents { changes: changes.iter().map(|change| change.raw.clone()).collect(), authorships, doc })
}

fn answer(brief: &[Change], log: &[Change]) -> anyhow::Result<Answer> {
    let bytes = b"pack".to_vec();
    let release = wire::Release {
        kind: "pack".into(),
        name: "dw_repair".into(),
        version: "1.0".into(),
        digest: Digest::of(&bytes),
        bytes,
    };
    let said = |said| ChangeAnswer { hash: Digest([10; 32]), said, late: false };
    Ok(Answer {
        v: wire::VERSION,
        hub_time_ms: TIME,
        head: place(9),
        place: place(8),
        answers: vec![said(Said::Stored), said(Said::Held(vec![CHAIN_START])), said(Said::SetAside("x".into()))],
        docs: vec![documents(DocRef::brief(JOB.into()), brief)?, documents(DocRef::log(JOB.into()), log)?],
        actor_certificates: vec![actor()?],
        device_certificates: vec![sample::house()?.device.der().to_vec()],
        releases: vec![release],
        grants: vec![Grant { job: JOB.into(), letter: "A".into(), ended: None }],
        more: false,
        new_epoch: false,
        secured: Some(4),
        wants: Vec::new(),
        lacks: vec![CHAIN_START],
        order: None,
        schema: Some(wire::SCHEMA),
        all_stored: false,
    })
}
