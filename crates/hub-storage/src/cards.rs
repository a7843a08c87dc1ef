//! A job's card: what the office's lists and its search know of it. It is folded when a change is stored, so that a
//! list reads rows and folds nothing.

use crate::refused::StorageRefused;
use domain::ids::JobId;

/// A job in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// The job.
    pub job: JobId,
    /// Key of the job's state or, once a visit has begun, of the visit's.
    pub state: String,
    /// Key of the standard.
    pub pack: String,
    /// The customer's name.
    pub customer: String,
    /// The customer's phone number, as written.
    pub phone: String,
    /// Its digits.
    pub phone_digits: String,
    /// Where the visit goes.
    pub address: String,
    /// The product.
    pub product: String,
    /// What the customer said.
    pub symptom: String,
    /// Marked as urgent.
    pub urgent: bool,
    /// Names of the crew, the first leads.
    pub crew: String,
    /// Begin of the time agreed or offered, Unix milliseconds.
    pub appointment_from: Option<i64>,
    /// End of it, Unix milliseconds.
    pub appointment_to: Option<i64>,
    /// Promised by, Unix milliseconds.
    pub promised_by: Option<i64>,
    /// The number another system gave it, or empty.
    pub external: String,
    /// What a person has to settle in its documents.
    pub questions: u32,
    /// Last change of either document, Unix milliseconds.
    pub updated: i64,
    /// Everything the search finds it by, lower case.
    pub search: String,
}

/// Which cards are asked for. The last changed come first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CardsAsked {
    /// Keys of states; empty for all.
    pub states: Vec<String>,
    /// Each of these, in lower case, must occur.
    pub words: Vec<String>,
    /// So many cards before the page.
    pub skip: u32,
    /// At most so many.
    pub limit: u32,
}

/// Cards, and requests that were answered already.
pub trait Cards {
    /// Writes a job's card anew.
    fn save_card(&mut self, card: &Card) -> Result<(), StorageRefused>;
    /// A page of cards.
    fn cards(&self, asked: &CardsAsked) -> Result<Vec<Card>, StorageRefused>;
    /// How many cards there are on all pages.
    fn count_cards(&self, asked: &CardsAsked) -> Result<u64, StorageRefused>;
    /// Jobs with open questions, changes set aside, or changes held since before `held`; a page of them, and how many
    /// there are on all pages. Jobs nobody has heard of may be among them: what was set aside may name any.
    fn to_settle(&self, held: i64, skip: u32, limit: u32) -> Result<(Vec<JobId>, u64), StorageRefused>;
    /// The job another system's number names.
    fn job_of_external(&self, external: &str) -> Result<Option<JobId>, StorageRefused>;
    /// The cards of a phone number, by its digits, the newest first, at most `limit`.
    fn cards_of_phone(&self, digits: &str, limit: u32) -> Result<Vec<Card>, StorageRefused>;
    /// What this request was answered, as (act, answer).
    fn answered(&self, request: &str) -> Result<Option<(String, String)>, StorageRefused>;
    /// Keeps what a request was answered; forgets answers given before `forget`.
    fn save_answered(
        &mut self,
        request: &str,
        act: &str,
        answer: &str,
        at: i64,
        forget: i64,
    ) -> Result<(), StorageRefused>;
}
