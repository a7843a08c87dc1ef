//! People, their phones, and who is signed in.

use super::Named;
use serde::{Deserialize, Serialize};

views! {
    /// A person.
    PersonView {
        /// Id.
        person: String,
        /// Name.
        name: String,
        /// Staff number.
        badge: String,
        /// Their phones.
        devices: Vec<DeviceView>,
    }
    /// Everybody.
    PeopleView {
        /// By id.
        people: Vec<PersonView>,
    }
    /// A phone.
    DeviceView {
        /// Id.
        device: String,
        /// What it said about itself.
        facts: String,
        /// `active`, `retired` or `lost`.
        state: String,
        /// When it was enrolled.
        enrolled: i64,
        /// When it was last heard of.
        seen: i64,
        /// The newest schema its app knows.
        schema: u32,
        /// The newest schema in use; an app that knows less is to be updated.
        schema_now: u32,
        /// What it said last, if it wiped itself.
        left: Option<LeftView>,
    }
    /// The last word of a phone that wiped itself.
    LeftView {
        /// Changes that never came.
        changes: u64,
        /// Photos, inks and papers that never came.
        blobs: u64,
        /// When.
        at: i64,
    }
    /// A code that enrols a phone.
    EnrolmentView {
        /// The link in the QR.
        url: String,
        /// Where the phone reaches the hub.
        hub: String,
        /// SHA-256 of the root key.
        pin: String,
        /// The one-time token.
        token: String,
        /// Good until.
        expires: i64,
        /// The QR as SVG.
        qr: String,
    }
    /// Who is signed in, and what the page needs to begin.
    HereView {
        /// The account.
        admin: String,
        /// The company.
        company: String,
        /// The standards a job can be begun with.
        packs: Vec<Named>,
        /// Minutes east of UTC where the office is.
        offset_minutes: i32,
        /// The hub's clock.
        now: i64,
    }
}
