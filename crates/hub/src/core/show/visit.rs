//! One visit as the page shows it.

use super::view::{
    ConsentView, ContactView, ExceptionView, LineView, MoveView, Named, PaperView, PaymentView, PhotoView, QuoteView,
    RatingView, ReadingView, SignatureView, StageView, VisitView,
};
use super::{Shelf, state};
use domain::checklist::Checklist;
use domain::fold::Standing;
use domain::ids::{RecordId, UnitKey, VisitNo};
use domain::lifecycle;
use domain::pack::Pack;
use domain::pack::judge::words::{beside, limits_in_unit};
use domain::record::{Kind, Record};
use domain::stage::Stage;
use domain::state::State;
use domain::value::{
    Agreement, Answer, ContactWay, Contacted, Cover, FeeLine, Moved, Paid, PaperMade, PartLine, Picture, Quote, Rated,
    Reading, Said, Signed, UnitNamed,
};
use hub_storage::papers::PaperState;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The visit as it stands.
pub(super) fn show(shelf: &Shelf<'_>, visit: VisitNo) -> VisitView {
    let stages = shelf.pack.as_ref().map(|pack| stages(shelf, pack, visit)).unwrap_or_default();
    let sum = |of: fn(&StageView) -> u32| stages.iter().map(of).sum();
    VisitView {
        visit: visit.0,
        state: state(shelf.fold.state(visit)),
        due: sum(|stage| stage.due),
        answered: sum(|stage| stage.done + stage.not_done + stage.not_applicable),
        moves: moves(shelf, visit),
        contacts: each(shelf, visit, &Kind::Contact, contact),
        exceptions: exceptions(shelf, visit),
        readings: readings(shelf, visit),
        quote: newest(shelf, visit, &Kind::Quote).and_then(|(id, record)| quote(shelf, id, record)),
        consents: each(shelf, visit, &Kind::Consent, consent),
        signatures: each(shelf, visit, &Kind::Signature, signature),
        photos: each(shelf, visit, &Kind::Photo, photo),
        papers: each(shelf, visit, &Kind::Paper, paper),
        rating: newest(shelf, visit, &Kind::Rating).and_then(|(_, record)| {
            Rated::deserialize(&record.value).ok().map(|it| RatingView { score: it.score, comment: it.comment })
        }),
        payment: newest(shelf, visit, &Kind::Payment).and_then(|(_, record)| payment(record)),
        stages,
    }
}

/// Every standing record of a kind, as far as it can be read.
fn each<T>(
    shelf: &Shelf<'_>,
    visit: VisitNo,
    kind: &Kind,
    view: fn(&Shelf<'_>, &RecordId, &Record) -> Option<T>,
) -> Vec<T> {
    shelf.fold.of_kind(visit, kind).into_iter().filter_map(|(id, record)| view(shelf, id, record)).collect()
}

/// The last standing record of a kind. Where answers differ the page says so among its questions.
fn newest<'a>(shelf: &'a Shelf<'_>, visit: VisitNo, kind: &Kind) -> Option<(&'a RecordId, &'a Record)> {
    shelf.fold.of_kind(visit, kind).pop()
}

fn stages(shelf: &Shelf<'_>, pack: &Pack, visit: VisitNo) -> Vec<StageView> {
    let list = Checklist::new(pack, &shelf.brief, &shelf.fold, visit).under(&shelf.values);
    let at = shelf.fold.state(visit);
    let begun = shelf.fold.visits.contains_key(&visit) && !at.is_over();
    let came_to = shelf.fold.branched_at(visit).unwrap_or_else(|| shelf.fold.position(visit));
    let is_finished = |stage| lifecycle::finished_by(stage).is_some_and(|state| state <= came_to);
    let now = begun.then(|| worked_at(&list, pack, at)).flatten();
    let named = |stage: Stage| Named { key: stage.key().into(), zh: stage.zh().into(), en: stage.en().into() };
    pack.stages
        .iter()
        .map(|plan| {
            let stage = plan.stage;
            let count = list.count(|of, _| of == stage);
            let together = list.together(|of, _| of == stage);
            StageView {
                name: named(stage),
                due: count.due,
                done: count.done,
                not_done: count.not_done,
                not_applicable: count.not_applicable,
                confirmed: together.map(|it| it.items),
                confirmed_in_s: together.map(|it| it.seconds),
                now: now == Some(stage),
                passed: is_finished(stage) || stage == Stage::Departure && at.is_over(),
            }
        })
        .collect()
}

/// The first stage that is not finished among those before the next step, else the last one worked in this state.
fn worked_at(list: &Checklist<'_>, pack: &Pack, at: State) -> Option<Stage> {
    let open = |stage: &&Stage| !list.missing_in(**stage).is_empty();
    let step = lifecycle::next(at)?;
    let mut stages = pack.stages.iter().map(|plan| plan.stage);
    let worked: Vec<Stage> = step.stages().collect();
    worked.iter().find(open).or_else(|| worked.last()).copied().or_else(|| stages.rfind(|stage| stage.works_in() <= at))
}

/// Each move that counts, those that later ones replaced too, in the order of device time.
fn moves(shelf: &Shelf<'_>, visit: VisitNo) -> Vec<MoveView> {
    let counts = |standing: &Standing| matches!(standing, Standing::Stands | Standing::Replaced(_));
    let mut moves: Vec<(&RecordId, MoveView)> = shelf
        .fold
        .records
        .iter()
        .filter(|(_, shown)| counts(&shown.standing))
        .filter_map(|(id, shown)| {
            let record = shown.record.as_ref()?;
            let moved = Moved::deserialize(&record.value).ok()?;
            let said = shelf.said(id, record);
            let is_move = record.kind == Kind::Transition && record.visit == Some(visit);
            is_move.then(|| (id, MoveView { to: state(moved.to), reason: moved.reason, said }))
        })
        .collect();
    moves.sort_by(|a, b| (a.1.said.at, a.0).cmp(&(b.1.said.at, b.0)));
    moves.into_iter().map(|(_, moved)| moved).collect()
}

fn contact(shelf: &Shelf<'_>, id: &RecordId, record: &Record) -> Option<ContactView> {
    let Contacted { way, number, .. } = Contacted::deserialize(&record.value).ok()?;
    let item = record.item.as_ref().map(|_| shelf.item_named(record.item.as_ref()));
    let way = if way == ContactWay::Call { "call" } else { "sms" };
    Some(ContactView { item, way: way.into(), number, said: shelf.said(id, record) })
}

fn exceptions(shelf: &Shelf<'_>, visit: VisitNo) -> Vec<ExceptionView> {
    each(shelf, visit, &Kind::Answer, |shelf, id, record| {
        let answer = Answer::deserialize(&record.value).ok().filter(|it| it.answer != Said::Done)?;
        Some(ExceptionView {
            item: shelf.item_named(record.item.as_ref()),
            answer: if answer.answer == Said::NotDone { "not_done" } else { "not_applicable" }.into(),
            reason: answer.reason.unwrap_or_default(),
            said: shelf.said(id, record),
        })
    })
}

fn readings(shelf: &Shelf<'_>, visit: VisitNo) -> Vec<ReadingView> {
    let units: BTreeMap<UnitKey, String> = shelf
        .fold
        .of_kind(visit, &Kind::Unit)
        .into_iter()
        .filter_map(|(_, record)| Some((record.unit.clone()?, UnitNamed::deserialize(&record.value).ok()?.name)))
        .collect();
    let mut readings: Vec<ReadingView> = [Kind::Measure, Kind::Remeasure]
        .iter()
        .flat_map(|kind| shelf.fold.of_kind(visit, kind))
        .filter_map(|(id, record)| reading(shelf, &units, id, record))
        .collect();
    readings.sort_by_key(|reading| reading.said.at);
    readings
}

fn reading(
    shelf: &Shelf<'_>,
    units: &BTreeMap<UnitKey, String>,
    id: &RecordId,
    record: &Record,
) -> Option<ReadingView> {
    let read = Reading::deserialize(&record.value).ok()?;
    let list = shelf
        .pack
        .as_ref()
        .zip(record.visit)
        .map(|(pack, visit)| Checklist::new(pack, &shelf.brief, &shelf.fold, visit).under(&shelf.values));
    let item = record.item.as_ref().and_then(|key| shelf.pack.as_ref()?.item(key));
    let measure = item.and_then(|item| list.as_ref()?.measure(item));
    let of = record.unit.as_ref().map(|unit| units.get(unit).map_or(unit.as_str(), String::as_str));
    Some(ReadingView {
        item: shelf.item_named(record.item.as_ref()),
        of: of.unwrap_or_default().to_owned(),
        after: record.kind == Kind::Remeasure,
        limit: measure.as_ref().map(|measure| limits_in_unit(measure).zh).unwrap_or_default(),
        within: measure.as_ref().and_then(|measure| measure.verdict(&read)),
        beside: measure.as_ref().map(|measure| beside(measure, &read)).unwrap_or_default(),
        value: read.value,
        unit: read.unit,
        note: read.note,
        said: shelf.said(id, record),
    })
}

fn quote(shelf: &Shelf<'_>, id: &RecordId, record: &Record) -> Option<QuoteView> {
    let quote = Quote::deserialize(&record.value).ok()?;
    let lines = quote.parts.iter().map(part_line).chain(quote.fees.iter().map(fee_line)).collect();
    Some(QuoteView {
        version: quote.version,
        cause: quote.cause,
        plan: quote.plan,
        minutes: quote.minutes,
        lines,
        total: quote.total.decimal(),
        currency: quote.total.currency,
        said: shelf.said(id, record),
    })
}

fn part_line(line: &PartLine) -> LineView {
    LineView {
        zh: line.zh.clone(),
        en: String::new(),
        detail: line.spec.clone(),
        quantity: line.quantity.clone(),
        unit: line.unit.clone(),
        cover: cover(line.cover).into(),
        amount: line.amount.decimal(),
    }
}

fn fee_line(line: &FeeLine) -> LineView {
    LineView {
        zh: line.zh.clone(),
        en: line.en.clone(),
        detail: line.note.clone(),
        quantity: line.quantity.clone(),
        unit: line.unit.clone(),
        cover: cover(line.cover).into(),
        amount: line.amount.decimal(),
    }
}

fn cover(cover: Cover) -> &'static str {
    match cover {
        Cover::Free => "free",
        Cover::Contract => "contract",
        Cover::Paid => "paid",
    }
}

fn consent(shelf: &Shelf<'_>, id: &RecordId, record: &Record) -> Option<ConsentView> {
    let agreement = Agreement::deserialize(&record.value).ok()?;
    Some(ConsentView {
        item: shelf.item_named(record.item.as_ref()),
        agreed: agreement.agreed,
        name: agreement.name,
        words: agreement.words,
        ink: agreement.ink.map(|ink| ink.hex()),
        here: agreement.ink.is_some_and(|ink| shelf.blobs.has(&ink)),
        said: shelf.said(id, record),
    })
}

fn signature(shelf: &Shelf<'_>, id: &RecordId, record: &Record) -> Option<SignatureView> {
    let signed = Signed::deserialize(&record.value).ok()?;
    Some(SignatureView {
        item: shelf.item_named(record.item.as_ref()),
        name: signed.name,
        ink: signed.ink.hex(),
        here: shelf.blobs.has(&signed.ink),
        said: shelf.said(id, record),
    })
}

fn photo(shelf: &Shelf<'_>, id: &RecordId, record: &Record) -> Option<PhotoView> {
    let picture = Picture::deserialize(&record.value).ok()?;
    Some(PhotoView {
        item: shelf.item_named(record.item.as_ref()),
        caption: picture.caption.unwrap_or_default(),
        digest: picture.blob.hex(),
        media: picture.media,
        here: shelf.blobs.has(&picture.blob),
        said: shelf.said(id, record),
    })
}

fn paper(shelf: &Shelf<'_>, id: &RecordId, record: &Record) -> Option<PaperView> {
    let paper = PaperMade::deserialize(&record.value).ok()?;
    let (receipt, received, refused) = match shelf.papers.get(&paper.pdf) {
        Some(PaperState::Received { at, file }) => (Some(file.hex()), Some(*at), None),
        Some(PaperState::Refused { why, .. }) => (None, None, Some(why.clone())),
        Some(PaperState::Waiting) | None => (None, None, None),
    };
    Some(PaperView {
        receipt,
        received,
        refused,
        number: paper.number,
        pdf: paper.pdf.hex(),
        pages: paper.pages,
        here: shelf.blobs.has(&paper.pdf),
        said: shelf.said(id, record),
    })
}

fn payment(record: &Record) -> Option<PaymentView> {
    let paid = Paid::deserialize(&record.value).ok()?;
    let amount = paid.amount.decimal();
    Some(PaymentView { status: paid.status, method: paid.method, amount, currency: paid.amount.currency })
}
