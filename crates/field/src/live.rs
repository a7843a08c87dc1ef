//! Hearing from the office that there is something to ask for. An event says no more than that; the round that follows it
//! asks as ever, so that a line that breaks costs time and nothing else.

use crate::app::Field;
use crate::calling::{call, nonce_of};
use crate::desk::Desk;
use crate::intake::from_place;
use crate::refused::FieldRefused;
use crate::transport::{Heard, Listening, Reply};
use sync::live::{LAST, PATH, Reader};
use sync::proof::Nonce;

pub use sync::live::Mark;

/// What comes over the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum News {
    /// The line stands: what happens from now on will be heard.
    Stands,
    /// Something happened that this device has not got yet, unless it has asked since.
    Moved(Mark),
}

/// A line to the office, one stream after the other. It proves itself with nonces of its own, apart from those of the
/// rounds that go on meanwhile.
#[derive(Default)]
pub struct Line {
    nonce: Option<Nonce>,
}

impl Line {
    /// Listens until the stream ends.
    ///
    /// # Errors
    /// When the office says no, or cannot be reached any more.
    pub fn listen(
        &mut self,
        desk: &impl Desk,
        hub: &dyn Listening,
        tell: &mut dyn FnMut(News),
    ) -> Result<(), FieldRefused> {
        let Some(first) = self.once(desk, hub, tell)? else { return Ok(()) };
        // A nonce it does not know costs one repeat.
        let again = first.status == 401 && self.nonce.is_some();
        match if again { self.once(desk, hub, tell)? } else { Some(first) } {
            Some(reply) => Err(FieldRefused::from_reply(&reply)),
            None => Ok(()),
        }
    }

    fn once(
        &mut self,
        desk: &impl Desk,
        hub: &dyn Listening,
        tell: &mut dyn FnMut(News),
    ) -> Result<Option<Reply>, FieldRefused> {
        let nonce = self.nonce.take().unwrap_or(Nonce::NONE);
        let asked = desk.with(|field| {
            let known = field.stands_at()?;
            field.prove(call("GET", PATH, &[(LAST, known.text())], Vec::new()), nonce)
        })?;
        let mut reader = Reader::default();
        let reply = hub.listen(&asked, &mut |heard| match heard {
            Heard::Began(headers) => {
                self.nonce = nonce_of(headers);
                tell(News::Stands);
                true
            }
            Heard::Piece(bytes) => match reader.read(bytes) {
                Ok(marks) => {
                    marks.into_iter().for_each(|mark| tell(News::Moved(mark)));
                    true
                }
                Err(_) => false,
            },
        })?;
        if let Some(reply) = &reply {
            self.nonce = nonce_of(&reply.headers);
        }
        Ok(reply)
    }
}

impl Field {
    /// Up to where this device has everything.
    fn stands_at(&self) -> Result<Mark, FieldRefused> {
        Ok(from_place(&self.store.place()?).into())
    }

    /// Whether the office has something that this device has not got.
    pub fn is_behind(&self, mark: &Mark) -> Result<bool, FieldRefused> {
        Ok(mark.is_news(&self.stands_at()?))
    }
}
