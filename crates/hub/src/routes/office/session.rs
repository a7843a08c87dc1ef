//! Signing in. The printed one-time password opens a session only together with a new password.

use crate::core::show::view::HereView;
use crate::entropy;
use crate::hub::Hub;
use crate::openapi::Refused;
use crate::passwords::{self, LONGEST, SHORTEST};
use crate::problem::Problem;
use crate::reference;
use crate::routes::office::read;
use crate::routes::{Shared, Whole, blocking};
use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use hub_storage::office::Admin;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The cookie that carries a session.
pub(crate) const COOKIE: &str = "doorstep-session";
const HOUR_MS: i64 = 60 * 60 * 1000;
/// How long a session lasts.
const LASTS_MS: i64 = 12 * HOUR_MS;
/// After so many wrong passwords in a row none is tried for a while.
const PATIENCE: u32 = 5;
const PAUSE_MS: i64 = 60 * 1000;

/// Argon2id of nothing anybody has: an unknown name costs as much time as a wrong password.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$ZG9vcnN0ZXAtbm9ib2R5$PpFQ0FBOmMdzOGCzPH0Vx2p8J3hDgQH8iU1ZJpBq3cE";

/// Name and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignIn)]
struct Open {
    /// The account.
    name: String,
    /// Its password.
    password: String,
    /// The password to be from now on, at least 10 characters; a one-time password needs it.
    new_password: Option<String>,
}

/// A session.
#[derive(Serialize, ToSchema)]
#[schema(as = SignedIn)]
struct Opened {
    /// For programs, as a bearer token; browsers get it as a cookie.
    token: String,
    /// Until when, Unix milliseconds.
    expires: i64,
}

/// Who is asking: a clerk with a session, by bearer token or cookie.
pub struct Clerk(pub String);

impl FromRequestParts<Shared> for Clerk {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Problem> {
        let token = token(&parts.headers).ok_or_else(no_session)?;
        let hub = shared.hub.clone();
        let admin = blocking(move || {
            hub.read(|tx, moment| Ok::<_, Problem>(tx.session(&Digest::of(token.as_bytes()).0, moment.now_ms)?))
        })
        .await??;
        admin.map(Self).ok_or_else(no_session)
    }
}

/// Opens a session.
#[utoipa::path(
    post,
    path = "/session",
    tag = "office",
    request_body = Open,
    responses((status = 200, description = "Signed in", body = Opened), Refused<401>, Refused<429>)
)]
pub async fn open(State(shared): State<Shared>, body: Whole) -> Result<Response, Problem> {
    let asked: Open = read(&body.0)?;
    let hub = shared.hub.clone();
    let opened = blocking(move || sign_in(&hub, &asked)).await??;
    // A browser sends it back over https alone where the office is reached so.
    let secure = if shared.address.is_https() { "; Secure" } else { "" };
    let cookie = format!(
        "{COOKIE}={}; Path=/v1/office; HttpOnly; SameSite=Strict; Max-Age={}{secure}",
        opened.token,
        LASTS_MS / 1000
    );
    Ok(([(header::SET_COOKIE, cookie)], Json(opened)).into_response())
}

/// Ends every session of the account.
#[utoipa::path(delete, path = "/session", tag = "office", responses((status = 204, description = "Signed out")))]
pub async fn close(State(shared): State<Shared>, Clerk(admin): Clerk) -> Result<StatusCode, Problem> {
    blocking(move || shared.hub.write(|tx, _| Ok::<_, Problem>(tx.end_sessions(&admin)?))).await??;
    Ok(StatusCode::NO_CONTENT)
}

/// The hashing takes some 50 ms and stays outside the storage's lock.
fn sign_in(hub: &Hub, asked: &Open) -> Result<Opened, Problem> {
    let admin = hub.read(|tx, _| Ok::<_, Problem>(tx.admin(&asked.name)?))?;
    let now_ms = hub.moment().now_ms;
    if admin.as_ref().is_some_and(|admin| admin.locked_until > now_ms) {
        return Err(Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "session.wait",
            "密码错误次数太多，请一分钟后再试。",
            "too many wrong passwords; try again in a minute",
        ));
    }
    let fits = passwords::fits(&asked.password, admin.as_ref().map_or(NOBODY, |admin| &admin.password));
    let Some(admin) = admin.filter(|_| fits) else {
        hub.write(|tx, moment| match tx.admin(&asked.name)? {
            Some(admin) => Ok::<_, Problem>(tx.save_admin(&failed(admin, moment.now_ms))?),
            None => Ok(()),
        })?;
        return Err(Problem::unproved(
            "session.password",
            "名称或密码不对，请核对后再试。",
            "name or password is wrong; check them and try again",
        ));
    };
    let hash = new_hash(hub, asked, &admin)?;
    hub.write(|tx, moment| {
        if hash.is_some() {
            tx.end_sessions(&admin.name)?;
        }
        let (one_time, password) = match hash {
            Some(hash) => (false, hash),
            None => (admin.one_time, admin.password.clone()),
        };
        tx.save_admin(&Admin { name: admin.name.clone(), password, one_time, failures: 0, locked_until: 0 })?;
        let token = entropy::token(moment.entropy);
        let expires = moment.now_ms + LASTS_MS;
        tx.open_session(&Digest::of(token.as_bytes()).0, &admin.name, expires, moment.now_ms)?;
        Ok(Opened { token, expires })
    })
}

fn failed(admin: Admin, now_ms: i64) -> Admin {
    let failures = admin.failures.saturating_add(1);
    let locked_until = if failures.is_multiple_of(PATIENCE) { now_ms + PAUSE_MS } else { admin.locked_until };
    Admin { failures, locked_until, ..admin }
}

/// The hash of a new password, where one is given; a one-time password asks for it.
fn new_hash(hub: &Hub, asked: &Open, admin: &Admin) -> Result<Option<String>, Problem> {
    let Some(new) = &asked.new_password else {
        if admin.one_time {
            return Err(Problem::new(
                StatusCode::FORBIDDEN,
                "session.new_password_needed",
                "这是一次性密码，请同时设置新密码（new_password，至少 10 个字符）。",
                "this is a one-time password; give a new one with it (new_password, at least 10 characters)",
            ));
        }
        return Ok(None);
    };
    let long_enough = new.chars().count() >= SHORTEST && new.len() <= LONGEST;
    if !long_enough || *new == asked.password {
        return Err(Problem::bad(
            "session.new_password",
            "新密码应有 10 个以上字符，且与旧密码不同。",
            "the new password needs at least 10 characters and must differ from the old one",
        ));
    }
    Ok(passwords::hash(new, hub.entropy()))
}

fn token(headers: &HeaderMap) -> Option<String> {
    bearer(headers).or_else(|| cookie(headers)).map(str::to_owned)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get(header::COOKIE)?.to_str().ok()?.split(';');
    cookies.filter_map(|cookie| cookie.trim().split_once('=')).find(|(name, _)| *name == COOKIE).map(|(_, it)| it)
}

/// Whether the request carries our cookie.
pub(super) fn has_cookie(headers: &HeaderMap) -> bool {
    cookie(headers).is_some()
}

/// Whether the request names its session itself, which no foreign page can make a browser do.
pub(super) fn has_bearer(headers: &HeaderMap) -> bool {
    bearer(headers).is_some()
}

/// Who is signed in, and what the page needs to begin.
#[utoipa::path(get, path = "/session", tag = "office", responses((status = 200, description = "Who and where", body = HereView)))]
pub async fn here(State(shared): State<Shared>, Clerk(admin): Clerk) -> Json<HereView> {
    let moment = shared.hub.moment();
    Json(HereView {
        admin,
        company: shared.hub.company_name().to_owned(),
        packs: reference::names().to_vec(),
        offset_minutes: moment.identity.offset_minutes,
        now: moment.now_ms,
    })
}

fn no_session() -> Problem {
    Problem::unproved("session.none", "请先登录。", "sign in first")
}
