//! Who: company, technician, customer, product.

use super::Text;
use serde::{Deserialize, Serialize};

/// The company that serves.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// Full name, as on the business licence.
    pub name: Text,
    /// Short name for the head of further pages.
    pub short: Text,
    /// Service hotline.
    pub hotline: String,
    /// Complaint line (监督电话).
    pub complaints: String,
    /// Address.
    pub address: String,
    /// Opening hours, for example `每日 8:00–20:00`.
    pub hours: String,
    /// The host the QR leads to, lower case, for example `verify.anxin.example`.
    pub verify_host: String,
}

/// The technician who came.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Technician {
    /// Name.
    pub name: String,
    /// Staff number on the badge (工号).
    pub badge: String,
    /// The device that seals, as people call it, for example `0417-A`.
    pub device: String,
}

/// The customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Customer {
    /// Name and title.
    pub name: String,
    /// Telephone, grouped as it is printed.
    pub phone: String,
    /// Address.
    pub address: String,
}

/// The product served.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Name, model and count.
    pub model: String,
    /// Serial number or numbers.
    pub serial: String,
    /// Date of installation and what follows from it.
    pub installed: String,
    /// Service category (FEE-01..FEE-04) in words.
    pub category: Text,
}

/// A further place to turn to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What it is for.
    pub name: Text,
    /// Number or address.
    pub value: String,
}
