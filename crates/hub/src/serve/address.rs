//! The address a hub is told under: in enrolment codes, in its certificate, and what its cookies follow.

use crate::refused::HubRefused;
use axum::http::Uri;
use std::net::{IpAddr, SocketAddr};
use tokio_rustls::rustls::pki_types::ServerName;

/// `https://NAME` or `https://NAME:PORT`; plain http for this machine alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Address {
    url: String,
    name: String,
}

impl Address {
    /// Reads `--address`. No path, no user; a name beyond ASCII is written in Punycode.
    pub fn read(text: &str) -> Result<Self, HubRefused> {
        let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
        parts(&text).ok_or(HubRefused::Address(text))
    }

    /// Where a hub listens, told as it is.
    #[must_use]
    pub fn at(listening: SocketAddr, https: bool) -> Self {
        let scheme = if https { "https" } else { "http" };
        Self { url: format!("{scheme}://{listening}"), name: listening.ip().to_string() }
    }

    /// The whole, without a slash at its end.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The name or IP address in it, as a certificate has it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether what travels to it is under TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.url.starts_with("https://")
    }
}

fn parts(text: &str) -> Option<Address> {
    let uri: Uri = text.parse().ok()?;
    let (scheme, host) = (uri.scheme_str()?, uri.host()?);
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let loopback = name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback());
    let allowed = scheme == "https" || (scheme == "http" && loopback);
    let port = uri.port_u16().map(|port| format!(":{port}")).unwrap_or_default();
    let url = format!("{scheme}://{host}{port}");
    let whole = url == text && ServerName::try_from(name).is_ok();
    (allowed && whole).then(|| Address { url, name: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_a_name_and_perhaps_a_port() {
        for (text, url, name) in [
            ("https://hub.firm.example:7443", "https://hub.firm.example:7443", "hub.firm.example"),
            ("https://Hub.Firm.example/", "https://hub.firm.example", "hub.firm.example"),
            ("https://10.0.0.5:7443", "https://10.0.0.5:7443", "10.0.0.5"),
            ("https://[fd00::5]:7443", "https://[fd00::5]:7443", "fd00::5"),
            ("http://127.0.0.2:7310", "http://127.0.0.2:7310", "127.0.0.2"),
            ("http://localhost:7310", "http://localhost:7310", "localhost"),
        ] {
            let address = Address::read(text).unwrap();
            assert_eq!((address.url(), address.name()), (url, name));
        }
        let here = Address::at("[::1]:7310".parse().unwrap(), false);
        assert_eq!((here.url(), here.name(), here.is_https()), ("http://[::1]:7310", "::1", false));
    }

    #[test]
    fn plain_http_to_another_machine_and_what_is_no_address_are_refused() {
        for text in [
            "http://hub.firm.example",
            "http://10.0.0.5:7310",
            "http://127.0.0.1.firm.example",
            "http://[::ffff:127.0.0.1]:7310",
            "https://hub.firm.example/page",
            "https://admin@hub.firm.example",
            "https://hub.firm.example:70000",
            "https://hub.firm.example?x=1",
            "https://中台.example",
            "https://*.firm.example",
            "hub.firm.example:7443",
            "ftp://hub.firm.example",
            "https://",
            "",
        ] {
            assert_eq!(Address::read(text).map_err(|refused| refused.code()), Err("hub.address"), "{text}");
        }
    }
}
