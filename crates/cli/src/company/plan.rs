//! What the demonstration's company has done and has to do, from lists and a day. Pure.

use domain::brief::{CrewMember, keys};
use domain::ids::PartCode;
use domain::state::State;
use domain::time::rfc3339;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A minute in milliseconds.
pub const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Jobs that are done, and open ones beside those of today.
const DONE: i64 = 40;
const OPEN: i64 = 15;
/// Of the open ones, so many have a technician.
const ASSIGNED: i64 = 8;

/// `assets/demo/company/lists.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    /// Who goes; the first has today's five.
    pub technicians: Vec<CrewMember>,
    /// What the warehouse has issued, by person: parts and quantities. Nobody has opened the others' vans.
    pub vans: BTreeMap<String, Vec<(PartCode, String)>>,
    slots: Vec<(String, String)>,
    today: Vec<Told>,
    customers: Vec<String>,
    places: Vec<(String, String, String)>,
    matters: BTreeMap<String, Vec<Matter>>,
    notes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    pack: String,
    customer: String,
    phone: String,
    address: String,
    product: String,
    serial: String,
    #[serde(default)]
    installed: String,
    symptom: String,
    note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Matter {
    product: String,
    symptom: String,
}

/// A job of the demonstration.
#[derive(Clone, PartialEq, Debug)]
pub struct Planned {
    /// The standard.
    pub pack: String,
    /// The brief's fields.
    pub fields: Map<String, Value>,
    /// When it was taken in, Unix milliseconds.
    pub created: i64,
    /// Who goes, by place in the list.
    pub crew: Option<usize>,
    /// How it ended, and when.
    pub closed: Option<(State, i64)>,
}

/// The office's day and its list, while jobs are made.
struct Office<'a> {
    lists: &'a Lists,
    now: i64,
    /// The day's first moment where the office is.
    today: i64,
    offset_minutes: i32,
}

/// Sixty jobs as of `now`, oldest first. `None` where a list is too short.
pub fn plan(lists: &Lists, now: i64, offset_minutes: i32) -> Option<Vec<Planned>> {
    let shift = i64::from(offset_minutes) * MINUTE;
    let today = (now + shift).div_euclid(DAY) * DAY - shift;
    let office = Office { lists, now, today, offset_minutes };
    let mut jobs = Vec::new();
    for n in 0..DONE {
        jobs.push(office.done(n)?);
    }
    for n in 0..OPEN {
        jobs.push(office.open(n)?);
    }
    for (told, slot) in lists.today.iter().zip(0..) {
        jobs.push(office.of_today(told, slot)?);
    }
    jobs.sort_by_key(|job| job.created);
    Some(jobs)
}

impl Office<'_> {
    /// Two to eighty-two days ago, one every other day; the last ten days have left the customer and wait for appraisal.
    fn done(&self, n: i64) -> Option<Planned> {
        let days_ago = 2 + n * 2 + n / 20;
        let visited = self.today - days_ago * DAY;
        let mut job = self.job(n, visited)?;
        job.created = visited - DAY + self.at_work(n);
        let state = if days_ago > 10 { State::Archived } else { State::Uploaded };
        let (_, to) = self.slot(n)?;
        job.crew = Some(place(n, self.lists.technicians.len())?);
        job.closed = Some((state, visited + to + 20 * MINUTE));
        job.fields.insert(keys::ENTITLEMENT.to_owned(), json!(if n % 3 == 0 { "free" } else { "paid" }));
        Some(job)
    }

    /// Today's and tomorrow's of the others, and what waits for a technician.
    fn open(&self, n: i64) -> Option<Planned> {
        let mut job = self.job(DONE + n, self.today + DAY * (n % 2))?;
        job.created = (self.today - DAY * (1 + n % 2) + self.at_work(n)).min(self.now - (OPEN - n) * 2 * MINUTE);
        if n < ASSIGNED {
            job.crew = Some(1 + place(n, self.lists.technicians.len().checked_sub(1)?)?);
        } else {
            let urgent = n == ASSIGNED;
            job.fields.insert(keys::PRIORITY.to_owned(), json!(if urgent { "urgent" } else { "normal" }));
            for key in [keys::OFFER_FROM, keys::OFFER_TO] {
                job.fields.remove(key);
            }
        }
        Some(job)
    }

    /// The first technician's day.
    fn of_today(&self, told: &Told, slot: i64) -> Option<Planned> {
        let mut fields = self.fields(slot, self.today)?;
        let texts = [
            (keys::CUSTOMER_NAME, &told.customer),
            (keys::CUSTOMER_PHONE, &told.phone),
            (keys::CUSTOMER_ADDRESS, &told.address),
            (keys::PRODUCT_MODEL, &told.product),
            (keys::PRODUCT_SERIAL, &told.serial),
            (keys::PRODUCT_INSTALLED, &told.installed),
            (keys::SYMPTOM, &told.symptom),
            (keys::NOTE, &told.note),
        ];
        fields.extend(
            texts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key.into(), json!(text))),
        );
        fields.insert(keys::JOB_KIND.to_owned(), json!(kind(&told.pack)));
        let created = (self.today - DAY + 10 * 60 * MINUTE + slot * 25 * MINUTE).min(self.now - 2 * MINUTE);
        Some(Planned { pack: told.pack.clone(), fields, created, crew: Some(0), closed: None })
    }

    fn job(&self, n: i64, day: i64) -> Option<Planned> {
        let packs: Vec<(&String, &Vec<Matter>)> = self.lists.matters.iter().collect();
        // Two of three are windows and doors.
        let (pack, matters) = packs.get(usize::from(n % 3 != 0))?;
        let matter = matters.get(place(n / 2, matters.len())?)?;
        let mut fields = self.fields(n, day)?;
        let note = self.lists.notes.get(place(n, self.lists.notes.len())?)?;
        let texts = [
            (keys::CUSTOMER_NAME, self.lists.customers.get(usize::try_from(n).ok()?)?.clone()),
            (keys::CUSTOMER_PHONE, self.phone(n)),
            (keys::CUSTOMER_ADDRESS, self.address(n)?),
            (keys::PRODUCT_MODEL, matter.product.clone()),
            (keys::SYMPTOM, matter.symptom.clone()),
            (keys::JOB_KIND, kind(pack).to_owned()),
            (keys::NOTE, note.clone()),
        ];
        fields.extend(
            texts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key.into(), json!(text))),
        );
        Some(Planned { pack: (*pack).clone(), fields, created: day, crew: None, closed: None })
    }

    /// What every job says about its time.
    fn fields(&self, n: i64, day: i64) -> Option<Map<String, Value>> {
        let written = |ms: i64| json!(rfc3339(ms, self.offset_minutes));
        let (from, to) = self.slot(n)?;
        let mut fields = Map::new();
        fields.insert(keys::OFFER_FROM.to_owned(), written(day + from));
        fields.insert(keys::OFFER_TO.to_owned(), written(day + to));
        fields.insert(keys::PROMISED_BY.to_owned(), written(day + DAY + 18 * 60 * MINUTE));
        fields.insert(keys::PRIORITY.to_owned(), json!("normal"));
        fields.insert(keys::FLAGS.to_owned(), json!(["consumer", "charged", "home_decorated"]));
        Some(fields)
    }

    /// From and to of a visit, after midnight.
    fn slot(&self, n: i64) -> Option<(i64, i64)> {
        let (from, to) = self.lists.slots.get(place(n, self.lists.slots.len())?)?;
        let clock = |text: &str| {
            let (hour, minute) = text.split_once(':')?;
            Some((hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?) * MINUTE)
        };
        Some((clock(from)?, clock(to)?))
    }

    /// Some time of the day the office works.
    fn at_work(&self, n: i64) -> i64 {
        (8 * 60 + (n * 37) % 540) * MINUTE
    }

    fn phone(&self, n: i64) -> String {
        let begin = ["137", "138", "139", "150", "158", "186"];
        let begin = begin.get(usize::try_from(n % 6).unwrap_or_default()).copied().unwrap_or("137");
        format!("{begin} 0000 {:04}", 1_000 + n * 137)
    }

    fn address(&self, n: i64) -> Option<String> {
        let (district, road, estate) = self.lists.places.get(place(n, self.lists.places.len())?)?;
        let (number, house, floor, door) = (6 + (n * 17) % 290, 1 + (n * 5) % 14, 2 + (n * 7) % 17, 1 + n % 4);
        Some(format!("云州市{district}{road} {number} 号{estate} {house} 幢 {floor}0{door}"))
    }
}

fn kind(pack: &str) -> &'static str {
    if pack.ends_with("_install") { "install" } else { "repair" }
}

fn place(n: i64, length: usize) -> Option<usize> {
    usize::try_from(n).ok()?.checked_rem(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-20 13:00 +08:00, a Friday.
    const NOON: i64 = 1_795_150_800_000;

    fn planned(now: i64) -> Vec<Planned> {
        let lists: Lists = serde_json::from_str(super::super::LISTS).unwrap();
        plan(&lists, now, 480).unwrap()
    }

    #[test]
    fn the_same_day_gives_the_same_company_and_another_day_moves_with_it() {
        assert_eq!(planned(NOON), planned(NOON));
        let texts =
            |jobs: Vec<Planned>| jobs.into_iter().map(|job| job.fields["customer.name"].clone()).collect::<Vec<_>>();
        assert_eq!(texts(planned(NOON)).len(), 60);
        assert_eq!(planned(NOON + DAY)[0].created, planned(NOON)[0].created + DAY);
    }

    #[test]
    fn the_history_goes_back_three_months_over_both_trades_and_all_technicians() {
        let jobs = planned(NOON);
        let done: Vec<&Planned> = jobs.iter().filter(|job| job.closed.is_some()).collect();
        assert_eq!(done.len(), 40);
        let oldest = done.iter().map(|job| job.created).min().unwrap();
        assert!((75..92).contains(&((NOON - oldest) / DAY)), "{} days", (NOON - oldest) / DAY);
        for pack in ["dw_repair", "broadband_install"] {
            assert!(done.iter().filter(|job| job.pack == pack).count() > 10, "{pack}");
        }
        for technician in 0..5 {
            assert!(done.iter().any(|job| job.crew == Some(technician)));
        }
        assert!(done.iter().all(|job| job.created < job.closed.unwrap().1 && job.closed.unwrap().1 < NOON));
    }

    #[test]
    fn the_first_technician_has_five_visits_today_that_do_not_overlap() {
        // Shortly after midnight too: the office may be founded at any hour.
        for now in [NOON, NOON - 12 * 60 * MINUTE - 50 * MINUTE] {
            let jobs = planned(now);
            let mine: Vec<&Planned> = jobs.iter().filter(|job| job.crew == Some(0) && job.closed.is_none()).collect();
            let time = |job: &Planned, key: &str| job.fields[key].as_str().unwrap().to_owned();
            let mut times: Vec<_> =
                mine.iter().map(|job| (time(job, keys::OFFER_FROM), time(job, keys::OFFER_TO))).collect();
            times.sort();
            assert_eq!(times.len(), 5);
            assert!(times.iter().all(|(from, to)| from < to && from.starts_with("2026-11-20T")), "{times:?}");
            assert!(times.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{times:?}");
            assert!(jobs.iter().all(|job| job.created < now));
        }
    }
}
