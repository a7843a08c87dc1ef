//! Bindings of HTTP to the core: parse, call, convert. Everything that touches the storage runs on a blocking thread.
//!
//! | who | routes |
//! |---|---|
//! | anybody | `GET /v1/ca.pem`, `GET /v1/health` |
//! | a device with a token | `POST /v1/enrol` |
//! | an enrolled device, each request proved ([`proved`]) | `POST /v1/sync`, `POST /v1/media`, `HEAD`/`PATCH /v1/media/{id}` |
//! | anybody | `/`: the office's page ([`page`]) |
//! | the office, with a session ([`office`]) | `/v1/office/…` |

pub mod enrol;
pub mod media;
pub mod office;
pub mod page;
pub mod proved;
pub mod sync;

use crate::hub::Hub;
use crate::problem::Problem;
use ::sync::{enrol as wire_enrol, wire};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use std::net::SocketAddr;
use std::sync::Arc;

/// A page compressed is never longer than one that is not, but for a frame around it.
const LONGEST_PAGE: usize = wire::PAGE + (1 << 16);
/// A piece of an upload.
const LONGEST_PIECE: usize = 8 << 20;
/// A request of the office.
const LONGEST_JSON: usize = 1 << 20;
/// A request to be enrolled.
const LONGEST_ENROL: usize = 64 << 10;

/// What every route can reach.
#[derive(Clone)]
pub struct Shared {
    /// The hub.
    pub hub: Arc<Hub>,
    /// Where it listens, for the address in an enrolment code.
    pub address: SocketAddr,
}

/// Every route.
pub fn router(hub: Arc<Hub>, address: SocketAddr) -> Router {
    let shared = Shared { hub, address };
    let devices = Router::new()
        .route(wire::PATH, post(sync::sync).layer(DefaultBodyLimit::max(LONGEST_PAGE)))
        .route(wire_enrol::PATH, post(enrol::enrol).layer(DefaultBodyLimit::max(LONGEST_ENROL)))
        .route("/v1/media", post(media::create).options(media::options))
        .route("/v1/media/{id}", axum::routing::head(media::head).patch(media::patch))
        .layer(DefaultBodyLimit::max(LONGEST_PIECE));
    Router::new()
        .merge(devices)
        .nest("/v1/office", office::router().layer(DefaultBodyLimit::max(LONGEST_JSON)))
        .route("/v1/ca.pem", get(ca))
        .route("/v1/health", get(health))
        .fallback(page::file)
        .method_not_allowed_fallback(another_method)
        .with_state(shared)
}

/// A request's whole body, or a problem that says why not.
pub struct Whole(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Whole {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let whole = Bytes::from_request(request, state).await;
        whole.map(Self).map_err(|refused| match refused.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "body.too_large",
                "请求内容太大，请更新应用。",
                "this request is too large; update the app",
            ),
            _ => Problem::bad("body.cut_short", "请求没有收全，请重试。", "this request was cut short; try again"),
        })
    }
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
async fn ca(State(shared): State<Shared>) -> Response {
    let identity = shared.hub.identity();
    let pem = domain::trust::ca_pem(&identity.root, &identity.issuing);
    ([(header::CONTENT_TYPE, "application/x-pem-file")], pem).into_response()
}

/// Whether the storage answers.
async fn health(State(shared): State<Shared>) -> Result<Response, Problem> {
    let head = blocking(move || shared.hub.read(|tx, _| Ok::<_, Problem>(tx.head()?))).await??;
    Ok(axum::Json(serde_json::json!({"ok": true, "number": head.place.number})).into_response())
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
