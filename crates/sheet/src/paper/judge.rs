//! Whether content, layout, seal and inks belong together, before anything is drawn.

use super::What;
use super::layout::{FieldType, Layout, Sum};
use crate::draw::DrawRefused;
use domain::digest::Digest;
use domain::facts::FactsRefused;
use domain::money::Money;
use domain::paper::{Paper, Value};
use domain::seal::InkRole;

/// Nothing is drawn that was not sealed, nothing is left out, and sums add up.
pub(super) fn check(what: &What<'_>) -> Result<(), DrawRefused> {
    let Some(paper) = what.paper else {
        return if what.seal.is_some() { Err(DrawRefused::OtherSeal) } else { Ok(()) };
    };
    paper.check()?;
    if paper.paper.code != what.layout.code {
        return Err(DrawRefused::OtherPaper(paper.paper.code.clone()));
    }
    if paper.releases.layout != what.layout.release(what.look, what.release) {
        let layout = &paper.releases.layout;
        return Err(DrawRefused::OtherLayout(format!("{} {}", layout.name, layout.version)));
    }
    fields_fit(paper, what.layout)?;
    for sum in &what.layout.sums {
        adds_up(paper, sum)?;
    }
    if let Some(seal) = what.seal
        && (seal.claim.facts != paper.digest()? || seal.claim.paper != paper.paper.number)
    {
        return Err(DrawRefused::OtherSeal);
    }
    let sealed = what.seal.into_iter().flat_map(|seal| &seal.claim.inks).map(|(role, digest)| (Some(*role), *digest));
    let at_hand = |role: Option<InkRole>, digest: Digest| {
        what.inks.iter().any(|(whose, ink)| ink.digest == digest && role.is_none_or(|role| role == *whose))
    };
    let named = sealed.chain(paper.inks().map(|digest| (None, digest)));
    match named.into_iter().find(|(role, digest)| !at_hand(*role, *digest)) {
        Some((_, missing)) => Err(DrawRefused::InkMissing(missing)),
        None => Ok(()),
    }
}

/// Every value has a field of its type: what no field takes would be signed and not seen.
fn fields_fit(paper: &Paper, layout: &Layout) -> Result<(), DrawRefused> {
    for (key, value) in &paper.values {
        let refused = || DrawRefused::Field(key.clone());
        let field = layout.field(key).filter(|field| field.from.is_none()).ok_or_else(refused)?;
        if !field.type_.takes(value) {
            return Err(refused());
        }
        for (column, value) in value.rows().iter().flatten() {
            let fits = match field.type_ {
                FieldType::Clauses => column == "text" && value.kind() == "text",
                FieldType::Consent => match column.as_str() {
                    "text" => value.kind() == "text",
                    "answer" => value.kind() == "choice",
                    "time" => value.kind() == "time",
                    "ink" => value.kind() == "ink",
                    _ => false,
                },
                _ => field.columns.iter().any(|own| own.key == *column && own.type_.takes(value)),
            };
            if !fits {
                return Err(DrawRefused::Field(format!("{key}.{column}")));
            }
        }
    }
    Ok(())
}

/// Whether a sum the layout names is one. Parts that are open count nothing; an open total is no sum.
fn adds_up(paper: &Paper, sum: &Sum) -> Result<(), DrawRefused> {
    let Some(total) = paper.values.get(&sum.total).and_then(Value::amount) else { return Ok(()) };
    let mut amounts: Vec<Money> = Vec::new();
    let mut stated = false;
    for part in &sum.of {
        let (key, column) = part.split_once('.').map_or((part.as_str(), None), |(key, column)| (key, Some(column)));
        let Some(value) = paper.values.get(key) else { continue };
        stated = true;
        match column {
            Some(column) => {
                amounts.extend(value.rows().iter().filter_map(|row| row.get(column)).filter_map(Value::amount));
            }
            None => amounts.extend(value.amount()),
        }
    }
    let lines = Money::sum(&amounts).map_or(i64::MAX, |sum| sum.minor);
    match !stated || lines == total.minor {
        true => Ok(()),
        false => Err(FactsRefused::DoesNotAddUp { lines, total: total.minor }.into()),
    }
}
