//! Whose hub it is, and the reference data it has released.

use crate::refused::StorageRefused;
use domain::digest::Digest;
use domain::ids::CompanyId;
use sync::feed::Epoch;

/// The company and its certificates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Company {
    /// The id.
    pub id: CompanyId,
    /// Full name, Chinese.
    pub name_zh: String,
    /// Full name, English.
    pub name_en: String,
    /// This hub's id; every request proof names it.
    pub hub: String,
    /// The root certificate (DER).
    pub root: Vec<u8>,
    /// The issuing certificate (DER).
    pub issuing: Vec<u8>,
    /// The office key's certificate (DER).
    pub office: Vec<u8>,
    /// Minutes east of UTC where the office is.
    pub offset_minutes: i32,
}

/// An immutable version of reference data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// `pack`, `prices`, `settings` ...
    pub kind: String,
    /// For example `dw_repair`.
    pub name: String,
    /// For example `1.0`.
    pub version: String,
    /// SHA-256 of the bytes.
    pub digest: Digest,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Company and releases.
pub trait Companies {
    /// Writes the company's one row and the feed's head. Fails where there is one.
    fn found(&mut self, company: &Company, epoch: Epoch, at: i64) -> Result<(), StorageRefused>;
    /// The company, or `None` in a fresh file.
    fn company(&self) -> Result<Option<Company>, StorageRefused>;
    /// Keeps a release, announced by feed row `number`. One version has one content for ever.
    fn save_release(&mut self, release: &Release, number: u64) -> Result<(), StorageRefused>;
    /// The release of this kind, name and version.
    fn release(&self, kind: &str, name: &str, version: &str) -> Result<Option<Release>, StorageRefused>;
    /// The release that was announced last for this kind and name.
    fn newest_release(&self, kind: &str, name: &str) -> Result<Option<Release>, StorageRefused>;
    /// The releases of this kind and name, the one announced last first, at most `limit`.
    fn releases(&self, kind: &str, name: &str, limit: u32) -> Result<Vec<Release>, StorageRefused>;
    /// The release of this kind with this digest, announced last where there are several.
    fn release_of(&self, kind: &str, digest: &Digest) -> Result<Option<Release>, StorageRefused>;
    /// The release that feed row `number` announces.
    fn release_at(&self, number: u64) -> Result<Option<Release>, StorageRefused>;
}
