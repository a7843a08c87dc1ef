use super::super::{FileVault, choose};
use super::desktop::Desktop;
use super::*;
use crate::entropy::SystemEntropy;
use std::fs;
use std::os::unix::net::UnixListener;
use std::sync::Arc;
use tempfile::{TempDir, tempdir};

const NO_BUS: &str = "unix:path=/nonexistent/bus";

fn start(folder: &TempDir, bus: &str) -> Arc<dyn KeyVault> {
    choose(folder.path(), Some(bus), &SystemEntropy).unwrap()
}

fn files(folder: &TempDir) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string().unwrap();
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(name).collect();
    names.sort();
    names
}

/// The folder's installation, with less patience for a person than the app has.
fn impatient(folder: &TempDir, bus: &str) -> SecretServiceVault {
    let vault = SecretServiceVault::open(folder.path(), Some(bus), &SystemEntropy).unwrap().unwrap();
    SecretServiceVault { patience: Patience { password: Duration::from_millis(300), ..PATIENCE }, ..vault }
}

#[test]
fn a_fresh_installation_keeps_its_keys_in_the_desktops_key_store_and_finds_them_after_the_next_log_in() {
    let (mut desktop, folder) = (Desktop::unlocked(), tempdir().unwrap());
    let vault = start(&folder, &desktop.address);
    assert_eq!(vault.place(), Place::System);
    assert_eq!(vault.load("database").unwrap(), None);
    vault.keep("database", &[7; 32]).unwrap();
    vault.keep("device", &[8; 32]).unwrap();
    assert_eq!(files(&folder), [NOTE]);

    desktop.log_out();
    desktop.log_in();
    let again = start(&folder, &desktop.address);
    assert_eq!(again.place(), Place::System);
    assert_eq!(again.load("database").unwrap(), Some([7; 32]));
    assert_eq!(again.load("device").unwrap(), Some([8; 32]));
}

#[test]
fn a_key_kept_again_replaces_the_first() {
    let (desktop, folder) = (Desktop::unlocked(), tempdir().unwrap());
    let vault = start(&folder, &desktop.address);
    vault.keep("database", &[7; 32]).unwrap();
    vault.keep("database", &[9; 32]).unwrap();
    assert_eq!(vault.load("database").unwrap(), Some([9; 32]));
}

#[test]
fn a_key_that_was_forgotten_is_gone_and_another_can_be_kept() {
    let (desktop, folder) = (Desktop::unlocked(), tempdir().unwrap());
    let vault = start(&folder, &desktop.address);
    vault.keep("database", &[7; 32]).unwrap();
    vault.keep("device", &[8; 32]).unwrap();
    vault.forget("database").unwrap();
    vault.forget("database").unwrap();
    assert_eq!(vault.load("database").unwrap(), None);
    assert_eq!(vault.load("device").unwrap(), Some([8; 32]));
    vault.keep("database", &[9; 32]).unwrap();
    assert_eq!(vault.load("database").unwrap(), Some([9; 32]));
}

#[test]
fn two_installations_on_one_desktop_share_no_key() {
    let (desktop, folders) = (Desktop::unlocked(), [tempdir().unwrap(), tempdir().unwrap()]);
    let [one, other] = [start(&folders[0], &desktop.address), start(&folders[1], &desktop.address)];
    one.keep("database", &[1; 32]).unwrap();
    assert_eq!(other.load("database").unwrap(), None);
    other.keep("database", &[2; 32]).unwrap();
    assert_eq!(one.load("database").unwrap(), Some([1; 32]));
}

#[test]
fn an_installation_whose_keys_lie_in_files_stays_with_the_files() {
    let (desktop, folder) = (Desktop::unlocked(), tempdir().unwrap());
    FileVault::open(folder.path()).unwrap().keep("database", &[7; 32]).unwrap();
    let vault = start(&folder, &desktop.address);
    assert_eq!(vault.place(), Place::File);
    assert_eq!(vault.load("database").unwrap(), Some([7; 32]));
    assert_eq!(files(&folder), ["database.key"]);
}

#[test]
fn without_a_bus_or_a_key_store_on_it_keys_go_to_files() {
    let desktop = Desktop::without_key_store();
    for bus in [NO_BUS, "no address at all", &desktop.address] {
        let folder = tempdir().unwrap();
        let vault = start(&folder, bus);
        assert_eq!(vault.place(), Place::File, "{bus}");
        vault.keep("database", &[7; 32]).unwrap();
        assert_eq!(files(&folder), ["database.key"]);
    }
}

#[test]
fn a_key_store_that_is_locked_at_the_first_start_is_left_alone() {
    let (desktop, folder) = (Desktop::unlocked(), tempdir().unwrap());
    desktop.lock();
    assert_eq!(start(&folder, &desktop.address).place(), Place::File);
}

#[test]
fn while_the_key_store_is_away_no_new_keys_are_made_and_afterwards_the_old_ones_are_there() {
    let (mut desktop, folder) = (Desktop::unlocked(), tempdir().unwrap());
    start(&folder, &desktop.address).keep("database", &[7; 32]).unwrap();
    desktop.log_out();
    for bus in [NO_BUS, &desktop.address] {
        let vault = start(&folder, bus);
        assert_eq!(vault.place(), Place::System);
        let refused = vault.load("database").unwrap_err();
        assert_eq!(refused.code(), "vault.silent", "{refused}");
        assert_eq!(vault.keep("database", &[9; 32]).unwrap_err().code(), "vault.silent");
    }
    assert_eq!(files(&folder), [NOTE]);
    desktop.log_in();
    assert_eq!(start(&folder, &desktop.address).load("database").unwrap(), Some([7; 32]));
}

#[test]
fn a_locked_key_store_asks_to_be_unlocked_and_waits_no_longer_than_it_may() {
    let (mut desktop, folder) = (Desktop::unlocked(), tempdir().unwrap());
    start(&folder, &desktop.address).keep("database", &[7; 32]).unwrap();
    desktop.lock();
    let vault = impatient(&folder, &desktop.address);
    for refused in [
        vault.load("database").unwrap_err(),
        vault.load("never kept").unwrap_err(),
        vault.keep("database", &[9; 32]).unwrap_err(),
    ] {
        assert_eq!(refused.code(), "vault.locked", "{refused}");
        assert!(refused.to_string().contains("unlock it") && refused.zh().contains("解锁"));
    }
    desktop.log_out();
    desktop.log_in();
    assert_eq!(vault.load("database").unwrap(), Some([7; 32]));
}

#[test]
fn a_key_the_key_store_has_lost_or_garbled_is_not_taken_for_one_never_made() {
    let (desktop, folder) = (Desktop::unlocked(), tempdir().unwrap());
    let vault = impatient(&folder, &desktop.address);
    vault.keep("database", &[7; 32]).unwrap();
    let mine = vault.user("database");
    let wanted = HashMap::from([("service", SERVICE), ("username", mine.as_str())]);

    for garbled in [&b"not base64!"[..], b"c2hvcnQ=", b""] {
        desktop.ask(async |service| {
            let found = service.search_items(wanted.clone()).await.unwrap();
            found.unlocked[0].set_secret(garbled, "text/plain").await.unwrap();
        });
        assert_eq!(vault.load("database").unwrap_err().code(), "vault.lost");
    }
    desktop.ask(async |service| {
        let found = service.search_items(wanted.clone()).await.unwrap();
        found.unlocked[0].delete().await.unwrap();
    });
    let refused = vault.load("database").unwrap_err();
    assert_eq!(refused.code(), "vault.lost");
    assert!(refused.to_string().contains("database") && refused.zh().contains("database"));
}

#[test]
fn a_bus_that_accepts_and_never_answers_is_given_up() {
    let folder = tempdir().unwrap();
    let socket = folder.path().join("bus");
    let _silent = UnixListener::bind(&socket).unwrap();
    let vault = SecretServiceVault {
        note: folder.path().join(NOTE),
        installation: "0".repeat(32),
        bus: Some(format!("unix:path={}", socket.display())),
        patience: Patience { answer: Duration::from_millis(200), ..PATIENCE },
    };
    assert!(!vault.is_usable());
    assert_eq!(vault.load("database").unwrap_err().code(), "vault.silent");
}

#[test]
fn a_damaged_note_is_refused_and_left_for_the_person() {
    for damaged in [&b""[..], b"{", b"{\"installation\":7}", b"\xff"] {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join(NOTE), damaged).unwrap();
        let Err(refused) = choose(folder.path(), Some(NO_BUS), &SystemEntropy) else { panic!("{damaged:?}") };
        assert_eq!(refused.code(), "vault.damaged");
        assert_eq!(fs::read(folder.path().join(NOTE)).unwrap(), damaged);
    }
}

#[test]
fn the_vault_can_be_asked_from_inside_an_async_runtime() {
    let (desktop, folder) = (Desktop::unlocked(), tempdir().unwrap());
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let vault = start(&folder, &desktop.address);
        vault.keep("database", &[7; 32]).unwrap();
        assert_eq!(vault.load("database").unwrap(), Some([7; 32]));
    });
}
