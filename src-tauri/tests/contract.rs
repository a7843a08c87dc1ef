//! Rust's half and the screens' half of the contract are one.

use doorstep_app::typescript::{all, file};

include!("../src/names.rs");

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
    let mut bound: Vec<&str> =
        all().iter().map(|it| it.name).chain(["put_photo", "put_shot", "read_code", "blob", "small"]).collect();
    let mut named = NAMES.to_vec();
    let capability: serde_json::Value = serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
    let permissions = capability["permissions"].as_array().unwrap();
    let allowed = permissions.iter().filter_map(|it| it.as_str()).filter_map(|it| it.strip_prefix("allow-"));
    let mut allowed: Vec<String> = allowed.map(|it| it.replace('-', "_")).collect();
    bound.sort_unstable();
    named.sort_unstable();
    allowed.sort_unstable();
    assert_eq!(bound, named);
    assert_eq!(allowed, named);
}
