//! Serving: connections in, answers out, until told to stop; and how long a connection may keep the hub waiting.

pub mod address;
pub mod listen;

use crate::hub::Hub;
use crate::problem::Problem;
use crate::refused::HubRefused;
use crate::tls::Certificates;
use crate::{live, routes};
use address::Address;
use axum::Router;
use axum::http::StatusCode;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use hyper_util::service::TowerToHyperService;
use listen::{Listening, Secured};
use std::collections::BTreeSet;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// How long a connection may keep the hub waiting; then it is ended.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a TLS handshake, for a request's head, and for the pause before the next request. Longer than a client keeps a
    /// connection unused.
    pub head: Duration,
    /// For a request's body, and a second more for every [`Patience::rate`] bytes that have come.
    pub body: Duration,
    /// Bytes a second. A phone on the oldest of networks sends more.
    pub rate: u32,
}

impl Default for Patience {
    fn default() -> Self {
        Self { head: Duration::from_secs(60), body: Duration::from_secs(60), rate: 1 << 10 }
    }
}

impl Patience {
    /// The time that these bytes of a body add to it.
    #[must_use]
    pub fn earned(&self, bytes: usize) -> Duration {
        Duration::from_secs(bytes as u64) / self.rate.max(1)
    }
}

/// A hub that is ready to serve: its port is taken, its certificate is there.
pub struct Server {
    listener: TcpListener,
    socket: SocketAddr,
    address: Arc<Address>,
    hub: Arc<Hub>,
    door: Door,
}

/// Who comes in, and how.
#[derive(Clone)]
enum Door {
    /// Plain http from whoever reaches the socket.
    Plain,
    /// TLS.
    Tls(Arc<Certificates>),
    /// Plain http from these alone.
    Proxy(Arc<BTreeSet<IpAddr>>),
}

impl Server {
    /// Makes or reads the certificate that goes with the addresses.
    pub fn new(listening: Listening, hub: Arc<Hub>) -> Result<Self, HubRefused> {
        let Listening { listener, socket, addresses, secured } = listening;
        let names = addresses.iter().map(|address| address.name().to_owned()).collect();
        let door = match secured {
            None => Door::Plain,
            Some(Secured::Own) => Door::Tls(Arc::new(Certificates::own(&hub, names)?)),
            Some(Secured::Files { certificate, key }) => {
                Door::Tls(Arc::new(Certificates::files(certificate, key, names)?))
            }
            Some(Secured::Proxy(trusted)) => Door::Proxy(Arc::new(trusted)),
        };
        // `listen` gives at least one.
        let address = addresses.into_iter().next().unwrap_or_else(|| Address::at(socket, false));
        Ok(Self { listener, socket, address: Arc::new(address), hub, door })
    }

    /// The socket.
    #[must_use]
    pub fn socket(&self) -> SocketAddr {
        self.socket
    }

    /// The address phones are told.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Whether it shows a certificate of its own making, which a browser does not know.
    #[must_use]
    pub fn is_own_certificate(&self) -> bool {
        matches!(&self.door, Door::Tls(certificates) if certificates.are_own())
    }

    /// Serves until `shutdown` is ready; requests under way are answered first, and then nothing holds the hub any more.
    pub async fn serve(mut self, patience: Patience, shutdown: impl Future<Output = ()> + Send + 'static) {
        let (end, over) = oneshot::channel();
        let telling = tokio::spawn(live::tell(self.hub.clone(), over));
        let router = routes::router(self.hub.clone(), self.address, patience);
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(patience.head);
        let entrance = Entrance { http, router, door: self.door, patience, open: Arc::default() };
        let mut shutdown = pin!(shutdown);
        let mut tasks = JoinSet::new();
        loop {
            tokio::select! {
                // axum's `accept` waits a while where the machine has no room for another connection.
                (stream, peer) = Listener::accept(&mut self.listener) => {
                    tasks.spawn(entrance.clone().welcome(stream, peer.ip()));
                }
                Some(_) = tasks.join_next() => {}
                () = shutdown.as_mut() => break,
            }
        }
        drop(self.listener);
        drop(end);
        // Streams would keep their connections for ever.
        self.hub.live().close();
        entrance.open.close().await;
        // Whoever is still shaking hands has asked for nothing.
        tasks.shutdown().await;
        if let Err(error) = telling.await {
            tracing::error!(%error, "telling open apps failed in an unforeseen way");
        }
    }
}

/// What every new connection needs.
#[derive(Clone)]
struct Entrance {
    http: http1::Builder,
    router: Router,
    door: Door,
    patience: Patience,
    open: Arc<Open>,
}

impl Entrance {
    async fn welcome(self, stream: TcpStream, peer: IpAddr) {
        match &self.door {
            Door::Plain => self.converse(stream, self.router.clone()).await,
            Door::Proxy(trusted) if trusted.contains(&peer.to_canonical()) => {
                self.converse(stream, self.router.clone()).await;
            }
            Door::Proxy(_) => {
                tracing::info!(%peer, "turned away: this hub takes plain http from its proxy alone");
                self.converse(stream, Router::new().fallback(turned_away)).await;
            }
            Door::Tls(certificates) => {
                let certificates = certificates.clone();
                // A certificate's files may have changed, and its time may have come.
                let Ok(config) = tokio::task::spawn_blocking(move || certificates.now()).await else { return };
                let handshake = TlsAcceptor::from(config).accept(stream);
                match tokio::time::timeout(self.patience.head, handshake).await {
                    Ok(Ok(stream)) => self.converse(stream, self.router.clone()).await,
                    Ok(Err(error)) => tracing::debug!(%peer, %error, "a TLS handshake failed"),
                    Err(_) => tracing::debug!(%peer, "a TLS handshake took too long"),
                }
            }
        }
    }

    async fn converse(&self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, router: Router) {
        let connection = self.http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
        // None: the hub stopped while this one shook hands.
        let Some(connection) = self.open.watch(connection) else { return };
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended early");
        }
    }
}

/// The connections that have requests under way, until the hub stops.
struct Open(Mutex<Option<GracefulShutdown>>);

impl Default for Open {
    fn default() -> Self {
        Self(Mutex::new(Some(GracefulShutdown::new())))
    }
}

impl Open {
    fn watch<C: GracefulConnection>(&self, connection: C) -> Option<impl Future<Output = C::Output> + use<C>> {
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().map(|open| open.watch(connection))
    }

    async fn close(&self) {
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(open) = open {
            open.shutdown().await;
        }
    }
}

async fn turned_away() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "hub.not_the_proxy",
        "中台只接受指定代理转来的请求；请用公司公布的 https 地址。若这就是代理，请用 --trusted-proxy 写上它的地址。",
        "this hub answers its declared proxy alone; use the office's https address. If this is the proxy, name its address \
         with --trusted-proxy",
    )
}
