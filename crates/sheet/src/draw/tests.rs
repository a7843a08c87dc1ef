//! Tests of the paper as it is printed: read back by other programs, drawn twice, drawn from what is missing or strange.

use super::*;
use crate::sample;

fn drawn(change: impl Fn(&mut Facts)) -> Result<Vec<u8>, DrawRefused> {
    let release = Release::builtin();
    let mut facts = sample::facts(&release);
    change(&mut facts);
    let seal = sample::seal(&facts).unwrap();
    draw(&facts, &seal, &sample::inks(), &|digest| sample::photo(digest), &release)
}

#[test]
fn drawn_twice_a_sheet_is_the_same_to_the_byte() {
    assert_eq!(drawn(|_| {}).unwrap(), drawn(|_| {}).unwrap());
}
