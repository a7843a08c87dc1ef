//! 提醒: what a phone can keep the time of, told once each while the app runs. The clocks are `domain::timer`'s; how long before
//! each one is told is here.

use crate::app::Field;
use crate::refused::FieldRefused;
use crate::view::Truth;
use crate::view::today::More;
use crate::view::words;
use domain::ids::JobId;
use domain::pack::Words;
use domain::settings::{Values, whole};
use domain::timer::{Clock, Timer};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::{JobCard, JobFilter, MetaKey, Order};
use ts_rs::TS;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
/// So far ahead the screen lists them.
const AHEAD_MS: i64 = 24 * HOUR;
/// Older ones are not told any more: the app was closed, and the clock itself says so on the screens.
const STALE_MS: i64 = HOUR;
/// A technician has ten visits a day or so; those without a time come with what changed last.
const MOST_OPEN: u32 = 60;
/// What was left, for what is due days later.
const MOST_LEFT: u32 = 200;
/// Clocks a phone can keep.
const KEPT: [Clock; 6] = [Clock::Contact, Clock::Recall, Clock::Wait, Clock::Upload, Clock::Rebook, Clock::TakeBack];
const CHOICES: MetaKey = MetaKey::new("reminders");

/// A reminder.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct Reminder {
    /// Stable: told once.
    pub key: String,
    /// The job.
    pub job: JobId,
    /// Whose clock.
    pub clock: Clock,
    /// When it is told, Unix milliseconds.
    pub at_ms: i64,
    /// Whose visit, and what it is about.
    pub title: Words,
    /// What to do.
    pub body: Words,
}

/// The Reminders screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct RemindersView {
    /// What a person can switch off, and whether it is on.
    pub kinds: Vec<ReminderKind>,
    /// The next ones, soonest first.
    pub next: Vec<Reminder>,
}

/// One kind of reminder.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ReminderKind {
    /// Whose clock.
    pub clock: Clock,
    /// Its name.
    pub name: Words,
    /// When it is told.
    pub when: Words,
    /// It is told.
    pub on: bool,
}

/// What was chosen and told.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    off: BTreeSet<Clock>,
    /// By key: for when it was.
    #[serde(default)]
    told: BTreeMap<String, i64>,
}

impl Field {
    /// The Reminders screen.
    pub fn reminders_view(&mut self) -> Result<RemindersView, FieldRefused> {
        let (kept, now) = (self.kept()?, self.now_ms());
        let values = self.newest_values()?;
        let kinds = KEPT.map(|clock| ReminderKind {
            clock,
            name: words(clock.zh(), clock.en()),
            when: when(clock, &values),
            on: !kept.off.contains(&clock),
        });
        let mut next = self.reminders(&kept)?;
        next.retain(|it| it.at_ms > now && it.at_ms <= now + AHEAD_MS);
        Ok(RemindersView { kinds: kinds.into(), next })
    }

    /// Switches a kind on or off.
    pub fn set_reminder(&mut self, clock: Clock, on: bool) -> Result<(), FieldRefused> {
        let mut kept = self.kept()?;
        if on {
            kept.off.remove(&clock)
        } else {
            kept.off.insert(clock)
        };
        self.write_json(CHOICES, &kept)
    }

    /// What is to be told now. Each comes once, also over a restart.
    pub fn due_reminders(&mut self) -> Result<Vec<Reminder>, FieldRefused> {
        let (mut kept, now) = (self.kept()?, self.now_ms());
        let mut due = self.reminders(&kept)?;
        due.retain(|it| it.at_ms <= now && it.at_ms > now - STALE_MS && !kept.told.contains_key(&it.key));
        if !due.is_empty() {
            kept.told.retain(|_, at| *at > now - AHEAD_MS);
            kept.told.extend(due.iter().map(|it| (it.key.clone(), it.at_ms)));
            self.write_json(CHOICES, &kept)?;
        }
        Ok(due)
    }

    /// All of the visits at hand, soonest first.
    fn reminders(&mut self, kept: &Kept) -> Result<Vec<Reminder>, FieldRefused> {
        let due = JobFilter { limit: MOST_OPEN, ..JobFilter::default() };
        let fresh = JobFilter { order: Order::Updated, limit: MOST_OPEN, ..JobFilter::default() };
        let left = JobFilter { open: false, order: Order::Updated, limit: MOST_LEFT, ..JobFilter::default() };
        let values = self.newest_values()?;
        let mut cards = BTreeMap::new();
        for filter in [due, fresh, left] {
            cards.extend(self.store.cards(&filter)?.into_iter().map(|card| (card.row.job.clone(), card)));
        }
        let mut all = Vec::new();
        for card in cards.into_values() {
            let more: More = serde_json::from_str(&card.more).unwrap_or_default();
            let clocks =
                more.clocks.iter().filter(|timer| KEPT.contains(&timer.clock) && !kept.off.contains(&timer.clock));
            for timer in clocks {
                if timer.clock != Clock::Upload || !self.is_handed_in(&card.row.job)? {
                    all.extend(of_timer(&card, timer, &values));
                }
            }
        }
        all.sort_by(|one, other| (one.at_ms, &one.key).cmp(&(other.at_ms, &other.key)));
        Ok(all)
    }

    /// Records and files of a job are at the office, as far as it has answered.
    fn is_handed_in(&mut self, job: &JobId) -> Result<bool, FieldRefused> {
        if self.job_truth(job)? < Truth::AtOffice {
            return Ok(false);
        }
        for digest in self.blobs_of(job)? {
            let waits = self.media.blob(&digest)?.is_some_and(|blob| blob.kind.leaves() && !blob.at_office);
            if waits {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn kept(&self) -> Result<Kept, FieldRefused> {
        let bytes = self.store.meta(CHOICES)?;
        // What cannot be read was not written by this app; everything is told then.
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default())
    }

    fn newest_values(&self) -> Result<Values, FieldRefused> {
        Ok(self.newest_settings()?.map(|settings| settings.values).unwrap_or_default())
    }
}

/// When a clock is told, and what then: minutes before it is due, or as it says.
fn of_timer(card: &JobCard, timer: &Timer, values: &Values) -> Vec<Reminder> {
    let told = |at_ms: i64, body: Words| Reminder {
        key: format!("{} {} {at_ms}", card.row.job, timer.clock.key()),
        job: card.row.job.clone(),
        clock: timer.clock,
        at_ms,
        title: words(
            &format!("{} · {}", card.row.customer, timer.clock.zh()),
            &format!("{} · {}", card.row.customer, timer.clock.en()),
        ),
        body,
    };
    let before = |minutes: i64| timer.due - minutes * MINUTE;
    match timer.clock {
        Clock::Contact => vec![told(
            before(30),
            words(
                "还有 30 分钟就该联系完客户了，打个电话约时间。",
                "The call to the customer is due in 30 minutes; agree on a time.",
            ),
        )],
        // Its end is the agreed time: what tells a customer that one comes later has to be said so long before.
        Clock::Recall => {
            let (long, short) = (values.whole(whole::NOTICE_LONG_MIN), values.whole(whole::NOTICE_SHORT_MIN));
            vec![
                told(
                    before(long),
                    words(
                        &format!("离约定还有 {}，要改到半天以后，现在就得告诉客户。", span_zh(long)),
                        &format!(
                            "{} to the agreed time: to put it off by more than half a day, tell the customer now.",
                            span_en(long)
                        ),
                    ),
                ),
                told(timer.from, words("打电话再确认一次，然后出发。", "Call once more, then set out.")),
                told(
                    before(short),
                    words(
                        &format!("离约定还有 {}，赶不上就现在说，另约时间。", span_zh(short)),
                        &format!(
                            "{} to the agreed time: if you cannot make it, say so now and agree on another.",
                            span_en(short)
                        ),
                    ),
                ),
            ]
        }
        Clock::Wait => vec![told(
            timer.due,
            words("等候时间到了，可以留条离开。", "You have waited long enough; leave a note and go."),
        )],
        Clock::Upload => {
            vec![told(
                before(60),
                words(
                    "还有 1 小时就该交回公司了，连上网就会发。",
                    "To be handed in within the hour; get online and it is sent.",
                ),
            )]
        }
        Clock::Rebook => vec![told(
            before(30),
            words("还有 30 分钟就该约好新时间了。", "A new time is to be agreed within 30 minutes."),
        )],
        Clock::TakeBack => {
            vec![told(
                before(24 * 60),
                words("明天该送回了，先和客户约好。", "It is due back tomorrow; agree on a time with the customer."),
            )]
        }
        _ => Vec::new(),
    }
}

/// When each kind is told, for its switch.
fn when(clock: Clock, values: &Values) -> Words {
    let (long, short) = (values.whole(whole::NOTICE_LONG_MIN), values.whole(whole::NOTICE_SHORT_MIN));
    let recall = values.whole(whole::RECALL_BEFORE_MIN);
    match clock {
        Clock::Contact | Clock::Rebook => words("到时限前 30 分钟", "30 minutes before it is due"),
        Clock::Recall => words(
            &format!("约定时间前 {}、{}、{}", span_zh(long), span_zh(recall), span_zh(short)),
            &format!("{}, {} and {} before the agreed time", span_en(long), span_en(recall), span_en(short)),
        ),
        Clock::Wait => words("等满的时候", "When the wait is over"),
        Clock::Upload => words("到时限前 1 小时，还没交回时", "1 hour before it is due, if it is not handed in"),
        _ => words("到期前一天", "The day before"),
    }
}

fn span_zh(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} 分钟"),
        (hours, 0) => format!("{hours} 小时"),
        (hours, rest) => format!("{hours} 小时 {rest} 分"),
    }
}

fn span_en(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}
