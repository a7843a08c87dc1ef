//! Which version of its standard a job keeps to, and the one step to a newer one (QLT-13). Answers stand under the keys of
//! their items, so every one of them stays.

use crate::core::ledger::Ledger;
use crate::core::{CoreRefused, Moment, office, papers, settle};
use crate::reference::PACK;
use domain::brief::{Brief, ReleaseRef, keys};
use domain::digest::Digest;
use domain::fold::Fold;
use domain::ids::JobId;
use domain::order::current_visit;
use domain::pack::Pack;
use domain::time::rfc3339;
use hub_storage::Tx;
use hub_storage::company::Release;
use serde_json::{Value, json};

/// Versions of one standard that are looked through.
const MOST_VERSIONS: u32 = 1_000;

/// A job and its standard, as they stand.
pub struct Pinned {
    /// What the office wrote.
    pub brief: Brief,
    /// What happened.
    pub fold: Fold,
    /// The version the job keeps to.
    pub pin: ReleaseRef,
    /// Versions of the standard this hub has, the newest first.
    pub versions: Vec<Release>,
}

impl Pinned {
    /// Reads it.
    ///
    /// # Errors
    /// Where there is no such job, or nobody has made a job of it yet.
    pub fn of(tx: &dyn Tx, job: &JobId, now_ms: i64) -> Result<Self, CoreRefused> {
        office::known(tx, job)?;
        let (brief, fold) = settle::folded(tx, job, now_ms)?;
        let none = || CoreRefused::NoRelease { kind: PACK.into(), name: job.as_str().into() };
        let pin: ReleaseRef = brief.read(keys::PACK).ok_or_else(none)?;
        let versions = tx.releases(PACK, &pin.name, MOST_VERSIONS)?;
        Ok(Self { brief, fold, pin, versions })
    }

    /// Versions that are newer than the job's; all of them where this hub has lost the job's own.
    pub fn newer(&self) -> impl Iterator<Item = &Release> {
        self.versions.iter().take_while(|release| release.digest != self.pin.digest)
    }

    /// Whether the visit the job is on has its sheet sealed.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.fold.is_sealed(current_visit(&self.brief, &self.fold))
    }
}

/// A release of a standard, read.
///
/// # Errors
/// Where this program cannot read it.
pub fn pack(release: &Release) -> Result<Pack, CoreRefused> {
    standards::from_release(&release.bytes, &release.digest)
        .map_err(|refused| CoreRefused::StandardUnreadable(refused.to_string()))
}

/// Moves a job to a newer version of its standard. The version before stays named, so that phones can tell what is new.
///
/// # Errors
/// Where the visit's sheet is sealed; where the version is unknown, of another standard, or not newer.
pub fn move_on(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    clerk: &str,
    (job, to): (&JobId, &Digest),
) -> Result<(), CoreRefused> {
    let pinned = Pinned::of(tx, job, moment.now_ms)?;
    let unknown = || CoreRefused::NoRelease { kind: PACK.into(), name: to.hex() };
    let release = tx.release_of(PACK, to)?.ok_or_else(unknown)?;
    if release.name != pinned.pin.name {
        return Err(CoreRefused::StandardOther(pinned.pin.name));
    }
    if pinned.pin.digest == *to {
        return Ok(());
    }
    if pinned.is_sealed() {
        return Err(CoreRefused::StandardSealed);
    }
    if !pinned.newer().any(|newer| newer.digest == *to) {
        return Err(CoreRefused::StandardNotNewer);
    }
    // What phones could not read would stop the visit.
    pack(&release)?;
    let mut before = json!(pinned.pin);
    if let Some(fields) = before.as_object_mut() {
        fields.insert("visit".into(), json!(current_visit(&pinned.brief, &pinned.fold)));
        fields.insert("by".into(), json!(clerk));
        fields.insert("at".into(), json!(rfc3339(moment.now_ms, moment.identity.offset_minutes)));
    }
    let after = ReleaseRef { name: release.name, version: release.version, digest: release.digest };
    let fields: [(String, Value); 2] = [(keys::PACK.into(), json!(after)), (keys::PACK_BEFORE.into(), before)];
    papers::write_brief(tx, moment, ledger, job, &fields, &[])?;
    Ok(())
}
