//! Something failed that no fault of the world explains.

use std::fmt::Display;

/// Why a life could not go on, in words for the report.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Broken(String);

impl Broken {
    /// What was tried, and what was said.
    pub fn new(tried: impl Display, said: impl Display) -> Self {
        Self(format!("{tried}: {said}"))
    }
}

/// Says what was tried where it failed.
pub trait Tried<T> {
    /// Turns a refusal into a sentence.
    fn tried(self, what: &str) -> Result<T, Broken>;
}

impl<T, E: Display> Tried<T> for Result<T, E> {
    fn tried(self, what: &str) -> Result<T, Broken> {
        self.map_err(|refused| Broken::new(what, refused))
    }
}

impl<T> Tried<T> for Option<T> {
    fn tried(self, what: &str) -> Result<T, Broken> {
        self.ok_or_else(|| Broken::new(what, "there is none"))
    }
}
