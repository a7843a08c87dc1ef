//! Who the company is, as its papers and screens say it.

use crate::refused::HubRefused;
use domain::facts::{Company, Text};
use serde::{Deserialize, Serialize};

/// The company, given once at the first start. Its papers read it from the release `settings`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CompanyProfile {
    /// The id, for example `anxin`.
    pub id: String,
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
    /// Opening hours.
    pub hours: String,
    /// The host the QR of a paper leads to, lower case.
    pub verify_host: String,
    /// Minutes east of UTC where the office is; a job's number carries the office's date.
    pub offset_minutes: i32,
}

impl CompanyProfile {
    /// The company of the demonstration (`assets/demo/company.json`).
    pub fn demo() -> Result<Self, HubRefused> {
        serde_json::from_str(include_str!("../../../assets/demo/company.json"))
            .map_err(|e| HubRefused::Reference(format!("company.json: {e}")))
    }

    /// What papers print.
    #[must_use]
    pub fn for_papers(&self) -> Company {
        Company {
            name: self.name.clone(),
            short: self.short.clone(),
            hotline: self.hotline.clone(),
            complaints: self.complaints.clone(),
            address: self.address.clone(),
            hours: self.hours.clone(),
            verify_host: self.verify_host.clone(),
        }
    }
}
