//! The jobs of the harness and the edits to them, the same to the letter as its lib/jobs.js makes them: every system it
//! measures gets this content. A test holds a digest of 2,000 of them, taken from that file.
//!
//! It must not know how anything is stored or sent.

use serde_json::{Map, Value, json};

/// Items of a job's checklist.
const ITEMS: usize = 60;
const VERBS: [&str; 10] =
    ["Check", "Inspect", "Measure", "Clean", "Tighten", "Photograph", "Replace", "Record", "Test", "Lubricate"];
const THINGS: [&str; 15] = [
    "intake filter",
    "drain pan",
    "fan belt",
    "contactor",
    "earth bond",
    "pressure relief valve",
    "condenser coil",
    "door seal",
    "emergency stop",
    "thermostat",
    "expansion valve",
    "isolator",
    "cable gland",
    "sight glass",
    "bearing",
];
const PLACES: [&str; 8] =
    ["unit A", "unit B", "roof plant", "basement plant room", "riser 2", "kitchen", "cold store", "lobby"];
const STREETS: [&str; 6] =
    ["Mill Lane", "Harbour Road", "Station Street", "Church Hill", "Quay West", "Orchard Avenue"];
const STATUSES: [&str; 4] = ["planned", "assigned", "started", "done"];

/// A job's number, which is its id at our office too.
pub fn number(job: usize) -> String {
    format!("J-{}", 100_000 + job)
}

/// Everything a job holds, as fields of a brief. Coordinates are text: a document holds no fractions.
pub fn fields(job: usize) -> Map<String, Value> {
    let mut dice = Dice::of(job);
    let checklist: Vec<Value> = (0..ITEMS).map(|_| item(&mut dice)).collect();
    // The order of the throws is the content: one after the other, as they stand in lib/jobs.js.
    let title = format!("{} {}", dice.pick(&VERBS), dice.pick(&THINGS));
    let status = dice.pick(&STATUSES);
    let customer = format!("Customer {}", 1 + dice.below(400));
    let phone = format!("+44 20 {} {}", 1000 + dice.below(8999), 1000 + dice.below(8999));
    let street = format!("{} {}", 1 + dice.below(200), dice.pick(&STREETS));
    let (lat, lon) = (51.0 + dice.throw(), -1.0 + dice.throw());
    let assignee = format!("tech-{}", 1 + dice.below(40));
    let due = format!("2026-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28));
    let fields = [
        ("order.type", json!("job")),
        ("job.external", json!(number(job))),
        ("symptom.words", json!(title)),
        ("order.status", json!(status)),
        ("customer.name", json!(customer)),
        ("customer.phone", json!(phone)),
        ("customer.address", json!(street)),
        ("site.lat", json!(lat.to_string())),
        ("site.lon", json!(lon.to_string())),
        (ASSIGNEE, json!(assignee)),
        ("order.due", json!(due)),
        ("order.checklist", json!(checklist)),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn item(dice: &mut Dice) -> Value {
    let done = dice.throw() < 0.3;
    let id: String = (0..12).filter_map(|_| char::from_digit(dice.below(16), 16)).collect();
    let text = format!("{} {} ({})", dice.pick(&VERBS), dice.pick(&THINGS), dice.pick(&PLACES));
    let kind = if dice.throw() < 0.2 { "reading" } else { "tick" };
    let value =
        if done && dice.throw() < 0.2 { (f64::from(dice.below(1000)) / 10.0).to_string() } else { String::new() };
    let note =
        if dice.throw() < 0.08 { format!("See previous visit, {} worn", dice.pick(&THINGS)) } else { String::new() };
    json!({"id": id, "text": text, "kind": kind, "done": done, "value": value, "note": note})
}

/// The field that tells the office's edits.
pub const ASSIGNEE: &str = "order.assignee";

/// An edit: the how manieth of its round, and the round. The harness makes one round; a loop makes more, each on other
/// jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// From 0.
    pub n: usize,
    /// From 0.
    pub round: usize,
    /// The job it is made to.
    pub job: usize,
}

impl Edit {
    /// What the office writes into the assignee.
    pub fn assignee(self) -> String {
        match self.round {
            0 => format!("tech-office-{}", self.n),
            round => format!("tech-office-{}-{round}", self.n),
        }
    }

    /// The office's edit: reassigned and rescheduled, three fields.
    pub fn of_office(self) -> Value {
        json!({ASSIGNEE: self.assignee(), "order.due": "2027-01-15", "order.status": "assigned"})
    }

    /// What the technician reads off.
    pub fn reading(self) -> String {
        (20 + self.n).to_string()
    }

    /// The technician's note.
    pub fn note(self) -> String {
        format!("Technician note {}: seal replaced, retest in 6 months", self.n)
    }
}

/// Which jobs are edited while the device is away: evenly spread, so that edits do not cluster.
pub struct Plan {
    /// By the office.
    pub office: Vec<Edit>,
    /// By the technician.
    pub technician: Vec<Edit>,
}

impl Plan {
    /// The plan of a round over so many jobs. Each round moves on by a job.
    pub fn of(jobs: usize, round: usize) -> Self {
        let spread = |of: usize, shift: usize| {
            let edit = |n| Edit { n, round, job: ((2 * n + 1) * jobs / (2 * of) + shift + round) % jobs.max(1) };
            (0..of).map(edit).collect()
        };
        Self { office: spread(10, 0), technician: spread(5, 1) }
    }
}

/// Mulberry32, seeded by the job, as lib/jobs.js has it: content, not chance.
struct Dice(u32);

impl Dice {
    fn of(job: usize) -> Self {
        let job = u32::try_from(job).unwrap_or(u32::MAX);
        Self(0x5eed_u32.wrapping_add(job.wrapping_mul(7919)))
    }

    /// From 0 to below 1.
    fn throw(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x6d2b_79f5);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 15)).wrapping_mul(mixed | 1);
        mixed ^= mixed.wrapping_add((mixed ^ (mixed >> 7)).wrapping_mul(mixed | 61));
        f64::from(mixed ^ (mixed >> 14)) / 4_294_967_296.0
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // below `end`, and not below 0
    fn below(&mut self, end: u32) -> u32 {
        (self.throw() * f64::from(end)) as u32
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let place = self.below(u32::try_from(from.len()).unwrap_or(0));
        from.get(place as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::canonical;
    use domain::digest::Digest;

    /// Made from lib/jobs.js of the harness: `makeJob(0)` to `makeJob(1999)`, each flattened to these keys, written as
    /// canonical JSON and a line feed.
    const JOBS: &str = "810326235d83ffdfc1d57ca2e5e4c750e95b861913a22a577c3a672b1f868044";

    #[test]
    fn the_content_is_the_harness_s_to_the_letter() {
        let lines: String = (0..2000).map(|job| canonical::to_string(&fields(job)).unwrap() + "\n").collect();
        assert_eq!(Digest::of(lines.as_bytes()).hex(), JOBS);
    }

    #[test]
    fn the_plan_is_the_harness_s_and_rounds_do_not_meet() {
        let jobs = |edits: &[Edit]| edits.iter().map(|edit| edit.job).collect::<Vec<_>>();
        let first = Plan::of(2000, 0);
        assert_eq!(jobs(&first.office), [100, 300, 500, 700, 900, 1100, 1300, 1500, 1700, 1900]);
        assert_eq!(jobs(&first.technician), [201, 601, 1001, 1401, 1801]);
        let mut edited: Vec<usize> = (0..200).flat_map(|round| jobs(&Plan::of(2000, round).office)).collect();
        edited.sort_unstable();
        assert_eq!(edited, (0..2000).collect::<Vec<_>>());
    }
}
