//! What an edit promises: marks where they were drawn, blurs that cannot be read back, the rest as it was.

mod blur;

use super::camera::{Shot, bomb, busy, exif, quarters};
use super::*;
use crate::photo::Mark::{Arrow, Blur, Ring, Text};
use image::Rgb;
use proptest::prelude::*;

const LATIN: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSans-Bold.ttf");
const CHINESE: &[u8] = include_bytes!("../../../../../assets/fonts/NotoSansSC-Bold.ttf");
const INK: [u8; 3] = [0xFF, 0x4D, 0x1C];
const GREY: [u8; 3] = [128; 3];

fn fonts() -> Fonts<'static> {
    Fonts::read(&[LATIN, CHINESE]).unwrap()
}

/// A kept photo of `picture`, with little loss.
fn kept(picture: &RgbImage) -> Vec<u8> {
    drawn_as(&png(picture.clone()), 98)
}

fn drawn_as(bytes: &[u8], quality: u8) -> Vec<u8> {
    intake_as(bytes, Size { quality, ..Size::default() }).unwrap().drawn().unwrap().jpeg
}

fn plain() -> RgbImage {
    RgbImage::from_pixel(800, 600, Rgb(GREY))
}

fn burned(picture: &RgbImage, marks: &[Mark], stamp: &[&str], fonts: &Fonts<'_>) -> RgbImage {
    let stamp: Vec<String> = stamp.iter().map(|line| (*line).to_owned()).collect();
    let size = Size { quality: 98, ..Size::default() };
    look(&edit(&kept(picture), &Edit { marks, stamp: &stamp }, fonts, size).unwrap().jpeg)
}

fn marked(picture: &RgbImage, mark: Mark) -> RgbImage {
    burned(picture, &[mark], &[], &fonts())
}

fn words(text: &str) -> Mark {
    Text { at: [100, 100], text: text.into() }
}

fn refusal(marks: &[Mark]) -> Option<PhotoRefused> {
    edit(&kept(&quarters(64, 64)), &Edit { marks, stamp: &[] }, &fonts(), Size::default()).err()
}

/// Left, top, right, bottom of what differs from `before`; edges inclusive.
fn changed(before: &RgbImage, after: &RgbImage) -> Option<[u32; 4]> {
    let differs = |(a, b): (&Rgb<u8>, &Rgb<u8>)| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 40);
    let places = before.enumerate_pixels().zip(after.pixels()).filter(|((_, _, a), b)| differs((a, b)));
    places
        .map(|((x, y, _), _)| [x, y, x, y])
        .reduce(|[l, t, r, b], [x, y, ..]| [l.min(x), t.min(y), r.max(x), b.max(y)])
}

fn ink_at(picture: &RgbImage, x: u32, y: u32) -> bool {
    picture.get_pixel(x, y).0.iter().zip(INK).all(|(a, b)| a.abs_diff(b) < 40)
}

/// The largest and the mean difference of a channel within a box.
fn difference(a: &RgbImage, b: &RgbImage, [left, top, right, bottom]: [u32; 4]) -> (u8, f64) {
    let places = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y)));
    let differences: Vec<u8> = places
        .flat_map(|(x, y)| a.get_pixel(x, y).0.into_iter().zip(b.get_pixel(x, y).0))
        .map(|(a, b)| a.abs_diff(b))
        .collect();
    let mean = differences.iter().map(|value| f64::from(*value)).sum::<f64>() / differences.len() as f64;
    (differences.into_iter().max().unwrap(), mean)
}

#[test]
fn an_arrow_lies_where_it_was_drawn_and_its_head_is_at_its_end() {
    let before = plain();
    let after = marked(&before, Arrow { from: [250, 500], to: [750, 500] });
    assert!((250..590).step_by(20).all(|x| ink_at(&after, x, 300)), "the shaft");
    assert!(ink_at(&after, 590, 300), "the tip is at 600");
    let height = |x: u32| (0..600).filter(|y| ink_at(&after, x, *y)).count();
    assert!(height(582) > 2 * height(400), "the head ({}) is wider than the shaft ({})", height(582), height(400));
    let [left, top, right, bottom] = changed(&before, &after).unwrap();
    assert!((190..=200).contains(&left) && (600..=605).contains(&right), "{left} to {right}");
    assert!(top > 280 && bottom < 320, "{top} to {bottom}");
}

#[test]
fn a_mark_has_a_white_outline() {
    for ground in [[0; 3], INK, [255; 3]] {
        let after = marked(&RgbImage::from_pixel(800, 600, Rgb(ground)), Arrow { from: [500, 900], to: [500, 100] });
        let row: Vec<[u8; 3]> = (380..420).map(|x| after.get_pixel(x, 400).0).collect();
        assert!(row.iter().any(|pixel| near(*pixel, INK)), "on {ground:?}: no ink in {row:?}");
        assert!(row.iter().any(|pixel| pixel.iter().all(|value| *value > 200)), "on {ground:?}: no white in {row:?}");
    }
}

#[test]
fn a_tap_instead_of_an_arrow_is_a_dot() {
    let after = marked(&plain(), Arrow { from: [500, 500], to: [500, 500] });
    assert!(ink_at(&after, 400, 300));
}

#[test]
fn a_ring_is_the_ellipse_inside_its_box_whichever_corners_were_drawn() {
    let before = plain();
    for (from, to) in [([250, 250], [750, 750]), ([750, 250], [250, 750])] {
        let after = marked(&before, Ring { from, to });
        for (x, y) in [(200, 300), (600, 300), (400, 150), (400, 450)] {
            assert!(ink_at(&after, x, y), "{x}, {y}");
        }
        assert!(near(after.get_pixel(400, 300).0, GREY), "its middle is free");
        assert!(near(after.get_pixel(205, 155).0, GREY), "its corners are free");
    }
    let thin = marked(&before, Ring { from: [500, 500], to: [500, 500] });
    assert!(changed(&before, &thin).is_some(), "one without a size can be seen");
}

#[test]
fn strokes_grow_with_the_picture() {
    let thickness = |width: u32| {
        let ground = RgbImage::from_pixel(width, width / 2, Rgb(GREY));
        let after = marked(&ground, Arrow { from: [500, 900], to: [500, 100] });
        (0..width).filter(|x| ink_at(&after, *x, width / 4)).count()
    };
    assert!((3..=5).contains(&thickness(400)), "{}", thickness(400));
    assert!((8..=11).contains(&thickness(1600)), "{}", thickness(1600));
}

#[test]
fn what_no_mark_touches_stays_as_it_was() {
    let picture = quarters(800, 600);
    let marks = [
        Arrow { from: [100, 100], to: [200, 200] },
        Ring { from: [300, 100], to: [400, 200] },
        Blur { from: [100, 300], to: [200, 400] },
    ];
    let after = burned(&picture, &marks, &[], &fonts());
    let (most, mean) = difference(&picture, &after, [440, 0, 800, 600]);
    assert!(most < 50 && mean < 1.0, "{most} at most (beside the edges of colour), {mean} on average");
    let (most, _) = difference(&picture, &after, [440, 20, 780, 280]);
    assert!(most < 8, "{most}");
}

#[test]
fn chinese_is_written_and_not_drawn_as_boxes() {
    let none = Fonts::read(&[]).unwrap();
    for text in ["空调漏水", "冷凝管接头"] {
        let written = marked(&plain(), words(text));
        let boxes = burned(&plain(), &[words(text)], &[], &none);
        assert!(difference(&written, &boxes, [60, 40, 300, 120]).1 > 8.0, "{text}");
        let other: String = text.chars().rev().collect();
        assert!(difference(&written, &marked(&plain(), words(&other)), [60, 40, 300, 120]).1 > 5.0, "{text}");
    }
    let latin = Fonts::read(&[LATIN]).unwrap();
    assert_ne!(burned(&plain(), &[words("阀")], &[], &latin), marked(&plain(), words("阀")), "the second font has it");
    assert_eq!(burned(&plain(), &[words("E5")], &[], &latin), marked(&plain(), words("E5")), "the first font has it");
}

#[test]
fn a_character_no_font_has_is_a_box_and_not_a_gap() {
    let before = plain();
    let with = marked(&before, words("a𪚥b"));
    let without = marked(&before, words("ab"));
    assert!(changed(&before, &with).unwrap()[2] > changed(&before, &without).unwrap()[2] + 10);
    assert!(changed(&before, &marked(&before, words("𪚥"))).is_some());
    assert_eq!(marked(&before, words("⚠\u{FE0F}b")), marked(&before, words("⚠b")), "what has no look takes no room");
}

#[test]
fn words_never_leave_the_picture() {
    let before = plain();
    let long = "换了一个新的三通阀，旧的已交给客户 replaced the valve, the old one is with the customer ".repeat(20);
    for at in [[0, 0], [1000, 1000], [950, 500], [500, 999], [0, 1000]] {
        for text in ["三通阀漏水，已更换", "valve", long.as_str()] {
            let after = marked(&before, Text { at, text: text.into() });
            let [left, top, right, bottom] = changed(&before, &after).unwrap();
            assert!(left > 0 && top > 0 && right < 799 && bottom < 599, "{at:?}: {left} {top} {right} {bottom}");
        }
    }
}

#[test]
fn a_text_of_ten_thousand_characters_is_cut_off_and_does_no_harm() {
    let long = "漏".repeat(10_000);
    let cut = marked(&plain(), words(&long));
    assert_eq!(cut, marked(&plain(), words(&"漏".repeat(201))), "both end after 200");
    assert_ne!(cut, marked(&plain(), words(&"漏".repeat(200))), "which is whole and has no ellipsis");
    for text in ["a".repeat(10_000), " ".repeat(10_000), "\n".repeat(10_000), "x\n".repeat(10_000)] {
        marked(&plain(), words(&text));
    }
}

#[test]
fn a_stamp_stands_at_the_lower_left_on_a_dark_band() {
    let white = RgbImage::from_pixel(800, 600, Rgb([255; 3]));
    let after = burned(&white, &[], &["2026-03-01 09:30", "工单 D-1042 · 李师傅"], &fonts());
    let [left, top, right, bottom] = changed(&white, &after).unwrap();
    assert_eq!((left, bottom), (0, 599));
    assert!(top > 500 && right < 400, "{top} {right}");
    assert!(after.get_pixel(1, 598).0[1] < 120, "dark");
    assert!((top..bottom).any(|y| (2..right - 2).any(|x| after.get_pixel(x, y).0[1] > 230)), "with white letters");
    assert_eq!(burned(&white, &[], &["", "  "], &fonts()), burned(&white, &[], &[], &fonts()), "no words, no band");
}

#[test]
fn a_stamp_covers_at_most_the_lower_half() {
    let white = RgbImage::from_pixel(800, 600, Rgb([255; 3]));
    let lines = vec!["上海市浦东新区世纪大道一百号二十三楼东侧设备间 ".repeat(9); 40];
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let [_, top, ..] = changed(&white, &burned(&white, &[], &lines, &fonts())).unwrap();
    assert!(top >= 300, "{top}");
}

#[test]
fn an_edited_photo_is_as_large_as_it_was_and_its_thumbnail_is_of_the_edit() {
    let jpeg = drawn_as(&png(quarters(2000, 1500)), 80);
    let marks = [Blur { from: [0, 0], to: [1000, 1000] }];
    let size = Size { long_side: 400, quality: 80 };
    let photo = edit(&jpeg, &Edit { marks: &marks, stamp: &[] }, &fonts(), size).unwrap();
    assert_eq!((photo.width, photo.height), (1600, 1200));
    assert_eq!(look(&photo.jpeg).dimensions(), (1600, 1200));
    assert_eq!(photo.taken, None);
    let thumb = look(&photo.thumb);
    assert_eq!(thumb.dimensions(), (320, 240));
    let edge = thumb.get_pixel(159, 60).0[1].abs_diff(thumb.get_pixel(161, 60).0[1]);
    assert!(edge < 10, "no edge between red and green is left: {edge}");
}

#[test]
fn a_jpeg_that_is_not_upright_is_turned_before_it_is_marked() {
    let shot = Shot { exif: Some(exif(6, "2026:03:01 09:30:00")), ..Shot::default() };
    let jpeg = shot.of(&DynamicImage::ImageRgb8(quarters(96, 64)).rotate270().into_rgb8());
    let photo = edit(&jpeg, &Edit { marks: &[], stamp: &[] }, &fonts(), Size::default()).unwrap();
    assert_eq!((photo.width, photo.height), (96, 64));
    assert!(near(corners(&look(&photo.jpeg))[0], RED) && !holds(&photo.jpeg, b"Exif"));
}

#[test]
fn the_same_edit_of_the_same_photo_gives_the_same_bytes() {
    let jpeg = kept(&busy(640, 480));
    let marks = [words("漏水 leak"), Blur { from: [1, 2], to: [300, 400] }, Ring { from: [5, 5], to: [900, 900] }];
    let stamp = ["2026-03-01".to_owned()];
    let once = || edit(&jpeg, &Edit { marks: &marks, stamp: &stamp }, &fonts(), Size::default()).unwrap();
    assert_eq!(once(), once());
}

#[test]
fn a_mark_outside_the_photo_is_refused() {
    let refused = Some(PhotoRefused::MarkOutside { thousandths: 1001 });
    assert_eq!(refusal(&[Arrow { from: [0, 0], to: [1001, 0] }]), refused);
    assert_eq!(refusal(&[Ring { from: [0, 1001], to: [5, 5] }]), refused);
    assert_eq!(refusal(&[Blur { from: [1001, 0], to: [5, 5] }]), refused);
    assert_eq!(refusal(&[Text { at: [0, 1001], text: String::new() }]), refused);
    assert_eq!(refusal(&[Arrow { from: [0, 0], to: [1000, 1000] }]), None);
}

#[test]
fn more_than_a_hundred_marks_are_refused() {
    let arrow = Arrow { from: [0, 0], to: [500, 500] };
    assert_eq!(refusal(&vec![arrow.clone(); 100]), None);
    assert_eq!(refusal(&vec![arrow; 101]), Some(PhotoRefused::TooManyMarks { marks: 101 }));
}

#[test]
fn what_is_no_whole_jpeg_is_refused() {
    let of = |bytes: &[u8]| edit(bytes, &Edit { marks: &[], stamp: &[] }, &fonts(), Size::default()).err();
    let whole = kept(&busy(320, 240));
    let mut bent = whole.clone();
    let middle = bent.len() / 2;
    bent[middle..middle + 400].fill(0xFE);
    assert_eq!(of(&bent), Some(PhotoRefused::Corrupt));
    assert_eq!(of(&whole[..whole.len() / 2]), Some(PhotoRefused::Truncated));
    assert_eq!(of(b""), Some(PhotoRefused::Empty));
    assert_eq!(of(b"a note"), Some(PhotoRefused::NotAPhoto));
    assert_eq!(of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Some(PhotoRefused::CannotDrawOn));
    assert_eq!(of(&bomb(20_000, 10_000, 0xC0)), Some(PhotoRefused::TooLarge { megapixels: 200 }));
}

#[test]
fn a_font_that_is_none_is_refused() {
    assert_eq!(Fonts::read(&[LATIN, b"no font"]).err(), Some(PhotoRefused::BrokenFont));
}

#[test]
fn marks_are_kept_as_plain_json_and_what_is_no_mark_is_not_taken() {
    let json = r#"[{"kind":"arrow","from":[0,1],"to":[999,1000]},{"kind":"ring","from":[1,2],"to":[3,4]},{"kind":"text","at":[5,6],"text":"漏"},{"kind":"blur","from":[7,8],"to":[9,10]}]"#;
    let marks: Vec<Mark> = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&marks).unwrap(), json);
    for wrong in [
        r#"{"kind":"star","from":[0,0],"to":[1,1]}"#,
        r#"{"kind":"arrow","from":[0,0]}"#,
        r#"{"kind":"arrow","from":[0,0.5],"to":[1,1]}"#,
        r#"{"kind":"arrow","from":[0,-1],"to":[1,1]}"#,
    ] {
        assert!(serde_json::from_str::<Mark>(wrong).is_err(), "{wrong}");
    }
}

fn mark() -> impl Strategy<Value = Mark> {
    let spot = || [0u16..=1000, 0u16..=1000];
    prop_oneof![
        (spot(), spot()).prop_map(|(from, to)| Arrow { from, to }),
        (spot(), spot()).prop_map(|(from, to)| Ring { from, to }),
        (spot(), spot()).prop_map(|(from, to)| Blur { from, to }),
        (spot(), any::<String>()).prop_map(|(at, text)| Text { at, text }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_marks_on_any_size_give_a_photo_of_that_size(
        (width, height) in prop_oneof![(1u32..60, 1u32..60), (1u32..3, 900u32..1600), (900u32..1600, 1u32..3)],
        marks in prop::collection::vec(mark(), 0..6),
        stamp in prop::collection::vec(any::<String>(), 0..3),
    ) {
        let jpeg = kept(&busy(width, height));
        let photo = edit(&jpeg, &Edit { marks: &marks, stamp: &stamp }, &fonts(), Size::default()).unwrap();
        prop_assert_eq!(look(&photo.jpeg).dimensions(), (width, height));
        prop_assert_eq!((photo.width, photo.height), (width, height));
    }
}
