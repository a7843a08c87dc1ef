//! One change of a document: the records of one tap, as the bytes that travel and are kept for ever.

use crate::chunk;
use domain::digest::Digest;
use domain::record::NotARecord;
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// The longest raw change, in bytes.
pub const LONGEST: usize = 1 << 20;
/// The most operations one change may hold; a tap writes a handful.
pub const MOST_OPERATIONS: u64 = 4096;
/// The most changes one document may hold; a long visit has some 300.
pub const MOST_CHANGES: usize = 20_000;

/// Who wrote within Automerge: 16 random bytes, fresh for every run of the app. It proves nothing by itself; an actor
/// certificate binds it to a device and a person ([`crate::author`]).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct ActorId(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

impl ActorId {
    /// 32 lower-case hex digits.
    pub fn hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0)
    }

    /// Reads 32 lower-case hex digits; anything else is `None`.
    pub fn from_hex(text: &str) -> Option<Self> {
        data_encoding::HEXLOWER.decode(text.as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

impl fmt::Debug for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActorId({})", self.hex())
    }
}

impl fmt::Display for ActorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl Serialize for ActorId {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.hex())
    }
}

impl<'de> Deserialize<'de> for ActorId {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Self::from_hex(&text).ok_or_else(|| serde::de::Error::custom("an actor id is 32 lower-case hex digits"))
    }
}

/// A change that can be read; whether it may enter a document is for [`crate::document::Document::apply`] to say.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its identity: SHA-256 as Automerge takes it.
    pub hash: Digest,
    /// Who wrote it.
    pub actor: ActorId,
    /// 1, 2, 3 ... for each actor.
    pub seq: u64,
    /// The number of its first operation.
    pub start_op: u64,
    /// How many operations it holds.
    pub ops: u64,
    /// The heads its author knew, ascending.
    pub deps: Vec<Digest>,
    /// The bytes (Automerge's uncompressed chunk).
    pub raw: Vec<u8>,
    pub(crate) inner: automerge::Change,
}

impl Change {
    /// Reads foreign bytes. Never panics, and never works for longer than 1 MiB and 4096 operations ask for.
    pub fn decode(raw: &[u8]) -> Result<Self, ChangeRefused> {
        if raw.len() > LONGEST {
            return Err(ChangeRefused::TooLarge(raw.len()));
        }
        let chunk = chunk::read(raw)?;
        let inner = guarded(|| automerge::Change::try_from(raw))?
            .map_err(|error| ChangeRefused::Unreadable(error.to_string()))?;
        let agrees = inner.hash().0 == chunk.hash.0
            && inner.actor_id().to_bytes() == chunk.actor.0
            && (inner.seq(), inner.start_op().get()) == (chunk.seq, chunk.start_op)
            && inner.deps().iter().map(|hash| Digest(hash.0)).eq(chunk.deps.iter().copied())
            && u64::try_from(inner.len()) == Ok(chunk.ops);
        if !agrees {
            return Err(ChangeRefused::Unreadable("two readers disagree about it".into()));
        }
        let chunk::Chunk { hash, actor, seq, start_op, deps, ops } = chunk;
        Ok(Self { hash, actor, seq, start_op, ops, deps, raw: raw.to_vec(), inner })
    }

    /// The number of its last operation.
    pub fn last_op(&self) -> u64 {
        self.start_op.saturating_add(self.ops).saturating_sub(1)
    }
}

/// Runs Automerge on foreign input: a panic there becomes a refusal.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, ChangeRefused> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| ChangeRefused::Rejected("Automerge gave up on it".into()))
}

/// Why a change does not enter a document. [`ChangeRefused::MissingParents`] is *held*: it may enter later. All others
/// are *set aside* for good, with their descendants; the office can export them.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone)]
pub enum ChangeRefused {
    /// Longer than [`LONGEST`].
    #[error("this change is {0} bytes long, more than 1 MiB; send long content as a file")]
    TooLarge(usize),
    /// Not a change, or not in the one form that travels.
    #[error("this change cannot be read ({0}); send the phone's hand-over file to the office")]
    Unreadable(String),
    /// More than [`MOST_OPERATIONS`], or none.
    #[error("this change holds no operation or more than 4096; update the app that wrote it")]
    TooManyOperations,
    /// It builds on changes that are not here.
    #[error("this change builds on {} changes that have not arrived; sync the phone that wrote it", .0.len())]
    MissingParents(Vec<Digest>),
    /// Its first operation does not follow its ancestors' last.
    #[error("this change numbers its operations from {found} instead of {expected}; update the app that wrote it")]
    StartOp {
        /// What its ancestors ask for.
        expected: u64,
        /// What it says.
        found: u64,
    },
    /// Its place in its author's chain is taken by other content, or skips a place.
    #[error("this change is number {found} of its author and should be {expected}; update the app that wrote it")]
    Seq {
        /// What its ancestors ask for.
        expected: u64,
        /// What it says.
        found: u64,
    },
    /// A second root: a change without parents that is not the genesis.
    #[error("this change begins a document of its own; update the app that wrote it")]
    Genesis,
    /// It holds something other than write-once records (or, in a brief, fields and verdicts).
    #[error("this change does more than add records ({0}); update the app that wrote it")]
    Operation(&'static str),
    /// A value in it is not a record.
    #[error("this change holds something that is no record: {0}")]
    NotARecord(Arc<NotARecord>),
    /// A change it builds on was set aside.
    #[error("this change builds on one that was set aside ({0}); send the phone's hand-over file to the office")]
    Descends(Digest),
    /// The document is full ([`MOST_CHANGES`]).
    #[error("this job's document is full; ask the office to go on in a new job")]
    Full,
    /// Automerge refused it.
    #[error("this change was refused ({0}); send the phone's hand-over file to the office")]
    Rejected(String),
}

impl ChangeRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge(_) => "change.too_large",
            Self::Unreadable(_) => "change.unreadable",
            Self::TooManyOperations => "change.too_many_operations",
            Self::MissingParents(_) => "change.missing_parents",
            Self::StartOp { .. } => "change.start_op",
            Self::Seq { .. } => "change.seq",
            Self::Genesis => "change.genesis",
            Self::Operation(_) => "change.operation",
            Self::NotARecord(why) => why.code(),
            Self::Descends(_) => "change.descends",
            Self::Full => "change.full",
            Self::Rejected(_) => "change.rejected",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::TooLarge(bytes) => format!("这次改动有 {bytes} 字节，超过 1 MiB；长内容请作为文件上传。"),
            Self::Unreadable(_) => "这次改动读不出来，请把手机的移交文件交给公司。".into(),
            Self::TooManyOperations => "这次改动是空的或超过 4096 步，请更新写它的应用。".into(),
            Self::MissingParents(missing) => {
                format!("这次改动依赖的 {} 次改动还没到，请让写它的手机同步一次。", missing.len())
            }
            Self::StartOp { .. } | Self::Seq { .. } => "这次改动的编号不对，请更新写它的应用。".into(),
            Self::Genesis => "这次改动另起了一份文档，请更新写它的应用。".into(),
            Self::Operation(_) => "这次改动不只是添加记录，请更新写它的应用。".into(),
            Self::NotARecord(why) => why.zh(),
            Self::Descends(_) => "这次改动依赖一次被搁置的改动，请把手机的移交文件交给公司。".into(),
            Self::Full => "这张工单的文档已满，请公司另开工单继续。".into(),
            Self::Rejected(_) => "这次改动被拒收，请把手机的移交文件交给公司。".into(),
        }
    }

    /// The parents to wait for, where that is all that is wrong.
    pub fn missing(&self) -> Option<&[Digest]> {
        match self {
            Self::MissingParents(missing) => Some(missing),
            _ => None,
        }
    }
}
