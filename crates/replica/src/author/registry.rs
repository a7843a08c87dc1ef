//! The keys and actors one side knows.

use crate::author::{ActorCertificate, Authorship, SignedActorCertificate};
use crate::change::{ActorId, Change};
use crate::document::DocRef;
use domain::digest::Digest;
use domain::ids::{CompanyId, DeviceId, PersonId};
use domain::key::{KeyId, verifies};
use domain::trust::{self, Certificate, NotTrusted, Role};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Who wrote a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Author {
    /// The person.
    pub person: PersonId,
    /// Their device, or the office's own id.
    pub device: DeviceId,
    /// The key that signed.
    pub key: KeyId,
    /// Whether the key is the office's: only that one may write briefs.
    pub office: bool,
}

/// Why authorship does not hold.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone)]
pub enum AuthorRefused {
    /// A certificate's bytes are not one.
    #[error("this certificate cannot be read; enrol the device that sent it again")]
    Unreadable,
    /// A certificate does not come from our office.
    #[error("this key was not certified by this office ({0}); enrol the device again")]
    NotTrusted(NotTrusted),
    /// A certificate or signature of another company.
    #[error("this belongs to another company; enrol the device here")]
    OtherCompany,
    /// No certificate for this key.
    #[error("the key {0} has no certificate here; sync the phone it belongs to")]
    UnknownKey(KeyId),
    /// No certificate for this actor, or it was certified with another key.
    #[error("nobody vouches for the author {0}; sync the phone that wrote this")]
    UnknownActor(ActorId),
    /// The certificate names another person or device than the office's certificate of its key.
    #[error("this key belongs to another person or device; enrol the device again")]
    OtherHolder,
    /// The actor is certified already, differently.
    #[error("the author {0} is someone else already; close the app and open it again")]
    Taken(ActorId),
    /// The signature does not verify, for this document at least.
    #[error("this signature does not hold; send the phone's hand-over file to the office")]
    Signature,
    /// No signature covers the change.
    #[error("nobody signed this change; sync the phone that wrote it")]
    NotCovered,
}

impl AuthorRefused {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "author.unreadable",
            Self::NotTrusted(why) => why.code(),
            Self::OtherCompany => "author.other_company",
            Self::UnknownKey(_) => "author.unknown_key",
            Self::UnknownActor(_) => "author.unknown_actor",
            Self::OtherHolder => "author.other_holder",
            Self::Taken(_) => "author.taken",
            Self::Signature => "author.signature",
            Self::NotCovered => "author.not_covered",
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::Unreadable => "这张证书读不出来，请重新注册发来它的设备。".into(),
            Self::NotTrusted(why) => why.zh(),
            Self::OtherCompany => "这属于另一家公司，请在本公司注册设备。".into(),
            Self::UnknownKey(key) => format!("密钥 {key} 在这里没有证书，请让它所在的手机同步一次。"),
            Self::UnknownActor(_) => "没有人为这位作者作证，请让写它的手机同步一次。".into(),
            Self::OtherHolder => "这把密钥属于别的人或别的设备，请重新注册设备。".into(),
            Self::Taken(_) => "这个作者编号已经是别人的，请关闭应用再打开。".into(),
            Self::Signature => "这个签名不成立，请把手机的移交文件交给公司。".into(),
            Self::NotCovered => "这次改动没有人签名，请让写它的手机同步一次。".into(),
        }
    }
}

/// Whether a certificate was new.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Admitted {
    /// It is known now.
    New,
    /// It was known before.
    Known,
}

/// Who wrote which changes of a batch.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Authored {
    /// Change -> author.
    pub by: BTreeMap<Digest, Author>,
    /// Changes nobody vouches for, and why.
    pub not: BTreeMap<Digest, AuthorRefused>,
    /// The signatures that hold and were needed; worth keeping and passing on.
    pub signatures: Vec<Authorship>,
}

/// The certificates of one company: its root and issuing CA, its devices and office keys, and their actors.
#[derive(Clone)]
pub struct Registry {
    company: CompanyId,
    root: Certificate,
    issuing: Certificate,
    /// Whether these two hold: checked once, not for every device.
    authorities: Result<(), NotTrusted>,
    holders: BTreeMap<KeyId, Certificate>,
    actors: HashMap<ActorId, Author>,
    /// The office's certificates, of keys and of actors: since when, and the digest of what was signed.
    office: BTreeSet<(i64, Digest)>,
}

impl Registry {
    /// An empty registry. `root` is the pinned one.
    pub fn new(company: CompanyId, root: Certificate, issuing: Certificate) -> Self {
        let authorities = trust::authorities_hold(&issuing, &root);
        Self {
            company,
            root,
            issuing,
            authorities,
            holders: BTreeMap::new(),
            actors: HashMap::new(),
            office: BTreeSet::new(),
        }
    }

    /// The company.
    pub fn company(&self) -> &CompanyId {
        &self.company
    }

    /// Takes in a device's or an office key's certificate (DER). Its period is not looked at: what a device wrote while
    /// it was enrolled stays its own; whether it may still speak to the hub is the hub's question.
    pub fn admit_certificate(&mut self, der: &[u8]) -> Result<Admitted, AuthorRefused> {
        let certificate = Certificate::from_der(der).map_err(|_| AuthorRefused::Unreadable)?;
        if self.holders.get(&certificate.key_id()).is_some_and(|known| known.der() == der) {
            return Ok(Admitted::Known);
        }
        self.authorities.map_err(AuthorRefused::NotTrusted)?;
        trust::leaf_holds(&certificate, &self.issuing).map_err(AuthorRefused::NotTrusted)?;
        self.take_in(certificate)
    }

    /// Takes in a certificate that was found to hold before it was kept where nobody else can write, as
    /// [`Self::admit_kept_actor`] does.
    pub fn admit_kept_certificate(&mut self, der: &[u8]) -> Result<Admitted, AuthorRefused> {
        self.take_in(Certificate::from_der(der).map_err(|_| AuthorRefused::Unreadable)?)
    }

    fn take_in(&mut self, certificate: Certificate) -> Result<Admitted, AuthorRefused> {
        if certificate.subject().company != self.root.subject().company {
            return Err(AuthorRefused::OtherCompany);
        }
        let key = certificate.key_id();
        if let Some(known) = self.holders.get(&key) {
            if known.subject() != certificate.subject() {
                return Err(AuthorRefused::OtherHolder);
            }
            if known.valid_until() >= certificate.valid_until() {
                return Ok(Admitted::Known);
            }
        }
        if certificate.subject().role == Role::Office {
            self.office.insert((i64::MAX, Digest::of(certificate.der())));
        }
        self.holders.insert(key, certificate);
        Ok(Admitted::New)
    }

    /// Takes in an actor's certificate. The key's own certificate must be known.
    pub fn admit_actor(&mut self, signed: &SignedActorCertificate) -> Result<Admitted, AuthorRefused> {
        let holder = self.holder(&signed.read()?)?;
        if !signed.verifies(holder.spki()) {
            return Err(AuthorRefused::Signature);
        }
        self.admit_kept_actor(signed)
    }

    /// Takes in an actor's certificate whose signature was found to hold before it was kept in a file that nobody else can
    /// write: a phone comes to know very many, and would check them all at each start.
    pub fn admit_kept_actor(&mut self, signed: &SignedActorCertificate) -> Result<Admitted, AuthorRefused> {
        let actor = signed.read()?;
        let holder = self.holder(&actor)?;
        let subject = holder.subject();
        let office = subject.role == Role::Office;
        // Many clerks write through the office's key; a phone is dealt to one person.
        let person = office || subject.person.as_deref().is_none_or(|person| person == actor.person.as_str());
        let device = office || subject.name == actor.device.as_str();
        if !person || !device {
            return Err(AuthorRefused::OtherHolder);
        }
        let author = Author { person: actor.person, device: actor.device, key: actor.key, office };
        match self.actors.get(&actor.actor) {
            Some(known) if *known == author => Ok(Admitted::Known),
            Some(_) => Err(AuthorRefused::Taken(actor.actor)),
            None => {
                if office {
                    self.office.insert((actor.from, Digest::of(&signed.body)));
                }
                self.actors.insert(actor.actor, author);
                Ok(Admitted::New)
            }
        }
    }

    /// Whose key vouches for the actor.
    fn holder(&self, actor: &ActorCertificate) -> Result<&Certificate, AuthorRefused> {
        if actor.company != self.company {
            return Err(AuthorRefused::OtherCompany);
        }
        self.holders.get(&actor.key).ok_or(AuthorRefused::UnknownKey(actor.key))
    }

    /// Who an actor is.
    pub fn author_of(&self, actor: &ActorId) -> Option<&Author> {
        self.actors.get(actor)
    }

    /// A key's certificate.
    pub fn certificate(&self, key: &KeyId) -> Option<&Certificate> {
        self.holders.get(key)
    }

    /// The DER of a key's certificate, to pass it on.
    pub fn certificate_der(&self, key: &KeyId) -> Option<&[u8]> {
        self.holders.get(key).map(Certificate::der)
    }

    /// Digests of certificates of the office, at most so many: its keys', then those of its actors, the newest first.
    pub fn newest_of_office(&self, most: usize) -> Vec<Digest> {
        self.office.iter().rev().take(most).map(|(_, digest)| *digest).collect()
    }

    /// Whether the signature holds for this document, and whose it is.
    pub fn verify(&self, doc: &DocRef, authorship: &Authorship) -> Result<&Author, AuthorRefused> {
        if authorship.doc != *doc {
            return Err(AuthorRefused::Signature);
        }
        let holder = self.holders.get(&authorship.key).ok_or(AuthorRefused::UnknownKey(authorship.key))?;
        let author = self.author_of(&authorship.actor).ok_or(AuthorRefused::UnknownActor(authorship.actor))?;
        if author.key != authorship.key {
            return Err(AuthorRefused::UnknownActor(authorship.actor));
        }
        let message = authorship.message(&self.company);
        let holds = verifies(holder.spki(), &message, &authorship.signature);
        holds.then_some(author).ok_or(AuthorRefused::Signature)
    }

    /// Who wrote each of `changes`: its actor signed it, or signed a change of its own that has it among its ancestors.
    /// `changes` must hold the whole way between the two, which it does when the rest is in the document already: a
    /// document holds all ancestors of what it holds.
    pub fn authors(&self, doc: &DocRef, changes: &[Change], authorships: &[Authorship]) -> Authored {
        let by_hash: HashMap<Digest, &Change> = changes.iter().map(|change| (change.hash, change)).collect();
        let mut authored = Authored::default();
        let mut why: HashMap<ActorId, AuthorRefused> = HashMap::new();
        // The newest first: it mostly covers the others, and a signature is worth 100 µs.
        let mut newest: Vec<_> = authorships.iter().collect();
        newest.sort_by_key(|authorship| std::cmp::Reverse(authorship.seq));
        for authorship in newest {
            let signed = by_hash.get(&authorship.hash).filter(|change| is_of(authorship, change));
            let Some(signed) = signed.filter(|change| !authored.by.contains_key(&change.hash)) else { continue };
            match self.verify(doc, authorship) {
                Ok(author) => {
                    cover(signed, author, &by_hash, &mut authored.by);
                    authored.signatures.push(authorship.clone());
                }
                Err(refused) => {
                    why.entry(authorship.actor).or_insert(refused);
                }
            }
        }
        for change in changes.iter().filter(|change| !authored.by.contains_key(&change.hash)) {
            let refused = why.get(&change.actor).cloned().unwrap_or(AuthorRefused::NotCovered);
            authored.not.insert(change.hash, refused);
        }
        authored
    }
}

fn is_of(authorship: &Authorship, change: &Change) -> bool {
    change.actor == authorship.actor && change.seq == authorship.seq
}

/// Marks the signed change and those of the same actor among its ancestors.
fn cover(signed: &Change, author: &Author, by_hash: &HashMap<Digest, &Change>, by: &mut BTreeMap<Digest, Author>) {
    let mut seen = HashSet::new();
    let mut ready = vec![signed.hash];
    while let Some(hash) = ready.pop() {
        let Some(change) = by_hash.get(&hash).filter(|_| seen.insert(hash)) else { continue };
        if change.actor == signed.actor {
            by.entry(hash).or_insert_with(|| author.clone());
        }
        ready.extend(change.deps.iter().copied());
    }
}
