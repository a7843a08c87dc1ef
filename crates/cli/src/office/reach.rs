//! How the hub is reached: where it listens, what phones are told, and who terminates TLS.

use clap::{Args, ValueEnum};
use hub::{ListenOptions, Secured};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Off loopback exactly one of own certificate, company's certificate, or trusted proxy.
#[derive(Args)]
pub struct Reach {
    /// Where it listens. Off loopback it speaks TLS, or to a trusted proxy.
    #[arg(long, default_value = "127.0.0.1:7310")]
    listen: SocketAddr,
    /// The address phones and browsers are told, such as https://hub.firm.example:7443; more of them are names in its own
    /// certificate.
    #[arg(long, value_name = "URL")]
    address: Vec<String>,
    /// TLS with a certificate it makes itself under the company's root; so it is off loopback where nothing else is said.
    #[arg(long, value_enum, group = "way")]
    tls: Option<Tls>,
    /// TLS with the company's certificate: a PEM file, those between it and its root included. Read again when it changes.
    #[arg(long, value_name = "FILE", group = "way", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key: a PEM file.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A proxy that terminates TLS: plain http from this IP address, and from no other. May be given several times.
    #[arg(long, value_name = "IP", group = "way")]
    trusted_proxy: Vec<IpAddr>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tls {
    Own,
}

impl From<Reach> for ListenOptions {
    fn from(reach: Reach) -> Self {
        let Reach { listen, address: addresses, tls, tls_cert, tls_key, trusted_proxy } = reach;
        let secured = match (tls, tls_cert, tls_key) {
            (Some(Tls::Own), ..) => Some(Secured::Own),
            (None, Some(certificate), Some(key)) => Some(Secured::Files { certificate, key }),
            _ if trusted_proxy.is_empty() => None,
            _ => Some(Secured::Proxy(trusted_proxy.iter().map(IpAddr::to_canonical).collect())),
        };
        Self { listen, addresses, secured }
    }
}
