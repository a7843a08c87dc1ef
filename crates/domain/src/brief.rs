//! The brief (任务单): what the office wrote for the visit, as dotted keys with JSON values (FORMATS "Documents").

use crate::digest::Digest;
use crate::flag::Flag;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The keys the main line reads. Others are kept and shown.
pub mod keys {
    #![allow(missing_docs)] // the keys speak
    pub const JOB_KIND: &str = "job.kind";
    pub const STATE: &str = "job.state";
    /// The number of the visit the office has planned; 1 where it says nothing.
    pub const VISIT: &str = "job.visit";
    /// Who asked for the job from the site: `{person, device, at, pack?}`.
    pub const REQUESTED: &str = "job.requested";
    pub const NOTE: &str = "job.note";
    pub const PRIORITY: &str = "job.priority";
    pub const PROMISED_BY: &str = "job.promised_by";
    pub const CUSTOMER_NAME: &str = "customer.name";
    pub const CUSTOMER_PHONE: &str = "customer.phone";
    pub const CUSTOMER_ADDRESS: &str = "customer.address";
    pub const PRODUCT_MODEL: &str = "product.model";
    pub const PRODUCT_SERIAL: &str = "product.serial";
    pub const PRODUCT_INSTALLED: &str = "product.installed";
    /// `2022-06-18`.
    pub const PRODUCT_PURCHASED: &str = "product.purchased";
    /// Code of a plan of the setting `warranty.plans`.
    pub const WARRANTY_PLAN: &str = "warranty.plan";
    pub const CONTRACT: &str = "contract.number";
    /// Its last day, `2026-12-31`.
    pub const CONTRACT_UNTIL: &str = "contract.until";
    pub const SYMPTOM: &str = "symptom.words";
    pub const ENTITLEMENT: &str = "entitlement.category";
    pub const ENTITLEMENT_NOTE: &str = "entitlement.note";
    pub const FLAGS: &str = "flags";
    pub const CREW: &str = "assignment.crew";
    /// When the first of the crew was assigned, RFC 3339.
    pub const ASSIGNED_AT: &str = "assignment.at";
    pub const PACK: &str = "release.pack";
    /// The version of the standard before, where the office has moved the job to a newer one: a [`super::ReleaseRef`] with
    /// `visit` (the one it was moved in), `by` and `at`.
    pub const PACK_BEFORE: &str = "release.pack_before";
    pub const PRICES: &str = "release.prices";
    pub const SETTINGS: &str = "release.settings";
    pub const OFFER_FROM: &str = "appointment.from";
    pub const OFFER_TO: &str = "appointment.to";
}

/// What may be corrected from the site: what the office was told, not what it decided (STANDARDS 2.5).
pub const CORRECTABLE: [&str; 7] = [
    keys::CUSTOMER_NAME,
    keys::CUSTOMER_PHONE,
    keys::CUSTOMER_ADDRESS,
    keys::PRODUCT_MODEL,
    keys::PRODUCT_SERIAL,
    keys::PRODUCT_INSTALLED,
    keys::SYMPTOM,
];

/// What a request from the site may say: the same, and a note.
pub const REQUESTABLE: [&str; 8] = [
    keys::CUSTOMER_NAME,
    keys::CUSTOMER_PHONE,
    keys::CUSTOMER_ADDRESS,
    keys::PRODUCT_MODEL,
    keys::PRODUCT_SERIAL,
    keys::PRODUCT_INSTALLED,
    keys::SYMPTOM,
    keys::NOTE,
];

/// A field's name in Chinese and English; its key where it has none.
pub fn named(key: &str) -> (&str, &str) {
    match key {
        keys::CUSTOMER_NAME => ("客户姓名", "Customer"),
        keys::CUSTOMER_PHONE => ("电话", "Phone"),
        keys::CUSTOMER_ADDRESS => ("地址", "Address"),
        keys::PRODUCT_MODEL => ("产品型号", "Product"),
        keys::PRODUCT_SERIAL => ("序列号", "Serial number"),
        keys::PRODUCT_INSTALLED => ("安装日期", "Installed"),
        keys::SYMPTOM => ("故障或需求", "Fault or wish"),
        keys::NOTE => ("备注", "Note"),
        other => (other, other),
    }
}

/// The brief's fields and verdicts as plain data.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Brief {
    /// Dotted key -> JSON.
    pub fields: BTreeMap<String, Value>,
    /// Change hash -> why the records of that change do not count.
    pub verdicts: BTreeMap<Digest, Verdict>,
}

/// Why the hub does not let a change count, and whether a person lifted that.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Verdict {
    /// For example `record.overwritten`.
    pub rule: String,
    /// In words, for the office's screen.
    pub reason: String,
    /// Lifted by this person: the change counts again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted_by: Option<String>,
}

/// A member of the crew.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CrewMember {
    /// The person's id.
    pub person: String,
    /// The name for the sheet.
    pub name: String,
    /// Staff number on the badge (工号).
    pub badge: String,
}

/// Which release of reference data a job keeps to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReleaseRef {
    /// For example `dw_repair`.
    pub name: String,
    /// For example `1.0`.
    pub version: String,
    /// SHA-256 of its bytes.
    pub digest: Digest,
}

impl Brief {
    /// A field's text, or empty.
    pub fn text(&self, key: &str) -> &str {
        self.fields.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    /// A field read as `T`, or `None` where it is absent or of another shape.
    pub fn read<T: for<'de> Deserialize<'de>>(&self, key: &str) -> Option<T> {
        self.fields.get(key).and_then(|value| T::deserialize(value).ok())
    }

    /// The flags the office set.
    pub fn flags(&self) -> impl Iterator<Item = Flag> + '_ {
        let list = self.fields.get(keys::FLAGS).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(Value::as_str).filter_map(Flag::from_key)
    }

    /// The assigned crew; the first leads.
    pub fn crew(&self) -> Vec<CrewMember> {
        self.read(keys::CREW).unwrap_or_default()
    }
}
