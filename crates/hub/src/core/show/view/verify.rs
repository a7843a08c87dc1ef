//! What verifying a paper found.

use serde::{Deserialize, Serialize};

views! {
    /// What was found of a paper.
    VerifyView {
        /// `valid`, `invalid` or `unknown`.
        result: String,
        /// Its number, where it can be read.
        paper: Option<String>,
        /// The paper it corrects.
        replaces: Option<String>,
        /// The paper that corrects it.
        amended: Option<String>,
        /// When the office received it, RFC 3339 with offset.
        received: Option<String>,
        /// Whether facts, seal and pages fit each other.
        facts_match: Option<bool>,
        /// The device's signature, then the office's receipt.
        signatures: Vec<SignatureFoundView>,
        /// Everything that keeps it from being valid.
        reasons: Vec<ReasonView>,
    }
    /// A signature of the file.
    SignatureFoundView {
        /// `device` or `office`.
        role: String,
        /// The name in the certificate.
        name: String,
        /// The company in the certificate.
        company: String,
        /// The id of the key.
        key: String,
        /// When, by the signer's clock, RFC 3339 with offset.
        at: String,
        /// It is the signature of exactly these bytes.
        intact: bool,
        /// The certificate is this company's.
        trusted: bool,
    }
    /// Why a paper is not valid, or cannot be told to be.
    ReasonView {
        /// Stable word.
        code: String,
        /// Where: bytes, an attribute, a fact, a certificate.
        place: String,
        /// 中文
        zh: String,
        /// English
        en: String,
    }
}
