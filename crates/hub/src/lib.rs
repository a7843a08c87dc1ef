//! The office server (中台): what devices and clerks ask of it, decided, stored and answered. It speaks HTTP with JSON
//! for the office and CBOR for devices; everything it keeps lies in one folder:
//!
//! | path | content |
//! |---|---|
//! | `hub.sqlite` | people, devices, jobs, documents, feed (WAL beside it) |
//! | `blobs/ab/cd/abcd…` | photos, inks, papers by their SHA-256 |
//! | `keys/` (0700) | `issuing.pem`, `office.pem` (0600); `root.pem` until somebody moves it to a safe place; `tls.pem` and `tls-certificate.pem` where the hub made itself one |
//! | `hub.lock`, `backup.lock` | held while a hub runs; while a backup is made or put back |
//! | `hub-20261129-062300.sqlite` | a database that a backup was put in the place of |
//!
//! It must not know: screens, the app's use cases, how a device stores things.
//!
//! # Modules
//! - [`hub`]: a hub in a folder: first start, opening, the lock
//! - [`serve`]: listening, until told to stop; how long a connection may keep it waiting
//! - `tls`: the certificate it shows, made by itself or the company's
//! - [`core`]: what it decides, without HTTP, clock and chance
//! - [`routes`]: bindings of HTTP to the core, and who is asking; [`openapi`]: their description for programs
//! - [`live`]: open apps hear that their feeds moved
//! - [`identity`], [`keys`], [`root_key`], [`passwords`], [`profile`], [`reference`]: who the hub is and what it begins with
//! - [`uploads`], [`blobs`]: files on their way, and files by their digest
//! - `receiving`: papers that came in get the office's receipt
//! - [`table`]: CSV and XLSX as rows of text
//! - [`qr`]: a QR code as SVG
//! - [`backup`]: a copy of it all, and how far it goes; [`restore`]: putting it back; [`check`]: whether all is whole
//! - `lock`: one hub a folder, one backup at a time; [`progress`]: how far long work is
//! - [`clock`], [`entropy`]: the only places that read time and chance
//! - [`problem`], [`refused`]: what it says when it does not do what was asked, or does not start
//! - [`planted`]: faults for the simulator to find

pub mod backup;
pub mod blobs;
pub mod check;
pub mod clock;
pub mod core;
pub mod entropy;
pub mod hub;
pub mod identity;
pub mod keys;
pub mod live;
mod lock;
pub mod openapi;
pub mod passwords;
pub mod planted;
pub mod problem;
pub mod profile;
pub mod progress;
pub mod qr;
mod receiving;
pub mod reference;
pub mod refused;
pub mod restore;
pub mod root_key;
pub mod routes;
pub mod serve;
pub mod table;
mod tls;
pub mod uploads;

pub use hub::{Hub, HubOptions, Opened};
pub use profile::CompanyProfile;
pub use refused::HubRefused;
pub use serve::listen::{ListenOptions, Listening, Secured, listen};
pub use serve::{Patience, Server};
