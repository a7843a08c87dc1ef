//! The technician's phone: a process that is killed, and its store, read while no process has it.

use super::none_lost;
use crate::tapping::{JOB, Told, VISIT, at_home};
use anyhow::{Context, bail, ensure};
use domain::decide::Draft;
use domain::digest::Digest;
use domain::ids::{ItemKey, RecordId};
use domain::money::Money;
use domain::record::Kind;
use domain::state::State;
use domain::value::{Moved, Picture, Quote};
use field::Field;
use field::transport::Http;
use field::vault::{FileVault, KeyVault as _};
use replica::document::DocRef;
use serde::{Deserialize as _, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::{JoinHandle, spawn};
use store::media::Media;
use store::{OpenOptions, Store};

/// Exchanges until nothing waits.
const MEETINGS: u32 = 20;

/// A phone between its runs.
pub struct Phone {
    home: PathBuf,
    /// Its person and device, as records name them.
    device: String,
    /// Every record it said is saved, and those an interrupted tap left.
    known: BTreeSet<RecordId>,
}

/// What a phone's store says.
pub struct Stands {
    /// Changes of the log that this phone wrote.
    pub own: BTreeSet<Digest>,
    /// Those of them the hub has not acknowledged.
    pub pending: BTreeSet<Digest>,
    /// Blobs that leave the phone.
    pub blobs: BTreeSet<Digest>,
    /// Those of them the hub has not called stored.
    pub uploads: BTreeSet<Digest>,
}

/// A phone's process under way.
pub struct Running {
    child: Child,
    told: JoinHandle<anyhow::Result<Vec<Told>>>,
}

impl Phone {
    /// Enrols a new phone, fetches the job and begins its visit: under way, with a quote.
    pub fn enrol(home: &Path, code: &str, hub: &Http) -> anyhow::Result<Self> {
        let mut field = Field::open(at_home(home)?)?;
        field.enrol(hub, code)?;
        field.sync(hub)?;
        let quote = Quote {
            version: 1,
            cause: "密封条老化断裂".into(),
            cause_code: None,
            plan: "更换两窗密封条".into(),
            minutes: 60,
            parts: Vec::new(),
            fees: Vec::new(),
            total: Money::fen(0),
        };
        let begun = Moved::along(State::Consented, State::Working);
        let drafts = vec![draft(Kind::Transition, None, &begun)?, draft(Kind::Quote, Some("qte.plan"), &quote)?];
        let first = field.act(&JOB.into(), VISIT, |_| Ok(drafts))?;
        let fold = field.job(&JOB.into())?.fold(0);
        let device = first.first().and_then(|id| fold.records.get(id)).and_then(|shown| shown.record.as_ref());
        let device = device.context("the first record is not there")?.device.as_str().to_owned();
        Ok(Self { home: home.to_owned(), device, known: first.into_iter().collect() })
    }

    /// Starts its process.
    pub fn work(&self, first: u64) -> anyhow::Result<Running> {
        let program = std::env::current_exe()?.with_file_name("technician");
        let mut child = Command::new(program)
            .arg(&self.home)
            .arg(first.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .context("the phone cannot be started")?;
        let mut lines = BufReader::new(child.stdout.take().context("the phone has no output")?);
        let told = spawn(move || {
            let mut told = Vec::new();
            loop {
                let mut line = String::new();
                lines.by_ref().read_line(&mut line)?;
                // A last line without its end was not told.
                if !line.ends_with('\n') {
                    return Ok(told);
                }
                told.push(line.parse()?);
            }
        });
        Ok(Running { child, told })
    }

    /// Holds the phone against what it told: every record and blob is there, and of what it did not tell at most the one
    /// tap that was interrupted.
    pub fn hold(&mut self, told: &[Told]) -> anyhow::Result<Stands> {
        let mut field = Field::open(at_home(&self.home)?)?;
        let fold = field.job(&JOB.into())?.fold(0).clone();
        ensure!(fold.open.is_empty(), "one person's taps are never in conflict: {:?}", fold.open);
        let records = || fold.records.iter().filter_map(|(id, shown)| Some((id, shown, shown.record.as_ref()?)));
        let photos: BTreeMap<Digest, RecordId> = records()
            .filter(|(.., record)| record.kind == Kind::Photo)
            .filter_map(|(id, _, record)| Some((Picture::deserialize(&record.value).ok()?.blob, id.clone())))
            .collect();
        for told in told {
            match told {
                Told::Records(ids) => self.known.extend(ids.iter().cloned()),
                Told::Photo(digest) => {
                    let record = photos.get(digest).with_context(|| format!("the photo {digest} has no record"))?;
                    self.known.insert(record.clone());
                    reads_back(&mut field, digest)?;
                }
                Told::Ink(digest) => reads_back(&mut field, digest)?,
                Told::Begins => {}
                Told::Refused(code, ..) => bail!("it refused: {code}"),
            }
        }
        none_lost("records", self.known.iter().filter(|id| !fold.records.contains_key(*id)), self.known.len())?;
        let own: Vec<_> = records().filter(|(.., record)| record.device.as_str() == self.device).collect();
        let untold: Vec<_> = own.iter().filter(|(id, ..)| !self.known.contains(*id)).collect();
        let interrupted: BTreeSet<Digest> = untold.iter().map(|(_, shown, _)| shown.change).collect();
        ensure!(interrupted.len() <= 1, "more than the interrupted tap was not told: {untold:?}");
        self.known.extend(untold.iter().map(|(id, ..)| (*id).clone()));
        let blobs: BTreeSet<Digest> = field.blobs_of(&JOB.into())?.into_iter().collect();
        for digest in &blobs {
            reads_back(&mut field, digest)?;
        }
        let own = own.iter().map(|(_, shown, _)| shown.change).collect();
        drop(field);
        let (pending, uploads) = self.waits()?;
        Ok(Stands { own, pending, blobs, uploads })
    }

    /// What waits for the hub, as the store keeps it.
    fn waits(&self) -> anyhow::Result<(BTreeSet<Digest>, BTreeSet<Digest>)> {
        let vault = FileVault::open(&self.home.join("keys"))?;
        let key = vault.load("database")?.context("the phone has no key of its database")?;
        let data = self.home.join("data");
        let store = Store::open_with(&OpenOptions::new(data.join("store.db"), &key))?;
        let outbox = store.outbox(u64::MAX >> 1)?;
        let log = DocRef::log(JOB.into());
        let pending = outbox.docs.into_iter().filter(|doc| doc.doc == log).flat_map(|doc| doc.changes);
        let uploads = Media::open_with(&OpenOptions::new(data.join("media.db"), &key))?.pending()?;
        Ok((pending.map(|it| it.hash).collect(), uploads.into_iter().map(|it| it.digest).collect()))
    }

    /// Exchanges until nothing waits, and gives both documents.
    pub fn meet(&mut self, hub: &Http) -> anyhow::Result<[Vec<u8>; 2]> {
        let mut field = Field::open(at_home(&self.home)?)?;
        for _ in 0..MEETINGS {
            let report = field.sync(hub)?;
            let media = field.send_media(hub)?;
            if report.pushed == 0 && report.arrived == 0 && media.stored.is_empty() && media.refused.is_empty() {
                break;
            }
        }
        let mut files: BTreeMap<String, Vec<u8>> = field.export(&JOB.into())?.into_iter().collect();
        let mut file = |name: &str| files.remove(name).with_context(|| format!("the phone's copy has no {name}"));
        Ok([file("phone/brief.automerge")?, file("phone/log.automerge")?])
    }
}

impl Running {
    /// `kill -9`; gives what it told until then. One that had ended by itself is a failure.
    pub fn kill(mut self) -> anyhow::Result<Vec<Told>> {
        if let Some(status) = self.child.try_wait()? {
            bail!("the phone ended by itself ({status}); what it said stands above");
        }
        self.child.kill()?;
        self.child.wait()?;
        match self.told.join() {
            Ok(told) => told,
            Err(_) => bail!("the thread that listens to the phone died"),
        }
    }
}

fn draft<T: Serialize>(kind: Kind, item: Option<&str>, value: &T) -> anyhow::Result<Draft> {
    Ok(Draft {
        kind,
        visit: Some(VISIT),
        item: item.map(ItemKey::new),
        unit: None,
        value: serde_json::to_value(value)?,
        basis: None,
        replaces: Vec::new(),
    })
}

fn reads_back(field: &mut Field, digest: &Digest) -> anyhow::Result<()> {
    ensure!(Digest::of(&field.blob(digest)?) == *digest, "the blob {digest} does not read back");
    Ok(())
}
