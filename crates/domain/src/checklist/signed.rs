//! What a signature on the sheet stands for. Facts name the documents' heads, and the signature itself moves those: so a
//! signature names the records and the fields of the brief that the facts are taken from. Whatever of them changes before
//! the seal, the customer signs again: what was signed is what was done.

use super::Checklist;
use crate::brief::{ReleaseRef, keys};
use crate::digest::Digest;
use crate::fold::Standing;
use crate::record::{Kind, Record};
use crate::stage::Stage;
use crate::state::State;
use crate::value::Signed;
use serde_json::Value;

/// What facts take from the brief.
const OF_THE_BRIEF: [&str; 12] = [
    keys::CUSTOMER_NAME,
    keys::CUSTOMER_PHONE,
    keys::CUSTOMER_ADDRESS,
    keys::PRODUCT_MODEL,
    keys::PRODUCT_SERIAL,
    keys::PRODUCT_INSTALLED,
    keys::SYMPTOM,
    keys::ENTITLEMENT,
    keys::ENTITLEMENT_NOTE,
    keys::PACK,
    keys::PRICES,
    keys::SETTINGS,
];

impl Checklist<'_> {
    /// SHA-256 over what a sheet of this visit would say: the standing records it is taken from, by id, and the brief. What
    /// is signed, rated or answered on the sheet itself comes with the signatures and is no part of it.
    pub fn substance(&self) -> Digest {
        let stands = self.fold.records.iter().filter(|(_, shown)| shown.standing == Standing::Stands);
        let named = stands.filter(|(_, shown)| shown.record.as_deref().is_some_and(|record| self.is_of_sheet(record)));
        let mut text: String = named.map(|(id, _)| format!("{id}\n")).collect();
        // Whoever goes back to work and comes again signs again.
        let came = self.fold.moves(self.visit).iter().filter(|(_, moved)| moved.to == State::Signing).count();
        text += &format!("signing {came}\n");
        for key in OF_THE_BRIEF {
            let value = self.brief.fields.get(key);
            let pinned = self.brief.read::<ReleaseRef>(key).map(|release| release.digest.hex());
            text += &format!("{key} {}\n", pinned.unwrap_or_else(|| value.map(Value::to_string).unwrap_or_default()));
        }
        Digest::of(text.as_bytes())
    }

    /// Whether a signature was given on what stands now. What is sealed is closed: what arrives later is told beside it.
    pub(super) fn stands_for(&self, signed: &Signed) -> bool {
        self.fold.is_sealed(self.visit) || signed.shown.is_none_or(|shown| shown == self.substance())
    }

    /// Whether a sheet of this visit tells of a record.
    fn is_of_sheet(&self, record: &Record) -> bool {
        let told = !matches!(
            record.kind,
            Kind::Signature
                | Kind::Rating
                | Kind::Seal
                | Kind::Paper
                | Kind::Note
                | Kind::Contact
                | Kind::Correction
                | Kind::Ruling
                | Kind::Transition
        );
        let on_it = record.item.as_ref().and_then(|item| self.pack.stage_of(item)) >= Some(Stage::Sheet);
        told && !on_it && record.visit.is_some_and(|visit| self.unsettled_visits().any(|of| of == visit))
    }
}
