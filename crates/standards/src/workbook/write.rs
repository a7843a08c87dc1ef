//! A pack as sheets: its own words, the shared items for reference, and the words that may be used.

use super::columns::{CASES, CHANGES, CHOICES, Column, ITEMS, PACK, PACK_ROWS, PARTS, SHARED, Sheet, WORDS, letters};
use crate::overrides::{letter_of_evidence, letter_of_need};
use crate::text::{
    CaseText, ChoiceText, ItemText, Mark, MeasureText, OverrideText, PackText, PartText, Word, WordsText,
};
use crate::vocabulary::{self, KINDS};
use domain::pack::Pack;
use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// Rows that offer the known words below the last filled one.
const SPARE_ROWS: u32 = 500;

/// What the cells of one row say, by column.
type Said = BTreeMap<&'static str, String>;

/// The workbook's bytes: `text` is the pack as its file says it, `pack` as it is in the end.
pub(super) fn workbook(text: &PackText, pack: &Pack) -> Result<Vec<u8>, XlsxError> {
    let words = words();
    let mut book = Workbook::new();
    head(book.add_worksheet(), text)?;
    let (mut choices, mut parts, mut cases) = (Vec::new(), Vec::new(), Vec::new());
    let mut below = |key: &Option<Word>, choice: &[ChoiceText], measure: &Option<MeasureText>| {
        choices.extend(choice.iter().map(|choice| of_choice(key, choice)));
        let of_measure = measure.iter().flat_map(|measure| &measure.parts);
        parts.extend(of_measure.map(|part| of_part(key, part)));
        for measure in measure.iter() {
            cases.extend(measure.cases.iter().map(|case| of_case(key, &None, case)));
            let parts = measure.parts.iter().flat_map(|part| part.cases.iter().map(move |case| (&part.key, case)));
            cases.extend(parts.map(|(part, case)| of_case(key, part, case)));
        }
    };
    text.item.iter().for_each(|item| below(&item.key, &item.choices, &item.measure));
    text.overrides.iter().for_each(|change| below(&change.key, &change.choices, &change.measure));
    let items: Vec<Said> = text.item.iter().map(of_item).collect();
    let changes: Vec<Said> = text.overrides.iter().map(of_change).collect();
    for (sheet, rows) in [(ITEMS, items), (CHANGES, changes), (CHOICES, choices), (PARTS, parts), (CASES, cases)] {
        let worksheet = book.add_worksheet();
        table(worksheet, sheet, &rows)?;
        offer(worksheet, sheet, &words, u32::try_from(rows.len()).unwrap_or_default())?;
    }
    let shared = book.add_worksheet();
    table(shared, SHARED, &of_shared(pack))?;
    shared.protect();
    glossary(book.add_worksheet(), &words)?;
    book.save_to_buffer()
}

/// Everything is text: a version such as 1.0 must not become the number 1.
fn plain() -> Format {
    Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top)
}

fn bold() -> Format {
    plain().set_bold().set_background_color(Color::RGB(0x00E8_EDF2))
}

fn head(sheet: &mut Worksheet, text: &PackText) -> Result<(), XlsxError> {
    sheet.set_name(PACK.name)?;
    columns(sheet, PACK.columns)?;
    let word = |word: &Option<Word>| word.as_ref().map(|word| word.text.clone()).unwrap_or_default();
    let name = |pick: fn(&WordsText) -> &Option<Word>| text.name.as_ref().map(|name| word(pick(name)));
    let values = [
        word(&text.key),
        word(&text.version),
        name(|name| &name.zh).unwrap_or_default(),
        name(|name| &name.en).unwrap_or_default(),
        word(&text.base),
        list(&text.blocks),
        list(&text.planned_without),
        list(&text.flags),
        list(&text.asks),
    ];
    for ((row, field), value) in (1..).zip(PACK_ROWS).zip(values) {
        sheet.write_string_with_format(row, 0, field.heading(), &bold())?;
        sheet.write_string_with_format(row, 1, value, &plain())?;
    }
    Ok(())
}

fn columns(sheet: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
    for (place, column) in (0_u16..).zip(columns) {
        sheet.set_column_width(place, column.width)?;
        sheet.set_column_format(place, &plain())?;
        sheet.write_string_with_format(0, place, column.heading(), &bold())?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

fn table(sheet: &mut Worksheet, of: Sheet, rows: &[Said]) -> Result<(), XlsxError> {
    sheet.set_name(of.name)?;
    columns(sheet, of.columns)?;
    for (number, row) in (1..).zip(rows) {
        for (place, column) in (0_u16..).zip(of.columns) {
            if let Some(text) = row.get(column.word).filter(|text| !text.is_empty()) {
                sheet.write_string_with_format(number, place, text, &plain())?;
            }
        }
    }
    Ok(())
}

/// Lists to choose from, in the columns that have known words.
fn offer(sheet: &mut Worksheet, of: Sheet, words: &Words, filled: u32) -> Result<(), XlsxError> {
    for (place, column) in (0_u16..).zip(of.columns) {
        let known = words.iter().position(|(name, _)| *name == column.word);
        let marks = matches!(
            column.word,
            "each_unit" | "date" | "ours" | "open" | "before_and_after" | "blocks" | "words" | "required"
        );
        let list = match known.and_then(|at| Some((at, words.get(at)?))) {
            Some((at, (_, lines))) => {
                let column = letters(u32::try_from(at * 2).unwrap_or_default());
                let formula = format!("={WORDS}!${column}$2:${column}${}", lines.len() + 1);
                DataValidation::new().allow_list_formula(Formula::new(formula))
            }
            None if marks => DataValidation::new().allow_list_strings(&["是", "否"])?,
            None => continue,
        };
        // A change may also say “=”, and the linter knows better than a list what may stand here.
        let list = list.show_error_message(false);
        sheet.add_data_validation(1, place, filled + SPARE_ROWS, place, &list)?;
    }
    Ok(())
}

/// The known words by column, each with its meaning.
type Words = Vec<(&'static str, Vec<(String, String)>)>;

fn words() -> Words {
    let flags = domain::flag::Flag::ALL.iter();
    let named = |key: &str, zh: &str, en: &str| (key.to_owned(), format!("{zh} {en}"));
    let mut needs = vec![named("Y", "必答", "required"), named("N", "选答", "optional")];
    needs.extend(flags.map(|flag| (format!("C({})", flag.key()), format!("{} {}", flag.zh(), flag.en()))));
    vec![
        ("stage", domain::stage::Stage::ALL.iter().map(|it| named(it.key(), it.zh(), it.en())).collect()),
        ("kind", KINDS.iter().map(|(word, zh, _)| named(word, zh, "")).collect()),
        ("req", needs),
        ("ev", vocabulary::EVIDENCE.iter().map(|(word, zh, _)| named(word, zh, "")).collect()),
        ("sets", domain::flag::Flag::ALL.iter().map(|it| named(it.key(), it.zh(), it.en())).collect()),
        ("unit", vocabulary::UNITS.iter().map(|unit| named(unit, "", "")).collect()),
    ]
}

fn glossary(sheet: &mut Worksheet, words: &Words) -> Result<(), XlsxError> {
    sheet.set_name(WORDS)?;
    for (place, (name, lines)) in (0_u16..).step_by(2).zip(words) {
        sheet.set_column_width(place, 22)?;
        sheet.set_column_width(place + 1, 30)?;
        let zh = ITEMS.columns.iter().find(|column| column.word == *name).map_or("", |column| column.zh);
        sheet.write_string_with_format(0, place, format!("{zh} {name}"), &bold())?;
        sheet.write_string_with_format(0, place + 1, "意思 meaning", &bold())?;
        for (row, (word, meaning)) in (1..).zip(lines) {
            sheet.write_string_with_format(row, place, word, &plain())?;
            sheet.write_string_with_format(row, place + 1, meaning.trim(), &plain())?;
        }
    }
    sheet.protect();
    Ok(())
}

fn list(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(", ")
}

fn put(row: &mut Said, name: &'static str, word: &Option<Word>) {
    row.extend(word.as_ref().map(|word| (name, word.text.clone())));
}

fn put_mark(row: &mut Said, name: &'static str, mark: Option<Mark>) {
    row.extend(mark.map(|mark| (name, if mark.on { "是" } else { "否" }.to_owned())));
}

fn put_words(row: &mut Said, zh: &'static str, en: &'static str, words: &WordsText) {
    put(row, zh, &words.zh);
    put(row, en, &words.en);
}

fn put_below(row: &mut Said, detail: &Option<WordsText>, measure: &Option<MeasureText>, scripts: &[Word]) {
    if let Some(detail) = detail {
        put_words(row, "detail_zh", "detail_en", detail);
    }
    row.insert("scripts", list(scripts));
    let Some(measure) = measure else { return };
    put(row, "unit", &measure.unit);
    row.insert("units", list(&measure.units));
    put(row, "least", &measure.least);
    put(row, "most", &measure.most);
    put_mark(row, "open", measure.open);
    put_mark(row, "ours", measure.ours);
    put_mark(row, "before_and_after", measure.before_and_after);
    if let Some(name) = &measure.name {
        put_words(row, "value_zh", "value_en", name);
    }
    if let Some(relative) = &measure.relative {
        put(row, "to", &relative.to);
        put_words(row, "to_zh", "to_en", &relative.name);
        put(row, "least_percent", &relative.least_percent);
        put(row, "most_percent", &relative.most_percent);
    }
}

fn of_item(item: &ItemText) -> Said {
    let mut row = Said::new();
    put(&mut row, "stage", &item.stage);
    put(&mut row, "key", &item.key);
    put_words(&mut row, "zh", "en", &item.name);
    put(&mut row, "kind", &item.kind);
    put(&mut row, "req", &item.req);
    put(&mut row, "ev", &item.ev);
    row.insert("rules", list(&item.rules));
    put_mark(&mut row, "each_unit", item.each_unit);
    put_mark(&mut row, "date", item.date);
    put_below(&mut row, &item.detail, &item.measure, &item.scripts);
    row
}

fn of_change(change: &OverrideText) -> Said {
    let mut row = Said::new();
    put(&mut row, "key", &change.key);
    put(&mut row, "req", &change.req);
    put(&mut row, "ev", &change.ev);
    row.insert("rules", list(&change.rules));
    put_below(&mut row, &change.detail, &change.measure, &change.scripts);
    row
}

fn of_choice(owner: &Option<Word>, choice: &ChoiceText) -> Said {
    let mut row = Said::new();
    put(&mut row, "item", owner);
    put(&mut row, "key", &choice.key);
    put_words(&mut row, "zh", "en", &choice.name);
    put_mark(&mut row, "blocks", choice.blocks);
    put(&mut row, "sets", &choice.sets);
    row
}

fn of_part(owner: &Option<Word>, part: &PartText) -> Said {
    let mut row = Said::new();
    put(&mut row, "item", owner);
    put(&mut row, "key", &part.key);
    put_words(&mut row, "zh", "en", &part.name);
    put(&mut row, "must_be", &part.must_be);
    put_mark(&mut row, "words", part.words);
    put_mark(&mut row, "required", part.required);
    put(&mut row, "unit", &part.unit);
    put(&mut row, "least", &part.least);
    put(&mut row, "most", &part.most);
    row
}

fn of_case(owner: &Option<Word>, part: &Option<Word>, case: &CaseText) -> Said {
    let mut row = Said::new();
    put(&mut row, "item", owner);
    put(&mut row, "part", part);
    put(&mut row, "key", &case.key);
    put_words(&mut row, "zh", "en", &case.name);
    put(&mut row, "least", &case.least);
    put(&mut row, "most", &case.most);
    row
}

/// The shared items as this pack has them in the end.
fn of_shared(pack: &Pack) -> Vec<Said> {
    let main = pack.items().map(|(stage, block, item)| (format!("{} {}", stage.zh(), stage.key()), block, item));
    let branches = pack.branches.values();
    let branching =
        branches.flat_map(|block| block.items.iter().map(move |item| ("分支 branch".to_owned(), block, item)));
    let shared = main.chain(branching).filter(|(_, block, _)| !block.key.starts_with("own."));
    let row = |(stage, block, item): (String, &domain::pack::Block, &domain::pack::Item)| {
        let kind = KINDS.iter().find(|(.., kind)| *kind == item.kind).map_or("", |(word, ..)| *word);
        let rules = item.rules.iter().map(|rule| rule.as_str()).collect::<Vec<_>>().join(", ");
        let detail = item.detail.clone().unwrap_or_default();
        Said::from([
            ("stage", stage),
            ("block", block.key.clone()),
            ("key", item.key.to_string()),
            ("zh", item.name.zh.clone()),
            ("en", item.name.en.clone()),
            ("kind", kind.to_owned()),
            ("req", letter_of_need(&item.need)),
            ("ev", letter_of_evidence(item.evidence).to_owned()),
            ("rules", rules),
            ("detail_zh", detail.zh),
            ("detail_en", detail.en),
        ])
    };
    shared.map(row).collect()
}
