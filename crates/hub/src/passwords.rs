//! Passwords of the office: Argon2id, the hash alone is kept.

use crate::entropy::{self, Entropy};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// Shortest password a person may choose, in characters.
pub const SHORTEST: usize = 10;

/// Longest password taken, in bytes.
pub const LONGEST: usize = 256;

/// The Argon2id PHC string of a password; `None` where it cannot be made.
#[must_use]
pub fn hash(password: &str, entropy: &dyn Entropy) -> Option<String> {
    let salt = entropy::bytes::<16>(entropy);
    let hash: PasswordHash = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).ok()?;
    Some(hash.to_string())
}

/// Whether this is the password of that hash.
#[must_use]
pub fn fits(password: &str, hash: &str) -> bool {
    password.len() <= LONGEST && Argon2::default().verify_password(password.as_bytes(), hash).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn only_the_password_itself_fits_its_hash() {
        let hash = hash("seal-strip-12.6", &SystemEntropy).unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(fits("seal-strip-12.6", &hash));
        assert!(!fits("seal-strip-12.7", &hash));
        assert!(!fits("seal-strip-12.6", "no hash"));
    }
}
