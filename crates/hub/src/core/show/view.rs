//! What the page is given. `ui/office/src/api/generated.ts` is made from these types; a test fails when it is stale and
//! writes it anew where `DOORSTEP_WRITE=1`. Times are Unix milliseconds, money is a decimal text with its currency.
//!
//! - [`job`], [`order`], [`visit`], [`settle`], [`office`], [`table`], [`settings`], [`standard`], [`van`],
//!   [`verify`]: the shapes, by what they show

macro_rules! views {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        pub struct $name { $($(#[$field_doc])* pub $field: $kind),+ }
    )+

    /// Every type, as TypeScript.
    #[cfg(test)]
    pub(super) fn declared(config: &ts_rs::Config) -> Vec<String> {
        vec![$(<$name as ts_rs::TS>::decl(config)),+]
    }
    };
}

pub mod job;
pub mod office;
pub mod order;
pub mod settings;
pub mod settle;
pub mod standard;
pub mod table;
pub mod van;
pub mod verify;
pub mod visit;

pub use job::*;
pub use office::*;
pub use order::*;
pub use settings::*;
pub use settle::*;
pub use standard::*;
pub use table::*;
pub use van::*;
pub use verify::*;
pub use visit::*;

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// The problem body, which has no struct of its own that could be read back.
    const PROBLEM: &str = "type Problem = { type: string, title: string, status: number, code: string, zh: string, en: string, \
         errors?: Array<{ key: string, code: string, zh: string, en: string, }>, };";

    fn generated() -> String {
        let config = ts_rs::Config::new().with_large_int("number");
        let mut text = String::from(
            "// Generated from crates/hub/src/core/show/view.rs; `DOORSTEP_WRITE=1 cargo test -p hub` writes it.\n",
        );
        let all = [
            job::declared,
            order::declared,
            visit::declared,
            settle::declared,
            office::declared,
            table::declared,
            van::declared,
            settings::declared,
            standard::declared,
            verify::declared,
        ]
        .map(|of| of(&config));
        for text_of_one in all.iter().flatten().map(String::as_str).chain([PROBLEM]) {
            text.push_str(&format!("\nexport {text_of_one}\n"));
        }
        text
    }

    #[test]
    fn the_page_s_types_are_those_of_the_hub() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/office/src/api/generated.ts");
        if std::env::var("DOORSTEP_WRITE").is_ok_and(|it| it == "1") {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, generated()).unwrap();
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(committed == generated(), "generated.ts is stale: run DOORSTEP_WRITE=1 cargo test -p hub the_page");
    }
}
