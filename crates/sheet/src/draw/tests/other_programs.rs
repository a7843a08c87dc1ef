//! What other programs make of a sheet: poppler and qpdf, which the project's setup installs.

use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// A sheet on disk.
pub(crate) struct Pdf {
    _dir: TempDir,
    path: PathBuf,
}

fn run(program: &str, arguments: &[&str], path: &PathBuf, after: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).arg(path).args(after).output();
    let output = output.unwrap_or_else(|e| panic!("{program} does not run ({e}): apt-get install poppler-utils qpdf"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

impl Pdf {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("sheet.pdf");
        std::fs::write(&path, bytes).unwrap();
        Self { _dir: dir, path }
    }

    /// qpdf finds nothing to complain of.
    pub(crate) fn check(&self) {
        run("qpdf", &["--check"], &self.path, &[]);
    }

    pub(crate) fn text(&self) -> String {
        text(run("pdftotext", &["-raw"], &self.path, &["-"]))
    }

    pub(crate) fn page_text(&self, page: usize) -> String {
        let page = page.to_string();
        text(run("pdftotext", &["-raw", "-f", &page, "-l", &page], &self.path, &["-"]))
    }

    pub(crate) fn pages(&self) -> usize {
        text(run("qpdf", &["--show-npages"], &self.path, &[])).trim().parse().unwrap()
    }

    /// The lines of pdffonts.
    pub(crate) fn fonts(&self) -> Vec<String> {
        text(run("pdffonts", &[], &self.path, &[])).lines().skip(2).map(str::to_owned).collect()
    }

    /// The uncompressed operations of all pages.
    pub(crate) fn operations(&self) -> String {
        let qdf = run("qpdf", &["--qdf", "--object-streams=disable"], &self.path, &["-"]);
        String::from_utf8_lossy(&qdf).into_owned()
    }

    /// Every word with its page and left, top, right, bottom in pt.
    pub(crate) fn words(&self) -> Vec<(usize, String, [f32; 4])> {
        // poppler writes some characters that are none as they are, which is no UTF-8.
        let html = String::from_utf8_lossy(&run("pdftotext", &["-bbox"], &self.path, &["-"])).into_owned();
        let mut page = 0;
        let mut words = Vec::new();
        for line in html.lines().map(str::trim) {
            page += usize::from(line.starts_with("<page "));
            let Some(word) = line.strip_prefix("<word ") else { continue };
            let at = |name: &str| {
                let value = word.split_once(&format!("{name}=\"")).unwrap().1.split('"').next().unwrap();
                value.parse::<f32>().unwrap()
            };
            let text = word.split_once('>').unwrap().1.trim_end_matches("</word>").to_owned();
            words.push((page, text, [at("xMin"), at("yMin"), at("xMax"), at("yMax")]));
        }
        words
    }

    /// A part of a page (left, top, width, height in mm) as a grey picture, as a camera held over it sees it.
    pub(crate) fn picture(&self, page: usize, dpi: f32, part: [f32; 4]) -> Grey {
        let [x, y, w, h] = part.map(|mm| ((mm * dpi / 25.4).round() as i32).to_string());
        let (page, dpi) = (page.to_string(), dpi.to_string());
        let at = ["-x", &x, "-y", &y, "-W", &w, "-H", &h];
        Grey::read(&run(
            "pdftoppm",
            &[&["-gray", "-r", &dpi, "-f", &page, "-l", &page], &at[..]].concat(),
            &self.path,
            &[],
        ))
    }
}

/// A binary PGM.
pub(crate) struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Grey {
    fn read(bytes: &[u8]) -> Self {
        let mut lines = bytes.splitn(4, |byte| *byte == b'\n');
        assert_eq!(lines.next(), Some(&b"P5"[..]));
        let size = std::str::from_utf8(lines.next().unwrap()).unwrap();
        let (width, height) = size.split_once(' ').unwrap();
        let (width, height) = (width.parse().unwrap(), height.parse().unwrap());
        let pixels = lines.nth(1).unwrap().to_vec();
        Self { width, height, pixels }
    }
}

/// The QR code in a picture, as the app's own reader finds it.
pub(crate) fn read_code(picture: &Grey) -> Option<String> {
    let (width, height) = (picture.width as u32, picture.height as u32);
    let formats = [rxing::BarcodeFormat::QR_CODE].into();
    let mut hints = rxing::DecodeHints { PossibleFormats: Some(formats), ..rxing::DecodeHints::default() };
    let found = rxing::helpers::detect_in_luma_slice_with_hints(&picture.pixels, width, height, None, &mut hints);
    Some(found.ok()?.getText().to_owned())
}
