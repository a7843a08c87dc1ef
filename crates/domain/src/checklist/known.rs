//! What the program knows by itself: dates of contract and purchase, when the next maintenance is due, what extra pipe costs.

use super::Checklist;
use crate::brief::keys;
use crate::calendar::date;
use crate::decimal::Decimal;
use crate::ids::ItemKey;
use crate::money::Money;
use crate::pack::Item;
use crate::record::{Kind, Slot};
use crate::settings::whole;
use crate::state::State;
use crate::value::{Answer, Reading, Said};
use chrono::{Months, NaiveDate};

/// Fields that hold the day the product was sold, where the standard asks for it on site (WAR-03, WAR-06).
const SOLD: [&str; 2] = ["acr.date", "apr.purchase"];

/// Extra pipe of a cassette unit (FEE-11).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PipeFee {
    /// Metres beyond the standard length, as measured.
    pub metres: String,
    /// For one metre.
    pub price: Money,
    /// For all.
    pub sum: Money,
    /// The standing quote has a line of this sum.
    pub is_quoted: bool,
}

impl Checklist<'_> {
    /// The day somebody reached the door, where the customer lives.
    pub fn arrived_on(&self) -> Option<NaiveDate> {
        let moves = self.fold.moves(self.visit);
        let (arrived, _) = moves.iter().find(|(_, moved)| moved.to == State::Arrived)?;
        date(arrived.at.time.get(..10)?)
    }

    /// The contract and its last day.
    pub fn contract_until(&self) -> Option<(String, NaiveDate)> {
        Some((self.brief.text(keys::CONTRACT).to_owned(), date(self.brief.text(keys::CONTRACT_UNTIL))?))
    }

    /// The day the product was sold, as the papers on site say it.
    pub fn sold_on(&self) -> Option<NaiveDate> {
        SOLD.into_iter().find_map(|key| {
            let answer: Answer = self.fold.value(&self.of_item(key, Kind::Answer))?;
            answer.date.as_deref().filter(|_| answer.answer == Said::Done).and_then(date)
        })
    }

    /// Whether a day of sale lies after this visit.
    pub(crate) fn is_ahead(&self, item: &Item, day: &str) -> bool {
        let sold = date(day).filter(|_| SOLD.contains(&item.key.as_str()));
        sold.zip(self.arrived_on()).is_some_and(|(sold, arrived)| sold > arrived)
    }

    /// The day the next maintenance is due (WAR-05, FUP-08); none before this visit has begun.
    pub fn next_maintenance(&self) -> Option<NaiveDate> {
        let months = u32::try_from(self.values.whole(whole::MAINTENANCE_MONTHS)).ok()?;
        self.arrived_on()?.checked_add_months(Months::new(months))
    }

    /// What extra pipe costs; none before it was measured.
    pub fn pipe_fee(&self) -> Option<PipeFee> {
        let reading: Reading = self.fold.value(&self.of_item("aci.pipe_len", Kind::Measure))?;
        let price = Money::fen(self.values.whole(whole::PIPE_FEN));
        let sum = price.times(Decimal::read(&reading.value)?)?;
        // Whoever pays for it, and nothing to pay is in every quote.
        let is_quoted = sum.minor == 0
            || self.quote().is_some_and(|quote| {
                let fees = quote.fees.iter().map(|fee| (&fee.price, &fee.quantity));
                let mut lines = fees.chain(quote.parts.iter().map(|part| (&part.price, &part.quantity)));
                lines.any(|(price, quantity)| {
                    Decimal::read(quantity).and_then(|it| price.times(it)).as_ref() == Some(&sum)
                })
            });
        Some(PipeFee { metres: reading.value, price, sum, is_quoted })
    }

    fn of_item(&self, key: &str, kind: Kind) -> Slot {
        Slot { visit: Some(self.visit), item: Some(ItemKey::new(key)), unit: None, kind }
    }
}
