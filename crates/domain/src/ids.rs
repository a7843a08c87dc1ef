//! Newtypes: one an id, so that a visit can never be passed where a job is meant.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub struct $name(String);
        impl $name {
            /// Wraps the text as it stands; checks belong to the border that reads it.
            pub fn new(text: impl Into<String>) -> Self { Self(text.into()) }
            /// The id as text.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self { Self(text.to_owned()) }
        }
    )+};
}

ids! {
    /// A company (tenant) on a hub.
    CompanyId,
    /// A job (工单), for example `GD261120-0041`.
    JobId,
    /// A record in a job's log: UUIDv7, lower case with hyphens.
    RecordId,
    /// A person of the office or the crew.
    PersonId,
    /// An enrolled phone or tablet.
    DeviceId,
    /// A checklist item, unique over the whole product, for example `kit.five.shoe_covers`.
    ItemKey,
    /// A repeat of an item, for example `window-2`.
    UnitKey,
    /// A rule of the service standard, for example `KIT-01`.
    RuleId,
    /// A standard (pack), for example `dw_repair`.
    PackKey,
    /// A catalogue entry of the warehouse.
    PartCode,
}

impl JobId {
    /// How the id of a job begins that was asked for on site; the office's own begin otherwise.
    pub const REQUEST: &'static str = "RQ";

    /// How the id of a van's log begins ([`crate::van`]). Jobs are named in capitals.
    pub const VAN: &'static str = "van-";

    /// The log of a technician's van.
    #[must_use]
    pub fn van(person: &PersonId) -> Self {
        Self(format!("{}{person}", Self::VAN))
    }

    /// Whether this is a van, and no job.
    #[must_use]
    pub fn is_van(&self) -> bool {
        self.as_str().starts_with(Self::VAN)
    }

    /// Whose van this is; none of a job.
    #[must_use]
    pub fn van_of(&self) -> Option<PersonId> {
        self.as_str().strip_prefix(Self::VAN).map(PersonId::new)
    }

    /// Whether a phone dealt this id, for a job the office did not know yet.
    pub fn is_request(&self) -> bool {
        self.as_str().starts_with(Self::REQUEST)
    }

    /// Whether it has the form phones deal: `RQ261120-` and ten of A-Z 0-9.
    pub fn is_well_formed_request(&self) -> bool {
        let plain = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        let parts = self.as_str().strip_prefix(Self::REQUEST).and_then(|rest| rest.split_once('-'));
        parts.is_some_and(|(day, name)| {
            day.len() == 6
                && day.bytes().all(|byte| byte.is_ascii_digit())
                && name.len() == 10
                && name.bytes().all(plain)
        })
    }
}

/// A trip's number within its job: 1, 2, 3 ...
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct VisitNo(pub u32);

impl VisitNo {
    /// The trip before this one, if it is not the first.
    pub fn before(self) -> Option<Self> {
        (self.0 > 1).then(|| Self(self.0 - 1))
    }

    /// The trip after this one.
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for VisitNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
