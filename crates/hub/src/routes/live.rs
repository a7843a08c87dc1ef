//! `GET /v1/live`: a stream of events, one whenever the device's feed moved. It holds numbers and nothing of any customer.

use crate::hub::Hub;
use crate::live::Listener;
use crate::problem::Problem;
use crate::routes::proved::{Claim, NotProved, again, with_nonce};
use crate::routes::{Shared, blocking};
use ::sync::live::{HEARTBEAT, LAST, MOVED, Mark};
use ::sync::proof::Nonce;
use axum::extract::State;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use hub_storage::people::{Device, DeviceState};
use hub_storage::{StorageRefused, Tx};
use std::convert::Infallible;

/// What becomes of the request.
enum Opened {
    Stream(Listener, Nonce),
    Again(Nonce),
}

/// Opens the device's stream.
///
/// It ends when the device is told to leave, opens another one, or the hub stops.
#[utoipa::path(
    get,
    path = ::sync::live::PATH,
    tag = "device",
    responses((status = 200, description = "Events: docs/formats.md", body = String, content_type = "text/event-stream"))
)]
pub async fn live(State(shared): State<Shared>, parts: Parts) -> Result<Response, Problem> {
    match blocking(move || open(&shared.hub, &parts)).await?? {
        Opened::Again(nonce) => Ok(again(nonce)),
        Opened::Stream(listener, nonce) => Ok(with_nonce(events(listener), nonce)),
    }
}

fn open(hub: &Hub, parts: &Parts) -> Result<Opened, Problem> {
    let claim = Claim::of(parts, Vec::new());
    let known = parts.headers.get(LAST).and_then(|text| Mark::from_text(text.to_str().ok()?));
    hub.write(|tx, moment| match claim.admit(tx, moment, &[]) {
        Ok(device) if device.state != DeviceState::Active => Err(leaving()),
        Ok(device) => {
            let nonce = Claim::next(tx, moment, &device)?;
            let head = Mark::from(tx.head()?.place);
            let missed = has_missed(tx, &device, head, known)?;
            Ok(Opened::Stream(hub.live().listen(&device.id, head, missed), nonce))
        }
        Err(NotProved::Again(nonce)) => Ok(Opened::Again(nonce)),
        Err(NotProved::Refused(problem)) => Err(problem),
    })
}

/// Whether the device has not got everything up to the head. One that names no place, or a place this feed never had, may
/// lack anything.
fn has_missed(tx: &dyn Tx, device: &Device, head: Mark, known: Option<Mark>) -> Result<bool, StorageRefused> {
    match known.filter(|known| known.epoch == head.epoch && known.number <= head.number) {
        Some(known) => Ok(!tx.rows_for(&device.id, known.number, 1)?.is_empty()),
        None => Ok(true),
    }
}

fn events(listener: Listener) -> Response {
    let events = unfold(listener, |mut listener| async move {
        let mark = listener.next().await?;
        let event = Event::default().id(mark.text()).event(MOVED).data(mark.number.to_string());
        Some((Ok::<_, Infallible>(event), listener))
    });
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response();
    // A proxy that gathers answers before it passes them on would gather this one for ever.
    response.headers_mut().insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

fn leaving() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "live.leaving",
        "公司已停用这台设备；请先同步，把内容全部交回。",
        "the office has told this device to leave; sync, and hand everything in",
    )
}
