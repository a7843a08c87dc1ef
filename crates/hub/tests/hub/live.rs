//! Open apps hear that their feeds moved: whom it concerns, at once, and nothing of what it is.

use crate::house::{House, problem};
use crate::page::under_way;
use crate::phone::Phone;
use hub::Patience;
use hub::live::BURST;
use reqwest::{Method, Response};
use serde_json::json;
use std::collections::VecDeque;
use std::time::Duration;
use sync::live::{LAST, Mark, PATH, Reader};
use sync::order::OrderKind;
use tokio::time::{Instant, timeout};

/// Longer than an event takes on a busy machine.
const SOON: Duration = Duration::from_secs(10);
/// In this time an event would have come.
const A_WHILE: Duration = Duration::from_secs(2);

struct Stream {
    response: Response,
    reader: Reader,
    marks: VecDeque<Mark>,
    /// Everything the hub said.
    said: String,
}

impl Stream {
    /// Opens a stream that knows of everything up to where the phone stands.
    async fn open(house: &House, phone: &mut Phone) -> Self {
        let known = Mark::from(phone.place).text();
        Self::of(phone.call(house, Method::GET, PATH, &[(LAST, known)], b"").await)
    }

    fn of(response: Response) -> Self {
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, reader: Reader::default(), marks: VecDeque::new(), said: String::new() }
    }

    /// The next event; none where the stream ends.
    async fn next(&mut self) -> Option<Mark> {
        while self.marks.is_empty() {
            let bytes = timeout(SOON, self.response.chunk()).await.expect("an event or an end").ok().flatten()?;
            self.said.push_str(std::str::from_utf8(&bytes).unwrap());
            self.marks.extend(self.reader.read(&bytes).unwrap());
        }
        self.marks.pop_front()
    }

    /// How many events come in a while.
    async fn count(&mut self) -> usize {
        let end = Instant::now() + A_WHILE;
        let mut count = 0;
        while let Ok(Some(_)) = tokio::time::timeout_at(end, self.next()).await {
            count += 1;
        }
        count
    }
}

async fn note(house: &House, job: &str) {
    assert_eq!(house.post(&format!("jobs/{job}/notes"), json!({"text": "门禁密码 0502"})).await.status(), 201);
}

async fn another(house: &House, person: &str, name: &str) -> Phone {
    house.person(person, name, "0418").await;
    let mut phone = Phone::enrol(house, person).await;
    phone.sync(house).await;
    phone
}

#[tokio::test]
async fn an_act_of_the_office_and_another_phones_work_are_heard_at_once_by_those_who_may_see_them() {
    let (house, mut phone, job) = under_way().await;
    let mut mate = another(&house, "p-418", "林晓东").await;
    let mut stranger = another(&house, "p-419", "何建国").await;
    house.assign(&job, &["p-417", "p-418"]).await;
    for at_work in [&mut phone, &mut mate, &mut stranger] {
        at_work.sync(&house).await;
    }
    let (mut one, mut two) = (Stream::open(&house, &mut phone).await, Stream::open(&house, &mut mate).await);
    let mut third = Stream::open(&house, &mut stranger).await;
    note(&house, &job).await;
    let (heard, too) = (one.next().await.unwrap(), two.next().await.unwrap());
    assert_eq!(heard, too);
    assert!(heard.is_news(&phone.place.into()));
    phone.sync(&house).await;
    assert!(!heard.is_news(&phone.place.into()), "one round brings what the event was about");
    tokio::time::sleep(BURST).await;
    mate.tap(&job, "prt.before");
    mate.sync(&house).await;
    let heard = one.next().await.unwrap();
    assert!(heard.is_news(&phone.place.into()));
    let own = two.next().await.unwrap();
    assert!(!own.is_news(&mate.place.into()), "what it brought itself is no news to the one who pushed");
    assert_eq!(third.count().await, 0, "nobody hears of a job that is not his");
    let said = one.said.replace(&heard.text()[..33], "");
    assert!(
        said.lines().all(|line| line.is_empty()
            || line.starts_with("event: moved")
            || line.strip_prefix("id: ").or(line.strip_prefix("data: ")).unwrap().parse::<u64>().is_ok()),
        "{said}"
    );
}

#[tokio::test]
async fn what_was_missed_while_there_was_no_stream_is_told_when_it_opens() {
    let (house, mut phone, job) = under_way().await;
    assert_eq!(Stream::open(&house, &mut phone).await.count().await, 0, "nothing was missed");
    note(&house, &job).await;
    let missed = Stream::open(&house, &mut phone).await.next().await.unwrap();
    assert!(missed.is_news(&phone.place.into()));
    phone.sync(&house).await;
    house.post("jobs", crate::house::windows()).await;
    assert_eq!(Stream::open(&house, &mut phone).await.count().await, 0, "another's job is nothing missed");
    // In another life of the database, before all of it, or where it cannot be read, everything may have been missed.
    for known in [format!("{}-1", "ab".repeat(16)), format!("{}-99999", &missed.text()[..32]), "x".into()] {
        let response = phone.call(&house, Method::GET, PATH, &[(LAST, known)], b"").await;
        assert!(Stream::of(response).next().await.is_some());
    }
}

#[tokio::test]
async fn a_burst_is_told_in_a_few_events_and_the_last_names_all_of_it() {
    let (house, mut phone, job) = under_way().await;
    let mut stream = Stream::open(&house, &mut phone).await;
    let began = Instant::now();
    for _ in 0..20 {
        note(&house, &job).await;
    }
    let bursts = began.elapsed().as_millis() / BURST.as_millis();
    phone.sync(&house).await;
    let mut events = 1;
    while stream.next().await.unwrap() != phone.place.into() {
        events += 1;
    }
    assert!(events <= bursts + 2, "{events} events for {bursts} bursts");
}

#[tokio::test]
async fn a_phone_that_is_told_to_leave_hears_it_and_loses_its_stream() {
    for state in ["retired", "lost"] {
        let (house, mut phone, _) = under_way().await;
        let mut stream = Stream::open(&house, &mut phone).await;
        let marked = house.post(&format!("devices/{}/state", phone.device), json!({"state": state})).await;
        assert_eq!(marked.status(), 204);
        assert!(stream.next().await.unwrap().is_news(&phone.place.into()), "a reason to ask, and hear why");
        assert_eq!(stream.next().await, None);
        let again = phone.call(&house, Method::GET, PATH, &[], b"").await;
        assert_eq!(problem(again).await, (403, "live.leaving".into()));
        let answer = phone.exchange(&house, &phone.request(Vec::new())).await;
        let kind = if state == "lost" { OrderKind::Lost } else { OrderKind::Retire };
        assert_eq!(answer.order.unwrap().read(&phone.registry, &phone.device).unwrap().kind, kind);
    }
}

#[tokio::test]
async fn nobody_listens_without_a_proof_and_a_phone_has_one_stream() {
    let (house, mut phone, _) = under_way().await;
    let bare = crate::house::client().get(house.url(PATH)).send().await.unwrap();
    assert_eq!(problem(bare).await.0, 401);
    let stale = phone.call_once(&house, Method::GET, PATH, &[], b"", sync::proof::Nonce::NONE).await;
    assert_eq!(stale.status(), 401);
    let mut first = Stream::open(&house, &mut phone).await;
    let mut second = Stream::open(&house, &mut phone).await;
    assert_eq!(first.next().await, None, "the newer one takes its place");
    let job = house.job().await;
    house.assign(&job, &["p-417"]).await;
    assert!(second.next().await.is_some());
}

#[tokio::test]
async fn a_stream_outlives_the_patience_with_those_who_keep_the_hub_waiting() {
    let (mut house, mut phone, job) = under_way().await;
    house.stop().await;
    let short = Duration::from_millis(300);
    house.patience = Patience { head: short, body: short, rate: 1 << 10 };
    house.start().await;
    let mut stream = Stream::open(&house, &mut phone).await;
    tokio::time::sleep(short * 5).await;
    note(&house, &job).await;
    assert!(stream.next().await.is_some());
}

#[tokio::test]
async fn a_hub_that_is_told_to_stop_ends_the_streams_and_does_not_wait_for_them() {
    let (mut house, mut phone, _) = under_way().await;
    let mut mate = another(&house, "p-418", "林晓东").await;
    let mut streams = [Stream::open(&house, &mut phone).await, Stream::open(&house, &mut mate).await];
    let began = Instant::now();
    house.stop().await;
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    for stream in &mut streams {
        assert_eq!(stream.next().await, None);
    }
}
