//! What a hub would do that edits back instead of judging.

use crate::core::ledger::Ledger;
use crate::core::{CoreRefused, Moment, papers};
use crate::entropy;
use crate::identity::OFFICE_PERSON;
use domain::digest::Digest;
use domain::ids::{DeviceId, PersonId, RecordId};
use domain::record::Record;
use hub_storage::Tx;
use replica::document::{DocRef, Document};
use std::sync::Arc;

/// Puts a record of the office in the place of each that these changes brought.
pub(crate) fn counter_edit<'a>(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    ledger: &mut Ledger,
    doc: &DocRef,
    document: &Document,
    broken: impl Iterator<Item = &'a Digest>,
) -> Result<(), CoreRefused> {
    let brought = broken.flat_map(|hash| document.records_of(hash));
    let edits: Vec<(RecordId, Record)> =
        brought.filter_map(|(id, record)| Some(edit(moment, id, &record.ok()?))).collect();
    if edits.is_empty() { Ok(()) } else { papers::append(tx, moment, ledger, &doc.job, &edits).map(drop) }
}

fn edit(moment: Moment<'_>, id: RecordId, record: &Arc<Record>) -> (RecordId, Record) {
    let by = PersonId::new(OFFICE_PERSON);
    let device = DeviceId::new(&moment.identity.hub);
    let edit = Record { by, device, replaces: vec![id], ..Record::clone(record) };
    (entropy::record_id(moment.entropy, moment.now_ms), edit)
}
