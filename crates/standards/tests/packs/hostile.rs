//! Bytes that are no pack at all: refused with a reason, quickly, and never with a panic.

use crate::{Files, own_item, pack};
use standards::{Library, PackRefused};
use std::path::Path;

fn trial(content: impl AsRef<[u8]>) -> PackRefused {
    Files::of_the_product().with("packs/trial.toml", content).refused()
}

#[test]
fn a_syntax_error_names_file_and_line() {
    let refused = trial(pack("flags = []\nasks = [\n\n[[item]\n"));
    let PackRefused::Syntax { file, line, .. } = &refused else { panic!("{refused}") };
    assert_eq!(file, "packs/trial.toml");
    assert!((5..=9).contains(line), "{refused}");
    let misspelt = trial(pack("flgas = []\n"));
    let PackRefused::UnknownField { line: 5, field, known, .. } = &misspelt else { panic!("{misspelt}") };
    assert!(field == "flgas" && known.contains("flags"), "{misspelt}");
}

#[test]
fn a_field_given_twice_missing_or_of_another_shape_is_refused_with_its_line() {
    assert_eq!(trial(pack("version = \"2\"\n")).code(), "pack_syntax");
    assert_eq!(trial("key = \"trial\"\n").code(), "pack_field_missing");
    assert_eq!(trial(pack("flags = \"height\"\n")).code(), "pack_wrong_shape");
    assert_eq!(trial(pack("item = 3\n")).code(), "pack_wrong_shape");
    let misspelt = own_item("work", "a.b", "check", "Y", "-").replace("rules", "rulez");
    assert_eq!(trial(pack(&misspelt)).code(), "pack_field_missing");
}

#[test]
fn garbage_bytes_are_refused() {
    assert_eq!(trial([0xff, 0xfe, 0x00, 0x9f]).code(), "pack_not_text");
    assert_eq!(trial([0x50, 0x4b, 0x03, 0x04, 0x00]).code(), "pack_syntax");
    assert_eq!(trial("\0\0\0").code(), "pack_syntax");
    assert_eq!(trial("").code(), "pack_field_missing");
}

#[test]
fn every_single_byte_cut_or_flip_of_a_pack_is_a_pack_or_a_reason() {
    let whole = Files::of_the_product().0["packs/dw_repair.toml"].clone();
    let mut refused = 0;
    for place in (0..whole.len()).step_by(97) {
        let mut flipped = whole.clone();
        flipped[place] ^= 0x15;
        for bytes in [&whole[..place], &flipped] {
            refused += usize::from(Files::of_the_product().with("packs/dw_repair.toml", bytes).load().is_err());
        }
    }
    assert!(refused > 30, "{refused}");
}

#[test]
fn a_file_over_the_limit_is_refused_before_it_is_read() {
    let large = pack(&"# padding\n".repeat(110_000));
    assert!(large.len() > 1 << 20);
    assert_eq!(trial(large).code(), "pack_too_large");
}

#[test]
fn deep_nesting_is_refused_not_followed() {
    for (open, close) in [("[", "]"), ("{ a = ", "}")] {
        let nested = format!("x = {}1{}\n", open.repeat(100_000), close.repeat(100_000));
        assert_eq!(trial(nested).code(), "pack_syntax");
    }
    assert_eq!(trial(format!("{}x = 1\n", "a.".repeat(100_000))).code(), "pack_syntax");
}

#[test]
fn a_key_with_strange_characters_is_refused_and_shown_shortened() {
    for key in ["", "Kit.tools", "kit..tools", "kit tools", "../etc", "工具"] {
        assert_eq!(trial(pack(&own_item("work", key, "check", "Y", "-"))).code(), "pack_malformed_key", "{key}");
    }
    let long = trial(pack(&own_item("work", &"k".repeat(100_000), "check", "Y", "-")));
    assert!(long.to_string().len() < 300);
}

#[test]
fn a_file_by_another_name_or_twice_is_refused() {
    for name in ["packs.toml", "packs/deep/er.toml", "../packs/x.toml", "packs/x.json", "blocks"] {
        assert_eq!(Files::of_the_product().with(name, "").refused().code(), "pack_unknown_file", "{name}");
    }
    let twice = Library::from_files([("scripts.toml", ""), ("scripts.toml", "")]).unwrap_err();
    assert_eq!(twice.code(), "pack_unknown_file");
}

#[test]
fn more_files_than_a_standard_needs_are_refused() {
    let files = (0..600).map(|n| (format!("blocks/b{n}.toml"), format!("key = \"blk.b{n}\"")));
    assert_eq!(Library::from_files(files).unwrap_err().code(), "pack_too_many_files");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let refused = Library::from_directory(Path::new("no/such/folder")).unwrap_err();
    assert_eq!(refused.code(), "pack_unreadable");
    assert!(refused.to_string().contains("no/such/folder"));
}
