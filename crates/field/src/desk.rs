//! An app that several hands use at once: the screens tap while a round with the office waits for its answer. What waits
//! for the network must not hold the app, so it asks for it step by step.

use crate::app::Field;
use std::cell::RefCell;
use std::sync::{Mutex, PoisonError};

/// Who has the app, for as long as one step takes.
pub trait Desk {
    /// Takes the app for one step. Never waits for the network inside.
    fn with<R>(&self, step: impl FnOnce(&mut Field) -> R) -> R;
}

impl Desk for Mutex<Field> {
    fn with<R>(&self, step: impl FnOnce(&mut Field) -> R) -> R {
        // A step that died left the store as it was: each commit is one transaction.
        step(&mut self.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// An app in one hand: tests, the demo, the simulator.
impl Desk for RefCell<&mut Field> {
    fn with<R>(&self, step: impl FnOnce(&mut Field) -> R) -> R {
        step(&mut self.borrow_mut())
    }
}
