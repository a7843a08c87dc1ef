//! The disk's own promises, and the permanent control: it shows loss where there is loss, and none under the shipped settings.

use super::*;
use rusqlite::{Connection, ErrorCode};

const COMMITS: i64 = 30;
/// A raw key, as the product uses; SQLCipher's complaints of a disk that fails are expected here and kept quiet.
const KEY: &str = "PRAGMA cipher_log_level = NONE; PRAGMA key = \"x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'\"";

/// Opens `store.db` encrypted, in WAL mode, with this `synchronous`.
fn open(disk: &PowerCutDisk, synchronous: &str) -> rusqlite::Result<Connection> {
    let db = disk.open("store.db")?;
    db.execute_batch(KEY)?;
    db.query_row("PRAGMA journal_mode=WAL", [], |row| row.get::<_, String>(0))?;
    db.execute_batch(&format!(
        "PRAGMA synchronous={synchronous}; CREATE TABLE IF NOT EXISTS kept(n INTEGER PRIMARY KEY, v)"
    ))?;
    Ok(db)
}

/// Makes small commits until one fails; tells how many were reported done.
fn commit_until_it_fails(db: &Connection) -> i64 {
    for n in 1..=COMMITS {
        if n % 10 == 0 && db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).is_err() {
            return n - 1;
        }
        if db.execute("INSERT INTO kept VALUES (?1, hex(zeroblob(200)))", [n]).is_err() {
            return n - 1;
        }
    }
    COMMITS
}

/// The power goes at `cut` during a run of commits. Gives what was reported done and what is there afterwards.
fn run(synchronous: &str, unsynced: Unsynced, cut: Option<Cut>) -> (i64, i64, u64, u64) {
    let disk = PowerCutDisk::new("control");
    disk.unsynced(unsynced);
    if let Some(cut) = cut {
        disk.cut_at(cut);
    }
    let done = open(&disk, synchronous).map_or(0, |db| {
        let done = commit_until_it_fails(&db);
        disk.cut_now();
        done
    });
    let (syncs, writes) = (disk.syncs(), disk.writes());
    disk.power_on();
    let db = open(&disk, synchronous).expect("a database that lost its power opens");
    let whole: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("integrity check runs");
    assert_eq!(whole, "ok", "{synchronous} {unsynced:?} {cut:?}");
    let there = db.query_row("SELECT count(*) FROM kept", [], |row| row.get(0)).expect("the table is there");
    (done, there, syncs, writes)
}

/// Every moment at which the power can go in an undisturbed run.
fn moments(synchronous: &str) -> Vec<Cut> {
    let (done, _, syncs, writes) = run(synchronous, Unsynced::Lost, None);
    assert_eq!(done, COMMITS, "an undisturbed run reports every commit");
    let at_syncs = (1..=syncs).flat_map(|n| [Cut::BeforeSync(n), Cut::AfterSync(n)]);
    at_syncs.chain((1..=writes).map(Cut::AtWrite)).collect()
}

#[test]
fn with_full_no_commit_that_was_reported_done_is_ever_lost() {
    let moments = moments("FULL");
    assert!(moments.iter().filter(|cut| matches!(cut, Cut::BeforeSync(_))).count() as i64 >= COMMITS);
    for cut in moments {
        for unsynced in [Unsynced::Lost, Unsynced::Torn(1), Unsynced::Torn(2)] {
            let (done, there, ..) = run("FULL", unsynced, Some(cut));
            assert!(there >= done, "{done} reported, {there} there: {cut:?} {unsynced:?}");
            assert!(there <= done + 1, "{done} reported, {there} there: {cut:?} {unsynced:?}");
        }
    }
}

#[test]
fn with_normal_a_commit_that_was_reported_done_is_lost_at_some_moment() {
    let lost = moments("NORMAL").into_iter().filter(|cut| {
        let (done, there, ..) = run("NORMAL", Unsynced::Lost, Some(*cut));
        there < done
    });
    assert!(lost.count() > 0, "the disk shows no loss with NORMAL, so it proves nothing");
}

#[test]
fn with_off_a_commit_that_was_reported_done_is_lost() {
    let (done, there) = run_off();
    assert_eq!(done, COMMITS);
    assert!(there < done, "the disk shows no loss with OFF, so it proves nothing");
}

/// With OFF the database may even be damaged, so this run does not check it.
fn run_off() -> (i64, i64) {
    let disk = PowerCutDisk::new("off");
    let db = open(&disk, "OFF").unwrap();
    let done = commit_until_it_fails(&db);
    disk.cut_now();
    drop(db);
    disk.power_on();
    let there =
        open(&disk, "FULL").and_then(|db| db.query_row("SELECT count(*) FROM kept", [], |row| row.get(0))).unwrap_or(0);
    (done, there)
}

#[test]
fn a_cut_disk_fails_every_call_and_open_files_stay_dead_after_the_power_is_back() {
    let disk = PowerCutDisk::new("dead");
    let db = open(&disk, "FULL").unwrap();
    db.execute("INSERT INTO kept VALUES (1, 'a')", []).unwrap();
    disk.cut_now();
    assert!(disk.is_dark());
    let failed = |db: &Connection| {
        let error = db.execute("INSERT INTO kept VALUES (2, 'b')", []).unwrap_err();
        assert_eq!(error.sqlite_error_code(), Some(ErrorCode::SystemIoFailure), "{error}");
    };
    failed(&db);
    assert!(disk.open("other.db").and_then(|db| db.execute_batch("CREATE TABLE t(n)")).is_err());
    disk.power_on();
    failed(&db);
    drop(db);
    let db = open(&disk, "FULL").unwrap();
    assert_eq!(db.query_row("SELECT count(*) FROM kept", [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}

#[test]
fn a_full_disk_says_so_loses_nothing_and_works_again_when_there_is_room() {
    let disk = PowerCutDisk::new("full");
    let db = open(&disk, "FULL").unwrap();
    disk.full_after(40_000);
    let mut kept = 0;
    let error = loop {
        match db.execute("INSERT INTO kept VALUES (?1, hex(zeroblob(2000)))", [kept + 1]) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 1000, "the disk never filled");
    };
    assert_eq!(error.sqlite_error_code(), Some(ErrorCode::DiskFull));
    let count = |db: &Connection| db.query_row("SELECT count(*) FROM kept", [], |row| row.get::<_, i64>(0)).unwrap();
    assert!(kept > 0);
    assert_eq!(count(&db), kept);
    disk.make_room();
    db.execute("INSERT INTO kept VALUES (0, 'late')", []).unwrap();
    drop(db);
    disk.power_on();
    assert_eq!(count(&open(&disk, "FULL").unwrap()), kept + 1);
}

#[test]
fn two_databases_on_one_disk_lose_their_power_together_and_another_disk_keeps_it() {
    let (phone, hub) = (PowerCutDisk::new("phone"), PowerCutDisk::new("hub"));
    assert_ne!(phone.vfs_name(), hub.vfs_name());
    let (store, media, office) =
        (open(&phone, "FULL").unwrap(), phone.open("media.db").unwrap(), open(&hub, "FULL").unwrap());
    media.execute_batch("PRAGMA journal_mode=WAL; CREATE TABLE chunk(n)").unwrap();
    phone.cut_now();
    assert!(store.execute("INSERT INTO kept VALUES (1, 1)", []).is_err());
    assert!(media.execute("INSERT INTO chunk VALUES (1)", []).is_err());
    assert!(office.execute("INSERT INTO kept VALUES (1, 1)", []).is_ok());
    phone.power_on();
    drop((store, media));
    assert!(phone.open("media.db").unwrap().execute("INSERT INTO chunk VALUES (1)", []).is_ok());
    assert!(phone.files().contains(&"media.db".into()) && phone.files().contains(&"store.db".into()));
}

#[test]
fn two_connections_share_a_wal_and_exclude_each_other_as_writers() {
    let disk = PowerCutDisk::new("two");
    let (one, two) = (open(&disk, "FULL").unwrap(), open(&disk, "FULL").unwrap());
    one.execute("INSERT INTO kept VALUES (1, 'one')", []).unwrap();
    assert_eq!(two.query_row("SELECT v FROM kept WHERE n = 1", [], |row| row.get::<_, String>(0)).unwrap(), "one");
    two.busy_timeout(std::time::Duration::ZERO).unwrap();
    one.execute_batch("BEGIN IMMEDIATE; INSERT INTO kept VALUES (2, 'two')").unwrap();
    let error = two.execute("INSERT INTO kept VALUES (3, 'three')", []).unwrap_err();
    assert_eq!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy));
    assert_eq!(
        two.query_row("SELECT count(*) FROM kept", [], |row| row.get::<_, i64>(0)).unwrap(),
        1,
        "a reader goes on"
    );
    one.execute_batch("COMMIT").unwrap();
    two.execute("INSERT INTO kept VALUES (3, 'three')", []).unwrap();
}

#[test]
fn wal_works_with_exclusive_locking_and_without_shared_memory() {
    let disk = PowerCutDisk::new("exclusive");
    let db = disk.open("store.db").unwrap();
    db.execute_batch(KEY).unwrap();
    db.query_row("PRAGMA locking_mode=EXCLUSIVE", [], |_| Ok(())).unwrap();
    let mode: String = db.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    db.execute_batch("PRAGMA synchronous=FULL; CREATE TABLE t(n); INSERT INTO t VALUES (1)").unwrap();
    disk.cut_now();
    drop(db);
    disk.power_on();
    let db = disk.open("store.db").unwrap();
    db.execute_batch(KEY).unwrap();
    assert_eq!(db.query_row("SELECT count(*) FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 1);
}

/// What is left of a file of 8 KiB, synced, then written over with 16 writes of 1.5 sectors and cut short.
fn torn(unsynced: Unsynced) -> Vec<u8> {
    let mut disk = Disk::default();
    disk.unsynced = unsynced;
    let id = disk.open("file", true, false).unwrap();
    disk.write(0, id, 0, &[0; 8192]).unwrap();
    disk.sync(0, id, false).unwrap();
    for n in 0..10u8 {
        disk.write(0, id, usize::from(n) * 768, &[n + 1; 768]).unwrap();
    }
    disk.truncate(0, id, 7000).unwrap();
    disk.power_on();
    disk.image("file").unwrap().to_vec()
}

#[test]
fn un_synced_writes_are_lost_or_torn_by_the_seed_and_the_same_way_each_time() {
    assert_eq!(torn(Unsynced::Lost), [0; 8192]);
    let outcomes: std::collections::BTreeSet<_> = (0..16).map(|seed| torn(Unsynced::Torn(seed))).collect();
    assert_eq!(outcomes.len(), 16, "each seed tears in its own way");
    assert_eq!(torn(Unsynced::Torn(3)), torn(Unsynced::Torn(3)));
    assert!(outcomes.iter().any(|image| image.len() == 7000) && outcomes.iter().any(|image| image.len() == 8192));
    let torn_within = |image: &Vec<u8>| image.chunks(768).any(|write| write[0] != write[write.len() - 1]);
    assert!(outcomes.iter().any(torn_within), "some write survives in part");
}

#[test]
fn names_are_durable_once_synced_and_deletions_once_the_directory_is() {
    let mut disk = Disk::default();
    let kept = disk.open("kept", true, false).unwrap();
    disk.sync(0, kept, false).unwrap();
    disk.open("never-synced", true, false).unwrap();
    disk.delete("kept", false).unwrap();
    assert_eq!(disk.names.keys().collect::<Vec<_>>(), ["never-synced"]);
    disk.power_on();
    assert_eq!(disk.names.keys().collect::<Vec<_>>(), ["kept"], "the deletion was not durable, nor the new name");
    disk.delete("kept", true).unwrap();
    disk.power_on();
    assert!(disk.names.is_empty(), "the directory was synced");
}

#[test]
fn the_customers_name_is_nowhere_in_clear_on_the_disk() {
    let disk = PowerCutDisk::new("clear");
    let db = open(&disk, "FULL").unwrap();
    db.execute("INSERT INTO kept VALUES (1, '王小明 13800000000')", []).unwrap();
    let holds = |mark: &str| {
        disk.files()
            .iter()
            .any(|file| disk.read(file).unwrap().windows(mark.len()).any(|window| window == mark.as_bytes()))
    };
    assert!(!holds("王小明") && !holds("13800000000"));
    let plain = disk.open("plain.db").unwrap();
    plain.execute_batch("CREATE TABLE t(n); INSERT INTO t VALUES ('王小明')").unwrap();
    assert!(holds("王小明"), "the search itself works");
}

#[test]
fn a_file_put_on_the_disk_is_a_backup_restored() {
    let (first, second) = (PowerCutDisk::new("first"), PowerCutDisk::new("second"));
    let db = first.open("hub.db").unwrap();
    db.execute_batch("PRAGMA journal_mode=DELETE; CREATE TABLE t(n); INSERT INTO t VALUES (7)").unwrap();
    second.put("hub.db", &first.read("hub.db").unwrap());
    second.power_on();
    let restored = second.open("hub.db").unwrap();
    assert_eq!(restored.query_row("SELECT n FROM t", [], |row| row.get::<_, i64>(0)).unwrap(), 7);
    assert_eq!(second.used(), second.read("hub.db").unwrap().len() as u64);
}

#[test]
fn a_dropped_disk_fails_what_is_still_open_on_it() {
    let disk = PowerCutDisk::new("dropped");
    let db = open(&disk, "FULL").unwrap();
    let name = disk.vfs_name().to_owned();
    drop(disk);
    assert!(db.execute("INSERT INTO kept VALUES (1, 1)", []).is_err());
    let flags = OpenFlags::default();
    assert!(Connection::open_with_flags_and_vfs("store.db", flags, name.as_str()).is_err(), "the name is gone");
}
