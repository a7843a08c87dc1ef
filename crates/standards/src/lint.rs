//! What is wrong with a folder of packs, in words for whoever writes them: the file, the line, what to do. The loader
//! refuses what cannot be a standard at all; here it is also held against the standard's own rules.

use crate::book::Book;
use crate::library::Library;
use crate::refused::PackRefused;
use domain::gate::Gate;
use domain::pack::{Item, ItemKind, Pack};
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::Path;

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Finding {
    /// The file, as in the folder.
    pub file: String,
    /// The line, from 1; 0 for the whole file.
    pub line: usize,
    /// What is wrong and what to do.
    pub en: String,
    /// The same in Chinese.
    pub zh: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.en),
            line => write!(f, "{}:{line}: {}", self.file, self.en),
        }
    }
}

/// Everything wrong with the packs of a folder; nothing where they are sound. What the loader refuses hides the rest.
pub fn check(folder: &Path, book: &Book) -> Vec<Finding> {
    let texts = texts(folder);
    match Library::from_directory(folder) {
        Err(refused) => vec![of_refusal(&refused, &texts)],
        Ok(library) => {
            let found = library.packs().flat_map(|pack| of_pack(pack, book, &texts));
            // A shared item is in many packs and stands in one file.
            found.collect::<BTreeSet<_>>().into_iter().collect()
        }
    }
}

/// Name and text of every file.
type Texts = Vec<(String, String)>;

fn texts(folder: &Path) -> Texts {
    let mut texts = Vec::new();
    for (inner, prefix) in [("", ""), ("blocks", "blocks/"), ("packs", "packs/")] {
        for entry in fs::read_dir(folder.join(inner)).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if let (true, Ok(text)) = (name.ends_with(".toml"), fs::read_to_string(entry.path())) {
                texts.push((format!("{prefix}{name}"), text));
            }
        }
    }
    texts.sort();
    texts
}

/// The line of a file on which a key is given to something.
fn line_of(text: &str, key: &str) -> Option<usize> {
    let given = format!("\"{key}\"");
    let is_its = |line: &str| line.trim_start().starts_with("key") && line.contains(&given);
    text.lines().position(is_its).map(|before| before + 1)
}

fn of_refusal(refused: &PackRefused, texts: &Texts) -> Finding {
    let (file, key, line) = refused.place();
    let text = texts.iter().find(|(name, _)| name == file).map(|(_, text)| text.as_str()).unwrap_or_default();
    let line = line.or_else(|| line_of(text, key)).unwrap_or_default();
    Finding { file: file.to_owned(), line, en: refused.to_string(), zh: refused.zh() }
}

fn of_pack(pack: &Pack, book: &Book, texts: &Texts) -> Vec<Finding> {
    let branches = pack.branches.values().flat_map(|block| &block.items);
    let items = pack.items().map(|(.., item)| item).chain(branches);
    items.flat_map(|item| of_item(item, book).into_iter().map(|(en, zh)| placed(item, en, zh, texts))).collect()
}

/// Where the item is written.
fn placed(item: &Item, en: String, zh: String, texts: &Texts) -> Finding {
    let key = item.key.as_str();
    let place = texts.iter().find_map(|(name, text)| Some((name.clone(), line_of(text, key)?)));
    let (file, line) = place.unwrap_or_default();
    Finding { file, line, en: format!("{key}: {en}"), zh: format!("{key}：{zh}") }
}

fn of_item(item: &Item, book: &Book) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut say = |en: String, zh: String| found.push((en, zh));
    if item.rules.is_empty() {
        say(
            "names no rule; say in `rules` which one it carries".into(),
            "没有写条款，请在 rules 里注明它落实哪一条".into(),
        );
    }
    for rule in item.rules.iter().filter(|rule| book.rule(rule).is_none()) {
        say(
            format!("there is no rule {rule}; correct its id (doorstep standards coverage lists all)"),
            format!("没有条款 {rule}，请改正编号（doorstep standards coverage 列出全部）"),
        );
    }
    let at_gate = item.kind == ItemKind::Gate || Gate::of(&item.key).is_some();
    if at_gate && !item.choices.is_empty() && item.choices.iter().all(|choice| choice.blocks) {
        say(
            "every answer keeps this gate shut; give it one that opens it".into(),
            "每个选项都关着这道关卡，请给一个能打开它的选项".into(),
        );
    }
    if item.choices.len() == 1 {
        say(
            "a choice of one is no choice; add another or make it a check".into(),
            "只有一个选项，请再加一个，或改成 check".into(),
        );
    }
    if item.kind != ItemKind::Measure && item.each_unit {
        say(
            "only a measure is taken for each unit; remove each_unit".into(),
            "只有测量项可以逐件填写，请删去 each_unit".into(),
        );
    }
    let double = item.measure.as_ref().is_some_and(|measure| {
        let keys: Vec<&str> = measure.parts.iter().map(|part| part.key.as_str()).collect();
        keys.iter().collect::<BTreeSet<_>>().len() != keys.len()
    });
    if double {
        say(
            "two parts of the measure have one key; give each its own".into(),
            "测量的两个分项用了同一个键，请分开".into(),
        );
    }
    found
}
