//! What anybody with a paper in hand may ask: is this file good, what does the office say of the code on it, and whose
//! certificates hold no more. A code's page shows number, verdict and date, and nothing of what stands on the paper.

use crate::core::show::view::VerifyView;
use crate::core::verifying::{self, Spoken};
use crate::core::{CoreRefused, revoking};
use crate::hub::Hub;
use crate::openapi::{File, Refused};
use crate::problem::Problem;
use crate::receiving::release;
use crate::routes::asked::Path;
use crate::routes::{Shared, Whole, blocking};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::seal::{QrClaim, from_qr};
use domain::time::rfc3339;
use sheet::Trust;
use tokio::sync::Semaphore;

/// Verifying draws a paper again: so many at once, and the others wait their turn.
static AT_ONCE: Semaphore = Semaphore::const_new(2);
/// The one verdict that is shown in green.
const VALID: &str = "有效";
const CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// Whether a paper is what was signed, by whom and when, and whether another one corrects it.
#[utoipa::path(
    post,
    path = "/v1/verify",
    tag = "anybody",
    request_body(content = File, content_type = "application/octet-stream", description = "The PDF"),
    responses((status = 200, description = "What was found", body = VerifyView), Refused<400>)
)]
pub async fn verify(State(shared): State<Shared>, body: Whole) -> Result<Json<VerifyView>, Problem> {
    if body.0.is_empty() {
        return Err(Problem::bad(
            "verify.empty",
            "没有收到文件，请选择要核对的 PDF。",
            "no file came; choose the PDF to verify",
        ));
    }
    let _turn = AT_ONCE.acquire().await.ok();
    let found = blocking(move || {
        let hub = shared.hub.as_ref();
        let lists = [hub.write(revoking::list)?];
        let root = Some(&hub.identity().root);
        let report = sheet::verify(&body.0, &Trust { root, lists: &lists, release: release() });
        let facts = report.content.as_ref().map(|(_, seal)| seal.claim.facts);
        let amended = match facts {
            Some(facts) => hub.read(|tx, _| tx.correction_of(&facts))?.map(|paper| paper.number),
            None => None,
        };
        Ok::<_, CoreRefused>(verifying::view(report, amended))
    });
    Ok(Json(found.await??))
}

/// Whose certificates hold no more (RFC 5280), signed by the issuing CA.
#[utoipa::path(
    get,
    path = "/v1/revoked.crl",
    tag = "anybody",
    responses((status = 200, description = "The list, DER", body = Vec<u8>, content_type = "application/pkix-crl"))
)]
pub async fn list(State(shared): State<Shared>) -> Result<Response, Problem> {
    let list = blocking(move || shared.hub.write(revoking::list)).await??;
    Ok(([(header::CONTENT_TYPE, "application/pkix-crl")], list.der().to_vec()).into_response())
}

/// What the office says of a paper's code, for people.
#[utoipa::path(
    get,
    path = "/q/{code}",
    tag = "anybody",
    params(("code" = String, Path, description = "What stands behind `/Q/` in the code of a paper")),
    responses(
        (status = 200, description = "Number, verdict and date", body = String, content_type = "text/html"),
        (status = 404, description = "No paper of this office, or not here yet", body = String, content_type = "text/html"),
        (status = 409, description = "The paper with this number says something else", body = String, content_type = "text/html"),
    )
)]
pub async fn code(State(shared): State<Shared>, Path(code): Path<String>) -> Result<Response, Problem> {
    blocking(move || answer(&shared.hub, &code)).await?
}

/// The same: a code is upper case throughout, so that it is small.
#[utoipa::path(
    get,
    path = "/Q/{code}",
    tag = "anybody",
    params(("code" = String, Path, description = "What stands behind `/Q/` in the code of a paper")),
    responses(
        (status = 200, description = "Number, verdict and date", body = String, content_type = "text/html"),
        (status = 404, description = "No paper of this office, or not here yet", body = String, content_type = "text/html"),
        (status = 409, description = "The paper with this number says something else", body = String, content_type = "text/html"),
    )
)]
pub async fn code_of_a_camera(shared: State<Shared>, path: Path<String>) -> Result<Response, Problem> {
    code(shared, path).await
}

fn answer(hub: &Hub, code: &str) -> Result<Response, Problem> {
    let Ok(claim) = from_qr(&format!("https://code/Q/{code}")) else {
        let words = (
            "读不出这个码",
            "This code cannot be read",
            "请对准单据上的二维码重新扫描。Scan the code on the paper again.",
        );
        return Ok(page(StatusCode::NOT_FOUND, hub, None, words, &[]));
    };
    let spoken = hub.read(|tx, _| verifying::spoken(tx, &claim)).map_err(CoreRefused::from)?;
    Ok(say(hub, &claim, spoken))
}

fn say(hub: &Hub, claim: &QrClaim, spoken: Spoken) -> Response {
    let number = Some(claim.paper.as_str());
    let other = (
        "与公司留存的不符",
        "Not what the office has",
        "同号的单据内容不同，不要采信手中这份，请联系公司。Another content has this number: do not rely on this paper, ask the company.",
    );
    match spoken {
        Spoken::Unknown => {
            let words = (
                "公司没有这份单据",
                "The office does not have this paper",
                "技术员的设备可能还没有联网，请过一天再扫；仍没有就请联系公司。The technician's device may not have been online yet: scan again in a day, then ask the company.",
            );
            page(StatusCode::NOT_FOUND, hub, number, words, &[])
        }
        Spoken::Waiting => {
            let words = (
                "公司还没有收到文件",
                "The office has not received the file yet",
                "单据已登记，文件还在路上，请稍后再扫。The paper is known, its file is on the way: scan again later.",
            );
            page(StatusCode::NOT_FOUND, hub, number, words, &[])
        }
        Spoken::Other => page(StatusCode::CONFLICT, hub, number, other, &[]),
        Spoken::Received { file, at, amended } => {
            let seal = hub.blobs().read(&file).ok().and_then(|file| sheet::seal_of(&file));
            let Some(seal) = seal.filter(|seal| claim.matches(seal)) else {
                return page(StatusCode::CONFLICT, hub, number, other, &[]);
            };
            let received = rfc3339(at, hub.identity().offset_minutes);
            let rows = [("签字 Signed", shown(&seal.claim.at.time)), ("公司收讫 Received", shown(&received))];
            let corrected;
            let words = match amended {
                Some(number) => {
                    corrected = format!("请以更正单 {number} 为准。The corrected paper {number} counts.");
                    ("已更正", "Amended", corrected.as_str())
                }
                None => (VALID, "Valid", "请核对单号与手中单据一致。Compare the number with the one on your paper."),
            };
            page(StatusCode::OK, hub, number, words, &rows)
        }
    }
}

/// Day and time of day, with the offset.
fn shown(rfc3339: &str) -> String {
    let (day, rest) = rfc3339.split_once('T').unwrap_or((rfc3339, ""));
    let offset = rest.get(8..).unwrap_or_default();
    format!("{day} {} ({offset})", rest.get(..5).unwrap_or_default())
}

fn page(
    status: StatusCode,
    hub: &Hub,
    number: Option<&str>,
    (zh, en, more): (&str, &str, &str),
    rows: &[(&str, String)],
) -> Response {
    let class = if zh == VALID { "ok" } else { "no" };
    let rows = number.map(|number| ("单号 No.", number.to_owned())).into_iter().chain(rows.iter().cloned());
    let rows: String = rows.map(|(label, value)| format!("<dt>{label}</dt><dd>{}</dd>", escaped(&value))).collect();
    let (company, more) = (escaped(hub.company_name()), escaped(more));
    let html = format!(
        "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>{zh} {en}</title>\
         <style>{STYLE}</style></head><body><main><p class=\"firm\">{company}</p><h1 class=\"{class}\">{zh}<small>{en}</small></h1>\
         <dl>{rows}</dl><p>{more}</p></main></body></html>"
    );
    let mut response = (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CSP),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

const STYLE: &str = "body{margin:0;background:#f2f5f6;color:#101b22;font:16px/1.5 system-ui,'Noto Sans CJK SC',sans-serif}\
    main{max-width:30rem;margin:6vh auto;background:#fff;border-radius:12px;padding:24px;box-shadow:0 1px 2px #0001,0 2px 8px #0001}\
    .firm{margin:0;color:#43515b}h1{margin:12px 0 20px;font-size:34px;line-height:1.2}h1 small{display:block;font-size:16px;font-weight:400;color:#43515b}\
    .ok{color:#136a3a}.no{color:#864f00}dl{margin:0;border-top:1px solid #dbe2e6}dt{margin-top:12px;color:#43515b;font-size:14px}\
    dd{margin:0;font-size:18px;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}main>p:last-child{margin:20px 0 0;color:#43515b}\
    @media(prefers-color-scheme:dark){body{background:#0d1317;color:#edf2f4}main{background:#172026}.firm,h1 small,dt,main>p:last-child{color:#bac6cd}\
    dl{border-color:#2b3840}.ok{color:#74d69d}.no{color:#f5bc5e}}";

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}
