//! Jobs as the office sees them.

use super::session::Clerk;
use crate::core::ledger::Ledger;
use crate::core::office::NewJob;
use crate::core::once::once;
use crate::core::show::view::{CardsView, JobMade, JobView};
use crate::core::show::{self, list};
use crate::core::{CoreRefused, Moment, crew, office, papers, request};
use crate::problem::Problem;
use crate::routes::office::read;
use crate::routes::{Shared, Whole, blocking};
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ids::{JobId, PersonId};
use hub_storage::Tx;
use replica::document::{DocKind, DocRef};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// Jobs a page of the list.
const A_PAGE: u32 = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Create {
    /// The request's name: named again it is not done again.
    request: Option<String>,
    job: Option<String>,
    pack: String,
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    fields: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    /// The request's name: named again it is not done again.
    request: Option<String>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    person: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Adopt {
    pack: String,
}

/// Where a page of the list begins: after this job.
#[derive(Deserialize)]
pub struct After {
    updated: Option<i64>,
    job: Option<String>,
}

/// Runs a clerk's act in one transaction and announces what it changed.
pub(super) async fn act<T: Send + 'static>(
    shared: Shared,
    work: impl FnOnce(&mut dyn Tx, Moment<'_>, &mut Ledger) -> Result<T, CoreRefused> + Send + 'static,
) -> Result<T, Problem> {
    let done = blocking(move || {
        shared.hub.write(|tx, moment| {
            let mut ledger = Ledger::default();
            let done = work(tx, moment, &mut ledger)?;
            ledger.publish(tx, moment.now_ms)?;
            Ok::<_, CoreRefused>(done)
        })
    });
    Ok(done.await??)
}

/// Reads in one transaction.
pub(super) async fn look<T: Send + 'static>(
    shared: Shared,
    work: impl FnOnce(&dyn Tx) -> Result<T, CoreRefused> + Send + 'static,
) -> Result<T, Problem> {
    Ok(blocking(move || shared.hub.read(|tx, _| work(tx))).await??)
}

/// Begins a job.
pub async fn create(State(shared): State<Shared>, _: Clerk, body: Whole) -> Result<Response, Problem> {
    let Create { request, job, pack, fields } = read(&body.0)?;
    let new = NewJob { job: job.map(JobId::new), pack, fields };
    let (job, again) = act(shared, move |tx, moment, ledger| {
        once(tx, moment, request.as_deref(), "job", |tx| office::create_job(tx, moment, ledger, &new))
    })
    .await?;
    let status = if again { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(JobMade { job: job.as_str().to_owned(), again })).into_response())
}

/// Every job with its whole brief, the last changed first.
pub async fn all(State(shared): State<Shared>, _: Clerk, Query(after): Query<After>) -> Result<Json<Value>, Problem> {
    let before = after.updated.zip(after.job.map(JobId::new));
    let jobs = look(shared, move |tx| {
        let mut jobs = Vec::new();
        for job in tx.jobs(before, A_PAGE)? {
            let fields: Value = serde_json::from_str(&job.fields).unwrap_or_default();
            let crew = tx.assigned(&job.id)?;
            jobs.push(json!({
                "job": job.id, "created": job.created, "updated": job.updated, "fields": fields, "crew": crew,
            }));
        }
        Ok(jobs)
    });
    Ok(Json(json!({ "jobs": jobs.await? })))
}

/// A page of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardsPage {
    /// A filter's key.
    #[serde(default)]
    state: String,
    /// Words that must occur.
    #[serde(default)]
    text: String,
    /// From 1.
    page: Option<u32>,
    /// Jobs a page.
    size: Option<u32>,
}

/// The list as the page shows it: by state and words, in pages.
pub async fn cards(
    State(shared): State<Shared>,
    _: Clerk,
    Query(asked): Query<CardsPage>,
) -> Result<Json<CardsView>, Problem> {
    let states = list::group(&asked.state).ok_or_else(|| CoreRefused::Field {
        key: "state".into(),
        en: "is no filter of the list".into(),
        zh: "不是列表的筛选项。".into(),
    })?;
    let page = (asked.page.unwrap_or(1), asked.size.unwrap_or(20));
    let view = blocking(move || shared.hub.read(|tx, moment| list::cards(tx, moment, &states, &asked.text, page)));
    Ok(Json(view.await??))
}

/// A job as it stands.
pub async fn show(State(shared): State<Shared>, _: Clerk, Path(job): Path<String>) -> Result<Json<JobView>, Problem> {
    let job = JobId::new(job);
    let view = blocking(move || {
        let hub = &shared.hub;
        hub.read(|tx, moment| show::job(tx, &job, &moment.identity.hub, hub.blobs(), moment.now_ms))
    });
    Ok(Json(view.await??))
}

/// Changes fields of the brief.
pub async fn change_brief(
    State(shared): State<Shared>,
    _: Clerk,
    Path(job): Path<String>,
    body: Whole,
) -> Result<StatusCode, Problem> {
    let Fields { fields } = read(&body.0)?;
    let job = JobId::new(job);
    act(shared, move |tx, moment, ledger| office::change_brief(tx, moment, ledger, &job, &fields)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a note to the log.
pub async fn add_note(
    State(shared): State<Shared>,
    Clerk(clerk): Clerk,
    Path(job): Path<String>,
    body: Whole,
) -> Result<Response, Problem> {
    let Note { request, text } = read(&body.0)?;
    let job = JobId::new(job);
    let (record, _) = act(shared, move |tx, moment, ledger| {
        once(tx, moment, request.as_deref(), "note", |tx| office::add_note(tx, moment, ledger, &job, &clerk, &text))
    })
    .await?;
    Ok((StatusCode::CREATED, Json(json!({ "record": record }))).into_response())
}

/// Assigns exactly these persons.
pub async fn assign(
    State(shared): State<Shared>,
    _: Clerk,
    Path(job): Path<String>,
    body: Whole,
) -> Result<Json<Value>, Problem> {
    let members: Vec<Member> = read(&body.0)?;
    let job = JobId::new(job);
    let grants = act(shared, move |tx, moment, ledger| {
        let persons: Vec<PersonId> = members.into_iter().map(|it| PersonId::new(it.person)).collect();
        crew::assign(tx, moment, ledger, &job, &persons)?;
        Ok(job)
    });
    let job = grants.await?;
    Ok(Json(json!({ "job": job })))
}

/// Makes a job of what was asked for on site.
pub async fn adopt(
    State(shared): State<Shared>,
    _: Clerk,
    Path(job): Path<String>,
    body: Whole,
) -> Result<StatusCode, Problem> {
    let Adopt { pack } = read(&body.0)?;
    let job = JobId::new(job);
    act(shared, move |tx, moment, ledger| request::adopt(tx, moment, ledger, &job, &pack)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A document as an Automerge file.
pub async fn document(
    State(shared): State<Shared>,
    _: Clerk,
    Path((job, document)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let kind = [DocKind::Brief, DocKind::Log].into_iter().find(|kind| kind.name() == document);
    let kind = kind.ok_or_else(|| {
        Problem::missing(
            "document.unknown",
            "工单只有 brief 和 log 两份文档。",
            "a job has two documents, brief and log",
        )
    })?;
    let doc = DocRef { job: JobId::new(job), kind };
    let bytes = look(shared, move |tx| {
        office::known(tx, &doc.job)?;
        Ok(papers::open(tx, &doc)?.save()?)
    });
    Ok(([(header::CONTENT_TYPE, "application/vnd.automerge")], bytes.await?).into_response())
}

/// Both documents' heads.
pub async fn heads(State(shared): State<Shared>, _: Clerk, Path(job): Path<String>) -> Result<Json<Value>, Problem> {
    let job = JobId::new(job);
    let heads = look(shared, move |tx| {
        office::known(tx, &job)?;
        let heads = |doc| Ok::<_, CoreRefused>(papers::open(tx, &doc)?.heads());
        Ok(json!({"brief": heads(DocRef::brief(job.clone()))?, "log": heads(DocRef::log(job.clone()))?}))
    });
    Ok(Json(heads.await?))
}
