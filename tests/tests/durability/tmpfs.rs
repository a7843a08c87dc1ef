//! A disk that is really full: a tmpfs of 2 MB, mounted for one child process alone.
//!
//! The mount lives in a mount namespace of its own, so it needs no clean-up and is never seen outside. Root makes one
//! directly; anybody else through a user namespace, which Debian and Ubuntu allow (where an administrator has forbidden
//! both, this test fails and says so: a full disk is then only tested on the power-cut disk, in `refusals`).

use crate::kept::{every_blob_is_there, hold, records, sentences};
use crate::office::Office;
use field::Field;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tests::tapping::{KINDS, Told, at_home, tap};

/// `$1` mount point, `$2` the home to begin from, `$3` where to put it afterwards, `$4` the tapper.
const SCRIPT: &str = r#"
mount -t tmpfs -o size=2m,mode=700 tmpfs "$1" || exit 90
cp -a "$2/." "$1/" || exit 91
"$4" "$1" 0 until-refused || exit 92
cp -a "$1/." "$3/" || exit 93
"#;

#[test]
fn a_really_full_disk_refuses_with_a_sentence_and_loses_nothing_that_was_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let of = |name: &str| {
        let path = folder.path().join(name);
        fs::create_dir(&path).unwrap();
        path
    };
    let (mount, home, after) = (of("mount"), of("home"), of("after"));
    let office = Office::open();
    let mut field = Field::open(at_home(&home).unwrap()).unwrap();
    field.enrol(&office, &office.link()).unwrap();
    field.sync(&office).unwrap();
    let mut known = records(&mut field);
    drop(field);

    let output = on_a_small_disk(&[&mount, &home, &after]);
    let said = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<Told> = said.lines().map(|line| line.parse().unwrap()).collect();
    let refusals = lines.iter().filter_map(|told| match told {
        Told::Refused(code, zh, en) => Some((code, zh, en)),
        _ => None,
    });
    let mut codes = BTreeSet::new();
    for (code, zh, en) in refusals {
        sentences(zh, en);
        codes.insert(code.as_str());
    }
    assert_eq!(codes, BTreeSet::from(["store.disk_full"]));
    let told: Vec<Told> = lines.iter().filter(|told| !matches!(told, Told::Refused(..))).cloned().collect();
    assert!(told.len() > 8, "the disk was full from the start: {told:?}");

    let mut field = Field::open(at_home(&after).unwrap()).unwrap();
    assert_eq!(hold(&mut field, &mut known, &told), []);
    every_blob_is_there(&mut field);
    (0..KINDS).for_each(|n| tap(&mut field, n + 8000, &mut |_| {}).unwrap());
    println!("{} lines acknowledged before 2 MB were full", told.len());
}

fn on_a_small_disk(folders: &[&Path; 3]) -> Output {
    let mut said = String::new();
    for namespaces in [&["--mount"][..], &["--user", "--map-root-user", "--mount"]] {
        let mut command = Command::new("unshare");
        command.args(namespaces).args(["sh", "-c", SCRIPT, "sh"]).args(folders).arg(env!("CARGO_BIN_EXE_tapper"));
        let output = command.output().expect("unshare is part of util-linux");
        if output.status.success() {
            return output;
        }
        said += &format!("unshare {namespaces:?}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr));
    }
    panic!("no small disk could be mounted; run as root, or allow user namespaces\n{said}");
}
