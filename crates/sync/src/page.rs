//! How a page travels: CBOR, compressed whole with zstd level 3. What comes in is foreign: it is decompressed into at
//! most [`LIMIT`] bytes, walked over once without recursion, and only then decoded.
//!
//! The walk is what makes decoding safe in time and memory: lengths are definite and fit the bytes that follow, nothing
//! is nested deeper than [`DEEPEST`], and there are at most [`MOST_ITEMS`] items, so that a page of one-byte items cannot
//! blow up to gigabytes of structures. Unknown keys pass the same walk and are skipped.

use crate::refused::WireRefused;
use minicbor::data::Type;
use minicbor::{Decode, Decoder, Encode};

/// The largest page before compression, in bytes (docs/formats.md "Wire").
pub const LIMIT: usize = 8 << 20;
/// How much of a page its sender may fill by the weights of [`crate::wire`]; the rest is slack for what is small.
pub const ROOM: usize = LIMIT - (64 << 10);
/// The version this code writes and the newest it reads.
pub const VERSION: u32 = 1;

const LEVEL: i32 = 3;
/// Arrays, maps and tags within each other. A page of ours has 6.
const DEEPEST: usize = 16;
/// CBOR items of a page. The smallest that is not filling, an answer, takes 6 items and 43 bytes.
const MOST_ITEMS: usize = 1_250_000;

/// Writes a page.
pub(crate) fn pack<T: Encode<()>>(content: &T) -> Result<Vec<u8>, WireRefused> {
    let cbor = write(content, LIMIT)?;
    zstd::bulk::compress(&cbor, LEVEL).map_err(|_| WireRefused::Compression)
}

/// Reads a page.
pub(crate) fn unpack<T: for<'b> Decode<'b, ()>>(page: &[u8]) -> Result<T, WireRefused> {
    let cbor = decompress(page)?;
    read(&cbor, LIMIT)
}

/// CBOR of at most `most` bytes.
pub(crate) fn write<T: Encode<()>>(content: &T, most: usize) -> Result<Vec<u8>, WireRefused> {
    let cbor = minicbor::to_vec(content).map_err(WireRefused::shape)?;
    (cbor.len() <= most).then_some(cbor).ok_or(WireRefused::TooLarge { most })
}

/// Reads CBOR of at most `most` bytes and nothing after it. The map's key 0 is its version.
pub(crate) fn read<T: for<'b> Decode<'b, ()>>(cbor: &[u8], most: usize) -> Result<T, WireRefused> {
    if cbor.len() > most {
        return Err(WireRefused::TooLarge { most });
    }
    walk(cbor)?;
    let Versioned { v } = minicbor::decode(cbor).map_err(WireRefused::shape)?;
    if v > VERSION {
        return Err(WireRefused::Version(v));
    }
    minicbor::decode(cbor).map_err(WireRefused::shape)
}

#[derive(Decode)]
#[cbor(map)]
struct Versioned {
    #[n(0)]
    v: u32,
}

/// The one-shot call writes straight into the result and needs no window, whatever the frame's header asks for.
fn decompress(page: &[u8]) -> Result<Vec<u8>, WireRefused> {
    let too_large = WireRefused::TooLarge { most: LIMIT };
    if page.len() > LIMIT {
        return Err(too_large);
    }
    let says_more = zstd::bulk::Decompressor::upper_bound(page).is_some_and(|bound| bound > LIMIT);
    zstd::bulk::decompress(page, LIMIT).map_err(|_| if says_more { too_large } else { WireRefused::Compression })
}

/// Passes over every item once.
fn walk(cbor: &[u8]) -> Result<(), WireRefused> {
    let mut decoder = Decoder::new(cbor);
    // How many items are still to come, of each container we are in; the page itself is the outermost item.
    let mut open = vec![1_u64];
    for _ in 0..MOST_ITEMS {
        while open.last() == Some(&0) {
            open.pop();
        }
        let Some(left) = open.last_mut() else {
            let whole = decoder.position() == cbor.len();
            return whole.then_some(()).ok_or_else(|| WireRefused::shape("something follows the page"));
        };
        *left -= 1;
        let inside = step(&mut decoder)?;
        if inside > 0 {
            open.push(inside);
        }
        if open.len() > DEEPEST {
            return Err(WireRefused::shape("nested too deep"));
        }
    }
    Err(WireRefused::shape("too many items"))
}

/// Passes over one item's head, or the whole of it where nothing is inside. Tells how many items are.
fn step(decoder: &mut Decoder<'_>) -> Result<u64, WireRefused> {
    let inside = match decoder.datatype().map_err(WireRefused::shape)? {
        Type::Array => decoder.array().map_err(WireRefused::shape)?.unwrap_or_default(),
        Type::Map => decoder.map().map_err(WireRefused::shape)?.unwrap_or_default().saturating_mul(2),
        Type::Tag => decoder.tag().map(|_| 1).map_err(WireRefused::shape)?,
        Type::Bytes => decoder.bytes().map(|_| 0).map_err(WireRefused::shape)?,
        Type::String => decoder.str().map(|_| 0).map_err(WireRefused::shape)?,
        Type::BytesIndef | Type::StringIndef | Type::ArrayIndef | Type::MapIndef | Type::Break => {
            return Err(WireRefused::shape("a length is missing"));
        }
        _ => decoder.skip().map(|()| 0).map_err(WireRefused::shape)?,
    };
    let follow = decoder.input().len().saturating_sub(decoder.position());
    let fits = usize::try_from(inside).is_ok_and(|inside| inside <= follow);
    fits.then_some(inside).ok_or_else(|| WireRefused::shape("a length is longer than the page"))
}
