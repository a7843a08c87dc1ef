//! Random visits through every pack: whoever supplies things in any order, tries what is not allowed, and turns off into
//! branches, always gets home, passes no gate that is shut, and leaves nothing undone that a completed visit owes.

use super::visit::{Visit, packs};
use domain::checklist::{Lack, Missing};
use domain::decide::Refusal;
use domain::flag::Flag;
use domain::lifecycle::{TRANSITIONS, Transition};
use domain::outcome::Outcome;
use domain::stage::Stage;
use domain::state::State;

/// Visits a pack.
const VISITS: u64 = 25;
/// After so many turns the technician wants to go home.
const PATIENCE: usize = 60;
/// No visit takes so long.
const ENDLESS: usize = 4_000;

/// Numbers that look random and are the same each time (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(most.max(1)).unwrap()).unwrap()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}

#[test]
fn whatever_is_tapped_a_visit_gets_home_and_no_shut_gate_is_passed() {
    for (n, pack) in packs().enumerate() {
        for seed in 0..VISITS {
            walk(pack.key.as_str(), Dice(1000 * u64::try_from(n).unwrap() + seed));
        }
    }
}

fn walk(pack: &str, mut dice: Dice) {
    let mut visit = Visit::of(pack);
    for step in 0..ENDLESS {
        let state = visit.state();
        if matches!(state, State::Left | State::Uploaded) {
            return home(&visit);
        }
        nothing_forbidden_passes(&mut visit, &mut dice);
        match dice.below(10) {
            0 => set_a_flag(&mut visit, &mut dice),
            1 | 2 if step < PATIENCE => turn_off(&mut visit, &mut dice),
            _ => go_on(&mut visit, &mut dice, step),
        }
    }
    panic!("{pack}: a visit never ended; it is {:?} and lacks {:?}", visit.state(), visit.missing());
}

/// Any move of the table whose guard does not hold, and any that is no row from here, is refused.
fn nothing_forbidden_passes(visit: &mut Visit, dice: &mut Dice) {
    let (state, picked) = (visit.state(), dice.pick(TRANSITIONS).unwrap());
    let to = *dice.pick(picked.to).unwrap();
    // Some numbers have a row for each state they start from.
    let here = |row: &&Transition| row.number == picked.number && row.from.contains(&state) && row.to.contains(&to);
    let (row, starts_here) = TRANSITIONS.iter().find(here).map_or((picked, false), |row| (row, true));
    let before = visit.clone();
    let missing = visit.look(|list| list.missing_for(row, to));
    let taken = match row.is_main_line() {
        true => visit.one(|list| list.advance(to)),
        false => visit.one(|list| list.turn(row.number, to, "")),
    };
    match taken {
        Ok(()) => assert!(starts_here && missing.is_empty(), "{}: row {} passed", visit.pack.key, row.number),
        Err(Refusal::Shut(held)) => assert!(starts_here && !held.is_empty()),
        Err(_) => {}
    }
    *visit = before;
}

/// Only before anything is sealed: afterwards the facts are closed.
fn set_a_flag(visit: &mut Visit, dice: &mut Dice) {
    let known: Vec<Flag> =
        Flag::ALL.iter().copied().filter(|it| !matches!(it, Flag::SecondVisit | Flag::ReturnVisit)).collect();
    let (flag, on) = (*dice.pick(&known).unwrap(), dice.below(3) > 0);
    let _ = visit.one(|list| list.set_flag(flag, on));
}

fn turn_off(visit: &mut Visit, dice: &mut Dice) {
    let ways: Vec<(u8, State)> = visit.look(|list| list.ways().iter().map(|(row, to, _)| (row.number, *to)).collect());
    if let Some((number, to)) = dice.pick(&ways)
        && let Err(why) = visit.take(*number, *to)
    {
        assert_eq!(why, Refusal::Sealed, "{}: {number} to {to:?}", visit.pack.key);
    }
}

/// Supplies something, or moves on where nothing is lacking; out of a branch by whatever way there is.
fn go_on(visit: &mut Visit, dice: &mut Dice, step: usize) {
    let Some(to) = visit.look(|list| list.next().map(|(_, to, _)| to)) else {
        let ways: Vec<(u8, State)> =
            visit.look(|list| list.ways().iter().map(|(row, to, _)| (row.number, *to)).collect());
        // A tired technician takes the way that ends the visit.
        let ends = ways.iter().find(|(number, _)| [19, 37, 66].contains(number)).filter(|_| step >= PATIENCE);
        let way = ends.or_else(|| dice.pick(&ways));
        let (number, to) = way.unwrap_or_else(|| panic!("{}: {:?} is a dead end", visit.pack.key, visit.state()));
        return visit.take(*number, *to).unwrap();
    };
    let missing: Vec<Missing> = visit.missing();
    // What follows from others is not supplied itself, and nobody signs before the rest is there.
    let first = |it: &&Missing| it.lack != Lack::Event && !it.item.as_str().starts_with("sht.");
    let first: Vec<Missing> = missing.iter().filter(first).cloned().collect();
    let inks: Vec<Missing> = missing.iter().filter(|it| it.lack != Lack::Event).cloned().collect();
    let open = [first, inks, missing].into_iter().find(|some| !some.is_empty()).unwrap_or_default();
    match dice.pick(&open) {
        Some(missing) => visit.supply(missing),
        None => visit.one(|list| list.advance(to)).unwrap(),
    }
}

/// What a visit owes at its end.
fn home(visit: &Visit) {
    let outcome = visit.fold().outcome(visit.number());
    assert!(outcome.is_some(), "{}: a visit ends somehow", visit.pack.key);
    if outcome == Some(Outcome::Completed) {
        let owed = visit.look(|list| list.missing_before(Stage::Departure));
        assert_eq!(owed, [], "{}: a completed visit owes nothing", visit.pack.key);
    }
}
