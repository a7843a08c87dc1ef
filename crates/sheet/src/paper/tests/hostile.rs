//! What nobody should have written into a paper, and some do.

use super::*;
use domain::facts::PhotoLine;
use domain::paper::Row;

/// The sample of a paper after a change, drawn on a page.
fn changed(code: &str, page: PageKind, change: impl Fn(&mut Paper)) -> Result<Vec<u8>, DrawRefused> {
    let look = look(Language::Both, Some(page));
    let (layout, mut paper) = sample_of(code, &look);
    change(&mut paper);
    let seal = papers::seal(&paper).unwrap();
    papers::draw(Some(&paper), &layout, &look, Some(&seal), &Release::builtin())
}

fn on_both(code: &str, change: impl Fn(&mut Paper) + Copy) {
    for page in [PageKind::A4, PageKind::Roll] {
        let pdf = Pdf::new(&changed(code, page, change).unwrap());
        pdf.check();
        if page == PageKind::A4 {
            crate::draw::tests::stands_clear(&pdf);
        }
    }
}

fn set(paper: &mut Paper, key: &str, value: Value) {
    paper.values.insert(key.into(), value);
}

#[test]
fn notes_of_ten_thousand_characters_flow_over_pages_and_lose_nothing() {
    let long = "外壳左侧有旧划痕 and so on；".repeat(600);
    on_both("D07", |paper| {
        for key in ["condition", "customer", "badge"] {
            set(paper, key, Value::zh(long.clone()));
        }
        let row = Row::from([("name".into(), Value::zh(long.clone())), ("note".into(), Value::zh(long.clone()))]);
        set(paper, "accessories", Value::Lines { rows: vec![row] });
    });
    let text =
        Pdf::new(&changed("D07", PageKind::A4, |paper| set(paper, "condition", Value::zh(long.clone()))).unwrap());
    assert_eq!(text.text().matches("外壳左侧").count() + text.text().matches("外壳左\n侧").count(), 600);
}

#[test]
fn emoji_right_to_left_text_and_control_characters_are_printed_as_far_as_they_can_be() {
    let strange = "A\u{0}\u{7}\u{1b}[31m\u{202E}שלום مرحبا\u{202C} 👍🏽\u{FE0F} \u{FFFF}\u{20BB7}\r\n\t\u{2028}末";
    on_both("D07", |paper| {
        for key in ["condition", "customer", "symptom"] {
            set(paper, key, Value::zh(strange));
        }
        paper.company.name = domain::facts::Text::new(strange, strange);
    });
    on_both("D16", |paper| set(paper, "chosen", Value::text("", strange)));
}

#[test]
fn amounts_may_be_negative_or_huge_and_are_printed_in_full() {
    for minor in [-1, 0, -9_007_199_254_740_991, 9_007_199_254_740_991] {
        let change = |paper: &mut Paper| {
            let money = || Value::money(Money::fen(minor));
            set(paper, "estimated_fee", money());
        };
        on_both("D07", change);
        let bill = |paper: &mut Paper| {
            let money = || Value::money(Money::fen(minor));
            let row = Row::from([("item".into(), Value::zh("更正")), ("amount".into(), money())]);
            set(paper, "lines", Value::Lines { rows: vec![row] });
            set(paper, "total", money());
        };
        let text = squeezed(&Pdf::new(&changed("D14", PageKind::A4, bill).unwrap()).text());
        let figures = Money::fen(minor).decimal();
        assert!(text.contains(figures.trim_start_matches('-')), "{figures} in {text}");
    }
}

#[test]
fn a_table_of_500_rows_repeats_its_head_on_every_page() {
    let rows = |paper: &mut Paper| {
        let row = |number: usize| Row::from([("name".into(), Value::zh(format!("附件 {number}")))]);
        set(paper, "accessories", Value::Lines { rows: (1..=500).map(row).collect() });
    };
    on_both("D07", rows);
    let pdf = Pdf::new(&changed("D07", PageKind::A4, rows).unwrap());
    let pages: Vec<String> = (1..=pdf.pages()).map(|page| pdf.page_text(page)).collect();
    let with_rows = pages.iter().filter(|page| page.contains("附件 ")).count();
    assert!(with_rows > 8 && pages.iter().filter(|page| page.contains("名称")).count() == with_rows);
    assert!(pages.iter().enumerate().all(|(number, page)| {
        page.contains(&format!("第 {} 页，共 {} 页", number + 1, pages.len())) && page.contains("GD261120-0041-1-D07A1")
    }));
}

#[test]
fn three_hundred_photos_go_to_the_end_and_none_leaves_the_section_honest() {
    on_both("D07", |paper| {
        let photos: Vec<PhotoLine> = paper.photos.iter().cycle().take(300).cloned().collect();
        paper.photos = photos;
    });
    on_both("D07", |paper| paper.photos.clear());
    let text = Pdf::new(&changed("D07", PageKind::A4, |paper| paper.photos.clear()).unwrap()).text();
    assert!(text.contains("无照片"), "{text}");
}

#[test]
fn a_paper_with_nothing_filled_in_draws_with_a_dash_for_what_was_required() {
    for code in Layout::codes() {
        let change = |paper: &mut Paper| {
            paper.values.clear();
            paper.photos.clear();
        };
        let pdf = Pdf::new(&changed(code, PageKind::A4, change).unwrap());
        pdf.check();
        crate::draw::tests::stands_clear(&pdf);
    }
}

#[test]
fn what_does_not_belong_together_is_refused_with_its_reason() {
    let drawn = |change: &dyn Fn(&mut Paper)| changed("D07", PageKind::A4, change);
    let odd = drawn(&|paper| set(paper, "allergy", Value::zh("cats")));
    assert_eq!(odd, Err(DrawRefused::Field("allergy".into())));
    let odd = drawn(&|paper| set(paper, "customer", Value::Flag { yes: true }));
    assert_eq!(odd, Err(DrawRefused::Field("customer".into())));
    let odd = drawn(&|paper| set(paper, "receipt_no", Value::zh("another number")));
    assert_eq!(odd, Err(DrawRefused::Field("receipt_no".into())));
    let row = Row::from([("weight".into(), Value::zh("1"))]);
    let odd = drawn(&|paper| set(paper, "accessories", Value::Lines { rows: vec![row.clone()] }));
    assert_eq!(odd, Err(DrawRefused::Field("accessories.weight".into())));
    assert_eq!(drawn(&|paper| paper.paper.code = "D08".into()), Err(DrawRefused::OtherPaper("D08".into())));
    assert!(matches!(drawn(&|paper| paper.releases.layout.version = "9".into()), Err(DrawRefused::OtherLayout(_))));
    assert!(matches!(drawn(&|paper| paper.issued.time = "now".into()), Err(DrawRefused::Paper(_))));
    let bill = changed("D14", PageKind::A4, |paper| set(paper, "total", Value::money(Money::fen(1))));
    assert!(matches!(bill, Err(DrawRefused::Facts(domain::facts::FactsRefused::DoesNotAddUp { .. }))));
    let photo = drawn(&|paper| paper.photos[0].digest = Digest::of(b"gone"));
    assert_eq!(photo, Err(DrawRefused::PhotoMissing(Digest::of(b"gone"))));
}

#[test]
fn a_missing_ink_or_another_papers_seal_draws_nothing() {
    let (look, release) = (Look::default(), Release::builtin());
    let (layout, paper) = sample_of("D07", &look);
    let seal = papers::seal(&paper).unwrap();
    let inks = papers::inks();
    let photos = |digest: &Digest| sample::photo(digest);
    let what = Printing {
        paper: Some(&paper),
        layout: &layout,
        look: &look,
        seal: Some(&seal),
        inks: &[],
        photos: &photos,
        release: &release,
    };
    assert!(matches!(draw_paper(&what), Err(DrawRefused::InkMissing(_))));
    let mut other = paper.clone();
    other.values.remove("badge");
    let swapped = Printing { paper: Some(&other), inks: &inks, ..what };
    assert_eq!(draw_paper(&swapped), Err(DrawRefused::OtherSeal));
    assert_eq!(draw_paper(&Printing { paper: None, ..swapped }), Err(DrawRefused::OtherSeal));
}

#[test]
fn a_code_too_long_for_one_is_refused_and_a_choice_of_the_firms_own_stands_beside_the_others() {
    let odd = changed("D08", PageKind::A4, |paper| set(paper, "rebook", Value::Code { text: "x".repeat(5_000) }));
    assert_eq!(odd, Err(DrawRefused::Code));
    let own = changed("D07", PageKind::A4, |paper| {
        let words = domain::facts::Text::new("客户搬家", "Customer moves");
        set(paper, "reason", Value::Choice { key: "moves".into(), words });
    });
    assert!(Pdf::new(&own.unwrap()).text().contains("客户搬家"));
}
