//! Changes of one document with what proves their authors, and how a signature travels beside them.

use domain::digest::Digest;
use domain::key::{Es256, KeyId};
use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};
use replica::author::Authorship;
use replica::change::ActorId;
use replica::document::DocRef;

/// Changes of one document with what proves their authors. Each is covered by a signature in the same list: whoever cuts
/// a document into pages cuts after a signed change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Documents {
    /// The document. Key 0.
    pub doc: DocRef,
    /// Raw changes, parents first. Key 1.
    pub changes: Vec<Vec<u8>>,
    /// Signatures over changes in this list. Key 2, each as a [`Signature`].
    pub authorships: Vec<Authorship>,
}

/// An [`Authorship`] as it travels, under the same keys. A hash does not compress, and whoever has the change can
/// compute it, so that a signature over a change of its own list only says which.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Signature {
    #[n(0)]
    doc: DocRef,
    #[n(1)]
    actor: ActorId,
    #[n(2)]
    seq: u64,
    /// Absent where `at` says the change.
    #[cbor(n(3), with = "minicbor::bytes")]
    hash: Option<[u8; 32]>,
    #[cbor(n(4), with = "replica::cbor::key_id")]
    key: KeyId,
    #[cbor(n(5), with = "minicbor::bytes")]
    signature: Es256,
    /// The place of the signed change in the list, from 0.
    #[n(6)]
    at: Option<u64>,
}

impl Signature {
    /// `hashes`: of the list's changes.
    fn of(authorship: &Authorship, hashes: &[Digest]) -> Self {
        let at = hashes.iter().rposition(|hash| *hash == authorship.hash).map(|at| at as u64);
        Self {
            doc: authorship.doc.clone(),
            actor: authorship.actor,
            seq: authorship.seq,
            hash: at.is_none().then_some(authorship.hash.0),
            key: authorship.key,
            signature: authorship.signature,
            at,
        }
    }

    fn read(self, hashes: &[Digest]) -> Result<Authorship, DecodeError> {
        let signed = || hashes.get(usize::try_from(self.at?).ok()?).copied();
        let hash = self.hash.map(Digest).or_else(signed);
        Ok(Authorship {
            doc: self.doc,
            actor: self.actor,
            seq: self.seq,
            hash: hash.ok_or_else(|| DecodeError::message("a signature over no change of its list"))?,
            key: self.key,
            signature: self.signature,
        })
    }
}

/// The hashes of changes that are not deflated: of all that follows the magic bytes and the checksum, 4 bytes each
/// (Automerge's binary format, "Chunk container").
fn hashes_of(changes: &[Vec<u8>]) -> Vec<Digest> {
    changes.iter().map(|raw| Digest::of(raw.get(8..).unwrap_or_default())).collect()
}

#[derive(Encode)]
#[cbor(map)]
struct Written<'a> {
    #[n(0)]
    doc: &'a DocRef,
    #[cbor(n(1), with = "replica::cbor::blobs")]
    changes: &'a [Vec<u8>],
    #[n(2)]
    signatures: Vec<Signature>,
}

#[derive(Decode)]
#[cbor(map)]
struct Read {
    #[n(0)]
    doc: DocRef,
    #[cbor(n(1), default, with = "replica::cbor::blobs")]
    changes: Vec<Vec<u8>>,
    #[cbor(n(2), default)]
    signatures: Vec<Signature>,
}

impl<C> Encode<C> for Documents {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, ctx: &mut C) -> Result<(), EncodeError<W::Error>> {
        let hashes = hashes_of(&self.changes);
        let signatures = self.authorships.iter().map(|it| Signature::of(it, &hashes)).collect();
        Written { doc: &self.doc, changes: &self.changes, signatures }.encode(e, ctx)
    }
}

impl<'b, C> Decode<'b, C> for Documents {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, DecodeError> {
        let Read { doc, changes, signatures } = Read::decode(d, ctx)?;
        // Each change is hashed once, however many signatures name it: nobody has been let in yet.
        let hashes = hashes_of(&changes);
        let authorships = signatures.into_iter().map(|it| it.read(&hashes)).collect::<Result<_, _>>()?;
        Ok(Self { doc, changes, authorships })
    }
}
