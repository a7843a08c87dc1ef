//! How far long work is, for whoever watches.

/// What is being done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Work {
    /// Files are copied.
    CopyingFiles,
    /// Files are read and compared with their digests.
    ReadingFiles,
    /// Jobs are opened and folded.
    OpeningJobs,
}

/// So much of it is done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// What.
    pub work: Work,
    /// How many of them.
    pub done: u64,
    /// Of how many.
    pub total: u64,
}

/// Is told how far it is; nobody has to listen.
pub type Watch<'a> = &'a mut dyn FnMut(Progress);

impl Work {
    /// In Chinese.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::CopyingFiles => "复制文件",
            Self::ReadingFiles => "核对文件",
            Self::OpeningJobs => "打开工单",
        }
    }

    /// In English.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Self::CopyingFiles => "copying files",
            Self::ReadingFiles => "checking files",
            Self::OpeningJobs => "opening jobs",
        }
    }
}
