//! Media to the office by tus 1.0.0, apart from the records that name them: one after the other, each from where the hub
//! says it stopped, each piece with its checksum. A blob the hub refuses keeps none of the others back.
//!
//! A piece that a network cannot carry whole is nothing to the hub, so that the next ones are half as long until a blob
//! has got through. So are those after a piece that took long: a person sees a file move, and a line that breaks takes
//! little with it. What is told of a file is what the hub has said it has.

use crate::app::Field;
use crate::calling::{call, call_hub};
use crate::desk::Desk;
use crate::refused::FieldRefused;
use crate::transport::{Call, Reply, Transport};
use crate::view::files::FileSent;
use data_encoding::BASE64;
use domain::digest::Digest;
use std::cell::RefCell;
use store::media::{MediaKind, PendingMedia};
use sync::media::{NUMBER, PATH, STORED};

/// What was sent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MediaReport {
    /// Blobs the hub answered *stored*, in this round.
    pub stored: Vec<Digest>,
    /// Blobs the hub was asked about again, and has.
    pub asked: u32,
    /// How many of them are photos or files.
    pub photos: u32,
    /// Blobs that were not taken, and the code why; they are tried again next time.
    pub refused: Vec<(Digest, String)>,
    /// It was cut short: there is more to send.
    pub cut: bool,
}

/// Bytes in one request: at first, at most, and at least after networks that failed.
pub(crate) const FIRST: usize = 256 << 10;
const PIECE: usize = 1 << 20;
const LEAST: usize = 64 << 10;
/// A piece that takes longer is too long.
const SLOW_MS: i64 = 2_000;
/// How often a blob's pieces are sent again from where the hub names, before the blob waits for the next round.
const REPEATS: u32 = 3;
const OFFSET: &str = "upload-offset";
const WRONG_OFFSET: u16 = 409;
/// tus, extension checksum.
const CHECKSUM_MISMATCH: u16 = 460;

impl Field {
    /// Sends what the office has not got yet.
    pub fn send_media(&mut self, hub: &dyn Transport) -> Result<MediaReport, FieldRefused> {
        send_media(&RefCell::new(self), hub, &mut |_| true)
    }
}

/// [`Field::send_media`] on an app that others use meanwhile: it is taken for each step, and free while bytes travel. How
/// far a file is is told after each piece; where the answer is *no*, because something more urgent waits, it ends there
/// once a piece has travelled, and goes on from there the next time.
pub fn send_media(
    desk: &impl Desk,
    hub: &dyn Transport,
    tell: &mut dyn FnMut(FileSent) -> bool,
) -> Result<MediaReport, FieldRefused> {
    let mut report = MediaReport::default();
    let mut goes_on = true;
    for pending in desk.with(|field| field.media.pending())? {
        report.cut |= !goes_on;
        if report.cut {
            break;
        }
        let mut tell = |sent| {
            goes_on = tell(sent);
            goes_on
        };
        match send_blob(desk, hub, &pending, &mut tell) {
            Ok(Sent::Stored) => {
                report.stored.push(pending.digest);
                report.photos += u32::from(matches!(pending.kind, MediaKind::Photo | MediaKind::File));
            }
            Ok(Sent::Known) => report.asked += 1,
            Ok(Sent::Cut) => report.cut = true,
            // Without a network the rest would only fail the same way.
            Err(FieldRefused::Network(refused)) => return Err(refused.into()),
            Err(refused) => {
                report.refused.push((pending.digest, refused.code().to_owned()));
                // Nothing of it travelled: one good piece may go before what is more urgent.
                goes_on = true;
            }
        }
    }
    Ok(report)
}

/// What became of a blob.
enum Sent {
    /// All of it is stored.
    Stored,
    /// It was stored before.
    Known,
    /// It was cut short.
    Cut,
}

fn send_blob(
    desk: &impl Desk,
    hub: &dyn Transport,
    pending: &PendingMedia,
    tell: &mut dyn FnMut(FileSent) -> bool,
) -> Result<Sent, FieldRefused> {
    let announced = BASE64.encode(pending.digest.hex().as_bytes());
    let headers = [
        ("tus-resumable", "1.0.0".to_owned()),
        ("upload-length", pending.size.to_string()),
        ("upload-metadata", format!("digest {announced}")),
    ];
    let mut standing = tus(desk, hub, call("POST", PATH, &headers, Vec::new()))?.standing()?;
    let known = pending.at_office && standing.stored.is_some();
    if pending.at_office && !known {
        desk.with(|field| field.media.take_back(&pending.digest))?;
    }
    let (mut repeats, mut slow, mut moved) = (0, false, false);
    let number = loop {
        if let Some(number) = standing.stored {
            break number;
        }
        let goes_on = tell(FileSent::of(pending, standing.offset, false));
        if moved && !goes_on {
            desk.with(|field| field.media.set_sent(&pending.digest, standing.offset))?;
            return Ok(Sent::Cut);
        }
        let (answered, took_long) = send_piece(desk, hub, &pending.digest, standing.offset)?;
        slow |= took_long;
        if let Some(offset) = answered.goes_on_at()
            && repeats < REPEATS
        {
            repeats += 1;
            standing.offset = offset;
            continue;
        }
        let next = answered.standing()?;
        if next.stored.is_none() && next.offset <= standing.offset {
            return Err(FieldRefused::Answer("the office does not take more of a file".into()));
        }
        (standing, moved) = (next, true);
    };
    desk.with(|field| {
        if !slow {
            field.piece = (field.piece * 2).min(PIECE);
        }
        field.media.acknowledge(&pending.digest, number)?;
        #[cfg(feature = "planted")]
        if field.store.has_planted(store::Planted::FreeOnFirstAcknowledgement) {
            field.media.free(&pending.digest)?;
        }
        Ok::<_, FieldRefused>(())
    })?;
    tell(FileSent::of(pending, pending.size, true));
    Ok(if known { Sent::Known } else { Sent::Stored })
}

/// What the hub said of the next piece, and whether it took long.
fn send_piece(
    desk: &impl Desk,
    hub: &dyn Transport,
    digest: &Digest,
    offset: u64,
) -> Result<(Answered, bool), FieldRefused> {
    let (piece, began) =
        desk.with(|field| Ok::<_, FieldRefused>((field.next_piece(digest, offset)?, field.elapsed_ms())))?;
    let length = piece.len();
    if piece.is_empty() {
        return Err(FieldRefused::Answer("the office has all of a file and does not call it stored".into()));
    }
    let headers = [
        ("tus-resumable", "1.0.0".to_owned()),
        ("upload-offset", offset.to_string()),
        ("upload-checksum", format!("sha256 {}", BASE64.encode(&Digest::of(&piece).0))),
        ("content-type", "application/offset+octet-stream".to_owned()),
    ];
    let answered = tus(desk, hub, call("PATCH", &format!("{PATH}/{digest}"), &headers, piece));
    desk.with(|field| {
        let slow = field.elapsed_ms() - began > SLOW_MS;
        match &answered {
            Err(FieldRefused::Network(_)) => field.piece = (field.piece / 2).max(LEAST),
            _ if slow => field.piece = (length / 2).max(LEAST),
            _ => {}
        }
        Ok((answered?, slow))
    })
}

fn tus(desk: &impl Desk, hub: &dyn Transport, call: Call) -> Result<Answered, FieldRefused> {
    let called = call_hub(desk, hub, call)?;
    desk.with(|field| field.keep_nonce(called.nonce))?;
    Ok(Answered(called.reply))
}

impl Field {
    fn elapsed_ms(&self) -> i64 {
        self.clock.read().elapsed_ms
    }

    fn next_piece(&mut self, digest: &Digest, offset: u64) -> Result<Vec<u8>, FieldRefused> {
        self.media.set_sent(digest, offset)?;
        Ok(self.media.read_from(digest, offset)?.into_iter().take(self.piece).collect())
    }
}

/// What the hub said of an upload.
struct Answered(Reply);

impl Answered {
    fn standing(&self) -> Result<Standing, FieldRefused> {
        Standing::read(&self.0).ok_or_else(|| FieldRefused::from_reply(&self.0))
    }

    /// The piece was damaged on its way, or was not the next one: the upload goes on at this byte.
    fn goes_on_at(&self) -> Option<u64> {
        let Reply { status, headers, .. } = &self.0;
        let offset = headers.get(OFFSET)?.parse().ok()?;
        matches!(*status, WRONG_OFFSET | CHECKSUM_MISMATCH).then_some(offset)
    }
}

/// Where an upload stands.
struct Standing {
    offset: u64,
    /// It is stored: so the hub said when its feed stood at this number.
    stored: Option<u64>,
}

impl Standing {
    fn read(reply: &Reply) -> Option<Self> {
        let offset = reply.headers.get(OFFSET)?.parse().ok()?;
        let stored = match reply.headers.get(STORED)?.as_str() {
            "true" => Some(reply.headers.get(NUMBER)?.parse().ok()?),
            _ => None,
        };
        matches!(reply.status, 200..=204).then_some(Self { offset, stored })
    }
}
