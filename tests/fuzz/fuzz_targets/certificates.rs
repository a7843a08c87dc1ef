//! Certificates: DER and PEM of the company's people and devices, CBOR of a run's actor.
#![no_main]

use domain::trust::{Certificate, chain_holds};
use doorstep_fuzz::registry;
use libfuzzer_sys::fuzz_target;
use replica::author::SignedActorCertificate;

fuzz_target!(|bytes: &[u8]| {
    let mut registry = registry();
    registry.admit_certificate(bytes).ok();
    if let Ok(certificate) = Certificate::from_der(bytes) {
        assert_eq!(Certificate::from_pem(&certificate.pem()).map(|it| it.der().to_vec()).ok().as_deref(), Some(bytes));
        chain_holds(&certificate, &certificate, &certificate, Some(0)).ok();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        Certificate::from_pem(text).ok();
    }
    let actor = SignedActorCertificate { body: bytes.to_vec(), signature: [0; 64] };
    actor.read().ok();
    registry.admit_actor(&actor).ok();
    if let Ok(signed) = minicbor::decode::<SignedActorCertificate>(bytes) {
        registry.admit_actor(&signed).ok();
    }
});
