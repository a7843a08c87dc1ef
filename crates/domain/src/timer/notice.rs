//! How long before the agreed time a change of it was told (APT-10 to APT-13).

use crate::pack::Pack;
use crate::settings::{Values, whole};
use crate::time::unix_ms;
use crate::value::Agreed;

/// A change of the agreed time, judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Minutes between the call and the time that fell; negative where that had passed.
    pub given_min: i64,
    /// Minutes the standard asks for.
    pub needed_min: i64,
}

impl Notice {
    /// Whether the customer was told in time.
    pub fn in_time(self) -> bool {
        self.given_min >= self.needed_min
    }
}

/// What a change from one time to another asked for, and what was given. Putting a visit off by up to half a day asks for
/// less than by more (APT-11, APT-12); a pack may ask the same of every change (APT-13), an earlier time asks for the least.
pub fn judge(pack: &Pack, values: &Values, fallen: &Agreed, new: &Agreed) -> Option<Notice> {
    let (was, is, told) = (unix_ms(&fallen.from)?, unix_ms(&new.from)?, unix_ms(&new.contacted)?);
    let by_min = (is - was).div_euclid(60_000);
    let every = pack.item(&"apt.delay_notice".into()).and_then(|item| item.measure.as_ref());
    let needed = match every.is_some_and(|measure| measure.least.is_some()) {
        true => whole::NOTICE_ANY_MIN,
        false if by_min <= values.whole(whole::HALF_DAY_H) * 60 => whole::NOTICE_SHORT_MIN,
        false => whole::NOTICE_LONG_MIN,
    };
    Some(Notice { given_min: (was - told).div_euclid(60_000), needed_min: values.whole(needed) })
}
