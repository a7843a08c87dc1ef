//! What the device knows about itself and the hub: one value a key, and its place on the feed.

use crate::refused::{StoreRefused, unreadable};
use crate::store::Store;
use rusqlite::{Connection, OptionalExtension, named_params};

/// The name of one value. `field` owns what is in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MetaKey(&'static str);

impl MetaKey {
    /// The hub's address, pin and id.
    pub const HUB: Self = Self("hub");
    /// Company, person and device of the enrolment.
    pub const ENROLMENT: Self = Self("enrolment");
    /// The nonce for the next request.
    pub const NONCE: Self = Self("nonce");
    /// The last hub time and what this device's clock said then.
    pub const HUB_TIME: Self = Self("hub_time");
    /// What the office ordered this device to do.
    pub const ORDER: Self = Self("order");
    /// The newest schema in use at the office.
    pub const SCHEMA: Self = Self("schema");
    /// What the person chose on the *Me* screen.
    pub const SETTINGS: Self = Self("settings");
    pub(crate) const PLACE: Self = Self("place");
    pub(crate) const HIGHEST: Self = Self("highest");
    pub(crate) const SECURED: Self = Self("secured");
    pub(crate) const OFFERING: Self = Self("offering");

    /// Another value of `field`'s.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }
}

/// A place on the company's feed (FORMATS "Feed").
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The feed's life; a hub that went backwards begins another.
    pub epoch: [u8; 16],
    /// The last row's number.
    pub number: u64,
    /// The hash chain up to it.
    pub chain: [u8; 32],
}

impl Place {
    fn to_bytes(self) -> Vec<u8> {
        [self.epoch.as_slice(), &self.number.to_be_bytes(), &self.chain].concat()
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (epoch, rest) = bytes.split_first_chunk::<16>()?;
        let (number, chain) = rest.split_first_chunk::<8>()?;
        Some(Self { epoch: *epoch, number: u64::from_be_bytes(*number), chain: chain.try_into().ok()? })
    }
}

impl Store {
    /// A value, or none.
    pub fn meta(&self, key: MetaKey) -> Result<Option<Vec<u8>>, StoreRefused> {
        get(&self.connection, key)
    }

    /// Saves a value over the one before.
    pub fn set_meta(&mut self, key: MetaKey, value: &[u8]) -> Result<(), StoreRefused> {
        self.write(|transaction| set(transaction, key, value))
    }

    /// How far this device has read its feed. A new device is at the default place.
    pub fn place(&self) -> Result<Place, StoreRefused> {
        self.place_at(MetaKey::PLACE)
    }

    /// The furthest place any answer ever named: a hub that is behind it went backwards.
    pub fn highest(&self) -> Result<Place, StoreRefused> {
        self.place_at(MetaKey::HIGHEST)
    }

    /// The feed number up to which the hub has announced a backup, of the place's epoch.
    pub fn secured(&self) -> Result<Option<u64>, StoreRefused> {
        let Some(bytes) = self.meta(MetaKey::SECURED)? else { return Ok(None) };
        let number = bytes.try_into().map_err(|_| unreadable("the backup watermark"))?;
        Ok(Some(u64::from_be_bytes(number)))
    }

    /// Whether the hub began a new epoch and has not yet been offered every hash this device holds.
    pub fn is_offering(&self) -> Result<bool, StoreRefused> {
        Ok(self.meta(MetaKey::OFFERING)?.is_some())
    }

    fn place_at(&self, key: MetaKey) -> Result<Place, StoreRefused> {
        match self.meta(key)? {
            None => Ok(Place::default()),
            Some(bytes) => Place::from_bytes(&bytes).ok_or_else(|| unreadable("the place on the feed")),
        }
    }
}

pub(crate) fn get(connection: &Connection, key: MetaKey) -> Result<Option<Vec<u8>>, StoreRefused> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE key = :key")?;
    Ok(statement.query_row(named_params! { ":key": key.0 }, |row| row.get("value")).optional()?)
}

pub(crate) fn set(connection: &Connection, key: MetaKey, value: &[u8]) -> Result<(), StoreRefused> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO meta (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )?;
    statement.execute(named_params! { ":key": key.0, ":value": value })?;
    Ok(())
}

pub(crate) fn forget(connection: &Connection, key: MetaKey) -> Result<(), StoreRefused> {
    connection.prepare_cached("DELETE FROM meta WHERE key = :key")?.execute(named_params! { ":key": key.0 })?;
    Ok(())
}

pub(crate) fn set_place(connection: &Connection, key: MetaKey, place: Place) -> Result<(), StoreRefused> {
    set(connection, key, &place.to_bytes())
}
