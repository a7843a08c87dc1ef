//! Files that are not what they seem.

use super::camera::{Shot, bomb, busy, exif, quarters};
use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

#[test]
fn an_empty_file_is_refused() {
    assert_eq!(intake(b""), Err(PhotoRefused::Empty));
}

#[test]
fn a_text_file_is_refused() {
    for text in ["Hello, this is a note.", "BMW service manual, page 1", "上门服务单", "<svg/>", "%PDF-1.7", "x"] {
        assert_eq!(intake(text.as_bytes()), Err(PhotoRefused::NotAPhoto), "{text}");
    }
}

#[test]
fn a_jpeg_cut_short_anywhere_is_refused() {
    for progressive in [false, true] {
        let whole = Shot { progressive, exif: Some(exif(6, "2026:03:01 09:30:00")), icc: None }.of(&busy(80, 60));
        assert!(intake(&whole).is_ok());
        for length in 2..whole.len() {
            assert_eq!(intake(&whole[..length]), Err(PhotoRefused::Truncated), "{length} of {} bytes", whole.len());
        }
    }
}

#[test]
fn a_jpeg_whose_tail_was_never_written_is_refused() {
    let mut whole = Shot::default().of(&busy(80, 60));
    let half = whole.len() / 2;
    whole[half..].fill(0);
    assert_eq!(intake(&whole), Err(PhotoRefused::Truncated));
}

#[test]
fn a_jpeg_with_broken_tables_is_refused() {
    let whole = Shot::default().of(&busy(80, 60));
    for table in [0xC4, 0xDB] {
        let mut broken = whole.clone();
        let at = broken.windows(2).position(|pair| pair == [0xFF, table]).unwrap();
        broken[at + 4..at + 30].fill(0xFE);
        assert_eq!(intake(&broken), Err(PhotoRefused::Corrupt), "table {table:x}");
    }
}

#[test]
fn a_jpeg_with_a_piece_missing_from_its_middle_is_refused_and_not_filled_with_grey() {
    let whole = Shot::default().of(&busy(320, 240));
    for part in 1..40 {
        let mut cut = whole.clone();
        let from = cut.len() / 3 + part * 37;
        cut.drain(from..from + part * 50);
        assert_eq!(intake(&cut), Err(PhotoRefused::Corrupt), "{} bytes from {from}", part * 50);
    }
}

#[test]
fn a_jpeg_with_data_that_cannot_be_read_is_refused() {
    let mut broken = Shot::default().of(&busy(320, 240));
    let middle = broken.len() / 2;
    broken[middle..middle + 400].fill(0xFE);
    assert_eq!(intake(&broken), Err(PhotoRefused::Corrupt));
}

#[test]
fn a_png_cut_short_anywhere_is_refused() {
    let whole = png(busy(40, 30));
    for length in 8..whole.len() {
        assert_eq!(intake(&whole[..length]), Err(PhotoRefused::Truncated), "{length} of {} bytes", whole.len());
    }
}

#[test]
fn a_png_with_a_flipped_byte_of_pixels_is_refused() {
    let mut whole = png(busy(40, 30));
    let middle = whole.len() / 2;
    whole[middle] ^= 0x40;
    assert_eq!(intake(&whole), Err(PhotoRefused::Corrupt));
}

#[test]
fn a_200_megapixel_bomb_is_refused_by_what_it_declares() {
    assert_eq!(intake(&bomb(20_000, 10_000, 0xC0)), Err(PhotoRefused::TooLarge { megapixels: 200 }));
    assert_eq!(intake(&bomb(65_535, 65_535, 0xC2)), Err(PhotoRefused::TooLarge { megapixels: 4294 }));
    let mut wide = png(quarters(8, 8));
    wide[16..24].copy_from_slice(&[0, 0, 0x4E, 0x20, 0, 0, 0x27, 0x10]);
    assert_eq!(intake(&wide), Err(PhotoRefused::TooLarge { megapixels: 200 }));
}

#[test]
fn a_progressive_photo_that_would_need_too_much_memory_is_refused() {
    assert_eq!(intake(&bomb(10_000, 9_500, 0xC2)), Err(PhotoRefused::TooLarge { megapixels: 95 }));
}

#[test]
fn a_tiny_file_that_declares_a_permitted_but_huge_picture_is_refused_before_memory_is_taken() {
    assert_eq!(intake(&bomb(10_000, 9_500, 0xC0)), Err(PhotoRefused::Corrupt));
}

#[test]
fn a_refusal_has_a_code_and_says_what_to_do_in_both_languages() {
    let all = [
        PhotoRefused::Empty,
        PhotoRefused::NotAPhoto,
        PhotoRefused::Truncated,
        PhotoRefused::Corrupt,
        PhotoRefused::TooLarge { megapixels: 200 },
        PhotoRefused::CannotDrawOn,
        PhotoRefused::TooManyMarks { marks: 101 },
        PhotoRefused::MarkOutside { thousandths: 1001 },
        PhotoRefused::BrokenFont,
    ];
    let says_what_to_do = |text: &str| ["ake", "hoose", "nstall"].iter().any(|verb| text.contains(verb));
    let codes: std::collections::BTreeSet<_> = all.iter().map(PhotoRefused::code).collect();
    assert_eq!(codes.len(), all.len());
    for refused in all {
        assert!(refused.code().starts_with("photo."));
        assert!(says_what_to_do(&refused.to_string()), "{refused}");
        assert!(refused.zh().contains('请'), "{}", refused.zh());
    }
}

/// Good files of every make we decode, small so that thousands of damaged copies are quick.
static GOOD: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let noted = || Some(exif(6, "2026:03:01 09:30:00"));
    let icc = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let mut restarts = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut restarts, 80);
    encoder.set_restart_interval(2);
    let picture = busy(50, 34);
    encoder.encode(picture.as_raw(), 50, 34, jpeg_encoder::ColorType::Rgb).unwrap();
    let mut cmyk = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut cmyk, 80);
    encoder.encode(&vec![77; 40 * 30 * 4], 40, 30, jpeg_encoder::ColorType::CmykAsYcck).unwrap();
    vec![
        Shot { exif: noted(), icc: Some(icc), progressive: false }.of(&busy(49, 35)),
        Shot { exif: noted(), icc: None, progressive: true }.of(&busy(49, 35)),
        restarts,
        cmyk,
        png(busy(20, 14)),
    ]
});

/// One way to damage a file.
#[derive(Clone, Debug)]
enum Damage {
    Set(prop::sample::Index, u8),
    Cut(prop::sample::Index, usize),
    Repeat(prop::sample::Index, usize),
    Splice(prop::sample::Index, prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        4 => (index(), prop_oneof![any::<u8>(), Just(0xFF), Just(0)]).prop_map(|(at, byte)| Damage::Set(at, byte)),
        1 => (index(), 1usize..200).prop_map(|(at, length)| Damage::Cut(at, length)),
        1 => (index(), 1usize..200).prop_map(|(at, length)| Damage::Repeat(at, length)),
        1 => (index(), index()).prop_map(|(other, at)| Damage::Splice(other, at)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damages: &[Damage]) -> Vec<u8> {
    for damage in damages.iter().filter(|_| !GOOD.is_empty()) {
        if bytes.is_empty() {
            break;
        }
        let span = |at: usize, length: usize, all: usize| at..(at + length).min(all);
        match damage {
            Damage::Set(at, byte) => {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            Damage::Cut(at, length) => {
                let range = span(at.index(bytes.len()), *length, bytes.len());
                bytes.drain(range);
            }
            Damage::Repeat(at, length) => {
                let range = span(at.index(bytes.len()), *length, bytes.len());
                let piece = bytes[range.clone()].to_vec();
                bytes.splice(range.end..range.end, piece);
            }
            Damage::Splice(other, at) => {
                let other = &GOOD[other.index(GOOD.len())];
                bytes.truncate(at.index(bytes.len()));
                bytes.extend(&other[at.index(other.len())..]);
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_never_panics_and_what_is_taken_is_a_photo(
        which in any::<prop::sample::Index>(),
        damages in prop::collection::vec(damage(), 1..6),
    ) {
        let bytes = damaged(GOOD[which.index(GOOD.len())].clone(), &damages);
        if let Ok(Intake::Drawn(photo)) = intake(&bytes) {
            prop_assert!(photo.width <= LONG_SIDE && photo.height <= LONG_SIDE);
            prop_assert_eq!(look(&photo.jpeg).dimensions(), (photo.width, photo.height));
        }
    }

    #[test]
    fn bytes_after_a_known_start_never_panic(start in 0usize..6, rest in prop::collection::vec(any::<u8>(), 0..300)) {
        let starts: [&[u8]; 6] = [b"", b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1A\n", b"RIFF", b"BM", b"\0\0\0\x18ftyp"];
        let _ = intake(&[starts[start], &rest].concat());
    }
}
