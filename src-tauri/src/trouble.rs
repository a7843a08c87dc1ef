//! What went wrong lately, by code and time, for the diagnostics: what a refusal's words name may be a person's.

use field::clock::Reading;
use field::diagnostics::DiagnosticLine;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// As many as help.
const MOST: usize = 50;

/// Refusals since the app started, the newest last.
#[derive(Clone, Default)]
pub struct Trouble(Arc<Mutex<VecDeque<(String, String)>>>);

impl Trouble {
    /// Something was refused.
    pub fn note(&self, at: &Reading, code: &str) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() == MOST {
            all.pop_front();
        }
        all.push_back((domain::time::rfc3339(at.wall_ms, at.offset_minutes), code.to_owned()));
    }

    /// As lines.
    #[must_use]
    pub fn lines(&self) -> Vec<DiagnosticLine> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|(at, code)| DiagnosticLine::new(&format!("refused {at}"), code)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_refusals_are_kept_and_only_their_codes() {
        let (trouble, at) =
            (Trouble::default(), Reading { wall_ms: 0, boot: "b".into(), elapsed_ms: 0, offset_minutes: 480 });
        for n in 0..60 {
            trouble.note(&at, &format!("code.{n}"));
        }
        let lines = trouble.lines();
        assert_eq!((lines.len(), lines[0].value.as_str()), (MOST, "code.10"));
        assert_eq!(lines[0].name, "refused 1970-01-01T08:00:00+08:00");
    }
}
