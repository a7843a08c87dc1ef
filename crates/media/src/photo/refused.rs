//! Why a file was not taken as a photo.

/// Why a file was not taken. Display is the English text, [`PhotoRefused::zh`] the Chinese; both say what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PhotoRefused {
    /// No bytes at all.
    #[error("The file is empty. Take the photo again.")]
    Empty,
    /// Neither a picture nor a film.
    #[error("This file is not a photo. Choose a photo, or take one with the camera.")]
    NotAPhoto,
    /// The file stops before the picture does.
    #[error("The photo is incomplete: the file ends too early. Take it again, or copy the file once more.")]
    Truncated,
    /// The file contradicts itself.
    #[error("The photo is damaged and cannot be read. Take it again.")]
    Corrupt,
    /// More pixels than [`super::MAX_PIXELS`], or more memory than [`super::MAX_WORKING_BYTES`] to decode.
    #[error(
        "The photo is too large ({megapixels} megapixels). Set the camera to a smaller size (12 megapixels is enough) and take it again."
    )]
    TooLarge {
        /// Its declared size in millions of pixels, rounded down.
        megapixels: u64,
    },
}

impl PhotoRefused {
    /// A stable code for the UI and for problem+json.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            PhotoRefused::Empty => "photo.empty",
            PhotoRefused::NotAPhoto => "photo.not_a_photo",
            PhotoRefused::Truncated => "photo.truncated",
            PhotoRefused::Corrupt => "photo.corrupt",
            PhotoRefused::TooLarge { .. } => "photo.too_large",
        }
    }

    /// The Chinese text.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            PhotoRefused::Empty => "文件是空的，请重新拍照。".into(),
            PhotoRefused::NotAPhoto => "这不是照片，请选择照片或用相机拍摄。".into(),
            PhotoRefused::Truncated => "照片不完整（文件提前结束），请重新拍摄或重新复制文件。".into(),
            PhotoRefused::Corrupt => "照片已损坏，无法读取，请重新拍摄。".into(),
            PhotoRefused::TooLarge { megapixels } => {
                format!("照片过大（{megapixels} 百万像素），请把相机调小（1200 万像素即可）后重拍。")
            }
        }
    }
}
