//! Whether what a hub keeps, or a backup holds, is whole: the database, the feed's numbers and chain, every document and
//! its fold, every stored file, and the keys against the company's certificates. It looks beside a hub that runs, in one
//! moment of its database, and changes nothing.
//!
//! It must not know: how a fault came about, HTTP.
//!
//! - [`fault`]: what can be wrong, and what to do about it
//! - `feed`, `documents`, `files`: one part each

mod documents;
pub mod fault;
mod feed;
mod files;

pub(crate) use documents::all_jobs;
pub use fault::{CheckRefused, Fault};

use crate::backup::{self, DATABASE};
use crate::keys::KeyFolder;
use crate::progress::Watch;
use crate::refused::HubRefused;
use domain::trust::{Certificate, NotTrusted, chain_holds};
use hub_storage::company::Company;
use hub_storage::{HubStorage, SqliteStorage, StorageRefused};
use std::path::Path;

pub(crate) use files::unfit;

/// What was looked at, and what is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Whose it is, where that can be read.
    pub company: String,
    /// The feed's last number.
    pub number: u64,
    /// Jobs opened.
    pub jobs: u64,
    /// Stored files read.
    pub blobs: u64,
    /// Whether there is a folder of keys; a backup has none.
    pub keys: bool,
    /// What is wrong; nothing where all is well.
    pub faults: Vec<Fault>,
}

/// Looks at everything in a hub's folder, or in a backup.
pub fn check(folder: &Path, now_ms: i64, watch: Watch<'_>) -> Result<Report, CheckRefused> {
    let database = folder.join(DATABASE);
    if !database.is_file() {
        return Err(CheckRefused::Nothing(folder.display().to_string()));
    }
    let mut report = Report::default();
    let mut storage = match SqliteStorage::beside(&database) {
        Ok(storage) => storage,
        Err(refused) => {
            report.faults.push(of_storage(refused)?);
            return Ok(report);
        }
    };
    contents(&mut storage, now_ms, watch, &mut report)?;
    if report.faults.iter().any(|fault| matches!(fault, Fault::Database(_))) {
        return Ok(report);
    }
    let Some(company) = backup::company(&mut storage)? else {
        return Err(CheckRefused::Nothing(folder.display().to_string()));
    };
    report.faults.extend(certificates(&company));
    report.keys = KeyFolder::of(folder).exists();
    if report.keys {
        report.faults.extend(keys(folder, &company));
    }
    let stored = backup::stored_blobs(storage.read()?.as_ref())?;
    files::check(folder, &stored, watch, &mut report)?;
    report.company = company.name_zh;
    Ok(report)
}

/// Looks at the database alone. Where the file itself is damaged nothing more is asked of it.
pub(crate) fn contents(
    storage: &mut SqliteStorage,
    now_ms: i64,
    watch: Watch<'_>,
    report: &mut Report,
) -> Result<(), StorageRefused> {
    report.faults.extend(storage.faults()?.into_iter().map(Fault::Database));
    if !report.faults.is_empty() {
        return Ok(());
    }
    let tx = storage.read()?;
    if tx.company()?.is_none() {
        return Ok(());
    }
    let looked = feed::check(tx.as_ref(), report).and_then(|()| documents::check(tx.as_ref(), now_ms, watch, report));
    if let Err(refused) = looked {
        report.faults.push(of_storage(refused)?);
    }
    Ok(())
}

/// What the storage finds damaged is a fault; what keeps us from looking is none.
fn of_storage(refused: StorageRefused) -> Result<Fault, StorageRefused> {
    match refused {
        StorageRefused::Damaged(what) => Ok(Fault::Database(what)),
        StorageRefused::OtherFile => Ok(Fault::NoDatabase),
        other => Err(other),
    }
}

fn certificates(company: &Company) -> Option<Fault> {
    let read = |der: &[u8]| Certificate::from_der(der);
    let chain = || -> Result<(), NotTrusted> {
        let (root, issuing, office) = (read(&company.root)?, read(&company.issuing)?, read(&company.office)?);
        chain_holds(&office, &issuing, &root, None)
    };
    chain().err().map(Fault::Certificate)
}

fn keys(folder: &Path, company: &Company) -> Option<Fault> {
    let spki = |der: &[u8]| Certificate::from_der(der).ok().map(|certificate| certificate.spki().to_vec());
    let (issuing, office) = (spki(&company.issuing)?, spki(&company.office)?);
    match KeyFolder::of(folder).read(&issuing, &office) {
        Ok(_) => None,
        Err(HubRefused::KeyMissing(file)) => Some(Fault::KeyMissing(file)),
        Err(HubRefused::KeyWrong(file)) => Some(Fault::KeyWrong(file)),
        Err(_) => Some(Fault::KeyWrong(KeyFolder::of(folder).name())),
    }
}
