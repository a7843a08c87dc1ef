//! The jobs list, read from cards.

use super::view::{CardView, CardsView, Named};
use crate::core::{CoreRefused, Moment};
use domain::state::State;
use hub_storage::Tx;
use hub_storage::cards::{Card, CardsAsked};

/// The most jobs a page.
pub const LARGEST_PAGE: u32 = 200;
/// The most words a search looks for, and the longest one.
const MOST_WORDS: usize = 8;
const LONGEST_WORD: usize = 64;

/// Which states a filter of the page means, by its key. `None` for a filter nobody knows.
#[must_use]
pub fn group(key: &str) -> Option<Vec<State>> {
    let between = |from: State, to: State| State::ALL.iter().copied().filter(|it| (from..=to).contains(it)).collect();
    Some(match key {
        "" | "all" => Vec::new(),
        "waiting" => between(State::New, State::Queued),
        "planned" => between(State::Dispatched, State::Booked),
        "under_way" => between(State::Preparing, State::Signing),
        "finished" => between(State::Left, State::Followup),
        "archived" => vec![State::Archived],
        "elsewhere" => between(State::Remote, State::Exchange),
        "cancelled" => vec![State::Cancelled],
        _ => return None,
    })
}

/// A page of the list, the last changed first.
pub fn cards(
    tx: &dyn Tx,
    moment: Moment<'_>,
    states: &[State],
    text: &str,
    (page, size): (u32, u32),
) -> Result<CardsView, CoreRefused> {
    let size = size.clamp(1, LARGEST_PAGE);
    let cut = |word: &str| word.chars().take(LONGEST_WORD).collect::<String>();
    let asked = CardsAsked {
        states: states.iter().map(|state| state.key().to_owned()).collect(),
        words: text.to_lowercase().split_whitespace().take(MOST_WORDS).map(cut).collect(),
        skip: page.saturating_sub(1).saturating_mul(size),
        limit: size,
    };
    let packs = crate::reference::names();
    let cards = tx.cards(&asked)?.into_iter().map(|card| view(card, packs)).collect();
    Ok(CardsView { cards, total: tx.count_cards(&asked)?, now: moment.now_ms })
}

fn view(card: Card, packs: &[Named]) -> CardView {
    let state = State::from_key(&card.state).unwrap_or(State::Queued);
    let unnamed = || Named { key: card.pack.clone(), zh: card.pack.clone(), en: card.pack.clone() };
    CardView {
        job: card.job.as_str().to_owned(),
        state: super::state(state),
        pack: packs.iter().find(|pack| pack.key == card.pack).cloned().unwrap_or_else(unnamed),
        customer: card.customer,
        phone: card.phone,
        address: card.address,
        product: card.product,
        symptom: card.symptom,
        urgent: card.urgent,
        crew: card.crew,
        appointment_from: card.appointment_from,
        appointment_to: card.appointment_to,
        promised_by: card.promised_by,
        external: card.external,
        questions: card.questions,
        updated: card.updated,
    }
}
