//! Listening. Off loopback the hub would have to speak TLS; until it does it refuses to listen there.

use crate::hub::Hub;
use crate::refused::HubRefused;
use crate::routes;
use std::future::Future;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;

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
    listener: TcpListener,
    hub: Arc<Hub>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let address = listener.local_addr()?;
    axum::serve(listener, routes::router(hub, address)).with_graceful_shutdown(shutdown).await
}
