//! `kill -9` of a phone and of a hub in the middle of a running sync, and what must hold after each: what the screen said
//! was saved is on the phone, and what the hub acknowledged is at the hub. Used by `src/bin/kills.rs`.
//!
//! - [`office`]: a clerk who writes all the while, and counts what the hub acknowledged
//! - [`phone`]: the technician's process, what it told, and what its store says

pub mod office;
pub mod phone;

use crate::clerk::Clerk;
use crate::hub_process::{HubProcess, doorstep};
use crate::tapping::{JOB, Told};
use anyhow::{Context, bail, ensure};
use domain::digest::Digest;
use domain::ids::RecordId;
use field::transport::{Http, HubAddress};
use office::{Acknowledged, Office};
use phone::{Phone, Stands};
use rand_core::Rng;
use replica::document::{DocKind, Document};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

/// The technician.
const PERSON: &str = "t-1";

/// How much was done and held against what was said.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Kills of the phone.
    pub phone: u64,
    /// Kills of the hub.
    pub hub: u64,
    /// Records the phone said are saved.
    pub records: u64,
    /// Photos and inks it said are saved.
    pub blobs: u64,
    /// Notes and changes of the brief the hub said it took from the office.
    pub office: u64,
    /// Changes that left the outbox, and blobs the hub called stored.
    pub acknowledged: u64,
    /// Kills that left a blob half uploaded, or changes unacknowledged.
    pub under_way: u64,
}

impl Counts {
    /// Adds those of another house.
    pub fn add(&mut self, other: Self) {
        let Self { phone, hub, records, blobs, office, acknowledged, under_way } = other;
        self.phone += phone;
        self.hub += hub;
        self.records += records;
        self.blobs += blobs;
        self.office += office;
        self.acknowledged += acknowledged;
        self.under_way += under_way;
    }
}

/// An office, a phone and one job they both work on.
pub struct House {
    folder: PathBuf,
    hub: Option<HubProcess>,
    port: u16,
    clerk: Clerk,
    phone: Phone,
    /// Blobs seen at the hub.
    at_hub: BTreeSet<Digest>,
    /// What the hub acknowledged to the office.
    office: Acknowledged,
    /// So far.
    pub counts: Counts,
}

impl House {
    /// Founds an office in an empty folder, enrols a phone and begins the job's visit.
    pub fn found(folder: &Path) -> anyhow::Result<Self> {
        let hub = HubProcess::start(&folder.join("office"), 0)?;
        let clerk = Clerk::begin(&hub.address(), hub.one_time().context("the hub is not new")?)?;
        clerk.hire(PERSON)?;
        clerk.begin_job(JOB, &[PERSON])?;
        let phone = Phone::enrol(
            &folder.join("phone"),
            &clerk.code(PERSON)?,
            &Http::to(&HubAddress::unpinned(&hub.address()))?,
        )?;
        Ok(Self {
            folder: folder.to_owned(),
            port: hub.port,
            hub: Some(hub),
            clerk,
            phone,
            at_hub: BTreeSet::new(),
            office: Acknowledged::default(),
            counts: Counts::default(),
        })
    }

    /// A round: phone and office work, one or both of phone and hub are killed at a moment of chance, what is left goes on
    /// for a while; then everything is held against what was said.
    pub fn round(&mut self, n: u64, chance: &mut impl Rng) -> anyhow::Result<()> {
        let mut pause = |from: u32, to: u32| {
            sleep(Duration::from_millis(u64::from(from + chance.next_u32() % (to - from))));
            chance.next_u32()
        };
        let running = self.phone.work(n * 1000)?;
        let office = Office::begin(self.clerk.again(&self.address())?, n);
        let dice = pause(150, 900);
        if dice % 3 > 0 {
            self.kill_hub()?;
            if pause(20, 300) % 2 == 0 {
                self.start_hub()?;
                pause(50, 500);
            }
        }
        let told = running.kill()?;
        self.counts.phone += 1;
        if dice % 3 == 0 && pause(20, 200) % 2 == 0 {
            self.kill_hub()?;
        }
        if self.hub.is_none() {
            self.start_hub()?;
        }
        office.end(&mut self.office)?;
        self.count_told(&told);
        let stands = self.phone.hold(&told)?;
        self.hold_hub(&stands)
    }

    /// The end: one meeting, and both have everything, the same.
    pub fn meet(&mut self) -> anyhow::Result<()> {
        let hub = Http::to(&HubAddress::unpinned(&self.address()))?;
        let copy = self.phone.meet(&hub)?;
        let stands = self.phone.hold(&[])?;
        ensure!(stands.pending.is_empty() && stands.uploads.is_empty(), "something never left the outbox");
        self.hold_hub(&stands)?;
        let (phone, office) = (self.folder.join("copy/phone"), self.folder.join("copy/hub"));
        for (folder, [brief, log]) in [(&phone, copy), (&office, self.documents()?)] {
            fs::create_dir_all(folder)?;
            fs::write(folder.join("brief.automerge"), brief)?;
            fs::write(folder.join("log.automerge"), log)?;
        }
        run(Command::new(doorstep()?).arg("compare").arg(phone).arg(office))?;
        self.kill_hub()?;
        run(Command::new(doorstep()?).args(["hub", "check", "--folder"]).arg(self.folder.join("office")))
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn kill_hub(&mut self) -> anyhow::Result<()> {
        self.counts.hub += 1;
        self.hub.take().context("the hub does not run")?.kill()
    }

    fn start_hub(&mut self) -> anyhow::Result<()> {
        let hub = HubProcess::start(&self.folder.join("office"), self.port)?;
        // The clerk's connection was to the process that is gone.
        self.clerk = self.clerk.again(&hub.address())?;
        self.hub = Some(hub);
        Ok(())
    }

    fn count_told(&mut self, told: &[Told]) {
        for told in told {
            match told {
                Told::Records(ids) => self.counts.records += ids.len() as u64,
                Told::Photo(_) | Told::Ink(_) => self.counts.blobs += 1,
                Told::Begins | Told::Refused(..) => {}
            }
        }
    }

    fn documents(&self) -> anyhow::Result<[Vec<u8>; 2]> {
        let document = |name: &str| self.clerk.get(&format!("/v1/office/jobs/{JOB}/documents/{name}"));
        Ok([document("brief")?, document("log")?])
    }

    /// Whether the hub has all that it ever acknowledged, to the phone and to the office.
    fn hold_hub(&mut self, stands: &Stands) -> anyhow::Result<()> {
        let [brief, log] = self.documents()?;
        let brief = Document::load_saved(DocKind::Brief, &brief)?;
        let log = Document::load_saved(DocKind::Log, &log)?;
        let acknowledged: Vec<Digest> = stands.own.difference(&stands.pending).copied().collect();
        none_lost("acknowledged changes", acknowledged.iter().filter(|hash| !log.has(hash)), acknowledged.len())?;
        let ids: BTreeSet<RecordId> = log.entries().into_iter().map(|entry| entry.id).collect();
        self.office.hold(&ids, &brief)?;
        let sent: Vec<Digest> = stands.blobs.difference(&stands.uploads).copied().collect();
        for digest in &sent {
            if !self.at_hub.contains(digest) {
                let bytes = self.clerk.get(&format!("/v1/office/media/{digest}"))?;
                ensure!(Digest::of(&bytes) == *digest, "the hub has other bytes of {digest}");
                self.at_hub.insert(*digest);
            }
        }
        self.counts.acknowledged = (acknowledged.len() + sent.len()) as u64;
        self.counts.under_way += u64::from(!stands.pending.is_empty() || !stands.uploads.is_empty());
        self.counts.office = self.office.count();
        Ok(())
    }
}

/// Complains where anything of `lost` is left of `all`.
pub fn none_lost<T: std::fmt::Debug>(what: &str, lost: impl Iterator<Item = T>, all: usize) -> anyhow::Result<()> {
    let lost: Vec<T> = lost.collect();
    if lost.is_empty() { Ok(()) } else { bail!("{} of {all} {what} are lost: {lost:?}", lost.len()) }
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let output = command.output()?;
    let said = || String::from_utf8_lossy(&[output.stdout.clone(), output.stderr.clone()].concat()).into_owned();
    ensure!(output.status.success(), "{command:?}: {}", said());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::none_lost;

    #[test]
    fn a_single_thing_that_is_lost_is_told() {
        assert!(none_lost("records", std::iter::empty::<u8>(), 3).is_ok());
        let why = none_lost("records", [7].iter(), 3).unwrap_err();
        assert_eq!(why.to_string(), "1 of 3 records are lost: [7]");
    }
}
