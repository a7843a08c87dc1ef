//! Orders of the office to one device (DESIGN "Refusal never deletes"): *retire* (hand in everything, then wipe) and
//! *lost* (wipe at once). Only these delete, so each is signed by the office's key and names company and device: nobody
//! on the way can give one, and a copy means nothing to another device.

use crate::feed::Place;
use domain::ids::{CompanyId, DeviceId};
use domain::key::{Es256, KeyId, KeyRefused, Signer, verifies};
use domain::trust::Role;
use minicbor::{Decode, Encode};
use replica::author::Registry;

/// The path of the device's last word, [`Farewell`].
pub const PATH: &str = "/v1/farewell";
/// The version written.
pub const VERSION: u32 = 1;
/// The longest body read, in bytes; ours are under 200.
const LONGEST: usize = 4096;
const CONTEXT: &[u8] = b"doorstep-order-1";

/// What a device is told to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(index_only)]
pub enum OrderKind {
    /// Hand in everything, then wipe.
    #[n(1)]
    Retire,
    /// Wipe at once.
    #[n(2)]
    Lost,
}

/// An order.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Order {
    /// Format version, 1.
    #[n(0)]
    pub v: u32,
    /// The company.
    #[cbor(n(1), with = "replica::cbor::company")]
    pub company: CompanyId,
    /// The office key that signs.
    #[cbor(n(2), with = "replica::cbor::key_id")]
    pub key: KeyId,
    /// The device it is for.
    #[cbor(n(3), with = "replica::cbor::device")]
    pub device: DeviceId,
    /// What to do.
    #[n(4)]
    pub kind: OrderKind,
    /// When it was given, Unix milliseconds by the hub.
    #[n(5)]
    pub at: i64,
}

/// An order as it travels: the very bytes that were signed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SignedOrder {
    /// CBOR of [`Order`].
    #[cbor(n(0), with = "minicbor::bytes")]
    pub body: Vec<u8>,
    /// ES256 over `"doorstep-order-1" ‖ body`.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub signature: Es256,
}

/// What a device that wipes itself says last: what of its work the office does not have.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Farewell {
    /// Format version, 1.
    #[n(0)]
    pub v: u32,
    /// Changes that were not handed in.
    #[n(1)]
    pub changes: u64,
    /// Photos, inks and papers that were not handed in.
    #[n(2)]
    pub blobs: u64,
    /// The furthest head a hub ever told the device: one that is behind it, or on another chain, has lost what the device
    /// thinks it handed in, and does not let a retired one go.
    #[n(3)]
    pub highest: Option<Place>,
}

impl OrderKind {
    /// The stable word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Retire => "retire",
            Self::Lost => "lost",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn from_key(key: &[u8]) -> Option<Self> {
        [Self::Retire, Self::Lost].into_iter().find(|kind| kind.key().as_bytes() == key)
    }
}

impl Farewell {
    /// Everything was handed in.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.changes == 0 && self.blobs == 0
    }

    /// The bytes to send.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // Writing to memory cannot fail.
        minicbor::to_vec(self).unwrap_or_default()
    }

    /// Reads it.
    ///
    /// # Errors
    /// When it is none.
    pub fn read(bytes: &[u8]) -> Result<Self, OrderRefused> {
        let mut decoder = minicbor::Decoder::new(bytes);
        let farewell = decoder.decode().map_err(|_| OrderRefused::Unreadable)?;
        if decoder.position() == bytes.len() { Ok(farewell) } else { Err(OrderRefused::Unreadable) }
    }
}

/// Why an order is not followed. Nothing is deleted then.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone, Copy)]
pub enum OrderRefused {
    /// Not an order.
    #[error("the office's order cannot be read; nothing is deleted, update the app")]
    Unreadable,
    /// For another device or of another company.
    #[error("this order is for another device; nothing is deleted")]
    OtherDevice,
    /// The office did not sign it.
    #[error("this order is not signed by the office; nothing is deleted, tell the office")]
    Signature,
}

impl OrderRefused {
    /// A stable word for the UI and the log.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "order.unreadable",
            Self::OtherDevice => "order.other_device",
            Self::Signature => "order.signature",
        }
    }

    /// What the person can do, in Chinese.
    #[must_use]
    pub fn zh(self) -> String {
        match self {
            Self::Unreadable => "公司的指令读不出来；什么都没有删，请更新应用。".into(),
            Self::OtherDevice => "这条指令是给别的设备的；什么都没有删。".into(),
            Self::Signature => "这条指令没有公司的签名；什么都没有删，请告诉公司。".into(),
        }
    }
}

impl Order {
    /// Signs with the office's key.
    ///
    /// # Errors
    /// What the key store said.
    pub fn sign(&self, key: &dyn Signer) -> Result<SignedOrder, KeyRefused> {
        let body = minicbor::to_vec(self).map_err(|error| KeyRefused::Store(error.to_string()))?;
        let signature = key.sign(&signed_bytes(&body))?;
        Ok(SignedOrder { body, signature })
    }
}

impl SignedOrder {
    /// The order, once it is known to be the office's and for this device.
    ///
    /// # Errors
    /// When it is anything else.
    pub fn read(&self, registry: &Registry, device: &DeviceId) -> Result<Order, OrderRefused> {
        let order = self.decode()?;
        if order.company != *registry.company() || order.device != *device {
            return Err(OrderRefused::OtherDevice);
        }
        let office = registry.certificate(&order.key).filter(|it| it.subject().role == Role::Office);
        let holds = office.is_some_and(|it| verifies(it.spki(), &signed_bytes(&self.body), &self.signature));
        holds.then_some(order).ok_or(OrderRefused::Signature)
    }

    fn decode(&self) -> Result<Order, OrderRefused> {
        if self.body.len() > LONGEST {
            return Err(OrderRefused::Unreadable);
        }
        let mut decoder = minicbor::Decoder::new(&self.body);
        let order: Order = decoder.decode().map_err(|_| OrderRefused::Unreadable)?;
        let whole = decoder.position() == self.body.len() && order.v == VERSION;
        whole.then_some(order).ok_or(OrderRefused::Unreadable)
    }
}

fn signed_bytes(body: &[u8]) -> Vec<u8> {
    [CONTEXT, body].concat()
}

#[cfg(test)]
mod tests;
