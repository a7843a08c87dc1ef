//! An authority whose keys a test has in its hand, so that any certificate can be made, good or bad; and a company with
//! such an authority, its hub's folder and a code for its first technician.

use crate::running::Running;
use domain::key::{Signer, SoftwareKey};
use domain::trust::{Terms, ca_pem, server};
use hub::clock::{Clock, SystemClock};
use hub::entropy::{self, SystemEntropy};
use hub::{CompanyProfile, Hub, HubOptions};
use p256::SecretKey;
use p256::pkcs8::{EncodePrivateKey, LineEnding};
use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub const DAY: i64 = 86_400_000;

/// A port nobody has.
pub fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// Root and issuing CA, as a hub keeps them.
pub struct Authority {
    folder: PathBuf,
    hub: Hub,
}

/// A certificate with all above it, and its key, both PEM.
pub struct Shown {
    pub certificate: String,
    pub key: String,
}

impl Authority {
    /// The one of a hub's folder that no hub runs on; a new one where it is empty.
    pub fn of(folder: PathBuf) -> Self {
        let options = HubOptions::new(&folder, CompanyProfile::demo().unwrap());
        Self { hub: Hub::open(options).unwrap().hub, folder }
    }

    /// A certificate for this name; good from and to, in milliseconds from now.
    pub fn certify(&self, name: &str, (from, to): (i64, i64)) -> Shown {
        let identity = self.hub.identity();
        let key = entropy::new_key(&SystemEntropy);
        let now = SystemClock.now_ms();
        let terms = Terms { serial: entropy::bytes(&SystemEntropy), from: now + from, to: now + to };
        let made = server(key.spki(), &[name.to_owned()], &terms, &identity.issuing, &identity.keys.issuing).unwrap();
        Shown { certificate: made.pem() + &identity.issuing.pem() + &identity.root.pem(), key: pem(&key) }
    }

    /// The root, as a system keeps those it trusts.
    pub fn ca_file(&self) -> PathBuf {
        let file = self.folder.join("ca.pem");
        let identity = self.hub.identity();
        fs::write(&file, ca_pem(&identity.root, &identity.issuing)).unwrap();
        file
    }
}

fn pem(key: &SoftwareKey) -> String {
    let secret = SecretKey::from_slice(&key.secret()).unwrap();
    secret.to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
}

/// The demonstration's company.
pub struct Company {
    pub place: TempDir,
    pub authority: Authority,
    /// Its first technician's code; names 127.0.0.1.
    pub link: String,
    listen: String,
}

impl Company {
    pub fn found() -> Self {
        let place = tempfile::tempdir().unwrap();
        let listen = format!("127.0.0.1:{}", free_port());
        let folder = place.path().join("hub");
        let first = Running::on(&folder, &["--listen", &listen, "--tls", "own", "--demo-company"]);
        let link = first.link().to_owned();
        drop(first);
        // A running hub has its folder for itself.
        let copy = place.path().join("ca");
        assert!(Command::new("cp").arg("-a").arg(&folder).arg(&copy).status().unwrap().success());
        Self { authority: Authority::of(copy), link, listen, place }
    }

    fn file(&self, name: &str) -> String {
        self.place.path().join(name).to_str().unwrap().to_owned()
    }

    /// How its hub is started with a certificate that lies in files.
    pub fn arguments(&self) -> Vec<String> {
        let (certificate, key) = (self.file("certificate.pem"), self.file("key.pem"));
        ["--listen", &self.listen, "--tls-cert", &certificate, "--tls-key", &key].map(str::to_owned).into()
    }

    /// Its hub, with that certificate.
    pub fn run(&self) -> Running {
        let arguments = self.arguments();
        Running::on(&self.folder(), &arguments.iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub fn folder(&self) -> PathBuf {
        self.place.path().join("hub")
    }

    pub fn home(&self) -> PathBuf {
        self.place.path().join("phone")
    }

    /// Puts both where its hub looks.
    pub fn show(&self, shown: &Shown) {
        fs::write(Path::new(&self.file("key.pem")), &shown.key).unwrap();
        fs::write(Path::new(&self.file("certificate.pem")), &shown.certificate).unwrap();
    }
}
