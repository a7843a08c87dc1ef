//! Bindings of HTTP to the core: parse, call, convert. Everything that touches the storage runs on a blocking thread.
//!
//! | who | routes |
//! |---|---|
//! | anybody | `GET /v1/ca.pem`, `GET /v1/health` |
//! | a device with a token | `POST /v1/enrol` |
//! | an enrolled device, each request proved ([`proved`]) | `POST /v1/sync`, `POST /v1/media`, `HEAD`/`PATCH`/`DELETE /v1/media/{id}`, `POST /v1/farewell` |
//! | likewise, while its app is open | `GET /v1/live` ([`live`]) |
//! | anybody | `/`: the office's page ([`page`]) |
//! | the office, with a session ([`office`]) | `/v1/office/…` |

pub mod enrol;
pub mod farewell;
pub mod live;
pub mod media;
pub mod office;
pub mod page;
pub mod proved;
pub mod sync;
pub mod whole;

use crate::hub::Hub;
use crate::problem::Problem;
use crate::serve::Patience;
use crate::serve::address::Address;
use ::sync::{enrol as wire_enrol, live as wire_live, order, wire};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, head, post};
use axum::{Extension, Router, middleware};
use std::sync::Arc;
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
    let longest = |bytes| Extension(Longest(bytes));
    let media = Router::new()
        .route("/v1/media", post(media::create).options(media::options))
        .route("/v1/media/{id}", head(media::head).patch(media::patch).delete(media::terminate).options(media::options))
        .layer(longest(LONGEST_PIECE))
        .layer(middleware::from_fn(media::guard));
    Router::new()
        .route(wire::PATH, post(sync::sync).layer(longest(LONGEST_PAGE)))
        .route(wire_enrol::PATH, post(enrol::enrol).layer(longest(LONGEST_ENROL)))
        .route(order::PATH, post(farewell::farewell).layer(longest(LONGEST_FAREWELL)))
        .route(wire_live::PATH, get(live::live))
        .merge(media)
        .nest("/v1/office", office::router().layer(longest(LONGEST_JSON)))
        .route("/v1/ca.pem", get(ca))
        .route("/v1/health", get(health))
        .fallback(page::file)
        .method_not_allowed_fallback(another_method)
        .with_state(shared)
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
