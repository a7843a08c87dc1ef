//! The technician's device in a step: the app without a screen, in a folder of its own.

use super::content::{ASSIGNEE, Edit, number};
use super::desk::TECHNICIAN;
use domain::checklist::Checklist;
use domain::decide::{Draft, Refusal};
use domain::ids::{ItemKey, JobId, VisitNo};
use domain::record::{Basis, Kind};
use domain::value::{Answer, Reading};
use field::clock::SystemClock;
use field::entropy::SystemEntropy;
use field::transport::{Http, Transport};
use field::vault::FileVault;
use field::{Field, FieldOptions};
use std::path::Path;
use std::sync::Arc;
use sync::engine::Report;

const VISIT: VisitNo = VisitNo(1);
/// What the technician ticks, and what is read: items that are open before the visit.
const TICKED: [&str; 3] = ["apt.review", "apt.place", "apt.content"];
const READ: &str = "apt.delay_notice";
const UNIT: &str = "min";
/// Records of one edit: three ticks, a reading, a note.
const RECORDS: usize = TICKED.len() + 2;

/// The app on a device.
pub struct Device(Field);

impl Device {
    /// Opens the device's data, made if there is none yet.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        Ok(Self(Field::open(FieldOptions {
            folder: folder.to_owned(),
            clock: Arc::new(SystemClock::new(None)),
            entropy: Arc::new(SystemEntropy),
            vault: Arc::new(FileVault::open(&folder.join("keys"))?),
            disk: None,
        })?))
    }

    /// Makes a new device one of the company's, straight at the hub its link names.
    pub fn enrol(folder: &Path, link: &str) -> anyhow::Result<()> {
        let hub = Http::to(&field::enrol::EnrolLink::read(link)?.hub_address())?;
        Ok(Self::open(folder)?.0.enrol(&hub, link)?)
    }

    /// Exchanges pages with the hub until neither side has more.
    pub fn sync(&mut self, hub: &dyn Transport) -> anyhow::Result<Report> {
        Ok(self.0.sync(hub)?)
    }

    /// The technician's edit: three items ticked, a reading, a note; one change, as a filled-in form is kept.
    pub fn edit(&mut self, edit: Edit) -> anyhow::Result<()> {
        self.0.act(&job(edit), VISIT, |list| drafts(list, edit))?;
        Ok(())
    }

    /// Of these edits of the office, how many are here.
    pub fn count_office(&mut self, edits: &[Edit]) -> anyhow::Result<usize> {
        let mut count = 0;
        for edit in edits {
            count += usize::from(self.0.job(&job(*edit))?.brief.text(ASSIGNEE) == edit.assignee());
        }
        Ok(count)
    }

    /// Of these edits of the technician, how many are here whole.
    pub fn count_technician(&mut self, edits: &[Edit]) -> anyhow::Result<usize> {
        let mut count = 0;
        for edit in edits {
            let open = self.0.job(&job(*edit))?;
            let records = open.entries.iter().filter_map(|entry| entry.record.as_ref().ok());
            let own: Vec<_> = records.filter(|record| record.by.as_str() == TECHNICIAN).collect();
            let says = |kind: Kind, key: &str, text: &str| {
                own.iter().any(|it| it.kind == kind && it.value.get(key).is_some_and(|said| said == text))
            };
            let whole = own.len() == RECORDS
                && says(Kind::Measure, "value", &edit.reading())
                && says(Kind::Note, "text", &edit.note());
            count += usize::from(whole);
        }
        Ok(count)
    }
}

fn job(edit: Edit) -> JobId {
    JobId::new(number(edit.job))
}

fn drafts(list: &Checklist<'_>, edit: Edit) -> Result<Vec<Draft>, Refusal> {
    let reading = Reading { value: edit.reading(), unit: UNIT.into(), parts: Default::default(), note: None };
    let tick = |item: &str| list.answer(&ItemKey::new(item), &Answer::done(), Basis::Tapped);
    let mut drafts = TICKED.into_iter().map(tick).collect::<Result<Vec<_>, _>>()?;
    drafts.push(list.read(&ItemKey::new(READ), None, &reading, false)?);
    drafts.push(list.note(&edit.note())?);
    Ok(drafts)
}
