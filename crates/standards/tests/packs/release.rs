//! Which version a pack is, and packs that come with a release.

use crate::Files;
use domain::canonical;
use domain::digest::Digest;
use standards::{Library, from_release, pack_digest};

#[test]
fn the_same_files_give_the_same_manifest_in_any_order() {
    let files = Files::of_the_product().0;
    let backwards = Library::from_files(files.iter().rev()).unwrap();
    let builtin = Library::builtin().unwrap();
    assert_eq!(backwards.manifest(), builtin.manifest());
    assert_eq!(backwards.manifest().digest(), builtin.manifest().digest());
}

#[test]
fn a_correction_in_a_shared_block_gives_every_pack_that_has_it_a_new_digest() {
    let before = Library::builtin().unwrap();
    let shared = Files::of_the_product().edited("blocks/prep.toml", "鞋套一双", "一次性鞋套一双").load().unwrap();
    let one = Files::of_the_product().edited("blocks/diagnose.toml", "外观与环境", "外观和环境").load().unwrap();
    let digest = |library: &Library, key| library.manifest().pack(key).unwrap().digest;
    for key in ["dw_repair", "broadband_install"] {
        assert_ne!(digest(&before, key), digest(&shared, key));
    }
    assert_ne!(digest(&before, "dw_repair"), digest(&one, "dw_repair"));
    assert_eq!(digest(&before, "broadband_install"), digest(&one, "broadband_install"), "it has no fault diagnosis");
}

#[test]
fn a_released_pack_comes_back_whole_and_a_changed_one_does_not() {
    let library = Library::builtin().unwrap();
    let pack = library.pack("dw_repair").unwrap();
    let json = canonical::to_string(pack).unwrap();
    let digest = pack_digest(pack).unwrap();
    assert_eq!(&from_release(json.as_bytes(), &digest).unwrap(), pack);
    let changed = json.replacen("2", "3", 1);
    assert_eq!(from_release(changed.as_bytes(), &digest).unwrap_err().code(), "pack_not_the_released");
}

#[test]
fn a_released_pack_without_a_gate_is_refused_even_if_its_digest_fits() {
    let library = Library::builtin().unwrap();
    let mut pack = library.pack("dw_repair").unwrap().clone();
    for block in pack.stages.iter_mut().flat_map(|plan| &mut plan.blocks) {
        block.items.retain(|item| item.key.as_str() != "con.plan");
    }
    let json = canonical::to_string(&pack).unwrap();
    let refused = from_release(json.as_bytes(), &Digest::of(json.as_bytes())).unwrap_err();
    assert_eq!(refused.code(), "pack_gate_missing");
    assert!(refused.to_string().contains("con.plan"));
}

#[test]
fn bytes_that_are_no_pack_are_refused_even_if_their_digest_fits() {
    for bytes in [&b""[..], b"{}", b"null", b"\xff\xff", &b"[".repeat(100_000)] {
        assert_eq!(from_release(bytes, &Digest::of(bytes)).unwrap_err().code(), "pack_release_unreadable");
    }
}
