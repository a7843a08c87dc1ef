//! A visit in memory: what one phone writes, folded after each act, and a technician who supplies whatever is lacking.

use domain::brief::{Brief, keys};
use domain::checklist::{Checklist, Lack, Missing};
use domain::decide::{Draft, Refusal};
use domain::digest::Digest;
use domain::fold::{Entry, Fold, fold};
use domain::ids::{ItemKey, RecordId, VisitNo};
use domain::key::SoftwareKey;
use domain::money::Money;
use domain::order;
use domain::pack::judge::{CASE, case_of};
use domain::pack::{Case, Item, Measure, Pack};
use domain::record::{Basis, Kind, Record};
use domain::seal::{InkRole, Seal, Sealing, SignedBy};
use domain::settings::Values;
use domain::state::State;
use domain::time::{At, Trust};
use domain::value::{Agreed, Agreement, Answer, Cover, FeeLine, PaperMade, Picture, Quote, Rated, Reading, Signed};
use serde_json::{Map, json};
use standards::Library;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::builtin().unwrap());

/// Every pack of the program.
pub fn packs() -> impl Iterator<Item = &'static Pack> {
    LIBRARY.packs()
}

/// A visit under way.
#[derive(Clone)]
pub struct Visit {
    pub pack: &'static Pack,
    pub brief: Brief,
    /// The firm's settings.
    pub values: Values,
    entries: Vec<Entry>,
}

impl Visit {
    /// Dispatched, nothing done yet.
    pub fn of(pack: &str) -> Self {
        let pack = packs().find(|it| it.key.as_str() == pack).unwrap();
        let fields = [(keys::STATE, "dispatched"), (keys::CUSTOMER_NAME, "王淑敏"), (keys::CUSTOMER_PHONE, "137")];
        let fields = fields.map(|(key, text)| (key.to_owned(), json!(text)));
        let brief = Brief { fields: fields.into(), ..Brief::default() };
        Self { pack, brief, values: Values::default(), entries: Vec::new() }
    }

    /// Brought to this state, on the shortest way, with nothing done that is not asked for before it.
    pub fn at(pack: &str, state: State) -> Self {
        let mut visit = Self::of(pack);
        visit.bring_to(state);
        visit
    }

    /// Brought into a branch that begins in `from`.
    pub fn in_branch(pack: &str, from: State, branch: State) -> Self {
        let mut visit = Self::at(pack, from);
        let (row, to) = visit.look(|list| {
            let ways = list.ways();
            let way = ways.into_iter().find(|(_, to, _)| *to == branch);
            way.map(|(row, to, _)| (row.number, to)).unwrap_or_else(|| panic!("no way {from:?} -> {branch:?}"))
        });
        visit.take(row, to).unwrap();
        visit
    }

    pub fn bring_to(&mut self, state: State) {
        let (from, branch) = match state {
            State::Rescheduling => (State::Booked, true),
            State::NobodyHome => (State::Arrived, true),
            State::SiteNotReady | State::SafetyHold | State::TakenAway | State::Escalated => (State::Survey, true),
            State::AwaitingParts | State::Exchange => (State::Survey, true),
            State::Refused => (State::Quoted, true),
            main_line => (main_line, false),
        };
        while self.state() != from {
            self.go_on().unwrap_or_else(|why| panic!("{} at {:?}: {why:?}", self.pack.key, self.state()));
        }
        if branch {
            let number = self.look(|list| list.ways().into_iter().find(|(_, to, _)| *to == state).unwrap().0.number);
            self.take(number, state).unwrap();
        }
    }

    /// The visit the order is on.
    pub fn number(&self) -> VisitNo {
        order::current_visit(&self.brief, &self.fold())
    }

    pub fn fold(&self) -> Fold {
        fold(&self.brief, &self.entries, 0)
    }

    pub fn look<R>(&self, at: impl FnOnce(&Checklist<'_>) -> R) -> R {
        let fold = self.fold();
        let visit = order::current_visit(&self.brief, &fold);
        at(&Checklist::new(self.pack, &self.brief, &fold, visit).under(&self.values))
    }

    pub fn state(&self) -> State {
        let fold = self.fold();
        fold.state(order::current_visit(&self.brief, &fold))
    }

    /// What the next step lacks.
    pub fn missing(&self) -> Vec<Missing> {
        self.look(|list| list.next().map(|(.., missing)| missing).unwrap_or_default())
    }

    /// Does it, or says why not.
    pub fn act<D: Into<Vec<Draft>>>(
        &mut self,
        act: impl FnOnce(&Checklist<'_>) -> Result<D, Refusal>,
    ) -> Result<(), Refusal> {
        let drafts: Vec<Draft> = self.look(act)?.into();
        drafts.into_iter().for_each(|draft| self.write(draft));
        Ok(())
    }

    /// One act that makes one record.
    pub fn one(&mut self, act: impl FnOnce(&Checklist<'_>) -> Result<Draft, Refusal>) -> Result<(), Refusal> {
        self.act(|list| act(list).map(|draft| vec![draft]))
    }

    /// The same on a second phone that has not heard of what the first one did last.
    pub fn beside(&mut self, act: impl FnOnce(&Checklist<'_>) -> Result<Draft, Refusal>) {
        let draft = self.look(act).unwrap();
        self.write(Draft { replaces: Vec::new(), ..draft });
    }

    /// A record arrives, whoever made it.
    pub fn write(&mut self, draft: Draft) {
        let n = i64::try_from(self.entries.len()).unwrap();
        let id = RecordId::new(format!("0192f0c4-7b1a-7c3e-8a55-{n:012}"));
        let seals: BTreeSet<RecordId> = self
            .entries
            .iter()
            .filter(|entry| entry.record.as_ref().is_ok_and(|record| record.kind == Kind::Seal))
            .map(|entry| entry.id.clone())
            .collect();
        let at = At { time: time(n), trust: Trust::Verified, boot: None, elapsed_ms: None };
        let record = Record {
            v: 1,
            kind: draft.kind,
            visit: draft.visit,
            item: draft.item,
            unit: draft.unit,
            by: "p-417".into(),
            device: "d-1".into(),
            at,
            basis: draft.basis,
            opened: None,
            confirmed: None,
            value: draft.value,
            replaces: draft.replaces,
            later: Map::new(),
        };
        let change = Digest::of(id.as_str().as_bytes());
        let (knew_seals, sealed_by) = (seals, BTreeSet::new());
        self.entries.push(Entry { id, change, record: Ok(record.into()), knew_seals, sealed_by });
    }

    /// Supplies what the next step lacks and takes it.
    pub fn go_on(&mut self) -> Result<State, Refusal> {
        self.supply_all(Self::missing);
        let to = self.look(|list| list.next().map(|(_, to, _)| to)).unwrap();
        self.one(|list| list.advance(to)).map(|()| to)
    }

    /// Supplies what a way lacks and takes it.
    pub fn take(&mut self, number: u8, to: State) -> Result<(), Refusal> {
        self.supply_all(|visit| visit.missing_for(number, to));
        if number == 15 {
            let agreed = agreed(90);
            self.one(|list| list.agree_time(&agreed)).unwrap();
        }
        self.one(|list| list.turn(number, to, "客户临时有事"))
    }

    /// What a way lacks.
    pub fn missing_for(&self, number: u8, to: State) -> Vec<Missing> {
        self.look(|list| {
            let way = list.ways().into_iter().find(|(row, at, _)| row.number == number && *at == to);
            way.map(|(.., missing)| missing).unwrap_or_default()
        })
    }

    fn supply_all(&mut self, missing: impl Fn(&Self) -> Vec<Missing>) {
        for _ in 0..12 {
            let lacking = missing(self);
            if lacking.is_empty() {
                return;
            }
            lacking.iter().for_each(|missing| self.supply(missing));
        }
        panic!("{} at {:?} still lacks {:?}", self.pack.key, self.state(), missing(self));
    }

    /// Answers one thing that is lacking, well.
    pub fn supply(&mut self, missing: &Missing) {
        let key = &missing.item;
        let item = self.pack.item(key).unwrap().clone();
        let done = match missing.lack {
            Lack::Photo => self.one(|list| list.photograph(key, None, &picture())),
            Lack::Reading | Lack::Reason => self.one(|list| list.read(key, None, &reading(&item), false)),
            Lack::Signature => self.sign(key),
            Lack::Answer | Lack::Text | Lack::Passing => {
                self.one(|list| list.answer(key, &answer(&item), Basis::Tapped))
            }
            Lack::Event => self.happen(key),
            Lack::Settling => panic!("two answers to {key} differ"),
        };
        done.unwrap_or_else(|why| panic!("{}: {key} lacks {:?}: {why:?}", self.pack.key, missing.lack));
    }

    fn sign(&mut self, key: &ItemKey) -> Result<(), Refusal> {
        if key.as_str().starts_with("sht.") {
            let signed =
                Signed { ink: Digest::of(b"ink"), name: "王淑敏".into(), relation: "self".into(), shown: None };
            return self.one(|list| list.sign(key, &signed));
        }
        self.one(|list| {
            let quote = list.quote_id().filter(|_| key.as_str() == "con.plan").cloned();
            list.consent(key, &agreement(quote))
        })
    }

    /// Lets an event happen that an item waits for.
    fn happen(&mut self, key: &ItemKey) -> Result<(), Refusal> {
        match key.as_str() {
            "apt.window" => self.one(|list| list.agree_time(&agreed(60))),
            "arr.window" => self.one(|list| list.agree_time(&agreed(60))),
            "qte.plan" | "qte.amount" | "fee.lines" | "fee.match" => self.one(|list| list.make_quote(&quote(list))),
            "sht.rate" => self.one(|list| list.rate(&Rated { score: 5, comment: String::new() })),
            "sht.copy" => self.paper(),
            "nob.return" => self.one(|list| list.photograph(&"nob.note".into(), None, &picture())),
            "uns.told" => self.one(|list| list.photograph(&"uns.photo".into(), None, &picture())),
            "aci.pipe_fee" => {
                let pipe = self.pack.item(&"aci.pipe_len".into()).unwrap().clone();
                self.one(|list| list.read(&pipe.key, None, &reading(&pipe), false))
            }
            "stb.order" => {
                let crew = json!([{ "person": "p-417", "name": "陈志远", "badge": "0417" }]);
                self.brief.fields.insert(keys::CREW.into(), crew);
                Ok(())
            }
            // These follow from the others.
            "sht.complete" | "sht.report" | "sht.install_record" => Ok(()),
            other => panic!("nothing makes {other} happen"),
        }
    }

    /// Seals the visit and files its paper, once both have signed.
    fn paper(&mut self) -> Result<(), Refusal> {
        let signed = self.look(|list| list.missing_in(domain::stage::Stage::Sheet));
        if signed.iter().any(|missing| missing.item.as_str() != "sht.copy") {
            return Ok(());
        }
        let sealing = Sealing {
            paper: "GD1-1-D03A1".into(),
            facts: Digest::of(b"facts"),
            inks: BTreeMap::from([(InkRole::Customer, Digest::of(b"ink"))]),
            signer: SignedBy { name: "王淑敏".into(), relation: domain::facts::Text::zh("本人") },
            at: At { time: time(0), trust: Trust::Verified, boot: None, elapsed_ms: None },
            place: None,
        };
        let seal = Seal::sign(sealing, &SoftwareKey::from_secret(&[7; 32]).unwrap()).unwrap();
        self.one(|list| list.seal(&seal))?;
        let (facts, pdf) = (Digest::of(b"facts"), Digest::of(b"pdf"));
        let paper = PaperMade { number: "GD1-1-D03A1".into(), facts, pdf, bytes: 1, pages: 1 };
        self.one(|list| list.file_paper(&paper))
    }
}

fn time(second: i64) -> String {
    domain::time::rfc3339(1_795_000_000_000 + 1000 * second, 480)
}

pub fn agreed(minutes: i64) -> Agreed {
    let (from, to) = (time(60 * minutes), time(60 * minutes + 7200));
    Agreed { from, to, contacted: time(0), with: "王淑敏".into() }
}

pub fn picture() -> Picture {
    let blob = Digest::of(b"photo");
    Picture { blob, bytes: 1, width: 1, height: 1, media: "image/jpeg".into(), caption: None }
}

pub fn agreement(quote: Option<RecordId>) -> Agreement {
    Agreement {
        agreed: true,
        quote,
        shown: Digest::of(b"shown"),
        ink: Some(Digest::of(b"ink")),
        oral: None,
        name: "王淑敏".into(),
        relation: "self".into(),
        words: "同意".into(),
    }
}

pub fn quote(list: &Checklist<'_>) -> Quote {
    let fee = FeeLine {
        code: "VISIT".into(),
        zh: "上门".into(),
        en: "Visit".into(),
        quantity: "1".into(),
        unit: "次".into(),
        price: Money::fen(5000),
        cover: Cover::Paid,
        note: String::new(),
        amount: Money::fen(5000),
    };
    Quote {
        version: list.quote().map_or(1, |quote| quote.version + 1),
        cause: "胶条老化".into(),
        cause_code: None,
        plan: "更换胶条".into(),
        minutes: 60,
        parts: Vec::new(),
        fees: vec![fee],
        total: Money::fen(5000),
    }
}

/// An answer that passes.
pub fn answer(item: &Item) -> Answer {
    match item.choices.iter().find(|choice| !choice.blocks) {
        Some(choice) => Answer::choice(&choice.key),
        None if item.date => Answer { text: Some("SN 1029".into()), ..Answer::date("2022-06-18") },
        None if item.wants_words() => Answer::text("见现场照片"),
        None => Answer::done(),
    }
}

/// A reading within its limits, if there is one; else it is explained.
fn reading(item: &Item) -> Reading {
    let measure: &Measure = item.measure.as_ref().unwrap();
    let allowed = |least: &Option<String>, most: &Option<String>, cases: &[Case]| {
        let case = cases.first().and_then(|case| case.least.clone().or_else(|| case.most.clone()));
        least.clone().or_else(|| most.clone()).or(case).unwrap_or_else(|| "1".into())
    };
    let mut parts = BTreeMap::new();
    for part in &measure.parts {
        let value = part.must_be.clone().unwrap_or_else(|| allowed(&part.least, &part.most, &part.cases));
        parts.insert(part.key.clone(), value);
        parts.extend(part.cases.first().map(|case| (case_of(&part.key), case.key.clone())));
    }
    parts.extend(measure.cases.first().map(|case| (CASE.to_owned(), case.key.clone())));
    if let Some(relative) = &measure.relative {
        parts.insert(relative.to.clone(), "1".into());
    }
    let value = allowed(&measure.least, &measure.most, &measure.cases);
    let mut reading = Reading { value, unit: measure.unit.clone(), parts, note: None };
    if measure.verdict(&reading) == Some(false) {
        reading.note = Some("已告知客户".into());
    }
    reading
}
