//! 我的: whose device this is, where its keys are, and the badge.

use crate::app::Field;
use crate::refused::FieldRefused;
use crate::vault::Place;
use crate::view::words;
use domain::pack::Words;
use domain::settings::Settings;
use serde::Serialize;
use ts_rs::TS;

/// The kind of release a company's settings come in.
const SETTINGS: &str = "settings";

/// The Me screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct Me {
    /// It belongs to a company.
    pub enrolled: bool,
    /// The company's short name; its id until its settings have come.
    pub company: Words,
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

/// The digital badge (工牌).
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct Badge {
    /// The technician's name.
    pub name: String,
    /// Staff number (工号).
    pub number: String,
    /// The company's full name.
    pub company: Words,
    /// Service hotline.
    pub hotline: String,
    /// Complaint line (监督电话).
    pub complaints: String,
    /// The same as a QR code, for the customer to keep: rows of dark modules.
    pub qr: Vec<Vec<bool>>,
}

impl Field {
    /// Whose device this is.
    pub fn me(&mut self) -> Result<Me, FieldRefused> {
        let mut me = Me {
            enrolled: false,
            company: words("", ""),
            name: String::new(),
            badge: String::new(),
            device: String::new(),
            hub: String::new(),
            keys_in_system: self.keys_place() == Place::System,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let Ok(enrolment) = self.session.enrolled().cloned() else { return Ok(me) };
        me.enrolled = true;
        me.company =
            self.company_name()?.unwrap_or_else(|| words(enrolment.company.as_str(), enrolment.company.as_str()));
        me.device = enrolment.device.to_string();
        me.hub = enrolment.address;
        me.name = enrolment.name;
        if let Some(member) = self.member(enrolment.person.as_str())? {
            (me.name, me.badge) = member;
        }
        Ok(me)
    }

    /// The digital badge (DRS-09, ENT-07), for the customer to look at and to keep.
    pub fn badge(&mut self) -> Result<Badge, FieldRefused> {
        let me = self.me()?;
        let company = self.newest_settings()?.map(|settings| settings.company);
        let (name, hotline, complaints) = match company {
            Some(company) => (words(&company.name.zh, &company.name.en), company.hotline, company.complaints),
            None => (me.company, String::new(), String::new()),
        };
        let lines = [
            name.zh.clone(),
            format!("{} 工号 {}", me.name, me.badge),
            if complaints.is_empty() { String::new() } else { format!("监督电话 {complaints}") },
        ];
        let text = lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        let qr = sheet::text_modules(&text)?;
        Ok(Badge { name: me.name, number: me.badge, company: name, hotline, complaints, qr })
    }

    /// The company as its newest settings call it.
    fn company_name(&self) -> Result<Option<Words>, FieldRefused> {
        let settings = self.newest_settings()?;
        Ok(settings.map(|settings| words(&settings.company.short.zh, &settings.company.short.en)))
    }

    pub(crate) fn newest_settings(&self) -> Result<Option<Settings>, FieldRefused> {
        let newest = self.store.releases(SETTINGS)?.pop();
        Ok(newest.and_then(|newest| serde_json::from_slice::<Settings>(&newest.bytes).ok()))
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
