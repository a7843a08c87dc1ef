//! Who said something, as the person in front of the screen would name them.

use crate::session::Enrolment;
use domain::brief::Brief;
use domain::ids::PersonId;
use domain::record::{ADOPTED, Record};
use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

/// From where.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// You, on this device.
    Here,
    /// You, on another device.
    Elsewhere,
    /// A colleague.
    Colleague,
    /// The office.
    Office,
}

/// Who said it.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct Who {
    /// From where.
    pub side: Side,
    /// The name, or the office's account; empty where this device knows none.
    pub name: String,
    /// Whose words the office took over.
    pub first: Option<String>,
}

/// The names this device knows for a job.
pub(crate) struct Names<'a> {
    pub me: &'a Enrolment,
    pub brief: &'a Brief,
}

impl Names<'_> {
    /// Who wrote a record.
    pub fn of(&self, record: &Record) -> Who {
        let clerk = record.later.get("clerk").and_then(Value::as_str);
        let side = match clerk {
            _ if record.device == self.me.device => Side::Here,
            None if record.by == self.me.person => Side::Elsewhere,
            None if record.device.as_str() != self.me.hub => Side::Colleague,
            _ => Side::Office,
        };
        let name = match side {
            Side::Office => clerk.unwrap_or_default().to_owned(),
            _ => self.name(&record.by),
        };
        let first = record.later.get(ADOPTED).and_then(|source| source.get("by")?.as_str());
        Who { side, name, first: first.map(|by| self.name(&PersonId::from(by))) }
    }

    fn name(&self, person: &PersonId) -> String {
        if *person == self.me.person && !self.me.name.is_empty() {
            return self.me.name.clone();
        }
        let crew = self.brief.crew().into_iter().find(|member| member.person == person.as_str());
        crew.map(|member| member.name).unwrap_or_default()
    }
}
