//! A copy of a job as JSON, for people's own tools: what its documents hold, not what follows from it.

use crate::copy::{Copy, heads};
use anyhow::Context;
use serde_json::{Map, Value, json};
use std::path::Path;

/// `doorstep export DIR`: one line of JSON.
#[allow(clippy::print_stdout)]
pub fn run(folder: &Path) -> anyhow::Result<()> {
    println!("{}", export(&Copy::read(folder)?)?);
    Ok(())
}

/// Heads, fields and verdicts of the brief; heads and records of the log, each under its key. A record whose key an older
/// one has stands under `{key}~{change hash}`.
fn export(copy: &Copy) -> anyhow::Result<Value> {
    let Copy { brief, log } = copy;
    let entry = |id: &str, text: &str| {
        let record = serde_json::from_str(text).with_context(|| format!("record {id} is no JSON 不是 JSON"))?;
        Ok((id.to_owned(), record))
    };
    let records =
        log.entries().iter().map(|it| entry(it.id.as_str(), &it.text)).collect::<anyhow::Result<Map<_, _>>>()?;
    let told = brief.brief();
    Ok(json!({
        "brief": {"heads": heads(brief), "fields": told.fields, "verdicts": told.verdicts},
        "log": {"heads": heads(log), "records": records},
    }))
}
