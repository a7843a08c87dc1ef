//! Which version of its standard a job keeps to, and what a newer one asks differently.

use super::Named;
use serde::{Deserialize, Serialize};

views! {
    /// A job's standard, and the newest version of it.
    StandardView {
        /// The standard.
        pack: Named,
        /// The version the job keeps to.
        version: String,
        /// Its digest.
        digest: String,
        /// A newer version, if there is one.
        newest: Option<VersionView>,
        /// What the newest asks differently, in its order.
        changes: Vec<ItemChangeView>,
        /// Items that are new in it.
        added: u32,
        /// Items that are required now and were not.
        required: u32,
        /// Items that are asked otherwise.
        changed: u32,
        /// Items that are not asked any more.
        removed: u32,
        /// The job cannot be moved to it, and why.
        closed: Option<Named>,
        /// This hub has not got the job's own version, and cannot say what differs.
        unknown: bool,
        /// The version the job kept to before, where it was moved.
        before: Option<VersionView>,
    }
    /// A version of a standard.
    VersionView {
        /// For example `1.1`.
        version: String,
        /// Its digest.
        digest: String,
        /// The account that moved the job away from it, or empty.
        by: String,
        /// When.
        at: Option<i64>,
    }
    /// An item that differs.
    ItemChangeView {
        /// Its key and label, the newest there is.
        item: Named,
        /// `added`, `required`, `changed` or `removed`.
        how: String,
        /// The stage or the branch it stands in.
        place: Named,
        /// What of it differs.
        parts: Vec<Named>,
        /// It has to be answered, always or under a flag.
        needed: bool,
        /// It was answered in the visit the job is on.
        answered: bool,
    }
}
