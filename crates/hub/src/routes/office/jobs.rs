//! Jobs as the office sees them.

use super::session::Clerk;
use super::told::{Assigned, Heads, JobLine, Jobs, NoteAdded};
use crate::core::ledger::Ledger;
use crate::core::office::NewJob;
use crate::core::once::once;
use crate::core::show::view::{CardsView, JobMade, JobView};
use crate::core::show::{self, list};
use crate::core::{CoreRefused, Moment, crew, office, papers, request, settle};
use crate::openapi::{self, Refused};
use crate::problem::Problem;
use crate::routes::asked::{Path, Query};
use crate::routes::office::read;
use crate::routes::{Shared, Whole, blocking};
use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::ids::{JobId, PersonId, RecordId};
use hub_storage::Tx;
use hub_storage::jobs::Of;
use replica::document::{DocKind, DocRef};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

/// Jobs a page of the list.
const A_PAGE: u32 = 100;

/// A new job.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewJob)]
struct Create {
    /// The request's name: named again it is not done again.
    #[schema(pattern = "^[A-Za-z0-9-]{8,64}$")]
    request: Option<String>,
    /// Its number; left out, the day's next.
    #[schema(pattern = "^(?!RQ)[A-Z0-9-]{4,32}$")]
    job: Option<String>,
    /// The standard's key.
    #[schema(schema_with = openapi::packs)]
    pack: String,
    /// What its brief says.
    #[schema(schema_with = openapi::new_brief)]
    fields: Map<String, Value>,
}

/// Fields of a brief.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = BriefChange)]
struct Fields {
    /// Key and new value.
    #[schema(schema_with = openapi::brief)]
    fields: Map<String, Value>,
}

/// A note of the office.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewNote)]
struct Note {
    /// The request's name: named again it is not done again.
    #[schema(pattern = "^[A-Za-z0-9-]{8,64}$")]
    request: Option<String>,
    /// At most 8192 bytes.
    #[schema(pattern = r"\S")]
    text: String,
}

/// One of a crew.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CrewMember)]
struct Member {
    /// The person's id.
    person: String,
}

/// Which standard a job asked for on site shall keep to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AdoptedRequest)]
struct Adopt {
    /// The standard's key.
    #[schema(schema_with = openapi::packs)]
    pack: String,
}

/// Where a page of the list begins: after this job.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// Its last change, Unix milliseconds.
    updated: Option<i64>,
    /// Its number.
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
#[utoipa::path(
    post,
    path = "/jobs",
    tag = "office",
    request_body = Create,
    responses(
        (status = 201, description = "Begun", body = JobMade),
        (status = 200, description = "Begun by an earlier request of the same name", body = JobMade),
        Refused<409>, Refused<422>,
    )
)]
pub async fn create(State(shared): State<Shared>, _: Clerk, body: Whole) -> Result<Response, Problem> {
    let Create { request, job, pack, fields } = read(&body.0)?;
    let new = NewJob { job: job.map(JobId::new), pack, fields };
    let (job, again) = act(shared, move |tx, moment, ledger| {
        // Nonsense is refused also under the name of a request that was answered.
        office::check_new(&new.fields)?;
        office::Pins::newest(tx, &new.pack)?;
        new.job.as_ref().map_or(Ok(()), office::check_number)?;
        once(tx, moment, request.as_deref(), "job", |tx| office::create_job(tx, moment, ledger, &new))
    })
    .await?;
    let status = if again { StatusCode::OK } else { StatusCode::CREATED };
    Ok((status, Json(JobMade { job: job.as_str().to_owned(), again })).into_response())
}

/// Every job with its whole brief, the last changed first.
#[utoipa::path(
    get,
    path = "/jobs",
    tag = "office",
    params(After),
    responses((status = 200, description = "A hundred of them", body = Jobs))
)]
pub async fn all(State(shared): State<Shared>, _: Clerk, Query(after): Query<After>) -> Result<Json<Jobs>, Problem> {
    let before = after.updated.zip(after.job.map(JobId::new));
    let jobs = look(shared, move |tx| {
        let mut jobs = Vec::new();
        for job in tx.jobs(Of::Jobs, before, A_PAGE)? {
            let fields: Value = serde_json::from_str(&job.fields).unwrap_or_default();
            let crew = tx.assigned(&job.id)?;
            jobs.push(JobLine { job: job.id, created: job.created, updated: job.updated, fields, crew });
        }
        Ok(jobs)
    });
    Ok(Json(Jobs { jobs: jobs.await? }))
}

/// A page of the list.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct CardsPage {
    /// A filter's key.
    #[serde(default)]
    #[param(pattern = "^(all|waiting|planned|under_way|finished|archived|elsewhere|cancelled)?$")]
    state: String,
    /// Words that must occur.
    #[serde(default)]
    text: String,
    /// From 1.
    #[param(value_type = Option<u64>, maximum = 4_294_967_295u64)]
    page: Option<u32>,
    /// Jobs a page.
    #[param(value_type = Option<u64>, maximum = 4_294_967_295u64)]
    size: Option<u32>,
}

/// The list as the page shows it: by state and words, in pages.
#[utoipa::path(
    get,
    path = "/cards",
    tag = "office",
    params(CardsPage),
    responses((status = 200, description = "A page", body = CardsView), Refused<422>)
)]
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
#[utoipa::path(
    get,
    path = "/jobs/{job}",
    tag = "office",
    params(("job" = String, Path, description = "Its number")),
    responses((status = 200, description = "The job", body = JobView), Refused<404>)
)]
pub async fn show(State(shared): State<Shared>, _: Clerk, Path(job): Path<String>) -> Result<Json<JobView>, Problem> {
    let job = JobId::new(job);
    let view = blocking(move || {
        let hub = &shared.hub;
        hub.read(|tx, moment| show::job(tx, moment, &job, hub.blobs()))
    });
    Ok(Json(view.await??))
}

/// Changes fields of the brief.
#[utoipa::path(
    patch,
    path = "/jobs/{job}/brief",
    tag = "office",
    params(("job" = String, Path, description = "Its number")),
    request_body = Fields,
    responses((status = 204, description = "Changed"), Refused<404>, Refused<422>)
)]
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
#[utoipa::path(
    post,
    path = "/jobs/{job}/notes",
    tag = "office",
    params(("job" = String, Path, description = "Its number")),
    request_body = Note,
    responses((status = 201, description = "Added", body = NoteAdded), Refused<404>, Refused<409>, Refused<422>)
)]
pub async fn add_note(
    State(shared): State<Shared>,
    Clerk(clerk): Clerk,
    Path(job): Path<String>,
    body: Whole,
) -> Result<Response, Problem> {
    let Note { request, text } = read(&body.0)?;
    let job = JobId::new(job);
    let (record, _): (RecordId, bool) = act(shared, move |tx, moment, ledger| {
        once(tx, moment, request.as_deref(), "note", |tx| office::add_note(tx, moment, ledger, &job, &clerk, &text))
    })
    .await?;
    Ok((StatusCode::CREATED, Json(NoteAdded { record })).into_response())
}

/// Assigns exactly these persons; the first leads. A job that waits for dispatch is dispatched by it; whoever was sent is
/// called back by a move.
#[utoipa::path(
    post,
    path = "/jobs/{job}/crew",
    tag = "office",
    params(("job" = String, Path, description = "Its number")),
    request_body = Vec<Member>,
    responses((status = 200, description = "Assigned", body = Assigned), Refused<404>, Refused<409>, Refused<422>)
)]
pub async fn assign(
    State(shared): State<Shared>,
    Clerk(name): Clerk,
    Path(job): Path<String>,
    body: Whole,
) -> Result<Json<Assigned>, Problem> {
    let members: Vec<Member> = read(&body.0)?;
    let job = JobId::new(job);
    let grants = act(shared, move |tx, moment, ledger| {
        let persons: Vec<PersonId> = members.into_iter().map(|it| PersonId::new(it.person)).collect();
        let clerk = settle::Clerk { job: &job, name: &name };
        crew::assign(tx, moment, ledger, clerk, &persons)?;
        Ok(job)
    });
    Ok(Json(Assigned { job: grants.await? }))
}

/// Makes a job of what was asked for on site.
#[utoipa::path(
    post,
    path = "/jobs/{job}/adopt",
    tag = "office",
    params(("job" = String, Path, description = "Its number")),
    request_body = Adopt,
    responses((status = 204, description = "It is one"), Refused<404>, Refused<409>, Refused<422>)
)]
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
#[utoipa::path(
    get,
    path = "/jobs/{job}/documents/{document}",
    tag = "office",
    params(("job" = String, Path, description = "Its number"), ("document" = String, Path, pattern = "^(brief|log)$", description = "Which")),
    responses((status = 200, description = "The document", body = Vec<u8>, content_type = "application/vnd.automerge"), Refused<404>)
)]
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
#[utoipa::path(
    get,
    path = "/jobs/{job}/heads",
    tag = "office",
    params(("job" = String, Path, description = "Its number")),
    responses((status = 200, description = "Their hashes", body = Heads), Refused<404>)
)]
pub async fn heads(State(shared): State<Shared>, _: Clerk, Path(job): Path<String>) -> Result<Json<Heads>, Problem> {
    let job = JobId::new(job);
    let heads = look(shared, move |tx| {
        office::known(tx, &job)?;
        let heads = |doc| Ok::<_, CoreRefused>(papers::open(tx, &doc)?.heads());
        Ok(Heads { brief: heads(DocRef::brief(job.clone()))?, log: heads(DocRef::log(job.clone()))? })
    });
    Ok(Json(heads.await?))
}
