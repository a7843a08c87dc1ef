//! TOML into these shapes, field by field.

use super::{
    BaseText, BlockText, CaseText, ChoiceText, ItemText, MeasureText, OverrideText, PackText, PartText, RelativeText,
    ScriptText, WordsText,
};
use crate::fields::{Fields, Source};

/// Every `[[script]]` of `scripts.toml`; `None` where the file is no TOML.
pub(crate) fn scripts(source: Source<'_>) -> Option<Vec<ScriptText>> {
    whole(source, |fields| fields.tables("script").into_iter().map(script).collect()).ok()
}

/// A block; of a file that is no TOML at most its key.
pub(crate) fn block(source: Source<'_>) -> Result<BlockText, Option<String>> {
    whole(source, |fields| BlockText {
        key: fields.must("key"),
        name: must_say(fields, "name"),
        stage: fields.word("stage"),
        branch: fields.mark("branch"),
        item: fields.tables("item").into_iter().map(item).collect(),
    })
}

/// Every `[[base]]` of `bases.toml`; `None` where the file is no TOML.
pub(crate) fn bases(source: Source<'_>) -> Option<Vec<BaseText>> {
    whole(source, |fields| fields.tables("base").into_iter().map(base).collect()).ok()
}

/// A pack; of a file that is no TOML at most its key.
pub(crate) fn pack(source: Source<'_>) -> Result<PackText, Option<String>> {
    whole(source, |fields| PackText {
        key: fields.must("key"),
        version: fields.must("version"),
        name: must_say(fields, "name"),
        base: fields.must("base"),
        blocks: fields.words("blocks"),
        planned_without: fields.words("planned_without"),
        flags: fields.words("flags"),
        asks: fields.words("asks"),
        overrides: fields.tables("override").into_iter().map(change).collect(),
        item: fields.tables("item").into_iter().map(item).collect(),
    })
}

fn whole<T>(source: Source<'_>, read: impl FnOnce(&mut Fields<'_>) -> T) -> Result<T, Option<String>> {
    match source.parse() {
        Ok(table) => {
            let mut fields = Fields::new(source, table.get_ref(), 0);
            let made = read(&mut fields);
            fields.done();
            Ok(made)
        }
        Err(rest) => {
            let key = rest.get_ref().iter().find(|(key, _)| key.get_ref() == "key");
            Err(key.and_then(|(_, value)| value.get_ref().as_str()).map(str::to_owned))
        }
    }
}

fn script(mut fields: Fields<'_>) -> ScriptText {
    let made = ScriptText {
        key: fields.must("key"),
        when: must_say(&mut fields, "when"),
        said: both(&mut fields),
        rules: fields.must_words("rules").0,
    };
    fields.done();
    made
}

fn base(mut fields: Fields<'_>) -> BaseText {
    let made = BaseText {
        key: fields.must("key"),
        blocks: fields.must_words("blocks").0,
        own_before: fields.words("own_before"),
        branches: fields.words("branches"),
        asks: fields.words("asks"),
        overrides: fields.tables("override").into_iter().map(change).collect(),
    };
    fields.done();
    made
}

fn item(mut fields: Fields<'_>) -> ItemText {
    let (rules, rules_at) = fields.must_words("rules");
    let made = ItemText {
        at: fields.at,
        key: fields.must("key"),
        stage: fields.word("stage"),
        name: both(&mut fields),
        kind: fields.must("kind"),
        req: fields.must("req"),
        ev: fields.must("ev"),
        rules,
        rules_at,
        detail: fields.table("detail").map(words),
        measure: fields.table("measure").map(measure),
        choices: fields.tables("choices").into_iter().map(choice).collect(),
        each_unit: fields.mark("each_unit"),
        date: fields.mark("date"),
        scripts: fields.words("scripts"),
    };
    fields.done();
    made
}

fn change(mut fields: Fields<'_>) -> OverrideText {
    let made = OverrideText {
        at: fields.at,
        key: fields.must("key"),
        req: fields.word("req"),
        ev: fields.word("ev"),
        detail: fields.table("detail").map(words),
        rules: fields.words("rules"),
        measure: fields.table("measure").map(measure),
        choices: fields.tables("choices").into_iter().map(choice).collect(),
        scripts: fields.words("scripts"),
    };
    fields.done();
    made
}

fn measure(mut fields: Fields<'_>) -> MeasureText {
    let made = MeasureText {
        at: fields.at,
        unit: fields.must("unit"),
        least: fields.word("least"),
        most: fields.word("most"),
        cases: cases(&mut fields),
        units: fields.words("units"),
        ours: fields.mark("ours"),
        open: fields.mark("open"),
        relative: fields.table("relative").map(relative),
        name: fields.table("name").map(words),
        before_and_after: fields.mark("before_and_after"),
        parts: fields.tables("parts").into_iter().map(part).collect(),
    };
    fields.done();
    made
}

fn relative(mut fields: Fields<'_>) -> RelativeText {
    let made = RelativeText {
        to: fields.must("to"),
        name: both(&mut fields),
        least_percent: fields.word("least_percent"),
        most_percent: fields.word("most_percent"),
    };
    fields.done();
    made
}

fn part(mut fields: Fields<'_>) -> PartText {
    let made = PartText {
        key: fields.must("key"),
        name: both(&mut fields),
        must_be: fields.word("must_be"),
        words: fields.mark("words"),
        required: fields.mark("required"),
        unit: fields.word("unit"),
        least: fields.word("least"),
        most: fields.word("most"),
        cases: cases(&mut fields),
    };
    fields.done();
    made
}

fn cases(fields: &mut Fields<'_>) -> Vec<CaseText> {
    fields.tables("cases").into_iter().map(case).collect()
}

fn case(mut fields: Fields<'_>) -> CaseText {
    let made = CaseText {
        key: fields.must("key"),
        name: both(&mut fields),
        least: fields.word("least"),
        most: fields.word("most"),
    };
    fields.done();
    made
}

fn choice(mut fields: Fields<'_>) -> ChoiceText {
    let made = ChoiceText {
        key: fields.must("key"),
        name: both(&mut fields),
        blocks: fields.mark("blocks"),
        sets: fields.word("sets"),
    };
    fields.done();
    made
}

/// `name = { zh, en }`, which must be there.
fn must_say(fields: &mut Fields<'_>, name: &'static str) -> Option<WordsText> {
    let found = fields.table(name).map(words);
    if found.is_none() && !fields.has(name) {
        fields.missing(name);
    }
    found
}

fn words(mut fields: Fields<'_>) -> WordsText {
    let made = both(&mut fields);
    fields.done();
    made
}

/// The `zh` and `en` among other fields.
fn both(fields: &mut Fields<'_>) -> WordsText {
    WordsText { at: fields.at, zh: fields.word("zh"), en: fields.word("en") }
}
