//! Whose keys and actors are known. A registry is filled for one transaction with those the request and its documents
//! name; certificates that come with a request are kept, so that a restored hub learns again who its devices are.

use crate::core::{CoreRefused, Moment};
use domain::ids::{DeviceId, PersonId};
use domain::key::KeyId;
use domain::trust::{Certificate, Role};
use hub_storage::people::{Device, DeviceState, Person};
use hub_storage::{StorageRefused, Tx};
use replica::author::{Author, Registry, SignedActorCertificate};
use replica::change::ActorId;

/// The keys and actors of one transaction.
pub struct Writers {
    registry: Registry,
}

impl Writers {
    /// Knows the office alone.
    pub fn begin(moment: Moment<'_>) -> Self {
        Self { registry: moment.identity.registry() }
    }

    /// The registry so far.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// Takes in certificates of devices; unknown ones become devices here again. What is not one of ours is passed over:
    /// changes that need it will be set aside, and say why.
    pub fn admit_devices(&mut self, tx: &mut dyn Tx, ders: &[Vec<u8>], now_ms: i64) -> Result<(), CoreRefused> {
        for der in ders {
            if self.registry.admit_certificate(der).is_err() {
                continue;
            }
            if let Ok(certificate) = Certificate::from_der(der) {
                remember(tx, &certificate, now_ms)?;
            }
        }
        Ok(())
    }

    /// Takes in certificates of actors and keeps those that hold. One actor has one key for ever, the first that came.
    pub fn admit_actors(
        &mut self,
        tx: &mut dyn Tx,
        signed: &[SignedActorCertificate],
        now_ms: i64,
    ) -> Result<(), CoreRefused> {
        for signed in signed {
            let Ok(actor) = signed.read() else { continue };
            if self.author(tx, &actor.actor)?.is_some() {
                continue;
            }
            self.key(tx, &actor.key)?;
            if self.registry.admit_actor(signed).is_ok() {
                tx.save_actor(&actor.actor, &actor.key, &minicbor::to_vec(signed).unwrap_or_default(), now_ms)?;
            }
        }
        Ok(())
    }

    /// Who an actor is, looked up where it is not known yet.
    pub fn author(&mut self, tx: &dyn Tx, actor: &ActorId) -> Result<Option<Author>, StorageRefused> {
        if let Some(author) = self.registry.author_of(actor) {
            return Ok(Some(author.clone()));
        }
        let Some(signed) = actor_certificate(tx, actor)? else { return Ok(None) };
        if let Ok(certificate) = signed.read() {
            self.key(tx, &certificate.key)?;
        }
        let _ = self.registry.admit_kept_actor(&signed);
        Ok(self.registry.author_of(actor).cloned())
    }

    fn key(&mut self, tx: &dyn Tx, key: &KeyId) -> Result<(), StorageRefused> {
        if self.registry.certificate(key).is_none()
            && let Some(device) = tx.device_of_key(key)?
            && let Err(why) = self.registry.admit_kept_certificate(&device.certificate)
        {
            tracing::error!(device = %device.id, %why, "a stored certificate does not hold");
        }
        Ok(())
    }
}

/// The kept certificate of an actor.
pub fn actor_certificate(tx: &dyn Tx, actor: &ActorId) -> Result<Option<SignedActorCertificate>, StorageRefused> {
    Ok(tx.actor(actor)?.and_then(|(_, bytes)| minicbor::decode(&bytes).ok()))
}

/// Makes a device of a certificate of ours that this database does not know: the office issued it and has lost the row.
pub fn remember(tx: &mut dyn Tx, certificate: &Certificate, now_ms: i64) -> Result<Option<Device>, StorageRefused> {
    let subject = certificate.subject();
    let (Role::Device, Some(person)) = (subject.role, &subject.person) else { return Ok(None) };
    if let Some(known) = tx.device_of_key(&certificate.key_id())? {
        return Ok(Some(known));
    }
    let (id, person) = (DeviceId::new(&subject.name), PersonId::new(person));
    if tx.device(&id)?.is_some() {
        return Ok(None);
    }
    if tx.person(&person)?.is_none() {
        let person = Person { id: person.clone(), name: person.as_str().to_owned(), badge: String::new() };
        tx.save_person(&person, now_ms)?;
    }
    let device = Device {
        id,
        person,
        key: certificate.key_id(),
        spki: certificate.spki().to_vec(),
        certificate: certificate.der().to_vec(),
        facts: String::new(),
        state: DeviceState::Active,
        enrolled: now_ms,
    };
    tx.save_device(&device, now_ms)?;
    Ok(Some(device))
}
