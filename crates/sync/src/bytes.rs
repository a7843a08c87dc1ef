//! Arrays of byte strings (raw changes, certificates) as CBOR.

use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decoder, Encoder};

pub(crate) fn encode<C, W: Write>(
    all: &[Vec<u8>],
    to: &mut Encoder<W>,
    _: &mut C,
) -> Result<(), EncodeError<W::Error>> {
    to.array(all.len() as u64)?;
    all.iter().try_for_each(|it| to.bytes(it)?.ok())
}

pub(crate) fn decode<C>(from: &mut Decoder<'_>, _: &mut C) -> Result<Vec<Vec<u8>>, DecodeError> {
    let count = from.array()?.ok_or_else(|| DecodeError::message("an array without a length"))?;
    (0..count).map(|_| from.bytes().map(<[u8]>::to_vec)).collect()
}

/// `#[cbor(default)]` for a field with its own codec needs to know what stands for a missing one.
pub(crate) fn nil() -> Option<Vec<Vec<u8>>> {
    Some(Vec::new())
}
