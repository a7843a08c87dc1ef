//! The feed: numbers without a gap, each row linked to the one before, each announced change there.

use super::{Fault, Report};
use crate::backup::A_PAGE;
use domain::digest::Digest;
use hub_storage::feed::LinkedRow;
use hub_storage::{StorageRefused, Tx};
use sync::feed::{CHAIN_START, RowKind, Subject, chain};

/// Reads every row once, in order.
pub fn check(tx: &dyn Tx, report: &mut Report) -> Result<(), StorageRefused> {
    let (mut number, mut kept) = (0, CHAIN_START);
    loop {
        let page = tx.linked(number, A_PAGE)?;
        if page.is_empty() {
            break;
        }
        for linked in page {
            if linked.row.number != number + 1 {
                report.faults.push(Fault::FeedGap { after: number, found: linked.row.number });
            } else if chain(&kept, &linked.row) != linked.chain {
                report.faults.push(Fault::FeedChain(linked.row.number));
            }
            if !holds_what_it_announces(tx, &linked)? {
                report.faults.push(Fault::FeedContent(linked.row.number));
            }
            (number, kept) = (linked.row.number, linked.chain);
        }
    }
    let head = tx.head()?;
    report.number = head.place.number;
    if (head.place.number, head.place.chain) != (number, kept) || head.secured.is_some_and(|it| it > number) {
        report.faults.push(Fault::FeedHead { head: head.place.number, last: number });
    }
    Ok(())
}

/// A row's payload is the digest of the changes it announces, in the order they were stored.
fn holds_what_it_announces(tx: &dyn Tx, linked: &LinkedRow) -> Result<bool, StorageRefused> {
    let row = &linked.row;
    let (RowKind::Changes, Some(Subject { job, document: Some(kind) })) = (row.kind, &row.subject) else {
        return Ok(true);
    };
    let changes = tx.changes_between(job, row.number.saturating_sub(1), row.number)?;
    let of_it = changes.iter().filter(|(of, _)| of == kind);
    let hashes: Vec<u8> = of_it.flat_map(|(_, change)| change.hash.0).collect();
    Ok(Digest::of(&hashes) == row.payload)
}
