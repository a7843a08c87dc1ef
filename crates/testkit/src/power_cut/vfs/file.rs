//! The methods of an open file: bytes, syncs, locks, shared memory.

use std::ffi::{c_int, c_void};
use std::sync::atomic::{Ordering, fence};
use std::sync::{Arc, Mutex};

use rusqlite::ffi;

use super::super::disk::{Disk, Fault, FileId};
use super::super::locked;
use super::super::locks::{Level, Locks, Region};
use super::code;

/// What SQLite allocates for an open file (`szOsFile`) and passes to every method.
#[repr(C)]
pub(super) struct Handle {
    pub base: ffi::sqlite3_file,
    pub opened: *mut Opened,
}

/// An open file, owned by its [`Handle`].
pub(super) struct Opened {
    pub disk: &'static Mutex<Disk>,
    pub id: FileId,
    pub life: u64,
    pub holder: u64,
    /// Whether the next sync takes the directory along.
    pub directory_too: bool,
    /// The name to delete on closing.
    pub erase: Option<String>,
    /// Keeps mapped shared memory alive for this connection, even over a power cut.
    pub regions: Vec<Arc<Region>>,
}

pub(super) static METHODS: ffi::sqlite3_io_methods = ffi::sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// # Safety
/// `file` is a file that [`super::open`] opened and that is not closed; no other reference to it is alive. SQLite uses a file from one
/// thread at a time.
unsafe fn opened<'a>(file: *mut ffi::sqlite3_file) -> &'a mut Opened {
    // SAFETY: `open` put a boxed `Opened` there, `close` takes it back.
    unsafe { &mut *(*file.cast::<Handle>()).opened }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    let handle = file.cast::<Handle>();
    // SAFETY: `open` put a box there, and SQLite closes a file once.
    let opened = unsafe { Box::from_raw((*handle).opened) };
    // SAFETY: the memory is still SQLite's; null methods mark it closed.
    unsafe { (*handle).base.pMethods = std::ptr::null() };
    let mut state = locked(opened.disk);
    if opened.life == state.life {
        state.release(opened.id, opened.holder);
        if let Some(name) = &opened.erase {
            // Nobody waits for a passing file's deletion; without power it is gone anyway.
            let _ = state.delete(name, false);
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn read(file: *mut ffi::sqlite3_file, into: *mut c_void, length: c_int, at: i64) -> c_int {
    // SAFETY: an open file of ours and a buffer of `length` bytes.
    let (opened, into) = unsafe { (opened(file), std::slice::from_raw_parts_mut(into.cast::<u8>(), length as usize)) };
    match locked(opened.disk).read(opened.life, opened.id, at as usize, into) {
        Ok(filled) if filled < into.len() => ffi::SQLITE_IOERR_SHORT_READ,
        answer => code(answer.map(drop), ffi::SQLITE_IOERR_READ),
    }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, from: *const c_void, length: c_int, at: i64) -> c_int {
    // SAFETY: an open file of ours and `length` bytes.
    let (opened, from) = unsafe { (opened(file), std::slice::from_raw_parts(from.cast::<u8>(), length as usize)) };
    code(locked(opened.disk).write(opened.life, opened.id, at as usize, from), ffi::SQLITE_IOERR_WRITE)
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, length: i64) -> c_int {
    // SAFETY: an open file of ours.
    let opened = unsafe { opened(file) };
    code(locked(opened.disk).truncate(opened.life, opened.id, length as usize), ffi::SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _flags: c_int) -> c_int {
    // SAFETY: an open file of ours.
    let opened = unsafe { opened(file) };
    let answer = locked(opened.disk).sync(opened.life, opened.id, opened.directory_too);
    opened.directory_too &= answer.is_err();
    code(answer, ffi::SQLITE_IOERR_FSYNC)
}

unsafe extern "C" fn file_size(file: *mut ffi::sqlite3_file, out: *mut i64) -> c_int {
    // SAFETY: an open file of ours.
    let opened = unsafe { opened(file) };
    let length = locked(opened.disk).length(opened.life, opened.id);
    // SAFETY: SQLite's variable for the answer.
    let answer = length.map(|length| unsafe { *out = length as i64 });
    code(answer, ffi::SQLITE_IOERR_FSTAT)
}

fn level(number: c_int) -> Level {
    match number {
        ffi::SQLITE_LOCK_SHARED => Level::Shared,
        ffi::SQLITE_LOCK_RESERVED => Level::Reserved,
        ffi::SQLITE_LOCK_PENDING => Level::Pending,
        ffi::SQLITE_LOCK_EXCLUSIVE => Level::Exclusive,
        _ => Level::None,
    }
}

/// Runs `act` on the locks of an open file.
fn with_locks<T>(opened: &Opened, act: impl FnOnce(&mut Locks) -> Result<T, Fault>) -> Result<T, Fault> {
    locked(opened.disk).locks(opened.life, opened.id).and_then(act)
}

unsafe extern "C" fn lock(file: *mut ffi::sqlite3_file, wanted: c_int) -> c_int {
    // SAFETY: an open file of ours.
    let opened = unsafe { opened(file) };
    code(with_locks(opened, |locks| locks.lock(opened.holder, level(wanted))), ffi::SQLITE_IOERR_LOCK)
}

unsafe extern "C" fn unlock(file: *mut ffi::sqlite3_file, down_to: c_int) -> c_int {
    // SAFETY: an open file of ours.
    let opened = unsafe { opened(file) };
    let answer = with_locks(opened, |locks| {
        locks.unlock(opened.holder, level(down_to));
        Ok(())
    });
    code(answer, ffi::SQLITE_IOERR_UNLOCK)
}

unsafe extern "C" fn check_reserved_lock(file: *mut ffi::sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: an open file of ours.
    let opened = unsafe { opened(file) };
    let reserved = with_locks(opened, |locks| Ok(locks.reserved()));
    // SAFETY: SQLite's variable for the answer.
    let answer = reserved.map(|reserved| unsafe { *out = c_int::from(reserved) });
    code(answer, ffi::SQLITE_IOERR_CHECKRESERVEDLOCK)
}

unsafe extern "C" fn file_control(_file: *mut ffi::sqlite3_file, _op: c_int, _arg: *mut c_void) -> c_int {
    ffi::SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_file: *mut ffi::sqlite3_file) -> c_int {
    4096
}

/// What SQLite's Unix VFS says of a common disk: a write leaves the bytes beside it alone, and nothing more.
unsafe extern "C" fn device_characteristics(_file: *mut ffi::sqlite3_file) -> c_int {
    ffi::SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn shm_map(
    file: *mut ffi::sqlite3_file,
    index: c_int,
    bytes: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    // SAFETY: an open file of ours.
    let opened = unsafe { opened(file) };
    let holder = opened.holder;
    let region = with_locks(opened, |locks| Ok(locks.region(holder, index as usize, bytes as usize, extend != 0)));
    let address = region.map(|region| match region {
        Some(region) => {
            let address = region.address().cast::<c_void>();
            opened.regions.push(region);
            address
        }
        None => std::ptr::null_mut(),
    });
    // SAFETY: SQLite's variable for the answer. The address stays good while `regions` holds its region.
    code(address.map(|address| unsafe { *out = address }), ffi::SQLITE_IOERR_SHMMAP)
}

unsafe extern "C" fn shm_lock(file: *mut ffi::sqlite3_file, first: c_int, count: c_int, flags: c_int) -> c_int {
    // SAFETY: an open file of ours.
    let opened = unsafe { opened(file) };
    let (holder, first, count) = (opened.holder, first as usize, count as usize);
    let answer = with_locks(opened, |locks| {
        if flags & ffi::SQLITE_SHM_UNLOCK != 0 {
            locks.unlock_slots(holder, first, count);
            return Ok(());
        }
        locks.lock_slots(holder, first, count, flags & ffi::SQLITE_SHM_EXCLUSIVE != 0)
    });
    code(answer, ffi::SQLITE_IOERR_SHMLOCK)
}

unsafe extern "C" fn shm_barrier(_file: *mut ffi::sqlite3_file) {
    fence(Ordering::SeqCst);
}

unsafe extern "C" fn shm_unmap(file: *mut ffi::sqlite3_file, _delete: c_int) -> c_int {
    // SAFETY: an open file of ours.
    let opened = unsafe { opened(file) };
    // Without power the shared memory is gone already; either way this connection's part of it goes.
    let _ = with_locks(opened, |locks| {
        locks.unmap(opened.holder);
        Ok(())
    });
    opened.regions.clear();
    ffi::SQLITE_OK
}
