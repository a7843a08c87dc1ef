//! The technician's app without a screen: one method a use case. The window, the tests and the simulator all drive this;
//! it owns time, chance, keys and the network, and knows no UI.
//!
//! # Modules
//! - `clock`, `entropy`, `vault`, `transport`: the four ports to the device

pub mod clock;
pub mod entropy;
pub mod transport;
pub mod vault;
