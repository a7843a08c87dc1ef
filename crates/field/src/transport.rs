//! How requests leave the device: a port, and HTTP through reqwest with rustls. Plain http is refused off loopback; whom
//! it believes over https says `trust`.

mod listening;
mod trust;

pub use listening::{Heard, Listening};

use domain::digest::Digest;
use std::collections::BTreeMap;
use std::net::IpAddr;
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
    /// Somebody else answered.
    #[error(
        "this is not the office's server ({0}), and nothing was sent to it; sign in to this Wi-Fi first or use another network, \
         and if that does not help ask the office; what you saved stays on this device"
    )]
    Untrusted(String),
    /// By this device's clock the certificate is over, or not yet good.
    #[error(
        "by this device's date the certificate of the office's server is not valid, and nothing was sent; set the right date \
         and time (best automatically), and if they are right ask the office to renew it; what you saved stays on this device"
    )]
    Clock,
}

impl NoAnswer {
    /// A stable word for the UI.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "net.unreachable",
            Self::Unsafe(_) => "net.unsafe",
            Self::Untrusted(_) => "net.untrusted",
            Self::Clock => "net.clock",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreachable(why) => format!("连不上公司（{why}）；已保存的都在这台设备上，有网后自动发送。"),
            Self::Unsafe(address) => format!("{address} 不安全：公司地址须以 https 开头，或就在本机。"),
            Self::Untrusted(why) => format!(
                "对方不是公司的服务器（{why}），什么都没有发给它。请先登录这个 Wi-Fi 或换个网络，还不行就问公司；已保存的都在这台设备上。"
            ),
            Self::Clock => {
                "按这台设备的日期，公司服务器的证书不在有效期内，什么都没有发出。请把日期和时间校准（最好设为自动）；\
                            若日期没错，请公司更新证书。已保存的都在这台设备上。"
                    .into()
            }
        }
    }
}

/// A way to the hub.
pub trait Transport: Send + Sync {
    /// Sends a request and waits for the answer.
    fn call(&self, call: &Call) -> Result<Reply, NoAnswer>;
}

/// Where a hub is, and what its certificate may be known by.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HubAddress {
    /// For example `https://hub.firm.example:7443` or `http://127.0.0.1:7310`.
    pub url: String,
    /// SHA-256 of the office root's SPKI: a chain up to that root is as good as one up to a root this device knows.
    pub pin: Option<Digest>,
}

impl HubAddress {
    /// A hub known by nothing but a certificate that every device trusts.
    pub fn unpinned(url: &str) -> Self {
        Self { url: url.to_owned(), pin: None }
    }
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
    /// A way to this hub.
    pub fn to(hub: &HubAddress) -> Result<Self, NoAnswer> {
        let address = hub.url.as_str();
        let url = reqwest::Url::parse(address).map_err(|_| NoAnswer::Unsafe(address.into()))?;
        if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
            return Err(NoAnswer::Unsafe(address.into()));
        }
        let unreachable = |e: &dyn std::error::Error| NoAnswer::Unreachable(e.to_string());
        let client = reqwest::Client::builder()
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(30))
            .pool_idle_timeout(IDLE)
            .redirect(reqwest::redirect::Policy::none())
            .tls_backend_preconfigured(trust::config(hub.pin).map_err(|e| unreachable(&e))?)
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
        self.runtime.block_on(self.exchange(call)).map_err(|e| no_answer(&e))
    }
}

/// This machine itself: what goes there leaves it over no network.
fn is_loopback(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

/// A server that is not the office's is told apart from no network.
fn no_answer(error: &reqwest::Error) -> NoAnswer {
    trust::refused(error).unwrap_or_else(|| NoAnswer::Unreachable(cause(error)))
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
        let to = |address: &str| Http::to(&HubAddress::unpinned(address)).map(|_| ());
        for address in [
            "https://hub.example",
            "http://127.0.0.1:7310",
            "http://127.0.0.2",
            "http://[::1]:7310",
            "http://localhost:1",
        ] {
            assert!(to(address).is_ok(), "{address}");
        }
        for address in [
            "http://hub.example",
            "http://127.0.0.1.example",
            "http://localhost.example",
            "http://10.0.0.5:7310",
            "http://0.0.0.0:7310",
            "http://[::ffff:127.0.0.1]:7310",
            "http://127.0.0.1@hub.example",
            "ftp://127.0.0.1",
            "hub",
        ] {
            assert!(matches!(to(address), Err(NoAnswer::Unsafe(_))), "{address}");
        }
    }

    #[test]
    fn a_hub_that_is_not_there_is_told_as_such() {
        let call = Call { method: "POST", path: "/v1/sync".into(), headers: BTreeMap::new(), body: vec![] };
        let refused = Http::to(&HubAddress::unpinned("http://127.0.0.1:1")).unwrap().call(&call).unwrap_err();
        assert_eq!(refused.code(), "net.unreachable");
    }
}
