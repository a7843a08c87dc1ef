//! The signed sheet in other people's hands: pyHanko and OpenSSL call it good, and pyHanko calls it bad after one byte of
//! page, photo, font or signature was flipped. `cargo xtask test` brings pyHanko along.

#[cfg(test)]
mod sheet_interop {
    use domain::trust::ca_pem;
    use sheet::{Release, Signing, sample};
    use std::path::{Path, PathBuf};
    use std::process::{Command, Output};
    use tempfile::TempDir;

    /// A signed sample and its `ca.pem` in a folder of their own.
    struct Desk {
        dir: TempDir,
        pdf: Vec<u8>,
    }

    impl Desk {
        fn new() -> Self {
            let release = Release::builtin();
            let facts = sample::facts(&release);
            let seal = sample::seal(&facts).unwrap();
            let drawn = sheet::draw(&facts, &seal, &sample::inks(), &|digest| sample::photo(digest), &release).unwrap();
            let house = sample::house().unwrap();
            let how =
                Signing {
                    device: &house.device, issuing: &house.issuing, at: sample::SIGNED_AT, reason: "封存服务单"
                };
            let pdf = sheet::sign(&drawn, &sample::device_key().unwrap(), &how).unwrap();
            let desk = Self { dir: tempfile::tempdir().unwrap(), pdf };
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

        /// Where `needle` stands for the last time.
        fn last(&self, needle: &[u8]) -> usize {
            self.pdf.windows(needle.len()).rposition(|window| window == needle).unwrap()
        }

        /// Start and end of `Contents`, brackets included, as the byte range says.
        fn hole(&self) -> (usize, usize) {
            let range = &self.pdf[self.last(b"/ByteRange[0 ") + 13..];
            let range = std::str::from_utf8(&range[..range.iter().position(|byte| *byte == b']').unwrap()]).unwrap();
            let mut figures = range.split(' ').map(|figure| figure.parse().unwrap());
            (figures.next().unwrap(), figures.next().unwrap())
        }

        /// The CMS object in `Contents`, without the zeros behind it.
        fn cms(&self) -> Vec<u8> {
            let (start, end) = self.hole();
            let digit = |byte: u8| char::from(byte).to_digit(16).unwrap() as u8;
            let pairs = self.pdf[start + 1..end - 1].chunks(2);
            let mut cms: Vec<u8> = pairs.map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect();
            cms.truncate(4 + usize::from(u16::from_be_bytes([cms[2], cms[3]])));
            cms
        }
    }

    fn said(output: &Output) -> String {
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
    }

    #[test]
    fn pyhanko_calls_a_signed_sheet_intact_trusted_and_untouched() {
        let desk = Desk::new();
        let verdict = desk.pyhanko(&desk.pdf);
        assert!(verdict.status.success(), "{}", said(&verdict));
        for word in [r#""intact": true"#, r#""trusted": true"#, r#""covers": "ENTIRE_FILE""#, r#""modified": "NONE""#] {
            assert!(said(&verdict).contains(word), "{word}: {}", said(&verdict));
        }
    }

    #[test]
    fn pyhanko_and_we_reject_one_flipped_byte_in_page_photo_font_or_signature() {
        let desk = Desk::new();
        let root = sample::house().unwrap().root;
        assert!(sheet::verify(&desk.pdf, &root).is_ok());
        let photo = desk.last(sample::PHOTOS[1]) + 5000;
        let font = desk.last(b"/Length1 ") + 300;
        let page = desk.last(b"/Type/Page/P") - 400;
        let signature = desk.hole().0 + 1 + 2 * (desk.cms().len() - 10); // the last thing in it is the signature value
        for (place, at) in [("photo", photo), ("font", font), ("page", page), ("signature", signature)] {
            let mut pdf = desk.pdf.clone();
            pdf[at] ^= 1;
            let verdict = desk.pyhanko(&pdf);
            assert!(!verdict.status.success(), "{place}: {}", said(&verdict));
            assert!(said(&verdict).contains(r#""bottom_line": false"#), "{place}: {}", said(&verdict));
            assert!(sheet::verify(&pdf, &root).is_err(), "{place}");
        }
    }

    #[test]
    fn openssl_verifies_the_signature_as_cades_and_not_over_other_bytes() {
        let desk = Desk::new();
        let (start, end) = desk.hole();
        desk.put("sheet.cms", &desk.cms());
        let mut covered = [&desk.pdf[..start], &desk.pdf[end..]].concat();
        desk.put("covered", &covered);
        let verdict = openssl(&desk);
        assert!(verdict.status.success(), "{}", said(&verdict));
        covered[20] ^= 1;
        desk.put("covered", &covered);
        assert!(!openssl(&desk).status.success());
    }

    /// `-attime` is the time of signing, so that the verdict does not change with the calendar.
    fn openssl(desk: &Desk) -> Output {
        let signed_at = domain::time::unix_ms(sample::SIGNED_AT).unwrap() / 1000;
        Command::new("openssl")
            .args("cms -verify -cades -binary -inform DER -in sheet.cms -content covered -CAfile ca.pem".split(' '))
            .args(["-purpose", "any", "-out", "out", "-attime", &signed_at.to_string()])
            .current_dir(desk.dir.path())
            .output()
            .expect("openssl does not run: apt-get install openssl")
    }
}
