//! The house rules as tests. Each rule is a function from facts to complaints; one test holds the project to it and a
//! second one plants an offence, so that a rule that can no longer fail is noticed.

#[cfg(test)]
mod rules;

use rules::arrows::{self, Crate, Kind, Needs};
use rules::{clocks, heads, traces, tree};

#[test]
fn every_crate_uses_only_what_the_table_allows() {
    assert_eq!(arrows::complaints(&arrows::workspace()), Vec::<String>::new());
}

#[test]
fn a_forbidden_arrow_is_found_whatever_its_kind() {
    for kind in [Kind::Normal, Kind::Build, Kind::Development] {
        let planted = Crate::new("domain", vec![Needs::ours("store", kind)]);
        assert_eq!(arrows::complaints(&[planted]), [format!("domain may not use store ({kind:?})")]);
    }
}

#[test]
fn testkit_is_for_tests_the_simulator_and_dev_dependencies() {
    let of = |folder: &str, kind| arrows::complaints(&[Crate::new(folder, vec![Needs::ours("testkit", kind)])]);
    assert_eq!(of("field", Kind::Normal), ["field may not use testkit (Normal)"]);
    assert_eq!(of("cli", Kind::Normal), ["cli may not use testkit (Normal)"]);
    assert_eq!(of("field", Kind::Development), Vec::<String>::new());
    assert_eq!(of("sim", Kind::Normal), Vec::<String>::new());
}

#[test]
fn an_outside_crate_in_the_wrong_house_is_found() {
    let of = |folder: &str, outside: &str| {
        arrows::complaints(&[Crate::new(folder, vec![Needs::outside(outside, Kind::Normal)])])
    };
    for (folder, outside) in
        [("domain", "tokio"), ("sync", "reqwest"), ("field", "rusqlite"), ("cli", "axum"), ("hub", "tauri")]
    {
        assert_eq!(of(folder, outside), [format!("{folder} may not use {outside} (Normal)")]);
    }
    assert_eq!(of("store", "rusqlite"), Vec::<String>::new());
    assert_eq!(of("domain", "serde"), Vec::<String>::new());
}

#[test]
fn a_crate_without_a_row_in_the_table_is_found() {
    assert_eq!(arrows::complaints(&[Crate::new("utils", vec![])]), ["utils has no row in the table"]);
}

#[test]
fn every_crate_opens_with_its_purpose_and_a_map_of_its_modules() {
    let top = tree::top();
    let mut complaints = Vec::new();
    for krate in arrows::workspace() {
        let roots: Vec<_> = ["src/lib.rs", "src/main.rs"].map(|root| krate.path.join(root)).into();
        let roots: Vec<_> = roots.into_iter().filter(|root| root.exists()).collect();
        if roots.is_empty() {
            complaints.push(format!("{} has neither lib.rs nor main.rs", krate.folder));
        }
        for root in roots {
            let name = root.strip_prefix(&top).unwrap_or(&root).display().to_string();
            complaints.extend(heads::complaints(&name, &std::fs::read_to_string(&root).unwrap()));
        }
    }
    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn a_missing_purpose_and_a_module_missing_from_the_map_are_found() {
    assert_eq!(heads::complaints("a.rs", "fn main() {}"), ["a.rs does not open with //! and its purpose"]);
    assert_eq!(heads::complaints("a.rs", "//! .\npub fn go() {}"), ["a.rs does not open with //! and its purpose"]);
    let head =
        "//! What a crate is for, said in a sentence that says it.\n//!\n//! # Modules\n//! - [`ink`]: strokes\n";
    let with = |modules: &str| heads::complaints("a.rs", &format!("{head}\n{modules}"));
    assert_eq!(with("pub mod ink;\nmod photo;\n"), ["a.rs has a module map without `photo`"]);
    assert_eq!(with("pub mod ink;\n#[cfg(test)]\nmod tests;\n"), Vec::<String>::new());
}

#[test]
fn no_committed_file_tells_where_it_was_made() {
    let mut complaints = Vec::new();
    for (name, bytes) in tree::committed_files() {
        complaints.extend(traces::complaints(&name, &bytes));
    }
    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn a_machine_path_and_a_registry_host_are_found() {
    let home = ["/ho", "me/li/doorstep"].concat();
    assert_eq!(traces::complaints("a.md", format!("see `{home}`").as_bytes()).len(), 1);
    assert_eq!(traces::complaints("a.md", home.as_bytes()).len(), 1);
    let mirror = ["https://mirror.example/arti", "factory/api"].concat();
    assert_eq!(traces::complaints("a.lock", mirror.as_bytes()).len(), 1);
    assert_eq!(traces::complaints("a.md", b"GET https://example.org/home/li").len(), 0);
}

#[test]
fn only_clock_and_entropy_read_time_and_chance() {
    let sources = tree::committed_files().into_iter().filter(|(name, _)| name.ends_with(".rs"));
    let complaints: Vec<String> =
        sources.filter_map(|(name, bytes)| clocks::complaint(&name, &String::from_utf8_lossy(&bytes))).collect();
    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn an_allow_for_the_clock_elsewhere_is_found() {
    let allow = "#[allow(clippy::disallowed_methods)]\nfn now() {}";
    assert!(clocks::complaint("crates/domain/src/timer.rs", allow).is_some());
    assert!(clocks::complaint("crates/field/src/outbox.rs", allow).is_some());
    assert!(clocks::complaint("crates/domain/src/lib.rs", "#![allow(clippy::all)]").is_some());
    assert!(clocks::complaint("crates/field/src/clock.rs", allow).is_none());
    assert!(clocks::complaint("crates/domain/src/timer.rs", "fn elapsed() {}").is_none());
}
