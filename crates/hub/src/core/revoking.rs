//! Certificates that hold no more, and the list the issuing CA signs over them. A lost device's certificates end at once; a
//! retired one's once it has handed everything in, since what it signed until then is good.

use crate::core::{CoreRefused, Moment};
use domain::key::KeyId;
use domain::trust::{Certificate, Edition, Reason, RevocationList, Revoked};
use hub_storage::Tx;
use hub_storage::papers::ListKept;

use crate::identity::DAY_MS;

/// The next list is there by then at the latest.
const LASTS_MS: i64 = 30 * DAY_MS;
/// A list older than this is made anew, so that whoever fetches one has it for weeks.
const FRESH_MS: i64 = DAY_MS;
/// A list begins a little earlier, for clocks that are behind.
const SLACK_MS: i64 = 60 * 60 * 1000;

/// Revokes every certificate of a key, now.
pub fn revoke(tx: &mut dyn Tx, moment: Moment<'_>, key: &KeyId, reason: Reason) -> Result<(), CoreRefused> {
    for der in tx.certificates_of(key)? {
        let Ok(certificate) = Certificate::from_der(&der) else { continue };
        tx.revoke(&Revoked { serial: certificate.serial().to_vec(), at: moment.now_ms, reason })?;
    }
    Ok(())
}

/// The list as it stands: the newest, or a new one where that is a day old or lacks somebody.
pub fn list(tx: &mut dyn Tx, moment: Moment<'_>) -> Result<RevocationList, CoreRefused> {
    let newest = tx.newest_list()?;
    let mut revoked = tx.revoked()?;
    for one in &mut revoked {
        one.at -= one.at.rem_euclid(1000); // a list counts seconds
    }
    revoked.sort();
    if let Some(kept) = &newest
        && (kept.made..kept.made.saturating_add(FRESH_MS)).contains(&moment.now_ms)
        && let Ok(list) = RevocationList::from_der(&kept.der)
        && list.revoked() == revoked
        && list.is_of(&moment.identity.issuing)
    {
        return Ok(list);
    }
    let number = newest.map_or(1, |kept| kept.number.saturating_add(1));
    let edition = Edition { number, from: moment.now_ms - SLACK_MS, to: moment.now_ms + LASTS_MS };
    let identity = moment.identity;
    let list = RevocationList::issue(revoked, &edition, &identity.issuing, &identity.keys.issuing)?;
    tx.save_list(&ListKept { number, der: list.der().to_vec(), made: moment.now_ms })?;
    Ok(list)
}
