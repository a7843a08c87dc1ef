//! Why not, as a screen shows it: a stable code and what the person can do, in both languages.

use field::FieldRefused;
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

impl Refused {
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
