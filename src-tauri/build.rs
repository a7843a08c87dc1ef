//! Lets the window call the commands of `src/commands.rs` and nothing else.

include!("src/names.rs");

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(NAMES);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
