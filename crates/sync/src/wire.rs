//! `POST /v1/sync`: one request, one answer (FORMATS "Wire"). CBOR maps with integer keys; a reader skips keys it does not
//! know and takes absent lists as empty, so both sides may add keys without a new version.

mod answer;
mod documents;
mod page;
mod request;

pub use answer::{Answer, ChangeAnswer, Grant, Release, Said};
pub use documents::Documents;
pub use page::{PAGE, WireRefused, decode, encode};
pub use request::{Hashes, Mark, Request};

/// The path.
pub const PATH: &str = "/v1/sync";
/// The version written.
pub const VERSION: u32 = 1;
/// The version of what documents and releases hold, as this code writes and reads it. One more with each release whose
/// records an older app would not understand.
pub const SCHEMA: u32 = 1;

#[cfg(test)]
mod tests;
