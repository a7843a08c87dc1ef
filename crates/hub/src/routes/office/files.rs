//! Stored files for the page: photos to show, sheets to open. What a file is, its first bytes say; only kinds a browser
//! draws without running anything are shown, everything else is handed over as bytes.

use super::session::Clerk;
use crate::openapi::Refused;
use crate::problem::Problem;
use crate::routes::asked::{Path, Query};
use crate::routes::{Shared, blocking};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use media::ink::{Curve, Ink};
use serde::Deserialize;
use utoipa::IntoParams;

/// First bytes, the type to serve under, the end of a name.
const SHOWN: &[(&[u8], &str, &str)] = &[
    (b"\xFF\xD8\xFF", "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1A\n", "image/png", "png"),
    (b"GIF8", "image/gif", "gif"),
    (b"%PDF-", "application/pdf", "pdf"),
];
/// A digest's bytes never change.
const FOR_EVER: &str = "private, max-age=31536000, immutable";
/// Whatever the file is, nothing in it runs or loads.
const CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'";

/// How the file should be called.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Called {
    /// Without its end.
    name: Option<String>,
}

/// A stored file.
#[utoipa::path(
    get,
    path = "/media/{digest}",
    tag = "office",
    params(("digest" = String, Path, description = "Its SHA-256"), Called),
    responses(
        (status = 200, description = "The file", content(
            (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"), (Vec<u8> = "image/gif"), (Vec<u8> = "image/webp"),
            (Vec<u8> = "application/pdf"), (Vec<u8> = "application/octet-stream"),
        )),
        (status = 304, description = "As the browser has it"),
        Refused<404>,
    )
)]
pub async fn blob(
    State(shared): State<Shared>,
    _: Clerk,
    Path(digest): Path<String>,
    Query(called): Query<Called>,
    asked: HeaderMap,
) -> Result<Response, Problem> {
    let missing = || Problem::missing("media.unknown", "没有这个文件。", "there is no such file");
    let digest = Digest::from_hex(&digest).ok_or_else(missing)?;
    let tag = format!("\"{digest}\"");
    let known = asked.get(header::IF_NONE_MATCH).is_some_and(|value| value.as_bytes() == tag.as_bytes());
    if known {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let bytes = blocking(move || shared.hub.blobs().read(&digest).ok()).await?.ok_or_else(missing)?;
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP".as_slice());
    let shown = SHOWN.iter().find(|(start, ..)| bytes.starts_with(start)).map(|(_, kind, end)| (*kind, *end));
    let shown = shown.or(webp.then_some(("image/webp", "webp")));
    let (kind, end) = shown.unwrap_or(("application/octet-stream", "bin"));
    let name = name(called.name.as_deref(), &digest, end);
    let way = if shown.is_some() { "inline" } else { "attachment" };
    let mut response = ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, FOR_EVER)], bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CSP));
    for (key, text) in [(header::ETAG, tag), (header::CONTENT_DISPOSITION, format!("{way}; filename=\"{name}\""))] {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(key, value);
        }
    }
    Ok(response)
}

/// A handwritten signature, drawn.
#[utoipa::path(
    get,
    path = "/media/{digest}/ink.svg",
    tag = "office",
    params(("digest" = String, Path, description = "SHA-256 of the ink")),
    responses((status = 200, description = "The ink", body = String, content_type = "image/svg+xml"), Refused<404>)
)]
pub async fn ink(State(shared): State<Shared>, _: Clerk, Path(digest): Path<String>) -> Result<Response, Problem> {
    let missing = || Problem::missing("media.unknown", "没有这个笔迹。", "there is no such ink");
    let digest = Digest::from_hex(&digest).ok_or_else(missing)?;
    let svg = blocking(move || {
        let bytes = shared.hub.blobs().read(&digest).ok()?;
        Ink::parse(&bytes).ok().map(|ink| drawn(&ink))
    });
    let svg = svg.await?.ok_or_else(missing)?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, FOR_EVER),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, CSP),
    ];
    Ok((headers, svg).into_response())
}

/// The strokes as an SVG in millimetres; each curve has its own width, as ink has.
fn drawn(ink: &Ink) -> String {
    let [width, height] = ink.frame().map(|side| f64::from(side) / 100.0);
    let mut curves = String::new();
    for stroke in ink.to_paths() {
        let [mut x, mut y] = stroke.start;
        for Curve { c1, c2, to, width } in stroke.curves {
            curves.push_str(&format!(
                r#"<path d="M{x:.2} {y:.2}C{:.2} {:.2} {:.2} {:.2} {:.2} {:.2}" stroke-width="{width:.2}"/>"#,
                c1[0], c1[1], c2[0], c2[1], to[0], to[1]
            ));
            [x, y] = to;
        }
    }
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><g fill="none" stroke="#101b22" stroke-linecap="round" stroke-linejoin="round">{curves}</g></svg>"##
    )
}

/// The name asked for as far as it is plain, else the digest's first digits.
fn name(asked: Option<&str>, digest: &Digest, end: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-' || *c == '_';
    let asked: String = asked.unwrap_or_default().chars().filter(plain).take(64).collect();
    let stem = if asked.is_empty() { digest.hex().chars().take(12).collect() } else { asked };
    format!("{stem}.{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ink_is_drawn_curve_by_curve() {
        let ink = Ink::parse(br#"{"box":[6000,2000],"strokes":[[[0,0,0,0],[100,200,10,0],[300,400,20,0]]],"v":1}"#);
        let svg = drawn(&ink.unwrap());
        assert!(svg.starts_with("<svg") && svg.contains("viewBox=\"0 0 60 20\""));
        assert_eq!(svg.matches("<path").count(), 3);
    }

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        let digest = Digest::of(b"x");
        assert_eq!(name(Some("GD261120-0041-1-SA1"), &digest, "pdf"), "GD261120-0041-1-SA1.pdf");
        assert_eq!(name(Some("a\"; x=\"\r\nSet-Cookie: b/../c"), &digest, "pdf"), "axSet-Cookiebc.pdf");
        assert_eq!(name(None, &digest, "bin"), format!("{}.bin", &digest.hex()[..12]));
    }
}
