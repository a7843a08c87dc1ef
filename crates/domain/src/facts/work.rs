//! What was done and what it costs.

use super::{Money, Quantity, Text};
use crate::digest::Digest;
use crate::time::At;
use serde::{Deserialize, Serialize};

/// How the visit ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// State or branch key of STANDARDS 2.2 and 2.3, for example `completed`.
    pub key: String,
    /// In words.
    pub name: Text,
    /// What was said about it, where the visit did not simply end well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<OutcomeLine>,
}

/// A line about how the visit ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeLine {
    /// What was asked, for example 所缺件与数量.
    pub name: Text,
    /// What was answered.
    pub words: Text,
}

/// Fault and work.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// As the customer reported it.
    pub reported: Text,
    /// What was found.
    pub found: Text,
    /// Cause code, for example `SEAL-03`; empty where none applies.
    pub cause: String,
    /// What was done.
    pub done: Text,
}

/// The quote the customer agreed to before the work.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteRef {
    /// Which version of the quote, from 1.
    pub version: u32,
    /// What it promised.
    pub total: Money,
    /// Whether the sheet's lines are the quote's.
    pub matches: bool,
}

/// Who pays for a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// The customer.
    Paid,
    /// Warranty.
    Warranty,
    /// A contract.
    Contract,
    /// Good will of the firm.
    Goodwill,
}

/// A part fitted (PAR-05, QTE-03).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartLine {
    /// Name.
    pub name: Text,
    /// Brand and specification.
    pub spec: String,
    /// Serial number of the old part; empty where it has none.
    pub old_serial: String,
    /// Serial or batch number of the new part.
    pub new_serial: String,
    /// How much.
    pub quantity: Quantity,
    /// Last day covered, `2028-11-19`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warranty_until: Option<String>,
    /// What it costs the customer.
    pub amount: Money,
    /// Who pays.
    pub cover: Cover,
}

/// A fee.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeLine {
    /// Name in the price list.
    pub name: Text,
    /// Unit price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
    /// What the price is for: `窗`, `个`, `次`.
    pub per: String,
    /// How many, a decimal string; empty where it is not counted.
    pub quantity: String,
    /// Paid, or free and why.
    pub note: Text,
    /// What it costs the customer.
    pub amount: Money,
}

/// How it was paid.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// `paid`, `unpaid`, `free`, `monthly` ...
    pub status: String,
    /// The status in words: 已付.
    pub status_name: Text,
    /// The way: 微信支付. Empty while nothing is paid.
    pub method: Text,
    /// When it was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<At>,
    /// Number of the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
}

/// What is covered from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Warranty {
    /// The last day on which every new part is covered, `2028-11-19`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What is covered and what is not.
    pub words: Text,
    /// Advice on care.
    pub advice: Text,
    /// Old parts: taken back, left with the customer.
    pub old_parts: Text,
    /// The paper the customer got beside this one, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Digest>,
}
