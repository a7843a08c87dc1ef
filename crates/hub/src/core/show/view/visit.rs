//! A visit.

use super::{Named, SpokenAt};
use serde::{Deserialize, Serialize};

views! {
    /// A visit.
    VisitView {
        /// 1, 2, 3 ...
        visit: u32,
        /// Where it stands.
        state: Named,
        /// The stages with their counts.
        stages: Vec<StageView>,
        /// Items that must be answered.
        due: u32,
        /// Answered, in whichever of the three ways.
        answered: u32,
        /// Each move.
        moves: Vec<MoveView>,
        /// Calls and messages to the customer that were begun.
        contacts: Vec<ContactView>,
        /// Items answered other than *done*.
        exceptions: Vec<ExceptionView>,
        /// Readings, as taken.
        readings: Vec<ReadingView>,
        /// The standing quote.
        quote: Option<QuoteView>,
        /// What the customer agreed to.
        consents: Vec<ConsentView>,
        /// Signatures on the sheet.
        signatures: Vec<SignatureView>,
        /// Photos and files.
        photos: Vec<PhotoView>,
        /// Sealed papers.
        papers: Vec<PaperView>,
        /// The customer's rating.
        rating: Option<RatingView>,
        /// How it was paid.
        payment: Option<PaymentView>,
    }
    /// A stage of a visit.
    StageView {
        /// Which.
        name: Named,
        /// Items that must be answered.
        due: u32,
        /// Done.
        done: u32,
        /// Not done, with a reason.
        not_done: u32,
        /// Not applicable, with a reason.
        not_applicable: u32,
        /// Confirmed with their block, where it is known how long that was looked at.
        confirmed: Option<u32>,
        /// The shortest of these looks, in seconds.
        confirmed_in_s: Option<u32>,
        /// It is worked at now.
        now: bool,
        /// The visit has passed it.
        passed: bool,
    }
    /// A move of a visit.
    MoveView {
        /// To which state.
        to: Named,
        /// Why, off the main line.
        reason: Option<String>,
        /// Who and when.
        said: SpokenAt,
    }
    /// The customer's number was dialled, or a message to it begun.
    ContactView {
        /// For which item, where it was for one.
        item: Option<Named>,
        /// `call` or `sms`.
        way: String,
        /// The number.
        number: String,
        /// Who and when.
        said: SpokenAt,
    }
    /// An item answered other than *done*.
    ExceptionView {
        /// Which.
        item: Named,
        /// `not_done` or `not_applicable`.
        answer: String,
        /// Why.
        reason: String,
        /// Who and when.
        said: SpokenAt,
    }
    /// A reading.
    ReadingView {
        /// Which item.
        item: Named,
        /// The unit's name (窗 1), or empty.
        of: String,
        /// Measured again after the work.
        after: bool,
        /// The value.
        value: String,
        /// Its unit.
        unit: String,
        /// What is allowed, or empty.
        limit: String,
        /// Within its limits; none where there are none.
        within: Option<bool>,
        /// Taken with it: its case, its parts, in words.
        beside: Vec<String>,
        /// Said about it.
        note: Option<String>,
        /// Who and when.
        said: SpokenAt,
    }
    /// The standing quote.
    QuoteView {
        /// 1, 2, 3 ...
        version: i64,
        /// Cause.
        cause: String,
        /// Plan.
        plan: String,
        /// How long.
        minutes: i64,
        /// Parts and fees.
        lines: Vec<LineView>,
        /// What the customer pays.
        total: String,
        /// ISO 4217.
        currency: String,
        /// Who and when.
        said: SpokenAt,
    }
    /// A line of the quote.
    LineView {
        /// Name.
        zh: String,
        /// Name, in English where there is one.
        en: String,
        /// Specification or note.
        detail: String,
        /// How many.
        quantity: String,
        /// Of what.
        unit: String,
        /// `free`, `contract` or `paid`.
        cover: String,
        /// What the customer pays.
        amount: String,
    }
    /// A consent.
    ConsentView {
        /// To what.
        item: Named,
        /// Agreed or not.
        agreed: bool,
        /// Who.
        name: String,
        /// The words.
        words: String,
        /// SHA-256 of the ink; none where it was only spoken.
        ink: Option<String>,
        /// The ink is at the office.
        here: bool,
        /// Who wrote it down and when.
        said: SpokenAt,
    }
    /// A signature on the sheet.
    SignatureView {
        /// Whose.
        item: Named,
        /// Who signed.
        name: String,
        /// SHA-256 of the ink.
        ink: String,
        /// The ink is at the office.
        here: bool,
        /// Who wrote it down and when.
        said: SpokenAt,
    }
    /// A photo or file.
    PhotoView {
        /// Of which item.
        item: Named,
        /// What it shows.
        caption: String,
        /// Its SHA-256: the address of its bytes.
        digest: String,
        /// MIME type as the phone told it.
        media: String,
        /// Its bytes are at the office.
        here: bool,
        /// Who and when.
        said: SpokenAt,
    }
    /// A sealed paper.
    PaperView {
        /// Number.
        number: String,
        /// SHA-256 of the PDF.
        pdf: String,
        /// Pages.
        pages: i64,
        /// The PDF is at the office.
        here: bool,
        /// With the office's receipt: SHA-256 of that PDF.
        receipt: Option<String>,
        /// When the office received it.
        received: Option<i64>,
        /// Why it got no receipt: a reason's stable word.
        refused: Option<String>,
        /// Who and when.
        said: SpokenAt,
    }
    /// A rating.
    RatingView {
        /// 1 to 5.
        score: i64,
        /// The customer's words.
        comment: String,
    }
    /// A payment.
    PaymentView {
        /// Key of STANDARDS 2.3.
        status: String,
        /// wechat, cash ...
        method: String,
        /// How much.
        amount: String,
        /// ISO 4217.
        currency: String,
    }
}
