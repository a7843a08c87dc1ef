//! A request's whole body: within its limit, and no slower than a request may be, so that nobody holds the hub with a
//! byte a second.

use crate::problem::Problem;
use crate::routes::Shared;
use crate::serve::Patience;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use tokio::time::sleep;

/// The longest body of a route, in bytes; a layer of it.
#[derive(Clone, Copy)]
pub struct Longest(pub usize);

/// What a route takes that says nothing else.
const SHORT: Longest = Longest(64 << 10);

/// A request's whole body, or a problem that says why not.
pub struct Whole(pub Bytes);

impl FromRequest<Shared> for Whole {
    type Rejection = Problem;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Problem> {
        let Longest(longest) = request.extensions().get().copied().unwrap_or(SHORT);
        Ok(Self(read(request.into_body(), longest, longest, shared.patience).await?.into()))
    }
}

/// Why there is no whole body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// It is longer than the route takes.
    TooLong,
    /// The connection ended before it did.
    Short,
    /// It came more slowly than a request may.
    Slow,
}

/// Reads a body of at most `longest` bytes. A longer one is read on to `heard` bytes, so that its sender hears why.
pub async fn read(mut body: Body, longest: usize, heard: usize, patience: Patience) -> Result<Vec<u8>, Cut> {
    if body.size_hint().lower() > heard as u64 {
        return Err(Cut::TooLong);
    }
    let (mut bytes, mut seen, mut paid) = (Vec::new(), 0, 0);
    let mut time = pin!(sleep(patience.body));
    loop {
        tokio::select! {
            data = next(&mut body) => {
                let Some(data) = data.transpose()? else { break };
                seen += data.len();
                match seen <= longest {
                    true => bytes.extend_from_slice(&data),
                    false => bytes = Vec::new(),
                }
                if seen > heard {
                    return Err(Cut::TooLong);
                }
            }
            // The time is up, but for what has come in it.
            () = time.as_mut() => {
                if seen == paid {
                    return Err(Cut::Slow);
                }
                time.set(sleep(patience.earned(seen - paid)));
                paid = seen;
            }
        }
    }
    if seen > longest { Err(Cut::TooLong) } else { Ok(bytes) }
}

/// What comes next of a body; trailers are nothing to us.
async fn next(body: &mut Body) -> Option<Result<Bytes, Cut>> {
    let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()).map_err(|_| Cut::Short))
}

impl From<Cut> for Problem {
    fn from(cut: Cut) -> Self {
        match cut {
            Cut::TooLong => Self::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "body.too_large",
                "请求内容太大，请更新应用。",
                "this request is too large; update the app",
            ),
            Cut::Short => {
                Self::bad("body.cut_short", "请求没有收全，请重试。", "this request was cut short; try again")
            }
            Cut::Slow => Self::new(
                StatusCode::REQUEST_TIMEOUT,
                "body.too_slow",
                "请求传得太慢，已断开；请在网络好一些的地方重试。",
                "this request came too slowly and was ended; try again in a better network",
            ),
        }
    }
}
