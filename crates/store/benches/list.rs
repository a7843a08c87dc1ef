//! The list and the search with 10,000 jobs, and the commit of a tap. Besides criterion's report one JSON line goes to the
//! standard output: p50 and p95 of each in microseconds, each call timed by itself. The budget of list and search is
//! 16 ms at p95, one frame.
#![allow(missing_docs, clippy::expect_used, clippy::disallowed_methods, clippy::print_stdout)]

use criterion::{Criterion, criterion_group, criterion_main};
use domain::ids::{CompanyId, RecordId, VisitNo};
use domain::key::SoftwareKey;
use domain::record::{Kind, Record};
use domain::state::State;
use domain::time::{At, Trust};
use replica::author::Authorship;
use replica::change::ActorId;
use replica::document::{DocKind, DocRef, Document};
use serde_json::{Map, json};
use std::hint::black_box;
use std::time::Instant;
use store::{Draft, JobCard, JobFilter, JobRow, Order, Page, RecordRow, Store, Tap};

const JOBS: usize = 10_000;
const ROUNDS: usize = 400;
const KEY: [u8; 32] = [7; 32];

const SURNAMES: [&str; 8] = ["王", "李", "张", "刘", "陈", "杨", "赵", "欧阳"];
const GIVEN: [&str; 7] = ["丽", "伟", "秀英", "建国", "敏", "志强", "淑敏"];
const PRODUCTS: [&str; 5] = ["断桥铝门窗 65 系列", "推拉门 80 系列", "家用中央空调", "光纤宽带 1000M", "智能门锁 S3"];
const SYMPTOMS: [&str; 5] = ["窗户漏风，胶条老化", "门扇下垂关不严", "不制冷", "网速慢", "指纹不识别"];
/// What people look for: names, things, roads, tails of numbers; rare, common and absent.
const QUERIES: [&str; 10] =
    ["胶条", "王丽", "门窗", "漏风", "幸福路", "8000", "GD26", "138", "欧阳建国 推拉门", "不存在"];

fn pick<'a>(list: &[&'a str], n: usize) -> &'a str {
    list.get(n % list.len()).copied().unwrap_or_default()
}

fn card(n: usize) -> JobCard {
    let time = 1_795_000_000_000 + i64::try_from(n * 7919 % 100_000).unwrap_or(0) * 60_000;
    let open = n % 10 < 4;
    let states = [State::Dispatched, State::Booked, State::EnRoute, State::Working];
    JobCard {
        row: JobRow {
            job: format!("GD26{:02}{:02}-{:04}", n / 900 % 12 + 1, n / 30 % 28 + 1, n).as_str().into(),
            state: if open { states.get(n % 4).copied().unwrap_or(State::Booked) } else { State::Left },
            open,
            urgent: n.is_multiple_of(50),
            promised_by: Some(time),
            appointment_from: n.is_multiple_of(3).then_some(time - 3_600_000),
            appointment_to: n.is_multiple_of(3).then_some(time),
            customer: format!("{}{}", pick(&SURNAMES, n), pick(&GIVEN, n / 8)),
            phone: format!("138{:08}", n * 104_729 % 100_000_000),
            address: format!("幸福路 {} 号院 {} 号楼 {} 室", n % 300, n % 17, n % 2400),
            product: pick(&PRODUCTS, n).into(),
            symptom: pick(&SYMPTOMS, n / 5).into(),
            questions: 0,
            updated: time,
            unsent: false,
        },
        words: format!("SN-{:05X}", n * 31),
        more: json!({ "history": "去年换过一次胶条，客户要求带鞋套。".repeat(20) }).to_string(),
    }
}

fn note(text: &str) -> Record {
    Record {
        v: 1,
        kind: Kind::Note,
        visit: Some(VisitNo(1)),
        item: None,
        unit: None,
        by: "p-417".into(),
        device: "d-1".into(),
        at: At { time: "2026-11-20T13:20:00+08:00".into(), trust: Trust::Verified, boot: None, elapsed_ms: None },
        basis: None,
        opened: None,
        confirmed: None,
        value: json!({ "text": text }),
        replaces: vec![],
        later: Map::new(),
    }
}

/// A phone in the middle of a visit: one more tap each time.
struct Visit {
    doc: DocRef,
    log: Document,
    key: SoftwareKey,
    taps: usize,
}

impl Visit {
    fn new(seed: u8) -> Self {
        Self {
            doc: DocRef::log(card(usize::from(seed)).row.job),
            log: Document::genesis(DocKind::Log).expect("genesis"),
            key: SoftwareKey::from_secret(&[seed; 32]).expect("a key"),
            taps: 0,
        }
    }

    /// Makes a change and returns how long its commit took, microseconds.
    fn tap(&mut self, store: &mut Store) -> f64 {
        self.taps += 1;
        let id = RecordId::new(format!("0192f0c4-7b1a-7c3e-8a55-{:012x}", self.taps));
        let change = self.log.append(ActorId([5; 16]), &[(id, note("胶条已更换"))]).expect("written");
        let authorship = Authorship::sign(&CompanyId::new("c-1"), &self.doc, &change, &self.key).expect("signed");
        let records = RecordRow::of_change(&self.log, &change.hash);
        let mut card = card(1);
        card.row.job = self.doc.job.clone();
        card.row.updated += i64::try_from(self.taps).unwrap_or(0);
        let (doc, change, authorship) = (&self.doc, &change, &authorship);
        let tap = Tap { doc, change, authorship, records: &records, card: Some(&card), drafts_done: &[] };
        timed(|| store.commit_tap(tap).expect("saved"))
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    black_box(work());
    start.elapsed().as_secs_f64() * 1e6
}

/// p50 and p95, microseconds.
fn percentiles(mut times: Vec<f64>) -> serde_json::Value {
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or(f64::NAN).round();
    json!({ "p50": at(50), "p95": at(95) })
}

fn list(store: &Store) {
    let filter = JobFilter { limit: 200, ..JobFilter::default() };
    assert_eq!(store.jobs(&filter).expect("a list").len(), 200);
    store.count_jobs(true).expect("counts");
}

fn done(store: &Store) {
    let filter = JobFilter { open: false, order: Order::Updated, limit: 200, ..JobFilter::default() };
    assert_eq!(store.jobs(&filter).expect("a list").len(), 200);
}

fn measure(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut store = Store::open(folder.path().join("store.db"), &KEY).expect("a store");
    store.commit_page(&Page { cards: (0..JOBS).map(card).collect(), ..Page::default() }).expect("saved");
    // 50 jobs with six changes each in the outbox, as after a day without a network.
    for seed in 1..=50 {
        let mut visit = Visit::new(seed);
        for _ in 0..6 {
            visit.tap(&mut store);
        }
    }
    let queries = || QUERIES.iter().cycle().take(ROUNDS);
    let searched = queries().map(|query| timed(|| store.search(query, None, 50).expect("found"))).collect();
    let listed = (0..ROUNDS).map(|_| timed(|| list(&store))).collect();
    let finished = (0..ROUNDS).map(|_| timed(|| done(&store))).collect();
    let mut visit = Visit::new(60);
    let tapped = (0..ROUNDS).map(|_| visit.tap(&mut store)).collect();
    let typed = (0..ROUNDS)
        .map(|n| {
            let draft = Draft { slot: "note".into(), value: format!("客户说晚上{n}"), at: 0 };
            timed(|| store.save_draft(&visit.doc.job, &draft).expect("saved"))
        })
        .collect();
    let report = json!({
        "bench": "store", "jobs": JOBS, "unit": "us", "list": percentiles(listed), "list_done": percentiles(finished),
        "search": percentiles(searched), "tap": percentiles(tapped), "draft": percentiles(typed),
    });
    println!("{report}");

    let mut group = c.benchmark_group("store");
    group.sample_size(20);
    group.bench_function("list_10000", |b| b.iter(|| list(&store)));
    group.bench_function("search_10000", |b| b.iter(|| store.search(black_box("胶条"), None, 50).expect("found")));
    group.bench_function("tap", |b| b.iter(|| visit.tap(&mut store)));
    group.finish();
}

criterion_group!(benches, measure);
criterion_main!(benches);
