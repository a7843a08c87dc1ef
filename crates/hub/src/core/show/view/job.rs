//! Jobs: their list, and one as a whole.

use super::{AsideView, OfficeMoveView, QuestionView, RecordedView, TimerView, VerdictView, VisitView, WayView};
use serde::{Deserialize, Serialize};

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
        /// Of what was said at one moment, the later sorts behind.
        order: String,
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
        /// What a person has to settle.
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
        /// Who asked for it on site, while the office has not answered.
        requested: Option<RequestedView>,
        /// Each visit.
        visits: Vec<VisitView>,
        /// Notes of both sides, oldest first.
        notes: Vec<NoteView>,
        /// Open questions.
        questions: Vec<QuestionView>,
        /// Changes that are not in their document.
        aside: Vec<AsideView>,
        /// Changes that do not count.
        verdicts: Vec<VerdictView>,
        /// The promised time has passed.
        overdue: bool,
        /// Cancelled while a visit was under way.
        cancelled_but_happened: bool,
        /// When a phone last brought something of this job.
        heard: Option<i64>,
        /// What the office may do now, or could once what it lacks is recorded.
        moves: Vec<WayView>,
        /// What the office recorded, oldest first.
        recorded: Vec<RecordedView>,
        /// How the office moved it, oldest first.
        moved: Vec<OfficeMoveView>,
        /// Its clocks.
        timers: Vec<TimerView>,
        /// The hub's clock.
        now: i64,
    }
    /// Who asked for a job on site.
    RequestedView {
        /// Name.
        by: String,
        /// By their clock.
        at: Option<i64>,
        /// Key of the standard they think of, or empty.
        pack: String,
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
    /// A note.
    NoteView {
        /// The words.
        text: String,
        /// The office wrote it.
        office: bool,
        /// Who and when.
        said: SpokenAt,
    }
    /// A job was begun, or had been by the same request.
    JobMade {
        /// Number.
        job: String,
        /// By an earlier request of the same name.
        again: bool,
    }
}
