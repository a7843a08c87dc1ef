//! What is opened in other apps of the phone: its dialler, its messages, its map.

use crate::refused::Refused;
use crate::shell::Shell;
use domain::ids::{ItemKey, JobId};
use domain::value::ContactWay;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

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
