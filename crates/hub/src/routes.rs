//! Bindings of HTTP to the core: parse, call, convert. Everything that touches the storage runs on a blocking thread.
//!
//! | who | routes |
//! |---|---|
//! | anybody | `GET /v1/ca.pem`, `GET /v1/health`, `GET /v1/openapi.json` (what stands here, for programs: [`openapi`]) |
//! | likewise, whoever has a paper ([`papers`]) | `POST /v1/verify`, `GET /v1/revoked.crl`, `GET /q/{code}` |
//! | a device with a token | `POST /v1/enrol` |
//! | an enrolled device, each request proved ([`proved`]) | `POST /v1/sync`, `POST /v1/media`, `HEAD`/`PATCH`/`DELETE /v1/media/{id}`, `POST /v1/farewell` |
//! | likewise, while its app is open | `GET /v1/live` ([`live`]) |
//! | anybody | `/`: the office's page ([`page`]) |
//! | the office, with a session ([`office`]) | `/v1/office/…` |

pub mod asked;
pub mod enrol;
pub mod farewell;
pub mod live;
pub mod media;
pub mod office;
pub mod page;
pub mod papers;
pub mod proved;
pub mod sync;
pub mod whole;

use crate::hub::Hub;
use crate::openapi;
use crate::problem::Problem;
use crate::serve::Patience;
use crate::serve::address::Address;
use ::sync::wire;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Json, Router, middleware};
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use whole::Longest;

pub use whole::Whole;

/// A page compressed is never longer than one that is not, but for a frame around it.
const LONGEST_PAGE: usize = wire::PAGE + (1 << 16);
/// A piece of an upload.
const LONGEST_PIECE: usize = 8 << 20;
/// A request of the office.
const LONGEST_JSON: usize = 1 << 20;
/// A request to be enrolled.
const LONGEST_ENROL: usize = 64 << 10;
/// A paper to be verified.
const LONGEST_PAPER: usize = 64 << 20;
/// A device's last word.
const LONGEST_FAREWELL: usize = 4 << 10;

/// What every route can reach.
#[derive(Clone)]
pub struct Shared {
    /// The hub.
    pub hub: Arc<Hub>,
    /// The address phones are told.
    pub address: Arc<Address>,
    /// How long a request may take to arrive.
    pub patience: Patience,
}

/// Every route.
pub fn router(hub: Arc<Hub>, address: Arc<Address>, patience: Patience) -> Router {
    let shared = Shared { hub, address, patience };
    let (router, described) = described().split_for_parts();
    let described = openapi::whole(described);
    router
        .route(openapi::PATH, get(move || async { Json(described) }))
        .fallback(page::file)
        .method_not_allowed_fallback(another_method)
        .with_state(shared)
}

/// Every route with its description.
fn described() -> OpenApiRouter<Shared> {
    let of = |longest, routes| OpenApiRouter::new().routes(routes).layer(Extension(Longest(longest)));
    let media = OpenApiRouter::new()
        .routes(routes!(media::create, media::options))
        .routes(routes!(media::head, media::patch, media::terminate, media::options_of_one))
        .layer(Extension(Longest(LONGEST_PIECE)))
        .layer(middleware::from_fn(media::guard));
    OpenApiRouter::new()
        .merge(of(LONGEST_PAGE, routes!(sync::sync)))
        .merge(of(LONGEST_ENROL, routes!(enrol::enrol)))
        .merge(of(LONGEST_FAREWELL, routes!(farewell::farewell)))
        .routes(routes!(live::live))
        .merge(of(LONGEST_PAPER, routes!(papers::verify)))
        .routes(routes!(papers::list))
        .routes(routes!(papers::code))
        .routes(routes!(papers::code_of_a_camera))
        .merge(media)
        .nest("/v1/office", office::router().layer(Extension(Longest(LONGEST_JSON))))
        .routes(routes!(ca))
        .routes(routes!(health))
}

/// Runs what touches the storage away from the threads that serve.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "a request failed in an unforeseen way");
        Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "hub.unexpected",
            "中台出现意外错误；数据没有改动，请重试，若再次出现请上报。",
            "the hub failed in an unforeseen way; nothing was changed. Try again; if it comes back, report it",
        )
    })
}

/// Root and issuing certificate, for anybody who checks a paper.
#[utoipa::path(
    get,
    path = "/v1/ca.pem",
    tag = "anybody",
    responses((status = 200, description = "Both", body = String, content_type = "application/x-pem-file"))
)]
async fn ca(State(shared): State<Shared>) -> Response {
    let identity = shared.hub.identity();
    let pem = domain::trust::ca_pem(&identity.root, &identity.issuing);
    ([(header::CONTENT_TYPE, "application/x-pem-file")], pem).into_response()
}

/// The storage answers.
#[derive(serde::Serialize, ToSchema)]
struct Health {
    /// Always true.
    ok: bool,
    /// Where the feed ends.
    number: u64,
}

/// Whether the storage answers.
#[utoipa::path(get, path = "/v1/health", tag = "anybody", responses((status = 200, description = "It does", body = Health)))]
async fn health(State(shared): State<Shared>) -> Result<Json<Health>, Problem> {
    let head = blocking(move || shared.hub.read(|tx, _| Ok::<_, Problem>(tx.head()?))).await??;
    Ok(Json(Health { ok: true, number: head.place.number }))
}

async fn nothing_here() -> Problem {
    Problem::missing("route.unknown", "没有这个地址，请核对。", "there is nothing at this address; check it")
}

async fn another_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "route.method",
        "这个地址不支持这种请求，请核对。",
        "this address does not take this method; check it",
    )
}
