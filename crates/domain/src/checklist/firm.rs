//! What a firm's settings make of its standard (STANDARDS 9.4): when shoe covers are called for, how many photos prove a
//! thing, which reasons there are to choose from, the numbers in a text and a limit.

use super::Checklist;
use super::contact::way_of;
use crate::flag::Flag;
use crate::pack::{Choice, Item, Measure, Words};
use crate::settings::{Covers, SELFIE_ASKED, SMS_ENABLED, whole};
use crate::value::ContactWay;
use std::borrow::Cow;

/// Answers that a firm keeps as a list of its own: item -> setting.
pub const LISTS: [(&str, &str); 3] = [
    ("ent.cover_exempt", "shoe_covers.exempt_reasons"),
    ("tkw.reason", "takeaway.reasons"),
    ("uns.reason", "sign.refusal_reasons"),
];

/// Photos that a firm may ask several of: the room before, what was protected, the parts, the room after.
const COUNTED: [&str; 4] = ["prt.before", "prt.cover", "par.show", "cln.after"];

const COVERS: &str = "ent.shoe_covers";
const NO_COVERS: &str = "ent.cover_exempt";
const SELFIE: &str = "drs.photo";
const WAIT: &str = "nob.wait";

impl Checklist<'_> {
    /// Whether the firm's rules leave the item out: on shoe covers (ENT-11), on messages (APT-15).
    pub(super) fn is_left_out_by_firm(&self, item: &Item) -> bool {
        let covers = match self.values.covers(self.flags.contains(&Flag::Business)) {
            Covers::Always => true,
            Covers::DecoratedOnly => self.flags.contains(&Flag::HomeDecorated),
            Covers::FloorSensitive => self.flags.contains(&Flag::FloorSensitive),
            Covers::Never => false,
        };
        // Covers that were put on stay put on, whatever turns out about the customer later.
        let uncovered = || !covers && self.fold.photos_of(self.visit, &item.key).is_empty();
        let silent = || way_of(&item.key) == Some(ContactWay::Sms) && !self.values.is(SMS_ENABLED);
        if item.key.as_str() == COVERS { uncovered() } else { silent() }
    }

    /// Where covers are not called for on this visit, the reason is recorded: unless the firm never asks for any.
    pub(super) fn asks_why_no_covers(&self, item: &Item) -> bool {
        let covers = || self.pack.item(&COVERS.into());
        item.key.as_str() == NO_COVERS
            && self.values.covers(self.flags.contains(&Flag::Business)) != Covers::Never
            && covers().is_some_and(|covers| !self.shows(covers))
    }

    /// Whether the firm asks for what the standard leaves to people: the picture in uniform.
    pub(super) fn is_asked_by_firm(&self, item: &Item) -> bool {
        item.key.as_str() == SELFIE && self.values.is(SELFIE_ASKED)
    }

    /// What is measured, within the firm's limits where a setting has them: how long one waits at a closed door.
    pub fn measure<'i>(&self, item: &'i Item) -> Option<Cow<'i, Measure>> {
        let measure = item.measure.as_ref()?;
        let least = (item.key.as_str() == WAIT).then(|| self.values.whole(whole::NOBODY_WAIT_MIN).to_string());
        Some(match least.filter(|least| measure.least.as_ref() != Some(least)) {
            Some(least) => Cow::Owned(Measure { least: Some(least), ..measure.clone() }),
            None => Cow::Borrowed(measure),
        })
    }

    /// How many photos prove the item; one where nobody counts them.
    pub fn photos_needed(&self, item: &Item) -> usize {
        let asked = COUNTED.contains(&item.key.as_str()).then(|| self.values.whole(whole::PHOTOS_MIN));
        asked.and_then(|asked| usize::try_from(asked).ok()).unwrap_or(1).max(1)
    }

    /// The answers to choose from: the firm's where it keeps such a list, else the standard's. A reason of the firm's own is
    /// stored by its Chinese words, which say what it is wherever the list is not at hand.
    pub fn choices<'i>(&self, item: &'i Item) -> Cow<'i, [Choice]> {
        let kept = LISTS.iter().find(|(key, _)| *key == item.key.as_str());
        let Some(reasons) = kept.and_then(|(_, setting)| self.values.list(setting)) else {
            return Cow::Borrowed(&item.choices);
        };
        let known = |name: &Words| item.choices.iter().find(|choice| choice.name.zh == name.zh).cloned();
        let own = |name: Words| {
            let en = if name.en.trim().is_empty() { name.zh.clone() } else { name.en };
            Choice { key: name.zh.clone(), name: Words { zh: name.zh, en }, blocks: false, sets: None }
        };
        Cow::Owned(reasons.into_iter().map(|name| known(&name).unwrap_or_else(|| own(name))).collect())
    }

    /// A text of the standard with the firm's values in the place of `{nobody.wait_min}` and the like. Other braces are for
    /// people to fill in.
    pub fn filled(&self, words: &Words) -> Words {
        let fill = |text: &str| {
            let mut filled = text.to_owned();
            for key in crate::settings::SPOKEN {
                let name = format!("{{{key}}}");
                if filled.contains(&name) {
                    filled = filled.replace(&name, &self.values.spoken(key).unwrap_or_default());
                }
            }
            filled
        };
        Words { zh: fill(&words.zh), en: fill(&words.en) }
    }
}
