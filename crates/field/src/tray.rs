//! Photos on their way into an item: taken one after another, each on the disk before the next, then looked at, marked,
//! blurred, ordered, and made records together. Until then they leave this device in no way; a kill loses none of them.
//!
//! The list lies among the job's drafts, the pictures in the media store as what never leaves. What was marked or stamped
//! is drawn into a new picture, and the one without is removed from this device: nobody can ever read what was blurred.

use crate::app::Field;
use crate::fix::Fix;
use crate::picture::{Kept, before, proof};
use crate::refused::FieldRefused;
use crate::view::words;
use domain::digest::Digest;
use domain::ids::{ItemKey, JobId};
use domain::pack::Words;
use domain::time::{At, Trust, unix_ms};
use domain::value::Picture;
use media::photo::{Edit, Fonts, Mark, Photo, edit};
use serde::{Deserialize, Serialize};
use store::Draft as Typed;
use store::media::MediaKind;
use ts_rs::TS;

/// An item's photos that are not records yet.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct TrayView {
    /// The item.
    pub item: ItemKey,
    /// Its name.
    pub name: Words,
    /// How many photos it takes at least.
    pub needed: u32,
    /// How many it has.
    pub taken: u32,
    /// Those that wait, in their order; removed ones too, until the others are used.
    pub shots: Vec<ShotLine>,
    /// What would be written into a picture taken now.
    pub stamp: Vec<String>,
    /// The gallery was opened and nothing came back: the app was ended meanwhile.
    pub asked: bool,
    /// The newest picture of the same place before the work.
    pub before: Option<BeforeShot>,
}

/// A picture of the same place before the work, to take the next one from where it was taken.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct BeforeShot {
    /// Names its bytes.
    pub digest: String,
    /// Media type.
    pub media: String,
}

/// One of them.
#[derive(Clone, PartialEq, Debug, Serialize, TS)]
pub struct ShotLine {
    /// Names its bytes.
    pub digest: String,
    /// Media type.
    pub media: String,
    /// Pixels; 0 where it cannot be drawn.
    pub width: u32,
    /// Pixels; 0 where it cannot be drawn.
    pub height: u32,
    /// Bytes.
    pub bytes: u64,
    /// Its caption.
    pub caption: String,
    /// What was drawn on it.
    pub marks: Vec<Mark>,
    /// When it was taken in, Unix milliseconds.
    pub at_ms: i64,
    /// Taken in the app, and so stamped.
    pub camera: bool,
    /// Removed; can be had back until the others are used.
    pub dropped: bool,
}

/// What is said of one.
#[derive(Clone, PartialEq, Debug, Deserialize, TS)]
pub struct ShotSent {
    /// Its caption.
    pub caption: String,
    /// What is drawn on it.
    pub marks: Vec<Mark>,
}

/// A shot as the draft keeps it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Waiting {
    picture: Picture,
    marks: Vec<Mark>,
    at: At,
    camera: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Fix>,
    dropped: bool,
}

/// What a picture is of, and how it came.
pub struct Taken<'a> {
    /// The job.
    pub job: &'a JobId,
    /// The item.
    pub item: &'a ItemKey,
    /// By the app's own camera.
    pub camera: bool,
    /// Where, where that is wanted in its stamp.
    pub place: Option<Fix>,
}

impl Field {
    /// An item's photos that are not records yet; `place` is where the phone is, where that is wanted in the stamp.
    pub fn tray(&mut self, job: &JobId, item: &ItemKey, place: Option<&Fix>) -> Result<TrayView, FieldRefused> {
        let shots = self.waiting_shots(job, item)?;
        let visit = self.current_visit(job)?;
        let stamp = self.stamp(job, &self.now(), place);
        let asked = self.store.drafts(job)?.iter().any(|draft| draft.slot == asked_slot(item));
        self.look(job, visit, |list| {
            let known = list.pack.item(item);
            let name = known.map_or_else(|| words(item.as_str(), item.as_str()), |known| known.name.clone());
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            TrayView {
                item: item.clone(),
                name,
                needed: known.map_or(0, |known| count(list.photos_needed(known))),
                taken: count(list.fold.photos_of(list.visit, item).len()),
                shots: shots.iter().map(line).collect(),
                stamp,
                asked,
                before: before(item).and_then(|before| {
                    let photos = list.fold.photos_of(list.visit, &before);
                    let mut drawn = photos.into_iter().filter_map(|(_, it)| Picture::deserialize(&it.value).ok());
                    let newest = drawn.rfind(|picture| picture.width > 0)?;
                    Some(BeforeShot { digest: newest.blob.hex(), media: newest.media })
                }),
            }
        })
    }

    /// Takes a picture in. It is on the disk when this returns.
    pub fn put_shot(&mut self, of: &Taken<'_>, bytes: &[u8]) -> Result<Digest, FieldRefused> {
        let visit = self.current_visit(of.job)?;
        let size = self.photo_size(of.job, visit, of.item, None, bytes)?;
        let picture = self.keep_photo(bytes, size, Kept::Here)?;
        let blob = picture.blob;
        let mut shots = self.waiting_shots(of.job, of.item)?;
        // The same file chosen twice is one photo, and comes back where it was removed.
        match shots.iter_mut().find(|shot| shot.picture.blob == blob) {
            Some(known) => known.dropped = false,
            None => {
                let at = self.now();
                let place = of.place.filter(|_| of.camera);
                shots.push(Waiting { picture, marks: Vec::new(), at, camera: of.camera, place, dropped: false });
            }
        }
        self.keep_shots(of.job, of.item, &shots)?;
        Ok(blob)
    }

    /// Says something else of a shot: its caption, its marks.
    pub fn edit_shot(&mut self, job: &JobId, item: &ItemKey, shot: &str, sent: ShotSent) -> Result<(), FieldRefused> {
        media::photo::check_marks(&sent.marks)?;
        self.change_shots(job, item, |shots| {
            if let Some(shot) = find(shots, shot) {
                let caption = sent.caption.trim();
                shot.picture.caption = (!caption.is_empty()).then(|| caption.to_owned());
                shot.marks = sent.marks;
            }
        })
    }

    /// Puts a shot at another place of the order.
    pub fn move_shot(&mut self, job: &JobId, item: &ItemKey, shot: &str, to: u32) -> Result<(), FieldRefused> {
        self.change_shots(job, item, |shots| {
            let from = shots.iter().position(|it| it.picture.blob.hex() == shot);
            if let Some(from) = from {
                let moved = shots.remove(from);
                let to = usize::try_from(to).unwrap_or(usize::MAX).min(shots.len());
                shots.insert(to, moved);
            }
        })
    }

    /// Removes a shot, or has it back.
    pub fn drop_shot(&mut self, job: &JobId, item: &ItemKey, shot: &str, dropped: bool) -> Result<(), FieldRefused> {
        self.change_shots(job, item, |shots| {
            if let Some(shot) = find(shots, shot) {
                shot.dropped = dropped;
            }
        })
    }

    /// Notes that the gallery is open, so that the app asks for the photo if it is ended meanwhile; or that it is not.
    pub fn ask_gallery(&mut self, job: &JobId, item: &ItemKey, asked: bool) -> Result<(), FieldRefused> {
        match asked {
            true => self.type_draft(job, &asked_slot(item), "1"),
            false => self.drop_draft(job, &asked_slot(item)),
        }
    }

    /// Makes records of all shots that were not removed, in their order; how many. What was marked or stamped is drawn
    /// first, so that the pictures a record names are the ones that leave. Where that fails, or the records are not kept,
    /// none of them leaves.
    pub fn use_shots(&mut self, job: &JobId, item: &ItemKey) -> Result<u32, FieldRefused> {
        self.takes_work()?;
        let visit = self.current_visit(job)?;
        let shots = self.waiting_shots(job, item)?;
        let mut drawn = Vec::new();
        for shot in shots.iter().filter(|shot| !shot.dropped) {
            drawn.push((shot, self.draw(job, item, shot)?));
        }
        let now = self.now();
        let mut fresh = Vec::new();
        let used = self.let_all_go(drawn, &mut fresh).and_then(|pictures| {
            self.act_finishing(job, visit, &[slot(item)], |list| {
                let proofs = pictures.iter().map(|picture| proof(list, item, None, picture, &now));
                Ok(proofs.collect::<Result<Vec<_>, _>>()?.concat())
            })?;
            Ok(pictures.into_iter().map(|picture| picture.blob).collect::<Vec<_>>())
        });
        let used = match used {
            Ok(used) => used,
            Err(refused) => {
                self.media.keep_here(&fresh)?;
                return Err(refused);
            }
        };
        self.drop_draft(job, &slot(item))?;
        for shot in shots.iter().filter(|shot| !used.contains(&shot.picture.blob)) {
            self.forget_shot(&shot.picture.blob)?;
        }
        Ok(u32::try_from(used.len()).unwrap_or(u32::MAX))
    }

    /// Keeps pictures as ones that leave; `fresh` are those that did not before. What another record names leaves whatever
    /// becomes of these.
    fn let_all_go(
        &mut self,
        drawn: Vec<(&Waiting, Option<Photo>)>,
        fresh: &mut Vec<Digest>,
    ) -> Result<Vec<Picture>, FieldRefused> {
        let mut pictures = Vec::new();
        for (shot, photo) in drawn {
            let leaving = photo.as_ref().map_or(shot.picture.blob, |photo| Digest::of(&photo.jpeg));
            if self.media.blob(&leaving)?.is_none_or(|known| !known.kind.leaves()) {
                fresh.push(leaving);
            }
            pictures.push(self.let_go(&shot.picture, photo)?);
        }
        Ok(pictures)
    }

    /// The picture with its marks and its stamp; none where it has neither, or cannot be drawn on.
    fn draw(&mut self, job: &JobId, item: &ItemKey, shot: &Waiting) -> Result<Option<Photo>, FieldRefused> {
        let stamp = if shot.camera { self.stamp(job, &shot.at, shot.place.as_ref()) } else { Vec::new() };
        if shot.picture.width == 0 || (shot.marks.is_empty() && stamp.is_empty()) {
            return Ok(None);
        }
        let kept = self.media.read(&shot.picture.blob)?;
        let visit = self.current_visit(job)?;
        let size = self.photo_size(job, visit, item, None, &kept)?;
        let fonts = Fonts::read(&sheet::release::bold_fonts())?;
        Ok(Some(edit(&kept, &Edit { marks: &shot.marks, stamp: &stamp }, &fonts, size)?))
    }

    /// Keeps the picture as one that leaves.
    fn let_go(&mut self, picture: &Picture, drawn: Option<Photo>) -> Result<Picture, FieldRefused> {
        if let Some(photo) = drawn {
            return self.keep_drawn(&photo, picture.caption.clone(), Kept::Leaves);
        }
        let kind = if picture.width > 0 { MediaKind::Photo } else { MediaKind::File };
        let bytes = self.media.read(&picture.blob)?;
        self.media.put(&bytes, kind)?;
        Ok(picture.clone())
    }

    /// Removes the bytes of a shot, unless a record names them or they wait in another tray too.
    fn forget_shot(&mut self, blob: &Digest) -> Result<(), FieldRefused> {
        let waits = self.store.drafts_named(TRAY)?.iter().any(|draft| draft.value.contains(&blob.hex()));
        let is_ours = self.media.blob(blob)?.is_some_and(|known| !known.kind.leaves() && !known.freed);
        if is_ours && !waits {
            self.media.free(blob)?;
        }
        Ok(())
    }

    /// What is written into a picture: when, how far that can be trusted, for which job, and where, if that is wanted.
    fn stamp(&self, job: &JobId, at: &At, place: Option<&Fix>) -> Vec<String> {
        let time: String = at.time.chars().take(16).map(|letter| if letter == 'T' { ' ' } else { letter }).collect();
        let trust = match at.trust {
            Trust::Verified => "时间已核对",
            Trust::Unverified => "时间未核对",
        };
        let lines = [format!("{time} {trust}"), job.to_string()];
        lines.into_iter().chain(place.map(Fix::words)).collect()
    }

    fn waiting_shots(&self, job: &JobId, item: &ItemKey) -> Result<Vec<Waiting>, FieldRefused> {
        let kept = self.store.drafts(job)?.into_iter().find(|draft| draft.slot == slot(item));
        // A list that cannot be read any more was written by another version of the app; its pictures stay.
        Ok(kept.and_then(|draft| serde_json::from_str(&draft.value).ok()).unwrap_or_default())
    }

    fn keep_shots(&mut self, job: &JobId, item: &ItemKey, shots: &[Waiting]) -> Result<(), FieldRefused> {
        let value = serde_json::to_string(shots).unwrap_or_default();
        Ok(self.store.save_draft(job, &Typed { slot: slot(item), value, at: self.now_ms() })?)
    }

    fn change_shots(
        &mut self,
        job: &JobId,
        item: &ItemKey,
        change: impl FnOnce(&mut Vec<Waiting>),
    ) -> Result<(), FieldRefused> {
        let mut shots = self.waiting_shots(job, item)?;
        change(&mut shots);
        self.keep_shots(job, item, &shots)
    }
}

fn slot(item: &ItemKey) -> String {
    format!("{TRAY}{item}")
}

fn asked_slot(item: &ItemKey) -> String {
    format!("{ASKED}{item}")
}

/// What drafts of the tray begin with; no field of a screen has such a name.
const TRAY: &str = "tray:";
const ASKED: &str = "gallery:";

/// Whether a draft is the tray's and not something that was typed.
pub(crate) fn is_trays(slot: &str) -> bool {
    slot.starts_with(TRAY) || slot.starts_with(ASKED)
}

fn find<'a>(shots: &'a mut [Waiting], digest: &str) -> Option<&'a mut Waiting> {
    shots.iter_mut().find(|shot| shot.picture.blob.hex() == digest)
}

fn line(shot: &Waiting) -> ShotLine {
    let Waiting { picture, marks, at, camera, dropped, place: _ } = shot;
    let pixels = |side: i64| u32::try_from(side).unwrap_or(0);
    ShotLine {
        digest: picture.blob.hex(),
        media: picture.media.clone(),
        width: pixels(picture.width),
        height: pixels(picture.height),
        bytes: u64::try_from(picture.bytes).unwrap_or(0),
        caption: picture.caption.clone().unwrap_or_default(),
        marks: marks.clone(),
        at_ms: unix_ms(&at.time).unwrap_or_default(),
        camera: *camera,
        dropped: *dropped,
    }
}
