//! A request of the page that names itself is done once: asked again (a second tap, a lost answer) it is answered as
//! before.

use crate::core::{CoreRefused, Moment};
use hub_storage::Tx;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How long an answer is kept.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1000;
/// The longest name of a request.
const LONGEST: usize = 64;

/// Does `work` once for this request; the flag says that it had been done before. Without a name it is done.
pub fn once<T: Serialize + DeserializeOwned>(
    tx: &mut dyn Tx,
    moment: Moment<'_>,
    request: Option<&str>,
    act: &str,
    work: impl FnOnce(&mut dyn Tx) -> Result<T, CoreRefused>,
) -> Result<(T, bool), CoreRefused> {
    let Some(request) = request else { return Ok((work(tx)?, false)) };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    if !(8..=LONGEST).contains(&request.len()) || !request.bytes().all(plain) {
        return Err(CoreRefused::Field {
            key: "request".into(),
            en: "must be 8 to 64 letters, digits or -".into(),
            zh: "应为 8 至 64 个字母、数字或 -。".into(),
        });
    }
    if let Some((before, answer)) = tx.answered(request)? {
        return match serde_json::from_str(&answer) {
            Ok(answer) if before == act => Ok((answer, true)),
            _ => Err(CoreRefused::RequestTaken),
        };
    }
    let answer = work(tx)?;
    let kept = serde_json::to_string(&answer).unwrap_or_default();
    tx.save_answered(request, act, &kept, moment.now_ms, moment.now_ms - KEPT_MS)?;
    Ok((answer, false))
}
