//! What the screens may call. Every line binds a name and its arguments to one method of `field`; the rules are there.

use crate::asked;
use crate::bytes;
use crate::lock;
use crate::outside;
use crate::refused::Refused;
use crate::shell::Shell;
use crate::table::commands;
use crate::typescript::Signature;
use domain::flag::Flag;
use domain::ids::{ItemKey, JobId, RecordId};
use domain::question::Choice;
use domain::stage::Stage;
use domain::state::State;
use domain::timer::Clock;
use field::fix::Fix;
use field::handover::HandOverView;
use field::me::{Badge, Me};
use field::reminders::RemindersView;
use field::request::ServiceLine;
use field::storage::{Held, StorageView};
use field::tray::{ShotSent, TrayView};
use field::van::{MovementSent, VanView};
use field::view::book::{RuleLine, rules as rules_of};
use field::view::job::JobView;
use field::view::outbox::OutboxView;
use field::view::questions::QuestionsView;
use field::view::quote::{PriceListView, QuoteView};
use field::view::schedule::Schedule;
use field::view::sent::{AnswerSent, OralSent, PartSent, QuoteSent, ReadingSent, RequestSent, SignSent};
use field::view::sheet::SheetView;
use field::view::stage::StageView;
use field::view::today::{Today, VisitRow};
use field::view::ways::WaysView;
use field::view::wording::{Avoided, avoided};
use field::{Field, FieldRefused};
use std::collections::{BTreeMap, BTreeSet};
use ts_rs::TS;

commands! {
    /// Whose device this is.
    look me() -> Me = |field| field.me();
    /// The digital badge.
    look badge() -> Badge = |field| field.badge();
    /// The day.
    look today() -> Today = |field| field.today();
    /// The week so many weeks from this one.
    look schedule(week: i32) -> Schedule = |field, week| field.schedule(week);
    /// The jobs in which every word occurs.
    look find(text: String, open: Option<bool>) -> Vec<VisitRow> = |field, text, open| field.find(&text, open);
    /// A job.
    look job(job: JobId) -> JobView = |field, job| field.job_view(&job);
    /// What else this device knows of the job's product.
    look history(job: JobId) -> Vec<VisitRow> = |field, job| field.history(&job);
    /// A stage of the visit a job is on.
    look stage(job: JobId, stage: Stage) -> StageView = |field, job, stage| field.stage_view(&job, stage);
    /// Answers an item.
    act answer(job: JobId, item: ItemKey, answer: AnswerSent) -> () =
        |field, job, item, answer| field.tap_answer(&job, &item, answer);
    /// Confirms a block as a whole, but for the exceptions.
    act confirm_block(job: JobId, block: String, exceptions: BTreeMap<String, AnswerSent>) -> () =
        |field, job, block, exceptions| field.tap_block(&job, &block, exceptions);
    /// Confirms all blocks of a stage at once, but for the exceptions.
    act confirm_stage(job: JobId, stage: Stage, exceptions: BTreeMap<String, AnswerSent>) -> () =
        |field, job, stage, exceptions| field.tap_stage(&job, stage, exceptions);
    /// Keeps a reading.
    act measure(job: JobId, item: ItemKey, reading: ReadingSent) -> () =
        |field, job, item, reading| field.tap_reading(&job, &item, &reading);
    /// Adds a repeat (窗 2).
    act add_unit(job: JobId, name: String) -> () = |field, job, name| field.tap_unit(&job, &name);
    /// Sets or clears a flag.
    act set_flag(job: JobId, flag: Flag, on: bool) -> () = |field, job, flag, on| field.tap_flag(&job, flag, on);
    /// Agrees on a time with the customer; Unix milliseconds.
    act appointment(job: JobId, from_ms: i64, to_ms: i64, who: String) -> () =
        |field, job, from_ms, to_ms, who| field.tap_appointment(&job, from_ms, to_ms, &who);
    /// The prices of a job.
    look price_list(job: JobId) -> PriceListView = |field, job| field.price_list(&job);
    /// The standing quote.
    look quote(job: JobId) -> Option<QuoteView> = |field, job| field.quote_view(&job);
    /// What a quote would say; nothing is kept.
    look price_quote(job: JobId, quote: QuoteSent) -> QuoteView = |field, job, quote| field.price_quote(&job, &quote);
    /// Keeps a quote.
    act make_quote(job: JobId, quote: QuoteSent) -> () = |field, job, quote| field.tap_quote(&job, &quote);
    /// The customer agrees, with ink; `seen` is the digest of the quote on the screen.
    act consent(job: JobId, item: ItemKey, seen: Option<String>, signed: SignSent) -> () =
        |field, job, item, seen, signed| field.tap_consent(&job, &item, seen.as_deref(), &signed);
    /// The customer agrees in words alone, where the firm allows it.
    act consent_oral(job: JobId, item: ItemKey, seen: Option<String>, spoken: OralSent) -> () =
        |field, job, item, seen, spoken| field.tap_oral_consent(&job, &item, seen.as_deref(), &spoken);
    /// A part of the quote was fitted.
    act fit_part(job: JobId, part: PartSent) -> () = |field, job, part| field.tap_part(&job, &part);
    /// How the consented total is paid.
    act pay(job: JobId, status: String, method: String) -> () =
        |field, job, status, method| field.tap_payment(&job, &status, &method);
    /// The customer's rating.
    act rate(job: JobId, score: i64, comment: String) -> () =
        |field, job, score, comment| field.tap_rating(&job, score, &comment);
    /// Signs the sheet.
    act sign(job: JobId, item: ItemKey, signed: SignSent) -> () =
        |field, job, item, signed| field.tap_sign(&job, &item, &signed);
    /// Seals, draws, signs and files the sheet.
    act make_sheet(job: JobId) -> () = |field, job| field.tap_sheet(&job);
    /// The sheet; none before it is sealed.
    look sheet(job: JobId) -> Option<SheetView> = |field, job| field.sheet_view(&job);
    /// The visit moves on, as far as one tap takes it.
    act advance(job: JobId, to: State) -> () = |field, job, to| field.tap_advance(&job, to);
    /// Every way on but the main line's (情况有变).
    look ways(job: JobId) -> WaysView = |field, job| field.ways_view(&job);
    /// The visit takes one of them: a row of STANDARDS 2.6.
    act turn(job: JobId, number: u8, to: State, reason: String) -> () =
        |field, job, number, to, reason| field.tap_turn(&job, number, to, &reason);
    /// A new time was agreed after the old one fell; Unix milliseconds.
    act rebook(job: JobId, from_ms: i64, to_ms: i64, who: String) -> () =
        |field, job, from_ms, to_ms, who| field.tap_rebook(&job, from_ms, to_ms, &who);
    /// A free note.
    act note(job: JobId, text: String) -> () = |field, job, text| field.tap_note(&job, &text);
    /// What of a job waits for a person.
    look questions(job: JobId) -> QuestionsView = |field, job| field.questions_view(&job);
    /// The jobs with something that waits for a person.
    look jobs_to_settle() -> Vec<VisitRow> = |field| field.jobs_to_settle();
    /// Settles an open question: this record says the right thing.
    act settle(job: JobId, record: RecordId, seen: BTreeSet<RecordId>) -> () = |field, job, record, seen| field.tap_settle(&job, &Choice { record, seen });
    /// Leaves what came after the signature beside the signed sheet.
    act leave_beside(job: JobId, seen: BTreeSet<RecordId>) -> () = |field, job, seen| field.tap_beside(&job, &seen);
    /// Wishes that the brief said something else.
    act correct(job: JobId, line: String, should: String, reason: String) -> () =
        |field, job, line, should, reason| field.tap_correct(&job, &line, &should, &reason);
    /// The trades this device has a standard of.
    look services() -> Vec<ServiceLine> = |field| field.services();
    /// Asks for a new job.
    act begin_request(request: RequestSent) -> JobId = |field, request| field.begin_request(&request);
    /// What in a text does not belong in front of a customer, and what to say instead.
    look wording(text: String) -> Vec<Avoided> = |_, text| Ok(avoided(&text));
    /// The rules of the standard in which every word occurs.
    look rules(text: String) -> Vec<RuleLine> = |_, text| Ok(rules_of(&text));
    /// What was typed and not yet kept, by field.
    look drafts(job: JobId) -> BTreeMap<String, String> = |field, job| field.drafts(&job);
    /// Keeps what is being typed.
    keep save_draft(job: JobId, slot: String, value: String) -> () =
        |field, job, slot, value| field.type_draft(&job, &slot, &value);
    /// Throws away what was typed.
    look drop_draft(job: JobId, slot: String) -> () = |field, job, slot| field.drop_draft(&job, &slot);
    /// An item's photos that are not records yet; `at` is where the phone is, where that is wanted in the stamp.
    look tray(job: JobId, item: ItemKey, at: Option<String>) -> TrayView =
        |field, job, item, at| field.tray(&job, &item, at.and_then(|at| Fix::read(&at)).as_ref());
    /// Says something else of one of them: its caption, its marks.
    look edit_shot(job: JobId, item: ItemKey, digest: String, edit: ShotSent) -> () =
        |field, job, item, digest, edit| field.edit_shot(&job, &item, &digest, edit);
    /// Puts one at another place of the order.
    look move_shot(job: JobId, item: ItemKey, digest: String, to: u32) -> () =
        |field, job, item, digest, to| field.move_shot(&job, &item, &digest, to);
    /// Removes one, or has it back.
    look drop_shot(job: JobId, item: ItemKey, digest: String, dropped: bool) -> () =
        |field, job, item, digest, dropped| field.drop_shot(&job, &item, &digest, dropped);
    /// Notes that the system's gallery is open, or that it is not any more.
    keep ask_gallery(job: JobId, item: ItemKey, asked: bool) -> () =
        |field, job, item, asked| field.ask_gallery(&job, &item, asked);
    /// Makes records of all that were not removed, and says how many.
    act use_shots(job: JobId, item: ItemKey) -> u32 = |field, job, item| field.use_shots(&job, &item);
    /// What the van holds, and what waits for warehouse or technician.
    look van() -> VanView = |field| field.van_view();
    /// Asks the warehouse for a part.
    act ask_part(movement: MovementSent) -> () = |field, movement| field.ask_part(&movement);
    /// Hands a part back to the warehouse.
    act hand_back_part(movement: MovementSent) -> () = |field, movement| field.hand_back_part(&movement);
    /// Says how much of a part lies in the van.
    act count_part(movement: MovementSent) -> () = |field, movement| field.count_part(&movement);
    /// Confirms everything that was issued; `counted` says how much it really was, by issue, where that is another quantity.
    act receive_parts(counted: BTreeMap<String, String>) -> () = |field, counted| field.receive_parts(&counted);
    /// Confirms one thing that was issued, and how much it was.
    act receive_part(issue: RecordId, quantity: String) -> () =
        |field, issue, quantity| field.receive_part(&issue, &quantity);
    /// What a hand-over file would hold.
    look hand_over_view() -> HandOverView = |field| field.hand_over_view();
    /// What takes how much of the device, and what may go.
    look storage_view() -> StorageView = |field| field.storage_view();
    /// Frees some of what may go, and says what went; none once nothing is left to free.
    look free_some() -> Held = |field| field.free_some();
    /// What is told when, and the next ones.
    look reminders_view() -> RemindersView = |field| field.reminders_view();
    /// Switches a kind of reminder on or off.
    look set_reminder(clock: Clock, on: bool) -> () = |field, clock, on| field.set_reminder(clock, on);
    /// What is where.
    look outbox() -> OutboxView = |field| field.outbox_view();
}

/// Every command.
pub fn handler() -> impl Fn(tauri::ipc::Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        me,
        badge,
        asked::enrol,
        today,
        schedule,
        find,
        job,
        history,
        stage,
        answer,
        confirm_block,
        confirm_stage,
        measure,
        add_unit,
        set_flag,
        appointment,
        price_list,
        quote,
        price_quote,
        make_quote,
        consent,
        consent_oral,
        fit_part,
        pay,
        rate,
        sign,
        make_sheet,
        sheet,
        advance,
        ways,
        turn,
        rebook,
        note,
        questions,
        jobs_to_settle,
        settle,
        leave_beside,
        correct,
        services,
        begin_request,
        wording,
        rules,
        drafts,
        save_draft,
        drop_draft,
        outbox,
        outside::contact,
        outside::place,
        asked::sync,
        asked::wake,
        tray,
        edit_shot,
        move_shot,
        drop_shot,
        ask_gallery,
        use_shots,
        van,
        ask_part,
        hand_back_part,
        count_part,
        receive_part,
        receive_parts,
        hand_over_view,
        outside::share_sheet,
        outside::hand_over,
        outside::diagnostics,
        outside::save_diagnostics,
        storage_view,
        free_some,
        reminders_view,
        set_reminder,
        lock::lock_state,
        lock::unlock,
        lock::set_pin,
        lock::shut_after,
        lock::left,
        bytes::put_photo,
        bytes::put_shot,
        bytes::read_code,
        bytes::small,
        bytes::blob
    ]
}
