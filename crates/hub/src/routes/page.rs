//! The office's page as files of a folder, under `/`, and the one for whoever holds a paper under `/verify`. Names are taken apart and checked, not resolved; nothing the page
//! loads may come from elsewhere.

use crate::problem::Problem;
use crate::routes::{Shared, blocking, nothing_here};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::path::{Path, PathBuf};

/// Scripts and styles from our own files alone, and no frame around the page.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
                   connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-src 'none'; \
                   frame-ancestors 'none'";
/// The largest file of a page that is served.
const LARGEST: u64 = 16 << 20;

const KINDS: &[(&str, &str)] = &[
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("ttf", "font/ttf"),
    ("json", "application/json"),
];

/// A file of the page; whatever else there is nothing at.
pub async fn file(State(shared): State<Shared>, request: Request) -> Result<Response, Problem> {
    let path = request.uri().path().to_owned();
    let is_page = path == "/" || path == "/index.html";
    if !matches!(*request.method(), Method::GET | Method::HEAD) || path.starts_with("/v1/") {
        return Err(nothing_here().await);
    }
    let Some(folder) = shared.hub.page_folder().map(Path::to_owned) else {
        return if is_page { Ok(not_built("--page")) } else { Err(nothing_here().await) };
    };
    let Some((file, kind)) = place(&folder, &path) else { return Err(nothing_here().await) };
    let bytes = blocking(move || {
        let small = std::fs::metadata(&file).is_ok_and(|it| it.is_file() && it.len() <= LARGEST);
        small.then(|| std::fs::read(&file).ok()).flatten()
    });
    match bytes.await? {
        Some(bytes) => {
            // Files under assets/ carry their content's hash in their name.
            let lasts = if path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
            Ok(safe(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, lasts)], bytes).into_response()))
        }
        None if is_page => Ok(not_built(&folder.display().to_string())),
        None => Err(nothing_here().await),
    }
}

/// Where a path of the page lies, and its type: at most three plain names, the last with a known end.
fn place(folder: &Path, path: &str) -> Option<(PathBuf, &'static str)> {
    let path = match path {
        "/" => "/index.html",
        "/verify" => "/verify.html",
        path => path,
    };
    let names: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.';
    let is_plain = |name: &&str| !name.is_empty() && !name.starts_with('.') && name.chars().all(plain);
    if names.len() > 3 || !names.iter().all(is_plain) {
        return None;
    }
    let end = names.last()?.rsplit_once('.')?.1;
    let kind = KINDS.iter().find(|(own, _)| *own == end).map(|(_, kind)| *kind)?;
    Some((names.iter().fold(folder.to_owned(), |path, name| path.join(name)), kind))
}

/// In plain words what is missing.
fn not_built(looked: &str) -> Response {
    let words = format!(
        "中台在运行，但页面还没有构建（{looked}）。\n请在项目目录执行：\n\n    npm --prefix ui ci\n    npm --prefix ui run build\n\n\
         然后这样启动：doorstep hub --page ui/office/dist\n\n\
         The hub is running, but its page has not been built ({looked}).\nIn the project's folder run the two lines \
         above, then start it with: doorstep hub --page ui/office/dist\n"
    );
    safe((StatusCode::OK, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], words).into_response())
}

fn safe(mut response: Response) -> Response {
    let headers: [(HeaderName, &str); 5] = [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in headers {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_with_a_known_end_are_looked_up() {
        let at = |path: &str| place(Path::new("page"), path).map(|(file, _)| file.display().to_string());
        assert_eq!(at("/"), Some("page/index.html".into()));
        assert_eq!(at("/verify"), Some("page/verify.html".into()));
        assert_eq!(at("/assets/index-Ab1.js"), Some("page/assets/index-Ab1.js".into()));
        for path in [
            "/../hub.sqlite",
            "/.env.js",
            "/a/b/c/d.js",
            "//x.js",
            "/keys/root.pem",
            "/%2e%2e/x.js",
            "/x",
            "x.js",
            "/a\\b.js",
        ] {
            assert_eq!(at(path), None, "{path}");
        }
    }
}
