//! What the office's backup has, as a phone tells it: changes, and files each by itself.

use crate::house::{Office, Phone};
use domain::ids::JobId;
use domain::record::Kind;
use field::view::Truth;
use media::ink::{Ink, Point};
use serde_json::json;

impl Phone {
    /// The customer signs, and all of it goes to the office.
    fn sign(&mut self, office: &Office, job: &JobId, ms: u32) {
        let at = |x, y, ms| Point { x, y, ms, pressure: 50 };
        let ink = Ink::new([8000, 3000], vec![vec![at(100, 100, 0), at(2000, 900, ms), at(4000, 300, 400)]]).unwrap();
        let ink = self.app().keep_ink(&ink).unwrap();
        let signature = json!({"ink": ink.hex(), "name": "王淑敏", "relation": "self"});
        self.write(job, Kind::Signature, "sht.sign_customer", signature, vec![]);
        self.hand_in(office);
    }

    fn hand_in(&mut self, office: &Office) {
        self.sync(office);
        assert!(self.app().send_media(&office.http).unwrap().refused.is_empty());
    }

    /// Things at the office, and of these in its backup.
    fn safe(&mut self) -> (u32, Option<u32>) {
        let view = self.app().outbox_view().unwrap();
        (view.at_office, view.secured)
    }
}

#[test]
fn a_file_is_secured_once_a_backup_goes_further_than_the_office_stood_when_it_stored_it() {
    let office = Office::open();
    let job = office.shared_job();
    let mut phone = office.phone("p-417");
    phone.sign(&office, &job, 200);
    assert_eq!(phone.safe(), (2, None), "a change and the ink; no backup was ever made");
    phone.agree(&job, 14, "09:20");
    phone.hand_in(&office);
    office.back_up();
    phone.sign(&office, &job, 210);
    assert_eq!(phone.safe(), (5, Some(3)), "the second signature and its ink came after the backup");
    phone.kill();
    assert_eq!(phone.safe(), (5, Some(3)), "known without a network too");
    phone.agree(&job, 15, "09:30");
    phone.hand_in(&office);
    office.back_up();
    phone.hand_in(&office);
    assert_eq!(phone.safe(), (6, Some(6)));
    assert_eq!(phone.app().job_view(&job).unwrap().truth, Truth::Secured);
}

#[test]
fn a_file_that_a_restored_office_has_lost_is_not_called_secured_until_it_is_there_again() {
    let mut office = Office::open();
    let job = office.shared_job();
    let (mut one, mut two) = (office.phone("p-417"), office.phone("p-9"));
    office.back_up();
    one.sign(&office, &job, 200);
    office.restore();
    // A colleague's work takes the office further than it stood when it stored the ink, and into another backup.
    for hour in 10..20 {
        two.agree(&job, hour, "09:20");
        two.hand_in(&office);
    }
    office.back_up();

    one.sync(&office);
    assert_eq!(one.app().outbox_view().unwrap().jobs[0].truth, Truth::AtOffice);
    let (_, secured) = one.safe();
    assert_eq!(secured, Some(0), "neither the change, which came again, nor the ink");
    one.hand_in(&office);
    two.agree(&job, 20, "09:20");
    two.hand_in(&office);
    office.back_up();
    one.hand_in(&office);
    assert_eq!(one.safe(), (2, Some(2)));
}
