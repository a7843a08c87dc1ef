//! Which version a pack is, to the byte, and a pack that comes with a release (发布) instead of the program.

use crate::gates;
use crate::refused::PackRefused;
use domain::canonical::{self, NotCanonical};
use domain::digest::Digest;
use domain::ids::PackKey;
use domain::pack::Pack;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A resolved pack is about 60 KiB; this is room for any.
const LARGEST_PACK: usize = 4 << 20;

/// What a set of pack files is: every file and every pack by its digest. Its canonical JSON is what a release names.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// The form of this manifest: 1.
    pub v: u32,
    /// SHA-256 of each file, by name.
    pub files: BTreeMap<String, Digest>,
    /// Each resolved pack, by key.
    pub packs: Vec<Released>,
}

/// One pack of a manifest.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Released {
    /// For example `dw_repair`.
    pub key: PackKey,
    /// For example `1.0`.
    pub version: String,
    /// SHA-256 of the pack's canonical JSON.
    pub digest: Digest,
}

impl Manifest {
    /// SHA-256 of the manifest's canonical JSON.
    pub fn digest(&self) -> Result<Digest, NotCanonical> {
        Ok(Digest::of(canonical::to_string(self)?.as_bytes()))
    }

    /// The digest of one pack.
    pub fn pack(&self, key: &str) -> Option<&Released> {
        self.packs.iter().find(|pack| pack.key.as_str() == key)
    }
}

/// SHA-256 of the pack's canonical JSON. It covers every word the technician and the customer see, so a correction in a
/// shared block gives every pack a new digest.
pub fn pack_digest(pack: &Pack) -> Result<Digest, NotCanonical> {
    Ok(Digest::of(canonical::to_string(pack)?.as_bytes()))
}

/// A pack of a release: canonical JSON whose SHA-256 is `digest`, with every gate in place.
pub fn from_release(json: &[u8], digest: &Digest) -> Result<Pack, PackRefused> {
    if json.len() > LARGEST_PACK {
        return Err(PackRefused::TooLarge { file: digest.hex(), limit: LARGEST_PACK });
    }
    if Digest::of(json) != *digest {
        return Err(PackRefused::NotTheReleased);
    }
    let pack: Pack =
        serde_json::from_slice(json).map_err(|error| PackRefused::ReleaseUnreadable { why: error.to_string() })?;
    gates::check(&pack)?;
    Ok(pack)
}
