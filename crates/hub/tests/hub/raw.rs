//! Requests as bytes on a connection, for what no HTTP client would send.

use crate::house::House;
use crate::phone::Phone;
use std::net::SocketAddr;
use std::time::Duration;
use sync::proof::{Asked, Proof};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longer than any of this takes.
const LONG: Duration = Duration::from_secs(60);

/// A request's head, proved over `body`.
pub fn head(phone: &Phone, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> String {
    let proof = Proof::sign(&Asked { method, path, body, hub: &phone.hub }, phone.nonce, &phone.key).unwrap();
    let length = body.len();
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: hub\r\ncontent-length: {length}\r\n");
    head += "connection: close\r\ntus-resumable: 1.0.0\r\n";
    for (name, value) in proof.headers() {
        head += &format!("{name}: {value}\r\n");
    }
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    head + "\r\n"
}

pub async fn connect(address: SocketAddr) -> TcpStream {
    TcpStream::connect(address).await.unwrap()
}

/// What the hub says until it ends the connection.
pub async fn hear(stream: &mut (impl AsyncReadExt + Unpin)) -> String {
    let mut said = Vec::new();
    // A connection that is reset has ended too.
    let _ = tokio::time::timeout(LONG, stream.read_to_end(&mut said)).await.expect("the hub ends the connection");
    String::from_utf8_lossy(&said).into_owned()
}

/// Sends these bytes and hears the answer.
pub async fn exchange(house: &House, request: &[u8]) -> String {
    let mut stream = connect(house.address).await;
    stream.write_all(request).await.unwrap();
    hear(&mut stream).await
}
