//! What a newer version of a standard asks differently from an older one, item by item (QLT-13). A visit is moved to a
//! newer version only by somebody who has seen this.

use super::{Item, Need, Pack, Words};
use crate::ids::ItemKey;
use crate::stage::Stage;
use std::collections::{BTreeMap, BTreeSet};

/// How an item differs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum How {
    /// It was not there before.
    Added,
    /// It was optional, or asked under a flag, and is asked more widely now.
    Required,
    /// It is asked as before, in other words, limits or ways.
    Changed,
    /// It is not there any more. What was answered stays.
    Removed,
}

/// What of an item differs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// Label or the text under it.
    Words,
    /// What kind of item it is.
    Kind,
    /// When it must be answered.
    Need,
    /// The proof.
    Evidence,
    /// What is measured, or within which limits.
    Measure,
    /// The answers to choose from.
    Choices,
    /// Whether each unit is answered for itself.
    Units,
    /// The rules it carries.
    Rules,
    /// Wordings.
    Scripts,
    /// Where on the way it stands.
    Place,
    /// Something else.
    Other,
}

/// Where an item stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place<'a> {
    /// On the main line.
    Stage(Stage),
    /// In a branch, by its key and name.
    Branch(&'a str, &'a Words),
}

/// An item that differs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change<'a> {
    /// Which.
    pub key: &'a ItemKey,
    /// How.
    pub how: How,
    /// Where it stands now; where it stood, if it was removed.
    pub place: Place<'a>,
    /// As it was.
    pub before: Option<&'a Item>,
    /// As it is.
    pub after: Option<&'a Item>,
    /// What differs; empty where it was added or removed.
    pub parts: BTreeSet<Part>,
}

impl Change<'_> {
    /// Its label, the newest there is.
    pub fn name(&self) -> Option<&Words> {
        self.after.or(self.before).map(|item| &item.name)
    }
}

/// Every item in which two versions of a standard differ: in the order of the newer one, and what it left out behind.
pub fn changes<'a>(before: &'a Pack, after: &'a Pack) -> Vec<Change<'a>> {
    let (old, new) = (items(before), items(after));
    let was: BTreeMap<&ItemKey, (Place<'a>, &'a Item)> =
        old.iter().map(|(place, it)| (&it.key, (*place, *it))).collect();
    let is: BTreeSet<&ItemKey> = new.iter().map(|(_, item)| &item.key).collect();
    let now = new.iter().filter_map(|(place, item)| match was.get(&item.key) {
        None => Some(Change {
            key: &item.key,
            how: How::Added,
            place: *place,
            before: None,
            after: Some(*item),
            parts: BTreeSet::new(),
        }),
        Some((stood, known)) => differs((*stood, *known), (*place, *item)),
    });
    let gone = old.iter().filter(|(_, item)| !is.contains(&item.key)).map(|(place, item)| Change {
        key: &item.key,
        how: How::Removed,
        place: *place,
        before: Some(*item),
        after: None,
        parts: BTreeSet::new(),
    });
    now.chain(gone).collect()
}

fn items(pack: &Pack) -> Vec<(Place<'_>, &Item)> {
    let main = pack.items().map(|(stage, _, item)| (Place::Stage(stage), item));
    let branches = pack
        .branches
        .iter()
        .flat_map(|(key, block)| block.items.iter().map(move |item| (Place::Branch(key, &block.name), item)));
    main.chain(branches).collect()
}

fn differs<'a>(before: (Place<'a>, &'a Item), after: (Place<'a>, &'a Item)) -> Option<Change<'a>> {
    let ((stood, was), (stands, is)) = (before, after);
    let moved = match (stood, stands) {
        (Place::Stage(stood), Place::Stage(stands)) => stood != stands,
        (Place::Branch(stood, _), Place::Branch(stands, _)) => stood != stands,
        _ => true,
    };
    let mut parts: BTreeSet<Part> = [
        (Part::Words, was.name != is.name || was.detail != is.detail),
        (Part::Kind, was.kind != is.kind),
        (Part::Need, was.need != is.need),
        (Part::Evidence, was.evidence != is.evidence),
        (Part::Measure, was.measure != is.measure),
        (Part::Choices, was.choices != is.choices),
        (Part::Units, was.each_unit != is.each_unit),
        (Part::Kind, was.date != is.date),
        (Part::Need, was.unless != is.unless),
        (Part::Rules, was.rules != is.rules),
        (Part::Scripts, was.scripts != is.scripts),
        (Part::Place, moved),
    ]
    .into_iter()
    .filter_map(|(part, differs)| differs.then_some(part))
    .collect();
    if parts.is_empty() && was != is {
        parts.insert(Part::Other);
    }
    let how = if asks_more(&was.need, &is.need) { How::Required } else { How::Changed };
    let change = Change { key: &is.key, how, place: stands, before: Some(was), after: Some(is), parts };
    (!change.parts.is_empty()).then_some(change)
}

fn asks_more(was: &Need, is: &Need) -> bool {
    match (was, is) {
        (Need::Optional, Need::Required | Need::When(_)) | (Need::When(_), Need::Required) => true,
        (Need::Required | Need::Optional | Need::When(_), _) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flag::Flag;
    use crate::pack::{Block, Evidence, ItemKind, StagePlan};

    fn item(key: &str, need: Need) -> Item {
        Item {
            key: key.into(),
            name: Words { zh: key.into(), en: key.into() },
            kind: ItemKind::Check,
            need,
            evidence: Evidence::Tick,
            rules: Vec::new(),
            detail: None,
            date: false,
            unless: None,
            measure: None,
            choices: Vec::new(),
            each_unit: false,
            scripts: Vec::new(),
        }
    }

    fn pack(stages: Vec<(Stage, Vec<Item>)>, branch: Vec<Item>) -> Pack {
        let block = |items| Block { key: "own".into(), name: Words::default(), items };
        Pack {
            key: "dw_repair".into(),
            version: "1".into(),
            name: Words::default(),
            flags: BTreeSet::new(),
            asks: BTreeSet::new(),
            stages: stages.into_iter().map(|(stage, items)| StagePlan { stage, blocks: vec![block(items)] }).collect(),
            branches: BTreeMap::from([("blk.nobody".to_owned(), block(branch))]),
        }
    }

    fn told<'a>(changes: &'a [Change<'a>]) -> Vec<(&'a str, How, Vec<Part>)> {
        changes.iter().map(|it| (it.key.as_str(), it.how, it.parts.iter().copied().collect())).collect()
    }

    #[test]
    fn a_standard_differs_from_itself_in_nothing() {
        let same = pack(vec![(Stage::Work, vec![item("a", Need::Required)])], vec![item("b", Need::Optional)]);
        assert_eq!(changes(&same, &same.clone()), []);
        let mut renamed = same.clone();
        renamed.version = "2".into();
        assert_eq!(changes(&same, &renamed), [], "a version alone asks nothing new");
    }

    #[test]
    fn what_is_new_gone_and_asked_more_widely_is_told_in_the_order_of_the_newer_one() {
        let before = pack(
            vec![(
                Stage::Work,
                vec![
                    item("gone", Need::Required),
                    item("loose", Need::Optional),
                    item("flag", Need::When(Flag::Height)),
                ],
            )],
            vec![],
        );
        let after = pack(
            vec![(
                Stage::Work,
                vec![
                    item("flag", Need::Required),
                    item("new", Need::Optional),
                    item("loose", Need::When(Flag::Height)),
                ],
            )],
            vec![item("left", Need::Required)],
        );
        let found = changes(&before, &after);
        assert_eq!(
            told(&found),
            [
                ("flag", How::Required, vec![Part::Need]),
                ("new", How::Added, vec![]),
                ("loose", How::Required, vec![Part::Need]),
                ("left", How::Added, vec![]),
                ("gone", How::Removed, vec![]),
            ]
        );
        assert_eq!(found[0].place, Place::Stage(Stage::Work));
        assert!(matches!(found[3].place, Place::Branch("blk.nobody", _)));
        assert!(found[4].after.is_none() && found[4].name().is_some());
    }

    #[test]
    fn what_is_asked_less_or_otherwise_is_changed_and_says_in_what() {
        let before = pack(vec![(Stage::Survey, vec![item("a", Need::Required), item("b", Need::Required)])], vec![]);
        let mut a = item("a", Need::Optional);
        a.evidence = Evidence::Photo;
        a.detail = Some(Words { zh: "细看".into(), en: "look".into() });
        let after = pack(vec![(Stage::Survey, vec![a]), (Stage::Work, vec![item("b", Need::Required)])], vec![]);
        assert_eq!(
            told(&changes(&before, &after)),
            [
                ("a", How::Changed, vec![Part::Words, Part::Need, Part::Evidence]),
                ("b", How::Changed, vec![Part::Place])
            ]
        );
    }

    #[test]
    fn an_item_that_moves_into_a_branch_is_one_item_still() {
        let before = pack(vec![(Stage::Work, vec![item("a", Need::Required)])], vec![]);
        let after = pack(vec![(Stage::Work, vec![])], vec![item("a", Need::Required)]);
        assert_eq!(told(&changes(&before, &after)), [("a", How::Changed, vec![Part::Place])]);
    }
}
