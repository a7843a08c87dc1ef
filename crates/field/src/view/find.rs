//! What is found on this device: jobs by words, and what else is known of a product.

use super::today::VisitRow;
use crate::app::Field;
use crate::refused::FieldRefused;
use domain::brief::{Brief, keys};
use domain::ids::JobId;
use std::collections::BTreeMap;
use store::JobCard;

/// Hits a search shows.
const MOST_HITS: u32 = 50;

/// Characters around what was found.
const AROUND: usize = 12;

impl Field {
    /// The jobs in which every word of `text` occurs.
    pub fn find(&mut self, text: &str, open: Option<bool>) -> Result<Vec<VisitRow>, FieldRefused> {
        let mut rows = Vec::new();
        for row in self.store.search(text, open, MOST_HITS)? {
            if let Some(card) = self.store.card(&row.job)? {
                rows.push(VisitRow { found: beside(&card, text), ..self.visit_row(&card)? });
            }
        }
        Ok(rows)
    }

    /// What else this device knows of the product (运行档案): the other jobs of its serial, and those of the same model at the same
    /// phone number, the newest first, each with what was wrong.
    pub fn history(&mut self, job: &JobId) -> Result<Vec<VisitRow>, FieldRefused> {
        let facts = |brief: &Brief| {
            [keys::PRODUCT_SERIAL, keys::PRODUCT_MODEL, keys::CUSTOMER_PHONE]
                .map(|key| brief.text(key).trim().to_owned())
        };
        let [serial, model, phone] = facts(&self.job(job)?.written());
        let mut cards: BTreeMap<JobId, JobCard> = BTreeMap::new();
        for text in [&serial, &phone].into_iter().filter(|text| !text.is_empty()) {
            for row in self.store.search(text, None, MOST_HITS)?.into_iter().filter(|row| row.job != *job) {
                let [its_serial, its_model, its_phone] = facts(&self.store.brief(&row.job)?.unwrap_or_default());
                let same = !serial.is_empty() && its_serial == serial;
                if same
                    || (!model.is_empty()
                        && !phone.is_empty()
                        && (its_model, its_phone) == (model.clone(), phone.clone()))
                {
                    cards.extend(self.store.card(&row.job)?.map(|card| (row.job, card)));
                }
            }
        }
        let mut cards: Vec<JobCard> = cards.into_values().collect();
        cards.sort_by_key(|card| std::cmp::Reverse(card.row.updated));
        let row = |card: &JobCard| {
            Ok(VisitRow { found: Some(card.row.symptom.clone()).filter(|it| !it.is_empty()), ..self.visit_row(card)? })
        };
        cards.iter().map(row).collect()
    }
}

/// The first of a card's other texts in which a word stands that name and address do not have, cut to what is around it.
fn beside(card: &JobCard, asked: &str) -> Option<String> {
    let row = &card.row;
    let shown = format!("{} {}", row.customer, row.address).to_lowercase();
    let asked = asked.to_lowercase();
    let missing: Vec<&str> = asked.split_whitespace().filter(|word| !shown.contains(word)).collect();
    let texts = [&row.phone, &row.product, &row.symptom, &card.words];
    let texts = std::iter::once(row.job.as_str()).chain(texts.into_iter().map(String::as_str));
    missing.iter().find_map(|word| texts.clone().find_map(|text| around(text, word)))
}

/// A word with what stands around it; numbers are the same with and without their gaps.
fn around(text: &str, word: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let kept = |(_, c): &(usize, &char)| !matches!(c, ' ' | '-');
    let gapless = word.chars().all(|c| c.is_ascii_digit());
    let places: Vec<usize> = chars.iter().enumerate().filter(|it| !gapless || kept(it)).map(|(at, _)| at).collect();
    let low: Vec<char> = places.iter().filter_map(|at| chars.get(*at)).map(char::to_ascii_lowercase).collect();
    let word: Vec<char> = word.chars().collect();
    let at = low.windows(word.len().max(1)).position(|window| window == word.as_slice())?;
    let (first, last) = (*places.get(at)?, *places.get(at + word.len().saturating_sub(1))?);
    let (from, to) = (first.saturating_sub(AROUND), (last + 1 + AROUND).min(chars.len()));
    let cut: String = chars.get(from..to)?.iter().collect();
    let mark = |cut: bool| if cut { "…" } else { "" };
    Some(format!("{}{}{}", mark(from > 0), cut.trim(), mark(to < chars.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_told_with_the_words_around_it() {
        assert_eq!(around("138 0000 2065", "13800002065").as_deref(), Some("138 0000 2065"));
        assert_eq!(around("断桥铝平开窗 PK-68", "pk-68").as_deref(), Some("断桥铝平开窗 PK-68"));
        let long = "客户说门铃坏了请敲门进门前换鞋套狗在阳台不要放出来谢谢";
        assert_eq!(around(long, "鞋套").as_deref(), Some("…说门铃坏了请敲门进门前换鞋套狗在阳台不要放出来谢谢"));
        assert_eq!((around("没有", "鞋套"), around("", "1"), around("一", "")), (None, None, None));
    }
}
