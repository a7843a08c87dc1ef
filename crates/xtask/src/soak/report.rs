//! `docs/soak.md`: a section for each part, with the date and commit of its last clean run.

use super::PARTS;
use crate::commands::top;
use anyhow::{Context as _, Result};
use std::fs;

const PAGE: &str = "docs/soak.md";
const HEAD: &str = "# Soak\n\nThe last clean run of each of the long proofs; `cargo xtask soak` writes this page.\n";

/// Puts these lines in the place of what the page said of the part.
pub(super) fn keep(part: &str, lines: &[String]) -> Result<()> {
    let file = top().join(PAGE);
    let before = fs::read_to_string(&file).with_context(|| format!("cannot read {PAGE}"))?;
    Ok(fs::write(file, with(&before, part, lines))?)
}

/// The page with this section anew, in the order of the parts. What is no part of it goes.
fn with(page: &str, part: &str, lines: &[String]) -> String {
    let section = |name: &str| {
        let old = || page.split("\n## ").find_map(|it| it.strip_prefix(name)?.strip_prefix('\n')).map(str::to_owned);
        let new = || format!("\n{}\n", lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n"));
        let text = if name == part { Some(new()) } else { old() };
        text.map(|text| format!("\n## {name}\n{text}"))
    };
    HEAD.to_owned() + &PARTS.iter().filter_map(|it| section(it.name)).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_takes_the_place_of_its_last_run_and_leaves_the_others() {
        let one = with("# Soak\n", "storm", &["a".into(), "b".into()]);
        assert_eq!(one, format!("{HEAD}\n## storm\n\n- a\n- b\n"));
        let two = with(&one, "kills", &["c".into()]);
        assert_eq!(two, format!("{HEAD}\n## kills\n\n- c\n\n## storm\n\n- a\n- b\n"));
        let again = with(&two, "storm", &["d".into()]);
        assert_eq!(again, format!("{HEAD}\n## kills\n\n- c\n\n## storm\n\n- d\n"));
    }
}
