//! The signed sheet in other people's hands: pyHanko and OpenSSL call it good, before and after the office's receipt, and
//! pyHanko calls it bad after one byte of page, photo, font or signature was flipped. `cargo xtask test` brings pyHanko along.

#[cfg(test)]
mod sheet_interop {
    use domain::trust::ca_pem;
    use sheet::{Release, Report, Trust, Verdict, sample};
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};
    use tempfile::TempDir;

    /// A signed sample, the same with its receipt, and `ca.pem`, in a folder of their own.
    struct Desk {
        dir: TempDir,
        signed: Vec<u8>,
        received: Vec<u8>,
    }

    impl Desk {
        fn new() -> Self {
            let release = Release::builtin();
            let signed = sample::signed(&sample::facts(&release), &release).unwrap();
            let received = sample::received(&signed).unwrap();
            let house = sample::house().unwrap();
            let desk = Self { dir: tempfile::tempdir().unwrap(), signed, received };
            desk.put("ca.pem", ca_pem(&house.root, &house.issuing).as_bytes());
            desk
        }

        fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
            let path = self.dir.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        }

        /// pyHanko's verdict on these bytes.
        fn pyhanko(&self, pdf: &[u8]) -> Output {
            let python = std::env::var_os("DOORSTEP_PYTHON");
            let python = python.expect("DOORSTEP_PYTHON is not set: run this test through `cargo xtask test`");
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("interop/validate.py");
            let (sheet, ca) = (self.put("sheet.pdf", pdf), self.dir.path().join("ca.pem"));
            Command::new(python).arg(script).arg(sheet).arg(ca).output().unwrap()
        }
    }

    fn said(output: &Output) -> String {
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    }

    fn verify(pdf: &[u8]) -> Report {
        let (house, release) = (sample::house().unwrap(), Release::builtin());
        sheet::verify(pdf, &Trust { root: Some(&house.root), lists: &[], release: &release })
    }

    /// Where `needle` stands for the last time.
    fn last(pdf: &[u8], needle: &[u8]) -> usize {
        pdf.windows(needle.len()).rposition(|window| window == needle).unwrap()
    }

    /// Start and end of the last `Contents`, brackets included, and where the bytes it is about end, as its byte range says.
    fn hole(pdf: &[u8]) -> (usize, usize) {
        let range = &pdf[last(pdf, b"/ByteRange[0 ") + 13..];
        let range = std::str::from_utf8(&range[..range.iter().position(|byte| *byte == b']').unwrap()]).unwrap();
        let mut figures = range.split(' ').map(|figure| figure.parse().unwrap());
        (figures.next().unwrap(), figures.next().unwrap())
    }

    /// The CMS object in the last `Contents`, without the zeros behind it.
    fn cms(pdf: &[u8]) -> Vec<u8> {
        let (start, end) = hole(pdf);
        let digit = |byte: u8| char::from(byte).to_digit(16).unwrap() as u8;
        let pairs = pdf[start + 1..end - 1].chunks(2);
        let mut cms: Vec<u8> = pairs.map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect();
        cms.truncate(4 + usize::from(u16::from_be_bytes([cms[2], cms[3]])));
        cms
    }

    #[test]
    fn pyhanko_calls_a_signed_sheet_intact_trusted_untouched_and_ades_ok() {
        let desk = Desk::new();
        let verdict = desk.pyhanko(&desk.signed);
        assert!(verdict.status.success(), "{}", said(&verdict));
        let words = [r#""intact": true"#, r#""trusted": true"#, r#""covers": "ENTIRE_FILE""#, r#""modified": "NONE""#];
        for word in words.into_iter().chain([r#""ades": "AdESPassed.OK""#, r#""lists": 0"#]) {
            assert!(said(&verdict).contains(word), "{word}: {}", said(&verdict));
        }
    }

    #[test]
    fn under_the_receipt_pyhanko_finds_both_signatures_good_and_the_list_enough() {
        let desk = Desk::new();
        let verdict = desk.pyhanko(&desk.received);
        assert!(verdict.status.success(), "{}", said(&verdict));
        let words = [r#""lists": 1"#, r#""field": "Device""#, r#""field": "Office""#, r#""covers": "ENTIRE_REVISION""#];
        for word in words.into_iter().chain([r#""modified": "FORM_FILLING""#, r#""modified": "NONE""#]) {
            assert!(said(&verdict).contains(word), "{word}: {}", said(&verdict));
        }
    }

    #[test]
    fn pyhanko_and_we_reject_one_flipped_byte_in_page_photo_font_or_signature() {
        let desk = Desk::new();
        assert_eq!(verify(&desk.received).result, Verdict::Valid);
        for pdf in [&desk.signed, &desk.received] {
            let photo = last(pdf, sample::PHOTOS[1]) + 5000;
            let font = last(pdf, b"/Length1 ") + 300;
            let page = last(pdf, b"/Type/Page/P") - 400;
            let signature = hole(pdf).0 + 1 + 2 * (cms(pdf).len() - 10); // the last thing in it is the signature value
            for (place, at) in [("photo", photo), ("font", font), ("page", page), ("signature", signature)] {
                let mut bent = pdf.clone();
                bent[at] ^= 1;
                let verdict = desk.pyhanko(&bent);
                assert!(!verdict.status.success(), "{place}: {}", said(&verdict));
                assert!(said(&verdict).contains(r#""bottom_line": false"#), "{place}: {}", said(&verdict));
                assert_eq!(verify(&bent).result, Verdict::Invalid, "{place}");
            }
        }
    }

    #[test]
    fn openssl_verifies_both_signatures_as_cades_and_not_over_other_bytes() {
        let desk = Desk::new();
        for (pdf, at) in [(&desk.signed, sample::SIGNED_AT), (&desk.received, sample::RECEIVED_AT)] {
            let (start, end) = hole(pdf);
            desk.put("sheet.cms", &cms(pdf));
            let mut covered = [&pdf[..start], &pdf[end..]].concat();
            desk.put("covered", &covered);
            let verdict = openssl(&desk, at);
            assert!(verdict.status.success(), "{}", said(&verdict));
            covered[20] ^= 1;
            desk.put("covered", &covered);
            assert!(!openssl(&desk, at).status.success());
        }
    }

    #[test]
    fn qpdf_finds_nothing_wrong_with_a_received_sheet() {
        let desk = Desk::new();
        let file = desk.put("received.pdf", &desk.received);
        let verdict = Command::new("qpdf").arg("--check").arg(file).output().expect("qpdf does not run");
        assert!(verdict.status.success(), "{}", said(&verdict));
    }

    #[test]
    fn openssl_reads_the_list_of_revoked_certificates_and_believes_it() {
        let desk = Desk::new();
        let house = sample::house().unwrap();
        desk.put("revoked.pem", house.list.pem().as_bytes());
        let verdict = Command::new("openssl")
            .args("crl -in revoked.pem -CAfile ca.pem -noout -text".split(' '))
            .current_dir(desk.dir.path())
            .output()
            .unwrap();
        let words = said(&verdict);
        assert!(words.contains("verify OK") && words.contains("Key Compromise"), "{words}");
    }

    /// `-attime` is the time of signing, so that the verdict does not change with the calendar.
    fn openssl(desk: &Desk, at: &str) -> Output {
        let at = domain::time::unix_ms(at).unwrap() / 1000;
        Command::new("openssl")
            .args("cms -verify -cades -binary -inform DER -in sheet.cms -content covered -CAfile ca.pem".split(' '))
            .args(["-purpose", "any", "-out", "out", "-attime", &at.to_string()])
            .current_dir(desk.dir.path())
            .output()
            .expect("openssl does not run: apt-get install openssl")
    }
}
