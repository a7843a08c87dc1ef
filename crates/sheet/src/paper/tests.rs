//! Tests of the papers as they are printed: every paper of STANDARDS 5.2, in every language, on both pages, read back by
//! other programs; blanks, seals, and what nobody should have written into them.

mod faults;
mod hostile;
mod standard;

use super::*;
use crate::draw::tests::other_programs::Pdf;
use crate::sample::{self, papers};
use domain::money::Money;
use domain::paper::Value;

fn look(language: Language, page: Option<PageKind>) -> Look {
    Look { language, page, ..Look::default() }
}

/// A sample and its layout.
fn sample_of(code: &str, look: &Look) -> (Layout, Paper) {
    let layout = Layout::builtin(code).unwrap();
    let paper = papers::content(&layout, look, &Release::builtin());
    (layout, paper.unwrap_or_else(|| panic!("no sample of {code}")))
}

/// The sample of a paper in a look, sealed where the customer or the technician signs it.
fn drawn(code: &str, look: &Look) -> Vec<u8> {
    let (layout, paper) = sample_of(code, look);
    let seals = layout.signed_by.iter().any(|hand| matches!(hand, layout::Hand::Customer | layout::Hand::Technician));
    let seal = seals.then(|| papers::seal(&paper).unwrap());
    let drawn = papers::draw(Some(&paper), &layout, look, seal.as_ref(), &Release::builtin());
    drawn.unwrap_or_else(|why| panic!("{code}: {why}"))
}

fn blank(code: &str, look: &Look) -> Vec<u8> {
    papers::draw(None, &Layout::builtin(code).unwrap(), look, None, &Release::builtin()).unwrap()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn every_layout_of_the_product_is_without_fault() {
    let findings: Vec<String> = builtin::LAYOUTS
        .iter()
        .flat_map(|(code, text)| lint::lint(&format!("{}.toml", code.to_lowercase()), text, &Release::builtin()))
        .map(|finding| finding.to_string())
        .collect();
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn every_field_the_standard_lists_is_in_its_layout_and_no_paper_is_missing() {
    let codes: Vec<&str> = Layout::codes().collect();
    assert_eq!(codes, (1..=30).map(|number| format!("D{number:02}")).collect::<Vec<_>>());
    for (code, keys) in standard::FIELDS {
        let layout = Layout::builtin(code).unwrap();
        let own: std::collections::BTreeSet<&str> = layout.fields.iter().map(|field| field.key.as_str()).collect();
        assert_eq!(own, keys.split_whitespace().collect(), "{code}");
        assert!(!layout.sources.is_empty() && !layout.copies.is_empty(), "{code} says neither sources nor copies");
    }
    for (place, columns) in standard::COLUMNS {
        let (code, key) = place.split_once('.').unwrap();
        let layout = Layout::builtin(code).unwrap();
        let own: Vec<&str> = layout.field(key).unwrap().columns.iter().map(|column| column.key.as_str()).collect();
        assert_eq!(own, columns.split_whitespace().collect::<Vec<_>>(), "{place}");
    }
    assert_eq!(standard::FIELDS.len(), codes.len());
}

/// Everything of a paper that must be read on it: the labels of what is filled in, and what stands there.
fn expected(paper: &Paper, layout: &Layout, language: Language, page: PageKind) -> Vec<String> {
    let mut words = vec![language.first(&layout.zh, &layout.en).to_owned(), paper.paper.number.clone()];
    let mut said = |value: &Value, in_table: bool| {
        let said = if in_table { say::say_in_table(language, value) } else { say::say(language, value) };
        words.extend([said.first, said.second]);
    };
    for (key, value) in &paper.values {
        let field = layout.field(key).unwrap();
        match value {
            Value::Lines { rows } => {
                rows.iter()
                    .flat_map(|row| row.values())
                    .filter(|value| value.kind() != "ink")
                    .for_each(|value| said(value, true));
            }
            Value::Ink { who, .. } => said(&Value::zh(who.clone()), false),
            Value::Choices { chosen } => {
                chosen.iter().for_each(|one| said(&Value::text(&one.words.zh, &one.words.en), false));
            }
            value => said(value, false),
        }
        said(&Value::text(&field.zh, &field.en), false);
        // A row of a roll says its first words without their column's name.
        for column in field.columns.iter().filter(|_| page == PageKind::A4) {
            said(&Value::zh(language.first(&column.zh, &column.en)), false);
        }
    }
    words
}

/// Draws a paper, has other programs read it, and answers the file.
fn reads_back(code: &str, language: Language, page: PageKind) -> Pdf {
    let look = look(language, Some(page));
    let pdf = Pdf::new(&drawn(code, &look));
    pdf.check();
    let text = squeezed(&pdf.text());
    let (layout, paper) = sample_of(code, &look);
    let words = expected(&paper, &layout, language, page);
    let lost: Vec<_> = words.iter().filter(|words| !text.contains(&squeezed(words))).collect();
    assert_eq!(lost, Vec::<&String>::new(), "{code} {language:?} {page:?}\n{text}");
    pdf
}

#[test]
fn every_paper_on_a4_is_a_sound_file_that_says_every_label_and_value_in_every_language_and_nothing_overlaps() {
    for (code, language) in Layout::codes().flat_map(|code| Language::ALL.map(|language| (code, language))) {
        crate::draw::tests::stands_clear(&reads_back(code, language, PageKind::A4));
    }
}

#[test]
fn every_paper_fits_a_roll_of_80_mm() {
    for code in Layout::codes() {
        reads_back(code, Language::Both, PageKind::Roll);
    }
    for (code, language) in ["D07", "D08", "D11", "D15"].into_iter().flat_map(|code| Language::ALL.map(|it| (code, it)))
    {
        reads_back(code, language, PageKind::Roll);
    }
}

#[test]
fn every_paper_is_the_same_to_the_byte_when_drawn_twice_and_its_text_is_the_committed_one() {
    let write = std::env::var("DOORSTEP_WRITE").is_ok_and(|it| it == "1");
    for code in Layout::codes() {
        let bytes = drawn(code, &Look::default());
        assert!(bytes == drawn(code, &Look::default()), "{code}");
        let text = Pdf::new(&bytes).text();
        let path = format!("{}/samples/papers/{}.txt", env!("CARGO_MANIFEST_DIR"), code.to_lowercase());
        if write {
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "{path} is stale: DOORSTEP_WRITE=1 cargo test -p sheet writes it");
    }
}

#[test]
fn a_blank_of_every_paper_has_its_labels_and_no_content() {
    let company = Some(sample::facts(&Release::builtin()).company);
    let look = Look { company, ..Look::default() };
    let roll = ["D07", "D08", "D10", "D11", "D15"].map(|code| (code, PageKind::Roll));
    for (code, page) in Layout::codes().map(|code| (code, PageKind::A4)).chain(roll) {
        let look = Look { page: Some(page), ..look.clone() };
        let bytes = blank(code, &look);
        let pdf = Pdf::new(&bytes);
        pdf.check();
        let text = squeezed(&pdf.text());
        let layout = Layout::builtin(code).unwrap();
        let placed = layout.sections.iter().flat_map(|section| &section.fields);
        let labels = placed.filter_map(|key| layout.field(key));
        let lost: Vec<&str> = labels
            .filter(|field| !(page == PageKind::Roll && field.type_ == layout::FieldType::Photos))
            .map(|field| field.zh.as_str())
            .filter(|zh| !text.contains(&squeezed(zh)))
            .collect();
        assert_eq!(lost, Vec::<&str>::new(), "{code} {page:?}\n{text}");
        assert!(text.contains("空白单") && text.contains("400-000-8210") && !text.contains("王淑敏"), "{text}");
        assert_eq!(crate::seal_of(&bytes), None);
    }
}

#[test]
fn a_blank_without_a_company_draws_too() {
    Pdf::new(&blank("D10", &Look::default())).check();
}

#[test]
fn a_sealed_paper_can_be_signed_and_its_code_leads_to_the_seal() {
    let house = sample::house().unwrap();
    let how = crate::Signing { device: &house.device, issuing: &house.issuing };
    for page in [PageKind::A4, PageKind::Roll] {
        let look = look(Language::Both, Some(page));
        let bytes = drawn("D07", &look);
        let (_, paper) = sample_of("D07", &look);
        let seal = papers::seal(&paper).unwrap();
        assert_eq!(crate::seal_of(&bytes), Some(seal.clone()));
        let signed = crate::sign(&bytes, &sample::device_key().unwrap(), &how).unwrap();
        Pdf::new(&signed).check();
        let first = crate::pdf::read::revisions(&signed).unwrap();
        let content = first.first().unwrap().attachment(&signed, file::FACTS).unwrap();
        assert_eq!(Paper::from_text(&content).unwrap(), paper);
        let rows = crate::qr_modules(&seal, &paper.company.verify_host).unwrap();
        assert_eq!(rows.len(), rows[0].len());
        assert!(Pdf::new(&signed).operations().contains("/Code Do"), "no code on the page");
    }
}

#[test]
fn a_paper_nobody_seals_says_its_digest_in_words_and_cannot_be_signed() {
    let look = Look::default();
    let (_, paper) = sample_of("D23", &look);
    let bytes = drawn("D23", &look);
    let text = squeezed(&Pdf::new(&bytes).text());
    assert!(text.contains(&paper.digest().unwrap().hex().to_uppercase()), "{text}");
    assert!(!text.contains("封存"));
    let house = sample::house().unwrap();
    let how = crate::Signing { device: &house.device, issuing: &house.issuing };
    assert!(crate::sign(&bytes, &sample::device_key().unwrap(), &how).is_err());
}

#[test]
fn a_company_gives_its_papers_colour_logo_and_closing_lines_and_they_name_that_look() {
    let release = Release::builtin();
    let plain = Look::default();
    let own = Look {
        brand: crate::text::Color(0x8A, 0x1C, 0x1C),
        closing: vec![Words { zh: "感谢您的信任。".into(), en: "Thank you for your trust.".into() }],
        ..Look::default()
    };
    let own = own.with_logo(&logo::png_of(2, 0)).unwrap();
    let (layout, paper) = sample_of("D08", &plain);
    let other = papers::draw(Some(&paper), &layout, &own, None, &release);
    assert_eq!(other, Err(DrawRefused::OtherLayout("d08 1".into())));
    let (layout, paper) = sample_of("D08", &own);
    assert_ne!(layout.release(&own, &release), layout.release(&plain, &release));
    let bytes = papers::draw(Some(&paper), &layout, &own, None, &release).unwrap();
    let pdf = Pdf::new(&bytes);
    pdf.check();
    assert!(pdf.text().contains("感谢您的信任。 Thank you for your trust."));
    assert!(bytes.windows(13).any(|part| part == b"/Predictor 15"));
    let photo = Look::default().with_logo(sample::PHOTOS[0]).unwrap();
    Pdf::new(&drawn("D08", &photo)).check();
}
