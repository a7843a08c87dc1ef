//! A phone and a hub over TLS, as they meet: a real hub process, real sockets, the app's own use cases.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // helpers of tests; clippy knows only #[test] functions

mod company;
mod phone;
mod running;

use company::{Authority, Company, DAY, Shown, free_port};
use field::FieldRefused;
use field::enrol::EnrolLink;
use phone::Phone;
use running::{Running, hub};
use std::env;
use std::fs;
use std::process::Command;

const OWN: [&str; 2] = ["--tls", "own"];

fn code<T>(done: Result<T, FieldRefused>) -> String {
    done.err().map(|refused| refused.code().to_owned()).unwrap_or_default()
}

#[test]
fn a_phone_that_knows_the_pin_alone_enrols_syncs_and_sends_ink_and_goes_on_after_both_were_restarted() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("hub");
    let port = free_port().to_string();
    let (listen, address) = (format!("127.0.0.1:{port}"), format!("https://localhost:{port}"));
    let reach = [OWN.as_slice(), &["--listen", &listen, "--address", &address]].concat();
    let running = Running::on(&folder, &[reach.as_slice(), &["--demo-company"]].concat());
    assert_eq!(running.said["address"], address.as_str());

    let link = EnrolLink::read(running.link()).unwrap();
    assert_eq!(link.hub, address);
    let home = place.path().join("phone");
    let mut phone = Phone::at(&home);
    phone.enrol(running.link()).unwrap();
    assert!(phone.sync().unwrap() > 0, "its jobs have come");
    let ink = phone.work(1);
    assert_eq!(phone.sync_and_send().unwrap(), [ink]);
    drop(phone);
    drop(running);

    let shown = fs::read(folder.join("keys/tls-certificate.pem")).unwrap();
    let _running = Running::on(&folder, &reach);
    assert_eq!(fs::read(folder.join("keys/tls-certificate.pem")).unwrap(), shown, "one certificate for both runs");
    let mut phone = Phone::at(&home);
    let second = phone.work(2);
    assert_eq!(phone.sync_and_send().unwrap(), [second]);
    let hex = second.hex();
    assert!(folder.join(format!("blobs/{}/{}/{hex}", &hex[..2], &hex[2..4])).exists());
}

#[test]
fn a_hub_that_another_office_s_code_names_is_not_spoken_to_and_the_code_is_not_used_up() {
    let place = tempfile::tempdir().unwrap();
    let running = Running::on(&place.path().join("hub"), &[OWN.as_slice(), &["--demo-company"]].concat());
    let mut phone = Phone::at(&place.path().join("phone"));
    let link = running.link();
    let pin = EnrolLink::read(link).unwrap().pin.hex();
    let other = link.replace(&pin, &"ab".repeat(32));
    assert_eq!(code(phone.enrol(&other)), "net.untrusted");
    let elsewhere = link.replace("127.0.0.1", "127.0.0.2");
    assert_ne!(elsewhere, link, "the same hub by a name that is not in its certificate");
    assert_eq!(code(phone.enrol(&elsewhere)), "net.unreachable", "it listens on 127.0.0.1 alone");
    let by_name = link.replace("127.0.0.1", "localhost");
    assert_eq!(code(phone.enrol(&by_name)), "net.untrusted");
    let plain = link.replace("https", "http");
    assert_eq!(code(phone.enrol(&plain)), "net.unreachable", "there is no plain http on a port of TLS");
    assert_eq!(code(phone.enrol(&plain.replace("127.0.0.1", "10.0.0.5"))), "net.unsafe");
    phone.enrol(link).unwrap();
}

#[test]
fn an_expired_certificate_is_refused_and_the_phone_works_on_until_the_office_has_renewed_it() {
    let company = Company::found();
    let show = |period| company.show(&company.authority.certify("127.0.0.1", period));
    show((-300 * DAY, 300 * DAY));
    let _running = company.run();
    let mut phone = Phone::at(&company.home());
    phone.enrol(&company.link).unwrap();
    phone.sync().unwrap();

    show((-300 * DAY, -DAY));
    let ink = phone.work(1);
    assert_eq!(code(phone.sync_and_send()), "net.clock");
    show((DAY, 300 * DAY));
    assert_eq!(code(phone.sync_and_send()), "net.clock", "by a phone whose clock is more than a day behind");
    show((-DAY, 300 * DAY));
    assert_eq!(phone.sync_and_send().unwrap(), [ink], "nothing was lost meanwhile");
}

/// The system's roots are read from the environment of the process, so the phone's part runs in one of its own.
#[test]
fn the_company_s_certificate_is_believed_where_the_system_knows_its_ca_and_nowhere_else() {
    const LINK: &str = "DOORSTEP_TEST_LINK";
    if let Ok(link) = env::var(LINK) {
        let home = tempfile::tempdir().unwrap();
        let mut phone = Phone::at(home.path());
        phone.enrol(&link).unwrap();
        assert!(phone.sync().unwrap() > 0);
        return;
    }
    let company = Company::found();
    let other = Authority::of(company.place.path().join("other"));
    company.show(&other.certify("127.0.0.1", (-DAY, 300 * DAY)));
    let _running = company.run();
    assert_eq!(code(Phone::at(&company.home()).enrol(&company.link)), "net.untrusted");

    let this = std::thread::current().name().unwrap().to_owned();
    let mut elsewhere = Command::new(env::current_exe().unwrap());
    elsewhere.args([&this, "--exact"]).env(LINK, &company.link).env("SSL_CERT_FILE", other.ca_file());
    let said = elsewhere.output().unwrap();
    let said = String::from_utf8_lossy(&said.stdout);
    assert!(said.contains("1 passed"), "{said}");
}

#[test]
fn a_certificate_that_is_for_another_name_or_has_another_key_is_said_at_the_start() {
    let company = Company::found();
    let start = |address: &str| {
        let mut arguments = company.arguments();
        arguments.extend(["--address", address, "--folder"].map(str::to_owned));
        arguments.push(company.folder().to_str().unwrap().to_owned());
        running::refused(&hub(&arguments.iter().map(String::as_str).collect::<Vec<_>>()))
    };
    let certify = || company.authority.certify("hub.firm.example", (-DAY, 300 * DAY));
    company.show(&certify());
    let said = start("https://hub.other.example");
    assert!(said.contains("is not for hub.other.example") && said.contains("--address"), "{said}");
    company.show(&Shown { key: certify().key, ..certify() });
    assert!(start("https://hub.firm.example").contains("key.pem"));
    company.show(&Shown { key: String::new(), ..certify() });
    assert!(start("https://hub.firm.example").contains("key.pem"));
    company.show(&Shown { certificate: String::new(), ..certify() });
    assert!(start("https://hub.firm.example").contains("certificate.pem"));
}

#[test]
fn off_loopback_a_hub_without_tls_says_what_to_do_and_changes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("hub");
    let start = |more: &[&str]| hub(&[&["--folder", folder.to_str().unwrap(), "--listen", "0.0.0.0:0"], more].concat());
    let said = running::refused(&start(&[]));
    assert!(["--address", "--tls own", "--tls-cert", "--trusted-proxy"].iter().all(|way| said.contains(way)), "{said}");
    running::refused(&start(&["--address", "http://hub.firm.example"]));
    running::refused(&start(&["--trusted-proxy", "10.0.0.5"]));
    // One of the three, not two.
    let two = start(&["--address", "https://hub.firm.example", "--tls", "own", "--trusted-proxy", "10.0.0.5"]);
    assert!(!two.status.success() && String::from_utf8_lossy(&two.stderr).contains("cannot be used with"));
    assert!(!folder.exists());
}
