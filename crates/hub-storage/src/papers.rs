//! Papers that records name, whether the office has received them, and the certificates that hold no more. What makes a
//! paper good is `hub`'s matter.

use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::JobId;
use domain::key::KeyId;
use domain::trust::Revoked;

/// A paper a record names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// SHA-256 of the file as the device signed it.
    pub pdf: Digest,
    /// The job.
    pub job: JobId,
    /// Its number.
    pub number: String,
    /// The digest of its facts, which is its identity.
    pub facts: Digest,
    /// When the record came, Unix milliseconds.
    pub named: i64,
    /// The facts of the paper it corrects.
    pub replaces: Option<Digest>,
    /// How it stands.
    pub state: PaperState,
}

/// How a paper stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PaperState {
    /// Its file is not here, or was not looked at yet.
    Waiting,
    /// The office signed its receipt.
    Received {
        /// When, Unix milliseconds.
        at: i64,
        /// SHA-256 of the file with the receipt.
        file: Digest,
    },
    /// It is not what it says, and got no receipt.
    Refused {
        /// When that was found, Unix milliseconds.
        at: i64,
        /// The first reason's stable word.
        why: String,
    },
}

/// A list of certificates that hold no more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListKept {
    /// Its number.
    pub number: u64,
    /// DER.
    pub der: Vec<u8>,
    /// When it was made, Unix milliseconds.
    pub made: i64,
}

/// Papers, and certificates that hold no more.
pub trait Papers {
    /// Notes that a record names a paper; one that is known stays as it is.
    fn name_paper(&mut self, paper: &Paper) -> Result<(), StorageRefused>;
    /// The paper with this file.
    fn paper(&self, pdf: &Digest) -> Result<Option<Paper>, StorageRefused>;
    /// The papers with this number, in the order they came; two devices may have given it once each.
    fn papers_numbered(&self, number: &str) -> Result<Vec<Paper>, StorageRefused>;
    /// The papers of a job, by file.
    fn papers_of(&self, job: &JobId) -> Result<Vec<Paper>, StorageRefused>;
    /// Papers whose files are stored and that nobody has looked at, the oldest first.
    fn waiting_papers(&self, most: u32) -> Result<Vec<Paper>, StorageRefused>;
    /// Writes down how a paper stands and what it corrects.
    fn settle_paper(
        &mut self,
        pdf: &Digest,
        replaces: Option<&Digest>,
        state: &PaperState,
    ) -> Result<(), StorageRefused>;
    /// Lets the paper with this receipt wait again, since the file is lost.
    fn reopen_paper(&mut self, receipt: &Digest) -> Result<(), StorageRefused>;
    /// The paper that corrects the one with these facts, where the office has received one.
    fn correction_of(&self, facts: &Digest) -> Result<Option<Paper>, StorageRefused>;
    /// Every certificate that was issued for a key (DER).
    fn certificates_of(&self, key: &KeyId) -> Result<Vec<Vec<u8>>, StorageRefused>;
    /// Revokes a certificate; one that is revoked keeps the earlier time.
    fn revoke(&mut self, revoked: &Revoked) -> Result<(), StorageRefused>;
    /// Every certificate that holds no more, by serial number.
    fn revoked(&self) -> Result<Vec<Revoked>, StorageRefused>;
    /// The newest list.
    fn newest_list(&self) -> Result<Option<ListKept>, StorageRefused>;
    /// Keeps a list.
    fn save_list(&mut self, list: &ListKept) -> Result<(), StorageRefused>;
}
