//! Why ink was not taken.

/// Why ink was not taken. Display is the English text, [`InkRefused::zh`] the Chinese; both say what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InkRefused {
    /// Not an ink blob, or not in the one canonical form.
    #[error("The signature cannot be read. Clear the field and sign again.")]
    Malformed,
    /// A version this program does not know.
    #[error("The signature was made by a newer version of the app. Update the app, then open it again.")]
    UnknownVersion,
    /// More than [`super::MAX_BYTES`], [`super::MAX_STROKES`] or [`super::MAX_POINTS`].
    #[error("The signature has too many strokes. Clear the field and sign again, more simply.")]
    TooLarge,
    /// A box without area or beyond [`super::MAX_BOX`], or a point outside it.
    #[error("The signature leaves its field. Clear the field and sign again inside the frame.")]
    OutsideBox,
    /// A point before the one it follows, or beyond [`super::MAX_MS`].
    #[error("The signature's timing is broken. Clear the field and sign again.")]
    BrokenTiming,
    /// Pressure beyond [`super::FULL_PRESSURE`].
    #[error("The signature's pressure is broken. Clear the field and sign again.")]
    BrokenPressure,
}

impl InkRefused {
    /// A stable code for the UI and for problem+json.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            InkRefused::Malformed => "ink.malformed",
            InkRefused::UnknownVersion => "ink.unknown_version",
            InkRefused::TooLarge => "ink.too_large",
            InkRefused::OutsideBox => "ink.outside_box",
            InkRefused::BrokenTiming => "ink.broken_timing",
            InkRefused::BrokenPressure => "ink.broken_pressure",
        }
    }

    /// The Chinese text.
    #[must_use]
    pub fn zh(&self) -> &'static str {
        match self {
            InkRefused::Malformed => "签名无法读取，请清除后重新签名。",
            InkRefused::UnknownVersion => "签名由更新版本的应用生成，请升级应用后再打开。",
            InkRefused::TooLarge => "签名笔画过多，请清除后重新签名，写得简单些。",
            InkRefused::OutsideBox => "签名超出签名框，请清除后在框内重新签名。",
            InkRefused::BrokenTiming => "签名时间数据异常，请清除后重新签名。",
            InkRefused::BrokenPressure => "签名压力数据异常，请清除后重新签名。",
        }
    }
}
