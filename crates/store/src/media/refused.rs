//! Why a blob was not taken, read or removed.

use crate::refused::StoreRefused;
use domain::digest::Digest;

/// Why not. Display is the English text, [`MediaRefused::zh`] the Chinese; both say what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MediaRefused {
    /// No bytes at all.
    #[error("The file is empty. Take the photo again.")]
    Empty,
    /// The bytes are not the ones this id names. The blob is set apart; all others are untouched.
    #[error(
        "This photo or file is damaged on this device ({0}). It was set apart; take it again, or load it from the office."
    )]
    Damaged(Digest),
    /// Its bytes were removed from this device after the office had them.
    #[error("This photo or file is kept at the office only ({0}). Load it again when there is a network.")]
    Freed(Digest),
    /// Nothing of that name here.
    #[error("This photo or file is not on this device ({0}). Load it when there is a network.")]
    Unknown(Digest),
    /// Not yet at the office, so it may not be removed.
    #[error("This photo or file is not yet at the office ({0}). Sync first.")]
    NotAtOffice(Digest),
    /// It may not be uploaded.
    #[error("This photo stays on this device ({0}). Blur it and use the blurred one.")]
    StaysHere(Digest),
    /// The source could not be read to its end.
    #[error("The file could not be read ({0}). Nothing was kept of it. Choose it again.")]
    Source(String),
    /// The file that holds them all.
    #[error(transparent)]
    Store(#[from] StoreRefused),
}

impl MediaRefused {
    /// A stable code for the UI.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "media.empty",
            Self::Damaged(_) => "media.damaged",
            Self::Freed(_) => "media.freed",
            Self::Unknown(_) => "media.unknown",
            Self::NotAtOffice(_) => "media.not_at_office",
            Self::StaysHere(_) => "media.stays_here",
            Self::Source(_) => "media.source",
            Self::Store(refused) => refused.code(),
        }
    }

    /// The Chinese text.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Empty => "文件是空的，请重新拍照。".into(),
            Self::Damaged(digest) => {
                format!("这张照片或文件在本机已损坏（{digest}），已单独隔离。请重新拍摄，或从中台重新取回。")
            }
            Self::Freed(digest) => format!("这张照片或文件只保存在中台（{digest}）。有网络时请重新取回。"),
            Self::Unknown(digest) => format!("本机没有这张照片或文件（{digest}）。有网络时请取回。"),
            Self::NotAtOffice(digest) => format!("这张照片或文件还没有传到中台（{digest}）。请先同步。"),
            Self::StaysHere(digest) => format!("这张照片只能留在本机（{digest}）。请打码后使用打码的那张。"),
            Self::Source(why) => format!("文件读不出来（{why}），没有保留任何内容。请重新选择。"),
            Self::Store(refused) => refused.zh(),
        }
    }
}

impl From<rusqlite::Error> for MediaRefused {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}
