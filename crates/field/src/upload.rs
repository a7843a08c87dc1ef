//! Media to the office by tus 1.0.0, apart from the records that name them: one after the other, each from where the hub
//! says it stopped. A blob the hub refuses keeps none of the others back.

use crate::app::Field;
use crate::calling::{call, call_hub};
use crate::desk::Desk;
use crate::refused::FieldRefused;
use crate::transport::{Call, Reply, Transport};
use data_encoding::BASE64;
use domain::digest::Digest;
use std::cell::RefCell;
use store::media::{MediaKind, PendingMedia};

/// What was sent.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MediaReport {
    /// Blobs the hub answered *stored*, in this round.
    pub stored: Vec<Digest>,
    /// How many of them are photos or files.
    pub photos: u32,
    /// Blobs that were not taken, and the code why; they are tried again next time.
    pub refused: Vec<(Digest, String)>,
}

const PATH: &str = "/v1/media";
/// Bytes in one request: what a weak network carries in some seconds.
const PIECE: usize = 1 << 20;
const STORED: &str = "doorstep-stored";
const OFFSET: &str = "upload-offset";

impl Field {
    /// Sends what the office has not got yet.
    pub fn send_media(&mut self, hub: &dyn Transport) -> Result<MediaReport, FieldRefused> {
        send_media(&RefCell::new(self), hub)
    }
}

/// [`Field::send_media`] on an app that others use meanwhile: it is taken for each step, and free while bytes travel.
pub fn send_media(desk: &impl Desk, hub: &dyn Transport) -> Result<MediaReport, FieldRefused> {
    let mut report = MediaReport::default();
    for pending in desk.with(|field| field.media.pending())? {
        match send_blob(desk, hub, &pending) {
            Ok(()) => {
                report.stored.push(pending.digest);
                report.photos += u32::from(matches!(pending.kind, MediaKind::Photo | MediaKind::File));
            }
            // Without a network the rest would only fail the same way.
            Err(FieldRefused::Network(refused)) => return Err(refused.into()),
            Err(refused) => report.refused.push((pending.digest, refused.code().to_owned())),
        }
    }
    Ok(report)
}

fn send_blob(desk: &impl Desk, hub: &dyn Transport, pending: &PendingMedia) -> Result<(), FieldRefused> {
    let announced = BASE64.encode(pending.digest.hex().as_bytes());
    let headers = [
        ("tus-resumable", "1.0.0".to_owned()),
        ("upload-length", pending.size.to_string()),
        ("upload-metadata", format!("digest {announced}")),
    ];
    let mut standing = tus(desk, hub, call("POST", PATH, &headers, Vec::new()))?;
    while !standing.stored {
        let piece = desk.with(|field| field.next_piece(&pending.digest, standing.offset))?;
        if piece.is_empty() {
            return Err(FieldRefused::Answer("the office has all of a file and does not call it stored".into()));
        }
        let headers = [
            ("tus-resumable", "1.0.0".to_owned()),
            ("upload-offset", standing.offset.to_string()),
            ("content-type", "application/offset+octet-stream".to_owned()),
        ];
        let next = tus(desk, hub, call("PATCH", &format!("{PATH}/{}", pending.digest), &headers, piece))?;
        if !next.stored && next.offset <= standing.offset {
            return Err(FieldRefused::Answer("the office does not take more of a file".into()));
        }
        standing = next;
    }
    Ok(desk.with(|field| field.media.acknowledge(&pending.digest))?)
}

fn tus(desk: &impl Desk, hub: &dyn Transport, call: Call) -> Result<Standing, FieldRefused> {
    let called = call_hub(desk, hub, call)?;
    desk.with(|field| field.keep_nonce(called.nonce))?;
    Standing::read(&called.reply).ok_or_else(|| FieldRefused::from_reply(&called.reply))
}

impl Field {
    fn next_piece(&mut self, digest: &Digest, offset: u64) -> Result<Vec<u8>, FieldRefused> {
        self.media.set_sent(digest, offset)?;
        Ok(self.media.read_from(digest, offset)?.into_iter().take(PIECE).collect())
    }
}

/// Where an upload stands.
struct Standing {
    offset: u64,
    stored: bool,
}

impl Standing {
    fn read(reply: &Reply) -> Option<Self> {
        let offset = reply.headers.get(OFFSET)?.parse().ok()?;
        let stored = reply.headers.get(STORED).is_some_and(|stored| stored == "true");
        matches!(reply.status, 200..=204).then_some(Self { offset, stored })
    }
}
