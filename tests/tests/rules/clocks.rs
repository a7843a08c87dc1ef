//! Time and chance are passed in: the lint that bans reading them is lifted in few places only.

/// Where the lint may be lifted: the two ports of field and hub, and what is no part of the product. `cli` measures how
/// long the demo's steps take.
const MAY: &[&str] = &[
    "crates/field/src/clock.rs",
    "crates/field/src/entropy.rs",
    "crates/hub/src/clock.rs",
    "crates/hub/src/entropy.rs",
    "crates/cli/",
    "crates/testkit/",
    "crates/xtask/",
    "tests/",
];

/// Attributes that lift it, by its own name or by a group it belongs to.
const LIFTS: &[&str] = &["clippy::disallowed_methods", "clippy::all", "clippy::style"];

/// The complaint about one source file, if any. Tests and benches of a crate may read the clock.
pub fn complaint(file: &str, source: &str) -> Option<String> {
    let may = MAY.iter().any(|place| file.starts_with(place)) || file.contains("/tests/") || file.contains("/benches/");
    let lifted = LIFTS.iter().find(|lint| source.contains(*lint))?;
    (!may).then(|| format!("{file} lifts {lifted}"))
}
