//! What waits for a person, on real phones (`field`) through a real hub in a process of its own: two phones that differ,
//! corrections, what came after the signature, what was set aside, and jobs asked for on site.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // helpers of tests; clippy knows only #[test] functions

use domain::decide::Draft;
use domain::ids::{ItemKey, JobId, RecordId, VisitNo};
use domain::record::Kind;
use domain::state::State;
use domain::value::Agreed;
use field::clock::SystemClock;
use field::entropy::SystemEntropy;
use field::transport::{Call, Http, HubAddress, Transport};
use field::vault::FileVault;
use field::view::Truth;
use field::view::correction::{Became, FieldLine};
use field::view::questions::{QuestionKind, QuestionView};
use field::view::sent::RequestSent;
use field::view::who::Side;
use field::{Field, FieldOptions};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

const VISIT: VisitNo = VisitNo(1);
const PASSWORD: &str = "doorstep-test-office";

/// An office: its hub, and a clerk signed in.
struct Office {
    hub: Child,
    http: Http,
    token: String,
    place: TempDir,
}

impl Drop for Office {
    fn drop(&mut self) {
        self.hub.kill().unwrap();
        self.hub.wait().unwrap();
    }
}

impl Office {
    fn open() -> Self {
        let place = tempfile::tempdir().unwrap();
        let mut hub = Command::new(env!("CARGO_BIN_EXE_doorstep"))
            .args(["hub", "--json", "--listen", "127.0.0.1:0", "--folder"])
            .arg(place.path().join("hub"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(hub.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let port = ready["listening"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();
        let http = Http::to(&HubAddress::unpinned(&format!("http://127.0.0.1:{port}"))).unwrap();
        let mut office = Self { hub, http, token: String::new(), place };
        let enter = json!({"name": "admin", "password": ready["first"]["password"], "new_password": PASSWORD});
        office.token = office.post("session", &enter)["token"].as_str().unwrap().to_owned();
        office
    }

    fn call(&self, method: &'static str, path: &str, body: &Value) -> Value {
        let mut headers = BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())]);
        if !self.token.is_empty() {
            headers.insert("authorization".to_owned(), format!("Bearer {}", self.token));
        }
        let body = if method == "GET" { Vec::new() } else { body.to_string().into_bytes() };
        let call = Call { method, path: format!("/v1/office/{path}"), headers, body };
        let reply = self.http.call(&call).unwrap();
        assert!(reply.status < 300, "{method} {path}: {} {}", reply.status, String::from_utf8_lossy(&reply.body));
        serde_json::from_slice(&reply.body).unwrap_or(Value::Null)
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.call("POST", path, body)
    }

    /// A repair that 陈志远 and 刘洋 share.
    fn shared_job(&self) -> JobId {
        for (person, name) in [("p-417", "陈志远"), ("p-9", "刘洋")] {
            self.post("people", &json!({"person": person, "name": name, "badge": "0417"}));
        }
        let fields = json!({"customer.name": "王淑敏", "customer.phone": "13700008026", "customer.address": "3 幢 502",
            "product.installed": "2019-04-02"});
        let made = self.post("jobs", &json!({"pack": "dw_repair", "fields": fields}));
        let job = JobId::new(made["job"].as_str().unwrap());
        self.crew(&job, &["p-417", "p-9"]);
        job
    }

    fn crew(&self, job: &JobId, people: &[&str]) {
        let crew: Vec<Value> = people.iter().map(|person| json!({"person": person})).collect();
        self.post(&format!("jobs/{job}/crew"), &json!(crew));
    }

    fn settle(&self, job: &JobId, said: &Value) {
        self.post(&format!("jobs/{job}/settle"), &json!({"settle": said}));
    }

    /// A phone of this person's, enrolled and synced.
    fn phone(&self, person: &str) -> Phone {
        let home = self.place.path().join(person);
        let link = self.post("enrolments", &json!({"person": person}))["url"].as_str().unwrap().to_owned();
        let mut phone = Phone { field: Some(open(&home)), home };
        phone.app().enrol(&self.http, &link).unwrap();
        phone.sync(self);
        phone
    }
}

fn open(home: &Path) -> Field {
    Field::open(FieldOptions {
        folder: home.join("data"),
        clock: Arc::new(SystemClock::new(Some(480))),
        entropy: Arc::new(SystemEntropy),
        vault: Arc::new(FileVault::open(&home.join("keys")).unwrap()),
        disk: None,
    })
    .unwrap()
}

/// A phone: its app can be killed.
struct Phone {
    field: Option<Field>,
    home: PathBuf,
}

impl Phone {
    fn app(&mut self) -> &mut Field {
        self.field.as_mut().unwrap()
    }

    fn kill(&mut self) {
        self.field = None;
        self.field = Some(open(&self.home));
    }

    fn sync(&mut self, office: &Office) {
        self.app().sync(&office.http).unwrap();
    }

    fn questions(&mut self, job: &JobId) -> Vec<QuestionView> {
        self.app().questions_view(job).unwrap().questions
    }

    /// Agrees on a time, the customer spoken to at `contacted`.
    fn agree(&mut self, job: &JobId, hour: u32, contacted: &str) {
        let time = |clock: &str| format!("2026-11-21T{clock}:00+08:00");
        let (from, to) = (time(&format!("{hour}:00")), time(&format!("{}:00", hour + 1)));
        let agreed = Agreed { from, to, contacted: time(contacted), with: "王女士".into() };
        self.app().act(job, VISIT, |list| list.agree_time(&agreed).map(|draft| vec![draft])).unwrap();
    }

    fn write(&mut self, job: &JobId, kind: Kind, item: &str, value: Value, replaces: Vec<RecordId>) -> RecordId {
        let item = Some(ItemKey::new(item));
        let draft = Draft { kind, visit: Some(VISIT), item, unit: None, value, basis: None, replaces };
        self.app().act(job, VISIT, |_| Ok(vec![draft])).unwrap().remove(0)
    }

    fn line(&mut self, job: &JobId, field: &str) -> FieldLine {
        let view = self.app().job_view(job).unwrap();
        view.correctable.into_iter().find(|line| line.field == field).unwrap()
    }
}

#[test]
fn two_phones_agree_on_times_apart_one_settles_offline_and_both_have_it() {
    let office = Office::open();
    let job = office.shared_job();
    let (mut one, mut two) = (office.phone("p-417"), office.phone("p-9"));
    one.agree(&job, 14, "09:20");
    two.agree(&job, 16, "09:52");
    one.sync(&office);
    two.sync(&office);
    one.sync(&office);

    let asked = one.questions(&job);
    assert_eq!((asked.len(), asked[0].kind, asked[0].appointment), (1, QuestionKind::Differs, true));
    let values = &asked[0].values;
    let by = |side: Side| values.iter().find(|value| value.by.side == side).unwrap();
    let (ours, theirs) = (by(Side::Here), by(Side::Colleague));
    assert_eq!((theirs.by.name.as_str(), theirs.proposed, ours.proposed), ("刘洋", true, false));
    assert_eq!((theirs.said.zh.as_str(), ours.can && theirs.can), ("11-21 16:00–17:00", true));
    assert_eq!(asked[0].anew.as_ref().map(|(_, item)| item.as_str()), Some("apt.window"));
    let today = one.app().today().unwrap();
    assert_eq!((today.to_settle, today.visits[0].questions), (1, 1));
    assert_eq!(one.app().jobs_to_settle().unwrap()[0].job, job);

    // No network from here; killed after the tap.
    one.app().tap_settle(&job, &theirs.record).unwrap();
    one.kill();
    assert_eq!((one.questions(&job), one.app().today().unwrap().to_settle), (vec![], 0));
    assert_eq!(one.app().tap_settle(&job, &ours.record).unwrap_err().code(), "act.settled");
    assert_eq!(two.questions(&job).len(), 1);
    one.sync(&office);
    two.sync(&office);
    assert_eq!(two.questions(&job), []);
    let agreed = one.app().job_view(&job).unwrap().agreed;
    assert!(agreed.is_some() && agreed == two.app().job_view(&job).unwrap().agreed);
    assert_eq!(one.app().job(&job).unwrap().entries.len(), 3, "the history keeps both, and who settled it");
}

#[test]
fn the_wish_to_correct_the_brief_waits_is_adopted_or_declined_with_the_offices_words() {
    let office = Office::open();
    let job = office.shared_job();
    let mut phone = office.phone("p-417");
    let field = "product.installed";
    assert_eq!(
        phone.app().tap_correct(&job, "entitlement.category", "free", "").unwrap_err().code(),
        "act.not_correctable"
    );
    phone.app().type_draft(&job, "correct.product.installed", "2019-04").unwrap();
    phone.app().tap_correct(&job, field, " 2019-04-12 ", "窗扇铭牌").unwrap();
    assert!(phone.app().drafts(&job).unwrap().is_empty(), "what was typed leaves with the wish");
    let line = phone.line(&job, field);
    assert_eq!((line.says.as_str(), line.wish.as_ref().unwrap().became), ("2019-04-02", Became::Waits));
    let asked = phone.questions(&job).remove(0);
    assert_eq!((asked.kind, asked.was.as_str()), (QuestionKind::Correction, "2019-04-02"));
    assert_eq!((asked.reason.as_str(), asked.values[0].said.zh.as_str()), ("窗扇铭牌", "2019-04-12"));
    let waiting = phone.app().job_view(&job).unwrap().questions;
    assert_eq!(waiting, 0, "it waits for the office, not for the crew");
    phone.sync(&office);
    office.settle(&job, &json!({"wish": {"wish": asked.values[0].record, "adopt": true}}));
    phone.sync(&office);
    let line = phone.line(&job, field);
    assert_eq!((line.says.as_str(), line.wish.unwrap().became), ("2019-04-12", Became::Adopted));

    phone.app().tap_correct(&job, field, "2020-01-01", "").unwrap();
    phone.sync(&office);
    let wish = phone.questions(&job).remove(0).values.remove(0).record;
    office.settle(&job, &json!({"wish": {"wish": wish, "adopt": false, "reason": "有发票"}}));
    phone.sync(&office);
    let line = phone.line(&job, field);
    let wish = line.wish.unwrap();
    assert_eq!((line.says.as_str(), wish.became, wish.answer.as_str()), ("2019-04-12", Became::Declined, "有发票"));
    assert_eq!(phone.questions(&job), []);
}

#[test]
fn what_came_after_the_signature_is_put_back_or_left_beside_and_nothing_else_can_be_chosen() {
    for beside in [false, true] {
        let office = Office::open();
        let job = office.shared_job();
        let (mut one, mut two) = (office.phone("p-417"), office.phone("p-9"));
        let gap = |value: &str| json!({"value": value, "unit": "mm"});
        let first = one.write(&job, Kind::Measure, "dwr.gap", gap("2.6"), vec![]);
        one.sync(&office);
        two.sync(&office);
        one.write(&job, Kind::Seal, "sht.copy", json!({}), vec![]);
        two.write(&job, Kind::Measure, "dwr.gap", gap("3.0"), vec![first.clone()]);
        one.sync(&office);
        two.sync(&office);
        one.sync(&office);

        let asked = one.questions(&job).remove(0);
        assert_eq!((asked.kind, asked.values.len(), asked.anew.as_ref()), (QuestionKind::AfterSigning, 2, None));
        let [signed, late] = &asked.values[..] else { panic!("{asked:?}") };
        assert_eq!((signed.signed, signed.can, signed.said.zh.as_str()), (true, true, "2.6 mm"));
        assert_eq!((late.signed, late.can, late.by.name.as_str()), (false, false, "刘洋"));
        assert!(one.app().tap_settle(&job, &late.record).is_err());
        if beside {
            one.app().tap_beside(&job, &late.record).unwrap();
        } else {
            one.app().tap_settle(&job, &signed.record).unwrap();
        }
        one.sync(&office);
        two.sync(&office);
        assert_eq!((one.questions(&job), two.questions(&job)), (vec![], vec![]));
        assert_eq!(one.app().tap_beside(&job, &late.record).unwrap_err().code(), "act.settled");
    }
}

#[test]
fn what_the_office_set_aside_is_told_here_and_counts_no_more_once_it_is_taken_over() {
    let office = Office::open();
    let job = office.shared_job();
    let mut phone = office.phone("p-9");
    phone.agree(&job, 14, "09:20");
    phone.sync(&office);
    office.crew(&job, &["p-417"]);
    phone.sync(&office);
    phone.app().tap_note(&job, "钥匙在物业").unwrap();
    phone.sync(&office);
    let aside = phone.app().questions_view(&job).unwrap().aside.remove(0);
    assert_eq!((aside.rule.as_str(), aside.taken_over), ("grant.ended", false));
    assert_eq!((aside.told[0].about.zh.as_str(), aside.told[0].said.zh.as_str()), ("留言", "钥匙在物业"));
    assert_eq!((phone.app().outbox_line().unwrap().set_aside, phone.app().today().unwrap().to_settle), (1, 1));
    assert_eq!(phone.app().job_view(&job).unwrap().truth, Truth::SetAside);

    office.post(&format!("jobs/{job}/aside/adopt"), &json!({"changes": [aside.change]}));
    office.crew(&job, &["p-417", "p-9"]);
    phone.sync(&office);
    assert_eq!((phone.app().outbox_line().unwrap().set_aside, phone.app().today().unwrap().to_settle), (0, 0));
    assert_ne!(phone.app().job_view(&job).unwrap().truth, Truth::SetAside);
    assert_ne!(phone.app().job_view(&job).unwrap().truth, Truth::Waiting);
}

fn neighbour() -> RequestSent {
    RequestSent {
        customer: "隔壁李阿姨".into(),
        phone: "13700001111".into(),
        address: "3 幢 503".into(),
        symptom: "纱窗坏了".into(),
        pack: Some("dw_repair".into()),
        ..RequestSent::default()
    }
}

#[test]
fn a_job_asked_for_offline_survives_a_kill_is_adopted_and_worked_on() {
    let office = Office::open();
    office.shared_job();
    let mut phone = office.phone("p-417");
    assert!(phone.app().services().unwrap().iter().any(|one| one.pack == "dw_repair"));
    phone.app().type_draft(&JobId::new(field::request::FORM), "form", "{}").unwrap();
    assert_eq!(phone.app().begin_request(&RequestSent::default()).unwrap_err().code(), "act.empty");
    let job = phone.app().begin_request(&neighbour()).unwrap();
    let (day, chance) = job.as_str().strip_prefix("RQ").unwrap().split_once('-').unwrap();
    assert!(day.len() == 6 && day.bytes().all(|it| it.is_ascii_digit()));
    assert!(chance.len() == 10 && chance.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit()));
    assert!(phone.app().drafts(&JobId::new(field::request::FORM)).unwrap().is_empty());
    phone.kill();
    phone.app().tap_note(&job, "她下午在家").unwrap();
    let seen = phone.app().job_view(&job).unwrap();
    assert_eq!((seen.state, seen.ready, seen.facts.customer.as_str()), (State::New, false, "隔壁李阿姨"));
    assert_eq!((seen.request.unwrap().at_office, seen.stages.len(), seen.notes.len()), (false, 0, 1));
    assert_eq!(phone.app().tap_advance(&job, State::Booked).unwrap_err().code(), "field.no_release");
    for found in ["隔壁", "1111", "下午"] {
        assert_eq!(phone.app().find(found).unwrap()[0].job, job, "{found}");
    }
    let today = phone.app().today().unwrap();
    let row = today.visits.iter().find(|row| row.job == job).unwrap();
    assert!(row.asked && row.open && row.trade.zh != "dw_repair");
    assert!(today.lacking.is_empty() && today.next.unwrap().job != job, "nothing can be done on it yet");

    phone.sync(&office);
    let seen = phone.app().job_view(&job).unwrap();
    assert_eq!((seen.state, seen.truth), (State::New, Truth::AtOffice));
    assert!(seen.request.unwrap().at_office);
    office.post(&format!("jobs/{job}/adopt"), &json!({"pack": "dw_repair"}));
    phone.sync(&office);
    let seen = phone.app().job_view(&job).unwrap();
    assert_eq!((seen.state, seen.request, seen.ready), (State::Dispatched, None, true));
    assert!(!seen.stages.is_empty() && seen.facts.customer == "隔壁李阿姨");
    phone.agree(&job, 15, "10:00");
    phone.sync(&office);
    let seen = phone.app().job_view(&job).unwrap();
    assert!(seen.agreed.is_some() && seen.truth == Truth::AtOffice);
    assert_eq!(office.call("GET", &format!("jobs/{job}"), &Value::Null)["questions"], json!([]));
}

#[test]
fn a_request_that_the_office_does_not_take_is_shown_so_and_nothing_of_it_is_lost() {
    let office = Office::open();
    office.shared_job();
    let mut phone = office.phone("p-417");
    let job = phone.app().begin_request(&neighbour()).unwrap();
    phone.sync(&office);
    office.call("PATCH", &format!("jobs/{job}/brief"), &json!({"fields": {"job.state": "cancelled"}}));
    phone.sync(&office);
    let seen = phone.app().job_view(&job).unwrap();
    assert_eq!((seen.state, seen.request.unwrap().cancelled), (State::Cancelled, true));
    let row = phone.app().find("隔壁").unwrap().remove(0);
    assert_eq!((row.open, row.state), (false, State::Cancelled));
}
