//! Calls and messages to the customer (APT-01, APT-07, APT-15, ENT-03). That a number was dialled is known; that somebody
//! answered is only what the technician says.

use super::Checklist;
use crate::ids::ItemKey;
use crate::pack::Item;
use crate::record::{Basis, Kind, Record, Slot};
use crate::settings::whole;
use crate::state::State;
use crate::value::{ContactWay, Contacted};
use serde::Deserialize;

/// Calls: to agree a time, before leaving, at a closed door.
const CALLS: [&str; 3] = ["apt.call", "kit.recall", "nob.call"];
/// Messages: nobody answered the call, nobody opened the door.
const MESSAGES: [&str; 2] = ["apt.sms", "nob.sms"];

/// What was tried for an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tried {
    /// By what.
    pub way: ContactWay,
    /// How often.
    pub times: u32,
    /// How often it is to be tried before one gives up; 1 where nobody counts.
    pub needed: u32,
    /// The last time, Unix milliseconds.
    pub last_ms: Option<i64>,
}

impl Checklist<'_> {
    /// How the customer is reached for this item, and how often it was tried; none where it is no call and no message.
    pub fn tried(&self, item: &Item) -> Option<Tried> {
        let way = way_of(&item.key)?;
        let slot = Slot { visit: Some(self.visit), item: Some(item.key.clone()), unit: None, kind: Kind::Contact };
        let by = |record: &&Record| Contacted::deserialize(&record.value).is_ok_and(|contacted| contacted.way == way);
        let tried: Vec<&Record> = self.fold.standing(&slot).map(|(_, record)| record).filter(by).collect();
        let needed = if item.key.as_str() == "nob.call" { self.values.whole(whole::NOBODY_CALLS) } else { 1 };
        Some(Tried {
            way,
            times: u32::try_from(tried.len()).unwrap_or(u32::MAX),
            needed: u32::try_from(needed).unwrap_or(1),
            last_ms: tried.iter().filter_map(|record| record.at.unix_ms()).max(),
        })
    }

    /// The item a call or a message is made for now: the first that is open and not answered.
    pub fn contact_item(&self, way: ContactWay) -> Option<ItemKey> {
        let waits = |item: &&Item| way_of(&item.key) == Some(way) && self.shows(item) && self.said(item) == Ok(None);
        let main = self.pack.items().filter(|(stage, _, item)| self.is_open(item, *stage)).map(|(_, _, item)| item);
        let branches = self.pack.branches.values().flat_map(|block| &block.items);
        // Before anybody said that nobody is home, a call from the door is about something else.
        let in_branch = self.fold.state(self.visit) == State::NobodyHome;
        let branching = branches.filter(|item| in_branch && self.is_branch_open(&item.key));
        branching.chain(main).find(waits).map(|item| item.key.clone())
    }

    /// How the answer to an item comes about: a call that was dialled before is evidence of what is said about it.
    pub fn basis(&self, key: &ItemKey) -> Basis {
        let tried = self.pack.item(key).and_then(|item| self.tried(item));
        if tried.is_some_and(|tried| tried.times > 0) { Basis::Evidence } else { Basis::Tapped }
    }

    /// Whether somebody dialled and has not said yet whether there was an answer: no block confirms that.
    pub(crate) fn is_ringing(&self, item: &Item) -> bool {
        let tried = self.tried(item).is_some_and(|tried| tried.way == ContactWay::Call && tried.times > 0);
        tried && self.said(item) == Ok(None)
    }

    /// Whether a message of this item was begun.
    pub(super) fn is_sent(&self, item: &Item) -> bool {
        self.tried(item).is_some_and(|tried| tried.way == ContactWay::Sms && tried.times > 0)
    }
}

/// By what an item reaches the customer; none where it is no call and no message.
pub(super) fn way_of(key: &ItemKey) -> Option<ContactWay> {
    match key.as_str() {
        key if CALLS.contains(&key) => Some(ContactWay::Call),
        key if MESSAGES.contains(&key) => Some(ContactWay::Sms),
        _ => None,
    }
}
