//! Why a file was not taken as a photo, or not drawn on.

/// Why a file was not taken, or not drawn on. Display is the English text, [`PhotoRefused::zh`] the Chinese; both say what to do.
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
    /// A file we keep but cannot draw, so there is nothing to put a mark on.
    #[error("This file cannot be drawn on. Take the photo with the app's camera, then mark it.")]
    CannotDrawOn,
    /// More marks than [`super::MAX_MARKS`].
    #[error("There are too many marks on the photo ({marks}, at most {most}). Take some away, then save again.", most = super::MAX_MARKS)]
    TooManyMarks {
        /// How many there are.
        marks: usize,
    },
    /// A corner of a mark beyond [`super::WHOLE_SIDE`].
    #[error("A mark lies outside the photo (at {thousandths} of 1000). Take it away and draw it inside the photo.")]
    MarkOutside {
        /// Where it lies, in thousandths of the side.
        thousandths: u16,
    },
    /// A font that is no font: the app's own files are damaged.
    #[error("The app's fonts are damaged and nothing can be written on the photo. Please install the app again.")]
    BrokenFont,
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
            PhotoRefused::CannotDrawOn => "photo.cannot_draw_on",
            PhotoRefused::TooManyMarks { .. } => "photo.too_many_marks",
            PhotoRefused::MarkOutside { .. } => "photo.mark_outside",
            PhotoRefused::BrokenFont => "photo.broken_font",
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
            PhotoRefused::CannotDrawOn => "此文件无法标注，请用应用内相机拍照后再标注。".into(),
            PhotoRefused::TooManyMarks { marks } => {
                let most = super::MAX_MARKS;
                format!("照片上的标注过多（{marks} 个，最多 {most} 个），请删掉一些后再保存。")
            }
            PhotoRefused::MarkOutside { thousandths } => {
                format!("有标注超出照片（位于 {thousandths}/1000），请删除后在照片内重新标注。")
            }
            PhotoRefused::BrokenFont => "应用字体已损坏，无法在照片上写字，请重新安装应用。".into(),
        }
    }
}
