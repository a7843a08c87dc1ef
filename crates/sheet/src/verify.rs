//! Who signed a sheet, when, and whether anything changed since. There is one way to write a signed sheet: from what the
//! file carries (facts, seal, inks, photos, certificates, lists) it is written once more and compared to the byte. So
//! every byte of the file counts, and what was made otherwise is not valid.
//!
//! A sheet the office has not received yet is *intact, time not proven* (DESIGN "Seal and sheet"): when it was signed is
//! the device's word alone, and so whether its certificate held.

mod report;
mod signature;

pub use report::{Reason, Report, SignatureFound, Verdict};

use crate::draw::file::{FACTS, INKS};
use crate::draw::{DrawRefused, draw};
use crate::ink::Ink;
use crate::pdf::read::{Section, revisions};
use crate::pdf::{Ref, date};
use crate::receipt::{self, CERTIFICATES, MOST_LISTS};
use crate::release::Release;
use crate::sign;
use domain::digest::Digest;
use domain::facts::Facts;
use domain::seal::{InkRole, Seal};
use domain::time::unix_ms;
use domain::trust::{Certificate, RevocationList, Role, authorities_hold, chain_holds, leaf_holds};
use report::{Finding, bytes, difference};
use signature::Found;
use std::collections::BTreeMap;

/// What the verifier goes by.
#[derive(Clone, Copy)]
pub struct Trust<'a> {
    /// The company's root; without it nobody can say whose signature it is.
    pub root: Option<&'a Certificate>,
    /// Newer lists of revoked certificates than the receipt has, where the verifier has some.
    pub lists: &'a [RevocationList],
    /// What the pages are drawn again with.
    pub release: &'a Release,
}

/// Checks a sheet.
#[must_use]
pub fn verify(pdf: &[u8], trust: &Trust<'_>) -> Report {
    let mut report = Report {
        result: Verdict::Valid,
        paper: None,
        replaces: None,
        signatures: Vec::new(),
        facts_match: None,
        received_at: None,
        amended: None,
        reasons: Vec::new(),
        content: None,
    };
    match revisions(pdf).as_deref() {
        Some([_]) => report.reasons.push(Finding::Unsigned.at("")),
        Some([drawn, signed]) => Check { pdf, trust, report: &mut report }.sheet(drawn, signed, None),
        Some([drawn, signed, received]) => {
            Check { pdf, trust, report: &mut report }.sheet(drawn, signed, Some(received));
        }
        _ => report.reasons.push(unreadable(pdf)),
    }
    report.result = report.reasons.iter().map(|reason| reason.verdict).max().unwrap_or(Verdict::Valid);
    report
}

/// Why a file is not one of ours as it stands.
fn unreadable(pdf: &[u8]) -> Reason {
    const END: &[u8] = b"\n%%EOF\n";
    let ends =
        (0..pdf.len().saturating_sub(END.len() - 1)).rev().filter(|at| pdf.get(*at..*at + END.len()) == Some(END));
    let ours = ends
        .map(|at| at + END.len())
        .take(4)
        .find(|end| pdf.get(..*end).and_then(revisions).is_some_and(|sections| sections.len() > 1));
    match ours {
        Some(end) if end < pdf.len() => Finding::Appended.at(bytes(&(end..pdf.len()))),
        _ if contains(pdf, b"DoorstepPage") || contains(pdf, b"facts.json") => Finding::NotWhole.at(""),
        _ => Finding::Foreign.at(""),
    }
}

fn contains(pdf: &[u8], word: &[u8]) -> bool {
    pdf.windows(word.len()).any(|window| window == word)
}

struct Check<'a> {
    pdf: &'a [u8],
    trust: &'a Trust<'a>,
    report: &'a mut Report,
}

impl Check<'_> {
    fn sheet(&mut self, drawn: &Section, signed: &Section, received: Option<&Section>) {
        let Some(part) = self.pdf.get(..signed.end) else { return };
        let again = |[own, _]: &[Certificate; 2], time: &str| sign::update(part.get(..drawn.end)?, drawn, own, time);
        let device = signature::read(part, signed, Role::Device, &mut self.report.reasons, again);
        // What a damaged signature is over is nobody's word.
        let content = device.as_ref().and_then(|device| self.content(drawn, device));
        let office = match (received, &device) {
            (Some(received), Some(device)) => self.receipt([drawn, signed, received], device),
            (Some(received), None) => self.no_receipt(signed, received),
            (None, _) => None,
        };
        // Where a signature is damaged enough is said; where the drawn bytes are others, drawing them again says which.
        let all_intact = received.is_none() || office.as_ref().is_some_and(|it| it.office.intact);
        if device.as_ref().is_some_and(|it| it.is_other || it.intact && all_intact) {
            self.pages(drawn, content.as_ref());
        }
        if let Some(device) = &device {
            self.trusted(device, office.as_ref(), signed.end);
        }
        if received.is_none() {
            self.find(Finding::TimeNotProven, "");
        }
        self.report.content = content.map(|content| (content.facts, content.seal));
    }

    fn find(&mut self, finding: Finding, place: impl Into<String>) {
        self.report.reasons.push(finding.at(place));
    }

    /// Facts, seal and inks as they travel in the file, where they belong together.
    fn content(&mut self, drawn: &Section, device: &Found) -> Option<Content> {
        let Some(seal) = drawn.seal(self.pdf) else {
            self.find(Finding::Seal, "seal.json");
            return None;
        };
        let text = drawn.attachment(self.pdf, FACTS).unwrap_or_default();
        let facts = match Facts::from_text(&text) {
            Ok(facts) => facts,
            Err(why) => {
                self.find(Finding::Seal, format!("facts.json: {why}"));
                return None;
            }
        };
        self.report.paper = Some(facts.paper.number.clone());
        self.report.replaces = facts.paper.replaces.as_ref().map(|replaced| replaced.number.clone());
        let mut wrong = Vec::new();
        if seal.claim.facts != Digest::of(text.as_bytes()) {
            wrong.push("seal.json: facts is not the digest of facts.json");
        }
        if seal.claim.paper != facts.paper.number {
            wrong.push("seal.json: paper is not the number in facts.json");
        }
        if !seal.holds(device.own.spki()) {
            wrong.push("seal.json: signature is not of the device that signed the file");
        }
        if date(&seal.claim.at.time) != date(&device.at) {
            wrong.push("seal.json: at is not the time of the signature (M)");
        }
        let inks = drawn.attachment(self.pdf, INKS).and_then(|text| inks(&text, &seal));
        if inks.is_none() {
            wrong.push("inks.json");
        }
        let holds = wrong.is_empty();
        for place in wrong {
            self.find(Finding::Seal, place);
        }
        self.report.facts_match = (!holds).then_some(false);
        Some(Content { facts, seal, inks: inks? }).filter(|_| holds)
    }

    /// Draws the sheet again and compares.
    fn pages(&mut self, drawn: &Section, content: Option<&Content>) {
        let Some(Content { facts, seal, inks }) = content else { return };
        let photos: BTreeMap<Digest, &[u8]> = drawn.photos(self.pdf).map(|bytes| (Digest::of(bytes), bytes)).collect();
        match draw(facts, seal, inks, &|digest| photos.get(digest).copied(), self.trust.release) {
            Ok(again) => {
                let place = difference(self.pdf.get(..drawn.end).unwrap_or_default(), &again);
                self.report.facts_match = Some(place.is_none());
                if let Some(place) = place {
                    self.find(Finding::Drawing, bytes(&place));
                }
            }
            Err(DrawRefused::OtherLayout(layout)) => self.find(Finding::Layout, layout),
            Err(why) => {
                self.report.facts_match = Some(false);
                let place = match why {
                    DrawRefused::PhotoMissing(photo) => format!("photo {photo}: not in the file as the facts name it"),
                    why => why.code().to_owned(),
                };
                self.find(Finding::Drawing, place);
            }
        }
    }

    /// The office's receipt, with the lists it brings.
    fn receipt(&mut self, [drawn, signed, received]: [&Section; 3], device: &Found) -> Option<Receipt> {
        let part = self.pdf.get(..signed.end)?;
        let first = signed.size.saturating_add(1);
        let store = received.size.saturating_sub(2);
        let streams = |from: u32, to: u32| {
            (from..to.min(from.saturating_add(MOST_LISTS as u32)))
                .map(|object| Some(received.stream(self.pdf, Ref(object))?.1))
                .collect::<Option<Vec<_>>>()
        };
        let lists = streams(first.saturating_add(CERTIFICATES), store).unwrap_or_default();
        let root = received.stream(self.pdf, Ref(first)).map(|(_, der)| der).unwrap_or_default();
        let again = |[own, issuing]: &[Certificate; 2], time: &str| {
            let certificates = [root, issuing.der(), own.der(), device.own.der()];
            receipt::update(part, [drawn, signed], (certificates, &lists), own, time)
        };
        let Some(office) = signature::read(self.pdf, received, Role::Office, &mut self.report.reasons, again) else {
            return self.no_receipt(signed, received);
        };
        let lists = lists.iter().map(|der| RevocationList::from_der(der).ok()).collect::<Option<Vec<_>>>();
        let lists = lists.filter(|lists| lists.first().is_some_and(|list| list.is_of(&device.issuing)));
        let lists =
            lists.filter(|lists| unix_ms(&office.at).is_some_and(|at| lists.iter().all(|list| list.covers(at))));
        if lists.is_none() {
            self.find(Finding::List, "DSS, CRLs");
        }
        if office.intact {
            self.report.received_at = Some(office.at.clone());
        }
        Some(Receipt { office, lists: lists.unwrap_or_default(), covers: received.end })
    }

    /// What stands behind the device's signature is no receipt.
    fn no_receipt(&mut self, signed: &Section, received: &Section) -> Option<Receipt> {
        self.find(Finding::Appended, bytes(&(signed.end..received.end)));
        None
    }

    /// Whether both certificates come from the root and held when the sheet was received; before that, when it was signed.
    fn trusted(&mut self, device: &Found, receipt: Option<&Receipt>, covers: usize) {
        let proven = receipt.and_then(|it| unix_ms(&it.office.at));
        let at = proven.or_else(|| unix_ms(&device.at));
        let of = |found: &Found| match self.trust.root {
            Some(root) => chain_holds(&found.own, &found.issuing, root, at),
            None => leaf_holds(&found.own, &found.issuing),
        };
        let given = self.trust.root.is_some();
        let mut found = vec![(device, of(device), covers)];
        found.extend(receipt.map(|it| (&it.office, of(&it.office), it.covers)));
        for (signature, chain, covers) in found {
            self.report.signatures.push(signature.told(covers, given.then_some(chain.is_ok())));
            if let Err(why) = chain {
                self.report.reasons.push(Reason::trust(why, &signature.own.subject().name));
            }
        }
        if !given {
            self.find(Finding::NoTrust, "");
        }
        let lists = receipt.map(|it| it.lists.as_slice()).unwrap_or_default();
        self.revoked(device, receipt, at, lists);
    }

    /// Whether a list names one of the certificates by then. The verifier's own lists count where their issuer does.
    fn revoked(&mut self, device: &Found, receipt: Option<&Receipt>, at: Option<i64>, lists: &[RevocationList]) {
        let issuing = &device.issuing;
        let is_known = self.trust.root.is_none_or(|root| authorities_hold(issuing, root).is_ok());
        let own = self.trust.lists.iter().filter(|list| is_known && list.is_of(issuing));
        let lists: Vec<_> = lists.iter().chain(own).collect();
        let entry = |certificate: &Certificate| lists.iter().find_map(|list| list.entry(certificate));
        let told = |found: &Found, reason: &str| format!("certificate {}, {reason}", found.own.subject().name);
        if let Some(revoked) = entry(&device.own)
            && at.is_none_or(|at| revoked.at <= at)
        {
            self.find(Finding::Revoked, told(device, revoked.reason.key()));
        }
        if let Some(receipt) = receipt
            && let Some(revoked) = entry(&receipt.office.own)
        {
            self.find(Finding::OfficeRevoked, told(&receipt.office, revoked.reason.key()));
        }
    }
}

struct Content {
    facts: Facts,
    seal: Seal,
    inks: Vec<(InkRole, Ink)>,
}

struct Receipt {
    office: Found,
    lists: Vec<RevocationList>,
    covers: usize,
}

/// The inks by role: those the seal does not name are of consents, which only a customer gives.
fn inks(text: &str, seal: &Seal) -> Option<Vec<(InkRole, Ink)>> {
    let blobs: BTreeMap<Digest, String> = serde_json::from_str(text).ok()?;
    let mut inks = Vec::new();
    for (digest, blob) in blobs {
        let ink = Ink::from_blob(blob.as_bytes()).ok().filter(|ink| ink.digest == digest)?;
        let roles: Vec<_> =
            seal.claim.inks.iter().filter(|(_, named)| **named == digest).map(|(role, _)| *role).collect();
        if roles.is_empty() {
            inks.push((InkRole::Customer, ink));
        } else {
            inks.extend(roles.into_iter().map(|role| (role, ink.clone())));
        }
    }
    Some(inks)
}

#[cfg(test)]
mod tests;
