//! Settings and standards as a phone has them: each job in the version it keeps to, and a visit moved to a newer standard.

use crate::house::{Office, Phone};
use domain::digest::Digest;
use domain::ids::JobId;
use domain::pack::{Item, Need, Pack, Words};
use domain::record::Kind;
use domain::settings::whole;
use hub::core::ledger::Ledger;
use hub::reference;
use hub_storage::{HubStorage, SqliteOptions, SqliteStorage};
use serde_json::json;
use std::path::Path;

impl Phone {
    fn waits(&mut self, job: &JobId) -> i64 {
        self.app().job(job).unwrap().values.whole(whole::NOBODY_WAIT_MIN)
    }
}

/// A newer version of the windows' standard with an item more and one required that was not, as a newer program brings it.
fn release(file: &Path) -> (Digest, String) {
    let mut storage = SqliteStorage::open(&SqliteOptions::new(file)).unwrap();
    let mut tx = storage.write().unwrap();
    let known = tx.newest_release("pack", "dw_repair").unwrap().unwrap();
    let mut pack: Pack = serde_json::from_slice(&known.bytes).unwrap();
    pack.version = "9.1".into();
    let mut items: Vec<&mut Item> = Vec::new();
    for block in pack.stages.iter_mut().flat_map(|plan| &mut plan.blocks) {
        items.extend(&mut block.items);
    }
    let loose = items.into_iter().find(|item| item.need == Need::Optional).unwrap();
    loose.need = Need::Required;
    let loose = loose.key.as_str().to_owned();
    let work = pack.stages.iter_mut().find(|plan| plan.stage.key() == "work").unwrap();
    let block = work.blocks.first_mut().unwrap();
    let mut added = block.items[0].clone();
    added.key = "dwr.new_seal".into();
    added.name = Words { zh: "新密封条压合".into(), en: "New seal pressed home".into() };
    block.items.push(added);
    let value = serde_json::to_value(&pack).unwrap();
    let newer = reference::sealed("pack", "dw_repair", &pack.version, &value).unwrap();
    let digest = newer.digest;
    let mut ledger = Ledger::default();
    ledger.release(newer);
    ledger.publish(tx.as_mut(), 0).unwrap();
    tx.commit().unwrap();
    (digest, loose)
}

#[test]
fn a_job_under_way_keeps_its_settings_on_the_phone_and_the_next_one_has_the_newest() {
    let office = Office::open();
    let before = office.shared_job();
    let mut phone = office.phone("p-417");
    let base = office.call("GET", "settings", &json!(null))["version"].clone();
    office.call("PUT", "settings", &json!({"base": base, "values": {"nobody.wait_min": 25}}));
    let after = office.shared_job();
    phone.sync(&office);
    assert_eq!((phone.waits(&before), phone.waits(&after)), (15, 25));
    phone.kill();
    assert_eq!((phone.waits(&before), phone.waits(&after)), (15, 25), "offline too");
}

#[test]
fn a_visit_moved_to_a_newer_standard_says_what_is_new_and_keeps_what_was_answered() {
    let mut office = Office::open();
    let job = office.shared_job();
    let mut phone = office.phone("p-417");
    phone.write(&job, Kind::Answer, "kit.five.photo", json!({"answer": "done"}), vec![]);
    phone.sync(&office);
    let entries = phone.app().job(&job).unwrap().entries.len();
    assert_eq!(phone.app().job_view(&job).unwrap().moved, None);
    let (digest, loose) = office.meanwhile(release);
    phone.sync(&office);
    assert_eq!(phone.app().job_view(&job).unwrap().moved, None, "nothing moves by itself");
    office.post(&format!("jobs/{job}/standard"), &json!({"to": digest}));
    phone.sync(&office);
    let moved = phone.app().job_view(&job).unwrap().moved.unwrap();
    assert_eq!((moved.from.as_str(), moved.to.as_str(), moved.known), ("1.0", "9.1", true));
    let mut items: Vec<(&str, bool)> = moved.items.iter().map(|it| (it.item.as_str(), it.added)).collect();
    items.sort_unstable();
    let mut expected = [("dwr.new_seal", true), (loose.as_str(), false)];
    expected.sort_unstable();
    assert_eq!(items, expected);
    let open = phone.app().job(&job).unwrap();
    assert_eq!((open.pack.as_ref().unwrap().version.as_str(), open.entries.len()), ("9.1", entries));
    phone.kill();
    assert!(phone.app().job_view(&job).unwrap().moved.is_some());
    // A phone that comes later has both versions too.
    let later = office.phone("p-9").app().job_view(&job).unwrap().moved.unwrap();
    assert_eq!(later, moved);
}
