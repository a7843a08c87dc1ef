//! The screens' half of the contract: every type and call as one TypeScript file, written from the Rust they stand for.

use crate::commands::signatures;
use crate::outside::SavedFile;
use crate::refused::Refused;
use crate::rounds::{SyncPhase, SyncState};
use crate::shell::LockState;
use domain::ids::{ItemKey, JobId};
use domain::value::ContactWay;
use field::diagnostics::DiagnosticLine;
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
    let ours = [
        Refused::decl(&how()),
        SavedFile::decl(&how()),
        LockState::decl(&how()),
        SyncPhase::decl(&how()),
        SyncState::decl(&how()),
    ];
    let types = field::view::declarations().into_iter().chain(ours);
    let types: String = types.map(|declared| format!("\nexport {declared}\n")).collect();
    let calls: String = all().iter().map(call).collect();
    format!("{HEAD}{types}\nexport const calls = {{\n{calls}}};\n")
}

/// The table's commands, and those of the rounds.
#[must_use]
pub fn all() -> Vec<Signature> {
    let mut all = signatures();
    all.push(Signature {
        name: "enrol",
        doc: "Makes this device one of the company's, and fetches its jobs.",
        args: vec![("link", String::name(&how()))],
        returns: Me::name(&how()),
    });
    all.push(Signature {
        name: "contact",
        doc: "Calls or writes to the customer in the phone's own app; without an item, for the one that waits for it.",
        args: vec![
            ("job", JobId::name(&how())),
            ("item", Option::<ItemKey>::name(&how())),
            ("way", ContactWay::name(&how())),
            ("script", Option::<String>::name(&how())),
        ],
        returns: <()>::name(&how()),
    });
    all.push(Signature {
        name: "place",
        doc: "Shows where the customer lives, in whatever map there is.",
        args: vec![("job", JobId::name(&how()))],
        returns: <()>::name(&how()),
    });
    all.push(Signature {
        name: "hand_over",
        doc: "Writes one hand-over file where other apps find it; from 1.",
        args: vec![("part", u32::name(&how()))],
        returns: SavedFile::name(&how()),
    });
    all.push(Signature {
        name: "sync",
        doc: "A round with the office, now.",
        args: Vec::new(),
        returns: SyncDone::name(&how()),
    });
    all.push(Signature {
        name: "wake",
        doc: "The network is back, or the app in sight again: a round, unless there just was one.",
        args: Vec::new(),
        returns: <()>::name(&how()),
    });
    let text = || Option::<String>::name(&how());
    let (pin, lock, nothing) = (String::name(&how()), LockState::name(&how()), <()>::name(&how()));
    let others = [
        (
            "diagnostics",
            "How this installation stands, and what went wrong lately.",
            vec![],
            Vec::<DiagnosticLine>::name(&how()),
        ),
        (
            "share_sheet",
            "Writes the sheet where other apps find it, and opens it in the phone's own viewer.",
            vec![("job", JobId::name(&how()))],
            SavedFile::name(&how()),
        ),
        ("save_diagnostics", "Writes the diagnostics where other apps find them.", vec![], SavedFile::name(&how())),
        ("lock_state", "How the PIN stands.", vec![], lock.clone()),
        ("unlock", "Opens what waits for this PIN.", vec![("pin", pin)], nothing.clone()),
        (
            "set_pin",
            "Sets a PIN, changes it (`old` is the one that is set), or takes it away (`pin` is none).",
            vec![("old", text()), ("pin", text())],
            lock.clone(),
        ),
        (
            "shut_after",
            "After how many minutes out of sight the PIN is asked for; none: only when the app starts.",
            vec![("minutes", Option::<u32>::name(&how()))],
            lock,
        ),
        ("left", "Nobody sees the app any more.", vec![], nothing),
    ];
    all.extend(others.map(|(name, doc, args, returns)| Signature { name, doc, args, returns }));
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

    #[test]
    fn arguments_travel_in_camel_case() {
        assert_eq!(camel("from_ms"), "fromMs");
        assert_eq!(camel("job"), "job");
    }
}
