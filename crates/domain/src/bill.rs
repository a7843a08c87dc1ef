//! What the customer pays: the quote's lines with the quantities really fitted (STANDARDS 6.1, 6.2).

use crate::checklist::Checklist;
use crate::decimal::Decimal;
use crate::ids::VisitNo;
use crate::money::Money;
use crate::outcome::Outcome;
use crate::record::Kind;
use crate::settings::{Values, whole};
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

/// Whether a total differs from the agreed one by no more than the firm allows, in per cent of it (QTE-07).
pub fn within(total: &Money, agreed: &Money, values: &Values) -> bool {
    let allowed = i128::from(agreed.minor.abs()) * i128::from(values.whole(whole::TOLERANCE_PCT));
    let differs = (i128::from(total.minor) - i128::from(agreed.minor)).abs() * 100;
    total.currency == agreed.currency && differs <= allowed
}

/// What the customer owes at the end of this visit: the quote's lines by what was fitted; for looking where the customer
/// wants no more, what the firm asks for that (setting `fee.inspection_on_refusal`); nothing where the visit ends otherwise.
/// `None` where it has to go back to the quote first.
pub fn due(list: &Checklist<'_>) -> Option<Money> {
    if let Some(fee) = inspection(list) {
        return Some(fee);
    }
    match list.fold.branched_at(list.visit) {
        Some(_) => Some(Money::fen(0)),
        None => total(&list.quote()?, list),
    }
}

/// The fee for looking, where the customer refused what was found and the firm asks for one (CON-01).
pub fn inspection(list: &Checklist<'_>) -> Option<Money> {
    let fee = list.values.whole(whole::INSPECTION_FEN);
    let refused = list.fold.outcome(list.visit) == Some(Outcome::Refused);
    (refused && fee > 0).then(|| Money::fen(fee))
}

/// What may be taken on the spot at most (FEE-06); above it an invoice comes first (FEE-07).
pub fn limit(values: &Values) -> Money {
    Money::fen(values.whole(whole::ONSITE_LIMIT_FEN))
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
