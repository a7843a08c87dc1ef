//! What each tap of a screen does, on the visit the job is on. Every one of them is an act of `domain::decide` made
//! durable; the words typed for it leave the drafts in the same transaction.

use crate::app::Field;
use crate::picture::Shot;
use crate::refused::FieldRefused;
use crate::tray::is_trays;
use crate::view::quote::{QuoteView, digest_of, shown};
use crate::view::sent::{
    AnswerSent, OralSent, PartSent, QuoteSent, QuotedSent, ReadingSent, SignSent, consent_about, consent_words,
};
use domain::bill;
use domain::brief::{ReleaseRef, keys};
use domain::checklist::Checklist;
use domain::decide::answer::note;
use domain::decide::{Draft, Refusal};
use domain::digest::Digest;
use domain::flag::Flag;
use domain::ids::{ItemKey, JobId, PartCode, RecordId, UnitKey};
use domain::question::{self, Choice};
use domain::settings::PriceList;
use domain::stage::Stage;
use domain::state::State;
use domain::value::{
    Agreed, Agreement, Answer, Cover, FeeLine, Movement, MovementKind, Paid, PartLine, Quote, Rated, Signed, Wish,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use store::Draft as Typed;

/// What is being typed about a way the visit takes.
const WAY: &str = "way";

impl Field {
    /// One act on the visit the job is on.
    fn tap(
        &mut self,
        job: &JobId,
        typed: &[&str],
        act: impl FnOnce(&Checklist<'_>) -> Result<Draft, Refusal>,
    ) -> Result<(), FieldRefused> {
        let visit = self.current_visit(job)?;
        let typed: Vec<String> = typed.iter().map(|slot| (*slot).to_owned()).collect();
        self.act_finishing(job, visit, &typed, |list| act(list).map(|draft| vec![draft]))?;
        Ok(())
    }

    /// Answers an item.
    pub fn tap_answer(&mut self, job: &JobId, item: &ItemKey, answer: AnswerSent) -> Result<(), FieldRefused> {
        let answer = Answer::from(answer);
        self.tap(job, &[item.as_str()], |list| list.answer(item, &answer, list.basis(item)))
    }

    /// Confirms a block as a whole, but for the exceptions.
    pub fn tap_block(
        &mut self,
        job: &JobId,
        block: &str,
        exceptions: BTreeMap<String, AnswerSent>,
    ) -> Result<(), FieldRefused> {
        let (visit, exceptions) = (self.current_visit(job)?, answers(exceptions));
        self.act(job, visit, |list| list.confirm_block(block, &exceptions))?;
        Ok(())
    }

    /// Confirms all blocks of a stage at once, but for the exceptions.
    pub fn tap_stage(
        &mut self,
        job: &JobId,
        stage: Stage,
        exceptions: BTreeMap<String, AnswerSent>,
    ) -> Result<(), FieldRefused> {
        let (visit, exceptions) = (self.current_visit(job)?, answers(exceptions));
        self.act(job, visit, |list| list.confirm_stage(stage, &exceptions))?;
        Ok(())
    }

    /// Keeps a reading.
    pub fn tap_reading(&mut self, job: &JobId, item: &ItemKey, sent: &ReadingSent) -> Result<(), FieldRefused> {
        self.tap(job, &[item.as_str()], |list| {
            let unit = list.pack.item(item).and_then(|item| item.measure.as_ref()).map(|measure| measure.unit.as_str());
            let reading = sent.reading(unit.unwrap_or_default());
            list.read(item, sent.unit.clone().map(UnitKey::new), &reading, sent.after)
        })
    }

    /// Adds a repeat (窗 2) under this name.
    pub fn tap_unit(&mut self, job: &JobId, name: &str) -> Result<(), FieldRefused> {
        self.tap(job, &[], |list| {
            let taken = list.fold.units(list.visit);
            let free = (1_u32..).map(|n| UnitKey::new(format!("unit-{n}"))).find(|key| !taken.contains(key));
            list.name_unit(&free.unwrap_or_else(|| UnitKey::new("unit")), name)
        })
    }

    /// Sets or clears a flag.
    pub fn tap_flag(&mut self, job: &JobId, flag: Flag, on: bool) -> Result<(), FieldRefused> {
        self.tap(job, &[], |list| list.set_flag(flag, on))
    }

    /// Takes a camera file in for an item.
    pub fn tap_photo(
        &mut self,
        job: &JobId,
        item: &ItemKey,
        bytes: &[u8],
        caption: Option<String>,
    ) -> Result<Digest, FieldRefused> {
        let visit = self.current_visit(job)?;
        self.take_photo(&Shot { job, visit, item, unit: None }, bytes, caption)
    }

    /// Agrees on a time with the customer; Unix milliseconds.
    pub fn tap_appointment(&mut self, job: &JobId, from_ms: i64, to_ms: i64, with: &str) -> Result<(), FieldRefused> {
        let agreed = self.agreed(from_ms, to_ms, with);
        self.tap(job, &[], |list| list.agree_time(&agreed))
    }

    fn agreed(&self, from_ms: i64, to_ms: i64, with: &str) -> Agreed {
        Agreed {
            from: self.local_time(from_ms),
            to: self.local_time(to_ms),
            contacted: self.local_time(self.now_ms()),
            with: with.to_owned(),
        }
    }

    /// What a quote would say, with every amount; nothing is kept.
    pub fn price_quote(&mut self, job: &JobId, sent: &QuoteSent) -> Result<QuoteView, FieldRefused> {
        let names = self.price_list(job)?;
        let version = self.prices_version(job)?;
        Ok(shown(&self.quote_of(job, sent)?, &names, version))
    }

    /// Keeps a quote.
    pub fn tap_quote(&mut self, job: &JobId, sent: &QuoteSent) -> Result<(), FieldRefused> {
        let quote = self.quote_of(job, sent)?;
        self.tap(job, &["quote"], |list| list.make_quote(&quote))
    }

    fn quote_of(&mut self, job: &JobId, sent: &QuoteSent) -> Result<Quote, FieldRefused> {
        let (prices, visit) = (self.prices(job)?, self.current_visit(job)?);
        let (entitlement, today) = self.entitlement(job)?;
        let term = |class: Option<&str>| entitlement.line(class, today).until.map(|until| until.to_string());
        let parts = sent.parts.iter().map(|line| part_line(&prices, line, term)).collect::<Result<Vec<_>, _>>()?;
        let fees = sent.fees.iter().map(|line| fee_line(&prices, line)).collect::<Result<Vec<_>, _>>()?;
        let version = self.look(job, visit, |list| list.quote().map_or(1, |before| before.version + 1))?;
        Ok(Quote {
            version,
            cause: sent.cause.trim().to_owned(),
            cause_code: None,
            plan: sent.plan.trim().to_owned(),
            minutes: sent.minutes,
            total: bill::quoted(&parts, &fees).ok_or(Refusal::Amounts)?,
            parts,
            fees,
        })
    }

    pub(crate) fn prices_version(&mut self, job: &JobId) -> Result<String, FieldRefused> {
        let named: Option<ReleaseRef> = self.job(job)?.brief.read(keys::PRICES);
        Ok(named.map(|named| named.version).unwrap_or_default())
    }

    /// The customer agrees, with ink: to the standing quote (`con.plan`) or to a special consent. `seen` is the digest of
    /// the quote that was on the screen.
    pub fn tap_consent(
        &mut self,
        job: &JobId,
        item: &ItemKey,
        seen: Option<&str>,
        sent: &SignSent,
    ) -> Result<(), FieldRefused> {
        let agreement = self.agreement(job, item, seen, (&sent.name, &sent.relation))?;
        let ink = Some(self.keep_ink(&sent.ink.ink()?)?);
        let agreement = Agreement { ink, ..agreement };
        self.tap(job, &[], |list| list.consent(item, &agreement))
    }

    /// The customer agrees in words alone, where the firm allows it (setting `consent.allow_oral`); why stands on the sheet.
    pub fn tap_oral_consent(
        &mut self,
        job: &JobId,
        item: &ItemKey,
        seen: Option<&str>,
        sent: &OralSent,
    ) -> Result<(), FieldRefused> {
        let why = sent.why.trim();
        if why.is_empty() {
            return Err(Refusal::Empty("口头同意的原因 why it is only spoken").into());
        }
        let agreement = self.agreement(job, item, seen, (&sent.name, &sent.relation))?;
        let name = agreement.name.clone();
        let words = format!("{name}口头同意（{why}）：{}", agreement.words.trim_end_matches("，签字后开工。"));
        let agreement = Agreement { oral: Some(why.to_owned()), words, ..agreement };
        self.tap(job, &[], |list| list.consent(item, &agreement))
    }

    /// What is agreed to and by whom, before it is proven.
    fn agreement(
        &mut self,
        job: &JobId,
        item: &ItemKey,
        seen: Option<&str>,
        (name, relation): (&str, &str),
    ) -> Result<Agreement, FieldRefused> {
        let visit = self.current_visit(job)?;
        let (quote, about) = self.look(job, visit, |list| {
            let standing = list.quote_id().cloned();
            (standing.zip(list.quote()), list.pack.item(item).map(|item| consent_about(list, item)))
        })?;
        let about = about.ok_or_else(|| Refusal::UnknownItem(item.clone()))?;
        let plan = item.as_str() == "con.plan";
        let digest = quote.as_ref().map(|(_, quote)| digest_of(quote));
        if plan && seen.and_then(Digest::from_hex) != digest {
            return Err(Refusal::StaleQuote.into());
        }
        let words = consent_words(&about, quote.as_ref().filter(|_| plan).map(|(_, quote)| quote.version));
        Ok(Agreement {
            agreed: true,
            shown: digest.filter(|_| plan).unwrap_or_else(|| Digest::of(words.as_bytes())),
            quote: quote.filter(|_| plan).map(|(id, _)| id),
            ink: None,
            oral: None,
            name: name.trim().to_owned(),
            relation: relation.to_owned(),
            words,
        })
    }

    /// A part of the quote was fitted.
    pub fn tap_part(&mut self, job: &JobId, sent: &PartSent) -> Result<(), FieldRefused> {
        let prices = self.prices(job)?;
        let code = PartCode::new(sent.code.clone());
        let entry = prices.parts.iter().find(|part| part.code == code);
        let given = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        let unit = entry.map(|entry| entry.unit.clone()).ok_or(FieldRefused::NoPrice(sent.code.clone()))?;
        let movement = Movement {
            new_serial: given(&sent.new_serial),
            old_serial: given(&sent.old_serial),
            old_recovered: sent.old_recovered,
            ..Movement::new(MovementKind::Fit, code, sent.quantity.clone(), unit)
        };
        self.tap(job, &[], |list| list.move_part(&movement))
    }

    /// How the consented total is paid; `none_due` where nothing is.
    pub fn tap_payment(&mut self, job: &JobId, status: &str, method: &str) -> Result<(), FieldRefused> {
        let visit = self.current_visit(job)?;
        self.act(job, visit, |list| {
            let amount = bill::due(list).ok_or(Refusal::Amounts)?;
            list.pay(&Paid { status: status.to_owned(), method: method.to_owned(), amount, receipt: None })
        })?;
        Ok(())
    }

    /// The customer's rating.
    pub fn tap_rating(&mut self, job: &JobId, score: i64, comment: &str) -> Result<(), FieldRefused> {
        let rated = Rated { score, comment: comment.trim().to_owned() };
        self.tap(job, &["sht.rate"], |list| list.rate(&rated))
    }

    /// Signs the sheet: `sht.sign_customer` or `sht.sign_tech`.
    pub fn tap_sign(&mut self, job: &JobId, item: &ItemKey, sent: &SignSent) -> Result<(), FieldRefused> {
        let ink = self.keep_ink(&sent.ink.ink()?)?;
        let signed = Signed { ink, name: sent.name.trim().to_owned(), relation: sent.relation.clone(), shown: None };
        self.tap(job, &[], |list| list.sign(item, &signed))
    }

    /// Seals, draws, signs and files the sheet of the visit the job is on.
    pub fn tap_sheet(&mut self, job: &JobId) -> Result<(), FieldRefused> {
        let visit = self.current_visit(job)?;
        self.make_sheet(job, visit)?;
        Ok(())
    }

    /// The visit moves on, as far as one tap takes it.
    pub fn tap_advance(&mut self, job: &JobId, to: State) -> Result<(), FieldRefused> {
        let visit = self.current_visit(job)?;
        let steps = self.look(job, visit, |list| list.steps_to(to))?;
        steps.into_iter().try_for_each(|to| self.tap(job, &[], |list| list.advance(to)))
    }

    /// The visit takes another way than the main line's: row `number` of STANDARDS 2.6.
    pub fn tap_turn(&mut self, job: &JobId, number: u8, to: State, reason: &str) -> Result<(), FieldRefused> {
        self.tap(job, &[WAY], |list| list.turn(number, to, reason))
    }

    /// A new time was agreed after the old one fell; Unix milliseconds.
    pub fn tap_rebook(&mut self, job: &JobId, from_ms: i64, to_ms: i64, with: &str) -> Result<(), FieldRefused> {
        let (visit, agreed) = (self.current_visit(job)?, self.agreed(from_ms, to_ms, with));
        self.act(job, visit, |list| list.rebook(&agreed))?;
        Ok(())
    }

    /// A free note. A job that is only asked for has no visit to note it under.
    pub fn tap_note(&mut self, job: &JobId, text: &str) -> Result<(), FieldRefused> {
        let visit = self.current_visit(job)?;
        let visit = Some(visit).filter(|_| self.jobs.get(job).is_some_and(|open| open.pack.is_some()));
        self.put(job, &["note"], note(visit, text)?)
    }

    /// Settles an open question: this record says the right thing.
    pub fn tap_settle(&mut self, job: &JobId, choice: &Choice) -> Result<(), FieldRefused> {
        let open = self.job(job)?;
        let record = open.folded().records.get(&choice.record).and_then(|shown| shown.record.as_deref());
        let slot = record.ok_or(Refusal::Settled)?.slot();
        let draft = question::settle(&open.brief, open.folded(), &slot, choice)?;
        self.put(job, &[], draft)
    }

    /// Leaves what came after the signature beside the signed sheet.
    pub fn tap_beside(&mut self, job: &JobId, seen: &BTreeSet<RecordId>) -> Result<(), FieldRefused> {
        let open = self.job(job)?;
        let drafts = question::leave_beside(&open.brief, open.folded(), seen)?;
        self.write(job, drafts, &[])?;
        Ok(())
    }

    /// Wishes that the brief said something else; the office decides.
    pub fn tap_correct(&mut self, job: &JobId, field: &str, should: &str, reason: &str) -> Result<(), FieldRefused> {
        let (should, reason) = (Value::String(should.trim().to_owned()), reason.trim().to_owned());
        let wish = Wish { field: field.to_owned(), should, reason };
        let draft = question::wish(&self.job(job)?.written(), &wish)?;
        let typed = [format!("correct.{field}"), format!("correct.{field}.reason")];
        self.write(job, vec![draft], &typed)?;
        Ok(())
    }

    fn put(&mut self, job: &JobId, typed: &[&str], draft: Draft) -> Result<(), FieldRefused> {
        let typed: Vec<String> = typed.iter().map(|slot| (*slot).to_owned()).collect();
        self.write(job, vec![draft], &typed)?;
        Ok(())
    }

    /// Keeps what is being typed into a field; it survives a kill and leaves with the record made of it.
    pub fn type_draft(&mut self, job: &JobId, slot: &str, value: &str) -> Result<(), FieldRefused> {
        let draft = Typed { slot: slot.to_owned(), value: value.to_owned(), at: self.now_ms() };
        Ok(self.store.save_draft(job, &draft)?)
    }

    /// What was typed and not yet kept, by field.
    pub fn drafts(&mut self, job: &JobId) -> Result<BTreeMap<String, String>, FieldRefused> {
        let typed = self.store.drafts(job)?.into_iter().filter(|draft| !is_trays(&draft.slot));
        Ok(typed.map(|draft| (draft.slot, draft.value)).collect())
    }

    /// Throws away what was typed into a field.
    pub fn drop_draft(&mut self, job: &JobId, slot: &str) -> Result<(), FieldRefused> {
        Ok(self.store.drop_draft(job, slot)?)
    }
}

fn answers(sent: BTreeMap<String, AnswerSent>) -> BTreeMap<ItemKey, Answer> {
    sent.into_iter().map(|(key, answer)| (ItemKey::new(key), answer.into())).collect()
}

fn part_line(
    prices: &PriceList,
    sent: &QuotedSent,
    term: impl Fn(Option<&str>) -> Option<String>,
) -> Result<PartLine, FieldRefused> {
    let entry = prices.parts.iter().find(|entry| entry.code.as_str() == sent.code);
    let entry = entry.ok_or_else(|| FieldRefused::NoPrice(sent.code.clone()))?;
    Ok(PartLine {
        part: entry.code.clone(),
        zh: entry.zh.clone(),
        spec: entry.spec.clone(),
        quantity: sent.quantity.clone(),
        unit: entry.unit.clone(),
        price: entry.price.clone(),
        warranty_months: entry.warranty_months,
        cover: sent.cover,
        term_until: if sent.cover == Cover::Paid { None } else { term(entry.class.as_deref()) },
        amount: bill::amount(&entry.price, &sent.quantity, sent.cover)
            .ok_or_else(|| Refusal::NotAReading(sent.quantity.clone(), entry.unit.clone()))?,
    })
}

fn fee_line(prices: &PriceList, sent: &QuotedSent) -> Result<FeeLine, FieldRefused> {
    let entry = prices.fees.iter().find(|entry| entry.code == sent.code);
    let entry = entry.ok_or_else(|| FieldRefused::NoPrice(sent.code.clone()))?;
    Ok(FeeLine {
        code: entry.code.clone(),
        zh: entry.zh.clone(),
        en: entry.en.clone(),
        quantity: sent.quantity.clone(),
        unit: entry.unit.clone(),
        price: entry.price.clone(),
        cover: sent.cover,
        note: sent.note.clone(),
        amount: bill::amount(&entry.price, &sent.quantity, sent.cover)
            .ok_or_else(|| Refusal::NotAReading(sent.quantity.clone(), entry.unit.clone()))?,
    })
}
