//! Where a hub listens, and how what travels there is kept from others. Plain http stays on loopback, or comes from a
//! proxy that was named; everything else is TLS.

use super::address::Address;
use crate::refused::HubRefused;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use tokio::net::TcpListener;

/// Where to listen.
#[derive(Clone, Debug)]
pub struct ListenOptions {
    /// The socket.
    pub listen: SocketAddr,
    /// Where phones and browsers reach the hub. The first is told in enrolment codes. Without one it is the socket's own,
    /// where that says enough.
    pub addresses: Vec<String>,
    /// Off loopback nothing said means [`Secured::Own`].
    pub secured: Option<Secured>,
}

/// What keeps others from what travels.
#[derive(Clone, Debug)]
pub enum Secured {
    /// TLS with a certificate that the hub makes itself, under the company's issuing CA, for the names of its addresses.
    Own,
    /// TLS with the company's certificate.
    Files {
        /// The certificate and those between it and its root (PEM).
        certificate: PathBuf,
        /// Its private key (PEM).
        key: PathBuf,
    },
    /// A proxy terminates TLS: plain http from these addresses and from nobody else.
    Proxy(BTreeSet<IpAddr>),
}

impl ListenOptions {
    /// This socket, and nothing else said.
    #[must_use]
    pub fn at(listen: SocketAddr) -> Self {
        Self { listen, addresses: Vec::new(), secured: None }
    }
}

/// A port taken, and what goes with it.
#[derive(Debug)]
pub struct Listening {
    pub(super) listener: TcpListener,
    pub(super) socket: SocketAddr,
    pub(super) addresses: Vec<Address>,
    pub(super) secured: Option<Secured>,
}

/// Takes the port. What is refused has not listened anywhere.
pub async fn listen(options: ListenOptions) -> Result<Listening, HubRefused> {
    let ListenOptions { listen, addresses, secured } = options;
    let secured = secured.or_else(|| (!listen.ip().is_loopback()).then_some(Secured::Own));
    let mut addresses = addresses.iter().map(|text| Address::read(text)).collect::<Result<Vec<_>, _>>()?;
    if let Some(plain) = addresses.iter().find(|address| secured.is_some() && !address.is_https()) {
        return Err(HubRefused::Address(plain.url().to_owned()));
    }
    // Nobody reaches a hub at 0.0.0.0, nor one behind a proxy at its own socket.
    let says_nothing = listen.ip().is_unspecified() || matches!(secured, Some(Secured::Proxy(_)));
    if addresses.is_empty() && says_nothing {
        return Err(HubRefused::NoAddress(listen));
    }
    let listener = TcpListener::bind(listen).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => HubRefused::PortInUse(listen),
        _ => refused(listen, &error),
    })?;
    let socket = listener.local_addr().map_err(|error| refused(listen, &error))?;
    if addresses.is_empty() {
        addresses.push(Address::at(socket, secured.is_some()));
    }
    Ok(Listening { listener, socket, addresses, secured })
}

fn refused(address: SocketAddr, error: &std::io::Error) -> HubRefused {
    HubRefused::Listen { address, why: error.to_string() }
}

impl Listening {
    /// The socket, with the port that was free where 0 was asked for.
    #[must_use]
    pub fn socket(&self) -> SocketAddr {
        self.socket
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn code(listen: &str, addresses: &[&str], secured: Option<Secured>) -> Result<String, &'static str> {
        let addresses = addresses.iter().map(|text| (*text).to_owned()).collect();
        let options = ListenOptions { listen: listen.parse().unwrap(), addresses, secured };
        let listening = super::listen(options).await.map_err(|refused| refused.code())?;
        Ok(listening.addresses[0].url().to_owned())
    }

    #[tokio::test]
    async fn off_loopback_a_hub_says_where_it_is_reached_and_that_is_never_plain_http() {
        let proxy = || Some(Secured::Proxy(["10.0.0.5".parse().unwrap()].into()));
        for listen in ["0.0.0.0:0", "[::]:0"] {
            assert_eq!(code(listen, &[], None).await, Err("hub.no_address"));
            assert_eq!(code(listen, &[], Some(Secured::Own)).await, Err("hub.no_address"));
            assert_eq!(code(listen, &["http://127.0.0.1:7310"], None).await, Err("hub.address"));
            assert_eq!(code(listen, &["http://hub.firm.example"], None).await, Err("hub.address"));
            assert_eq!(code(listen, &["https://a.example", "http://localhost"], None).await, Err("hub.address"));
        }
        assert_eq!(code("127.0.0.1:0", &[], proxy()).await, Err("hub.no_address"));
        assert_eq!(code("127.0.0.1:0", &["http://localhost"], proxy()).await, Err("hub.address"));
        // An address of no machine here: TLS was not in question, only the socket.
        assert_eq!(code("192.0.2.7:0", &[], None).await, Err("hub.listen"));
    }

    #[tokio::test]
    async fn on_loopback_plain_http_is_told_as_it_is_and_a_local_proxy_by_its_own_address() {
        for loopback in ["127.0.0.1", "127.0.0.2"] {
            let told = code(&format!("{loopback}:0"), &[], None).await.unwrap();
            assert!(told.starts_with(&format!("http://{loopback}:")) && !told.ends_with(":0"), "{told}");
        }
        let told = code("127.0.0.1:0", &["https://hub.firm.example"], None).await;
        assert_eq!(told.as_deref(), Ok("https://hub.firm.example"));
        let own = code("127.0.0.1:0", &[], Some(Secured::Own)).await.unwrap();
        assert!(own.starts_with("https://127.0.0.1:"), "{own}");
    }
}
