//! The sheet: facts, seal, drawing, signature, and the record that names the PDF. Each step is on the disk before the
//! next, so a sheet that was interrupted is finished from where it stood; what was sealed is never sealed twice.

use crate::app::Field;
use crate::refused::FieldRefused;
use domain::brief::{ReleaseRef, keys};
use domain::canonical;
use domain::digest::Digest;
use domain::facts::take::{Sources, take};
use domain::facts::{Documents, Facts, PaperRef, Releases, Technician, Text};
use domain::ids::{JobId, VisitNo};
use domain::record::{Kind, Slot};
use domain::seal::{InkRole, Seal, Sealing, SignedBy};
use domain::value::{PaperMade, Signed};
use serde::Deserialize;
use sheet::{Ink, Release, Signing};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use store::media::MediaKind;

/// The paper's code of STANDARDS 5.2.
const CODE: &str = "D03";

/// A sheet that is done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetMade {
    /// Its number.
    pub number: String,
    /// Digest of the facts.
    pub facts: Digest,
    /// Digest of the signed PDF.
    pub pdf: Digest,
    /// Pages.
    pub pages: i64,
    /// Milliseconds drawing took.
    pub draw_ms: i64,
    /// Milliseconds signing took.
    pub sign_ms: i64,
}

impl Field {
    /// Makes the sheet of a visit whose signatures are there: seals the facts, draws, signs and files the PDF.
    pub fn make_sheet(&mut self, job: &JobId, visit: VisitNo) -> Result<SheetMade, FieldRefused> {
        self.takes_work()?;
        let seal = match self.standing_seal(job, visit)? {
            Some(seal) => seal,
            None => self.seal_visit(job, visit)?,
        };
        let facts = self.facts_of(&seal)?;
        let began = self.clock.read().elapsed_ms;
        let drawn = self.draw_sheet(&facts, &seal)?;
        let drawn_at = self.clock.read().elapsed_ms;
        let signed = self.sign_sheet(&drawn)?;
        let signed_at = self.clock.read().elapsed_ms;
        let pdf = self.media.put(&signed, MediaKind::Paper)?;
        let pages = sheet::pages(&signed).ok_or(FieldRefused::SheetLacks("页面 its pages"))?;
        let paper = PaperMade {
            number: seal.claim.paper.clone(),
            facts: seal.claim.facts,
            pdf,
            bytes: i64::try_from(signed.len()).unwrap_or(i64::MAX),
            pages,
        };
        self.one(job, visit, |list| list.file_paper(&paper))?;
        let (draw_ms, sign_ms) = (drawn_at - began, signed_at - drawn_at);
        Ok(SheetMade { number: paper.number, facts: paper.facts, pdf, pages, draw_ms, sign_ms })
    }

    /// The bytes of a paper, ink, photo or facts blob.
    pub fn blob(&mut self, digest: &Digest) -> Result<Vec<u8>, FieldRefused> {
        Ok(self.media.read(digest)?)
    }

    /// A photo as lists show it: its long side is [`media::photo::THUMB_SIDE`] pixels. It is there even once the photo was
    /// freed; of one that came from elsewhere it is made now, and kept where there is room.
    pub fn small(&mut self, photo: &Digest) -> Result<Vec<u8>, FieldRefused> {
        if let Some(small) = self.media.small(photo)?
            && let Ok(bytes) = self.media.read(&small)
        {
            return Ok(bytes);
        }
        let bytes = media::photo::small(&self.media.read(photo)?)?;
        let _ = self.media.put_small(photo, &bytes);
        Ok(bytes)
    }

    fn standing_seal(&mut self, job: &JobId, visit: VisitNo) -> Result<Option<Seal>, FieldRefused> {
        self.look(job, visit, |list| {
            list.fold.of_kind(visit, &Kind::Seal).last().and_then(|(_, record)| Seal::deserialize(&record.value).ok())
        })
    }

    fn seal_visit(&mut self, job: &JobId, visit: VisitNo) -> Result<Seal, FieldRefused> {
        let customer = self.signature(job, visit, "sht.sign_customer", "客户签字 the customer's signature")?;
        let technician = self.signature(job, visit, "sht.sign_tech", "技术员签字 the technician's signature")?;
        let facts = self.take_facts(job, visit)?;
        let text = canonical::to_string(&facts).map_err(|e| domain::facts::FactsRefused::Unreadable(e.to_string()))?;
        let sealing = Sealing {
            paper: facts.paper.number.clone(),
            facts: self.media.put(text.as_bytes(), MediaKind::Facts)?,
            inks: BTreeMap::from([(InkRole::Customer, customer.ink), (InkRole::Technician, technician.ink)]),
            signer: SignedBy { name: customer.name, relation: self.relation(job, visit, &customer.relation)? },
            at: self.now(),
            place: None,
        };
        let seal = Seal::sign(sealing, self.session.key())?;
        self.one(job, visit, |list| list.seal(&seal))?;
        Ok(seal)
    }

    fn signature(
        &mut self,
        job: &JobId,
        visit: VisitNo,
        item: &str,
        what: &'static str,
    ) -> Result<Signed, FieldRefused> {
        let slot = Slot { visit: Some(visit), item: Some(item.into()), unit: None, kind: Kind::Signature };
        self.look(job, visit, |list| list.fold.value(&slot))?.ok_or(FieldRefused::SheetLacks(what))
    }

    /// A relation in words, from the standard's list of who may sign.
    fn relation(&mut self, job: &JobId, visit: VisitNo, key: &str) -> Result<Text, FieldRefused> {
        self.look(job, visit, |list| {
            let item = list.pack.item(&"sht.signer".into());
            let choice = item.and_then(|item| item.choices.iter().find(|choice| choice.key == key));
            choice.map_or_else(|| Text::zh(key), |choice| Text::new(&choice.name.zh, &choice.name.en))
        })
    }

    fn take_facts(&mut self, job: &JobId, visit: VisitNo) -> Result<Facts, FieldRefused> {
        let (settings, now, now_ms) = (self.settings(job)?, self.now(), self.now_ms());
        let paper = self.next_paper(job, visit)?;
        let person = self.session.enrolled()?.clone();
        let open = self.job(job)?;
        let member = open.brief.crew().into_iter().find(|member| member.person == person.person.as_str());
        let member = member.ok_or(FieldRefused::SheetLacks("派工 the assignment of this technician"))?;
        let named = |key: &str| open.brief.read::<ReleaseRef>(key);
        let missing = || FieldRefused::NoRelease("发布 release");
        let releases = Releases {
            pack: named(keys::PACK).ok_or_else(missing)?,
            price: named(keys::PRICES).ok_or_else(missing)?,
            settings: named(keys::SETTINGS).ok_or_else(missing)?,
            layout: layout().layout().clone(),
        };
        let documents = Documents { brief: open.brief_document.heads(), log: open.log.heads() };
        let brief = open.brief.clone();
        let facts = take(Sources {
            list: &open.checklist(visit, now_ms)?,
            brief: &brief,
            settings: &settings,
            paper,
            documents,
            releases,
            technician: Technician { name: member.name, badge: member.badge, device: person.device.to_string() },
            now: &now,
        })?;
        Ok(facts)
    }

    /// The next number this device may give: its letter was dealt with the job.
    fn next_paper(&mut self, job: &JobId, visit: VisitNo) -> Result<PaperRef, FieldRefused> {
        let letter =
            self.store.grant(job)?.map(|grant| grant.letter).ok_or_else(|| FieldRefused::NoJob(job.clone()))?;
        let stem = format!("{job}-{visit}-{CODE}{letter}");
        let made = self.look(job, visit, |list| {
            let seals = list.fold.of_kind(visit, &Kind::Seal);
            let numbers = seals.iter().filter_map(|(_, record)| Seal::deserialize(&record.value).ok());
            numbers.filter(|seal| seal.claim.paper.starts_with(&stem)).count()
        })?;
        Ok(PaperRef {
            code: CODE.into(),
            number: format!("{stem}{}", made + 1),
            job: job.clone(),
            visit,
            replaces: None,
        })
    }

    fn facts_of(&mut self, seal: &Seal) -> Result<Facts, FieldRefused> {
        let bytes = self.media.read(&seal.claim.facts)?;
        Ok(Facts::from_text(&String::from_utf8_lossy(&bytes))?)
    }

    fn draw_sheet(&mut self, facts: &Facts, seal: &Seal) -> Result<Vec<u8>, FieldRefused> {
        let mut inks = Vec::new();
        for (role, digest) in &seal.claim.inks {
            inks.push((*role, self.drawn_ink(digest)?));
        }
        for consent in facts.consents.iter().filter_map(|consent| consent.ink) {
            if inks.iter().all(|(_, ink)| ink.digest != consent) {
                inks.push((InkRole::Customer, self.drawn_ink(&consent)?));
            }
        }
        let mut photos = BTreeMap::new();
        for photo in facts.photos.iter().filter(|photo| photo.width > 0) {
            photos.insert(photo.digest, self.media.read(&photo.digest)?);
        }
        Ok(sheet::draw(facts, seal, &inks, &|digest| photos.get(digest).map(Vec::as_slice), layout())?)
    }

    fn sign_sheet(&self, drawn: &[u8]) -> Result<Vec<u8>, FieldRefused> {
        let (device, issuing) = self.session.certificates()?;
        Ok(sheet::sign(drawn, self.session.key(), &Signing { device: &device, issuing: &issuing })?)
    }

    fn drawn_ink(&mut self, digest: &Digest) -> Result<Ink, FieldRefused> {
        let blob = self.media.read(digest)?;
        Ok(Ink::from_blob(&blob)?)
    }
}

/// Fonts and layout, parsed once a run.
fn layout() -> &'static Release {
    static LAYOUT: OnceLock<Release> = OnceLock::new();
    LAYOUT.get_or_init(Release::builtin)
}
