//! The technician's app, and the way to the hub that its enrolment knows.

use domain::digest::Digest;
use field::clock::SystemClock;
use field::enrol::EnrolLink;
use field::entropy::SystemEntropy;
use field::transport::Http;
use field::vault::FileVault;
use field::{Field, FieldOptions, FieldRefused};
use media::ink::{Ink, Point};
use std::path::Path;
use std::sync::Arc;

pub struct Phone(Field);

impl Phone {
    pub fn at(home: &Path) -> Self {
        let options = FieldOptions {
            folder: home.join("data"),
            clock: Arc::new(SystemClock::new(Some(480))),
            entropy: Arc::new(SystemEntropy),
            vault: Arc::new(FileVault::open(&home.join("keys")).unwrap()),
            disk: None,
        };
        Self(Field::open(options).unwrap())
    }

    pub fn enrol(&mut self, link: &str) -> Result<(), FieldRefused> {
        let hub = Http::to(&EnrolLink::read(link)?.hub_address())?;
        self.0.enrol(&hub, link)
    }

    /// How many jobs were granted.
    pub fn sync(&mut self) -> Result<usize, FieldRefused> {
        let hub = Http::to(&self.0.hub_address()?)?;
        Ok(self.0.sync(&hub)?.grants)
    }

    /// A round with the office: documents, then what was stored of media.
    pub fn sync_and_send(&mut self) -> Result<Vec<Digest>, FieldRefused> {
        let hub = Http::to(&self.0.hub_address()?)?;
        self.0.sync(&hub)?;
        Ok(self.0.send_media(&hub)?.stored)
    }

    /// A note in the first job, and ink of some 100 KB that differs with `seed`.
    pub fn work(&mut self, seed: u32) -> Digest {
        let today = self.0.today().unwrap();
        let job = today.visits.first().unwrap().job.clone();
        self.0.tap_note(&job, &format!("第 {seed} 条")).unwrap();
        let point = |k: u32| Point { x: 300 + (k * 150) % 7000, y: 400 + (k * 37 + seed) % 900, ms: k, pressure: 500 };
        self.0.keep_ink(&Ink::new([7600, 2300], vec![(0..6000).map(point).collect()]).unwrap()).unwrap()
    }
}
