//! Items and changes of items, word by word.

use super::{Override, Shelf, ShelfItem, Spot, both, each, known_key, stage_of};
use crate::faults::Faults;
use crate::refused::{PackRefused, Vocabulary};
use crate::text::{CaseText, ChoiceText, ItemText, Mark, MeasureText, OverrideText, PartText, RelativeText, Word};
use crate::vocabulary::{self as words, At, clip};
use domain::decimal::Decimal;
use domain::ids::ItemKey;
use domain::pack::{Case, Choice, Evidence, Item, ItemKind, Measure, MeasurePart, Need, Relative, Script};
use std::collections::BTreeSet;

impl Shelf {
    /// An item; one whose key cannot be read is none.
    pub(super) fn item(&mut self, file: &str, text: ItemText, faults: &Faults) -> Option<ShelfItem> {
        let before = faults.count();
        let spot = spot_of_item(file, &text);
        let key = known_key(file, text.key?, faults)?;
        let at = At { file, key: &key.text };
        self.use_key("item", at, key.at, faults);
        let stage = stage_of(at, text.stage.as_ref(), faults);
        let kind = word(&text.kind, file, faults, |word| words::kind(at, word)).unwrap_or(ItemKind::Check);
        if kind == ItemKind::Measure && text.measure.is_none() {
            faults.add(file, Some(key.at), PackRefused::NoUnit { file: file.to_owned(), at: key.text.clone() });
        }
        let open = text.measure.as_ref().and_then(|measure| measure.open).map(|mark| mark.on);
        let item = Item {
            key: ItemKey::new(key.text.as_str()),
            name: both(at, text.name, faults),
            kind,
            need: word(&text.req, file, faults, |word| words::need(at, word)).unwrap_or(Need::Required),
            evidence: word(&text.ev, file, faults, |word| words::evidence(at, word)).unwrap_or(Evidence::Tick),
            rules: each(&text.rules, faults, file, |word| words::rule(at, word)),
            detail: text.detail.map(|detail| both(at, detail, faults)),
            measure: text.measure.and_then(|it| measure(at, it, faults)),
            choices: choices(at, text.choices, faults),
            each_unit: Mark::is_on(text.each_unit),
            scripts: self.scripts_named(at, &text.scripts, faults),
            date: Mark::is_on(text.date),
            unless: None,
        };
        Some(ShelfItem { stage, item, open, spot, broken: faults.count() > before })
    }

    /// A change of a shared item; one whose key cannot be read is none.
    pub(super) fn change(&self, file: &str, text: OverrideText, faults: &Faults) -> Option<Override> {
        let before = faults.count();
        let spot = spot_of_change(file, &text);
        let key = text.key?;
        faults.keep(file, key.at, words::key(file, key.text.strip_suffix(".*").unwrap_or(&key.text)).map(|_| ()))?;
        let at = At { file, key: &key.text };
        let changed = |word: Option<Word>| word.filter(|word| word.text != "=");
        let open = text.measure.as_ref().and_then(|measure| measure.open).map(|mark| mark.on);
        let (need, evidence) = (changed(text.req), changed(text.ev));
        let mut made = Override {
            need: word(&need, file, faults, |word| words::need(at, word)),
            evidence: word(&evidence, file, faults, |word| words::evidence(at, word)),
            rules: each(&text.rules, faults, file, |word| words::rule(at, word)),
            detail: text.detail.map(|detail| both(at, detail, faults)),
            measure: text.measure.and_then(|it| measure(at, it, faults)),
            open,
            choices: choices(at, text.choices, faults),
            scripts: self.scripts_named(at, &text.scripts, faults),
            key: key.text.clone(),
            spot,
            broken: false,
        };
        made.broken = faults.count() > before;
        Some(made)
    }

    fn scripts_named(&self, at: At<'_>, keys: &[Word], faults: &Faults) -> Vec<Script> {
        let named = |key: &Word| {
            let unknown = || at.unknown(Vocabulary::Script, &key.text, "add it to scripts.toml, or correct the name");
            let found = self.scripts.get(&key.text).cloned();
            if found.is_none() && !self.lost.scripts {
                faults.add(at.file, Some(key.at), unknown());
            }
            found
        };
        keys.iter().filter_map(named).collect()
    }
}

/// One word that is there; a wrong one is told.
fn word<T>(
    word: &Option<Word>,
    file: &str,
    faults: &Faults,
    read: impl Fn(&str) -> Result<T, PackRefused>,
) -> Option<T> {
    let word = word.as_ref()?;
    faults.keep(file, word.at, read(&word.text))
}

fn spot_of_item(file: &str, text: &ItemText) -> Spot {
    let word = |name: &'static str, word: &Option<Word>| word.as_ref().map(|word| (name, word.at));
    let fields = [
        word("stage", &text.stage),
        word("kind", &text.kind),
        word("req", &text.req),
        word("ev", &text.ev),
        Some(("rules", text.rules_at)),
        text.each_unit.map(|mark| ("each_unit", mark.at)),
        text.date.map(|mark| ("date", mark.at)),
    ];
    let mut fields: Vec<_> = fields.into_iter().flatten().collect();
    fields.extend(parts_of(&text.measure, &text.choices));
    Spot { file: file.to_owned(), key: text.key.as_ref().map_or(text.at, |key| key.at), fields }
}

fn spot_of_change(file: &str, text: &OverrideText) -> Spot {
    let word = |name: &'static str, word: &Option<Word>| word.as_ref().map(|word| (name, word.at));
    let mut fields: Vec<_> = [word("req", &text.req), word("ev", &text.ev)].into_iter().flatten().collect();
    fields.extend(text.rules.first().map(|word| ("rules", word.at)));
    fields.extend(text.scripts.first().map(|word| ("scripts", word.at)));
    fields.extend(text.detail.as_ref().map(|words| ("detail", words.zh.as_ref().map_or(words.at, |zh| zh.at))));
    fields.extend(parts_of(&text.measure, &text.choices));
    Spot { file: file.to_owned(), key: text.key.as_ref().map_or(text.at, |key| key.at), fields }
}

fn parts_of(measure: &Option<MeasureText>, choices: &[ChoiceText]) -> Vec<(&'static str, usize)> {
    let of_measure = |measure: &MeasureText| {
        let unit = measure.unit.as_ref().map_or(measure.at, |unit| unit.at);
        let part = measure.parts.first().and_then(|part| part.key.as_ref()).map(|key| ("parts", key.at));
        let open = measure.open.map(|mark| ("open", mark.at));
        let case = measure.cases.first().and_then(|case| case.key.as_ref()).map(|key| ("cases", key.at));
        let units = measure.units.first().map(|unit| ("units", unit.at));
        [Some(("measure", unit)), part, open, case, units].into_iter().flatten().collect::<Vec<_>>()
    };
    let mut found: Vec<_> = measure.iter().flat_map(of_measure).collect();
    found.extend(choices.first().and_then(|choice| choice.key.as_ref()).map(|key| ("choices", key.at)));
    found
}

fn measure(at: At<'_>, text: MeasureText, faults: &Faults) -> Option<Measure> {
    limits(at, &text.least, &text.most, faults);
    let unit = word(&text.unit, at.file, faults, |word| words::unit(at, word));
    let units = text.units.iter();
    let units = units.filter_map(|unit| faults.keep(at.file, unit.at, words::unit(at, &unit.text))).collect();
    let made = Measure {
        unit: unit.clone().unwrap_or_default(),
        least: text.least.map(|word| word.text),
        most: text.most.map(|word| word.text),
        cases: cases(at, text.cases, faults),
        units,
        ours: Mark::is_on(text.ours),
        relative: text.relative.and_then(|it| relative(at, it, faults)),
        name: text.name.map(|name| both(at, name, faults)),
        before_and_after: Mark::is_on(text.before_and_after),
        parts: text.parts.into_iter().filter_map(|part| measure_part(at, part, faults)).collect(),
    };
    unit.map(|_| made)
}

fn relative(at: At<'_>, text: RelativeText, faults: &Faults) -> Option<Relative> {
    limits(at, &text.least_percent, &text.most_percent, faults);
    let name = both(at, text.name, faults);
    Some(Relative {
        to: known_key(at.file, text.to?, faults)?.text,
        name,
        least_percent: text.least_percent.map(|word| word.text),
        most_percent: text.most_percent.map(|word| word.text),
    })
}

fn measure_part(at: At<'_>, text: PartText, faults: &Faults) -> Option<MeasurePart> {
    limits(at, &text.least, &text.most, faults);
    let name = both(at, text.name, faults);
    let unit = word(&text.unit, at.file, faults, |word| words::unit(at, word));
    let cases = cases(at, text.cases, faults);
    Some(MeasurePart {
        key: known_key(at.file, text.key?, faults)?.text,
        name,
        must_be: text.must_be.map(|word| word.text),
        words: Mark::is_on(text.words),
        unit,
        least: text.least.map(|word| word.text),
        most: text.most.map(|word| word.text),
        cases,
        required: Mark::is_on(text.required),
    })
}

fn cases(at: At<'_>, texts: Vec<CaseText>, faults: &Faults) -> Vec<Case> {
    let mut seen = BTreeSet::new();
    let mut made = Vec::with_capacity(texts.len());
    for text in texts {
        limits(at, &text.least, &text.most, faults);
        let name = both(at, text.name, faults);
        let Some(key) = text.key.and_then(|key| known_key(at.file, key, faults)) else { continue };
        once(at, &key, &mut seen, faults);
        let limit = |word: Option<Word>| word.map(|word| word.text);
        made.push(Case { key: key.text, name, least: limit(text.least), most: limit(text.most) });
    }
    made
}

/// A key that its list has already is told.
fn once(at: At<'_>, key: &Word, seen: &mut BTreeSet<String>, faults: &Faults) {
    if !seen.insert(key.text.clone()) {
        let (file, first) = (at.file.to_owned(), at.file.to_owned());
        let repeated = format!("{}: {}", at.key, key.text);
        faults.add(at.file, Some(key.at), PackRefused::Duplicate { file, at: repeated, first });
    }
}

/// Both limits are decimals, and the least is not above the most.
fn limits(at: At<'_>, least: &Option<Word>, most: &Option<Word>, faults: &Faults) {
    let bad = |word: &Word| {
        let (file, key) = (at.file.to_owned(), clip(at.key));
        faults.add(at.file, Some(word.at), PackRefused::BadLimit { file, at: key, limit: clip(&word.text) });
    };
    let read = |word: &Option<Word>| {
        let word = word.as_ref()?;
        let read = Decimal::read(&word.text);
        if read.is_none() {
            bad(word);
        }
        Some((read?, word.clone()))
    };
    match (read(least), read(most)) {
        (Some((low, word)), Some((high, _))) if low > high => bad(&word),
        _ => {}
    }
}

fn choices(at: At<'_>, texts: Vec<ChoiceText>, faults: &Faults) -> Vec<Choice> {
    let mut seen = BTreeSet::new();
    let mut made = Vec::with_capacity(texts.len());
    for text in texts {
        let name = both(at, text.name, faults);
        let Some(key) = text.key.and_then(|key| known_key(at.file, key, faults)) else { continue };
        once(at, &key, &mut seen, faults);
        let sets = word(&text.sets, at.file, faults, |word| words::flag(at, word));
        made.push(Choice { key: key.text, name, blocks: Mark::is_on(text.blocks), sets });
    }
    made
}
