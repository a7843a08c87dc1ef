//! What tus says nothing of and our media need: where they lie, and what the hub says of a blob that is stored.

/// The path; a blob's own is `PATH/SHA-256`, in hex.
pub const PATH: &str = "/v1/media";
/// Answer header, `true` or `false`: whether the blob is stored.
pub const STORED: &str = "doorstep-stored";
/// Answer header beside `true`: the number of the last row of the feed. A backup that goes further has the blob.
pub const NUMBER: &str = "doorstep-number";
