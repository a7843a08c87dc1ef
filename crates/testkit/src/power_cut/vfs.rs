//! The C face of the disk: a `sqlite3_vfs` here, its `sqlite3_io_methods` in `vfs/file.rs`.
//!
//! Every function turns C arguments into Rust ones, calls `disk.rs` or `locks.rs` under the disk's mutex and turns the
//! answer into a result code. SQLite's contract (sqlite.org/c3ref/vfs.html, io_methods.html) is what makes the pointers valid: it passes
//! back the VFS we registered and the file memory that `open` filled in, with buffers as long as it says.

mod file;

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::sync::Mutex;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

use rusqlite::ffi;

use super::disk::{Disk, Fault};
use super::locked;
use file::{Handle, METHODS, Opened};

/// 2026-03-01T00:00:00Z in milliseconds of the Julian day: time stands still here.
const NOW: i64 = 210_866_760_000_000 + 1_772_323_200_000;

/// With the first sync of one of these, SQLite's Unix VFS syncs the directory too (os_unix.c, `UNIXFILE_DIRSYNC`).
const JOURNALS: c_int = ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL | ffi::SQLITE_OPEN_WAL;

static NEXT_DISK: AtomicU64 = AtomicU64::new(1);
static NEXT_HOLDER: AtomicU64 = AtomicU64::new(1);

/// A registered VFS. Its few hundred bytes are never freed, since a connection may outlive it; the files are.
pub(super) struct Registered {
    vfs: AtomicPtr<ffi::sqlite3_vfs>,
    name: String,
    disk: &'static Mutex<Disk>,
}

impl Registered {
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn disk(&self) -> &Mutex<Disk> {
        self.disk
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        // SAFETY: the pointer is the leaked VFS that `register` registered; unregistering twice is harmless.
        unsafe { ffi::sqlite3_vfs_unregister(self.vfs.load(Ordering::Relaxed)) };
        locked(self.disk).scrap();
    }
}

/// Makes a disk and registers a VFS of a unique name for it; never the default one.
pub(super) fn register(name: &str) -> Registered {
    let name = format!("power-cut-{}-{}", NEXT_DISK.fetch_add(1, Ordering::Relaxed), name.replace('\0', ""));
    let disk: &'static Mutex<Disk> = Box::leak(Box::default());
    let c_name = CString::new(name.clone()).unwrap_or_default().into_raw();
    let vfs = Box::leak(Box::new(ffi::sqlite3_vfs {
        iVersion: 2,
        szOsFile: size_of::<Handle>() as c_int,
        mxPathname: 512,
        pNext: std::ptr::null_mut(),
        zName: c_name,
        pAppData: std::ptr::from_ref(disk).cast_mut().cast(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_pathname),
        xDlOpen: Some(dl_open),
        xDlError: Some(dl_error),
        xDlSym: None,
        xDlClose: None,
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: Some(last_error),
        xCurrentTimeInt64: Some(current_time_int64),
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    }));
    // SAFETY: the VFS, its name and its disk are leaked, so they stay valid for as long as SQLite may look at them.
    unsafe { ffi::sqlite3_vfs_register(vfs, 0) };
    Registered { vfs: AtomicPtr::new(vfs), name, disk }
}

/// The result code of a call: `io` where there is no power.
fn code(answer: Result<(), Fault>, io: c_int) -> c_int {
    match answer {
        Ok(()) => ffi::SQLITE_OK,
        Err(Fault::Dark) => io,
        Err(Fault::Missing | Fault::Exists) => ffi::SQLITE_CANTOPEN,
        Err(Fault::Full) => ffi::SQLITE_FULL,
        Err(Fault::Busy) => ffi::SQLITE_BUSY,
    }
}

/// # Safety
/// `vfs` is a VFS that [`register`] registered.
unsafe fn disk_of(vfs: *mut ffi::sqlite3_vfs) -> &'static Mutex<Disk> {
    // SAFETY: `register` put the address of a leaked `Mutex<Disk>` there.
    unsafe { &*(*vfs).pAppData.cast::<Mutex<Disk>>() }
}

/// # Safety
/// `text` is null or a C string that lives during the call.
unsafe fn text(text: *const c_char) -> Option<String> {
    // SAFETY: as the caller promises.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

unsafe extern "C" fn open(
    vfs: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    let handle = file.cast::<Handle>();
    // SAFETY: SQLite gives `szOsFile` bytes at `file`; null methods tell it not to call `close` if this fails.
    unsafe { (*handle).base.pMethods = std::ptr::null() };
    // SAFETY: SQLite passes our VFS and a C string or null.
    let (disk, name) = unsafe { (disk_of(vfs), text(name)) };
    let holder = NEXT_HOLDER.fetch_add(1, Ordering::Relaxed);
    let passing = name.is_none() || flags & ffi::SQLITE_OPEN_DELETEONCLOSE != 0;
    let name = name.unwrap_or_else(|| format!("passing-{holder}"));
    let mut state = locked(disk);
    let (create, only_new) = (flags & ffi::SQLITE_OPEN_CREATE != 0, flags & ffi::SQLITE_OPEN_EXCLUSIVE != 0);
    let life = state.life;
    let id = match state.open(&name, create, only_new) {
        Ok(id) => id,
        Err(fault) => return code(Err(fault), ffi::SQLITE_IOERR),
    };
    if let Ok(locks) = state.locks(life, id) {
        locks.opened(holder);
    }
    let erase = passing.then_some(name);
    let directory_too = create && flags & JOURNALS != 0;
    let opened = Opened { disk, id, life, holder, directory_too, erase, regions: Vec::new() };
    // SAFETY: as above; `out_flags` may be null.
    unsafe {
        (*handle).opened = Box::into_raw(Box::new(opened));
        (*handle).base.pMethods = &raw const METHODS;
        if !out_flags.is_null() {
            *out_flags = flags;
        }
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn delete(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, sync_directory: c_int) -> c_int {
    // SAFETY: SQLite passes our VFS and a C string.
    let (disk, name) = unsafe { (disk_of(vfs), text(name)) };
    match locked(disk).delete(&name.unwrap_or_default(), sync_directory != 0) {
        Err(Fault::Missing) => ffi::SQLITE_IOERR_DELETE_NOENT,
        answer => code(answer, ffi::SQLITE_IOERR_DELETE),
    }
}

/// As in the Unix VFS, an empty file does not count as existing.
unsafe extern "C" fn access(vfs: *mut ffi::sqlite3_vfs, name: *const c_char, flags: c_int, out: *mut c_int) -> c_int {
    // SAFETY: SQLite passes our VFS and a C string.
    let (disk, name) = unsafe { (disk_of(vfs), text(name)) };
    let state = locked(disk);
    if let Err(fault) = state.awake(state.life) {
        return code(Err(fault), ffi::SQLITE_IOERR_ACCESS);
    }
    let image = state.image(&name.unwrap_or_default());
    let there = image.is_some_and(|image| flags != ffi::SQLITE_ACCESS_EXISTS || !image.is_empty());
    // SAFETY: `out` is SQLite's variable for the answer.
    unsafe { *out = c_int::from(there) };
    ffi::SQLITE_OK
}

/// Names are what they are: there are no folders.
unsafe extern "C" fn full_pathname(
    _vfs: *mut ffi::sqlite3_vfs,
    name: *const c_char,
    room: c_int,
    out: *mut c_char,
) -> c_int {
    // SAFETY: SQLite passes a C string and a buffer of `room` bytes.
    unsafe {
        let length = CStr::from_ptr(name).to_bytes_with_nul().len();
        if length > room as usize {
            return ffi::SQLITE_CANTOPEN;
        }
        std::ptr::copy_nonoverlapping(name, out, length);
    }
    ffi::SQLITE_OK
}

unsafe extern "C" fn dl_open(_vfs: *mut ffi::sqlite3_vfs, _name: *const c_char) -> *mut c_void {
    std::ptr::null_mut()
}

unsafe extern "C" fn dl_error(_vfs: *mut ffi::sqlite3_vfs, room: c_int, out: *mut c_char) {
    if room > 0 {
        // SAFETY: the buffer has `room` bytes.
        unsafe { *out = 0 };
    }
}

unsafe extern "C" fn randomness(vfs: *mut ffi::sqlite3_vfs, length: c_int, out: *mut c_char) -> c_int {
    // SAFETY: SQLite passes our VFS and a buffer of `length` bytes.
    let (disk, out) = unsafe { (disk_of(vfs), std::slice::from_raw_parts_mut(out.cast::<u8>(), length as usize)) };
    let mut state = locked(disk);
    out.iter_mut().for_each(|byte| *byte = state.chance.next() as u8);
    length
}

/// Waits a little, so that another thread gets its turn, and says it was as long as asked.
unsafe extern "C" fn sleep(_vfs: *mut ffi::sqlite3_vfs, microseconds: c_int) -> c_int {
    std::thread::sleep(std::time::Duration::from_micros(microseconds.clamp(0, 1000) as u64));
    microseconds
}

unsafe extern "C" fn current_time(_vfs: *mut ffi::sqlite3_vfs, days: *mut f64) -> c_int {
    // SAFETY: SQLite's variable for the answer.
    unsafe { *days = NOW as f64 / 86_400_000.0 };
    ffi::SQLITE_OK
}

unsafe extern "C" fn current_time_int64(_vfs: *mut ffi::sqlite3_vfs, milliseconds: *mut i64) -> c_int {
    // SAFETY: SQLite's variable for the answer.
    unsafe { *milliseconds = NOW };
    ffi::SQLITE_OK
}

unsafe extern "C" fn last_error(_vfs: *mut ffi::sqlite3_vfs, _room: c_int, _out: *mut c_char) -> c_int {
    0
}
