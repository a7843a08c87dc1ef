//! Digests, key ids, signatures and hashes as CBOR byte strings: `#[cbor(with = "replica::cbor::digest")]` and so on.
//! The types live in `domain`, which knows no CBOR.

use minicbor::bytes::ByteArray;
use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decoder, Encoder};

/// A fixed-length byte string, or several of them in an array.
macro_rules! fixed {
    ($(#[$doc:meta])* $one:ident, $many:ident, $ty:ty, $len:literal, $wrap:expr) => {
        $(#[$doc])*
        pub mod $one {
            use super::*;
            /// Writes the bytes.
            pub fn encode<C, W: Write>(it: &$ty, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
                e.bytes(&it.0)?.ok()
            }
            /// Reads exactly so many bytes.
            pub fn decode<'b, C>(d: &mut Decoder<'b>, _: &mut C) -> Result<$ty, DecodeError> {
                d.decode::<ByteArray<$len>>().map(|bytes| $wrap(bytes.into()))
            }
        }
        $(#[$doc])*
        /// An array of them.
        pub mod $many {
            use super::*;
            /// Writes an array.
            pub fn encode<C, W: Write>(
                all: &[$ty],
                e: &mut Encoder<W>,
                c: &mut C,
            ) -> Result<(), EncodeError<W::Error>> {
                e.array(all.len() as u64)?;
                all.iter().try_for_each(|it| super::$one::encode(it, e, c))
            }
            /// Reads an array of known length.
            pub fn decode<'b, C>(d: &mut Decoder<'b>, c: &mut C) -> Result<Vec<$ty>, DecodeError> {
                let count = d.array()?.ok_or_else(|| DecodeError::message("an array without a length"))?;
                (0..count).map(|_| super::$one::decode(d, c)).collect()
            }
        }
    };
}

fixed!(
    /// [`domain::digest::Digest`], 32 bytes.
    digest, digests, domain::digest::Digest, 32, domain::digest::Digest
);
fixed!(
    /// [`domain::key::KeyId`], 8 bytes.
    key_id, key_ids, domain::key::KeyId, 8, domain::key::KeyId
);

/// An id newtype of [`domain::ids`] as text.
macro_rules! text_id {
    ($($name:ident $ty:ident),+) => {$(
        /// The id as text.
        pub mod $name {
            use super::*;
            use domain::ids::$ty;
            /// Writes the text.
            pub fn encode<C, W: Write>(it: &$ty, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
                e.str(it.as_str())?.ok()
            }
            /// Reads text of at most 256 bytes.
            pub fn decode<'b, C>(d: &mut Decoder<'b>, _: &mut C) -> Result<$ty, DecodeError> {
                let text = d.str()?;
                if text.len() > 256 {
                    return Err(DecodeError::message("an id of more than 256 bytes"));
                }
                Ok($ty::new(text))
            }
        }
    )+};
}

text_id!(company CompanyId, job JobId, person PersonId, device DeviceId);

/// An array of byte strings: raw changes, certificates.
pub mod blobs {
    use super::*;
    /// Writes an array of byte strings.
    pub fn encode<C, W: Write>(all: &[Vec<u8>], e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        e.array(all.len() as u64)?;
        all.iter().try_for_each(|bytes| e.bytes(bytes)?.ok())
    }
    /// Reads an array of known length. Takes no memory for what is only claimed.
    pub fn decode<'b, C>(d: &mut Decoder<'b>, _: &mut C) -> Result<Vec<Vec<u8>>, DecodeError> {
        let count = d.array()?.ok_or_else(|| DecodeError::message("an array without a length"))?;
        let mut all = Vec::new();
        for _ in 0..count {
            all.push(d.bytes()?.to_vec());
        }
        Ok(all)
    }
}
