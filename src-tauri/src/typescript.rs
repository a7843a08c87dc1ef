//! The screens' half of the contract: every type and call as one TypeScript file, written from the Rust they stand for.

use crate::commands::signatures;
use crate::refused::Refused;
use crate::rounds::{SyncPhase, SyncState};
use field::me::Me;
use field::view::outbox::SyncDone;
use ts_rs::{Config, TS};

/// A command as TypeScript sees it.
pub struct Signature {
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub doc: &'static str,
    /// Names and types.
    pub args: Vec<(&'static str, String)>,
    /// What it resolves to.
    pub returns: String,
}

const HEAD: &str = "\
// Generated from Rust by `cargo xtask types`. Never edit: a test fails when it is stale.
import { invoke } from '@tauri-apps/api/core';
";

/// How types are written: no number of ours is beyond 2^53.
#[must_use]
pub fn how() -> Config {
    Config::default().with_large_int("number")
}

/// The file.
#[must_use]
pub fn file() -> String {
    let ours = [Refused::decl(&how()), SyncPhase::decl(&how()), SyncState::decl(&how())];
    let types = field::view::declarations().into_iter().chain(ours);
    let types: String = types.map(|declared| format!("\nexport {declared}\n")).collect();
    let calls: String = all().iter().map(call).collect();
    format!("{HEAD}{types}\nexport const calls = {{\n{calls}}};\n")
}

/// The table's commands, and those of the rounds.
fn all() -> Vec<Signature> {
    let mut all = signatures();
    all.push(Signature {
        name: "enrol",
        doc: "Makes this device one of the company's, and fetches its jobs.",
        args: vec![("link", String::name(&how()))],
        returns: Me::name(&how()),
    });
    all.push(Signature {
        name: "sync",
        doc: "A round with the office, now.",
        args: Vec::new(),
        returns: SyncDone::name(&how()),
    });
    all
}

fn call(of: &Signature) -> String {
    let Signature { name, doc, args, returns } = of;
    let typed: Vec<String> = args.iter().map(|(arg, type_)| format!("{}: {type_}", camel(arg))).collect();
    let named: Vec<String> = args.iter().map(|(arg, _)| camel(arg)).collect();
    let passed = if named.is_empty() { String::new() } else { format!(", {{ {} }}", named.join(", ")) };
    format!("  /** {doc} */\n  {name}: ({}) => invoke<{returns}>('{name}'{passed}),\n", typed.join(", "))
}

/// Tauri takes arguments in camel case.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| {
        let mut letters = word.chars();
        camel + &letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default() + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    include!("names.rs");

    const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/technician/src/api/generated.ts");

    #[test]
    fn the_screens_half_of_the_contract_is_what_rust_says() {
        if std::env::var_os("DOORSTEP_WRITE").is_some() {
            std::fs::write(PATH, file()).unwrap();
        }
        let committed = std::fs::read_to_string(PATH).unwrap();
        assert!(committed == file(), "ui/technician/src/api/generated.ts is stale: run `cargo xtask types`");
    }

    #[test]
    fn every_command_and_nothing_else_is_allowed_to_the_window() {
        let mut bound: Vec<&str> = all().iter().map(|it| it.name).chain(["put_photo", "blob"]).collect();
        let mut named = NAMES.to_vec();
        let capability = include_str!("../capabilities/main.json");
        let capability: serde_json::Value = serde_json::from_str(capability).unwrap();
        let allowed = capability["permissions"].as_array().unwrap().iter().filter_map(|it| it.as_str());
        let mut allowed: Vec<String> =
            allowed.filter_map(|it| it.strip_prefix("allow-")).map(|it| it.replace('-', "_")).collect();
        bound.sort_unstable();
        named.sort_unstable();
        allowed.sort_unstable();
        assert_eq!(bound, named);
        assert_eq!(allowed, named);
    }

    #[test]
    fn arguments_travel_in_camel_case() {
        assert_eq!(camel("from_ms"), "fromMs");
        assert_eq!(camel("job"), "job");
    }
}
