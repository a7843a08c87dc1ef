//! The store on real files in a temporary folder.

mod crew;
mod drafts;
mod lists;
mod media;
mod opening;
mod pages;
mod plans;
mod power;
mod rebuilding;
mod released;
mod taps;

use crate::{JobCard, JobRow, OpenOptions, Store};
use domain::state::State;
use tempfile::TempDir;

pub(crate) const KEY: [u8; 32] = [7; 32];

/// A folder with a store that can be closed and opened again.
pub(crate) struct Phone {
    pub folder: TempDir,
}

impl Phone {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn options(&self) -> OpenOptions {
        OpenOptions::new(self.folder.path().join("store.db"), &KEY)
    }

    pub fn store(&self) -> Store {
        Store::open_with(&self.options()).unwrap()
    }
}

/// Mrs Wang's window.
pub(crate) fn card(job: &str) -> JobCard {
    JobCard {
        row: JobRow {
            job: job.into(),
            state: State::Booked,
            open: true,
            urgent: false,
            promised_by: Some(1_795_000_000_000),
            appointment_from: None,
            appointment_to: None,
            customer: "王丽".into(),
            phone: "138 0013 8000".into(),
            address: "望京西园 3 号楼 1203 室".into(),
            product: "断桥铝门窗 65 系列".into(),
            symptom: "窗户漏风，胶条老化".into(),
            questions: 0,
            updated: 1,
            unsent: false,
        },
        words: "SN-88A12".into(),
        more: r#"{"floor":12}"#.into(),
    }
}
