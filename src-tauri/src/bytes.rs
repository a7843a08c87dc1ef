//! Photos in, photos and papers out, as raw bytes: JSON would make them a third larger and ten times slower.

use crate::refused::Refused;
use crate::shell::Shell;
use domain::digest::Digest;
use domain::ids::{ItemKey, JobId};
use field::fix::Fix;
use field::tray::Taken;
use percent_encoding::percent_decode_str;
use tauri::State;
use tauri::ipc::{InvokeBody, Request, Response};

/// Takes a camera file in for an item: the body is the file; job, item and caption (percent-encoded) are headers.
/// Gives the photo's digest.
#[tauri::command(async)]
pub fn put_photo(shell: State<'_, Shell>, request: Request<'_>) -> Result<String, Refused> {
    let Sent { job, item, bytes } = sent(&request)?;
    let digest = shell.keep(|field| field.tap_photo(&job, &item, bytes, header(&request, "x-caption")))?;
    shell.bell().soon();
    Ok(digest.hex())
}

/// Takes a picture into the tray of an item: the body is the file; job, item, `x-camera` (1: by the app's own camera) and `x-place`
/// (latitude,longitude,metres; where it is wanted in the stamp) are headers. Gives its digest; it is on the disk then.
#[tauri::command(async)]
pub fn put_shot(shell: State<'_, Shell>, request: Request<'_>) -> Result<String, Refused> {
    let Sent { job, item, bytes } = sent(&request)?;
    let camera = header(&request, "x-camera").as_deref() == Some("1");
    let place = header(&request, "x-place").and_then(|place| Fix::read(&place));
    let digest = shell.keep(|field| field.put_shot(&Taken { job: &job, item: &item, camera, place }, bytes))?;
    Ok(digest.hex())
}

/// A file for an item.
struct Sent<'a> {
    job: JobId,
    item: ItemKey,
    bytes: &'a [u8],
}

fn sent<'a>(request: &'a Request<'_>) -> Result<Sent<'a>, Refused> {
    let InvokeBody::Raw(bytes) = request.body() else { return Err(Refused::call("bytes")) };
    let job = JobId::new(header(request, "x-job").ok_or_else(|| Refused::call("x-job"))?);
    let item = ItemKey::new(header(request, "x-item").ok_or_else(|| Refused::call("x-item"))?);
    Ok(Sent { job, item, bytes })
}

fn header(request: &Request<'_>, name: &str) -> Option<String> {
    let value = request.headers().get(name).and_then(|value| value.to_str().ok());
    value.map(decoded).filter(|text| !text.is_empty())
}

/// The text of a QR code in a grey picture: the body is one byte a pixel, `x-width` a row's length.
#[tauri::command(async)]
pub fn read_code(request: Request<'_>) -> Result<Option<String>, Refused> {
    let InvokeBody::Raw(pixels) = request.body() else { return Err(Refused::call("bytes")) };
    let width = header(&request, "x-width").and_then(|width| width.parse().ok());
    Ok(field::enrol::code_in(pixels, width.ok_or_else(|| Refused::call("x-width"))?))
}

/// The bytes of a photo or a paper.
#[tauri::command(async)]
pub fn blob(shell: State<'_, Shell>, digest: String) -> Result<Response, Refused> {
    let digest = Digest::from_hex(&digest).ok_or_else(|| Refused::call("digest"))?;
    Ok(Response::new(shell.look(|field| field.blob(&digest))?))
}

/// Percent-decoding (RFC 3986, 2.1); what is not escaped stays.
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The bytes of a photo as lists show it.
#[tauri::command(async)]
pub fn small(shell: State<'_, Shell>, digest: String) -> Result<Response, Refused> {
    let digest = Digest::from_hex(&digest).ok_or_else(|| Refused::call("digest"))?;
    Ok(Response::new(shell.look(|field| field.small(&digest))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_in_chinese_comes_through_a_header() {
        assert_eq!(decoded("%E9%97%A8%E5%8F%A3%20ok"), "门口 ok");
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%zz%"), "%zz%");
    }
}
