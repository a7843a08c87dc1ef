//! 我的: whose device this is, and where its keys are.

use crate::app::Field;
use crate::refused::FieldRefused;
use crate::vault::Place;
use serde::Serialize;
use ts_rs::TS;

/// The Me screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct Me {
    /// It belongs to a company.
    pub enrolled: bool,
    /// The company's name.
    pub company: String,
    /// The technician's name.
    pub name: String,
    /// Staff number.
    pub badge: String,
    /// The device's id at the office.
    pub device: String,
    /// The hub's address.
    pub hub: String,
    /// The keys lie in the system's key store, not in a file.
    pub keys_in_system: bool,
    /// The app's version.
    pub version: String,
}

impl Field {
    /// Whose device this is.
    pub fn me(&mut self) -> Result<Me, FieldRefused> {
        let mut me = Me {
            enrolled: false,
            company: String::new(),
            name: String::new(),
            badge: String::new(),
            device: String::new(),
            hub: String::new(),
            keys_in_system: self.keys_place() == Place::System,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let Ok(enrolment) = self.session.enrolled().cloned() else { return Ok(me) };
        me.enrolled = true;
        me.company = domain::trust::Certificate::from_der(&enrolment.root.0)
            .map(|root| root.subject().company.clone())
            .unwrap_or_default();
        me.device = enrolment.device.to_string();
        me.hub = enrolment.address;
        me.name = enrolment.name;
        if let Some(member) = self.member(enrolment.person.as_str())? {
            (me.name, me.badge) = member;
        }
        Ok(me)
    }

    /// Name and badge as the newest briefs say them.
    fn member(&self, person: &str) -> Result<Option<(String, String)>, FieldRefused> {
        let newest = store::JobFilter { order: store::Order::Updated, limit: 3, ..store::JobFilter::default() };
        for row in self.store.jobs(&newest)? {
            let crew = self.store.brief(&row.job)?.unwrap_or_default().crew();
            if let Some(member) = crew.into_iter().find(|member| member.person == person) {
                return Ok(Some((member.name, member.badge)));
            }
        }
        Ok(None)
    }
}
