//! `POST /v1/enrol`: a device with a one-time token becomes one of the company's.

use crate::core::ledger::Ledger;
use crate::core::{CoreRefused, Moment, crew};
use crate::entropy;
use crate::hub::Hub;
use crate::identity::{self, DEVICE_DAYS};
use crate::problem::Problem;
use crate::routes::proved::{Claim, with_nonce};
use crate::routes::{Shared, blocking};
use ::sync::enrol::{self, EnrolAnswer, EnrolRefused, EnrolRequest};
use ::sync::proof::Nonce;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::digest::Digest;
use domain::ids::DeviceId;
use domain::key::KeyId;
use domain::trust::{self, DeviceName};
use hub_storage::Tx;
use hub_storage::people::{Device, DeviceState, Person};

/// The longest word of a device about itself, in characters.
const LONGEST_FACTS: usize = 200;

/// Enrols a device.
pub async fn enrol(State(shared): State<Shared>, body: Bytes) -> Result<Response, Problem> {
    let (answer, nonce) = blocking(move || answer(&shared.hub, &body)).await??;
    Ok(with_nonce(([(header::CONTENT_TYPE, "application/cbor")], answer).into_response(), nonce))
}

fn answer(hub: &Hub, body: &[u8]) -> Result<(Vec<u8>, Nonce), Problem> {
    let request = enrol::read_request(body).map_err(refused)?;
    hub.write(|tx, moment| {
        let (device, person) = enrol_device(tx, moment, &request)?;
        let identity = moment.identity;
        let answer = EnrolAnswer {
            v: enrol::VERSION,
            company: identity.company.clone(),
            hub: identity.hub.clone(),
            device: device.id.clone(),
            person: person.id,
            name: person.name,
            certificate: device.certificate.clone(),
            issuing: identity.issuing.der().to_vec(),
            root: identity.root.der().to_vec(),
            office: identity.office.der().to_vec(),
        };
        let bytes = enrol::answer(&answer, &request.nonce, &identity.keys.office).map_err(refused)?;
        Ok((bytes, Claim::next(tx, moment, &device)?))
    })
}

/// Uses the token up, certifies the key, and grants what the person is assigned to.
fn enrol_device(tx: &mut dyn Tx, moment: Moment<'_>, request: &EnrolRequest) -> Result<(Device, Person), Problem> {
    let token = Digest::of(&request.token).0;
    let enrolment = tx.token(&token)?.ok_or_else(unknown_token)?;
    if enrolment.used.is_some() {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "enrol.token_used",
            "这个二维码已经用过，请让公司再出一个。",
            "this code has been used; ask the office for a new one",
        ));
    }
    if enrolment.expires <= moment.now_ms {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "enrol.token_expired",
            "这个二维码已过期（15 分钟内有效），请让公司再出一个。",
            "this code has expired (it lasts 15 minutes); ask the office for a new one",
        ));
    }
    let person = tx.person(&enrolment.person)?.ok_or_else(unknown_token)?;
    let key = KeyId::of_spki(&request.spki);
    if tx.device_of_key(&key)?.is_some() {
        return Err(Problem::conflict(
            "enrol.key_known",
            "这台设备的密钥已经注册过，请在设备上重新开始注册。",
            "this device's key is enrolled already; begin anew on the device",
        ));
    }
    let device = certified(moment, request, &person, key)?;
    tx.save_device(&device, moment.now_ms)?;
    if !tx.use_token(&token, &device.id, moment.now_ms)? {
        return Err(unknown_token());
    }
    let mut ledger = Ledger::default();
    crew::welcome(tx, moment, &mut ledger, &device)?;
    ledger.publish(tx, moment.now_ms)?;
    Ok((device, person))
}

fn certified(moment: Moment<'_>, request: &EnrolRequest, person: &Person, key: KeyId) -> Result<Device, Problem> {
    let identity = moment.identity;
    let id = DeviceId::new(entropy::id(moment.entropy, "d"));
    let name = DeviceName {
        device: id.as_str().to_owned(),
        company: identity.company.as_str().to_owned(),
        person: person.id.as_str().to_owned(),
    };
    let terms = identity::terms(moment.now_ms, DEVICE_DAYS, moment.entropy);
    let certificate = trust::device(&request.spki, &name, &terms, &identity.issuing, &identity.keys.issuing)
        .map_err(CoreRefused::from)?;
    Ok(Device {
        id,
        person: person.id.clone(),
        key,
        spki: request.spki.clone(),
        certificate: certificate.der().to_vec(),
        facts: request.device.chars().take(LONGEST_FACTS).collect(),
        state: DeviceState::Active,
        enrolled: moment.now_ms,
    })
}

fn unknown_token() -> Problem {
    Problem::new(
        StatusCode::FORBIDDEN,
        "enrol.token_unknown",
        "公司不认识这个二维码，请让公司再出一个。",
        "the office does not know this code; ask for a new one",
    )
}

fn refused(refused: EnrolRefused) -> Problem {
    Problem::bad(refused.code(), refused.zh(), refused.to_string())
}
