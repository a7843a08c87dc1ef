//! A desktop of its own for a test: a private message bus and a real GNOME Keyring with a password, in a folder that goes
//! away. Neither sees the person's own session.

use secret_service::{EncryptionType, SecretService};
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

const NEEDED: &str =
    "the key store's tests need dbus-daemon and gnome-keyring: apt-get install dbus-daemon gnome-keyring";

/// Only what is started here may answer: no service folders, so nothing is started on demand.
const BUS: &str = r#"<busconfig><type>session</type><listen>unix:dir=FOLDER</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>"#;

pub struct Desktop {
    home: TempDir,
    bus: Child,
    keyring: Option<Child>,
    pub address: String,
}

impl Desktop {
    /// A session in which no key store runs.
    pub fn without_key_store() -> Self {
        let home = tempfile::tempdir().unwrap();
        let config = home.path().join("bus.conf");
        fs::write(&config, BUS.replace("FOLDER", home.path().to_str().unwrap())).unwrap();
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--nofork", "--nopidfile", "--print-address"]).arg("--config-file").arg(config);
        let mut bus = bus.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect(NEEDED);
        let mut address = String::new();
        BufReader::new(bus.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { home, bus, keyring: None, address: address.trim().into() }
    }

    /// A session as after a log-in: the key store runs and is unlocked.
    pub fn unlocked() -> Self {
        let mut desktop = Self::without_key_store();
        desktop.log_in();
        desktop
    }

    /// Starts the key store and unlocks it with the password, which makes the default collection the first time.
    pub fn log_in(&mut self) {
        assert!(self.keyring.is_none(), "log out first");
        let home = self.home.path();
        let mut keyring = Command::new("gnome-keyring-daemon");
        keyring
            .args(["--foreground", "--components=secrets", "--unlock", "--control-directory"])
            .arg(home.join("control"));
        for name in ["HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            keyring.env(name, home);
        }
        keyring.env("DBUS_SESSION_BUS_ADDRESS", &self.address).stdin(Stdio::piped());
        let mut keyring = keyring.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect(NEEDED);
        keyring.stdin.take().unwrap().write_all(b"a long password").unwrap();
        self.keyring = Some(keyring);
        for _ in 0..200 {
            if self.ask(async |service| service.get_default_collection().await.is_ok()) == Some(true) {
                return;
            }
            sleep(Duration::from_millis(50));
        }
        panic!("gnome-keyring-daemon did not answer in ten seconds");
    }

    /// Stops the key store; what it keeps stays on its disk.
    pub fn log_out(&mut self) {
        if let Some(mut keyring) = self.keyring.take() {
            keyring.kill().unwrap();
            keyring.wait().unwrap();
        }
    }

    pub fn lock(&self) {
        let locked = self.ask(async |service| {
            let collection = service.get_default_collection().await.unwrap();
            collection.lock().await.unwrap();
            collection.is_locked().await.unwrap()
        });
        assert_eq!(locked, Some(true));
    }

    /// Does to the key store what the person could, or `None` where none runs.
    pub fn ask<T>(&self, work: impl AsyncFnOnce(&SecretService<'_>) -> T) -> Option<T> {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let bus = zbus::connection::Builder::address(self.address.as_str()).unwrap().build().await.unwrap();
            let service = SecretService::connect_with_existing(EncryptionType::Dh, bus).await.ok()?;
            Some(work(&service).await)
        })
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        self.log_out();
        let _ = self.bus.kill();
        let _ = self.bus.wait();
    }
}
