//! Listening. Off loopback the hub would have to speak TLS; until it does it refuses to listen there.

use crate::hub::Hub;
use crate::refused::HubRefused;
use crate::{live, routes};
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long a connection may keep the hub waiting; then it is ended.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a request's head, and for the pause before the next request. Longer than a client keeps a connection unused.
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

/// Takes the port.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, HubRefused> {
    if !address.ip().is_loopback() {
        return Err(HubRefused::NotLoopback(address));
    }
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => HubRefused::PortInUse(address),
        _ => HubRefused::Listen { address, why: error.to_string() },
    })
}

/// Serves until `shutdown` is ready; requests under way are answered first.
pub async fn serve(
    mut listener: TcpListener,
    hub: Arc<Hub>,
    patience: Patience,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let telling = tokio::spawn(live::tell(hub.clone()));
    let router = routes::router(hub.clone(), listener.local_addr()?, patience);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    let connections = GracefulShutdown::new();
    let mut shutdown = pin!(shutdown);
    loop {
        // axum's `accept` waits a while where the machine has no room for another connection.
        let (stream, _) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = shutdown.as_mut() => break,
        };
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()));
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    telling.abort();
    // Streams would keep their connections for ever.
    hub.live().close();
    connections.shutdown().await;
    Ok(())
}
