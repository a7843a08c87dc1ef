//! Whether two copies of a job are the same, from the files alone: the heads of both documents, and the canonical JSON of
//! the fold at the seal's time.

use crate::copy::{Copy, heads};
use domain::canonical;
use domain::digest::Digest;
use domain::fold::fold;
use domain::record::Kind;
use serde_json::{Value, json};
use std::path::Path;
use std::process::ExitCode;

/// What the comparison found.
pub struct Compared {
    /// The same heads and the same fold.
    pub equal: bool,
    /// Heads of the first copy.
    pub a: Value,
    /// Heads of the second copy.
    pub b: Value,
    /// Digest of each copy's fold.
    folds: [Digest; 2],
}

/// `doorstep compare A B`: exit code 0 for equal, 1 for different.
#[allow(clippy::print_stdout)]
pub fn run(a: &Path, b: &Path) -> anyhow::Result<ExitCode> {
    let compared = compare(a, b)?;
    println!(
        "{}",
        json!({"equal": compared.equal, "a": {"heads": compared.a, "fold": compared.folds[0].hex()},
               "b": {"heads": compared.b, "fold": compared.folds[1].hex()}})
    );
    Ok(if compared.equal { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Compares two folders that hold `brief.automerge` and `log.automerge`.
pub fn compare(a: &Path, b: &Path) -> anyhow::Result<Compared> {
    let (a, b) = (Copy::read(a)?, Copy::read(b)?);
    let at = a.seal_ms().max(b.seal_ms());
    let folds = [a.fold(at)?, b.fold(at)?];
    let heads = [a.heads(), b.heads()];
    let equal = heads[0] == heads[1] && folds[0] == folds[1];
    let [a, b] = heads;
    Ok(Compared { equal, a, b, folds })
}

impl Copy {
    fn heads(&self) -> Value {
        json!({"brief": heads(&self.brief), "log": heads(&self.log)})
    }

    /// When the last seal was made; 0 for a job without one.
    fn seal_ms(&self) -> i64 {
        let entries = self.log.fold_entries();
        let records = entries.iter().filter_map(|entry| entry.record.as_ref().ok());
        records.filter(|record| record.kind == Kind::Seal).filter_map(|record| record.at.unix_ms()).max().unwrap_or(0)
    }

    fn fold(&self, at_ms: i64) -> anyhow::Result<Digest> {
        let fold = fold(&self.brief.brief(), &self.log.fold_entries(), at_ms);
        Ok(Digest::of(canonical::to_string(&fold)?.as_bytes()))
    }
}
