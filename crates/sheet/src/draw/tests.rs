//! Tests of the paper as it is printed: read back by other programs, drawn twice, drawn from what is missing, strange
//! or too much.

pub(crate) mod other_programs;

use super::*;
use crate::sample;
use domain::facts::{OutcomeLine, PhotoLine, Text, Together};
use other_programs::{Pdf, read_code};
use proptest::prelude::*;

fn drawn(change: impl Fn(&mut Facts)) -> Result<Vec<u8>, DrawRefused> {
    let release = Release::builtin();
    let mut facts = sample::facts(&release);
    change(&mut facts);
    let seal = sample::seal(&facts).unwrap();
    draw(&facts, &seal, &sample::inks(), &|digest| sample::photo(digest), &release)
}

fn pdf(change: impl Fn(&mut Facts)) -> Pdf {
    Pdf::new(&drawn(change).unwrap())
}

#[test]
fn drawn_twice_a_sheet_is_the_same_to_the_byte() {
    assert_eq!(drawn(|_| {}).unwrap(), drawn(|_| {}).unwrap());
}

/// The bytes of release d03 1.1. Whoever changes them changes every sheet that was signed under it: RENDERER in
/// `release.rs` moves on with them.
#[test]
fn the_bytes_of_a_sheet_are_those_this_release_has_always_drawn() {
    let digests = [drawn(|_| {}), drawn(crowded)].map(|bytes| Digest::of(&bytes.unwrap()).hex());
    assert_eq!(
        digests,
        [
            "8785776f6047c75b0c4c1b6ef3673461f70681ae67c9b8ed51a70c806606a42c",
            "428851dc78c02b5faf857c878256e6d9ca9c9d4501b723b600f884a9abece6aa"
        ]
    );
}

#[test]
fn another_program_reads_back_the_customers_name_and_every_label() {
    let text = pdf(|_| {}).text();
    let labels = "王淑敏 女士|137 0000 8026|云州安信到家服务有限公司|Yunzhou Anxin Home Service Co., Ltd.|服务热线|监督电话\
        |服务单|SERVICE SHEET|单号 No.|工单 Order|技术员 Technician|扫码验真 Verify|结果|Outcome|已完成|合计|Total|¥534.80|已付\
        |新件保修至|Parts covered until|2028-11-19|客户评价|Rating|/ 5 满意|客户|Customer|姓名|Name|电话|Phone|地址|Address\
        |产品|Product|名称型号|Model|编号|Serial|安装日期|Installed|服务类别|Category|上门时间|Visit|约定|Agreed|到达|Arrived\
        |早到 4 分钟|开工|Started|签字同意后|完成|Finished|用时 56 分钟|签字|Signed|故障与处理|Fault and work done|报修现象\
        |Reported|检查结论|Found|（原因码 SEAL-03）|处理内容|Work done|更换配件|Parts replaced|旧件 1 个已回收|名称 / 品牌规格\
        |旧件编号|Old serial|新件编号|New serial|数量|Qty|保修至|Covered until|金额 元|Amount|三元乙丙密封条|明远 EPDM 6×9 黑\
        |12.6 m|费用|Fees|与客户签字的报价第 2 版一致|项目|Item|单价|Price|说明|Note|配件（见上表）|394.80|45.00 / 窗\
        |免费：型材在保修期内|合计 Total|人民币伍佰叁拾肆元捌角整|微信支付 15:14|测量与检验|Measurements and tests|允许|Limit\
        |窗 1 北卧室 维修前 → 后|Window 1 before → after|判定|Result|4.2 超出 → 2.1|合格|服务规范执行情况\
        |How the standard was kept|应做 64 项 · 已做 63 · 不适用 1 · 照片 9 张|五个一|5/5|早 4 分|不适用：登高作业。|照片|Photos\
        |时间由设备记录并与公司核对|防护|旧锁闭器（上）与新件|14:58|客户同意|Consent|同意挪动书桌，已放回原位|保修与建议\
        |Warranty and advice|客户签字|技术员签字|王淑敏（本人）|已过目内容与费用 · 15:17|陈志远 · 0417|意见 Comments\
        |“师傅很准时，走之前把地都拖干净了。”|本单已封存|Sealed|签发 2026-11-20 15:17 +08:00|模板 dw_repair 2.3 · 收费标准 2026-07\
        |第 1 页，共 2 页 Page 1 of 2|第 2 页，共 2 页 Page 2 of 2";
    let lost: Vec<_> = labels.split('|').map(str::trim).filter(|label| !text.contains(label)).collect();
    assert_eq!(lost, Vec::<&str>::new(), "{text}");
}

#[test]
fn the_digest_of_the_facts_is_printed_in_full() {
    let release = Release::builtin();
    let digest = sample::facts(&release).digest().unwrap().hex().to_uppercase();
    let printed: String = pdf(|_| {}).text().split_whitespace().collect();
    assert!(printed.contains(&digest), "{digest}");
}

#[test]
fn the_file_is_sound_its_fonts_are_embedded_subsets_and_it_is_light() {
    let bytes = drawn(|_| {}).unwrap();
    let pdf = Pdf::new(&bytes);
    pdf.check();
    let fonts = pdf.fonts();
    assert_eq!(fonts.len(), 4, "{fonts:?}");
    for font in fonts {
        assert!(font.contains('+') && font.contains("yes yes yes"), "{font}");
    }
    let photos: usize = sample::PHOTOS.iter().map(|photo| photo.len()).sum();
    assert!(bytes.len() < photos + 150 * 1024, "{} bytes over the photos", bytes.len() - photos);
}

#[test]
fn photos_go_in_untouched() {
    let bytes = drawn(|_| {}).unwrap();
    for photo in sample::PHOTOS {
        assert!(bytes.windows(photo.len()).any(|window| window == photo));
    }
}

#[test]
fn a_phone_reads_the_code_of_either_page_and_it_leads_to_the_seal() {
    let release = Release::builtin();
    let seal = sample::seal(&sample::facts(&release)).unwrap();
    let pdf = pdf(|_| {});
    let parts = [(1, [166.0, 7.0, 35.0, 32.0]), (2, [10.0, 240.0, 36.0, 40.0])];
    for ((page, part), dpi) in parts.into_iter().flat_map(|part| [(part, 150.0), (part, 300.0)]) {
        let text = read_code(&pdf.picture(page, dpi, part)).unwrap();
        assert!(domain::seal::from_qr(&text).unwrap().matches(&seal), "page {page}: {text}");
    }
}

#[test]
fn characters_that_share_a_shape_are_copied_as_they_were_written() {
    let text = pdf(|facts| facts.customer.name = "\u{51C9}\u{F979} 喆堃".into()).text();
    assert!(text.contains("\u{51C9}\u{F979} 喆堃"), "{text}");
}

#[test]
fn a_character_without_a_glyph_is_a_box_with_its_code_point_and_is_copied_as_itself() {
    let rare = pdf(|facts| facts.customer.name = "李\u{20BB7}".into());
    rare.check();
    assert!(rare.text().replace(' ', "").contains("李\u{20BB7}"));
    let ops = rare.operations();
    assert!(ops.contains("/Span <</ActualText<feffd842dfb7>>> BDC"), "the box is not marked");
    let boxed = ops.split("/Span <</ActualText<feffd842dfb7>>> BDC").nth(1).unwrap().split("EMC").next().unwrap();
    assert!(boxed.contains("re\nS"), "no box: {boxed}");
    assert_eq!(boxed.matches("TJ").count(), 2, "the code point stands in two lines: {boxed}");
    assert!(!pdf(|_| {}).operations().contains("ActualText"));
}

#[test]
fn the_number_of_pages_is_told_as_other_programs_count_them() {
    let long = drawn(crowded).unwrap();
    assert_eq!(crate::pages(&long), i64::try_from(Pdf::new(&long).pages()).ok());
    assert_eq!(crate::pages(&drawn(|_| {}).unwrap()), Some(2));
    for foreign in [&b""[..], b"%PDF-1.7\n", &long[..long.len() - 1], b"%PDF-1.7\nstartxref\n9\n%%EOF\n"] {
        assert_eq!(crate::pages(foreign), None);
    }
}

#[test]
fn a_long_sheet_repeats_heads_keeps_ink_with_seal_and_leaves_the_margins_free() {
    let pdf = pdf(crowded);
    pdf.check();
    assert!(pdf.pages() >= 5, "{} pages", pdf.pages());
    let pages: Vec<String> = (1..=pdf.pages()).map(|page| pdf.page_text(page)).collect();
    let heads = pages.iter().filter(|page| page.contains("名称 / 品牌规格")).count();
    let parts = pages.iter().filter(|page| page.contains("传动锁闭器 第")).count();
    assert!(parts >= 2 && heads == parts, "{heads} heads on {parts} pages of parts");
    for (number, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("第 {} 页，共 {} 页", number + 1, pages.len())));
        assert!(page.contains("GD261120-0041-1-D03A1"));
        assert_eq!(
            page.contains("技术员签字"),
            page.contains("本单已封存"),
            "ink and seal part on page {}",
            number + 1
        );
    }
    assert!(pages.last().unwrap().contains("附页：照片"));
    stands_clear(&pdf);
}

/// No word outside the margins, no two words over one another.
pub(crate) fn stands_clear(pdf: &Pdf) {
    let words = pdf.words();
    for (page, word, [left, top, right, bottom]) in &words {
        let inside = *left > 39.0 && *right < 557.0 && *top > 28.0 && *bottom < 815.0;
        assert!(inside, "{word:?} on page {page} at {left} {top} {right} {bottom}");
    }
    for (number, (page, word, one)) in words.iter().enumerate() {
        for (other_page, other, two) in words[number + 1..].iter().take_while(|(other, ..)| other == page) {
            // A font's box is taller than its letters: only their middle half must stay free.
            let trim = |[left, top, right, bottom]: [f32; 4]| {
                let quarter = (bottom - top) / 4.0;
                [left + 0.3, top + quarter, right - 0.3, bottom - quarter]
            };
            let ([l1, t1, r1, b1], [l2, t2, r2, b2]) = (trim(*one), trim(*two));
            let apart = page != other_page || r1 <= l2 || r2 <= l1 || b1 <= t2 || b2 <= t1;
            assert!(apart, "{word:?} and {other:?} overlap on page {page}: {one:?} {two:?}");
        }
    }
}

#[test]
fn on_the_sample_no_word_stands_over_another() {
    stands_clear(&pdf(|_| {}));
}

#[test]
fn texts_of_any_length_flow_over_pages_and_overlap_nothing() {
    let long = "更换两窗密封条，调校合页 and so on；".repeat(200);
    let pdf = pdf(|facts| {
        facts.company.name = Text::new(long.clone(), long.clone());
        facts.company.short = Text::zh(long.clone());
        facts.company.address = long.clone();
        facts.technician.name = long.clone();
        facts.customer.name = long.clone();
        facts.customer.address = long.clone();
        facts.product.model = long.clone();
        facts.product.category = Text::zh(long.clone());
        facts.outcome.name = Text::zh(long.clone());
        facts.outcome.told = vec![OutcomeLine { name: Text::zh(long.clone()), words: Text::zh(long.clone()) }];
        facts.payment.status_name = Text::zh(long.clone());
        facts.payment.method = Text::zh(long.clone());
        facts.fault.reported = Text::zh(long.clone());
        facts.fault.done = Text::zh(long.clone());
        facts.parts[0].name = Text::zh(long.clone());
        facts.parts[0].new_serial = long.clone();
        facts.fees[0].name = Text::zh(long.clone());
        facts.fees[0].per = long.clone();
        facts.measurements.units[0].name = Text::new(long.clone(), long.clone());
        facts.measurements.rows[0].cells[0].after.as_mut().unwrap().value = long.clone();
        facts.kept.groups[0].name = Text::zh(long.clone());
        facts.kept.groups[1].detail = Some(Text::zh(long.clone()));
        facts.kept.exceptions[0].reason = Text::zh(long.clone());
        facts.photos[0].caption = Text::zh(long.clone());
        facts.photos[0].tag = Text::zh(long.clone());
        facts.consents[1].words = Text::zh(long.clone());
        facts.warranty.until = Some(long.clone());
        facts.warranty.old_parts = Text::zh(long.clone());
        facts.warranty.words = Text::zh(long.clone());
        facts.contacts[0].name = Text::zh(long.clone());
        facts.rating.as_mut().unwrap().comment = long.clone();
        facts.releases.pack.name = long.clone();
    });
    pdf.check();
    stands_clear(&pdf);
}

fn crowded(facts: &mut Facts) {
    let part = facts.parts.pop().unwrap();
    for number in 0..40 {
        let mut part = part.clone();
        part.name = Text::zh(format!("传动锁闭器 第 {number} 个，名称很长很长很长很长很长"));
        part.amount.minor = 0;
        facts.parts.push(part);
    }
    facts.parts[1].amount.minor = 16_800;
    facts.customer.address = "云州市望江区".repeat(12);
    facts.fault.done = Text::zh("更换两窗密封条，调校两窗合页，润滑五金。".repeat(14));
    facts.warranty.advice = Text::zh("每年雨季前清理排水孔。".repeat(20));
    facts.rating.as_mut().unwrap().comment = "很好 very good ".repeat(40);
    let unit = facts.measurements.units[0].clone();
    facts.measurements.units = vec![unit; 7];
    for row in &mut facts.measurements.rows {
        row.cells = vec![row.cells[0].clone(); 7];
    }
    let exception = facts.kept.exceptions[0].clone();
    facts.kept.exceptions = vec![exception; 25];
    let photos = facts.photos.clone();
    facts.photos = photos.iter().cycle().take(23).cloned().collect();
}

#[test]
fn a_sheet_with_hardly_anything_in_it_is_one_page() {
    let pdf = pdf(|facts| {
        facts.parts.clear();
        facts.fees.clear();
        facts.total.minor = 0;
        facts.photos.clear();
        facts.consents.clear();
        facts.measurements.rows.clear();
        facts.kept = domain::facts::Kept::default();
        facts.rating = None;
        facts.quote = None;
        facts.warranty.until = None;
        facts.warranty.words = Text::default();
        facts.warranty.advice = Text::default();
        facts.contacts.clear();
    });
    pdf.check();
    assert_eq!(pdf.pages(), 1);
    assert!(pdf.text().contains("人民币零元整"));
}

#[test]
fn times_nobody_checked_are_said_to_be_so() {
    use domain::time::Trust;
    let text = pdf(|facts| {
        facts.times.arrived.as_mut().unwrap().trust = Trust::Unverified;
        facts.photos[0].at.trust = Trust::Unverified;
    })
    .text();
    assert!(text.contains("时间未核对 unverified"));
    assert!(text.contains("13:52*") && text.contains("带 * 的时间未与公司核对"));
    assert!(!pdf(|_| {}).text().contains("unverified"));
}

#[test]
fn a_reading_without_limits_still_says_its_unit() {
    let text = pdf(|facts| facts.measurements.rows[0].limit = Text::zh("—")).text();
    assert!(text.contains("4.2 mm 超出 → 2.1 mm"), "{text}");
}

#[test]
fn an_amendment_names_the_sheet_it_replaces() {
    let number = "GD261120-0041-1-D03A0";
    let text = pdf(|facts| {
        let digest = Digest::of(b"the old facts");
        facts.paper.replaces = Some(domain::facts::Replaced { number: number.into(), digest });
    })
    .text();
    assert!(text.contains("更正 Replaces") && text.contains(number));
}

#[test]
fn a_file_that_cannot_be_printed_is_listed_with_an_empty_frame() {
    let heic = Digest::of(b"heic");
    let text = pdf(|facts| {
        let line = facts.photos[0].clone();
        facts.photos.push(PhotoLine { digest: heic, width: 0, height: 0, caption: Text::zh("苹果原图"), ..line });
    })
    .text();
    assert!(text.contains("文件已存档，不能打印") && text.contains("苹果原图"));
    assert!(text.contains(&heic.hex().to_uppercase()[..16]));
}

#[test]
fn how_quickly_blocks_were_confirmed_is_printed_where_it_is_known() {
    let said = |seconds| pdf(|facts| facts.kept.together = Some(Together { items: 58, seconds })).text();
    assert!(said(2).contains("整组确认 58 项，最快 2 秒"));
    assert!(said(0).contains("最快 不到 1 秒"));
    stands_clear(&pdf(|facts| facts.kept.together = Some(Together { items: 158, seconds: 3600 })));
    assert!(!pdf(|_| {}).text().contains("整组确认"));
}

#[test]
fn what_was_not_sealed_is_not_drawn() {
    let release = Release::builtin();
    let facts = sample::facts(&release);
    let seal = sample::seal(&facts).unwrap();
    let photos = |digest: &Digest| sample::photo(digest);
    let mut other = facts.clone();
    other.customer.name.push('!');
    assert_eq!(draw(&other, &seal, &sample::inks(), &photos, &release), Err(DrawRefused::OtherSeal));
    let mut inks = sample::inks();
    let technician = inks.pop().unwrap().1.digest;
    assert_eq!(draw(&facts, &seal, &inks, &photos, &release), Err(DrawRefused::InkMissing(technician)));
    let swapped: Vec<_> =
        sample::inks().into_iter().rev().zip(sample::inks()).map(|(ink, (role, _))| (role, ink.1)).collect();
    assert!(matches!(draw(&facts, &seal, &swapped, &photos, &release), Err(DrawRefused::InkMissing(_))));
    let first = facts.photos[0].digest;
    let missing = draw(&facts, &seal, &sample::inks(), &|_| None, &release);
    assert_eq!(missing, Err(DrawRefused::PhotoMissing(first)));
    let damaged = draw(&facts, &seal, &sample::inks(), &|_| Some(b"other bytes"), &release);
    assert_eq!(damaged, Err(DrawRefused::PhotoDamaged(first)));
    assert_eq!(drawn(|facts| facts.company.verify_host = "a/b".into()), Err(DrawRefused::Code));
    let layout = drawn(|facts| facts.releases.layout.version = "0.9".into());
    assert_eq!(layout, Err(DrawRefused::OtherLayout("d03 0.9".into())));
    assert!(matches!(drawn(|facts| facts.total.minor += 1), Err(DrawRefused::Facts(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_people_write_there_is_a_sheet(words in ".{0,200}", name in "\\PC{0,60}", long in "[a-z]{0,300}") {
        let bytes = drawn(|facts| {
            facts.rating.as_mut().unwrap().comment = words.clone();
            facts.customer.name = name.clone();
            facts.product.model = long.clone();
            facts.parts[0].name = Text::zh(words.clone());
            facts.kept.groups[0].name = Text::zh(name.clone());
            facts.outcome.name = Text::zh(long.clone());
        });
        prop_assert!(bytes.is_ok());
    }
}
