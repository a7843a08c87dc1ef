//! How requests leave the device: a port, and HTTP through reqwest with rustls. Plain http is refused off loopback.

mod listening;

pub use listening::{Heard, Listening};

use std::collections::BTreeMap;
use std::time::Duration;

/// A request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// `POST`, `PATCH`, `HEAD` ...
    pub method: &'static str,
    /// Path below the hub's address, with its leading slash.
    pub path: String,
    /// Headers in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
}

/// An answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
}

/// Why there was no answer. Nothing is lost: what was not acknowledged is offered again.
#[derive(Debug, thiserror::Error)]
pub enum NoAnswer {
    /// The hub could not be reached.
    #[error(
        "the office cannot be reached ({0}); what you saved stays on this device and is sent when the network is back"
    )]
    Unreachable(String),
    /// Not an address this app would send customers' data to.
    #[error("{0} is not a safe address: the office's address must begin with https, or be this machine itself")]
    Unsafe(String),
}

impl NoAnswer {
    /// A stable word for the UI.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "net.unreachable",
            Self::Unsafe(_) => "net.unsafe",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreachable(why) => format!("连不上公司（{why}）；已保存的都在这台设备上，有网后自动发送。"),
            Self::Unsafe(address) => format!("{address} 不安全：公司地址须以 https 开头，或就在本机。"),
        }
    }
}

/// A way to the hub.
pub trait Transport: Send + Sync {
    /// Sends a request and waits for the answer.
    fn call(&self, call: &Call) -> Result<Reply, NoAnswer>;
}

/// HTTP to one hub.
pub struct Http {
    address: String,
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
}

/// The longest answer read, in bytes: a sync page is at most 8 MiB before compression.
const LONGEST_ANSWER: usize = 16 << 20;

/// How long an unused connection is used again. The hub ends it after a minute, and who writes just then hears nothing.
const IDLE: Duration = Duration::from_secs(30);

impl Http {
    /// A way to the hub at `address`, for example `https://hub.example` or `http://127.0.0.1:7310`.
    pub fn to(address: &str) -> Result<Self, NoAnswer> {
        let url = reqwest::Url::parse(address).map_err(|_| NoAnswer::Unsafe(address.into()))?;
        let loopback = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if url.scheme() != "https" && !(url.scheme() == "http" && loopback) {
            return Err(NoAnswer::Unsafe(address.into()));
        }
        let unreachable = |e: &dyn std::error::Error| NoAnswer::Unreachable(e.to_string());
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(30))
            .pool_idle_timeout(IDLE)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|e| unreachable(&e))?;
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| unreachable(&e))?;
        Ok(Self { address: address.trim_end_matches('/').to_owned(), client, runtime })
    }

    fn request(&self, call: &Call) -> reqwest::RequestBuilder {
        let method = reqwest::Method::from_bytes(call.method.as_bytes()).unwrap_or(reqwest::Method::POST);
        let mut request = self.client.request(method, format!("{}{}", self.address, call.path)).body(call.body.clone());
        for (name, value) in &call.headers {
            request = request.header(name, value);
        }
        request
    }

    async fn exchange(&self, call: &Call) -> Result<Reply, reqwest::Error> {
        let mut response = self.request(call).send().await?;
        let status = response.status().as_u16();
        let headers = headers(&response);
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST_ANSWER {
                break;
            }
        }
        Ok(Reply { status, headers, body })
    }
}

impl Transport for Http {
    fn call(&self, call: &Call) -> Result<Reply, NoAnswer> {
        self.runtime.block_on(self.exchange(call)).map_err(|e| NoAnswer::Unreachable(cause(&e)))
    }
}

fn headers(response: &reqwest::Response) -> BTreeMap<String, String> {
    let headers = response.headers().iter();
    headers.filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))).collect()
}

/// The innermost cause, which says more than "error sending request".
fn cause(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_goes_to_this_machine_alone() {
        assert!(Http::to("http://127.0.0.1:7310").is_ok() && Http::to("https://hub.example").is_ok());
        for address in ["http://hub.example", "http://127.0.0.1.example", "ftp://127.0.0.1", "hub"] {
            assert!(matches!(Http::to(address), Err(NoAnswer::Unsafe(_))), "{address}");
        }
    }

    #[test]
    fn a_hub_that_is_not_there_is_told_as_such() {
        let call = Call { method: "POST", path: "/v1/sync".into(), headers: BTreeMap::new(), body: vec![] };
        let refused = Http::to("http://127.0.0.1:1").unwrap().call(&call).unwrap_err();
        assert_eq!(refused.code(), "net.unreachable");
    }
}
