//! `doorstep verify`: whether a paper can be relied on, for people and for programs. Ends with 0 for a valid one, 1 for an
//! invalid one, 2 where it cannot be told.

use anyhow::Context;
use clap::Args;
use domain::trust::Certificate;
use sheet::{Release, Report, Trust, Verdict};
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

/// What is asked.
#[derive(Args)]
pub struct Options {
    /// The PDF.
    sheet: PathBuf,
    /// The company's root certificate (PEM), as its office gives it out: `ca.pem`. Without it nobody can say whose
    /// signature it is.
    #[arg(long, value_name = "ca.pem")]
    trust: Option<PathBuf>,
    /// One object of JSON instead of words.
    #[arg(long)]
    json: bool,
}

/// Verifies.
///
/// # Errors
/// A file that cannot be read; it ends with 2, for nothing is said of the paper then.
pub fn run(options: &Options) -> ExitCode {
    match report(options) {
        Ok(report) => {
            tell(&report, options.json);
            ExitCode::from(match report.result {
                Verdict::Valid => 0,
                Verdict::Invalid => 1,
                Verdict::Unknown => 2,
            })
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

fn report(options: &Options) -> anyhow::Result<Report> {
    let name = |path: &PathBuf| path.display().to_string();
    let pdf = fs::read(&options.sheet).with_context(|| format!("{} cannot be read 读不了", name(&options.sheet)))?;
    let root = match &options.trust {
        Some(path) => {
            let pem = fs::read_to_string(path).with_context(|| format!("{} cannot be read 读不了", name(path)))?;
            Some(Certificate::from_pem(&pem).with_context(|| format!("{} is no certificate 不是证书", name(path)))?)
        }
        None => None,
    };
    let release = Release::builtin();
    Ok(sheet::verify(&pdf, &Trust { root: root.as_ref(), lists: &[], release: &release }))
}

#[allow(clippy::print_stdout)] // the answer is what the command is for
fn tell(report: &Report, json: bool) {
    if json {
        println!("{}", serde_json::to_string_pretty(report).unwrap_or_default());
        return;
    }
    let verdict = match report.result {
        Verdict::Valid => "有效 valid",
        Verdict::Invalid => "无效 invalid",
        Verdict::Unknown => "不能确定 cannot tell",
    };
    println!("{verdict} · {}", report.paper.as_deref().unwrap_or("—"));
    if let Some(replaced) = &report.replaces {
        println!("更正 corrects {replaced}");
    }
    for signature in &report.signatures {
        let (whose, when) = match signature.role {
            "device" => ("设备签名 signed by", "设备时间 by its clock"),
            _ => ("公司收讫 received by", "公司时间 by its clock"),
        };
        let intact = if signature.intact { "完好 intact" } else { "损坏 damaged" };
        let trusted = match signature.trusted {
            Some(true) => "可信 trusted",
            Some(false) => "不可信 not trusted",
            None => "未核对 not checked",
        };
        println!(
            "{whose} {} · {} · {} {when} · {intact} · {trusted}",
            signature.company, signature.name, signature.signed_at
        );
    }
    match report.facts_match {
        Some(true) => println!("页面与封存内容一致 the pages are what the sealed content draws"),
        Some(false) => println!("内容与封存不一致 the content is not what was sealed"),
        None => {}
    }
    for reason in &report.reasons {
        let place = if reason.place.is_empty() { String::new() } else { format!("（{}）", reason.place) };
        println!("- {}{place}\n  {}", reason.zh, reason.en);
    }
}
