//! One signature of a sheet: read what only the signer knows (when, the certificates, the value), write the rest again,
//! and compare. So nothing in it can be other than ours without being noticed.

use super::report::{Finding, Reason, SignatureFound, bytes, difference};
use crate::pdf::Ref;
use crate::pdf::date;
use crate::pdf::read::Section;
use crate::pdf::update::{Signed, Unreadable, Update};
use crate::sign::cms::{Attributes, Foreign, assemble};
use domain::key::verifies;
use domain::time::rfc3339;
use domain::trust::{Certificate, Role};

/// A signature that is whole.
pub(super) struct Found {
    /// Under which certificate.
    pub own: Certificate,
    /// Which CA issued it.
    pub issuing: Certificate,
    /// When, by the signer's word, RFC 3339 with offset.
    pub at: String,
    /// Whether it is over exactly these bytes.
    pub intact: bool,
    /// Whether the bytes it is over are others than in this file.
    pub is_other: bool,
}

/// Reads the signature of `role` that ends the revision `pdf`. `again` writes that revision anew.
pub(super) fn read(
    pdf: &[u8],
    section: &Section,
    role: Role,
    reasons: &mut Vec<Reason>,
    again: impl FnOnce(&[Certificate; 2], &str) -> Option<Update>,
) -> Option<Found> {
    let whose = if role == Role::Device { "Device" } else { "Office" };
    let mut damaged = |what: &str| {
        reasons.push(Finding::Signature.at(format!("signature {whose}: {what}")));
        None
    };
    let signed = match Signed::read(pdf, section, Ref(section.size.saturating_sub(1))) {
        Ok(signed) => signed,
        Err(Unreadable::Dictionary) => return damaged("dictionary"),
        Err(Unreadable::Time) => return damaged("M"),
        Err(Unreadable::Contents) => return damaged("Contents"),
    };
    let Some(foreign) = Foreign::read(&signed.cms) else { return damaged("Contents, not a CMS object of one signer") };
    let Some([own, issuing]) = foreign.chain() else { return damaged("Contents, certificates") };
    if own.subject().role != role {
        return damaged("Contents, certificates");
    }
    let update = date(&signed.at).and_then(|time| again(&[own.clone(), issuing.clone()], &time));
    let Some(update) = update else { return damaged("dictionary") };
    let Ok(attributes) = Attributes::new(update.digest(), own.der()) else { return damaged("certificates") };
    let same = assemble(&attributes, &foreign.signature, own.der(), issuing.der());
    let is_same = same.is_ok_and(|cms| cms == signed.cms);
    let holds = verifies(own.spki(), &attributes.to_be_signed(), &foreign.signature);
    let is_other = foreign.digest.as_deref() != Some(&update.digest());
    let written = is_same.then(|| update.fill(&signed.cms)).flatten();
    let place = written.as_ref().and_then(|written| difference(pdf, written));
    let intact = is_same && holds && written.is_some() && place.is_none();
    if let Some(place) = place {
        reasons.push(Finding::Changed.at(bytes(&place)));
    } else if is_other {
        reasons.push(Finding::Changed.at(format!("signature {whose}: attribute message-digest")));
    } else if !is_same {
        damaged("Contents, not as it is written: attributes or DER");
    } else if !holds {
        damaged("the value is not of this certificate's key");
    }
    Some(Found { own, issuing, at: signed.at, intact, is_other })
}

impl Found {
    /// For the report; `trusted` is filled in by who knows.
    pub(super) fn told(&self, covers: usize, trusted: Option<bool>) -> SignatureFound {
        let subject = self.own.subject();
        let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
        SignatureFound {
            role: if subject.role == Role::Device { "device" } else { "office" },
            name: subject.name.clone(),
            company: subject.company.clone(),
            person: subject.person.clone(),
            key: self.own.key_id().hex(),
            serial: hex(self.own.serial()),
            valid_from: rfc3339(self.own.valid_from(), 0),
            valid_to: rfc3339(self.own.valid_until(), 0),
            signed_at: self.at.clone(),
            covers,
            intact: self.intact,
            trusted,
        }
    }
}
