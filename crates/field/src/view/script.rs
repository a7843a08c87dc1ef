//! Wordings with what the program knows in the place of `{name}`: who calls, for whom, about what, when. What only the
//! technician can say is a blank.

use super::stage::BlockView;
use super::words;
use crate::app::Field;
use crate::refused::FieldRefused;
use domain::brief::keys;
use domain::checklist::Checklist;
use domain::facts::Company;
use domain::ids::{JobId, VisitNo};
use domain::pack::Words;
use domain::state::State;
use domain::value::{Agreed, Quote};
use std::collections::BTreeMap;

/// What stands in a wording where somebody still has to say something: a time, a part.
pub const BLANK: &str = "＿＿";

/// What is known, by the name in the braces.
pub(crate) type Known = BTreeMap<&'static str, Words>;

/// A wording with what is known filled in, and blanks for the rest.
pub(crate) fn fill(wording: &str, known: impl Fn(&str) -> Option<String>) -> String {
    let mut rest = wording;
    let mut filled = String::new();
    while let Some((before, name)) = rest.split_once('{') {
        let (name, after) = name.split_once('}').unwrap_or(("", ""));
        filled.push_str(before);
        filled.push_str(&known(name).filter(|known| !known.is_empty()).unwrap_or_else(|| BLANK.to_owned()));
        rest = after;
    }
    filled + rest
}

impl Field {
    /// Fills in the wordings of these blocks.
    pub(crate) fn tell_scripts<'a>(
        &mut self,
        job: &JobId,
        visit: VisitNo,
        blocks: impl Iterator<Item = &'a mut BlockView>,
    ) -> Result<(), FieldRefused> {
        let scripts: Vec<_> = blocks.flat_map(|block| &mut block.items).flat_map(|item| &mut item.scripts).collect();
        if scripts.is_empty() {
            return Ok(());
        }
        let (known, sent) = self.known(job, visit)?;
        for script in scripts {
            script.words = filled(&script.words, &known);
            script.sms = sent.contains(&script.key);
        }
        Ok(())
    }

    /// What is known for the wordings of a job, and which of them are sent.
    pub(crate) fn known(&mut self, job: &JobId, visit: VisitNo) -> Result<(Known, Vec<String>), FieldRefused> {
        // Without the firm's settings its name is a blank like any other.
        let company = self.settings(job).ok().map(|settings| settings.company);
        let (here, me) = (self.local_time(self.now_ms()), self.session.enrolled()?.person.clone());
        let crew = self.job(job)?.brief.crew();
        let name = crew.into_iter().find(|member| member.person == me.as_str()).map(|member| member.name);
        self.look(job, visit, |list| {
            (known(list, company.as_ref(), name.unwrap_or_default(), &here), list.values.sent())
        })
    }
}

pub(crate) fn filled(wording: &Words, known: &Known) -> Words {
    Words {
        zh: fill(&wording.zh, |name| known.get(name).map(|words| words.zh.clone())),
        en: fill(&wording.en, |name| known.get(name).map(|words| words.en.clone())),
    }
}

fn known(list: &Checklist<'_>, company: Option<&Company>, name: String, here: &str) -> Known {
    let said = |text: &str| words(text, text);
    let customer = list.brief.text(keys::CUSTOMER_NAME);
    let (zh, en) = match list.pack.flags.contains(&domain::flag::Flag::Install) {
        true => ("安装师傅", "installer"),
        false => ("维修工程师", "engineer"),
    };
    let mut known: Known = [
        ("name", said(&name)),
        ("surname", said(surname(&name))),
        ("role", words(zh, en)),
        ("customer", said(customer)),
        ("salutation", said(customer)),
        ("product", said(list.brief.text(keys::PRODUCT_MODEL))),
        ("address", said(list.brief.text(keys::CUSTOMER_ADDRESS))),
        ("work", list.pack.name.clone()),
        ("leave", said(clock(here))),
    ]
    .into();
    if let Some(company) = company {
        known.insert("company", words(&company.name.zh, either(&company.name.en, &company.name.zh)));
        known.insert("hotline", said(&company.hotline));
        // A technician's own number is nobody's business; the hotline knows who came.
        known.insert("phone", said(&company.hotline));
    }
    if let Some(agreed) = list.fold.value::<Agreed>(&list.appointment_slot()) {
        known.insert("date", date(&agreed.from));
        known.insert("slot", said(&format!("{}–{}", clock(&agreed.from), clock(&agreed.to))));
    }
    let moves = list.fold.moves(list.visit);
    if let Some((arrived, _)) = moves.iter().find(|(_, moved)| moved.to == State::Arrived) {
        known.insert("arrive", said(clock(&arrived.at.time)));
    }
    if let Some(quote) = list.quote() {
        known.extend(quoted(&quote));
    }
    known
}

/// What the quote says of cause, plan, parts and sum.
fn quoted(quote: &Quote) -> [(&'static str, Words); 4] {
    let said = |text: &str| words(text, text);
    let parts: Vec<&str> = quote.parts.iter().map(|part| part.zh.as_str()).collect();
    let sum = quote.total.decimal();
    [
        ("cause", said(&quote.cause)),
        ("plan", said(&quote.plan)),
        ("parts", said(&parts.join("、"))),
        ("amount", words(&format!("{sum} 元"), &format!("{sum} yuan"))),
    ]
}

/// The family name of a Chinese name: its first character, or two of the common double ones.
fn surname(name: &str) -> &str {
    const DOUBLE: [&str; 8] = ["欧阳", "上官", "司马", "诸葛", "司徒", "夏侯", "皇甫", "令狐"];
    let double = DOUBLE.into_iter().find(|double| name.starts_with(double));
    let first = || name.chars().next().and_then(|first| name.get(..first.len_utf8())).unwrap_or_default();
    double.unwrap_or_else(first)
}

/// `14:00` of an RFC 3339 time.
fn clock(time: &str) -> &str {
    time.get(11..16).unwrap_or_default()
}

/// `11月21日`, `21 Nov`.
fn date(time: &str) -> Words {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let part = |from: usize, to: usize| time.get(from..to).and_then(|digits| digits.parse::<usize>().ok());
    let (Some(month), Some(day)) = (part(5, 7), part(8, 10)) else { return Words::default() };
    let name = month.checked_sub(1).and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    words(&format!("{month}月{day}日"), &format!("{day} {name}"))
}

fn either<'a>(first: &'a str, second: &'a str) -> &'a str {
    if first.is_empty() { second } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_is_filled_in_and_the_rest_is_a_blank() {
        let known = |name: &str| (name == "company").then(|| "安信".to_owned());
        assert_eq!(fill("这里是{company}，约{eta}到", known), "这里是安信，约＿＿到");
        assert_eq!(fill("{company}{", known), "安信＿＿");
        assert_eq!(fill("{empty}", |_| Some(String::new())), "＿＿");
    }

    #[test]
    fn a_technician_says_the_family_name() {
        assert_eq!(["陈志远", "欧阳娜", ""].map(surname), ["陈", "欧阳", ""]);
    }

    #[test]
    fn a_day_is_said_as_people_say_it() {
        let day = date("2026-11-21T14:00:00+08:00");
        assert_eq!((day.zh.as_str(), day.en.as_str()), ("11月21日", "21 Nov"));
        assert_eq!((date("soon"), clock("soon")), (Words::default(), ""));
    }

    #[test]
    fn no_wording_of_the_standard_keeps_a_brace() {
        let library = standards::Library::builtin().unwrap();
        let items = library.packs().flat_map(|pack| pack.items()).map(|(_, _, item)| item);
        for script in items.flat_map(|item| &item.scripts) {
            let words = filled(&script.words, &Known::new());
            assert!(!words.zh.contains(['{', '}']) && !words.en.contains(['{', '}']), "{}", script.key);
        }
    }
}
