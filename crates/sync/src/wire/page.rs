//! A page: CBOR, compressed whole with zstd. Foreign bytes: nothing here believes a length before it has the bytes.

use crate::wire::{Answer, Request, VERSION};
use minicbor::{Decode, Encode};
use std::io::Read;

/// The longest page before compression, in bytes.
pub const PAGE: usize = 8 << 20;
/// zstd -3 (FORMATS "Wire").
const LEVEL: i32 = 3;
/// A decoder's window never needs to be larger than a page: 2^23 bytes.
const WINDOW: u32 = 23;
/// The most CBOR items in a page; 30,000 signed changes have some 450,000. Each may become 100 bytes of structures, so
/// that 8 MiB of empty lists would take a gigabyte.
pub(super) const MOST_ITEMS: usize = 1 << 19;
const PIECE: usize = 64 << 10;

/// Why a page cannot be written or read.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone)]
pub enum WireRefused {
    /// More than [`PAGE`] bytes before compression, or more than 524,288 items.
    #[error("this page is longer than 8 MiB or has too many items; update the app, nothing is lost")]
    TooLarge,
    /// Not zstd, cut short, or followed by something else.
    #[error("what arrived is damaged ({0}); try again in a better network")]
    Damaged(String),
    /// Not the CBOR of the message.
    #[error("what arrived cannot be understood ({0}); update the app")]
    Unreadable(String),
    /// Another version of the protocol.
    #[error("the other side speaks version {0} of the protocol; update the app")]
    Version(u32),
}

impl WireRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "wire.too_large",
            Self::Damaged(_) => "wire.damaged",
            Self::Unreadable(_) => "wire.unreadable",
            Self::Version(_) => "wire.version",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::TooLarge => "这一页超过 8 MiB 或条目太多，请更新应用；数据没有丢。".into(),
            Self::Damaged(_) => "收到的数据损坏了，请在网络好一些的地方再试。".into(),
            Self::Unreadable(_) => "收到的数据看不懂，请更新应用。".into(),
            Self::Version(version) => format!("对方使用第 {version} 版协议，请更新应用。"),
        }
    }
}

/// A message that says its version.
pub trait Versioned {
    /// The version it says.
    fn version(&self) -> u32;
}

impl Versioned for Request {
    fn version(&self) -> u32 {
        self.v
    }
}

impl Versioned for Answer {
    fn version(&self) -> u32 {
        self.v
    }
}

/// Writes and compresses a message.
pub fn encode<T: Encode<()>>(message: &T) -> Result<Vec<u8>, WireRefused> {
    let cbor = minicbor::to_vec(message).map_err(|error| WireRefused::Unreadable(error.to_string()))?;
    if cbor.len() > PAGE || has_too_many_items(&cbor) {
        return Err(WireRefused::TooLarge);
    }
    zstd::stream::encode_all(cbor.as_slice(), LEVEL).map_err(|error| WireRefused::Damaged(error.to_string()))
}

/// Decompresses and reads a message. Takes at most [`PAGE`] bytes and one more of memory for the page, whatever the
/// bytes claim.
pub fn decode<T: Versioned + for<'b> Decode<'b, ()>>(bytes: &[u8]) -> Result<T, WireRefused> {
    let cbor = inflate(bytes)?;
    if has_too_many_items(&cbor) {
        return Err(WireRefused::TooLarge);
    }
    let mut decoder = minicbor::Decoder::new(&cbor);
    let message: T = decoder.decode().map_err(|error| WireRefused::Unreadable(error.to_string()))?;
    if message.version() != VERSION {
        return Err(WireRefused::Version(message.version()));
    }
    if decoder.position() != cbor.len() {
        return Err(WireRefused::Unreadable("something follows the message".into()));
    }
    Ok(message)
}

/// Walks over the heads of all items (RFC 8949, section 3) without building or believing anything.
fn has_too_many_items(cbor: &[u8]) -> bool {
    let mut rest = cbor;
    let mut items = 0;
    while let Some((head, tail)) = rest.split_first() {
        let size = match head & 0x1f {
            24 => 1,
            25 => 2,
            26 => 4,
            27 => 8,
            _ => 0,
        };
        let Some((argument, tail)) = tail.split_at_checked(size) else { break };
        let small = if size == 0 { u64::from(head & 0x1f) } else { 0 };
        let argument = argument.iter().fold(small, |sum, byte| sum << 8 | u64::from(*byte));
        // Byte and text strings of definite length bring their content along.
        let content = if matches!(head >> 5, 2 | 3) && head & 0x1f != 31 { argument } else { 0 };
        let Some((_, tail)) = usize::try_from(content).ok().and_then(|content| tail.split_at_checked(content)) else {
            break;
        };
        rest = tail;
        items += 1;
        if items > MOST_ITEMS {
            return true;
        }
    }
    false
}

fn inflate(bytes: &[u8]) -> Result<Vec<u8>, WireRefused> {
    let damaged = |error: std::io::Error| WireRefused::Damaged(error.to_string());
    let mut frame = zstd::stream::read::Decoder::with_buffer(bytes).map_err(damaged)?.single_frame();
    frame.window_log_max(WINDOW).map_err(damaged)?;
    let mut page = Vec::new();
    let mut piece = vec![0; PIECE];
    loop {
        let count = frame.read(&mut piece).map_err(damaged)?;
        if count == 0 {
            break;
        }
        if page.len() + count > PAGE {
            return Err(WireRefused::TooLarge);
        }
        grow(&mut page, count);
        page.extend_from_slice(piece.get(..count).unwrap_or_default());
    }
    if frame.finish().is_empty() { Ok(page) } else { Err(WireRefused::Damaged("something follows the page".into())) }
}

/// Doubles as a `Vec` does, but never beyond a page and a byte.
fn grow(page: &mut Vec<u8>, count: usize) {
    let needed = page.len() + count;
    if needed > page.capacity() {
        let capacity = needed.max(page.capacity() * 2).min(PAGE + 1);
        page.reserve_exact(capacity - page.len());
    }
}
