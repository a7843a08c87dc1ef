//! Every paper as a file, to be looked at: `cargo run -p tests --bin papers FOLDER`. Samples on A4 and on the roll, and blanks.

use anyhow::Context;
use domain::seal::Seal;
use sheet::paper::layout::Hand;
use sheet::paper::{Language, Layout, Look, PageKind};
use sheet::{Release, sample};
use std::fs;
use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).context("name a folder: papers FOLDER")?;
    fs::create_dir_all(&folder)?;
    let release = Release::builtin();
    let company = Some(sample::facts(&release).company);
    for code in Layout::codes() {
        let layout = Layout::builtin(code).with_context(|| format!("no layout of {code}"))?;
        for (name, page) in [("a4", PageKind::A4), ("80mm", PageKind::Roll)] {
            let look = Look { language: Language::Both, page: Some(page), ..Look::default() };
            let paper =
                sample::papers::content(&layout, &look, &release).with_context(|| format!("no sample of {code}"))?;
            let sealed = layout.signed_by.iter().any(|hand| matches!(hand, Hand::Customer | Hand::Technician));
            let seal: Option<Seal> = if sealed { Some(sample::papers::seal(&paper)?) } else { None };
            let drawn = sample::papers::draw(Some(&paper), &layout, &look, seal.as_ref(), &release)?;
            fs::write(folder.join(format!("{code}-{name}.pdf")), drawn)?;
        }
        let look = Look { company: company.clone(), ..Look::default() };
        let blank = sample::papers::draw(None, &layout, &look, None, &release)?;
        fs::write(folder.join(format!("{code}-blank.pdf")), blank)?;
    }
    Ok(())
}
