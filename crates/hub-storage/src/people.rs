//! Persons, their devices, and the tokens that let a device in.

use crate::refused::StorageRefused;
use domain::ids::{DeviceId, PersonId};
use domain::key::KeyId;

/// Somebody who may be sent to a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The name for the sheet.
    pub name: String,
    /// Staff number on the badge (工号).
    pub badge: String,
}

/// Whether a device is one of ours still.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DeviceState {
    /// In use.
    Active,
    /// Handed in everything and was wiped, or is told to.
    Retired,
    /// Lost: to be wiped at once.
    Lost,
}

impl DeviceState {
    /// Every state.
    pub const ALL: [DeviceState; 3] = [Self::Active, Self::Retired, Self::Lost];

    /// The stable word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Retired => "retired",
            Self::Lost => "lost",
        }
    }
}

/// An enrolled phone or tablet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Device {
    /// The id.
    pub id: DeviceId,
    /// Whom it is dealt to.
    pub person: PersonId,
    /// The id of its key.
    pub key: KeyId,
    /// Its public key as SubjectPublicKeyInfo (DER).
    pub spki: Vec<u8>,
    /// Its newest certificate (DER).
    pub certificate: Vec<u8>,
    /// What it said about itself, JSON.
    pub facts: String,
    /// Whether it is in use.
    pub state: DeviceState,
    /// When it was enrolled, Unix milliseconds.
    pub enrolled: i64,
}

/// The last word of a device that wiped itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Farewell {
    /// Changes that never came.
    pub changes: u64,
    /// Blobs that never came.
    pub blobs: u64,
    /// When it was said, Unix milliseconds.
    pub at: i64,
}

/// A one-time token, by its SHA-256.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Enrolment {
    /// Who will hold the device.
    pub person: PersonId,
    /// Good until, Unix milliseconds.
    pub expires: i64,
    /// When it was used up.
    pub used: Option<i64>,
}

/// Persons, devices, certificates, tokens.
pub trait People {
    /// Adds a person, or changes name and badge.
    fn save_person(&mut self, person: &Person, at: i64) -> Result<(), StorageRefused>;
    /// The person with this id.
    fn person(&self, id: &PersonId) -> Result<Option<Person>, StorageRefused>;
    /// Everybody, by id.
    fn persons(&self) -> Result<Vec<Person>, StorageRefused>;
    /// Adds a device or changes one. Its certificate is kept besides, for later questions about old papers.
    fn save_device(&mut self, device: &Device, at: i64) -> Result<(), StorageRefused>;
    /// The device whose key this is.
    fn device_of_key(&self, key: &KeyId) -> Result<Option<Device>, StorageRefused>;
    /// The device with this id.
    fn device(&self, id: &DeviceId) -> Result<Option<Device>, StorageRefused>;
    /// Every device of a person, in use or not.
    fn devices_of(&self, person: &PersonId) -> Result<Vec<Device>, StorageRefused>;
    /// When the device was last heard of, Unix milliseconds.
    fn last_seen(&self, id: &DeviceId) -> Result<Option<i64>, StorageRefused>;
    /// Notes that the device was heard of.
    fn seen(&mut self, id: &DeviceId, at: i64) -> Result<(), StorageRefused>;
    /// The newest schema the device's app knows.
    fn schema(&self, id: &DeviceId) -> Result<u32, StorageRefused>;
    /// Notes it.
    fn save_schema(&mut self, id: &DeviceId, schema: u32) -> Result<(), StorageRefused>;
    /// Whether the device was given the jobs its person had when it came.
    fn is_welcomed(&self, id: &DeviceId) -> Result<bool, StorageRefused>;
    /// Notes that it was.
    fn welcome(&mut self, id: &DeviceId) -> Result<(), StorageRefused>;
    /// What the device said last, if it wiped itself.
    fn farewell(&self, id: &DeviceId) -> Result<Option<Farewell>, StorageRefused>;
    /// Keeps it; a second one changes nothing.
    fn save_farewell(&mut self, id: &DeviceId, farewell: &Farewell) -> Result<(), StorageRefused>;
    /// Keeps a token's SHA-256.
    fn save_token(&mut self, token: &[u8; 32], enrolment: &Enrolment) -> Result<(), StorageRefused>;
    /// The token with this SHA-256.
    fn token(&self, token: &[u8; 32]) -> Result<Option<Enrolment>, StorageRefused>;
    /// Marks a token as used by this device. False where it was used before.
    fn use_token(&mut self, token: &[u8; 32], device: &DeviceId, at: i64) -> Result<bool, StorageRefused>;
}
