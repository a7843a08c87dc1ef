//! Photos on their way: tus as `hub::uploads` does it, over files in memory. What the hub's folder calls written is on the
//! disk, so nothing of it goes in a power cut.

use super::Office;
use super::door::{No, reply};
use crate::broken::{Broken, Tried};
use crate::faults::Fault;
use data_encoding::BASE64;
use domain::digest::Digest;
use field::transport::{Call, Reply};
use hub::blobs::Finished;
use hub::core::Moment;
use hub::problem::Problem;
use hub::uploads::{self, Files, Piece, Shelf, Standing, UploadRefused};
use hub_storage::people::Device;
use hub_storage::{HubStorage, SqliteStorage, Tx};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use sync::media::{NUMBER, STORED};

pub(super) use sync::media::PATH;
const OFFSET: &str = "upload-offset";

/// The files.
#[derive(Debug, Default)]
pub(super) struct Cabinet(Mutex<Drawers>);

#[derive(Debug, Default)]
struct Drawers {
    stored: BTreeMap<Digest, Vec<u8>>,
    arriving: BTreeMap<Digest, Vec<u8>>,
}

impl Cabinet {
    fn drawers(&self) -> MutexGuard<'_, Drawers> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn stored(&self) -> BTreeMap<Digest, Vec<u8>> {
        self.drawers().stored.clone()
    }

    pub(super) fn bytes(&self, digest: &Digest) -> Option<Vec<u8>> {
        self.drawers().stored.get(digest).cloned()
    }

    pub(super) fn put_back(&self, stored: BTreeMap<Digest, Vec<u8>>) {
        *self.drawers() = Drawers { stored, arriving: BTreeMap::new() };
    }
}

impl Files for Cabinet {
    fn has(&self, digest: &Digest) -> bool {
        self.drawers().stored.contains_key(digest)
    }

    fn arrived(&self, digest: &Digest) -> io::Result<u64> {
        Ok(self.drawers().arriving.get(digest).map_or(0, |bytes| bytes.len() as u64))
    }

    fn append(&self, digest: &Digest, offset: u64, bytes: &[u8]) -> io::Result<u64> {
        let mut drawers = self.drawers();
        let there = drawers.arriving.entry(*digest).or_default();
        if there.len() as u64 != offset {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not the end of the upload"));
        }
        there.extend(bytes);
        Ok(there.len() as u64)
    }

    fn finish(&self, digest: &Digest) -> io::Result<Finished> {
        let mut drawers = self.drawers();
        let bytes = drawers.arriving.remove(digest).unwrap_or_default();
        let found = Digest::of(&bytes);
        if found != *digest {
            return Ok(Finished::Other { found });
        }
        drawers.stored.insert(*digest, bytes);
        Ok(Finished::Stored)
    }

    fn discard(&self, digest: &Digest) -> io::Result<()> {
        self.drawers().arriving.remove(digest);
        Ok(())
    }
}

/// A hub as uploads see it.
struct Counter<'a> {
    storage: RefCell<&'a mut SqliteStorage>,
    moment: Moment<'a>,
    cabinet: &'a Cabinet,
}

impl Shelf for Counter<'_> {
    type Taken<'a>
        = ()
    where
        Self: 'a;

    fn write<T>(
        &self,
        work: impl FnOnce(&mut dyn Tx, Moment<'_>) -> Result<T, UploadRefused>,
    ) -> Result<T, UploadRefused> {
        let mut storage = self.storage.borrow_mut();
        let mut tx = storage.write()?;
        let done = work(tx.as_mut(), self.moment)?;
        tx.commit()?;
        Ok(done)
    }

    fn read<T>(&self, work: impl FnOnce(&dyn Tx, Moment<'_>) -> Result<T, UploadRefused>) -> Result<T, UploadRefused> {
        let mut storage = self.storage.borrow_mut();
        let tx = storage.read()?;
        work(tx.as_ref(), self.moment)
    }

    fn files(&self) -> &dyn Files {
        self.cabinet
    }

    fn take(&self, _: &Digest) -> Option<()> {
        // One request after the other.
        Some(())
    }
}

impl Office {
    /// An upload announced or added to.
    pub(super) fn media(&mut self, call: &Call) -> Result<Reply, No> {
        let (device, nonce) = self.admit(call)?;
        let (storage, moment, cabinet) = self.core_with_files()?;
        let counter = Counter { storage: RefCell::new(storage), moment, cabinet };
        let done = if call.method == "POST" { announce(&counter, &device, call) } else { add(&counter, &device, call) };
        match done? {
            Ok(standing) => {
                if call.method == "POST" && standing.offset > 0 && standing.stored.is_none() {
                    self.noticed.push(Fault::PartialMedia);
                }
                let mut reply = reply(if call.method == "POST" { 201 } else { 204 }, Vec::new(), Some(nonce));
                reply.headers.insert(OFFSET.to_owned(), standing.offset.to_string());
                reply.headers.insert(STORED.to_owned(), standing.stored.is_some().to_string());
                let number = standing.stored.map(|number| (NUMBER.to_owned(), number.to_string()));
                reply.headers.extend(number);
                Ok(reply)
            }
            Err(UploadRefused::Storage(refused)) => Err(refused.into()),
            Err(UploadRefused::Disk(refused)) => Err(refused.into()),
            Err(refused) => {
                let offset = refused.offset();
                let problem = Problem::from(refused);
                let mut reply = super::door::refusal(problem.status.as_u16(), problem.code, Some(nonce));
                reply.headers.extend(offset.map(|offset| (OFFSET.to_owned(), offset.to_string())));
                Ok(reply)
            }
        }
    }
}

type Done = Result<Result<Standing, UploadRefused>, Broken>;

fn announce(counter: &Counter<'_>, device: &Device, call: &Call) -> Done {
    let digest = header(call, "upload-metadata")?.strip_prefix("digest ").map(str::as_bytes);
    let digest = digest.and_then(|text| BASE64.decode(text).ok()).and_then(|hex| String::from_utf8(hex).ok());
    let digest = digest.and_then(|hex| Digest::from_hex(&hex)).tried("the digest of an upload")?;
    Ok(uploads::announce(counter, device, &digest, number(call, "upload-length")?))
}

fn add(counter: &Counter<'_>, device: &Device, call: &Call) -> Done {
    let digest = call.path.rsplit('/').next().and_then(Digest::from_hex).tried("the name of an upload")?;
    let checksum = header(call, "upload-checksum")?.strip_prefix("sha256 ").map(str::as_bytes);
    let checksum = checksum.and_then(|text| BASE64.decode(text).ok()).and_then(|bytes| bytes.try_into().ok());
    let piece = Piece { offset: number(call, OFFSET)?, bytes: &call.body, checksum: checksum.map(Digest) };
    Ok(uploads::add(counter, device, &digest, &piece))
}

fn header<'a>(call: &'a Call, name: &str) -> Result<&'a str, Broken> {
    call.headers.get(name).map(String::as_str).tried(name)
}

fn number(call: &Call, name: &str) -> Result<u64, Broken> {
    header(call, name)?.parse().tried(name)
}
