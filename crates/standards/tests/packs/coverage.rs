//! Whether every rule of the standard is carried.

use crate::Files;
use standards::coverage::{Carrier, coverage};
use standards::{Book, Library};

#[test]
fn every_rule_is_carried_or_it_is_said_why_not() {
    let (book, library) = (Book::builtin().unwrap(), Library::builtin().unwrap());
    let rules = coverage(&book, &library);
    assert_eq!(rules.len(), 355);
    let missing: Vec<&str> = rules.iter().filter(|it| it.is_missing()).map(|it| it.rule.id.as_str()).collect();
    assert_eq!(missing, Vec::<&str>::new());
    let lazy = rules.iter().filter_map(|it| it.reason.as_ref()).find(|it| it.en.to_lowercase().contains("todo"));
    assert_eq!(lazy, None, "`todo` is no reason");
}

#[test]
fn a_rule_that_nothing_names_any_more_is_missing() {
    let (book, library) = (Book::builtin().unwrap(), Files::of_the_product().load().unwrap());
    let of = |library: &Library| {
        let rules = coverage(&book, library);
        rules.into_iter().find(|it| it.rule.id.as_str() == "KIT-14").unwrap().by
    };
    assert!(of(&library).iter().all(|by| matches!(by, Carrier::Item(_))));
    let none = Library::from_files::<&str, &str>([]).unwrap();
    assert!(of(&none).is_empty());
    let missing = coverage(&book, &none).into_iter().filter(|it| it.is_missing()).count();
    assert!(missing > 100, "{missing}");
}
