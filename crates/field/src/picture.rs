//! Photos and ink: on the disk before the record that names them.

use crate::app::Field;
use crate::refused::FieldRefused;
use domain::checklist::Checklist;
use domain::decide::{Draft, Refusal};
use domain::digest::Digest;
use domain::ids::{ItemKey, JobId, UnitKey, VisitNo};
use domain::settings::whole;
use domain::time::At;
use domain::value::Picture;
use media::ink::Ink;
use media::photo::{Intake, Photo, Size, intake_as};
use store::media::MediaKind;

/// The picture of the note left at a closed door also says how long one waited there.
const NOTE_AT_THE_DOOR: &str = "nob.note";
/// Items that show afterwards what another one showed before (PRT-01, CLN-01).
const PAIRS: [(&str, &str); 1] = [("cln.after", "prt.before")];

/// What an item's photos are held beside: the item that shows the same before.
pub(crate) fn before(item: &ItemKey) -> Option<ItemKey> {
    PAIRS.iter().find(|(after, _)| item.as_str() == *after).map(|(_, before)| ItemKey::new(*before))
}

impl Field {
    /// Takes a camera file in: upright, without its private tags, as large as the firm keeps photos; a file that cannot be drawn is kept as
    /// it is. The bytes are safe before the record is written.
    pub fn take_photo(&mut self, of: &Shot<'_>, bytes: &[u8], caption: Option<String>) -> Result<Digest, FieldRefused> {
        let size = self.photo_size(of.job, of.visit, of.item, of.unit.clone(), bytes)?;
        let picture = Picture { caption, ..self.keep_photo(bytes, size, Kept::Leaves)? };
        let now = self.now();
        self.act(of.job, of.visit, |list| proof(list, of.item, of.unit.clone(), &picture, &now))?;
        Ok(picture.blob)
    }

    /// How large the firm keeps a photo of this item. Judged before anything is kept: a photo nobody may take leaves
    /// nothing behind.
    pub(crate) fn photo_size(
        &mut self,
        job: &JobId,
        visit: VisitNo,
        item: &ItemKey,
        unit: Option<UnitKey>,
        bytes: &[u8],
    ) -> Result<Size, FieldRefused> {
        self.takes_work()?;
        let kept =
            Picture { blob: Digest::of(bytes), bytes: 0, width: 0, height: 0, media: String::new(), caption: None };
        Ok(self.look(job, visit, |list| {
            list.photograph(item, unit, &kept)?;
            let whole = |setting| list.values.whole(setting);
            let default = Size::default();
            Ok::<_, Refusal>(Size {
                long_side: u32::try_from(whole(whole::PHOTO_LONG_SIDE)).unwrap_or(default.long_side),
                quality: u8::try_from(whole(whole::PHOTO_QUALITY)).unwrap_or(default.quality),
            })
        })??)
    }

    pub(crate) fn keep_photo(&mut self, bytes: &[u8], size: Size, kept: Kept) -> Result<Picture, FieldRefused> {
        match intake_as(bytes, size)? {
            Intake::Drawn(photo) => self.keep_drawn(&photo, None, kept),
            Intake::Kept { kind, bytes } => Ok(Picture {
                blob: self.media.put(&bytes, kept.or_here(MediaKind::File))?,
                bytes: length(&bytes),
                width: 0,
                height: 0,
                media: kind.media_type().into(),
                caption: None,
            }),
        }
    }

    pub(crate) fn keep_drawn(
        &mut self,
        photo: &Photo,
        caption: Option<String>,
        kept: Kept,
    ) -> Result<Picture, FieldRefused> {
        let blob = self.media.put(&photo.jpeg, kept.or_here(MediaKind::Photo))?;
        self.media.put_small(&blob, &photo.thumb)?;
        Ok(Picture {
            blob,
            bytes: length(&photo.jpeg),
            width: photo.width.into(),
            height: photo.height.into(),
            media: "image/jpeg".into(),
            caption,
        })
    }

    /// Keeps ink and gives the digest that a consent or a signature names.
    pub fn keep_ink(&mut self, ink: &Ink) -> Result<Digest, FieldRefused> {
        self.takes_work()?;
        if ink.is_blank() {
            return Err(FieldRefused::BlankInk);
        }
        Ok(self.media.put(&ink.to_json()?, MediaKind::Ink)?)
    }
}

/// What a photo shows.
pub struct Shot<'a> {
    /// The job.
    pub job: &'a JobId,
    /// The visit.
    pub visit: VisitNo,
    /// The item it proves.
    pub item: &'a ItemKey,
    /// The repeat.
    pub unit: Option<UnitKey>,
}

/// Whether a picture may leave this device.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kept {
    /// It is uploaded.
    Leaves,
    /// It stays here until somebody has looked at it.
    Here,
}

impl Kept {
    fn or_here(self, kind: MediaKind) -> MediaKind {
        match self {
            Self::Leaves => kind,
            Self::Here => MediaKind::Unblurred,
        }
    }
}

/// What a photo of an item records.
pub(crate) fn proof(
    list: &Checklist<'_>,
    item: &ItemKey,
    unit: Option<UnitKey>,
    picture: &Picture,
    now: &At,
) -> Result<Vec<Draft>, Refusal> {
    let photo = list.photograph(item, unit, picture)?;
    let waited = (item.as_str() == NOTE_AT_THE_DOOR).then(|| list.waited(now)).flatten();
    Ok([Some(photo), waited].into_iter().flatten().collect())
}

fn length(bytes: &[u8]) -> i64 {
    i64::try_from(bytes.len()).unwrap_or(i64::MAX)
}
