//! `doorstep standards`: the packs, one of them whole, whether packs are sound, packs as workbooks and back, and where each
//! rule is carried.

use anyhow::{Context, bail};
use clap::Subcommand;
use serde_json::json;
use standards::coverage::{Carrier, Covered, coverage};
use standards::lint::Finding;
use standards::workbook::{self, Imported};
use standards::{Book, Library, lint};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
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
    /// Whether the packs of a folder, or one in a workbook, are sound 检查规范. Hints alone are no failure.
    Check {
        /// A folder laid out as `assets/standards`, or an `.xlsx` file.
        packs: PathBuf,
    },
    /// A pack as a workbook to edit in a spreadsheet 导出工作簿. A file that is there already stays.
    Export {
        /// A pack's key, for example `dw_repair`.
        pack: String,
        /// The workbook to write.
        file: PathBuf,
        /// The folder the pack is in; without it, the program's own packs.
        #[arg(long)]
        from: Option<PathBuf>,
    },
    /// A pack out of an edited workbook 导入工作簿. Without `--to` the TOML is printed.
    Import {
        /// The workbook.
        file: PathBuf,
        /// The folder it is checked against, and written into (`packs/KEY.toml`) when it is sound; without it, it is
        /// checked against the program's own.
        #[arg(long)]
        to: Option<PathBuf>,
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
    match asked {
        Asked::List => Library::builtin()?
            .packs()
            .for_each(|pack| println!("{}  {}  {} {}", pack.key, pack.version, pack.name.zh, pack.name.en)),
        Asked::Show { pack } => {
            let library = Library::builtin()?;
            let found = library.pack(&pack);
            let found = found.with_context(|| format!("there is no standard {pack}; run `doorstep standards list`"))?;
            println!("{}", standards::describe(found));
        }
        Asked::Check { packs } => return check(&packs),
        Asked::Export { pack, file, from } => export(&pack, &file, from.as_deref())?,
        Asked::Import { file, to } => return import(&file, to.as_deref()),
        Asked::Coverage { json } => return Ok(tell(&coverage(&Book::builtin()?, &Library::builtin()?), json)),
    }
    Ok(ExitCode::SUCCESS)
}

#[allow(clippy::print_stdout)]
fn check(packs: &Path) -> anyhow::Result<ExitCode> {
    let book = Book::builtin()?;
    let found = match packs.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx")) {
        true => read(packs, None, &book)?.1,
        false => lint::check(packs, &book),
    };
    found.iter().for_each(|finding| println!("{}", said(finding)));
    let faults = found.iter().filter(|finding| finding.is_fault()).count();
    println!("{faults} fault(s) 处错误, {} hint(s) 处提示", found.len() - faults);
    Ok(if faults == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn said(finding: &Finding) -> String {
    format!("{finding}\n  {}", finding.zh)
}

fn read(file: &Path, against: Option<&Path>, book: &Book) -> anyhow::Result<(Option<Imported>, Vec<Finding>)> {
    // One byte over the limit is enough to be refused, however large the file is.
    let mut bytes = Vec::new();
    let most = workbook::LARGEST as u64 + 1;
    let opened = File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes));
    opened.with_context(|| format!("{} cannot be read 读不了", file.display()))?;
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    Ok(workbook::import(&name, &bytes, against, book))
}

#[allow(clippy::print_stdout)]
fn export(pack: &str, file: &Path, from: Option<&Path>) -> anyhow::Result<()> {
    let bytes = match workbook::export(pack, from) {
        Ok(bytes) => bytes,
        Err(refused) => bail!("{refused}\n{}", refused.zh()),
    };
    // An edited workbook is not to be lost to a second export.
    let mut made = File::create_new(file)
        .with_context(|| format!("{} cannot be made, or is there already 建不了，或已存在", file.display()))?;
    made.write_all(&bytes).with_context(|| format!("{} cannot be written 写不了", file.display()))?;
    println!("{}", file.display());
    Ok(())
}

/// Findings go to stderr: stdout is the TOML, or the name of the file that was written.
#[allow(clippy::print_stdout)]
fn import(file: &Path, to: Option<&Path>) -> anyhow::Result<ExitCode> {
    let (imported, found) = read(file, to, &Book::builtin()?)?;
    found.iter().for_each(|finding| eprintln!("{}", said(finding)));
    let Some(Imported { key, toml }) = imported else {
        eprintln!("nothing was written 没有写入");
        return Ok(ExitCode::FAILURE);
    };
    match to {
        None => print!("{toml}"),
        Some(folder) => println!("{}", put(&folder.join("packs"), &key, &toml)?.display()),
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the pack's file whole, or leaves the one before.
fn put(packs: &Path, key: &str, toml: &str) -> anyhow::Result<PathBuf> {
    let (path, new) = (packs.join(format!("{key}.toml")), packs.join(format!("{key}.toml.new")));
    fs::create_dir_all(packs)
        .and_then(|()| fs::write(&new, toml))
        .and_then(|()| fs::rename(&new, &path))
        .with_context(|| format!("{} cannot be written 写不了", path.display()))?;
    Ok(path)
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
