// Generated from Rust by `cargo xtask types`. Never edit: a test fails when it is stale.
import { invoke } from '@tauri-apps/api/core';

export type JobId = string;

export type ItemKey = string;

export type UnitKey = string;

export type VisitNo = number;

export type RecordId = string;

export type Words = { 
/**
 * 中文
 */
zh: string, 
/**
 * English
 */
en: string, };

export type State = "new" | "triage" | "queued" | "dispatched" | "booked" | "preparing" | "en_route" | "arrived" | "inside" | "survey" | "quoted" | "consented" | "working" | "testing" | "cleaning" | "demo" | "settling" | "signing" | "left" | "uploaded" | "appraised" | "followup" | "archived" | "remote" | "escalated" | "rescheduling" | "nobody_home" | "site_not_ready" | "safety_hold" | "refused" | "awaiting_parts" | "taken_away" | "workshop" | "ready_return" | "exchange" | "cancelled";

export type Stage = "appointment" | "preparation" | "dress" | "arrival" | "entry" | "protection" | "explain" | "survey" | "quote" | "consent" | "work" | "test" | "clean" | "demo" | "handover" | "settle" | "sheet" | "departure";

export type Flag = "consumer" | "business" | "home_decorated" | "floor_sensitive" | "charged" | "in_warranty" | "height" | "power_off" | "electrical_opened" | "opens_case" | "touches_storage" | "drilling" | "surface_wiring" | "moves_items" | "parts_used" | "ppe" | "public_space" | "low_light" | "delivery" | "drawing" | "remote_capable" | "refrigerant" | "leak" | "extra_pipe" | "rural" | "unreachable" | "time_changed" | "emergency" | "second_visit" | "return_visit" | "install" | "acceptance_form" | "goods" | "needs_power" | "remote_used" | "special_hardware" | "electrical_fault" | "plumbing" | "flaw" | "deviation" | "planned" | "ac_cassette";

export type Said = "done" | "not_done" | "not_applicable";

export type Cover = "free" | "contract" | "paid";

export type Lack = "answer" | "text" | "photo" | "reading" | "signature" | "reason" | "passing" | "settling" | "event";

export type ContactWay = "call" | "sms";

export type Money = { 
/**
 * In the minor unit: fen.
 */
minor: number, 
/**
 * ISO 4217, for example `CNY`.
 */
currency: string, };

export type Clock = "acknowledge" | "response" | "dispatch" | "contact" | "onsite" | "recall" | "arrival" | "wait" | "promise" | "upload" | "rebook" | "take_back" | "appraisal" | "followup" | "install_contact" | "old_parts" | "invoice";

export type Stand = "over" | "running" | "ahead" | "late" | "kept";

export type ClockLine = { 
/**
 * Which.
 */
clock: Clock, 
/**
 * Its name.
 */
name: Words, 
/**
 * From when it may be done, or counts; Unix milliseconds.
 */
from_ms: number, 
/**
 * By when.
 */
due_ms: number, 
/**
 * When it was done.
 */
met_ms: number | null, 
/**
 * How it stood when it was asked for.
 */
stand: Stand, };

export type RuleLine = { 
/**
 * For example `KIT-01`.
 */
key: string, 
/**
 * What it is about, such as 行前准备.
 */
family: Words, 
/**
 * What it asks.
 */
words: Words, };

export type Badge = { 
/**
 * The technician's name.
 */
name: string, 
/**
 * Staff number (工号).
 */
number: string, 
/**
 * The company's full name.
 */
company: Words, 
/**
 * Service hotline.
 */
hotline: string, 
/**
 * Complaint line (监督电话).
 */
complaints: string, 
/**
 * The same as a QR code, for the customer to keep: rows of dark modules.
 */
qr: Array<Array<boolean>>, };

export type HandOverView = { 
/**
 * Changes the office lacks.
 */
changes: number, 
/**
 * Photos, ink and papers it lacks.
 */
files: number, 
/**
 * Bytes of both.
 */
bytes: number, 
/**
 * How many files it takes; 0 where there is nothing to hand over.
 */
parts: number, 
/**
 * The office's key is known.
 */
ready: boolean, };

export type StorageView = { 
/**
 * All the app keeps on this device, bytes.
 */
total: number, 
/**
 * What the device has left, bytes; `null` where it does not say.
 */
left: number | null, 
/**
 * Jobs on this device.
 */
jobs: number, 
/**
 * What they, their records and standards take, bytes.
 */
records: number, 
/**
 * Photos and files.
 */
photos: Held, 
/**
 * Signatures and papers.
 */
papers: Held, 
/**
 * Photos that are not records yet.
 */
drafts: Held, 
/**
 * Photos that may go now.
 */
may_go: Held, 
/**
 * Photos whose bytes are at the office alone.
 */
gone: Held, 
/**
 * The office announces how far its backup goes.
 */
backup: boolean, };

export type Held = { 
/**
 * How many.
 */
files: number, 
/**
 * Bytes.
 */
bytes: number, };

export type RemindersView = { 
/**
 * What a person can switch off, and whether it is on.
 */
kinds: Array<ReminderKind>, 
/**
 * The next ones, soonest first.
 */
next: Array<Reminder>, };

export type ReminderKind = { 
/**
 * Whose clock.
 */
clock: Clock, 
/**
 * Its name.
 */
name: Words, 
/**
 * When it is told.
 */
when: Words, 
/**
 * It is told.
 */
on: boolean, };

export type Reminder = { 
/**
 * Stable: told once.
 */
key: string, 
/**
 * The job.
 */
job: JobId, 
/**
 * Whose clock.
 */
clock: Clock, 
/**
 * When it is told, Unix milliseconds.
 */
at_ms: number, 
/**
 * Whose visit, and what it is about.
 */
title: Words, 
/**
 * What to do.
 */
body: Words, };

export type DiagnosticLine = { 
/**
 * What.
 */
name: string, 
/**
 * How it stands.
 */
value: string, };

export type VanView = { 
/**
 * Its log, under which the screen's drafts lie.
 */
log: JobId, 
/**
 * What was typed and not yet kept, by field.
 */
drafts: { [key in string]: string }, 
/**
 * The office has opened it: what is asked for from now on reaches the warehouse.
 */
ready: boolean, 
/**
 * Every part of the catalogue, and whatever else the van holds; what it holds comes first.
 */
lines: Array<VanLine>, 
/**
 * Asked for, not answered.
 */
asked: Array<VanStep>, 
/**
 * What the warehouse could not give, with its words, for a week.
 */
declined: Array<VanStep>, 
/**
 * Issued, not confirmed.
 */
arriving: Array<VanStep>, 
/**
 * Old parts to hand in (PAR-03).
 */
old: Array<VanStep>, 
/**
 * Where this device's words about it are.
 */
truth: Truth, };

export type VanLine = { 
/**
 * Catalogue code.
 */
code: string, 
/**
 * Its name.
 */
name: Words, 
/**
 * Brand and specification.
 */
spec: string, 
/**
 * m, 个 ...
 */
unit: string, 
/**
 * How much the van holds, a decimal. Below zero where more was fitted than issued.
 */
held: string, 
/**
 * It holds some.
 */
some: boolean, 
/**
 * Below zero.
 */
below: boolean, 
/**
 * For one unit; none of a part that the catalogue does not know.
 */
price: Money | null, 
/**
 * Warranty on the part.
 */
warranty_months: number, };

export type VanStep = { 
/**
 * Its record.
 */
record: RecordId, 
/**
 * Catalogue code.
 */
code: string, 
/**
 * The part's name.
 */
name: Words, 
/**
 * A decimal.
 */
quantity: string, 
/**
 * m, 个 ...
 */
unit: string, 
/**
 * What was said with it.
 */
note: string, 
/**
 * The job it came from; empty where it came from none.
 */
job: string, 
/**
 * Serial of the old part.
 */
serial: string | null, 
/**
 * When, Unix milliseconds.
 */
at_ms: number | null, };

export type MovementSent = { 
/**
 * Catalogue code.
 */
code: string, 
/**
 * A decimal.
 */
quantity: string, 
/**
 * What there is to say.
 */
note: string, };

export type TrayView = { 
/**
 * The item.
 */
item: ItemKey, 
/**
 * Its name.
 */
name: Words, 
/**
 * How many photos it takes at least.
 */
needed: number, 
/**
 * How many it has.
 */
taken: number, 
/**
 * Those that wait, in their order; removed ones too, until the others are used.
 */
shots: Array<ShotLine>, 
/**
 * What would be written into a picture taken now.
 */
stamp: Array<string>, 
/**
 * The gallery was opened and nothing came back: the app was ended meanwhile.
 */
asked: boolean, 
/**
 * The newest picture of the same place before the work.
 */
before: BeforeShot | null, };

export type ShotLine = { 
/**
 * Names its bytes.
 */
digest: string, 
/**
 * Media type.
 */
media: string, 
/**
 * Pixels; 0 where it cannot be drawn.
 */
width: number, 
/**
 * Pixels; 0 where it cannot be drawn.
 */
height: number, 
/**
 * Bytes.
 */
bytes: number, 
/**
 * Its caption.
 */
caption: string, 
/**
 * What was drawn on it.
 */
marks: Array<Mark>, 
/**
 * When it was taken in, Unix milliseconds.
 */
at_ms: number, 
/**
 * Taken in the app, and so stamped.
 */
camera: boolean, 
/**
 * Removed; can be had back until the others are used.
 */
dropped: boolean, };

export type BeforeShot = { 
/**
 * Names its bytes.
 */
digest: string, 
/**
 * Media type.
 */
media: string, };

export type ShotSent = { 
/**
 * Its caption.
 */
caption: string, 
/**
 * What is drawn on it.
 */
marks: Array<Mark>, };

export type Mark = { "kind": "arrow", 
/**
 * Where it begins.
 */
from: [number, number], 
/**
 * Where its head points.
 */
to: [number, number], } | { "kind": "ring", 
/**
 * A corner of the box.
 */
from: [number, number], 
/**
 * The corner across.
 */
to: [number, number], } | { "kind": "text", 
/**
 * Upper left of the first line. Words that would leave the picture are moved inside.
 */
at: [number, number], 
/**
 * The words. Beyond [`MAX_TEXT`] characters, or more than the picture holds, they end in an ellipsis.
 */
text: string, } | { "kind": "blur", 
/**
 * A corner of the box.
 */
from: [number, number], 
/**
 * The corner across.
 */
to: [number, number], };

export type Truth = "set_aside" | "waiting" | "at_office" | "secured" | "elsewhere";

export type Today = { 
/**
 * Now, Unix milliseconds.
 */
now_ms: number, 
/**
 * Minutes east of UTC.
 */
offset_minutes: number, 
/**
 * What is where.
 */
outbox: OutboxLine, 
/**
 * Left today, due today or earlier, then those without a time.
 */
visits: Array<VisitRow>, 
/**
 * Open jobs on later days.
 */
later: number, 
/**
 * The visit to go on with.
 */
next: NextUp | null, 
/**
 * Jobs with something for a person to settle.
 */
to_settle: number, 
/**
 * What the open visits still lack to be done offline.
 */
lacking: Array<Lacking>, };

export type VisitRow = { 
/**
 * The job.
 */
job: JobId, 
/**
 * Its visit.
 */
visit: VisitNo, 
/**
 * Who.
 */
customer: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * Where.
 */
address: string, 
/**
 * The trade.
 */
trade: Words, 
/**
 * Where the visit stands.
 */
state: State, 
/**
 * In words.
 */
state_name: Words, 
/**
 * Agreed or offered: from.
 */
from_ms: number | null, 
/**
 * To.
 */
to_ms: number | null, 
/**
 * What was promised.
 */
promised_ms: number | null, 
/**
 * Last change.
 */
updated_ms: number, 
/**
 * Goes before others.
 */
urgent: boolean, 
/**
 * Something is still to be done.
 */
open: boolean, 
/**
 * Answers that differ and wait for a person.
 */
questions: number, 
/**
 * Asked for on site; the office has yet to make a job of it.
 */
asked: boolean, 
/**
 * The clock that presses, if one does.
 */
clock: ClockLine | null, 
/**
 * Where its work is.
 */
truth: Truth, 
/**
 * Of a search: what was found beside name and address, with the words around it.
 */
found: string | null, };

export type Schedule = { 
/**
 * Now, Unix milliseconds.
 */
now_ms: number, 
/**
 * Monday to Sunday.
 */
days: Array<DayLine>, };

export type DayLine = { 
/**
 * Its midnight, Unix milliseconds.
 */
from_ms: number, 
/**
 * Visits with something still to do.
 */
open: number, 
/**
 * Those agreed, offered or promised for it, by the time; what is done among them.
 */
visits: Array<VisitRow>, };

export type NextUp = { 
/**
 * The job.
 */
job: JobId, 
/**
 * The step, if one is left.
 */
step: NextStep | null, 
/**
 * The stage the visit is in.
 */
current: Stage | null, };

export type Lacking = { 
/**
 * The job.
 */
job: JobId, 
/**
 * Whose.
 */
customer: string, 
/**
 * What.
 */
what: Words, };

export type FileKind = "photo" | "ink" | "paper" | "other";

export type FileLine = { 
/**
 * Its digest, in hex.
 */
digest: string, 
/**
 * What it is.
 */
kind: FileKind, 
/**
 * The item it belongs to, or the paper.
 */
name: Words, 
/**
 * What the technician wrote to it.
 */
caption: string | null, 
/**
 * Bytes.
 */
bytes: number, 
/**
 * Bytes the office has.
 */
sent: number, 
/**
 * Where it is.
 */
truth: Truth, };

export type FileSent = { 
/**
 * Its digest, in hex.
 */
digest: string, 
/**
 * Bytes.
 */
bytes: number, 
/**
 * Bytes the office has.
 */
sent: number, 
/**
 * The office has all of it, checked and stored.
 */
at_office: boolean, };

export type OutboxLine = { 
/**
 * Changes and files that are on this device alone.
 */
waiting: number, 
/**
 * Of these, changes.
 */
changes: number, 
/**
 * Of these, photos, inks, papers.
 */
files: number, 
/**
 * Their bytes.
 */
bytes: number, 
/**
 * Changes the office kept apart.
 */
set_aside: number, 
/**
 * When the office last answered, Unix milliseconds.
 */
last_office_ms: number | null, };

export type OutboxView = { 
/**
 * The sum.
 */
line: OutboxLine, 
/**
 * Changes and files the office has.
 */
at_office: number, 
/**
 * Of these, in the backup that the office has announced; `null` where it announces none.
 */
secured: number | null, 
/**
 * Jobs with something that waits, then those that changed last.
 */
jobs: Array<OutboxJob>, 
/**
 * What was set aside.
 */
aside: Array<Aside>, 
/**
 * The office retires this device: it hands in everything, then empties itself.
 */
leaving: boolean, 
/**
 * Others write what this app does not understand yet: it is to be updated, and goes on working meanwhile.
 */
outdated: boolean, };

export type OutboxJob = { 
/**
 * The job.
 */
job: JobId, 
/**
 * Whose; empty for the technician's own van.
 */
customer: string, 
/**
 * It is the technician's van, and no job.
 */
van: boolean, 
/**
 * Changes that wait.
 */
changes: number, 
/**
 * Files that wait.
 */
files: number, 
/**
 * Bytes of changes and files that wait.
 */
bytes: number, 
/**
 * Of these, bytes of files that the office already has.
 */
sent: number, 
/**
 * Files the office has.
 */
files_at_office: number, 
/**
 * Where the job's work is.
 */
truth: Truth, 
/**
 * The files that wait, as they were made.
 */
waiting: Array<FileLine>, };

export type Aside = { 
/**
 * The job.
 */
job: JobId, 
/**
 * Whose.
 */
customer: string, 
/**
 * The office's rule.
 */
rule: string, };

export type SyncDone = { 
/**
 * Changes the office stored.
 */
stored: number, 
/**
 * Changes that arrived.
 */
arrived: number, 
/**
 * Files the office stored.
 */
files: number, 
/**
 * Files it did not take, and why.
 */
refused: number, };

export type Who = { 
/**
 * From where.
 */
side: Side, 
/**
 * The name, or the office's account; empty where this device knows none.
 */
name: string, 
/**
 * Whose words the office took over.
 */
first: string | null, };

export type Side = "here" | "elsewhere" | "colleague" | "office";

export type FieldLine = { 
/**
 * The brief's key.
 */
field: string, 
/**
 * In words.
 */
name: Words, 
/**
 * What it says.
 */
says: string, 
/**
 * The newest wish to correct it.
 */
wish: WishLine | null, };

export type WishLine = { 
/**
 * What it should say.
 */
should: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Who.
 */
by: Who, 
/**
 * When, Unix milliseconds.
 */
at_ms: number | null, 
/**
 * What became of it.
 */
became: Became, 
/**
 * What the office said to it.
 */
answer: string, };

export type Became = "waits" | "adopted" | "declined";

export type QuestionsView = { 
/**
 * The job.
 */
job: JobId, 
/**
 * Whose.
 */
customer: string, 
/**
 * The trade.
 */
trade: Words, 
/**
 * What is open, what the crew may settle first.
 */
questions: Array<QuestionView>, 
/**
 * What the office set aside of this device.
 */
aside: Array<AsideLine>, 
/**
 * Where the job's work is.
 */
truth: Truth, };

export type QuestionView = { 
/**
 * What kind.
 */
kind: QuestionKind, 
/**
 * What it is about.
 */
about: Words, 
/**
 * The repeat it is about.
 */
unit: string | null, 
/**
 * It is about the time of the visit.
 */
appointment: boolean, 
/**
 * Where it may be answered anew, which settles it as well.
 */
anew: [Stage, ItemKey] | null, 
/**
 * Every value there is; after signing the signed one first.
 */
values: Array<ValueLine>, 
/**
 * The sheet the customer signed, where there is one.
 */
sheet: SignedLine | null, 
/**
 * What the brief says now, for a correction.
 */
was: string, 
/**
 * Why it should say otherwise.
 */
reason: string, };

export type QuestionKind = "differs" | "after_signing" | "correction";

export type ValueLine = { 
/**
 * Its record.
 */
record: RecordId, 
/**
 * What it says.
 */
said: Words, 
/**
 * A window of time, Unix milliseconds.
 */
window: [number, number] | null, 
/**
 * When the customer was spoken to about it, Unix milliseconds, and with whom.
 */
contacted: [number, string] | null, 
/**
 * Who.
 */
by: Who, 
/**
 * When, by their clock; Unix milliseconds.
 */
at_ms: number | null, 
/**
 * It is in what was signed.
 */
signed: boolean, 
/**
 * The standard would take it first.
 */
proposed: boolean, 
/**
 * It may be chosen.
 */
can: boolean, };

export type SignedLine = { 
/**
 * The sheet's number.
 */
number: string, 
/**
 * When, Unix milliseconds.
 */
at_ms: number | null, 
/**
 * By whom.
 */
signer: string, };

export type AsideLine = { 
/**
 * Its hash, in hex.
 */
change: string, 
/**
 * The office's rule.
 */
rule: string, 
/**
 * The office has taken it over.
 */
taken_over: boolean, 
/**
 * What it says, as far as it can be read.
 */
told: Array<ToldLine>, };

export type ToldLine = { 
/**
 * What it is about.
 */
about: Words, 
/**
 * What it says.
 */
said: Words, 
/**
 * When, Unix milliseconds.
 */
at_ms: number | null, };

export type ServiceLine = { 
/**
 * The key of its standard.
 */
pack: string, 
/**
 * The trade.
 */
name: Words, };

export type JobView = { 
/**
 * The job.
 */
job: JobId, 
/**
 * The visit.
 */
visit: VisitNo, 
/**
 * The trade.
 */
trade: Words, 
/**
 * Where the visit stands.
 */
state: State, 
/**
 * In words.
 */
state_name: Words, 
/**
 * What the office wrote.
 */
facts: Facts, 
/**
 * Now, Unix milliseconds.
 */
now_ms: number, 
/**
 * The time agreed with the customer.
 */
agreed: [number, number] | null, 
/**
 * The time the office offers.
 */
offered: [number, number] | null, 
/**
 * The promised time has passed.
 */
overdue: boolean, 
/**
 * Who goes.
 */
crew: Array<CrewLine>, 
/**
 * Every stage of the standard, in order.
 */
stages: Array<StageLine>, 
/**
 * The stage to work on now.
 */
current: Stage | null, 
/**
 * The next step.
 */
next: NextStep | null, 
/**
 * Notes of office and technician, the newest first.
 */
notes: Array<NoteLine>, 
/**
 * A sheet of this visit is sealed.
 */
sealed: boolean, 
/**
 * Answers that differ and wait for a person.
 */
questions: number, 
/**
 * Changes of this device that the office set aside.
 */
aside: number, 
/**
 * What of the brief may be corrected.
 */
correctable: Array<FieldLine>, 
/**
 * What is due by when, and what was kept.
 */
clocks: Array<ClockLine>, 
/**
 * Its standard is on this device, so that it can be worked on.
 */
ready: boolean, 
/**
 * The office has moved this visit to a newer version of its standard, and no sheet of it is sealed yet.
 */
moved: MovedStandard | null, 
/**
 * Where it was asked for on site and the office has yet to make a job of it.
 */
request: RequestLine | null, 
/**
 * Where the job's work is.
 */
truth: Truth, 
/**
 * When it was last written here, Unix milliseconds.
 */
saved_ms: number | null, };

export type MovedStandard = { 
/**
 * The version before, for example `1.0`.
 */
from: string, 
/**
 * The version now.
 */
to: string, 
/**
 * What is new or required now and was not; in the standard's order.
 */
items: Array<MovedItem>, 
/**
 * Both versions are on this device: `items` are all there are.
 */
known: boolean, };

export type MovedItem = { 
/**
 * Its key.
 */
item: ItemKey, 
/**
 * Its label.
 */
name: Words, 
/**
 * Where it is answered; nowhere on the main line where a branch asks for it.
 */
stage: Stage | null, 
/**
 * It was not there before; else it was, and is required now.
 */
added: boolean, };

export type RequestLine = { 
/**
 * Who asked.
 */
by: Who, 
/**
 * When, Unix milliseconds.
 */
at_ms: number | null, 
/**
 * The office knows of it.
 */
at_office: boolean, 
/**
 * The office will not make a job of it.
 */
cancelled: boolean, };

export type Facts = { customer: string, phone: string, address: string, product: string, serial: string, installed: string, symptom: string, note: string, urgent: boolean, entitlement: string, entitlement_note: string, };

export type CrewLine = { 
/**
 * Name.
 */
name: string, 
/**
 * Staff number.
 */
badge: string, };

export type StageLine = { 
/**
 * Which.
 */
stage: Stage, 
/**
 * In words.
 */
name: Words, 
/**
 * Items due.
 */
due: number, 
/**
 * Answered, in whatever way.
 */
answered: number, 
/**
 * Answered other than done.
 */
exceptions: number, 
/**
 * It may be worked on.
 */
open: boolean, 
/**
 * It is open and lacks nothing, or the visit has passed it.
 */
done: boolean, };

export type NextStep = { 
/**
 * Where it leads.
 */
to: State, 
/**
 * In words.
 */
name: Words, 
/**
 * What it lacks; empty where the gate is open.
 */
missing: Array<MissingLine>, };

export type MissingLine = { 
/**
 * The item.
 */
item: ItemKey, 
/**
 * Its label.
 */
name: Words, 
/**
 * Where it is answered; nowhere on the main line where a branch asks for it.
 */
stage: Stage | null, 
/**
 * What it lacks.
 */
lack: Lack, 
/**
 * It is a gate's.
 */
gate: boolean, };

export type NoteLine = { 
/**
 * The words.
 */
text: string, 
/**
 * Who.
 */
by: string, 
/**
 * When, Unix milliseconds.
 */
at_ms: number | null, };

export type StageView = { 
/**
 * The job.
 */
job: JobId, 
/**
 * The visit.
 */
visit: VisitNo, 
/**
 * Whose.
 */
customer: string, 
/**
 * The trade.
 */
trade: Words, 
/**
 * Which stage.
 */
stage: Stage, 
/**
 * In words.
 */
name: Words, 
/**
 * Its place, from 1.
 */
number: number, 
/**
 * How many there are.
 */
of: number, 
/**
 * Where the visit stands.
 */
state: State, 
/**
 * It may be worked on.
 */
open: boolean, 
/**
 * The visit's sheet is sealed: nothing here can change any more.
 */
sealed: boolean, 
/**
 * Its blocks.
 */
blocks: Array<BlockView>, 
/**
 * The repeats that are measured (窗 1, 窗 2 ...).
 */
units: Array<UnitLine>, 
/**
 * Something here is measured for each repeat.
 */
measures_units: boolean, 
/**
 * Flags the standard asks here.
 */
asks: Array<FlagAsk>, 
/**
 * The stage after this one.
 */
following: Stage | null, 
/**
 * The next step of the visit.
 */
next: NextStep | null, 
/**
 * Where the one action below the items leads, once the ticks among them are confirmed.
 */
onward: OnwardLine, 
/**
 * Where the job's work is.
 */
truth: Truth, 
/**
 * When the visit was last written, Unix milliseconds.
 */
saved_ms: number | null, };

export type OnwardLine = { "kind": "shut" } | { "kind": "stage", 
/**
 * Which.
 */
stage: Stage, } | { "kind": "step", 
/**
 * Where to.
 */
to: State, } | { "kind": "seal" } | { "kind": "sheet" } | { "kind": "ways", 
/**
 * The item that is asked for there.
 */
item: ItemKey | null, } | { "kind": "over" };

export type WayLine = { 
/**
 * Its row in STANDARDS 2.6.
 */
number: number, 
/**
 * Where it leads.
 */
to: State, 
/**
 * What happened, in words.
 */
name: Words, 
/**
 * It ends the visit otherwise than by its main line.
 */
ends: boolean, 
/**
 * Somebody must say why.
 */
needs_reason: boolean, 
/**
 * What is to be told about it.
 */
block: BlockView | null, 
/**
 * What it lacks; empty where it may be taken.
 */
missing: Array<MissingLine>, };

export type WaysView = { 
/**
 * The job.
 */
job: JobId, 
/**
 * The visit.
 */
visit: VisitNo, 
/**
 * Whose.
 */
customer: string, 
/**
 * Where the visit stands.
 */
state: State, 
/**
 * In words.
 */
state_name: Words, 
/**
 * What of no way alone is to be told now: the product's return, help from afar.
 */
blocks: Array<BlockView>, 
/**
 * The ways, in the order of STANDARDS 2.6.
 */
ways: Array<WayLine>, 
/**
 * A new time may be agreed now.
 */
rebooks: boolean, 
/**
 * The visit's sheet is sealed: it takes no other way any more.
 */
sealed: boolean, 
/**
 * Where the job's work is.
 */
truth: Truth, 
/**
 * When the visit was last written, Unix milliseconds.
 */
saved_ms: number | null, };

export type BlockView = { 
/**
 * Its key.
 */
key: string, 
/**
 * Its heading.
 */
name: Words, 
/**
 * Its items that are shown.
 */
items: Array<ItemView>, 
/**
 * Items one tap on the whole block would answer.
 */
to_confirm: number, 
/**
 * Answered done.
 */
done: number, 
/**
 * Answered otherwise.
 */
exceptions: number, 
/**
 * When it was confirmed as a whole, Unix milliseconds.
 */
confirmed_ms: number | null, };

export type UnitLine = { 
/**
 * Its key.
 */
key: UnitKey, 
/**
 * Its name.
 */
name: string, 
/**
 * Readings taken in this stage.
 */
measured: number, 
/**
 * Readings there are.
 */
of: number, };

export type FlagAsk = { 
/**
 * The flag.
 */
flag: Flag, 
/**
 * In words.
 */
name: Words, 
/**
 * Set.
 */
on: boolean, };

export type ItemView = { 
/**
 * Its key.
 */
key: ItemKey, 
/**
 * The label.
 */
name: Words, 
/**
 * The short text under it.
 */
detail: Words | null, 
/**
 * How it is entered.
 */
entry: Entry, 
/**
 * It must be answered.
 */
due: boolean, 
/**
 * A gate waits for it.
 */
gate: boolean, 
/**
 * It may be answered now.
 */
open: boolean, 
/**
 * One tap on the whole block would answer it.
 */
to_confirm: boolean, 
/**
 * Its words are scanned, or typed where that fails.
 */
scanned: boolean, 
/**
 * It wants a photo with its answer.
 */
wants_photo: boolean, 
/**
 * How many photos it takes.
 */
photos_needed: number, 
/**
 * It may be answered *not done*.
 */
may_not_do: boolean, 
/**
 * It may be answered *not applicable*.
 */
may_not_apply: boolean, 
/**
 * What counts; `null` while something is lacking.
 */
said: Said | null, 
/**
 * What it lacks, where it must be answered.
 */
lack: Lack | null, 
/**
 * The customer may agree in words alone.
 */
may_be_oral: boolean, 
/**
 * The customer did.
 */
is_oral: boolean, 
/**
 * The standing answer, complete or not.
 */
answer: AnswerLine | null, 
/**
 * The list to choose from.
 */
choices: Array<ChoiceLine>, 
/**
 * What is measured.
 */
measure: MeasureLine | null, 
/**
 * Measured for each repeat.
 */
each_unit: boolean, 
/**
 * The readings there are.
 */
readings: Array<ReadingLine>, 
/**
 * Its photos and files.
 */
photos: Array<PhotoLine>, 
/**
 * Those of the same place before the work, where it shows how it is afterwards.
 */
before: Array<PhotoLine>, 
/**
 * What the clock says of it.
 */
clocked: ClockedLine | null, 
/**
 * How the customer is reached for it.
 */
contact: ContactLine | null, 
/**
 * Words typed here stand on the customer's sheet.
 */
on_sheet: boolean, 
/**
 * What may be said at this point.
 */
scripts: Array<ScriptLine>, };

export type Entry = "tick" | "choice" | "text" | "date" | "measure" | "photo" | "appointment" | "quote" | "consent" | "signature" | "rating" | "event";

export type AnswerLine = { 
/**
 * Which.
 */
said: Said, 
/**
 * Text of a field.
 */
text: string | null, 
/**
 * Key of a choice.
 */
choice: string | null, 
/**
 * The day of a date, `2022-06-18`.
 */
date: string | null, 
/**
 * Why not.
 */
reason: string | null, 
/**
 * Confirmed with its block.
 */
with_block: boolean, 
/**
 * When, Unix milliseconds.
 */
at_ms: number | null, };

export type ClockedLine = { 
/**
 * In words.
 */
words: Words, 
/**
 * As the standard wants it.
 */
kept: boolean, };

export type ChoiceLine = { 
/**
 * Stored.
 */
key: string, 
/**
 * Shown.
 */
name: Words, 
/**
 * It keeps the gate shut.
 */
blocks: boolean, };

export type MeasureLine = { 
/**
 * For example `mm`.
 */
unit: string, 
/**
 * Units to choose from, `unit` first; empty where there is only that one.
 */
units: Array<string>, 
/**
 * The limits in words, without the unit; empty where there are none.
 */
limits: Words, 
/**
 * Where its case is stored among the parts, and the cases to choose from.
 */
cases: CasesLine | null, 
/**
 * What the value itself is called where parts stand beside it.
 */
name: Words | null, 
/**
 * Least allowed.
 */
least: string | null, 
/**
 * Greatest allowed.
 */
most: string | null, 
/**
 * The limits are ours, not a source's.
 */
ours: boolean, 
/**
 * Measured again after the work.
 */
before_and_after: boolean, 
/**
 * Values taken with it.
 */
parts: Array<MeasurePartLine>, };

export type CaseLine = { 
/**
 * Stored.
 */
key: string, 
/**
 * Shown.
 */
name: Words, 
/**
 * Least allowed.
 */
least: string | null, 
/**
 * Greatest allowed.
 */
most: string | null, };

export type CasesLine = { 
/**
 * The part that holds the chosen one.
 */
key: string, 
/**
 * To choose from.
 */
cases: Array<CaseLine>, };

export type ContactLine = { 
/**
 * By what.
 */
way: ContactWay, 
/**
 * How often it was tried.
 */
times: number, 
/**
 * How often it is to be tried.
 */
needed: number, 
/**
 * The last time, Unix milliseconds.
 */
last_ms: number | null, };

export type MeasurePartLine = { 
/**
 * Stored.
 */
key: string, 
/**
 * Shown.
 */
name: Words, 
/**
 * What it is.
 */
sort: PartSort, 
/**
 * The unit of a number.
 */
unit: string | null, 
/**
 * The reading is not whole without it.
 */
required: boolean, 
/**
 * Its cases.
 */
cases: CasesLine | null, };

export type PartSort = "number" | "yes_no" | "words";

export type ReadingLine = { 
/**
 * The repeat.
 */
unit: UnitKey | null, 
/**
 * Taken after the work.
 */
after: boolean, 
/**
 * A decimal.
 */
value: string, 
/**
 * The unit it was read in.
 */
read_in: string, 
/**
 * Something of it is still to be filled in.
 */
lacks: boolean, 
/**
 * Values taken with it.
 */
parts: { [key in string]: string }, 
/**
 * Said about it.
 */
note: string | null, 
/**
 * Within its limits; `null` where there are none.
 */
within: boolean | null, };

export type PhotoLine = { 
/**
 * Its digest, in hex.
 */
digest: string, 
/**
 * What it shows.
 */
caption: string | null, 
/**
 * Pixels across; 0 for a file that cannot be drawn.
 */
width: number, 
/**
 * Pixels down.
 */
height: number, 
/**
 * Bytes.
 */
bytes: number, 
/**
 * MIME type.
 */
media: string, 
/**
 * When, Unix milliseconds.
 */
at_ms: number | null, 
/**
 * Where it is.
 */
truth: Truth, 
/**
 * Bytes the office has.
 */
sent: number, 
/**
 * Its bytes made room on this device; the office has it.
 */
freed: boolean, };

export type ScriptLine = { 
/**
 * Its key.
 */
key: string, 
/**
 * When it is said.
 */
when: Words, 
/**
 * What is said.
 */
words: Words, 
/**
 * It may be sent as it stands.
 */
sms: boolean, };

export type PriceListView = { 
/**
 * Parts.
 */
parts: Array<PartPrice>, 
/**
 * The fee table.
 */
fees: Array<FeePrice>, };

export type PartPrice = { 
/**
 * Its code.
 */
code: string, 
/**
 * Its name.
 */
name: Words, 
/**
 * Brand and specification.
 */
spec: string, 
/**
 * m, 个 ...
 */
unit: string, 
/**
 * For one unit.
 */
price: Money, 
/**
 * Warranty on the part.
 */
warranty_months: number, 
/**
 * Who pays for it on this job, as contract, warranty and cause say.
 */
cover: Cover, 
/**
 * Why.
 */
why: Words, 
/**
 * How much of it the van holds, a decimal; `null` where the office keeps no stock of it.
 */
held: string | null, };

export type FeePrice = { 
/**
 * Its code.
 */
code: string, 
/**
 * Its name.
 */
name: Words, 
/**
 * 窗, 个, 次 ...
 */
unit: string, 
/**
 * For one unit.
 */
price: Money, 
/**
 * Who pays for it on this job; a fee the firm never charges is free.
 */
cover: Cover, 
/**
 * Why.
 */
why: Words, };

export type QuoteView = { 
/**
 * 1, 2, 3 ...
 */
version: number, 
/**
 * The cause in plain words.
 */
cause: string, 
/**
 * What will be done.
 */
plan: string, 
/**
 * How long it takes.
 */
minutes: number, 
/**
 * Parts, then fees.
 */
lines: Array<QuoteLine>, 
/**
 * What the customer pays.
 */
total: Money, 
/**
 * Version of the price list.
 */
prices: string, 
/**
 * SHA-256 of the quote as shown, in hex: what a consent binds.
 */
digest: string, 
/**
 * It stands in the log.
 */
kept: boolean, 
/**
 * The customer agreed to exactly this version.
 */
agreed: boolean, 
/**
 * Parts fitted.
 */
fitted: Array<FittedLine>, 
/**
 * The total by what was fitted; `null` where it has to go back to the quote.
 */
fitted_total: Money | null, 
/**
 * What may be taken on the spot at most; above it an invoice comes first.
 */
on_the_spot: Money | null, 
/**
 * How it was paid.
 */
payment: PaymentLine | null, 
/**
 * The firm's pay codes, where it has set any.
 */
pay_codes: Array<PayCode>, };

export type QuoteLine = { 
/**
 * Catalogue or fee code.
 */
code: string, 
/**
 * It is a part.
 */
part: boolean, 
/**
 * Its name.
 */
name: Words, 
/**
 * Brand and specification, or why it is free.
 */
detail: string, 
/**
 * A decimal.
 */
quantity: string, 
/**
 * m, 个 ...
 */
unit: string, 
/**
 * For one unit.
 */
price: Money, 
/**
 * Months of warranty; 0 for a fee.
 */
warranty_months: number, 
/**
 * Who pays.
 */
cover: Cover, 
/**
 * What the customer pays for it.
 */
amount: Money, 
/**
 * Of a part, how much the van holds, a decimal; `null` where the office keeps no stock.
 */
held: string | null, };

export type FittedLine = { 
/**
 * Catalogue code.
 */
code: string, 
/**
 * A decimal.
 */
quantity: string, 
/**
 * m, 个 ...
 */
unit: string, 
/**
 * Serial or batch of the new part.
 */
new_serial: string | null, 
/**
 * Serial of the old part.
 */
old_serial: string | null, 
/**
 * The old part was recovered.
 */
old_recovered: boolean, };

export type PaymentLine = { 
/**
 * STANDARDS 2.3.
 */
status: string, 
/**
 * wechat, cash ...
 */
method: string, 
/**
 * How much.
 */
amount: Money, };

export type PayCode = { 
/**
 * wechat, alipay.
 */
method: string, 
/**
 * Rows of dark modules.
 */
qr: Array<Array<boolean>>, };

export type SheetView = { 
/**
 * The sheet's number.
 */
number: string, 
/**
 * Digest of the signed PDF, in hex; `null` where sealing was interrupted before the PDF was kept.
 */
pdf: string | null, 
/**
 * Its pages.
 */
pages: number, 
/**
 * Its bytes.
 */
bytes: number, 
/**
 * Who signed for the customer.
 */
signer: string, 
/**
 * When it was sealed, Unix milliseconds.
 */
sealed_ms: number | null, 
/**
 * Rows of the QR, top to bottom; `true` is dark.
 */
qr: Array<Array<boolean>>, 
/**
 * Where the PDF is.
 */
truth: Truth, };

export type Avoided = { 
/**
 * Where they begin, in UTF-16 code units as a text field counts.
 */
start: number, 
/**
 * Where they end.
 */
end: number, 
/**
 * The words themselves.
 */
words: string, 
/**
 * What to say instead; [`BLANK`](super::script::BLANK) where something is still to be filled in.
 */
better: Words, 
/**
 * Why.
 */
why: Words, 
/**
 * Conduct rather than words: shown as a rule, not offered as a wording.
 */
manner: boolean, };

export type AnswerSent = { 
/**
 * Which of the three.
 */
said: Said, 
/**
 * Text of a field.
 */
text: string | null, 
/**
 * Key of a choice.
 */
choice: string | null, 
/**
 * The day of a date, `2022-06-18`.
 */
date?: string, 
/**
 * Why not.
 */
reason: string | null, };

export type ReadingSent = { 
/**
 * The repeat.
 */
unit: string | null, 
/**
 * Taken after the work.
 */
after: boolean, 
/**
 * A decimal.
 */
value: string, 
/**
 * The unit it was read in, where the item allows another than its own.
 */
read_in?: string, 
/**
 * Values taken with it.
 */
parts: { [key in string]: string }, 
/**
 * Said about it.
 */
note: string | null, };

export type QuoteSent = { 
/**
 * The cause in plain words.
 */
cause: string, 
/**
 * What will be done.
 */
plan: string, 
/**
 * How long it takes.
 */
minutes: number, 
/**
 * Parts.
 */
parts: Array<QuotedSent>, 
/**
 * Fees.
 */
fees: Array<QuotedSent>, };

export type QuotedSent = { 
/**
 * Catalogue or fee code.
 */
code: string, 
/**
 * A decimal.
 */
quantity: string, 
/**
 * Who pays.
 */
cover: Cover, 
/**
 * Why it is free, or what it covers.
 */
note: string, };

export type InkSent = { 
/**
 * Width and height of the field.
 */
field: [number, number], 
/**
 * Strokes of points.
 */
strokes: Array<Array<[number, number, number, number]>>, };

export type SignSent = { 
/**
 * The name.
 */
name: string, 
/**
 * self, family, tenant ...
 */
relation: string, 
/**
 * The ink.
 */
ink: InkSent, };

export type OralSent = { 
/**
 * Who agreed.
 */
name: string, 
/**
 * self, family, tenant ...
 */
relation: string, 
/**
 * Why there is no signature.
 */
why: string, };

export type PartSent = { 
/**
 * Catalogue code.
 */
code: string, 
/**
 * A decimal.
 */
quantity: string, 
/**
 * Serial or batch of the new part.
 */
new_serial: string | null, 
/**
 * Serial of the old part.
 */
old_serial: string | null, 
/**
 * The old part was recovered.
 */
old_recovered: boolean, };

export type RequestSent = { 
/**
 * The customer's name.
 */
customer: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * Where.
 */
address: string, 
/**
 * The product.
 */
product: string, 
/**
 * What is wrong.
 */
symptom: string, 
/**
 * Anything else.
 */
note: string, 
/**
 * Key of the standard it may need.
 */
pack: string | null, };

export type Me = { 
/**
 * It belongs to a company.
 */
enrolled: boolean, 
/**
 * The company's short name; its id until its settings have come.
 */
company: Words, 
/**
 * The technician's name.
 */
name: string, 
/**
 * Staff number.
 */
badge: string, 
/**
 * The device's id at the office.
 */
device: string, 
/**
 * The hub's address.
 */
hub: string, 
/**
 * The keys lie in the system's key store, not in a file.
 */
keys_in_system: boolean, 
/**
 * The app's version.
 */
version: string, };

export type Refused = { 
/**
 * Stable, such as `store.disk_full`.
 */
code: string, 
/**
 * What the person can do, in Chinese.
 */
zh: string, 
/**
 * In English.
 */
en: string, };

export type SavedFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * The folder it lies in.
 */
folder: string, 
/**
 * Bytes.
 */
bytes: number, };

export type LockState = { 
/**
 * A PIN is set.
 */
set: boolean, 
/**
 * It has to be entered now.
 */
shut: boolean, 
/**
 * Seconds until it may be tried.
 */
wait_s: number, 
/**
 * Minutes out of sight after which it is asked for again; `null`: only when the app starts.
 */
after_min: number | null, };

export type SyncPhase = "idle" | "running" | "no_network" | "refused";

export type SyncState = { 
/**
 * How the rounds stand.
 */
phase: SyncPhase, 
/**
 * What is where.
 */
line: OutboxLine, 
/**
 * Why not.
 */
refused: Refused | null, };

export const calls = {
  /** Whose device this is. */
  me: () => invoke<Me>('me'),
  /** The digital badge. */
  badge: () => invoke<Badge>('badge'),
  /** The day. */
  today: () => invoke<Today>('today'),
  /** The week so many weeks from this one. */
  schedule: (week: number) => invoke<Schedule>('schedule', { week }),
  /** The jobs in which every word occurs. */
  find: (text: string, open: boolean | null) => invoke<Array<VisitRow>>('find', { text, open }),
  /** A job. */
  job: (job: JobId) => invoke<JobView>('job', { job }),
  /** What else this device knows of the job's product. */
  history: (job: JobId) => invoke<Array<VisitRow>>('history', { job }),
  /** A stage of the visit a job is on. */
  stage: (job: JobId, stage: Stage) => invoke<StageView>('stage', { job, stage }),
  /** Answers an item. */
  answer: (job: JobId, item: ItemKey, answer: AnswerSent) => invoke<null>('answer', { job, item, answer }),
  /** Confirms a block as a whole, but for the exceptions. */
  confirm_block: (job: JobId, block: string, exceptions: { [key in string]: AnswerSent }) => invoke<null>('confirm_block', { job, block, exceptions }),
  /** Confirms all blocks of a stage at once, but for the exceptions. */
  confirm_stage: (job: JobId, stage: Stage, exceptions: { [key in string]: AnswerSent }) => invoke<null>('confirm_stage', { job, stage, exceptions }),
  /** Keeps a reading. */
  measure: (job: JobId, item: ItemKey, reading: ReadingSent) => invoke<null>('measure', { job, item, reading }),
  /** Adds a repeat (窗 2). */
  add_unit: (job: JobId, name: string) => invoke<null>('add_unit', { job, name }),
  /** Sets or clears a flag. */
  set_flag: (job: JobId, flag: Flag, on: boolean) => invoke<null>('set_flag', { job, flag, on }),
  /** Agrees on a time with the customer; Unix milliseconds. */
  appointment: (job: JobId, fromMs: number, toMs: number, who: string) => invoke<null>('appointment', { job, fromMs, toMs, who }),
  /** The prices of a job. */
  price_list: (job: JobId) => invoke<PriceListView>('price_list', { job }),
  /** The standing quote. */
  quote: (job: JobId) => invoke<QuoteView | null>('quote', { job }),
  /** What a quote would say; nothing is kept. */
  price_quote: (job: JobId, quote: QuoteSent) => invoke<QuoteView>('price_quote', { job, quote }),
  /** Keeps a quote. */
  make_quote: (job: JobId, quote: QuoteSent) => invoke<null>('make_quote', { job, quote }),
  /** The customer agrees, with ink; `seen` is the digest of the quote on the screen. */
  consent: (job: JobId, item: ItemKey, seen: string | null, signed: SignSent) => invoke<null>('consent', { job, item, seen, signed }),
  /** The customer agrees in words alone, where the firm allows it. */
  consent_oral: (job: JobId, item: ItemKey, seen: string | null, spoken: OralSent) => invoke<null>('consent_oral', { job, item, seen, spoken }),
  /** A part of the quote was fitted. */
  fit_part: (job: JobId, part: PartSent) => invoke<null>('fit_part', { job, part }),
  /** How the consented total is paid. */
  pay: (job: JobId, status: string, method: string) => invoke<null>('pay', { job, status, method }),
  /** The customer's rating. */
  rate: (job: JobId, score: number, comment: string) => invoke<null>('rate', { job, score, comment }),
  /** Signs the sheet. */
  sign: (job: JobId, item: ItemKey, signed: SignSent) => invoke<null>('sign', { job, item, signed }),
  /** Seals, draws, signs and files the sheet. */
  make_sheet: (job: JobId) => invoke<null>('make_sheet', { job }),
  /** The sheet; none before it is sealed. */
  sheet: (job: JobId) => invoke<SheetView | null>('sheet', { job }),
  /** The visit moves on, as far as one tap takes it. */
  advance: (job: JobId, to: State) => invoke<null>('advance', { job, to }),
  /** Every way on but the main line's (情况有变). */
  ways: (job: JobId) => invoke<WaysView>('ways', { job }),
  /** The visit takes one of them: a row of STANDARDS 2.6. */
  turn: (job: JobId, number: number, to: State, reason: string) => invoke<null>('turn', { job, number, to, reason }),
  /** A new time was agreed after the old one fell; Unix milliseconds. */
  rebook: (job: JobId, fromMs: number, toMs: number, who: string) => invoke<null>('rebook', { job, fromMs, toMs, who }),
  /** A free note. */
  note: (job: JobId, text: string) => invoke<null>('note', { job, text }),
  /** What of a job waits for a person. */
  questions: (job: JobId) => invoke<QuestionsView>('questions', { job }),
  /** The jobs with something that waits for a person. */
  jobs_to_settle: () => invoke<Array<VisitRow>>('jobs_to_settle'),
  /** Settles an open question: this record says the right thing. */
  settle: (job: JobId, record: RecordId, seen: Array<RecordId>) => invoke<null>('settle', { job, record, seen }),
  /** Leaves what came after the signature beside the signed sheet. */
  leave_beside: (job: JobId, seen: Array<RecordId>) => invoke<null>('leave_beside', { job, seen }),
  /** Wishes that the brief said something else. */
  correct: (job: JobId, line: string, should: string, reason: string) => invoke<null>('correct', { job, line, should, reason }),
  /** The trades this device has a standard of. */
  services: () => invoke<Array<ServiceLine>>('services'),
  /** Asks for a new job. */
  begin_request: (request: RequestSent) => invoke<JobId>('begin_request', { request }),
  /** What in a text does not belong in front of a customer, and what to say instead. */
  wording: (text: string) => invoke<Array<Avoided>>('wording', { text }),
  /** The rules of the standard in which every word occurs. */
  rules: (text: string) => invoke<Array<RuleLine>>('rules', { text }),
  /** What was typed and not yet kept, by field. */
  drafts: (job: JobId) => invoke<{ [key in string]: string }>('drafts', { job }),
  /** Keeps what is being typed. */
  save_draft: (job: JobId, slot: string, value: string) => invoke<null>('save_draft', { job, slot, value }),
  /** Throws away what was typed. */
  drop_draft: (job: JobId, slot: string) => invoke<null>('drop_draft', { job, slot }),
  /** An item's photos that are not records yet; `at` is where the phone is, where that is wanted in the stamp. */
  tray: (job: JobId, item: ItemKey, at: string | null) => invoke<TrayView>('tray', { job, item, at }),
  /** Says something else of one of them: its caption, its marks. */
  edit_shot: (job: JobId, item: ItemKey, digest: string, edit: ShotSent) => invoke<null>('edit_shot', { job, item, digest, edit }),
  /** Puts one at another place of the order. */
  move_shot: (job: JobId, item: ItemKey, digest: string, to: number) => invoke<null>('move_shot', { job, item, digest, to }),
  /** Removes one, or has it back. */
  drop_shot: (job: JobId, item: ItemKey, digest: string, dropped: boolean) => invoke<null>('drop_shot', { job, item, digest, dropped }),
  /** Notes that the system's gallery is open, or that it is not any more. */
  ask_gallery: (job: JobId, item: ItemKey, asked: boolean) => invoke<null>('ask_gallery', { job, item, asked }),
  /** Makes records of all that were not removed, and says how many. */
  use_shots: (job: JobId, item: ItemKey) => invoke<number>('use_shots', { job, item }),
  /** What the van holds, and what waits for warehouse or technician. */
  van: () => invoke<VanView>('van'),
  /** Asks the warehouse for a part. */
  ask_part: (movement: MovementSent) => invoke<null>('ask_part', { movement }),
  /** Hands a part back to the warehouse. */
  hand_back_part: (movement: MovementSent) => invoke<null>('hand_back_part', { movement }),
  /** Says how much of a part lies in the van. */
  count_part: (movement: MovementSent) => invoke<null>('count_part', { movement }),
  /** Confirms everything that was issued; `counted` says how much it really was, by issue, where that is another quantity. */
  receive_parts: (counted: { [key in string]: string }) => invoke<null>('receive_parts', { counted }),
  /** Confirms one thing that was issued, and how much it was. */
  receive_part: (issue: RecordId, quantity: string) => invoke<null>('receive_part', { issue, quantity }),
  /** What a hand-over file would hold. */
  hand_over_view: () => invoke<HandOverView>('hand_over_view'),
  /** What takes how much of the device, and what may go. */
  storage_view: () => invoke<StorageView>('storage_view'),
  /** Frees some of what may go, and says what went; none once nothing is left to free. */
  free_some: () => invoke<Held>('free_some'),
  /** What is told when, and the next ones. */
  reminders_view: () => invoke<RemindersView>('reminders_view'),
  /** Switches a kind of reminder on or off. */
  set_reminder: (clock: Clock, on: boolean) => invoke<null>('set_reminder', { clock, on }),
  /** What is where. */
  outbox: () => invoke<OutboxView>('outbox'),
  /** Makes this device one of the company's, and fetches its jobs. */
  enrol: (link: string) => invoke<Me>('enrol', { link }),
  /** Calls or writes to the customer in the phone's own app; without an item, for the one that waits for it. */
  contact: (job: JobId, item: ItemKey | null, way: ContactWay, script: string | null) => invoke<null>('contact', { job, item, way, script }),
  /** Shows where the customer lives, in whatever map there is. */
  place: (job: JobId) => invoke<null>('place', { job }),
  /** Writes one hand-over file where other apps find it; from 1. */
  hand_over: (part: number) => invoke<SavedFile>('hand_over', { part }),
  /** A round with the office, now. */
  sync: () => invoke<SyncDone>('sync'),
  /** The network is back, or the app in sight again: a round, unless there just was one. */
  wake: () => invoke<null>('wake'),
  /** How this installation stands, and what went wrong lately. */
  diagnostics: () => invoke<Array<DiagnosticLine>>('diagnostics'),
  /** Writes the sheet where other apps find it, and opens it in the phone's own viewer. */
  share_sheet: (job: JobId) => invoke<SavedFile>('share_sheet', { job }),
  /** Writes the diagnostics where other apps find them. */
  save_diagnostics: () => invoke<SavedFile>('save_diagnostics'),
  /** How the PIN stands. */
  lock_state: () => invoke<LockState>('lock_state'),
  /** Opens what waits for this PIN. */
  unlock: (pin: string) => invoke<null>('unlock', { pin }),
  /** Sets a PIN, changes it (`old` is the one that is set), or takes it away (`pin` is none). */
  set_pin: (old: string | null, pin: string | null) => invoke<LockState>('set_pin', { old, pin }),
  /** After how many minutes out of sight the PIN is asked for; none: only when the app starts. */
  shut_after: (minutes: number | null) => invoke<LockState>('shut_after', { minutes }),
  /** Nobody sees the app any more. */
  left: () => invoke<null>('left'),
};
