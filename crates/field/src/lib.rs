//! The technician's app without a screen: one method a use case. The window, the tests and the simulator all drive this;
//! it owns time, chance, keys and the network, and knows no UI.
//!
//! # Modules
//! - [`app`]: [`Field`], the running app; `session`: its key and actor; [`refused`]: why not
//! - [`job`]: a job in memory; `act`: a tap becomes durable; [`picture`]: photos and ink; [`tray`]: photos before; [`paper`]: the sheet
//! - [`moved`]: a visit on a newer version of its standard
//! - [`request`]: a job asked for on site; `aside`: what the office set aside of this device
//! - [`fix`]: where the phone is; [`van`]: what is in the van
//! - `contact`: calls and messages to the customer; [`reminders`]: what a phone keeps the time of
//! - [`taps`]: what each tap of a screen does; [`view`], [`me`]: what screens show; [`desk`]: an app that several use; [`diagnostics`]: for who helps
//! - `card`: what lists know of a job; `export`: a job as files
//! - [`enrol`]: one of the company's; `calling`: proved requests
//! - [`syncing`]: a round with the office; `intake`: a page of the hub's answer; [`upload`]: media
//! - [`live`]: hearing that there is something to ask for
//! - [`leaving`]: the office's order to wipe; [`handover`]: what the office lacks, as a file for it; [`storage`]: what may go
//! - [`clock`], [`entropy`], [`vault`], [`transport`]: the four ports to the device

mod act;
pub mod app;
mod aside;
mod calling;
mod card;
pub mod clock;
mod contact;
pub mod desk;
pub mod diagnostics;
pub mod enrol;
pub mod entropy;
mod export;
pub mod fix;
pub mod handover;
mod intake;
pub mod job;
pub mod leaving;
pub mod live;
pub mod me;
pub mod moved;
pub mod paper;
pub mod picture;
pub mod refused;
pub mod reminders;
pub mod request;
mod session;
pub mod storage;
pub mod syncing;
pub mod taps;
pub mod transport;
pub mod tray;
pub mod upload;
pub mod van;
pub mod vault;
pub mod view;

pub use app::{Field, FieldOptions};
pub use paper::SheetMade;
pub use picture::Shot;
pub use refused::FieldRefused;
pub use upload::MediaReport;
