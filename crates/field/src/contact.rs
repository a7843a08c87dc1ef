//! Calls and messages to the customer, and the way there, through the phone's own apps.

use crate::app::Field;
use crate::refused::FieldRefused;
use crate::view::script::filled;
use domain::brief::keys;
use domain::checklist::Checklist;
use domain::decide::Refusal;
use domain::ids::{ItemKey, JobId};
use domain::value::{ContactWay, Contacted};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

impl Field {
    /// What reaches the customer: `tel:13700010022`, or `sms:` with a wording of the standard as its body. Nothing is kept.
    pub fn contact_link(&mut self, job: &JobId, way: ContactWay, script: Option<&str>) -> Result<String, FieldRefused> {
        let number = self.customer_number(job)?;
        let Some(key) = script.filter(|_| way == ContactWay::Sms) else {
            return Ok(format!("{}:{number}", if way == ContactWay::Call { "tel" } else { "sms" }));
        };
        let visit = self.current_visit(job)?;
        let (known, sent) = self.known(job, visit)?;
        let scripts = |list: &Checklist<'_>| {
            let main = list.pack.items().map(|(_, _, item)| item);
            let items = main.chain(list.pack.branches.values().flat_map(|block| &block.items));
            items
                .flat_map(|item| &item.scripts)
                .find(|script| script.key == key)
                .map(|script| list.filled(&script.words))
        };
        let words = self.look(job, visit, scripts)?.filter(|_| sent.iter().any(|it| it == key));
        let words = words.ok_or_else(|| Refusal::UnknownChoice(ItemKey::new(key), key.to_owned()))?;
        let body = filled(&words, &known).zh;
        Ok(format!("sms:{number}?body={}", utf8_percent_encode(&body, NON_ALPHANUMERIC)))
    }

    /// The phone's own app was opened: that the number was dialled, or the message begun, is kept. Without an item it is for
    /// the one that waits for such a thing now, if any does.
    pub fn tap_contact(
        &mut self,
        job: &JobId,
        item: Option<&ItemKey>,
        way: ContactWay,
        script: Option<String>,
    ) -> Result<(), FieldRefused> {
        let contacted = Contacted { way, number: self.customer_number(job)?, script };
        let visit = self.current_visit(job)?;
        self.one(job, visit, |list| {
            let waiting = item.cloned().or_else(|| list.contact_item(way));
            list.contact(waiting.as_ref(), &contacted)
        })?;
        Ok(())
    }

    /// Where the customer lives, for whatever map is on the phone (RFC 5870, with Android's query for a place by name).
    pub fn place_link(&mut self, job: &JobId) -> Result<String, FieldRefused> {
        let address = self.job(job)?.brief.text(keys::CUSTOMER_ADDRESS).trim().to_owned();
        if address.is_empty() {
            return Err(Refusal::Empty("地址 address").into());
        }
        Ok(format!("geo:0,0?q={}", utf8_percent_encode(&address, NON_ALPHANUMERIC)))
    }

    /// The customer's number as a phone dials it.
    fn customer_number(&mut self, job: &JobId) -> Result<String, FieldRefused> {
        let phone = self.job(job)?.brief.text(keys::CUSTOMER_PHONE).to_owned();
        dialled(&phone).ok_or_else(|| Refusal::Empty("电话 phone number").into())
    }
}

/// The first number in what somebody typed: an extension or a second number is not part of it.
fn dialled(phone: &str) -> Option<String> {
    const FEWEST: usize = 5;
    let plain = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '＋' => '+',
        other => other,
    };
    let number = |c: &char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '（' | '）' | '－');
    let first = phone.chars().map(plain).skip_while(|c| !c.is_ascii_digit() && *c != '+').take_while(number);
    let digits: String = first.filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (digits.len() >= FEWEST && !digits.chars().skip(1).any(|c| c == '+')).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_number_is_dialled_without_what_stands_around_it() {
        for (typed, number) in [
            ("137 0000 8026", Some("13700008026")),
            ("(0571) 8888-0000转8001", Some("057188880000")),
            ("88880000 / 88881111", Some("88880000")),
            ("手机：１３７００００８０２６", Some("13700008026")),
            ("+86 137-0000-8026", Some("+8613700008026")),
            ("110", None),
            ("无", None),
        ] {
            assert_eq!(dialled(typed).as_deref(), number, "{typed}");
        }
    }
}
