//! Our own changes: one a tap.

use super::{DocKind, Document};
use crate::change::{ActorId, Change, ChangeRefused, guarded};
use crate::shape::{Shelf, automerge_actor};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{AutomergeError, ROOT, ReadDoc, ScalarValue};
use domain::brief::Verdict;
use domain::canonical::{self, NotCanonical};
use domain::digest::Digest;
use domain::ids::RecordId;
use domain::record::{LONGEST, Record, is_record_id};
use serde_json::Value;

/// Why nothing was written. The document is as it was.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum NotWritten {
    /// A value has no canonical form.
    #[error("this entry cannot be kept: {0}; write the number as text")]
    NotCanonical(#[from] NotCanonical),
    /// A record of more than [`LONGEST`] bytes.
    #[error("this entry is {0} bytes long, more than 65536; put long content into a photo or a file")]
    TooLong(usize),
    /// The id is no UUIDv7, or is taken.
    #[error("the id {0} cannot be used for a new record; close the app and open it again")]
    Id(RecordId),
    /// Records into a brief, or fields into a log.
    #[error("this does not belong into the job's {}; update the app", .0.name())]
    WrongDocument(DocKind),
    /// Nothing to write, or all of it stands there already.
    #[error("there is nothing new to keep; what you see is saved")]
    Nothing,
    /// Our own change does not pass our own checks.
    #[error(transparent)]
    Refused(#[from] ChangeRefused),
}

impl NotWritten {
    /// A stable word for the UI and the wire.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotCanonical(_) => "write.not_canonical",
            Self::TooLong(_) => "write.too_long",
            Self::Id(_) => "write.id",
            Self::WrongDocument(_) => "write.wrong_document",
            Self::Nothing => "write.nothing",
            Self::Refused(refused) => refused.code(),
        }
    }

    /// What the person can do, in Chinese.
    pub fn zh(&self) -> String {
        match self {
            Self::NotCanonical(_) => "这一条存不下来，数字请按文字填写。".into(),
            Self::TooLong(bytes) => format!("这一条有 {bytes} 字节，超过 65536；长内容请存成照片或文件。"),
            Self::Id(_) => "新记录的编号不能用，请关闭应用再打开。".into(),
            Self::WrongDocument(_) => "这一条不属于这份文档，请更新应用。".into(),
            Self::Nothing => "没有新内容要保存，看到的都已保存。".into(),
            Self::Refused(refused) => refused.zh(),
        }
    }
}

/// Key and text of one put.
type Put = (Shelf, String, String);

impl Document {
    /// Writes the records of one tap as one change. The same document, actor and records give the same bytes.
    pub fn append(&mut self, actor: ActorId, records: &[(RecordId, Record)]) -> Result<Change, NotWritten> {
        if self.kind != DocKind::Log {
            return Err(NotWritten::WrongDocument(self.kind));
        }
        let mut puts = Vec::new();
        for (id, record) in records {
            if !is_record_id(id.as_str()) || !self.graph.written(Shelf::Records, id.as_str()).is_empty() {
                return Err(NotWritten::Id(id.clone()));
            }
            let text = record.to_text()?;
            if text.len() > LONGEST {
                return Err(NotWritten::TooLong(text.len()));
            }
            puts.push((Shelf::Records, id.as_str().to_owned(), text));
        }
        self.commit(actor, &puts)
    }

    /// Writes fields and verdicts of a brief as one change. For the hub alone: a change by anyone else is refused there.
    pub fn write_brief(
        &mut self,
        actor: ActorId,
        fields: &[(String, Value)],
        verdicts: &[(Digest, Verdict)],
    ) -> Result<Change, NotWritten> {
        if self.kind != DocKind::Brief {
            return Err(NotWritten::WrongDocument(self.kind));
        }
        let mut puts = Vec::new();
        for (key, value) in fields {
            puts.push((Shelf::Fields, key.clone(), canonical::to_string(value)?));
        }
        for (change, verdict) in verdicts {
            puts.push((Shelf::Verdicts, change.hex(), canonical::to_string(verdict)?));
        }
        self.commit(actor, &puts)
    }

    fn commit(&mut self, actor: ActorId, puts: &[Put]) -> Result<Change, NotWritten> {
        let mut trial = self.automerge.clone();
        let hash = guarded(|| {
            trial.set_actor(automerge_actor(actor));
            // No wall clock in a change: the same tap gives the same bytes.
            let options = |_: &()| CommitOptions::default().with_time(0);
            let done = trial.transact_with::<_, _, AutomergeError, _>(options, |transaction| {
                for (shelf, key, text) in puts {
                    let Some((_, map)) = transaction.get(ROOT, shelf.name())? else {
                        return Err(AutomergeError::NotAnObject);
                    };
                    // Where it says so already, Automerge would delete the values it won against, and a delete is not
                    // a change this document takes.
                    let says = transaction.get(&map, key.as_str())?;
                    if says.is_some_and(|(value, _)| value.as_str() == Some(text.as_str())) {
                        continue;
                    }
                    transaction.put(&map, key.as_str(), ScalarValue::Str(text.as_str().into()))?;
                }
                Ok(())
            });
            done.map(|success| success.hash).map_err(|failure| ChangeRefused::Rejected(failure.error.to_string()))
        })??;
        let made = hash.and_then(|hash| trial.get_change_by_hash(&hash)).ok_or(NotWritten::Nothing)?;
        // Our own bytes go through the same door as foreign ones.
        let change = Change::decode(made.raw_bytes())?;
        let node = self.graph.vet(self.kind, &change)?;
        self.automerge = trial;
        self.graph.push(node);
        Ok(change)
    }
}
