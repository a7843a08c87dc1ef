//! Why a piece or an upload was not taken. The phone keeps what it has.

use crate::problem::Problem;
use axum::http::StatusCode;
use hub_storage::StorageRefused;
use std::io::{self, ErrorKind};

/// tus, extension checksum: the bytes are not what was said.
const CHECKSUM_MISMATCH: u16 = 460;

/// Why an upload does not go on.
#[derive(Debug, thiserror::Error)]
pub enum UploadRefused {
    /// The database said no.
    #[error(transparent)]
    Storage(#[from] StorageRefused),
    /// The disk said no.
    #[error("{}", disk_en(.0))]
    Disk(#[from] io::Error),
    /// Nobody announced it, or it was given up or put apart.
    #[error("there is no such upload; begin it anew")]
    Unknown,
    /// Nobody added to it for a week.
    #[error("nothing was added to this upload for 7 days and it was cleared away; begin it anew")]
    Expired,
    /// Another request has it in hand.
    #[error("another request is sending this file; try again soon")]
    Busy,
    /// It goes on elsewhere.
    #[error("this upload goes on at byte {0}")]
    WrongOffset(u64),
    /// The piece is not what its checksum says; the upload goes on at this byte.
    #[error("this piece was damaged on its way; send it again from byte {0}")]
    Checksum(u64),
    /// More than was announced.
    #[error("there is more than the {0} bytes announced; send it anew")]
    TooLong(u64),
    /// Empty, or larger than a blob may be.
    #[error("the file is empty or larger than 256 MiB; it stays on the phone, hand it to the office another way")]
    TooLarge,
    /// The device has too much under way.
    #[error("too many uploads of this device are unfinished; finish or give up some of them first")]
    TooManyUnfinished,
    /// All of it is here and it is something else.
    #[error("the bytes are not those of this SHA-256 and were put apart; send them anew from the phone")]
    OtherBytes,
    /// Another device announced it.
    #[error("another device announced this upload; only that one can give it up")]
    NotYours,
    /// It is stored, and stays.
    #[error("this file is stored at the office; what is stored is never deleted")]
    Stored,
}

impl UploadRefused {
    /// A stable word.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Storage(refused) => refused.code(),
            Self::Disk(error) if is_full(error) => "media.disk_full",
            Self::Disk(_) => "media.disk",
            Self::Unknown => "media.unknown",
            Self::Expired => "media.expired",
            Self::Busy => "media.busy",
            Self::WrongOffset(_) => "media.offset",
            Self::Checksum(_) => "media.checksum",
            Self::TooLong(_) => "media.too_long",
            Self::TooLarge => "media.too_large",
            Self::TooManyUnfinished => "media.too_many_unfinished",
            Self::OtherBytes => "media.digest",
            Self::NotYours => "media.not_yours",
            Self::Stored => "media.stored",
        }
    }

    /// What the person can do, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Storage(refused) => refused.zh(),
            Self::Disk(error) => disk_zh(error),
            Self::Unknown => "没有这个上传，请重新开始。".into(),
            Self::Expired => "这个上传 7 天没有继续，已清除；请重新开始。".into(),
            Self::Busy => "这个文件正由另一个请求上传，请稍后再试。".into(),
            Self::WrongOffset(offset) => format!("上传应从第 {offset} 字节继续。"),
            Self::Checksum(offset) => format!("这一段在路上损坏了，请从第 {offset} 字节重发。"),
            Self::TooLong(size) => format!("内容比宣布的 {size} 字节长，请重新上传。"),
            Self::TooLarge => "文件为空或超过 256 MiB；它仍在手机上，请用别的方式交给公司。".into(),
            Self::TooManyUnfinished => "这台设备未完成的上传太多，请先完成或放弃一些。".into(),
            Self::OtherBytes => "收到的内容与其 SHA-256 不符，已隔离；请从手机重新上传。".into(),
            Self::NotYours => "这个上传是另一台设备宣布的，只有它能放弃。".into(),
            Self::Stored => "这个文件已存到公司；存好的文件从不删除。".into(),
        }
    }

    /// The byte the upload goes on at, where that is what the sender must know.
    #[must_use]
    pub fn offset(&self) -> Option<u64> {
        match self {
            Self::WrongOffset(offset) | Self::Checksum(offset) => Some(*offset),
            _ => None,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Storage(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Disk(error) if is_full(error) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Disk(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::Expired => StatusCode::GONE,
            Self::Busy => StatusCode::LOCKED,
            Self::WrongOffset(_) | Self::Stored => StatusCode::CONFLICT,
            Self::Checksum(_) | Self::OtherBytes => {
                StatusCode::from_u16(CHECKSUM_MISMATCH).unwrap_or(StatusCode::CONFLICT)
            }
            Self::TooLong(_) | Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooManyUnfinished => StatusCode::INSUFFICIENT_STORAGE,
            Self::NotYours => StatusCode::FORBIDDEN,
        }
    }
}

impl From<UploadRefused> for Problem {
    fn from(refused: UploadRefused) -> Self {
        match refused {
            UploadRefused::Storage(refused) => refused.into(),
            refused => Self::new(refused.status(), refused.code(), refused.zh(), refused.to_string()),
        }
    }
}

fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

fn disk_zh(error: &io::Error) -> String {
    match is_full(error) {
        true => "中台磁盘已满；文件仍在手机上，稍后会再传。".into(),
        false => format!("中台磁盘报错（{error}）；文件仍在手机上，稍后会再传。"),
    }
}

fn disk_en(error: &io::Error) -> String {
    match is_full(error) {
        true => "the disk of the hub is full; the file stays on the phone and is sent again later".into(),
        false => format!(
            "the disk of the hub reported an error ({error}); the file stays on the phone and is sent again later"
        ),
    }
}
