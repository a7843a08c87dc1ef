//! A copy of a job: a folder with `brief.automerge` and `log.automerge`, as the demo and a hand-over leave it.

use anyhow::Context;
use domain::digest::Digest;
use replica::document::{DocKind, Document};
use std::fs;
use std::path::Path;

/// Both documents of a job.
pub struct Copy {
    /// The brief.
    pub brief: Document,
    /// The log.
    pub log: Document,
}

impl Copy {
    /// Reads a folder; every change in it must pass.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let read = |kind: DocKind| {
            let path = folder.join(format!("{}.automerge", kind.name()));
            let bytes = fs::read(&path)
                .with_context(|| format!("{0} is missing; name a folder with brief.automerge and log.automerge\n缺 {0}，请指定有两份文档的文件夹", path.display()))?;
            Document::load_saved(kind, &bytes).with_context(|| format!("{} is damaged 已损坏", path.display()))
        };
        Ok(Self { brief: read(DocKind::Brief)?, log: read(DocKind::Log)? })
    }
}

/// A document's heads, as hex.
pub fn heads(document: &Document) -> Vec<String> {
    document.heads().iter().map(Digest::hex).collect()
}
