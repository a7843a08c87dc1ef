//! What intake promises, on photos made here.

mod camera;
mod edit;
mod hostile;

use super::*;
use camera::{BLUE, GREEN, RED, Shot, WHITE, busy, exif, quarters};
use image::{DynamicImage, ImageFormat, RgbImage};
use std::io::Cursor;

fn drawn(bytes: &[u8]) -> Photo {
    intake(bytes).expect("a good photo").drawn().expect("a photo we can draw")
}

fn look(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).unwrap().into_rgb8()
}

fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.into().write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    bytes
}

fn near(pixel: [u8; 3], wanted: [u8; 3]) -> bool {
    pixel.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 16)
}

/// The middle of each quarter: top left, top right, bottom left, bottom right.
fn corners(picture: &RgbImage) -> [[u8; 3]; 4] {
    let (w, h) = picture.dimensions();
    [(w / 4, h / 4), (w * 3 / 4, h / 4), (w / 4, h * 3 / 4), (w * 3 / 4, h * 3 / 4)]
        .map(|(x, y)| picture.get_pixel(x, y).0)
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

#[test]
fn a_photo_of_each_orientation_lands_upright() {
    // What the camera stores for a scene of red, green / blue, white held in each of the eight ways (EXIF 2.3, 4.6.4).
    let scene = DynamicImage::ImageRgb8(quarters(96, 64));
    let stored = [
        scene.clone(),
        scene.fliph(),
        scene.rotate180(),
        scene.flipv(),
        scene.rotate90().fliph(),
        scene.rotate270(),
        scene.rotate270().fliph(),
        scene.rotate90(),
    ];
    for (orientation, stored) in (1..).zip(stored) {
        let shot = Shot { exif: Some(exif(orientation, "2026:03:01 09:30:00")), ..Shot::default() };
        let photo = drawn(&shot.of(&stored.into_rgb8()));
        assert_eq!((photo.width, photo.height), (96, 64), "orientation {orientation}");
        for jpeg in [&photo.jpeg, &photo.thumb] {
            for (pixel, wanted) in corners(&look(jpeg)).into_iter().zip([RED, GREEN, BLUE, WHITE]) {
                assert!(near(pixel, wanted), "orientation {orientation}: {pixel:?} is not {wanted:?}");
            }
        }
    }
}

#[test]
fn an_orientation_that_does_not_exist_leaves_the_photo_as_it_is() {
    for orientation in [0, 9, 300] {
        let shot = Shot { exif: Some(exif(orientation, "2026:03:01 09:30:00")), ..Shot::default() };
        assert!(near(corners(&look(&drawn(&shot.of(&quarters(96, 64))).jpeg))[0], RED));
    }
}

#[test]
fn nothing_the_camera_noted_is_left_in_the_photo() {
    let icc = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    let shot = Shot { exif: Some(exif(6, "2026:03:01 09:30:00")), icc: Some(icc), ..Shot::default() };
    let original = shot.of(&quarters(96, 64));
    assert!(holds(&original, camera::GPS_MARK) && holds(&original, camera::MAKER_MARK), "the test photo has them");
    let photo = drawn(&original);
    for jpeg in [&photo.jpeg, &photo.thumb] {
        for mark in [camera::GPS_MARK, camera::MAKER_MARK, b"Exif", b"2026", b"ICC_PROFILE", b"http://ns.adobe"] {
            assert!(!holds(jpeg, mark), "{:?} is left", String::from_utf8_lossy(mark));
        }
        let segments: Vec<u8> = markers(jpeg);
        assert!(segments.iter().all(|m| !matches!(m, 0xE1..=0xEF | 0xFE)), "only JFIF's APP0 may stand: {segments:x?}");
    }
}

/// The marker codes before the first scan.
fn markers(jpeg: &[u8]) -> Vec<u8> {
    let (mut at, mut seen) = (2, Vec::new());
    while jpeg[at + 1] != 0xDA {
        seen.push(jpeg[at + 1]);
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    }
    seen
}

#[test]
fn the_time_taken_is_passed_on_as_a_hint_and_nonsense_is_not() {
    let taken = |text: &str| drawn(&Shot { exif: Some(exif(1, text)), ..Shot::default() }.of(&quarters(32, 32))).taken;
    assert_eq!(taken("2026:03:01 09:30:05").as_deref(), Some("2026-03-01T09:30:05"));
    for nonsense in ["0000:00:00 00:00:00", "    :  :     :  :  ", "2026:13:01 09:30:00", "2026-03-01 09:30:00", "x"] {
        assert_eq!(taken(nonsense), None, "{nonsense}");
    }
    assert_eq!(drawn(&Shot::default().of(&quarters(32, 32))).taken, None);
}

#[test]
fn a_large_photo_shrinks_to_1600_and_a_small_one_never_grows() {
    let large = drawn(&Shot::default().of(&quarters(2000, 1001)));
    assert_eq!((large.width, large.height), (1600, 801));
    assert_eq!(look(&large.jpeg).dimensions(), (1600, 801));
    assert_eq!(look(&large.thumb).dimensions(), (320, 160));
    let small = drawn(&Shot::default().of(&quarters(100, 40)));
    assert_eq!((small.width, small.height), (100, 40));
    assert_eq!(look(&small.thumb).dimensions(), (100, 40));
    let sliver = drawn(&Shot::default().of(&quarters(8000, 2)));
    assert_eq!((sliver.width, sliver.height), (1600, 1));
}

#[test]
fn the_same_bytes_give_the_same_photo() {
    let original = Shot { exif: Some(exif(5, "2026:03:01 09:30:00")), ..Shot::default() }.of(&busy(1700, 400));
    assert_eq!(drawn(&original), drawn(&original));
}

#[test]
fn a_kept_photo_is_baseline_4_2_0_with_three_components_even_if_it_was_grey() {
    let grey = {
        let mut jpeg = Vec::new();
        let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 90);
        encoder.encode(&[99; 64 * 64], 64, 64, jpeg_encoder::ColorType::Luma).unwrap();
        jpeg
    };
    let colour = Shot { progressive: true, ..Shot::default() }.of(&quarters(64, 64));
    for original in [grey.clone(), colour, png(quarters(64, 64))] {
        let jpeg = drawn(&original).jpeg;
        let at = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a baseline frame");
        assert_eq!(jpeg[at + 4], 8, "bits");
        assert_eq!(jpeg[at + 9], 3, "components");
        assert_eq!([jpeg[at + 11], jpeg[at + 14], jpeg[at + 17]], [0x22, 0x11, 0x11], "sampling");
    }
    assert!(near(corners(&look(&drawn(&grey).jpeg))[0], [99; 3]));
}

#[test]
fn a_wide_gamut_photo_is_converted_to_srgb() {
    let profile = moxcms::ColorProfile::new_display_p3();
    let icc = profile.encode().unwrap();
    let skin = RgbImage::from_pixel(64, 64, image::Rgb([200, 120, 100]));
    let plain = corners(&look(&drawn(&Shot::default().of(&skin)).jpeg))[0];
    let wide = corners(&look(&drawn(&Shot { icc: Some(icc), ..Shot::default() }.of(&skin)).jpeg))[0];
    assert!(near(plain, [200, 120, 100]));
    // The same numbers in Display P3 are a redder colour: more red, less green than plain sRGB.
    assert!(wide[0] > plain[0] + 5 && wide[1] < plain[1], "{plain:?} became {wide:?}");
    let broken = Shot { icc: Some(vec![7; 600]), ..Shot::default() }.of(&skin);
    assert!(near(corners(&look(&drawn(&broken).jpeg))[0], [200, 120, 100]), "a broken profile is ignored");
}

#[test]
fn a_screenshot_is_drawn_and_what_is_transparent_lies_on_white() {
    assert!(near(corners(&look(&drawn(&png(quarters(64, 64))).jpeg))[1], GREEN));
    let clear = image::RgbaImage::from_pixel(32, 32, image::Rgba([0, 0, 0, 0]));
    assert!(near(corners(&look(&drawn(&png(clear)).jpeg))[0], [255; 3]));
    let deep = image::ImageBuffer::from_pixel(32, 32, image::Rgb([65535u16, 0, 0]));
    assert!(near(corners(&look(&drawn(&png(DynamicImage::ImageRgb16(deep))).jpeg))[0], [255, 0, 0]));
}

#[test]
fn what_follows_the_first_picture_is_left_behind() {
    let mut motion = Shot::default().of(&quarters(64, 64));
    motion.extend(b"\0\0\0\x18ftypmp42 a film of the room");
    assert!(!holds(&drawn(&motion).jpeg, b"film"));
}

#[test]
fn pictures_we_cannot_draw_are_kept_whole() {
    let brands: [(&[u8], Kind); 12] = [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Kind::Heic),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Kind::Heic),
        (b"\0\0\0\x14ftypmif1\0\0\0\0mif1", Kind::Heif),
        (b"\0\0\0\x14ftypavif\0\0\0\0avif", Kind::Avif),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Kind::Webp),
        (b"II*\0\x08\0\0\0", Kind::Tiff),
        (b"FUJIFILMCCD-RAW 0201", Kind::Raw),
        (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", Kind::Raw),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", Kind::Mp4),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Kind::Mov),
        (b"GIF89a\x01\0\x01\0", Kind::Gif),
        (b"\xFF\x0A\xFA\x7F", Kind::Jxl),
    ];
    for (bytes, kind) in brands {
        assert_eq!(intake(bytes), Ok(Intake::Kept { kind, bytes: bytes.to_vec() }));
    }
}

#[test]
fn a_whole_jpeg_of_a_rare_make_is_kept() {
    let mut arithmetic = Shot::default().of(&quarters(64, 64));
    let at = arithmetic.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    arithmetic[at + 1] = 0xC9;
    assert_eq!(intake(&arithmetic), Ok(Intake::Kept { kind: Kind::Jpeg, bytes: arithmetic.clone() }));
}

#[test]
fn the_demos_turned_photo_lands_upright_and_the_one_with_a_place_loses_it() {
    let turned = include_bytes!("../../../../assets/demo/photos/03-before.jpg");
    let placed = include_bytes!("../../../../assets/demo/photos/04-part.jpg");
    let noted = |bytes: &[u8], tag| {
        let read = ::exif::Reader::new().read_from_container(&mut Cursor::new(bytes));
        read.ok()
            .and_then(|exif| exif.get_field(tag, ::exif::In::PRIMARY).map(|field| field.display_value().to_string()))
    };
    assert_eq!(frame::jpeg(turned).map(|frame| (frame.width, frame.height)), Ok((1512, 2016)), "stored on its side");
    assert!(noted(placed, ::exif::Tag::GPSLatitude).is_some(), "the test photo has a place");
    for photo in [drawn(turned), drawn(placed)] {
        assert_eq!((photo.width, photo.height), (1600, 1200));
        assert_eq!(noted(&photo.jpeg, ::exif::Tag::GPSLatitude), None);
        assert_eq!(noted(&photo.jpeg, ::exif::Tag::Orientation), None);
        assert!(photo.taken.is_some());
    }
}
