//! `doorstep standards`: the packs, one of them whole, whether a folder's packs are sound, and where each rule is carried.

use anyhow::Context;
use clap::Subcommand;
use serde_json::json;
use standards::coverage::{Carrier, Covered, coverage};
use standards::{Book, Library, lint};
use std::path::PathBuf;
use std::process::ExitCode;

/// What to do with the standards.
#[derive(Subcommand)]
pub enum Asked {
    /// Every pack of this program 全部规范.
    List,
    /// One pack as it is in the end 一套规范.
    Show {
        /// A pack's key, for example `dw_repair`.
        pack: String,
    },
    /// Whether the packs of a folder are sound 检查规范.
    Check {
        /// A folder laid out as `assets/standards`.
        folder: PathBuf,
    },
    /// Where each rule of the standard is carried 条款覆盖.
    Coverage {
        /// One line of JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Does it.
#[allow(clippy::print_stdout)]
pub fn run(asked: Asked) -> anyhow::Result<ExitCode> {
    let library = Library::builtin()?;
    match asked {
        Asked::List => library
            .packs()
            .for_each(|pack| println!("{}  {}  {} {}", pack.key, pack.version, pack.name.zh, pack.name.en)),
        Asked::Show { pack } => {
            let found = library.pack(&pack);
            let found = found.with_context(|| format!("there is no standard {pack}; run `doorstep standards list`"))?;
            println!("{}", standards::describe(found));
        }
        Asked::Check { folder } => {
            let found = lint::check(&folder, &Book::builtin()?);
            found.iter().for_each(|finding| println!("{finding}\n  {}", finding.zh));
            println!("{} fault(s) 处错误", found.len());
            return Ok(if found.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Asked::Coverage { json } => return Ok(tell(&coverage(&Book::builtin()?, &library), json)),
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints the coverage; a rule that nothing carries and nobody explains is a failure.
#[allow(clippy::print_stdout)]
fn tell(rules: &[Covered<'_>], as_json: bool) -> ExitCode {
    let missing: Vec<&str> = rules.iter().filter(|it| it.is_missing()).map(|it| it.rule.id.as_str()).collect();
    let carried = rules.iter().filter(|it| !it.by.is_empty()).count();
    let reasoned = rules.len() - carried - missing.len();
    if as_json {
        println!("{}", json!({"total": rules.len(), "carried": carried, "reasoned": reasoned, "missing": missing}));
    } else {
        for it in rules {
            let where_ = match (&it.reason, it.by.is_empty()) {
                (Some(reason), _) => format!("– {} · {}", reason.zh, reason.en),
                (None, true) => "MISSING 缺".to_owned(),
                (None, false) => it.by.iter().map(named).collect::<Vec<_>>().join(", "),
            };
            println!("{}  {}\n        {where_}", it.rule.id, it.rule.zh);
        }
        println!(
            "{} rules 条: carried 已落实 {carried}, reasoned 有说明 {reasoned}, missing 缺 {}",
            rules.len(),
            missing.len()
        );
    }
    if missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn named(carrier: &Carrier) -> String {
    match carrier {
        Carrier::Item(key) | Carrier::Script(key) | Carrier::Phrase(key) => key.clone(),
        Carrier::Code(what) => format!("code: {what}"),
    }
}
