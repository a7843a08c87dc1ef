//! Appointment, quote, consent, parts, payment: what is agreed with the customer.

use super::{Draft, Refusal};
use crate::bill;
use crate::checklist::Checklist;
use crate::decimal::Decimal;
use crate::ids::ItemKey;
use crate::pack::Evidence;
use crate::record::{Basis, Kind, Slot};
use crate::settings::ALLOW_ORAL;
use crate::time::unix_ms;
use crate::value::{Agreed, Agreement, Answer, Cover, Movement, Paid, Quote};

/// How a visit may be paid (STANDARDS 2.3).
const PAYMENTS: [&str; 4] = ["none_due", "paid_on_site", "invoice_due", "paid_later"];

impl Checklist<'_> {
    /// A time agreed with the customer.
    pub fn agree_time(&self, agreed: &Agreed) -> Result<Draft, Refusal> {
        self.unsealed()?;
        match (unix_ms(&agreed.from), unix_ms(&agreed.to), unix_ms(&agreed.contacted)) {
            (Some(from), Some(to), Some(_)) if from <= to => {}
            _ => return Err(Refusal::Empty("约定时段 agreed window")),
        }
        self.draft(self.appointment_slot(), agreed, Basis::Tapped)
    }

    /// Cause, plan and price. Each line must be price times quantity and the total their sum; the version counts on
    /// from the one before.
    pub fn make_quote(&self, quote: &Quote) -> Result<Draft, Refusal> {
        self.open_item(&"qte.plan".into())?;
        if quote.plan.trim().is_empty() || quote.cause.trim().is_empty() {
            return Err(Refusal::Empty("原因与方案 cause and plan"));
        }
        let parts = quote.parts.iter().map(|line| (&line.price, &line.quantity, line.cover, &line.amount));
        let fees = quote.fees.iter().map(|line| (&line.price, &line.quantity, line.cover, &line.amount));
        let lines_hold = parts
            .chain(fees)
            .all(|(price, quantity, cover, amount)| bill::amount(price, quantity, cover).as_ref() == Some(amount));
        let version = self.quote().map_or(1, |before| before.version + 1);
        if !lines_hold
            || bill::quoted(&quote.parts, &quote.fees).as_ref() != Some(&quote.total)
            || quote.version != version
        {
            return Err(Refusal::Amounts);
        }
        self.draft(self.quote_slot(), quote, Basis::Tapped)
    }

    /// The customer's answer to the quote (`con.plan`) or to a special consent.
    pub fn consent(&self, key: &ItemKey, agreement: &Agreement) -> Result<Draft, Refusal> {
        let item = self.open_item(key)?;
        if item.evidence != Evidence::Signature || key.as_str().starts_with("sht.") {
            return Err(Refusal::AnotherKind(key.clone()));
        }
        if agreement.name.trim().is_empty() {
            return Err(Refusal::Empty("签字人 signer"));
        }
        if key.as_str() == "con.plan" {
            let standing = self.quote_id();
            if standing.is_none() || agreement.quote.as_ref() != standing {
                return Err(Refusal::StaleQuote);
            }
        }
        let oral = agreement.oral.is_some() && self.values.is(ALLOW_ORAL);
        if agreement.agreed && agreement.ink.is_none() && !oral {
            return Err(Refusal::Empty("签名 signature"));
        }
        self.draft(self.at_item(key, None, Kind::Consent), agreement, Basis::Evidence)
    }

    /// A movement of the van's stock in this visit.
    pub fn move_part(&self, movement: &Movement) -> Result<Draft, Refusal> {
        self.unsealed()?;
        match Decimal::read(&movement.quantity) {
            Some(quantity) if quantity > Decimal::ZERO => {}
            _ => return Err(Refusal::NotAReading(movement.quantity.clone(), movement.unit.clone())),
        }
        let slot = Slot { visit: Some(self.visit), item: Some("par.line".into()), unit: None, kind: Kind::Part };
        self.draft(slot, movement, Basis::Tapped)
    }

    /// How it was paid, and the fields of the settlement that this tells. The amount is all that is due ([`bill::due`]); above the firm's limit it is not taken on the spot.
    pub fn pay(&self, paid: &Paid) -> Result<Vec<Draft>, Refusal> {
        self.unsealed()?;
        let due = bill::due(self).ok_or(Refusal::Amounts)?;
        let free = paid.status == "none_due";
        if !PAYMENTS.contains(&paid.status.as_str()) || paid.amount != due || free != (due.minor == 0) {
            return Err(Refusal::Amounts);
        }
        let limit = bill::limit(self.values);
        if paid.status == "paid_on_site" && due.minor > limit.minor {
            return Err(Refusal::AboveLimit(limit));
        }
        let mut drafts = vec![self.draft(self.payment_slot(), paid, Basis::Tapped)?];
        let method = match paid.status.as_str() {
            "paid_on_site" => Some("on_site"),
            "invoice_due" => Some("invoice"),
            _ => None,
        };
        // As the sheet prints it: by the dearest line of the quote.
        let category = self.quote().as_ref().and_then(dearest).map(|cover| match cover {
            Cover::Free => "free",
            Cover::Contract => "contract",
            Cover::Paid => "paid",
        });
        for (key, choice) in [("fee.category", category), ("fee.method", method)] {
            drafts.extend(choice.map(|choice| self.known(key, choice)).transpose()?.flatten());
        }
        Ok(drafts)
    }

    /// A choice that follows from what is recorded, where nobody has made it: nobody is asked what is known, and what a person
    /// said stands.
    fn known(&self, key: &str, choice: &str) -> Result<Option<Draft>, Refusal> {
        let key = ItemKey::new(key);
        let Some(item) = self.pack.item(&key).filter(|item| self.is_due(item)) else { return Ok(None) };
        let open = self.pack.stage_of(&key).is_some_and(|stage| self.is_open(item, stage));
        let offered = item.choices.iter().any(|known| known.key == choice);
        let by_nobody = match self.said(item) {
            Ok(None) => true,
            Ok(Some(said)) => self.is_prefilled(&key) && said.choice.as_deref() != Some(choice),
            Err(_) => false,
        };
        if !(open && offered && by_nobody) {
            return Ok(None);
        }
        self.answer(&key, &Answer::choice(choice), Basis::Prefilled).map(Some)
    }

    fn is_prefilled(&self, key: &ItemKey) -> bool {
        let standing = self.fold.settled(&self.at_item(key, None, Kind::Answer));
        standing.is_some_and(|(_, record)| record.basis == Some(Basis::Prefilled))
    }
}

/// The cover of the line that is paid for most.
fn dearest(quote: &Quote) -> Option<Cover> {
    let parts = quote.parts.iter().map(|line| line.cover);
    parts.chain(quote.fees.iter().map(|line| line.cover)).max()
}
