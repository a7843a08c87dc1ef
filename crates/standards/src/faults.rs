//! What is wrong with the files, gathered instead of told one by one: the loader stops at the first, the linter tells all.

use crate::refused::PackRefused;
use std::cell::RefCell;

/// More than anybody corrects in one go; a hostile file has no end of them.
const MOST: usize = 1_000;

/// One fault and where it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    pub file: String,
    /// The byte in the file, or the file as a whole.
    pub at: Option<usize>,
    pub refused: PackRefused,
}

/// All faults so far, each once, in the order they were found.
#[derive(Default)]
pub(crate) struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    pub fn add(&self, file: &str, at: Option<usize>, refused: PackRefused) {
        let fault = Fault { file: file.to_owned(), at, refused };
        let mut found = self.0.borrow_mut();
        // A change in a base is made in every pack of it.
        if found.len() < MOST && !found.contains(&fault) {
            found.push(fault);
        }
    }

    /// The value, or its fault added.
    pub fn keep<T>(&self, file: &str, at: usize, made: Result<T, PackRefused>) -> Option<T> {
        made.map_err(|refused| self.add(file, Some(at), refused)).ok()
    }

    /// Whether there are so many that nobody counts them any more.
    pub fn is_full(&self) -> bool {
        self.count() >= MOST
    }

    pub fn count(&self) -> usize {
        self.0.borrow().len()
    }

    pub fn into_vec(self) -> Vec<Fault> {
        self.0.into_inner()
    }
}
