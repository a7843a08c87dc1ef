//! What the page is given. `ui/office/src/api/generated.ts` is made from these types; a test fails when it is stale and
//! writes it anew where `DOORSTEP_WRITE=1`. Times are Unix milliseconds, money is a decimal text with its currency.

use serde::{Deserialize, Serialize};

macro_rules! views {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        pub struct $name { $($(#[$field_doc])* pub $field: $kind),+ }
    )+

    /// Every type, as TypeScript.
    #[cfg(test)]
    fn declared(config: &ts_rs::Config) -> Vec<String> {
        vec![$(<$name as ts_rs::TS>::decl(config)),+]
    }
    };
}

views! {
    /// A word of ours: its key and its two names.
    Named {
        /// Stable key.
        key: String,
        /// 中文
        zh: String,
        /// English
        en: String,
    }
    /// Who said something, when by their device, and when it came in.
    SpokenAt {
        /// Name, or the account of the office.
        by: String,
        /// By the device's clock.
        at: Option<i64>,
        /// The device's clock was checked since its last start.
        verified: bool,
        /// When the hub received it.
        received: Option<i64>,
    }
    /// A job in the list.
    CardView {
        /// Number.
        job: String,
        /// Of the job or of its visit.
        state: Named,
        /// The standard.
        pack: Named,
        /// Name.
        customer: String,
        /// Phone.
        phone: String,
        /// Address.
        address: String,
        /// Product.
        product: String,
        /// The customer's words.
        symptom: String,
        /// Marked as urgent.
        urgent: bool,
        /// Names of the crew.
        crew: String,
        /// Begin of the time agreed or offered.
        appointment_from: Option<i64>,
        /// End of it.
        appointment_to: Option<i64>,
        /// Promised by.
        promised_by: Option<i64>,
        /// Another system's number, or empty.
        external: String,
        /// Questions with two standing answers.
        questions: u32,
        /// Last change.
        updated: i64,
    }
    /// A page of the list.
    CardsView {
        /// The cards.
        cards: Vec<CardView>,
        /// On all pages.
        total: u64,
        /// The hub's clock.
        now: i64,
    }
    /// A job as it stands.
    JobView {
        /// Number.
        job: String,
        /// When it began.
        created: i64,
        /// Last change.
        updated: i64,
        /// Where it stands.
        state: Named,
        /// What the office wrote.
        brief: BriefView,
        /// Who goes, the first leads.
        crew: Vec<CrewView>,
        /// Each visit.
        visits: Vec<VisitView>,
        /// Notes of both sides, oldest first.
        notes: Vec<NoteView>,
        /// Questions with differing answers.
        questions: Vec<QuestionView>,
        /// Changes that could not be applied.
        set_aside: u32,
        /// The promised time has passed.
        overdue: bool,
        /// Cancelled while a visit was under way.
        cancelled_but_happened: bool,
        /// When a phone last brought something of this job.
        heard: Option<i64>,
    }
    /// What the office wrote.
    BriefView {
        /// The standard.
        pack: Named,
        /// Its version.
        pack_version: String,
        /// Marked as urgent.
        urgent: bool,
        /// Name.
        customer: String,
        /// Phone.
        phone: String,
        /// Address.
        address: String,
        /// Product.
        product: String,
        /// Serial number.
        serial: String,
        /// When it was installed, as written.
        installed: String,
        /// The customer's words.
        symptom: String,
        /// Who pays, as a key.
        entitlement: String,
        /// In words.
        entitlement_note: String,
        /// Note for the crew.
        note: String,
        /// Another system's number.
        external: String,
        /// What holds for this job.
        flags: Vec<Named>,
        /// Begin of the time agreed or offered.
        appointment_from: Option<i64>,
        /// End of it.
        appointment_to: Option<i64>,
        /// Promised by.
        promised_by: Option<i64>,
    }
    /// One of the crew.
    CrewView {
        /// Id.
        person: String,
        /// Name.
        name: String,
        /// Staff number.
        badge: String,
    }
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
        /// Items answered other than *done*.
        exceptions: Vec<ExceptionView>,
        /// Readings, as taken.
        readings: Vec<ReadingView>,
        /// The standing quote.
        quote: Option<QuoteView>,
        /// What the customer agreed to.
        consents: Vec<ConsentView>,
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
        /// By hand, not only spoken.
        inked: bool,
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
    /// A note.
    NoteView {
        /// The words.
        text: String,
        /// The office wrote it.
        office: bool,
        /// Who and when.
        said: SpokenAt,
    }
    /// A question with differing answers.
    QuestionView {
        /// Of which visit.
        visit: Option<u32>,
        /// Which item.
        item: Named,
        /// Each answer.
        answers: Vec<AnswerView>,
    }
    /// One of several answers.
    AnswerView {
        /// As JSON.
        value: String,
        /// Who and when.
        said: SpokenAt,
    }
    /// A person.
    PersonView {
        /// Id.
        person: String,
        /// Name.
        name: String,
        /// Staff number.
        badge: String,
        /// Their phones.
        devices: Vec<DeviceView>,
    }
    /// Everybody.
    PeopleView {
        /// By id.
        people: Vec<PersonView>,
    }
    /// A phone.
    DeviceView {
        /// Id.
        device: String,
        /// What it said about itself.
        facts: String,
        /// `active`, `retired` or `lost`.
        state: String,
        /// When it was enrolled.
        enrolled: i64,
        /// When it was last heard of.
        seen: i64,
    }
    /// A code that enrols a phone.
    EnrolmentView {
        /// The link in the QR.
        url: String,
        /// Where the phone reaches the hub.
        hub: String,
        /// SHA-256 of the root key.
        pin: String,
        /// The one-time token.
        token: String,
        /// Good until.
        expires: i64,
        /// The QR as SVG.
        qr: String,
    }
    /// Who is signed in, and what the page needs to begin.
    HereView {
        /// The account.
        admin: String,
        /// The company.
        company: String,
        /// The standards a job can be begun with.
        packs: Vec<Named>,
        /// Minutes east of UTC where the office is.
        offset_minutes: i32,
        /// The hub's clock.
        now: i64,
    }
    /// A job was begun, or had been by the same request.
    JobMade {
        /// Number.
        job: String,
        /// By an earlier request of the same name.
        again: bool,
    }
    /// A table as it would be taken in.
    ImportView {
        /// SHA-256 of the file; to be sent back with the confirmation.
        digest: String,
        /// `csv` or `xlsx`.
        kind: String,
        /// How its text was written, for example `GB18030`; empty for XLSX.
        encoding: String,
        /// The sheet that was read; empty for CSV.
        sheet: String,
        /// Further sheets, which are not read.
        other_sheets: Vec<String>,
        /// Its columns.
        columns: Vec<ColumnView>,
        /// Its rows.
        rows: Vec<RowView>,
        /// Rows that become jobs.
        good: u32,
        /// Rows with something wrong.
        wrong: u32,
        /// Rows that are there already.
        double: u32,
    }
    /// A column.
    ColumnView {
        /// As its head says.
        head: String,
        /// The brief's key it fills; none where it is not read.
        key: Option<String>,
    }
    /// A row.
    RowView {
        /// Its line in the table, the head being 1.
        line: u32,
        /// `good`, `wrong` or `double`.
        verdict: String,
        /// Key and text of what was read, in the order of the columns.
        cells: Vec<CellView>,
        /// What is wrong.
        faults: Vec<FaultView>,
        /// The job that is there already, or `line 5` of the same table.
        same_as: Option<String>,
    }
    /// A cell.
    CellView {
        /// The brief's key.
        key: String,
        /// Its text.
        text: String,
    }
    /// What is wrong with a row, and what to do.
    FaultView {
        /// The brief's key.
        key: String,
        /// 中文
        zh: String,
        /// English
        en: String,
    }
    /// What an import did.
    ImportDone {
        /// The jobs it began, in the order of the rows.
        jobs: Vec<String>,
        /// Rows left out as wrong.
        wrong: u32,
        /// Rows left out as there already.
        double: u32,
        /// By an earlier request of the same name; nothing was done now.
        again: bool,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// The problem body, which has no struct of its own that could be read back.
    const PROBLEM: &str =
        "type Problem = { type: string, title: string, status: number, code: string, zh: string, en: string, };";

    fn generated() -> String {
        let config = ts_rs::Config::new().with_large_int("number");
        let mut text = String::from(
            "// Generated from crates/hub/src/core/show/view.rs; `DOORSTEP_WRITE=1 cargo test -p hub` writes it.\n",
        );
        for declared in declared(&config).iter().map(String::as_str).chain([PROBLEM]) {
            text.push_str(&format!("\nexport {declared}\n"));
        }
        text
    }

    #[test]
    fn the_page_s_types_are_those_of_the_hub() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/office/src/api/generated.ts");
        if std::env::var("DOORSTEP_WRITE").is_ok_and(|it| it == "1") {
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, generated()).unwrap();
        }
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(committed == generated(), "generated.ts is stale: run DOORSTEP_WRITE=1 cargo test -p hub the_page");
    }
}
