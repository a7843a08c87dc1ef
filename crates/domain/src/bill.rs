//! What the customer pays: the quote's lines with the quantities really fitted (STANDARDS 6.1, 6.2).

use crate::checklist::Checklist;
use crate::decimal::Decimal;
use crate::ids::VisitNo;
use crate::money::Money;
use crate::record::Kind;
use crate::value::{Cover, FeeLine, Movement, MovementKind, PartLine, Quote};
use serde::Deserialize;

/// What one line costs the customer: nothing where it is covered. `None` for a quantity that is no decimal.
pub fn amount(price: &Money, quantity: &str, cover: Cover) -> Option<Money> {
    match cover {
        Cover::Paid => price.times(Decimal::read(quantity)?),
        Cover::Free | Cover::Contract => {
            Decimal::read(quantity)?;
            Some(Money { minor: 0, currency: price.currency.clone() })
        }
    }
}

/// A quote's total from its lines.
pub fn quoted(parts: &[PartLine], fees: &[FeeLine]) -> Option<Money> {
    Money::sum(parts.iter().map(|line| &line.amount).chain(fees.iter().map(|line| &line.amount)))
}

/// The movements that fitted a part, by visit and device time: those of this visit, and of the ones before it whose work
/// no sheet has settled yet.
pub fn fitted(list: &Checklist<'_>) -> Vec<Movement> {
    let visits: Vec<VisitNo> = list.unsettled_visits().collect();
    visits
        .into_iter()
        .rev()
        .flat_map(|visit| list.fold.of_kind(visit, &Kind::Part))
        .filter_map(|(_, record)| Movement::deserialize(&record.value).ok())
        .filter(|movement| movement.movement == MovementKind::Fit)
        .collect()
}

/// The total by what was really fitted. `None` where a fitted part is not in the quote, or one of the quote was fitted
/// in another quantity than its movements can be added to: then it goes back to quote and consent (G13).
pub fn total(quote: &Quote, list: &Checklist<'_>) -> Option<Money> {
    let fitted = fitted(list);
    if fitted.iter().any(|movement| quote.parts.iter().all(|line| line.part != movement.part)) {
        return None;
    }
    let mut amounts: Vec<Money> = quote.fees.iter().map(|line| line.amount.clone()).collect();
    for line in &quote.parts {
        for movement in fitted.iter().filter(|movement| movement.part == line.part) {
            amounts.push(amount(&line.price, &movement.quantity, line.cover)?);
        }
    }
    Money::sum(&amounts)
}
