//! A clean broadband visit takes at most 45 taps besides typing, photos and ink.
//!
//! The rule of counting: one tap for each time a finger has to come down on the screens of `ui/technician` to
//!
//! - open the job, take a step from the job's page, or use the one action below a stage (which confirms the ticks that stand
//!   in the stage, see [`domain::checklist::onward`]);
//! - tick what no block confirms (a gate), or choose one of a list;
//! - keep the proposed time, begin a quote, open the price list, pick a line of it, keep the quote;
//! - agree to the quote (the step to *quoted* shows it to the customer);
//! - say how it was paid, keep the payment; give the stars; seal the sheet; hand it over.
//!
//! Not counted is what begins, makes and ends typing (into a field, on the keypad), a photo (the slot, the shutter) and ink
//! (the button that opens the page, the strokes, the one below them). Scrolling is no tap. Evidence is none either: what
//! follows from a record (the time of arrival, who signed, what was paid) nobody is asked.
//!
//! The orders are the demo's, charged, with two lines in their quote; [`Hand`] does what the screens ask for and nothing else.

use crate::visit::{Visit, quote};
use domain::brief::keys;
use domain::checklist::onward::Onward;
use domain::checklist::{Checklist, Lack, Missing};
use domain::ids::ItemKey;
use domain::money::Money;
use domain::pack::{Evidence, Item, ItemKind};
use domain::record::{Basis, Kind};
use domain::stage::Stage;
use domain::state::State;
use domain::value::{Answer, Paid, Quote};
use serde_json::json;
use std::collections::BTreeMap;

/// The standard's limit.
const MOST: usize = 45;

/// What is on the phone.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Screen {
    Today,
    Job,
    Stage(Stage),
    Sheet,
}

/// A technician's hand, and what it tapped.
struct Hand {
    visit: Visit,
    taps: Vec<String>,
}

impl Hand {
    /// A visit from the day's list to the list again.
    fn through(pack: &str) -> Self {
        let mut visit = Visit::of(pack);
        visit.brief.fields.insert(keys::FLAGS.into(), json!(["consumer", "charged", "home_decorated"]));
        let mut hand = Self { visit, taps: Vec::new() };
        // The day's one button leads to what is next itself (ui/technician/src/job/JobList.vue); the job lies behind its card.
        let mut screen = hand.go_on();
        for _ in 0..40 {
            screen = match screen {
                Screen::Today => return hand,
                Screen::Job => hand.go_on(),
                Screen::Stage(stage) => hand.work(stage),
                Screen::Sheet => hand.hand_over(),
            };
        }
        panic!("{pack} comes to no end: {:#?}", hand.taps);
    }

    fn tap<T>(&mut self, then: T, what: &str) -> T {
        self.taps.push(what.to_owned());
        then
    }

    /// The one action of the job's page: a step that lacks nothing, else the stage that something is lacking in.
    fn go_on(&mut self) -> Screen {
        let (missing, to, current) = self.visit.look(|list| {
            let (_, to, missing) = list.next().unwrap();
            (missing, to, list.current().unwrap())
        });
        self.tap((), &format!("job: on to {}", to.key()));
        if missing.is_empty() {
            self.visit.one(|list| list.advance(to)).unwrap();
            return self.land();
        }
        let of = |missing: &Missing| self.visit.pack.stage_of(&missing.item).unwrap();
        let here = missing.iter().map(of).find(|stage| *stage == current);
        Screen::Stage(here.unwrap_or_else(|| of(&missing[0])))
    }

    /// After a step: the stage that is current then, or the job where nothing is to be answered yet.
    fn land(&self) -> Screen {
        self.visit.look(|list| {
            let stage = list.current().unwrap();
            if list.missing_in(stage).is_empty() { Screen::Job } else { Screen::Stage(stage) }
        })
    }

    /// What a stage's screen asks for one by one, then its one action.
    fn work(&mut self, stage: Stage) -> Screen {
        for _ in 0..4 {
            for missing in self.asked_for(stage) {
                self.give(&missing);
            }
        }
        let (onward, ticks) = self.visit.look(|list| (list.onward(stage), list.confirmable(stage).count()));
        self.tap((), &format!("{}: {ticks} ticks, then {onward:?}", stage.key()));
        self.visit.act(|list| list.confirm_stage(stage, &BTreeMap::new())).unwrap();
        // What the screen said before the ticks is where it leads after them.
        assert_eq!(self.visit.look(|list| list.onward(stage)), onward);
        match onward {
            Onward::Stage(next) => Screen::Stage(next),
            Onward::Step(to) => {
                for step in self.visit.look(|list| list.steps_to(to)) {
                    self.visit.one(|list| list.advance(step)).unwrap();
                }
                self.land()
            }
            Onward::Seal => {
                self.visit.supply(&Missing { item: "sht.copy".into(), lack: Lack::Event });
                Screen::Sheet
            }
            Onward::Over => Screen::Today,
            other => panic!(
                "{}: a clean visit leads to {other:?}, still asked for: {:?}",
                stage.key(),
                self.asked_for(stage)
            ),
        }
    }

    fn hand_over(&mut self) -> Screen {
        self.tap((), "sheet: the customer has it");
        self.visit.one(|list| list.advance(State::Left)).unwrap();
        self.land()
    }

    /// What keeps the stage's action shut, but for what it confirms itself.
    fn asked_for(&self, stage: Stage) -> Vec<Missing> {
        self.visit.look(|list| {
            let ticks: Vec<&ItemKey> = list.confirmable(stage).map(|item| &item.key).collect();
            let missing = list.next().map(|(.., missing)| missing).unwrap_or_default();
            let here = missing.into_iter().filter(|it| list.pack.stage_of(&it.item) == Some(stage));
            here.filter(|it| !ticks.contains(&&it.item)).collect()
        })
    }

    /// One thing a stage asks for, in the taps its control takes.
    fn give(&mut self, missing: &Missing) {
        let still = self.visit.missing().iter().any(|it| it == missing);
        let item: &Item = self.visit.pack.item(&missing.item).unwrap();
        let key = item.key.as_str();
        let wants_words = item.kind == ItemKind::Field || matches!(item.evidence, Evidence::Text | Evidence::Scan);
        match (missing.lack, key) {
            // Given with another one meanwhile.
            _ if !still => return,
            (Lack::Event, "qte.plan" | "qte.amount") => return self.quote(),
            // These follow.
            (Lack::Event, "sht.complete" | "sht.report" | "sht.install_record" | "sht.copy") => return,
            (Lack::Event, "apt.window") => self.tap((), "appointment: keep the proposed time"),
            (Lack::Event, "sht.rate") => self.tap((), "sheet: the stars"),
            (Lack::Event, other) => panic!("no control of a screen makes {other} happen"),
            (_, "fee.category" | "fee.method") => return self.pay(),
            // The page of the ink has asked who signs.
            (_, "sht.signer") => return,
            // The step before has put the quote before the customer.
            (Lack::Signature, "con.plan") => self.tap((), "consent: agree"),
            (Lack::Photo | Lack::Reading | Lack::Reason | Lack::Signature, _) => {}
            _ if !item.choices.is_empty() => self.tap((), &format!("choose: {key}")),
            _ if wants_words => {}
            _ => self.tap((), &format!("tick: {key}")),
        }
        self.visit.supply(missing);
        if key == "sht.sign_customer" {
            let answer = Answer::choice("self");
            self.visit.one(|list| list.answer(&"sht.signer".into(), &answer, Basis::Tapped)).unwrap();
        }
    }

    fn quote(&mut self) {
        for what in ["begin", "the price list", "a line", "the price list", "a line", "keep"] {
            self.tap((), &format!("quote: {what}"));
        }
        self.visit.one(|list| list.make_quote(&of_two_lines(list))).unwrap();
    }

    fn pay(&mut self) {
        self.tap((), "settle: how it was paid");
        self.tap((), "settle: keep");
        self.visit.act(|list| list.pay(&paid(list, "paid_on_site"))).unwrap();
    }
}

fn of_two_lines(list: &Checklist<'_>) -> Quote {
    let one = quote(list);
    let mut fees = one.fees.clone();
    fees.extend(one.fees.iter().cloned().map(|fee| domain::value::FeeLine { code: "BB-CABLE".into(), ..fee }));
    let total = Money::fen(one.total.minor * 2);
    Quote { fees, total, ..one }
}

fn paid(list: &Checklist<'_>, status: &str) -> Paid {
    let amount = list.quote().unwrap().total;
    Paid { status: status.into(), method: "wechat".into(), amount, receipt: None }
}

#[test]
fn a_clean_broadband_visit_takes_at_most_45_taps() {
    for pack in ["broadband_install", "broadband_repair"] {
        let hand = Hand::through(pack);
        assert_eq!(hand.visit.state(), State::Left);
        assert!(hand.visit.look(|list| list.missing_before(Stage::Departure)).is_empty());
        assert!(hand.visit.look(|list| list.missing_in(Stage::Departure)).is_empty());
        assert!(hand.taps.len() <= MOST, "{pack}: {} taps: {:#?}", hand.taps.len(), hand.taps);
    }
}

/// How every answer of a visit came about, by its item.
fn bases(visit: &Visit) -> BTreeMap<ItemKey, Basis> {
    visit.look(|list| {
        let answers = list.fold.of_kind(list.visit, &Kind::Answer).into_iter();
        answers.map(|(_, record)| (record.item.clone().unwrap(), record.basis.unwrap())).collect()
    })
}

#[test]
fn the_one_action_confirms_ticks_alone_and_every_answer_says_how_it_came_about() {
    let hand = Hand::through("broadband_install");
    let bases = bases(&hand.visit);
    assert!(bases.len() > 60, "{}", bases.len());
    for (key, basis) in &bases {
        let item = hand.visit.pack.item(key).unwrap();
        let alone = item.kind == ItemKind::Gate || !matches!(item.evidence, Evidence::Tick | Evidence::Automatic);
        assert!(!alone || *basis != Basis::Block, "{key} was answered with its block");
    }
    for gate in ["kit.no_alcohol", "drs.badge", "ent.permission", "tst.self", "tst.function", "tst.joint", "sht.review"]
    {
        assert_eq!(bases[&ItemKey::new(gate)], Basis::Tapped, "{gate}");
        assert!(hand.taps.contains(&format!("tick: {gate}")), "{gate}");
    }
}

#[test]
fn a_stage_is_confirmed_block_by_block_with_its_exceptions_told_apart() {
    let mut visit = Visit::at("broadband_install", State::Preparing);
    let rag: ItemKey = "kit.five.rag".into();
    let exceptions = BTreeMap::from([(rag.clone(), Answer::not_done("用完了"))]);
    visit.act(|list| list.confirm_stage(Stage::Preparation, &exceptions)).unwrap();
    let told = bases(&visit);
    assert_eq!(told[&rag], Basis::Tapped);
    for key in ["kit.five.mat", "kit.tools", "tel.opm", "tel.tester"] {
        assert_eq!(told[&ItemKey::new(key)], Basis::Block, "{key}");
    }
    assert!(!told.contains_key(&ItemKey::new("kit.no_alcohol")));
    // The same block holds what is worn at work; that stage has not come.
    assert!(told.keys().all(|key| visit.pack.stage_of(key) <= Some(Stage::Preparation)));
    let stray = BTreeMap::from([(ItemKey::new("drs.bag"), Answer::not_done("忘带"))]);
    assert!(visit.act(|list| list.confirm_stage(Stage::Preparation, &stray)).is_err());
}

#[test]
fn a_gate_that_is_shut_keeps_the_one_action_shut_and_ticks_do_not() {
    let mut visit = Visit::at("broadband_install", State::Preparing);
    assert_eq!(visit.look(|list| list.onward(Stage::Preparation)), Onward::Shut);
    visit.one(|list| list.answer(&"kit.no_alcohol".into(), &Answer::done(), Basis::Tapped)).unwrap();
    assert_eq!(visit.look(|list| list.onward(Stage::Preparation)), Onward::Stage(Stage::Dress));
    // Seen from a stage that has not come, the way leads to the one that has.
    assert_eq!(visit.look(|list| list.onward(Stage::Work)), Onward::Stage(Stage::Preparation));
}

#[test]
fn who_has_the_signature_begins_with_one_tap_and_both_steps_are_recorded() {
    let mut visit = Visit::at("broadband_install", State::Quoted);
    assert_eq!(visit.look(|list| list.onward(Stage::Consent)), Onward::Shut);
    visit.supply(&Missing { item: "con.plan".into(), lack: Lack::Signature });
    assert_eq!(visit.look(|list| list.onward(Stage::Consent)), Onward::Step(State::Working));
    assert_eq!(visit.look(|list| list.steps_to(State::Working)), [State::Consented, State::Working]);
    assert_eq!(visit.look(|list| list.steps_to(State::Consented)), [State::Consented]);
}

#[test]
fn the_payment_tells_the_settlement_s_fields_and_what_a_person_said_stands() {
    let choice = |visit: &Visit, key: &str| {
        visit.look(|list| {
            let slot = domain::record::Slot {
                visit: Some(list.visit),
                item: Some(key.into()),
                unit: None,
                kind: Kind::Answer,
            };
            list.fold.value::<Answer>(&slot).and_then(|answer| answer.choice)
        })
    };
    let mut visit = Visit::at("broadband_install", State::Settling);
    visit.brief.fields.insert(keys::FLAGS.into(), json!(["charged"]));
    visit.act(|list| list.pay(&paid(list, "paid_on_site"))).unwrap();
    assert_eq!(choice(&visit, "fee.category").as_deref(), Some("paid"));
    assert_eq!(choice(&visit, "fee.method").as_deref(), Some("on_site"));
    assert_eq!(bases(&visit)[&ItemKey::new("fee.method")], Basis::Prefilled);
    // Told otherwise, what nobody said follows.
    visit.act(|list| list.pay(&paid(list, "invoice_due"))).unwrap();
    assert_eq!(choice(&visit, "fee.method").as_deref(), Some("invoice"));
    // What somebody said does not.
    visit.one(|list| list.answer(&"fee.method".into(), &Answer::choice("on_site"), Basis::Tapped)).unwrap();
    visit.act(|list| list.pay(&paid(list, "invoice_due"))).unwrap();
    assert_eq!(choice(&visit, "fee.method").as_deref(), Some("on_site"));
}
