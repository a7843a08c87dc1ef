//! `doorstep hub backup | restore | check | export-root`: copies of what a hub keeps, whether it is whole, and the root key. How far long work is
//! goes to stderr; what came of it is one line of JSON where a program asks for that.

use clap::Subcommand;
use hub::backup::back_up;
use hub::check::{Fault, Report, check};
use hub::clock::{Clock, SystemClock};
use hub::entropy::SystemEntropy;
use hub::progress::Progress;
use hub::restore::{Order, restore};
use hub::root_key;
use serde_json::json;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Faults shown to a person; the rest are counted.
const SHOWN: usize = 20;

#[derive(Subcommand)]
pub enum Care {
    /// A backup 备份 into DIR, while the hub runs or not; phones are told how far it goes.
    Backup {
        /// Where to; the folder of the last backup, or an empty one, best on another disk.
        dir: PathBuf,
        /// Where everything the hub keeps lies.
        #[arg(long, default_value = "hub-data")]
        folder: PathBuf,
        /// Say what came of it as one line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// Puts a backup back 恢复, while no hub runs; the private keys must lie in the hub's folder.
    Restore {
        /// The folder of the backup.
        dir: PathBuf,
        /// Where everything the hub keeps lies.
        #[arg(long, default_value = "hub-data")]
        folder: PathBuf,
        /// Take the place of a database that is sound; it is kept under a dated name.
        #[arg(long)]
        replace: bool,
        /// Restore although the backup has faults; lost files count as not sent yet.
        #[arg(long)]
        anyway: bool,
        /// Say what came of it as one line of JSON.
        #[arg(long)]
        json: bool,
    },
    /// The company's root key 根密钥 out of the hub's folder, into a file under a passphrase: for a safe place.
    ExportRoot {
        /// The file to write.
        file: PathBuf,
        /// Where everything the hub keeps lies.
        #[arg(long, default_value = "hub-data")]
        folder: PathBuf,
    },
    /// Whether all is whole 检查: database, feed, documents, files, keys. Also of a backup.
    Check {
        /// A hub's folder, or a backup.
        #[arg(long, default_value = "hub-data")]
        folder: PathBuf,
        /// Say what was found as one line of JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Does it. The code is a failure where a check found faults.
pub fn run(care: &Care) -> anyhow::Result<ExitCode> {
    match care {
        Care::Backup { dir, folder, json } => make(dir, folder, *json),
        Care::Restore { dir, folder, replace, anyway, json } => {
            put_back(&Order { from: dir, hub: folder, replace: *replace, anyway: *anyway }, *json)
        }
        Care::ExportRoot { file, folder } => export_root(file, folder),
        Care::Check { folder, json } => look(folder, *json),
    }
}

#[allow(clippy::print_stdout)]
fn make(dir: &Path, folder: &Path, as_json: bool) -> anyhow::Result<ExitCode> {
    let made = back_up(folder, dir, SystemClock.now_ms(), &mut show()).map_err(|it| said(&it.zh(), &it))?;
    let aside = made.aside.map(|aside| aside.display().to_string());
    if as_json {
        println!("{}", json!({"number": made.number, "blobs": made.blobs, "bytes": made.bytes, "aside": aside}));
        return Ok(ExitCode::SUCCESS);
    }
    println!("备份到第 {} 号，文件 {} 个，写入 {} 字节，已告知手机。", made.number, made.blobs, made.bytes);
    println!(
        "backed up to number {}: {} file(s), {} bytes written; phones are told",
        made.number, made.blobs, made.bytes
    );
    if let Some(aside) = aside {
        println!("上一次备份里有中台已没有的内容，保留在 {aside}");
        println!("the last backup held what this hub does not: it is kept as {aside}");
    }
    println!("私钥不在备份里，请另行保管 keys 文件夹 · private keys are not in it: keep the folder keys apart");
    Ok(ExitCode::SUCCESS)
}

#[allow(clippy::print_stdout)]
fn put_back(order: &Order<'_>, as_json: bool) -> anyhow::Result<ExitCode> {
    let put = restore(order, SystemClock.now_ms(), &SystemEntropy, &mut show()).map_err(|it| said(&it.zh(), &it))?;
    let aside = put.aside.map(|aside| aside.display().to_string());
    if as_json {
        println!(
            "{}",
            json!({"number": put.number, "blobs": put.blobs, "bytes": put.bytes, "lost": put.lost, "aside": aside})
        );
        return Ok(ExitCode::SUCCESS);
    }
    println!(
        "已恢复到第 {} 号，文件 {} 个，缺 {} 个。启动中台，手机会把之后的数据补回来。",
        put.number, put.blobs, put.lost
    );
    println!(
        "restored to number {}: {} file(s), {} missing. Start the hub; the phones bring back the rest",
        put.number, put.blobs, put.lost
    );
    if let Some(aside) = aside {
        println!("原来的数据库在 the database of before: {aside}");
    }
    Ok(ExitCode::SUCCESS)
}

#[allow(clippy::print_stdout)]
fn export_root(file: &Path, folder: &Path) -> anyhow::Result<ExitCode> {
    let passphrase = root_key::export(folder, file, &SystemEntropy).map_err(|it| said(&it.zh(), &it))?;
    println!("{passphrase}");
    println!(
        "根密钥已移到 {0}，上面一行是它的口令，只显示这一次：抄下来，与文件分开保管；要用时执行 age -d {0}。",
        file.display()
    );
    println!(
        "The root key is in {0} now. The line above is its passphrase, shown this once: write it down and keep it apart \
         from the file. To use the key: age -d {0}",
        file.display()
    );
    Ok(ExitCode::SUCCESS)
}

#[allow(clippy::print_stdout)]
fn look(folder: &Path, as_json: bool) -> anyhow::Result<ExitCode> {
    let report = check(folder, SystemClock.now_ms(), &mut show()).map_err(|it| said(&it.zh(), &it))?;
    if as_json {
        println!("{}", for_a_program(&report));
    } else {
        for_a_person(&report);
    }
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn for_a_program(report: &Report) -> serde_json::Value {
    let fault = |fault: &Fault| json!({"code": fault.code(), "zh": fault.zh(), "en": fault.to_string()});
    let faults: Vec<_> = report.faults.iter().map(fault).collect();
    let Report { company, number, jobs, blobs, keys, .. } = report;
    json!({
        "fine": faults.is_empty(), "company": company, "number": number, "jobs": jobs, "blobs": blobs, "keys": keys,
        "faults": faults,
    })
}

#[allow(clippy::print_stdout)]
fn for_a_person(report: &Report) {
    for fault in report.faults.iter().take(SHOWN) {
        println!("{}\n{fault}", fault.zh());
    }
    let Report { company, number, jobs, blobs, keys, faults } = report;
    match faults.len() {
        0 => println!("完好 fine"),
        some => println!("问题 faults: {some}"),
    }
    println!("{company} · 记录流 feed: {number} · 工单 jobs: {jobs} · 文件 files: {blobs}");
    if !keys {
        println!("这里没有密钥（备份本来就不含） no keys here (a backup holds none)");
    }
}

/// Shows how far it is: each tenth on a line of its own, so that a log stays short; on a terminal each step in place.
fn show() -> impl FnMut(Progress) {
    let terminal = std::io::stderr().is_terminal();
    move |Progress { work, done, total }| {
        let tenth = |done: u64| done.saturating_mul(10).checked_div(total).unwrap_or_default();
        let line = format!("{} {}: {done}/{total}", work.zh(), work.en());
        match (terminal, done == total) {
            (true, false) => eprint!("\r{line}"),
            (true, true) => eprintln!("\r{line}"),
            (false, _) if tenth(done) != tenth(done.saturating_sub(1)) => eprintln!("{line}"),
            (false, _) => {}
        }
    }
}

/// A refusal in both languages.
fn said(zh: &str, en: &dyn std::error::Error) -> anyhow::Error {
    anyhow::anyhow!("{zh}\n{en}")
}
