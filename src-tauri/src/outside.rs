//! What leaves the app: calls and messages in the phone's own apps, its map, the sheet, the hand-over file and the diagnostics.

use crate::home;
use crate::refused::Refused;
use crate::shell::Shell;
use domain::ids::{ItemKey, JobId};
use domain::value::ContactWay;
use field::diagnostics::DiagnosticLine;
use field::handover::HandOverFile;
use serde::Serialize;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;
use ts_rs::TS;

/// Calls or writes to the customer in the phone's own app. Only once that is open is it kept that somebody dialled.
#[tauri::command(async)]
pub fn contact(
    app: AppHandle,
    shell: State<'_, Shell>,
    job: JobId,
    item: Option<ItemKey>,
    way: ContactWay,
    script: Option<String>,
) -> Result<(), Refused> {
    let link = shell.look(|field| field.contact_link(&job, way, script.as_deref()))?;
    app.opener().open_url(link, None::<&str>).map_err(|why| cannot(way, &why))?;
    shell.act(|field| field.tap_contact(&job, item.as_ref(), way, script))
}

/// Shows where the customer lives, in whatever map there is.
#[tauri::command(async)]
pub fn place(app: AppHandle, shell: State<'_, Shell>, job: JobId) -> Result<(), Refused> {
    let link = shell.look(|field| field.place_link(&job))?;
    // Apple's maps know no `geo:`, and take the same query.
    let link = if cfg!(target_os = "ios") { link.replacen("geo:0,0", "maps://", 1) } else { link };
    app.opener().open_url(link, None::<&str>).map_err(|why| {
        no_app(
            &why,
            "本机没有能打开地址的地图，请照地址自行查找。",
            "there is no map on this device; find the way by the address",
        )
    })
}

/// A file that was written for other apps to find.
#[derive(Serialize, TS)]
pub struct SavedFile {
    /// Its name.
    pub name: String,
    /// The folder it lies in.
    pub folder: String,
    /// Bytes.
    pub bytes: u64,
}

/// Writes one hand-over file where other apps find it; from 1.
#[tauri::command(async)]
pub fn hand_over(app: AppHandle, shell: State<'_, Shell>, part: u32) -> Result<SavedFile, Refused> {
    let HandOverFile { name, bytes } = shell.look(|field| field.hand_over(part))?;
    written(&app, name, &bytes)
}

/// Writes the sheet where other apps find it, and opens it in the phone's own viewer: that prints it and passes it on. Where
/// there is none the file lies there all the same.
#[tauri::command(async)]
pub fn share_sheet(app: AppHandle, shell: State<'_, Shell>, job: JobId) -> Result<SavedFile, Refused> {
    let (number, pdf) = shell.look(|field| field.sheet_file(&job))?;
    let saved = written(&app, format!("{number}.pdf"), &pdf)?;
    let path = Path::new(&saved.folder).join(&saved.name);
    if let Err(why) = app.opener().open_path(path.to_string_lossy(), None::<&str>) {
        tracing::warn!(%why, "nothing opens a PDF");
    }
    Ok(saved)
}

/// How this installation stands, and what went wrong lately.
#[tauri::command(async)]
pub fn diagnostics(shell: State<'_, Shell>) -> Result<Vec<DiagnosticLine>, Refused> {
    let mut lines = shell.look(|field| field.diagnostics())?;
    lines.extend(shell.trouble().lines());
    Ok(lines)
}

/// Writes the diagnostics where other apps find them.
#[tauri::command(async)]
pub fn save_diagnostics(app: AppHandle, shell: State<'_, Shell>) -> Result<SavedFile, Refused> {
    let lines = diagnostics(shell)?;
    let text: String = lines.iter().map(|line| format!("{}: {}\n", line.name, line.value)).collect();
    written(&app, "doorstep-diagnostics.txt".to_owned(), text.as_bytes())
}

fn written(app: &AppHandle, name: String, bytes: &[u8]) -> Result<SavedFile, Refused> {
    let folder = home::downloads(app).map_err(|why| Refused::not_kept(&why))?;
    save(&folder.join(&name), bytes).map_err(|why| Refused::not_kept(&why))?;
    Ok(SavedFile { name, folder: folder.display().to_string(), bytes: bytes.len() as u64 })
}

/// Whole or not at all, and on the disk when this returns: what is there afterwards may be all that is left of a phone.
fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let part = path.with_extension("part");
    let mut file = File::create(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&part, path)
}

fn cannot(way: ContactWay, why: &tauri_plugin_opener::Error) -> Refused {
    match way {
        ContactWay::Call => no_app(
            why,
            "本机不能拨打电话，请用别的电话打给客户，打通后再勾选。",
            "this device cannot call; use another phone, then tick",
        ),
        ContactWay::Sms => no_app(
            why,
            "本机不能发短信，请用别的手机发给客户，发出后再勾选。",
            "this device sends no messages; use another phone, then tick",
        ),
    }
}

fn no_app(why: &tauri_plugin_opener::Error, zh: &str, en: &str) -> Refused {
    tracing::warn!(%why, "nothing opens a link");
    Refused { code: "shell.no_app".into(), zh: zh.into(), en: en.into() }
}
