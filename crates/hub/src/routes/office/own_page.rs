//! Only our own page may act with the cookie. A foreign page can make a browser send requests with our cookie, but it
//! can neither add a header of its own nor hide where it comes from (Fetch Metadata).

use super::session;
use crate::problem::Problem;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The header our page adds to every request; a form cannot.
pub const HEADER: &str = "doorstep-page";

/// Lets a request through, or says why not.
pub async fn guard(request: Request, next: Next) -> Response {
    if may(request.method(), request.headers()) { next.run(request).await } else { refused().into_response() }
}

fn may(method: &Method, headers: &HeaderMap) -> bool {
    if method.is_safe() {
        return true;
    }
    let from = headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    let ours = from.is_none_or(|from| from == "same-origin");
    let by_cookie = session::has_cookie(headers) && !session::has_bearer(headers);
    ours && (!by_cookie || headers.contains_key(HEADER))
}

fn refused() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "session.foreign_page",
        "这个请求不是从中台页面发出的，已拒绝；请回到中台页面操作。",
        "this request did not come from the office's own page and was refused; use that page",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(&'static str, &'static str)]) -> HeaderMap {
        list.iter().map(|(key, value)| (key.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn a_form_on_a_foreign_page_cannot_act_with_our_cookie() {
        let cookie = ("cookie", "doorstep-session=x");
        let cases = [
            (vec![cookie], false),
            (vec![cookie, (HEADER, "1")], true),
            (vec![cookie, (HEADER, "1"), ("sec-fetch-site", "same-origin")], true),
            (vec![cookie, (HEADER, "1"), ("sec-fetch-site", "cross-site")], false),
            (vec![("sec-fetch-site", "cross-site")], false),
            (vec![("authorization", "Bearer x")], true),
            (vec![cookie, ("authorization", "Bearer x")], true),
        ];
        for (list, allowed) in cases {
            assert_eq!(may(&Method::POST, &headers(&list)), allowed, "{list:?}");
            assert!(may(&Method::GET, &headers(&list)));
        }
    }
}
