//! Nothing is lost (the first promise): what the app said is saved survives a kill, a power cut and a full disk, and what
//! it refuses leaves everything as it was.
//!
//! A kill proves little about the disk, since the page cache outlives the process; that is what the power-cut disk is
//! for. It proves that no acknowledgement comes before its commit, and that an app killed anywhere opens again.

#[cfg(test)]
mod handover;
#[cfg(test)]
mod kept;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod office;
#[cfg(test)]
mod power;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod reminders;
#[cfg(test)]
mod screens;
#[cfg(test)]
mod storage;
#[cfg(test)]
mod tmpfs;
#[cfg(test)]
mod tray;
#[cfg(test)]
mod uploads;
