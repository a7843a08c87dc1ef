//! Changes that no honest app would write, and what must become of them: set aside, held, or stored under a verdict. What
//! counts of them nowhere carries [`MARK`].

use super::Guest;
use crate::broken::{Broken, Tried};
use crate::chance::Chance;
use crate::office::Office;
use domain::ids::{DeviceId, JobId, PersonId};
use domain::record::Record;
use replica::author::Authorship;
use replica::change::{ActorId, Change};
use replica::document::{DocKind, DocRef, Document};
use serde_json::json;
use sync::wire::{Documents, Said};
use testkit::forge::bent;

/// In every record that must count nowhere.
pub const MARK: &str = "伪造";

/// Numbers at their ends.
const ENDS: [u64; 6] = [0, u32::MAX as u64, 1 << 32, i64::MAX as u64, u64::MAX - 1, u64::MAX];

/// A way to do harm.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Poison {
    /// Bytes that are no change.
    Garbage,
    /// A change cut short.
    Cut,
    /// A change under another's actor, signed with its own key.
    OthersActor,
    /// A signature that does not hold.
    BadSignature,
    /// No signature.
    Unsigned,
    /// A change whose parent never comes.
    MissingParent,
    /// Operations numbered from where no change of this document can begin.
    StartOp,
    /// A place in its own chain that is not the next.
    Seq,
    /// A change of a job it was never sent to.
    NotSent,
    /// A brief, which only the office writes.
    Brief,
    /// A record in another's name.
    OthersName,
    /// Another's change, brought into another job.
    Replayed,
    /// Two changes in one place of its chain.
    Forked,
}

const ALL: [Poison; 13] = [
    Poison::Garbage,
    Poison::Cut,
    Poison::OthersActor,
    Poison::BadSignature,
    Poison::Unsigned,
    Poison::MissingParent,
    Poison::StartOp,
    Poison::Seq,
    Poison::NotSent,
    Poison::Brief,
    Poison::OthersName,
    Poison::Replayed,
    Poison::Forked,
];

impl Poison {
    /// One of them.
    pub fn any(chance: &mut Chance) -> Self {
        chance.pick(&ALL).copied().unwrap_or(Self::Garbage)
    }

    fn is_right(self, said: &[Said]) -> bool {
        let set_aside = |said: &Said| matches!(said, Said::SetAside(_));
        match self {
            Self::MissingParent => said.iter().all(|said| matches!(said, Said::Held(_))),
            // Stored, and judged in the same transaction.
            Self::OthersName => said.iter().all(|said| *said == Said::Stored),
            Self::Forked => said.iter().filter(|said| **said == Said::Stored).count() <= 1,
            _ => said.iter().all(set_aside),
        }
    }
}

/// Whom and what a hostile device works on.
#[derive(Clone)]
pub struct Victim {
    /// A job it may see.
    pub job: JobId,
    /// One it was never sent to.
    pub other_job: Option<JobId>,
    /// Somebody else.
    pub person: PersonId,
    /// Their phone.
    pub device: DeviceId,
}

impl Guest {
    /// Pushes poison, and holds what the hub says against what it must say. Says whether anything was pushed.
    pub fn poison(
        &mut self,
        office: &mut Office,
        poison: Poison,
        victim: &Victim,
        chance: &mut Chance,
        now_ms: i64,
    ) -> Result<bool, Broken> {
        let Some(push) = self.mix(poison, victim, chance, now_ms)? else { return Ok(false) };
        let brought = push.changes.len();
        let Some(answer) = self.push(office, vec![push])? else { return Ok(false) };
        let said: Vec<Said> = answer.answers.iter().map(|answer| answer.said.clone()).collect();
        if said.len() != brought || !poison.is_right(&said) {
            return Err(Broken::new(format!("the hub, to {poison:?} of {self}"), format!("said {said:?}")));
        }
        Ok(true)
    }

    fn mix(
        &self,
        poison: Poison,
        victim: &Victim,
        chance: &mut Chance,
        now_ms: i64,
    ) -> Result<Option<Documents>, Broken> {
        let doc = DocRef::log(victim.job.clone());
        let good = self.append(&doc, self.actor, self.note(MARK, now_ms), now_ms)?;
        let only = |changes: Vec<Vec<u8>>| Documents { doc: doc.clone(), changes, authorships: Vec::new() };
        Ok(Some(match poison {
            Poison::Garbage => only(vec![(0..chance.below(200) + 1).map(|_| chance.draw().to_le_bytes()[0]).collect()]),
            Poison::Cut => {
                let left = chance.place(good.raw.len());
                only(vec![good.raw.iter().take(left).copied().collect()])
            }
            Poison::Unsigned => only(vec![good.raw]),
            Poison::OthersActor => {
                match self.foreign.iter().find(|(of, it, _)| *of == doc && !self.past.contains(&it.actor)) {
                    Some((_, other, _)) => {
                        let stolen = self.append(&doc, other.actor, self.note(MARK, now_ms), now_ms)?;
                        self.signed(&doc, &stolen)?
                    }
                    None => return Ok(None),
                }
            }
            Poison::BadSignature => {
                let mut push = self.signed(&doc, &good)?;
                push.authorships.iter_mut().for_each(|it| it.signature.reverse());
                push
            }
            Poison::MissingParent => self.orphan(&doc, now_ms)?,
            Poison::StartOp | Poison::Seq => {
                let number = chance.pick(&ENDS).copied().unwrap_or_default();
                let raw = bent(&good.raw, |bent| match poison {
                    Poison::Seq => bent.seq = number,
                    _ => bent.start_op = number,
                });
                match Change::decode(&raw) {
                    Ok(change) => self.signed(&doc, &change)?,
                    Err(_) => only(vec![raw]),
                }
            }
            Poison::NotSent => match &victim.other_job {
                Some(job) => {
                    let doc = DocRef::log(job.clone());
                    let change = self.append(&doc, self.actor, self.note(MARK, now_ms), now_ms)?;
                    self.signed(&doc, &change)?
                }
                None => return Ok(None),
            },
            Poison::Brief => self.brief(&victim.job)?,
            Poison::OthersName => {
                let (by, device) = (victim.person.clone(), victim.device.clone());
                let record = Record { by, device, ..self.note(MARK, now_ms) };
                let change = self.append(&doc, self.actor, record, now_ms)?;
                self.signed(&doc, &change)?
            }
            Poison::Replayed => match self.foreign.iter().find(|(of, _, _)| of.kind == DocKind::Log && *of != doc) {
                Some((_, change, signed)) => {
                    let signed = Authorship { doc: doc.clone(), ..signed.clone() };
                    Documents { doc: doc.clone(), changes: vec![change.raw.clone()], authorships: vec![signed] }
                }
                None => return Ok(None),
            },
            Poison::Forked => {
                let first = self.append(&doc, self.actor, self.note("甲", now_ms), now_ms)?;
                let second = self.append(&doc, self.actor, self.note("乙", now_ms), now_ms)?;
                let (mut push, other) = (self.signed(&doc, &first)?, self.signed(&doc, &second)?);
                push.changes.extend(other.changes);
                push.authorships.extend(other.authorships);
                push
            }
        }))
    }

    /// A change on top of what the device has, which it does not keep.
    fn append(&self, doc: &DocRef, actor: ActorId, record: Record, now_ms: i64) -> Result<Change, Broken> {
        let genesis = || Document::genesis(doc.kind).tried("a genesis");
        let mut document = self.documents.get(doc).cloned().map_or_else(genesis, Ok)?;
        document.append(actor, &[(self.record_id(now_ms), record)]).tried("a guest writes")
    }

    /// The second of two changes, of which the first never comes.
    fn orphan(&self, doc: &DocRef, now_ms: i64) -> Result<Documents, Broken> {
        let mut document = self.documents.get(doc).cloned().tried("a guest's document")?;
        for last in [false, true] {
            let record = (self.record_id(now_ms), self.note(MARK, now_ms));
            let change = document.append(self.actor, &[record]).tried("a guest writes")?;
            if last {
                return self.signed(doc, &change);
            }
        }
        Err(Broken::new("a guest", "writes no orphan"))
    }

    fn brief(&self, job: &JobId) -> Result<Documents, Broken> {
        let doc = DocRef::brief(job.clone());
        let mut document = self.documents.get(&doc).cloned().tried("a guest's brief")?;
        let fields = [("job.note".to_owned(), json!(MARK))];
        let change = document.write_brief(self.actor, &fields, &[]).tried("a guest writes a brief")?;
        self.signed(&doc, &change)
    }
}
