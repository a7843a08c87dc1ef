//! What a question is about and what each side said, in words short enough to stand side by side.

use crate::brief;
use crate::flag::Flag;
use crate::pack::{Item, Pack, Words};
use crate::record::{Kind, Record, Slot};
use crate::value::{
    Agreed, Agreement, Answer, ContactWay, Contacted, FlagSet, Moved, Movement, Paid, PaperMade, Picture, Quote, Rated,
    Reading, Requested, Said, Signed, UnitNamed, Wish,
};
use serde::Deserialize;

/// What the question is about.
pub fn title(pack: Option<&Pack>, slot: &Slot) -> Words {
    let item = slot.item.as_ref();
    if let Some(item) = item.and_then(|key| pack?.item(key)) {
        return item.name.clone();
    }
    if let Some(flag) = item.and_then(|key| Flag::from_key(key.as_str().strip_prefix("flag.")?)) {
        return words(flag.zh(), flag.en());
    }
    match slot.kind {
        Kind::Transition => words("上门进行到哪一步", "How far the visit is"),
        Kind::Appointment => words("上门时间", "Time of the visit"),
        Kind::Unit => words("名称", "Name"),
        Kind::Payment => words("付款", "Payment"),
        Kind::Part => words("用料", "Part"),
        Kind::Photo => words("照片", "Photo"),
        Kind::Note => words("留言", "Note"),
        Kind::Contact => words("联系客户", "Contact with the customer"),
        Kind::Request => words("现场报来的工单", "Job asked for on site"),
        Kind::Correction => words("信息更正", "Correction"),
        Kind::Ruling => words("答复", "Answer"),
        Kind::Seal => words("封存", "Seal"),
        Kind::Paper => words("单据", "Paper"),
        _ => item.map_or_else(|| words(slot.kind.key(), slot.kind.key()), |key| words(key.as_str(), key.as_str())),
    }
}

/// What a record says; its JSON where this version cannot read it.
pub fn said(pack: Option<&Pack>, record: &Record) -> Words {
    let item = record.item.as_ref().and_then(|key| pack?.item(key));
    read(record, item).unwrap_or_else(|| words(&record.value.to_string(), &record.value.to_string()))
}

fn words(zh: &str, en: &str) -> Words {
    Words { zh: zh.to_owned(), en: en.to_owned() }
}

fn same(text: impl Into<String>) -> Words {
    let text = text.into();
    Words { zh: text.clone(), en: text }
}

fn read(record: &Record, item: Option<&Item>) -> Option<Words> {
    let value = &record.value;
    Some(match record.kind {
        Kind::Answer => answer(&Answer::deserialize(value).ok()?, item),
        Kind::Measure | Kind::Remeasure => reading(&Reading::deserialize(value).ok()?),
        Kind::Photo => match Picture::deserialize(value).ok()?.caption {
            Some(caption) => same(caption),
            None => words("一张照片", "A photo"),
        },
        Kind::Flag => match FlagSet::deserialize(value).ok()?.on {
            true => words("是", "Yes"),
            false => words("否", "No"),
        },
        Kind::Unit => same(UnitNamed::deserialize(value).ok()?.name),
        Kind::Transition => {
            let moved = Moved::deserialize(value).ok()?;
            words(moved.to.zh(), moved.to.en())
        }
        Kind::Appointment => appointment(&Agreed::deserialize(value).ok()?),
        Kind::Quote => {
            let quote = Quote::deserialize(value).ok()?;
            let (total, n) = (quote.total.decimal(), quote.version);
            Words { zh: format!("第 {n} 版 · ¥{total}"), en: format!("version {n} · ¥{total}") }
        }
        Kind::Consent => {
            let Agreement { agreed, name, .. } = Agreement::deserialize(value).ok()?;
            let (zh, en) = if agreed { ("同意", "agreed") } else { ("不同意", "did not agree") };
            Words { zh: format!("{name} {zh}"), en: format!("{name} {en}") }
        }
        Kind::Part => part(&Movement::deserialize(value).ok()?),
        Kind::Payment => {
            let paid = Paid::deserialize(value).ok()?;
            same(format!("¥{} {}", paid.amount.decimal(), paid.method))
        }
        Kind::Rating => {
            let Rated { score, comment } = Rated::deserialize(value).ok()?;
            Words { zh: format!("{score} 分 {comment}"), en: format!("{score} of 5 {comment}") }
        }
        Kind::Signature => same(Signed::deserialize(value).ok()?.name),
        Kind::Note => same(value.get("text")?.as_str()?),
        Kind::Contact => {
            let Contacted { way, number, .. } = Contacted::deserialize(value).ok()?;
            match way {
                ContactWay::Call => words(&format!("已拨打 {number}"), &format!("dialled {number}")),
                ContactWay::Sms => words(&format!("短信 {number}"), &format!("message to {number}")),
            }
        }
        Kind::Request => {
            let fields = Requested::deserialize(value).ok()?.fields;
            same(fields.into_values().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "))
        }
        Kind::Correction => {
            let Wish { field, should, .. } = Wish::deserialize(value).ok()?;
            let ((zh, en), should) = (brief::named(&field), should.as_str()?);
            Words { zh: format!("{zh} → {should}"), en: format!("{en} → {should}") }
        }
        Kind::Paper => same(PaperMade::deserialize(value).ok()?.number),
        _ => return None,
    })
}

fn answer(answer: &Answer, item: Option<&Item>) -> Words {
    let (zh, en) = match answer.answer {
        Said::Done => ("已做", "Done"),
        Said::NotDone => ("没做", "Not done"),
        Said::NotApplicable => ("不适用", "Does not apply"),
    };
    if let Some(reason) = &answer.reason {
        return Words { zh: format!("{zh}：{reason}"), en: format!("{en}: {reason}") };
    }
    if let Some(choice) = &answer.choice {
        let named = item.and_then(|item| item.choices.iter().find(|it| it.key == *choice));
        return named.map_or_else(|| same(choice), |named| named.name.clone());
    }
    match (&answer.text, &answer.date) {
        (Some(text), Some(day)) => same(format!("{day} · {text}")),
        (Some(text), None) | (None, Some(text)) => same(text),
        (None, None) => words(zh, en),
    }
}

fn reading(reading: &Reading) -> Words {
    let parts: String = reading.parts.values().map(|part| format!(" · {part}")).collect();
    same(format!("{} {}{parts}", reading.value.replace('-', "−"), reading.unit))
}

/// `11-21 14:00–15:00`, as both were written where the customer lives.
fn appointment(agreed: &Agreed) -> Words {
    let clock = |time: &str| time.get(11..16).unwrap_or(time).to_owned();
    let day = agreed.from.get(5..10).unwrap_or_default();
    same(format!("{day} {}–{}", clock(&agreed.from), clock(&agreed.to)))
}

fn part(movement: &Movement) -> Words {
    let serial = movement.new_serial.as_ref().map(|serial| format!(" · {serial}")).unwrap_or_default();
    same(format!("{} {} {}{serial}", movement.part.as_str(), movement.quantity, movement.unit))
}
