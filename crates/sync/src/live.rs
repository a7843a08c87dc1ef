//! `GET /v1/live`: the hub tells an open app that its feed moved. Server-sent events (WHATWG HTML, 9.2) of one type, and a
//! comment now and then, so that both ends and whatever lies between them know that the line stands:
//!
//! ```text
//! id: 00112233445566778899aabbccddeeff-1042
//! event: moved
//! data: 1042
//! ```
//!
//! The id is a [`Mark`]; a device that comes back names the last it knows in `Last-Event-ID`. An event says that something
//! is there and nothing of what it is: the device asks as ever.

use crate::feed::{Epoch, Place};
use data_encoding::HEXLOWER;
use std::time::Duration;

/// Where it is asked for.
pub const PATH: &str = "/v1/live";
/// The type of the events.
pub const MOVED: &str = "moved";
/// Names the place a device stands at.
pub const LAST: &str = "last-event-id";
/// From one sign of life of the hub to the next. A device that hears nothing for half as long again calls the line dead.
pub const HEARTBEAT: Duration = Duration::from_secs(20);
/// The longest line that is read, in bytes.
const LONGEST: usize = 256;

/// A place on the feed by its epoch and number: what an event names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// The life of the hub's database.
    pub epoch: Epoch,
    /// A row of its feed.
    pub number: u64,
}

impl From<Place> for Mark {
    fn from(place: Place) -> Self {
        Self { epoch: place.epoch, number: place.number }
    }
}

impl Mark {
    /// As an event's id carries it.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}-{}", HEXLOWER.encode(&self.epoch.0), self.number)
    }

    /// Reads an event's id.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let (epoch, number) = text.split_once('-')?;
        let epoch = HEXLOWER.decode(epoch.as_bytes()).ok()?.try_into().ok()?;
        Some(Self { epoch: Epoch(epoch), number: number.parse().ok()? })
    }

    /// Whether it tells a device that stands at `at` anything: it lies ahead, or in another life of the database.
    #[must_use]
    pub fn is_news(&self, at: &Mark) -> bool {
        self.epoch != at.epoch || self.number > at.number
    }
}

/// A line longer than any of ours: this is no stream of the hub's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotOurs;

/// Reads the events of a stream as its bytes come.
#[derive(Default)]
pub struct Reader {
    line: Vec<u8>,
    id: Option<Mark>,
    moved: bool,
}

impl Reader {
    /// Takes the next bytes, and gives the marks of the events that end in them.
    pub fn read(&mut self, bytes: &[u8]) -> Result<Vec<Mark>, NotOurs> {
        let mut marks = Vec::new();
        for byte in bytes {
            match byte {
                b'\n' => marks.extend(self.end_line()),
                _ if self.line.len() == LONGEST => return Err(NotOurs),
                byte => self.line.push(*byte),
            }
        }
        Ok(marks)
    }

    /// An empty line ends an event; a comment, and a field we do not know, is passed over.
    fn end_line(&mut self) -> Option<Mark> {
        let line = String::from_utf8(std::mem::take(&mut self.line)).unwrap_or_default();
        let line = line.trim_end_matches('\r');
        if line.is_empty() {
            let (id, moved) = (self.id.take(), std::mem::take(&mut self.moved));
            return id.filter(|_| moved);
        }
        match line.split_once(':').map(|(field, value)| (field, value.trim_start())) {
            Some(("id", value)) => self.id = Mark::from_text(value),
            Some(("event", value)) => self.moved = value == MOVED,
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(epoch: u8, number: u64) -> Mark {
        Mark { epoch: Epoch([epoch; 16]), number }
    }

    #[test]
    fn a_mark_travels_as_text_and_anything_else_is_none() {
        let text = mark(0xab, 1042).text();
        assert_eq!(text, format!("{}-1042", "ab".repeat(16)));
        assert_eq!(Mark::from_text(&text), Some(mark(0xab, 1042)));
        for other in ["", "-", "1042", "ab-1042", &text.to_uppercase(), &format!("{text}x"), &text.replace("10", "-1")]
        {
            assert_eq!(Mark::from_text(other), None, "{other}");
        }
    }

    #[test]
    fn news_lies_ahead_or_in_another_epoch() {
        let at = mark(1, 10);
        assert!(mark(1, 11).is_news(&at) && mark(2, 3).is_news(&at));
        assert!(!mark(1, 10).is_news(&at) && !mark(1, 9).is_news(&at));
    }

    #[test]
    fn events_are_read_however_the_bytes_are_cut() {
        let stream = format!(
            ": here\n\nevent: moved\nid: {}\ndata: 7\n\n:\n\nevent: later\nid: {}\ndata: x\n\nid:{}\r\nevent:moved\r\n\r\n",
            mark(1, 7).text(),
            mark(1, 8).text(),
            mark(1, 9).text(),
        );
        for length in 1..stream.len() {
            let mut reader = Reader::default();
            let marks: Vec<Mark> =
                stream.as_bytes().chunks(length).flat_map(|bytes| reader.read(bytes).unwrap()).collect();
            assert_eq!(marks, [mark(1, 7), mark(1, 9)], "in pieces of {length}");
        }
    }

    #[test]
    fn a_line_without_end_is_not_ours() {
        assert_eq!(Reader::default().read(&[b'x'; LONGEST + 1]), Err(NotOurs));
    }
}
