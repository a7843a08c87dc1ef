//! What screens rest on: taps go on while a round waits for the office, and what is typed is never lost nor left over.

use crate::kept::{job, records};
use crate::office::Office;
use domain::stage::Stage;
use domain::value::Said;
use field::transport::{Call, NoAnswer, Reply, Transport};
use field::view::Truth;
use field::view::sent::AnswerSent;
use field::{Field, syncing};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use tests::tapping::{at_home, tap};

fn at_work(home: &tempfile::TempDir, office: &Office) -> Field {
    let mut field = Field::open(at_home(home.path()).unwrap()).unwrap();
    field.enrol(office, &office.link()).unwrap();
    field.sync(office).unwrap();
    field
}

/// An office during whose every answer somebody taps.
struct Busy<'a> {
    office: &'a Office,
    app: &'a Mutex<Field>,
    taps: AtomicU32,
}

impl Transport for Busy<'_> {
    fn call(&self, call: &Call) -> Result<Reply, NoAnswer> {
        let mut field = self.app.try_lock().expect("the app is free while the office is asked");
        tap(&mut field, 0, &mut |_| {}).unwrap();
        drop(field);
        self.taps.fetch_add(1, Ordering::SeqCst);
        self.office.call(call)
    }
}

#[test]
fn a_tap_while_the_office_is_asked_is_saved_and_goes_up_with_the_next_round() {
    let (home, office) = (tempfile::tempdir().unwrap(), Office::open());
    let mut field = at_work(&home, &office);
    tap(&mut field, 0, &mut |_| {}).unwrap();
    let before = records(&mut field).len();
    let app = Mutex::new(field);
    let busy = Busy { office: &office, app: &app, taps: AtomicU32::new(0) };
    syncing::sync(&app, &busy).unwrap();
    let taps = busy.taps.into_inner();
    let mut field = app.into_inner().unwrap();
    assert!(taps > 0 && records(&mut field).len() == before + taps as usize);
    assert_eq!(field.job_view(&job()).unwrap().truth, Truth::Waiting);
    field.sync(&office).unwrap();
    assert_eq!(office.records(), records(&mut field));
    assert_eq!(field.job_view(&job()).unwrap().truth, Truth::AtOffice);
}

#[test]
fn what_is_typed_survives_the_app_and_leaves_with_the_record_made_of_it() {
    let (home, office) = (tempfile::tempdir().unwrap(), Office::open());
    let mut field = at_work(&home, &office);
    field.type_draft(&job(), "dia.listen", "北卧室窗关不").unwrap();
    drop(field);
    let mut field = Field::open(at_home(home.path()).unwrap()).unwrap();
    assert_eq!(field.drafts(&job()).unwrap()["dia.listen"], "北卧室窗关不");
    let answer =
        AnswerSent {
            said: Said::Done, text: Some("北卧室窗关不严".into()), choice: None, date: None, reason: None
        };
    field.tap_answer(&job(), &"dia.listen".into(), answer).unwrap();
    assert!(field.drafts(&job()).unwrap().is_empty());
    let survey = field.stage_view(&job(), Stage::Survey).unwrap();
    let item = survey.blocks.iter().flat_map(|block| &block.items).find(|item| item.key.as_str() == "dia.listen");
    assert_eq!(item.unwrap().answer.as_ref().unwrap().text.as_deref(), Some("北卧室窗关不严"));
}

#[test]
fn a_refused_act_leaves_what_was_typed_where_it_is() {
    let (home, office) = (tempfile::tempdir().unwrap(), Office::open());
    let mut field = at_work(&home, &office);
    field.type_draft(&job(), "dia.listen", "还没想好").unwrap();
    let answer = AnswerSent { said: Said::NotDone, text: None, choice: None, date: None, reason: None };
    assert_eq!(field.tap_answer(&job(), &"dia.listen".into(), answer).unwrap_err().code(), "act.reason_missing");
    assert_eq!(field.drafts(&job()).unwrap().len(), 1);
}
