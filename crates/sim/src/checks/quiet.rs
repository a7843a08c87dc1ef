//! What holds when nobody has anything new.

use super::phone::{cursor, kept};
use super::{Known, document, holds, texts};
use crate::broken::{Broken, Tried};
use crate::guest::MARK;
use crate::office::Office;
use crate::phone::{Phone, VISIT};
use domain::canonical;
use domain::digest::Digest;
use domain::fold::{Entry, Fold, Standing, fold};
use domain::ids::{DeviceId, JobId, RecordId};
use hub::core::papers;
use hub::core::writers::actor_certificate;
use hub_storage::Tx;
use replica::document::{DocKind, DocRef, Document};
use std::collections::{BTreeMap, BTreeSet};
use store::Store;

/// The moment every fold is taken at, so that they can be compared.
const AT: i64 = 0;

/// A job as one side has it.
struct Side {
    heads: [Vec<Digest>; 2],
    fold: Fold,
    text: String,
    records: BTreeMap<RecordId, String>,
}

impl Side {
    fn of(brief: &Document, log: &Document) -> Result<Self, Broken> {
        let entries = log.fold_entries();
        let fold = fold(&brief.brief(), &entries, AT);
        let text = canonical::to_string(&fold).tried("the fold")?;
        Ok(Self { heads: [brief.heads(), log.heads()], fold, text, records: texts(&entries) })
    }
}

/// Everything that must hold. Gives lines for the trace, and complaints.
pub fn quiet(office: &mut Office, phones: &mut [Phone], known: &Known) -> Result<(Vec<String>, Vec<String>), Broken> {
    let mut complaints = Vec::new();
    let (mut told, mut hub) = (Vec::new(), BTreeMap::new());
    for job in office.jobs()? {
        let (side, of_job) = at_the_hub(&job, office, known)?;
        complaints.extend(of_job);
        let digest = Digest::of(side.text.as_bytes());
        told.push(format!("job {job}: {} records, {:?}, fold {digest}", side.records.len(), side.fold.state(VISIT)));
        hub.insert(job, side);
    }
    let mut everything = BTreeSet::new();
    for phone in phones {
        match on_a_phone(phone, office, &hub, &mut everything) {
            Ok(of_phone) => complaints.extend(of_phone),
            Err(broken) => complaints.push(broken.to_string()),
        }
    }
    complaints.extend(super::office(office, known, &everything)?);
    Ok((told, complaints))
}

/// A job at the hub: every record counts that should, and none in a wrong name.
fn at_the_hub(job: &JobId, office: &mut Office, known: &Known) -> Result<(Side, Vec<String>), Broken> {
    office.read(|tx| {
        let open = |doc: DocRef| papers::open(tx, &doc).tried("the hub");
        let (brief, log) = (open(DocRef::brief(job.clone()))?, open(DocRef::log(job.clone()))?);
        let side = Side::of(&brief, &log)?;
        let mut complaints = Vec::new();
        for shown in side.fold.records.values() {
            let counts = match &shown.standing {
                Standing::Stands | Standing::Replaced(_) => true,
                Standing::Ignored(_) => known.poison.contains(&shown.change),
                Standing::Unreadable(_) => known.newer.contains(&shown.change),
            };
            if !counts {
                complaints.push(format!("job {job}: a record of change {} does not count at the hub", shown.change));
            }
        }
        complaints.extend(wrong_authors(tx, job, &log, &side.fold)?);
        Ok((side, complaints))
    })
}

/// Records that count and are in another's name than their author's, or forged.
fn wrong_authors(tx: &dyn Tx, job: &JobId, log: &Document, fold: &Fold) -> Result<Vec<String>, Broken> {
    let mut complaints = Vec::new();
    for entry in log.entries() {
        let counts = fold
            .records
            .get(&entry.id)
            .is_some_and(|it| matches!(it.standing, Standing::Stands | Standing::Replaced(_)));
        let Some(record) = entry.record.as_ref().ok().filter(|_| counts) else { continue };
        let author = actor_certificate(tx, &entry.actor).tried("the hub")?.and_then(|it| it.read().ok());
        let right = author.is_some_and(|it| it.person == record.by && it.device == record.device);
        if !right || entry.text.contains(MARK) {
            complaints.push(format!("job {job}: a record of a wrong author counts: {}", entry.id));
        }
    }
    Ok(complaints)
}

/// A phone against the hub. Adds all changes it has to `everything`.
fn on_a_phone(
    phone: &mut Phone,
    office: &mut Office,
    hub: &BTreeMap<JobId, Side>,
    everything: &mut BTreeSet<Digest>,
) -> Result<Vec<String>, Broken> {
    let name = format!("phone {}", phone.name);
    let device = phone.device.clone().tried("the device of a phone")?;
    let mut complaints = Vec::new();
    let store = phone.store()?;
    let jobs: BTreeSet<JobId> = store.jobs_with_changes().tried(&name)?.into_iter().collect();
    for job in &jobs {
        let known = |kind| document(&store, &DocRef { job: job.clone(), kind }, &name);
        let (brief, log) = (known(DocKind::Brief)?, known(DocKind::Log)?);
        kept(phone, &store, job, &log)?;
        if !office.ever_sent(job, &phone.person) {
            complaints.push(format!("{name} has job {job}, to which nobody ever sent {}", phone.person));
        }
        if may_see(office, job, &device)?
            && let Some(hub) = hub.get(job)
        {
            complaints.extend(differs(&store, job, &Side::of(&brief, &log)?, hub, &name)?);
        }
    }
    for (job, saved) in &phone.saved {
        if !jobs.contains(job) {
            complaints.push(format!("{name} lost job {job}, on which it had saved something"));
        }
        let there = hub.get(job).map(|side| &side.records);
        let whose = format!("the hub, job {job}, of {name}");
        let holds = holds(saved, there.unwrap_or(&BTreeMap::new()), &whose);
        complaints.extend(holds.err().filter(|_| !phone.shut_out).map(|broken| broken.to_string()));
    }
    let backup = store.secured().tried(&name)?;
    let mine = store.offer().tried(&name)?.into_iter().flat_map(|(_, hashes)| hashes);
    if !phone.shut_out {
        everything.extend(mine);
        cursor(&store, office, &device, &name)?;
        complaints.extend(has_handed_in(&store, &name)?);
        let lacking = phone.photos_saved().iter().filter(|photo| !office.has_file(photo)).count();
        if lacking > 0 {
            complaints.push(format!("the hub lacks {lacking} photos of {name}, which said they were saved"));
        }
        let unkept = phone.photos_secured(backup)?.difference(&office.backed_up).count();
        if unkept > 0 {
            complaints.push(format!("the office's backup lacks {unkept} photos that {name} calls secured"));
        }
        complaints.extend(lacks_jobs(office, &jobs, hub, &device, &name)?);
    }
    drop(store);
    complaints.extend(phone.photos().err().map(|broken| broken.to_string()));
    Ok(complaints)
}

/// Jobs the device may see and has not got.
fn lacks_jobs(
    office: &mut Office,
    has: &BTreeSet<JobId>,
    hub: &BTreeMap<JobId, Side>,
    device: &DeviceId,
    name: &str,
) -> Result<Vec<String>, Broken> {
    let mut complaints = Vec::new();
    for job in hub.keys().filter(|job| !has.contains(job)) {
        if may_see(office, job, device)? {
            complaints.push(format!("{name} may see job {job} and has not got it"));
        }
    }
    Ok(complaints)
}

fn may_see(office: &mut Office, job: &JobId, device: &DeviceId) -> Result<bool, Broken> {
    let grants = office.read(|tx| tx.grants(job, device).tried("the hub"))?;
    Ok(grants.last().is_some_and(|grant| grant.ended.is_none()))
}

/// Where the two have not the same heads and the same fold, which the phone's rows give too.
fn differs(store: &Store, job: &JobId, phone: &Side, hub: &Side, name: &str) -> Result<Vec<String>, Broken> {
    let mut complaints = Vec::new();
    if phone.heads != hub.heads {
        complaints.push(format!("job {job}: {name} and the hub have different heads"));
    }
    if phone.text != hub.text {
        complaints.push(format!("job {job}: {name} and the hub fold it differently"));
    }
    let brief = store.brief(job).tried(name)?.unwrap_or_default();
    let rows: Vec<Entry> = store.records(job).tried(name)?.iter().map(store::RecordRow::entry).collect();
    if canonical::to_string(&fold(&brief, &rows, AT)).tried(name)? != hub.text {
        complaints.push(format!("job {job}: the rows of {name} fold differently from its documents"));
    }
    Ok(complaints)
}

/// No phone has anything left to send, or was told that anything of it is set aside.
fn has_handed_in(store: &Store, name: &str) -> Result<Vec<String>, Broken> {
    let mut complaints = Vec::new();
    let left = store.outbox_count().tried(name)?.changes;
    if left > 0 {
        complaints.push(format!("{name} still has {left} changes to send"));
    }
    for aside in store.set_aside().tried(name)? {
        complaints.push(format!("{name} was told that a change of job {} is set aside: {}", aside.doc.job, aside.rule));
    }
    if store.is_offering().tried(name)? {
        complaints.push(format!("{name} has still to offer what it has"));
    }
    Ok(complaints)
}
