//! Adds up cargo test's `test result:` lines over all test binaries, and the closing lines of scripts: `3 passed, 0 failed`.

/// How many tests passed and failed so far.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    /// Takes one line of output; only cargo's `test result:` and a script's closing line count.
    pub fn line(&mut self, line: &str) {
        let closing = || {
            line.strip_suffix(" failed").and_then(|rest| rest.split_once(" passed, ")).filter(|(a, b)| {
                [a, b].iter().all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
            })
        };
        let result = match line.trim_start().strip_prefix("test result:") {
            Some(result) => result,
            None if closing().is_some() => line,
            None => return,
        };
        self.passed += count_before(result, "passed");
        self.failed += count_before(result, "failed");
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The number in front of `word`, as in `12 passed;`.
fn count_before(result: &str, word: &str) -> u64 {
    let words: Vec<&str> = result.split([' ', ';', '.', ',']).filter(|word| !word.is_empty()).collect();
    words
        .windows(2)
        .find_map(|pair| match pair {
            [number, name] if *name == word => number.parse().ok(),
            _ => None,
        })
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_all_binaries_add_up() {
        let mut tally = Tally::default();
        tally.line("running 3 tests");
        tally.line("test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s");
        tally
            .line("test result: FAILED. 40 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.00s");
        assert_eq!(tally.to_string(), "43 passed, 2 failed");
    }

    #[test]
    fn a_test_that_prints_the_words_does_not_count() {
        let mut tally = Tally::default();
        tally.line("7 passed; 1 failed");
        tally.line("it says 7 passed, 1 failed");
        assert_eq!(tally, Tally::default());
    }

    #[test]
    fn a_script_counts_by_its_closing_line() {
        let mut tally = Tally::default();
        tally.line("41 passed, 2 failed");
        assert_eq!(tally.to_string(), "41 passed, 2 failed");
    }
}
