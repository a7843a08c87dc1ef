//! Media to the office by tus 1.0.0, apart from the records that name them: one after the other, each from where the hub
//! says it stopped. A blob the hub refuses keeps none of the others back.

use crate::app::Field;
use crate::calling::call;
use crate::refused::FieldRefused;
use crate::transport::{Reply, Transport};
use data_encoding::BASE64;
use domain::digest::Digest;
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
        let mut report = MediaReport::default();
        for pending in self.media.pending()? {
            match self.send_blob(hub, &pending) {
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

    fn send_blob(&mut self, hub: &dyn Transport, pending: &PendingMedia) -> Result<(), FieldRefused> {
        let announced = BASE64.encode(pending.digest.hex().as_bytes());
        let headers = [
            ("tus-resumable", "1.0.0".to_owned()),
            ("upload-length", pending.size.to_string()),
            ("upload-metadata", format!("digest {announced}")),
        ];
        let mut standing = self.tus(hub, "POST", PATH, &headers, Vec::new())?;
        while !standing.stored {
            self.media.set_sent(&pending.digest, standing.offset)?;
            let rest = self.media.read_from(&pending.digest, standing.offset)?;
            let piece: Vec<u8> = rest.into_iter().take(PIECE).collect();
            if piece.is_empty() {
                return Err(FieldRefused::Answer("the office has all of a file and does not call it stored".into()));
            }
            let headers = [
                ("tus-resumable", "1.0.0".to_owned()),
                ("upload-offset", standing.offset.to_string()),
                ("content-type", "application/offset+octet-stream".to_owned()),
            ];
            let path = format!("{PATH}/{}", pending.digest);
            let next = self.tus(hub, "PATCH", &path, &headers, piece)?;
            if !next.stored && next.offset <= standing.offset {
                return Err(FieldRefused::Answer("the office does not take more of a file".into()));
            }
            standing = next;
        }
        Ok(self.media.acknowledge(&pending.digest)?)
    }

    fn tus(
        &mut self,
        hub: &dyn Transport,
        method: &'static str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
    ) -> Result<Standing, FieldRefused> {
        let called = self.call(hub, call(method, path, headers, body))?;
        self.keep_nonce(called.nonce)?;
        Standing::read(&called.reply).ok_or_else(|| FieldRefused::from_reply(&called.reply))
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
