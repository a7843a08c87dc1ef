// Generated from crates/hub/src/core/show/view.rs; `DOORSTEP_WRITE=1 cargo test -p hub` writes it.

export type Named = { 
/**
 * Stable key.
 */
key: string, 
/**
 * 中文
 */
zh: string, 
/**
 * English
 */
en: string, };

export type SpokenAt = { 
/**
 * Name, or the account of the office.
 */
by: string, 
/**
 * By the device's clock.
 */
at: number | null, 
/**
 * Of what was said at one moment, the later sorts behind.
 */
order: string, 
/**
 * The device's clock was checked since its last start.
 */
verified: boolean, 
/**
 * When the hub received it.
 */
received: number | null, };

export type CardView = { 
/**
 * Number.
 */
job: string, 
/**
 * Of the job or of its visit.
 */
state: Named, 
/**
 * The standard.
 */
pack: Named, 
/**
 * Name.
 */
customer: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * Address.
 */
address: string, 
/**
 * Product.
 */
product: string, 
/**
 * The customer's words.
 */
symptom: string, 
/**
 * Marked as urgent.
 */
urgent: boolean, 
/**
 * Names of the crew.
 */
crew: string, 
/**
 * Begin of the time agreed or offered.
 */
appointment_from: number | null, 
/**
 * End of it.
 */
appointment_to: number | null, 
/**
 * Promised by.
 */
promised_by: number | null, 
/**
 * Another system's number, or empty.
 */
external: string, 
/**
 * What a person has to settle.
 */
questions: number, 
/**
 * Last change.
 */
updated: number, };

export type CardsView = { 
/**
 * The cards.
 */
cards: Array<CardView>, 
/**
 * On all pages.
 */
total: number, 
/**
 * The hub's clock.
 */
now: number, };

export type JobView = { 
/**
 * Number.
 */
job: string, 
/**
 * When it began.
 */
created: number, 
/**
 * Last change.
 */
updated: number, 
/**
 * Where it stands.
 */
state: Named, 
/**
 * What the office wrote.
 */
brief: BriefView, 
/**
 * Who goes, the first leads.
 */
crew: Array<CrewView>, 
/**
 * Who asked for it on site, while the office has not answered.
 */
requested: RequestedView | null, 
/**
 * Each visit.
 */
visits: Array<VisitView>, 
/**
 * Notes of both sides, oldest first.
 */
notes: Array<NoteView>, 
/**
 * Open questions.
 */
questions: Array<QuestionView>, 
/**
 * Changes that are not in their document.
 */
aside: Array<AsideView>, 
/**
 * Changes that do not count.
 */
verdicts: Array<VerdictView>, 
/**
 * The promised time has passed.
 */
overdue: boolean, 
/**
 * Cancelled while a visit was under way.
 */
cancelled_but_happened: boolean, 
/**
 * When a phone last brought something of this job.
 */
heard: number | null, 
/**
 * What the office may do now, or could once what it lacks is recorded.
 */
moves: Array<WayView>, 
/**
 * What the office recorded, oldest first.
 */
recorded: Array<RecordedView>, 
/**
 * How the office moved it, oldest first.
 */
moved: Array<OfficeMoveView>, 
/**
 * Its clocks.
 */
timers: Array<TimerView>, 
/**
 * The hub's clock.
 */
now: number, };

export type RequestedView = { 
/**
 * Name.
 */
by: string, 
/**
 * By their clock.
 */
at: number | null, 
/**
 * Key of the standard they think of, or empty.
 */
pack: string, };

export type BriefView = { 
/**
 * The standard.
 */
pack: Named, 
/**
 * Its version.
 */
pack_version: string, 
/**
 * Marked as urgent.
 */
urgent: boolean, 
/**
 * Name.
 */
customer: string, 
/**
 * Phone.
 */
phone: string, 
/**
 * Address.
 */
address: string, 
/**
 * Product.
 */
product: string, 
/**
 * Serial number.
 */
serial: string, 
/**
 * When it was installed, as written.
 */
installed: string, 
/**
 * The customer's words.
 */
symptom: string, 
/**
 * Who pays, as a key.
 */
entitlement: string, 
/**
 * In words.
 */
entitlement_note: string, 
/**
 * Note for the crew.
 */
note: string, 
/**
 * Another system's number.
 */
external: string, 
/**
 * What holds for this job.
 */
flags: Array<Named>, 
/**
 * Begin of the time agreed or offered.
 */
appointment_from: number | null, 
/**
 * End of it.
 */
appointment_to: number | null, 
/**
 * Promised by.
 */
promised_by: number | null, };

export type CrewView = { 
/**
 * Id.
 */
person: string, 
/**
 * Name.
 */
name: string, 
/**
 * Staff number.
 */
badge: string, };

export type NoteView = { 
/**
 * The words.
 */
text: string, 
/**
 * The office wrote it.
 */
office: boolean, 
/**
 * Who and when.
 */
said: SpokenAt, };

export type JobMade = { 
/**
 * Number.
 */
job: string, 
/**
 * By an earlier request of the same name.
 */
again: boolean, };

export type WayView = { 
/**
 * The transition's number in the standard.
 */
row: number, 
/**
 * What it is called.
 */
zh: string, 
/**
 * The same in English.
 */
en: string, 
/**
 * Where it leads.
 */
to: Named, 
/**
 * What is to be recorded first, or to come.
 */
lacks: Array<FactView>, 
/**
 * Somebody must say why.
 */
reason: boolean, 
/**
 * The visit it plans.
 */
visit: number | null, };

export type FactView = { 
/**
 * The key it is recorded by.
 */
key: string, 
/**
 * What is asked for.
 */
zh: string, 
/**
 * The same in English.
 */
en: string, 
/**
 * `papers`: it follows from the job itself; `tick`: somebody says so; `words`: somebody says so in words.
 */
source: string, };

export type RecordedView = { 
/**
 * What.
 */
fact: Named, 
/**
 * In words.
 */
words: string, 
/**
 * The account.
 */
by: string, 
/**
 * When.
 */
at: number, };

export type OfficeMoveView = { 
/**
 * The transition's number in the standard.
 */
row: number, 
/**
 * What it is called.
 */
zh: string, 
/**
 * The same in English.
 */
en: string, 
/**
 * Why, or empty.
 */
reason: string, 
/**
 * The visit it planned.
 */
visit: number | null, 
/**
 * The account.
 */
by: string, 
/**
 * When.
 */
at: number, };

export type TimerView = { 
/**
 * Which.
 */
key: string, 
/**
 * Its name.
 */
zh: string, 
/**
 * The same in English.
 */
en: string, 
/**
 * Whose visit; none for the job as a whole.
 */
visit: number | null, 
/**
 * From when it counts.
 */
from_ms: number, 
/**
 * By when it is due.
 */
due_ms: number, 
/**
 * When it was done.
 */
met_ms: number | null, 
/**
 * `over`, `running`, `ahead`, `late` or `kept`.
 */
stand: string, };

export type MoveMade = { 
/**
 * The transition's number in the standard.
 */
row: number, 
/**
 * Where the job stands now.
 */
state: Named, 
/**
 * The visit it planned.
 */
visit: number | null, };

export type VisitView = { 
/**
 * 1, 2, 3 ...
 */
visit: number, 
/**
 * Where it stands.
 */
state: Named, 
/**
 * The stages with their counts.
 */
stages: Array<StageView>, 
/**
 * Items that must be answered.
 */
due: number, 
/**
 * Answered, in whichever of the three ways.
 */
answered: number, 
/**
 * Each move.
 */
moves: Array<MoveView>, 
/**
 * Calls and messages to the customer that were begun.
 */
contacts: Array<ContactView>, 
/**
 * Items answered other than *done*.
 */
exceptions: Array<ExceptionView>, 
/**
 * Readings, as taken.
 */
readings: Array<ReadingView>, 
/**
 * The standing quote.
 */
quote: QuoteView | null, 
/**
 * What the customer agreed to.
 */
consents: Array<ConsentView>, 
/**
 * Signatures on the sheet.
 */
signatures: Array<SignatureView>, 
/**
 * Photos and files.
 */
photos: Array<PhotoView>, 
/**
 * Sealed papers.
 */
papers: Array<PaperView>, 
/**
 * The customer's rating.
 */
rating: RatingView | null, 
/**
 * How it was paid.
 */
payment: PaymentView | null, };

export type StageView = { 
/**
 * Which.
 */
name: Named, 
/**
 * Items that must be answered.
 */
due: number, 
/**
 * Done.
 */
done: number, 
/**
 * Not done, with a reason.
 */
not_done: number, 
/**
 * Not applicable, with a reason.
 */
not_applicable: number, 
/**
 * Confirmed with their block, where it is known how long that was looked at.
 */
confirmed: number | null, 
/**
 * The shortest of these looks, in seconds.
 */
confirmed_in_s: number | null, 
/**
 * It is worked at now.
 */
now: boolean, 
/**
 * The visit has passed it.
 */
passed: boolean, };

export type MoveView = { 
/**
 * To which state.
 */
to: Named, 
/**
 * Why, off the main line.
 */
reason: string | null, 
/**
 * Who and when.
 */
said: SpokenAt, };

export type ContactView = { 
/**
 * For which item, where it was for one.
 */
item: Named | null, 
/**
 * `call` or `sms`.
 */
way: string, 
/**
 * The number.
 */
number: string, 
/**
 * Who and when.
 */
said: SpokenAt, };

export type ExceptionView = { 
/**
 * Which.
 */
item: Named, 
/**
 * `not_done` or `not_applicable`.
 */
answer: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Who and when.
 */
said: SpokenAt, };

export type ReadingView = { 
/**
 * Which item.
 */
item: Named, 
/**
 * The unit's name (窗 1), or empty.
 */
of: string, 
/**
 * Measured again after the work.
 */
after: boolean, 
/**
 * The value.
 */
value: string, 
/**
 * Its unit.
 */
unit: string, 
/**
 * What is allowed, or empty.
 */
limit: string, 
/**
 * Within its limits; none where there are none.
 */
within: boolean | null, 
/**
 * Taken with it: its case, its parts, in words.
 */
beside: Array<string>, 
/**
 * Said about it.
 */
note: string | null, 
/**
 * Who and when.
 */
said: SpokenAt, };

export type QuoteView = { 
/**
 * 1, 2, 3 ...
 */
version: number, 
/**
 * Cause.
 */
cause: string, 
/**
 * Plan.
 */
plan: string, 
/**
 * How long.
 */
minutes: number, 
/**
 * Parts and fees.
 */
lines: Array<LineView>, 
/**
 * What the customer pays.
 */
total: string, 
/**
 * ISO 4217.
 */
currency: string, 
/**
 * Who and when.
 */
said: SpokenAt, };

export type LineView = { 
/**
 * Name.
 */
zh: string, 
/**
 * Name, in English where there is one.
 */
en: string, 
/**
 * Specification or note.
 */
detail: string, 
/**
 * How many.
 */
quantity: string, 
/**
 * Of what.
 */
unit: string, 
/**
 * `free`, `contract` or `paid`.
 */
cover: string, 
/**
 * What the customer pays.
 */
amount: string, };

export type ConsentView = { 
/**
 * To what.
 */
item: Named, 
/**
 * Agreed or not.
 */
agreed: boolean, 
/**
 * Who.
 */
name: string, 
/**
 * The words.
 */
words: string, 
/**
 * SHA-256 of the ink; none where it was only spoken.
 */
ink: string | null, 
/**
 * The ink is at the office.
 */
here: boolean, 
/**
 * Who wrote it down and when.
 */
said: SpokenAt, };

export type SignatureView = { 
/**
 * Whose.
 */
item: Named, 
/**
 * Who signed.
 */
name: string, 
/**
 * SHA-256 of the ink.
 */
ink: string, 
/**
 * The ink is at the office.
 */
here: boolean, 
/**
 * Who wrote it down and when.
 */
said: SpokenAt, };

export type PhotoView = { 
/**
 * Of which item.
 */
item: Named, 
/**
 * What it shows.
 */
caption: string, 
/**
 * Its SHA-256: the address of its bytes.
 */
digest: string, 
/**
 * MIME type as the phone told it.
 */
media: string, 
/**
 * Its bytes are at the office.
 */
here: boolean, 
/**
 * Who and when.
 */
said: SpokenAt, };

export type PaperView = { 
/**
 * Number.
 */
number: string, 
/**
 * SHA-256 of the PDF.
 */
pdf: string, 
/**
 * Pages.
 */
pages: number, 
/**
 * The PDF is at the office.
 */
here: boolean, 
/**
 * With the office's receipt: SHA-256 of that PDF.
 */
receipt: string | null, 
/**
 * When the office received it.
 */
received: number | null, 
/**
 * Why it got no receipt: a reason's stable word.
 */
refused: string | null, 
/**
 * Who and when.
 */
said: SpokenAt, };

export type RatingView = { 
/**
 * 1 to 5.
 */
score: number, 
/**
 * The customer's words.
 */
comment: string, };

export type PaymentView = { 
/**
 * Key of STANDARDS 2.3.
 */
status: string, 
/**
 * wechat, cash ...
 */
method: string, 
/**
 * How much.
 */
amount: string, 
/**
 * ISO 4217.
 */
currency: string, };

export type QuestionView = { 
/**
 * `differs`, `after_signing` or `correction`.
 */
kind: string, 
/**
 * Of which visit.
 */
visit: number | null, 
/**
 * What it is about: an item, or the brief's field.
 */
about: Named, 
/**
 * Each value there is. A correction has one, its wish.
 */
options: Array<OptionView>, 
/**
 * What the brief says now, for a correction.
 */
was: string, 
/**
 * Why it should be corrected.
 */
reason: string, };

export type OptionView = { 
/**
 * Its record.
 */
record: string, 
/**
 * 中文
 */
zh: string, 
/**
 * English
 */
en: string, 
/**
 * Who and when.
 */
said: SpokenAt, 
/**
 * The office wrote it.
 */
office: boolean, 
/**
 * It is what the customer signed.
 */
signed: boolean, 
/**
 * The standard takes it first.
 */
proposed: boolean, 
/**
 * It can be chosen.
 */
can: boolean, };

export type AsideView = { 
/**
 * Its hash.
 */
change: string, 
/**
 * `brief` or `log`.
 */
document: string, 
/**
 * Why: a code, and words.
 */
rule: Named, 
/**
 * It waits for changes that have not come, and enters by itself.
 */
held: boolean, 
/**
 * The phone that brought it.
 */
device: string, 
/**
 * Whose phone.
 */
person: string, 
/**
 * When.
 */
received: number, 
/**
 * Its bytes.
 */
bytes: number, 
/**
 * What it says, as far as it can be read.
 */
records: Array<ToldView>, 
/**
 * The office can take it over.
 */
can: boolean, 
/**
 * Who has.
 */
adopted: AdoptedView | null, };

export type ToldView = { 
/**
 * About what.
 */
about: Named, 
/**
 * 中文
 */
zh: string, 
/**
 * English
 */
en: string, 
/**
 * Who says to have written it.
 */
by: string, 
/**
 * When, by their clock.
 */
at: number | null, };

export type AdoptedView = { 
/**
 * The account.
 */
by: string, 
/**
 * When.
 */
at: number, };

export type VerdictView = { 
/**
 * Its hash.
 */
change: string, 
/**
 * The rule's code.
 */
rule: string, 
/**
 * In words.
 */
reason: string, 
/**
 * Who lifted it: it counts again.
 */
lifted_by: string | null, 
/**
 * What it says.
 */
records: Array<ToldView>, };

export type ToSettleView = { 
/**
 * Whose van it is: the person's id; empty for a job.
 */
van: string, 
/**
 * Number.
 */
job: string, 
/**
 * The customer, where the job is known.
 */
customer: string, 
/**
 * The standard.
 */
pack: Named, 
/**
 * Where it stands.
 */
state: Named, 
/**
 * The job is one of ours; changes may name any.
 */
known: boolean, 
/**
 * What is open.
 */
questions: Array<QuestionView>, 
/**
 * What was set aside and nobody has taken over, and what has waited for long.
 */
aside: Array<AsideView>, };

export type AllToSettleView = { 
/**
 * Each job.
 */
jobs: Array<ToSettleView>, 
/**
 * On all pages.
 */
total: number, 
/**
 * The hub's clock.
 */
now: number, };

export type PersonView = { 
/**
 * Id.
 */
person: string, 
/**
 * Name.
 */
name: string, 
/**
 * Staff number.
 */
badge: string, 
/**
 * Their phones.
 */
devices: Array<DeviceView>, };

export type PeopleView = { 
/**
 * By id.
 */
people: Array<PersonView>, };

export type DeviceView = { 
/**
 * Id.
 */
device: string, 
/**
 * What it said about itself.
 */
facts: string, 
/**
 * `active`, `retired` or `lost`.
 */
state: string, 
/**
 * When it was enrolled.
 */
enrolled: number, 
/**
 * When it was last heard of.
 */
seen: number, 
/**
 * The newest schema its app knows.
 */
schema: number, 
/**
 * The newest schema in use; an app that knows less is to be updated.
 */
schema_now: number, 
/**
 * What it said last, if it wiped itself.
 */
left: LeftView | null, };

export type LeftView = { 
/**
 * Changes that never came.
 */
changes: number, 
/**
 * Photos, inks and papers that never came.
 */
blobs: number, 
/**
 * When.
 */
at: number, };

export type EnrolmentView = { 
/**
 * The link in the QR.
 */
url: string, 
/**
 * Where the phone reaches the hub.
 */
hub: string, 
/**
 * SHA-256 of the root key.
 */
pin: string, 
/**
 * The one-time token.
 */
token: string, 
/**
 * Good until.
 */
expires: number, 
/**
 * The QR as SVG.
 */
qr: string, };

export type HereView = { 
/**
 * The account.
 */
admin: string, 
/**
 * The company.
 */
company: string, 
/**
 * The standards a job can be begun with.
 */
packs: Array<Named>, 
/**
 * Minutes east of UTC where the office is.
 */
offset_minutes: number, 
/**
 * The hub's clock.
 */
now: number, };

export type ImportView = { 
/**
 * SHA-256 of the file; to be sent back with the confirmation.
 */
digest: string, 
/**
 * `csv` or `xlsx`.
 */
kind: string, 
/**
 * How its text was written, for example `GB18030`; empty for XLSX.
 */
encoding: string, 
/**
 * The sheet that was read; empty for CSV.
 */
sheet: string, 
/**
 * Further sheets, which are not read.
 */
other_sheets: Array<string>, 
/**
 * Its columns.
 */
columns: Array<ColumnView>, 
/**
 * Its rows.
 */
rows: Array<RowView>, 
/**
 * Rows that become jobs.
 */
good: number, 
/**
 * Rows with something wrong.
 */
wrong: number, 
/**
 * Rows that are there already.
 */
double: number, };

export type ColumnView = { 
/**
 * As its head says.
 */
head: string, 
/**
 * The brief's key it fills; none where it is not read.
 */
key: string | null, };

export type RowView = { 
/**
 * Its line in the table, the head being 1.
 */
line: number, 
/**
 * `good`, `wrong` or `double`.
 */
verdict: string, 
/**
 * Key and text of what was read, in the order of the columns.
 */
cells: Array<CellView>, 
/**
 * What is wrong.
 */
faults: Array<FaultView>, 
/**
 * The job that is there already, or `line 5` of the same table.
 */
same_as: string | null, };

export type CellView = { 
/**
 * The brief's key.
 */
key: string, 
/**
 * Its text.
 */
text: string, };

export type FaultView = { 
/**
 * The brief's key.
 */
key: string, 
/**
 * 中文
 */
zh: string, 
/**
 * English
 */
en: string, };

export type ImportDone = { 
/**
 * The jobs it began, in the order of the rows.
 */
jobs: Array<string>, 
/**
 * Rows left out as wrong.
 */
wrong: number, 
/**
 * Rows left out as there already.
 */
double: number, 
/**
 * By an earlier request of the same name; nothing was done now.
 */
again: boolean, };

export type HandOverDone = { 
/**
 * The device that wrote it.
 */
device: string, 
/**
 * Who works with it.
 */
name: string, 
/**
 * When it was written, by the device's clock.
 */
made: number, 
/**
 * Which of `parts`, from 1.
 */
part: number, 
/**
 * How many files belong together.
 */
parts: number, 
/**
 * Changes that are in their documents now, those known before among them.
 */
changes: number, 
/**
 * Changes that wait for others.
 */
held: number, 
/**
 * Changes that were set aside.
 */
aside: number, 
/**
 * Photos, ink and papers that came.
 */
files: number, 
/**
 * Photos, ink and papers that were here already.
 */
files_known: number, };

export type VansView = { 
/**
 * By name.
 */
vans: Array<VanLine>, };

export type VanLine = { 
/**
 * Whose: the person's id.
 */
person: string, 
/**
 * Whose: the name.
 */
name: string, 
/**
 * Staff number.
 */
badge: string, 
/**
 * Somebody has opened it.
 */
open: boolean, 
/**
 * Kinds of parts it holds.
 */
kinds: number, 
/**
 * Kinds of which more was fitted than issued.
 */
below: number, 
/**
 * Requests nobody has answered.
 */
asked: number, 
/**
 * Issues nobody has confirmed.
 */
arriving: number, 
/**
 * Old parts to hand in.
 */
old: number, };

export type VanView = { 
/**
 * In short.
 */
line: VanLine, 
/**
 * The catalogue, and whatever else it holds; what it holds comes first.
 */
parts: Array<VanPart>, 
/**
 * Requests nobody has answered.
 */
asked: Array<VanStep>, 
/**
 * Issues nobody has confirmed.
 */
arriving: Array<VanStep>, 
/**
 * Old parts to hand in.
 */
old: Array<VanStep>, 
/**
 * What happened, the newest first, at most a hundred.
 */
history: Array<VanStep>, };

export type VanPart = { 
/**
 * Catalogue code.
 */
part: string, 
/**
 * 名称
 */
zh: string, 
/**
 * Name
 */
en: string, 
/**
 * Brand and specification.
 */
spec: string, 
/**
 * m, 个 ...
 */
unit: string, 
/**
 * How much of it, a decimal.
 */
held: string, 
/**
 * It holds some.
 */
some: boolean, 
/**
 * Below zero.
 */
below: boolean, };

export type VanStep = { 
/**
 * Its record.
 */
record: string, 
/**
 * `issue`, `fit`, `return`, `count`, `ask`, `decline`, `receive`, `recover`.
 */
kind: string, 
/**
 * Catalogue code.
 */
part: string, 
/**
 * 名称
 */
zh: string, 
/**
 * Name
 */
en: string, 
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
 * The job it belongs to, or empty.
 */
job: string, 
/**
 * Serial of the old part, or empty.
 */
serial: string, 
/**
 * The office wrote it.
 */
office: boolean, 
/**
 * When, by the clock of who wrote it; 0 where it cannot be read.
 */
at: number, };

export type SettingsView = { 
/**
 * The version in force; a change names it.
 */
version: string, 
/**
 * In the order they are shown.
 */
groups: Array<Named>, 
/**
 * Every setting, in its order.
 */
settings: Array<SettingView>, 
/**
 * Values that are no setting of this program. They are kept.
 */
unknown: Array<string>, 
/**
 * The last versions, the one in force first.
 */
history: Array<SettingsVersionView>, 
/**
 * There are earlier versions than these.
 */
more: boolean, };

export type SettingView = { 
/**
 * For example `nobody.wait_min`.
 */
key: string, 
/**
 * Key of its group.
 */
group: string, 
/**
 * 中文
 */
zh: string, 
/**
 * English
 */
en: string, 
/**
 * `integer`, `decimal`, `yes_no`, `choice`, `choices`, `text`, `list`, `days`, `hours`, `dates` or `table`.
 */
kind: string, 
/**
 * What a number counts; `fen` are shown in yuan.
 */
unit: Named | null, 
/**
 * Least allowed number.
 */
least: string | null, 
/**
 * Greatest allowed number.
 */
most: string | null, 
/**
 * What can be chosen.
 */
choices: Array<Named>, 
/**
 * For a table: what stands in it, or where it is kept.
 */
about: Named | null, 
/**
 * The program acts on it; else people do.
 */
read: boolean, 
/**
 * It can be set here.
 */
here: boolean, 
/**
 * The product's default; null for a table.
 */
default: unknown, 
/**
 * The default of single standards.
 */
packs: Array<PackDefaultView>, 
/**
 * The default at business premises.
 */
business: Named | null, 
/**
 * `source`: the default is a source's. `open`, `silent`: it is the product's.
 */
status: Named, 
/**
 * The rules it serves, with their words.
 */
rules: Array<Named>, 
/**
 * In force: the firm's own, or the default.
 */
value: unknown, 
/**
 * The firm has set it, and to something else than the default.
 */
own: boolean, 
/**
 * What is wrong with the value in force; it counts as the default then.
 */
wrong: Named | null, };

export type PackDefaultView = { 
/**
 * The standard.
 */
pack: Named, 
/**
 * Its default.
 */
value: unknown, };

export type SettingsVersionView = { 
/**
 * For example `2026-12.1`.
 */
version: string, 
/**
 * The account that set it; empty for what the hub began with.
 */
by: string, 
/**
 * When.
 */
at: number | null, 
/**
 * What differs from the version before it.
 */
changed: Array<Named>, };

export type StandardView = { 
/**
 * The standard.
 */
pack: Named, 
/**
 * The version the job keeps to.
 */
version: string, 
/**
 * Its digest.
 */
digest: string, 
/**
 * A newer version, if there is one.
 */
newest: VersionView | null, 
/**
 * What the newest asks differently, in its order.
 */
changes: Array<ItemChangeView>, 
/**
 * Items that are new in it.
 */
added: number, 
/**
 * Items that are required now and were not.
 */
required: number, 
/**
 * Items that are asked otherwise.
 */
changed: number, 
/**
 * Items that are not asked any more.
 */
removed: number, 
/**
 * The job cannot be moved to it, and why.
 */
closed: Named | null, 
/**
 * This hub has not got the job's own version, and cannot say what differs.
 */
unknown: boolean, 
/**
 * The version the job kept to before, where it was moved.
 */
before: VersionView | null, };

export type VersionView = { 
/**
 * For example `1.1`.
 */
version: string, 
/**
 * Its digest.
 */
digest: string, 
/**
 * The account that moved the job away from it, or empty.
 */
by: string, 
/**
 * When.
 */
at: number | null, };

export type ItemChangeView = { 
/**
 * Its key and label, the newest there is.
 */
item: Named, 
/**
 * `added`, `required`, `changed` or `removed`.
 */
how: string, 
/**
 * The stage or the branch it stands in.
 */
place: Named, 
/**
 * What of it differs.
 */
parts: Array<Named>, 
/**
 * It has to be answered, always or under a flag.
 */
needed: boolean, 
/**
 * It was answered in the visit the job is on.
 */
answered: boolean, };

export type VerifyView = { 
/**
 * `valid`, `invalid` or `unknown`.
 */
result: string, 
/**
 * Its number, where it can be read.
 */
paper: string | null, 
/**
 * The paper it corrects.
 */
replaces: string | null, 
/**
 * The paper that corrects it.
 */
amended: string | null, 
/**
 * When the office received it, RFC 3339 with offset.
 */
received: string | null, 
/**
 * Whether facts, seal and pages fit each other.
 */
facts_match: boolean | null, 
/**
 * The device's signature, then the office's receipt.
 */
signatures: Array<SignatureFoundView>, 
/**
 * Everything that keeps it from being valid.
 */
reasons: Array<ReasonView>, };

export type SignatureFoundView = { 
/**
 * `device` or `office`.
 */
role: string, 
/**
 * The name in the certificate.
 */
name: string, 
/**
 * The company in the certificate.
 */
company: string, 
/**
 * The id of the key.
 */
key: string, 
/**
 * When, by the signer's clock, RFC 3339 with offset.
 */
at: string, 
/**
 * It is the signature of exactly these bytes.
 */
intact: boolean, 
/**
 * The certificate is this company's.
 */
trusted: boolean, };

export type ReasonView = { 
/**
 * Stable word.
 */
code: string, 
/**
 * Where: bytes, an attribute, a fact, a certificate.
 */
place: string, 
/**
 * 中文
 */
zh: string, 
/**
 * English
 */
en: string, };

export type Problem = { type: string, title: string, status: number, code: string, zh: string, en: string, errors?: Array<{ key: string, code: string, zh: string, en: string, }>, };
