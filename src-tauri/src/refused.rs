//! Why not, as a screen shows it: a stable code and what the person can do, in both languages.

use field::FieldRefused;
use field::vault::VaultRefused;
use serde::Serialize;
use ts_rs::TS;

/// A refusal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS)]
pub struct Refused {
    /// Stable, such as `store.disk_full`.
    pub code: String,
    /// What the person can do, in Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl From<FieldRefused> for Refused {
    fn from(refused: FieldRefused) -> Self {
        Self { code: refused.code().to_owned(), zh: refused.zh(), en: refused.to_string() }
    }
}

impl From<VaultRefused> for Refused {
    fn from(refused: VaultRefused) -> Self {
        FieldRefused::from(refused).into()
    }
}

impl Refused {
    /// A file of the shell's own could not be written.
    pub(crate) fn not_kept(why: &dyn std::fmt::Display) -> Self {
        tracing::warn!(%why, "a file was not written");
        Self {
            code: "shell.not_kept".into(),
            zh: "没有存下来，请腾出空间后再试；内容都还在本机。".into(),
            en: "it could not be kept; free some space and try again, everything is still on this device".into(),
        }
    }

    /// A call that is not one of ours.
    pub(crate) fn call(what: &str) -> Self {
        Self {
            code: "shell.call".into(),
            zh: format!("界面与应用对不上（{what}），请重启应用；若再次出现，请更新。"),
            en: format!(
                "screen and app do not fit together ({what}); restart the app, and update it if that does not help"
            ),
        }
    }
}
