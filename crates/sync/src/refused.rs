//! Why bytes from the other side were not taken. Nothing is changed by a refusal, and nothing is lost: what was not
//! acknowledged is offered again.

/// Why a page or a message of the wire cannot be read or written.
#[derive(Debug, thiserror::Error, PartialEq, Eq, Clone)]
pub enum WireRefused {
    /// It is, or says it would become, larger than a page may be.
    #[error("the page is larger than {most} bytes; send fewer changes in one request")]
    TooLarge {
        /// The limit in bytes.
        most: usize,
    },
    /// It cannot be decompressed.
    #[error("the page arrived damaged (zstd); try again when the connection is better")]
    Compression,
    /// It is not CBOR as the wire uses it, or not of this shape.
    #[error("the page cannot be read ({0}); try again, and update the app if it stays so")]
    Shape(String),
    /// Made by a newer version, which means something else by it.
    #[error("the page is of version {0}, which is newer than this program; update it")]
    Version(u32),
}

impl WireRefused {
    /// A stable word for the UI and the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "wire.too_large",
            Self::Compression => "wire.compression",
            Self::Shape(_) => "wire.shape",
            Self::Version(_) => "wire.version",
        }
    }

    /// What the person can do, in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::TooLarge { most } => format!("这一页超过 {most} 字节，请分几次发送。"),
            Self::Compression => "收到的内容已损坏，请在网络好一些时再试。".into(),
            Self::Shape(why) => format!("收到的内容读不出来（{why}），请再试一次；若仍然如此，请更新应用。"),
            Self::Version(v) => format!("收到的内容是第 {v} 版格式，比本程序新，请更新程序。"),
        }
    }

    pub(crate) fn shape(why: impl ToString) -> Self {
        Self::Shape(why.to_string())
    }
}
