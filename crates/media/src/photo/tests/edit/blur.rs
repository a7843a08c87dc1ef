//! Nothing below a blur can be read back, and nothing beside it changes.

use super::*;

/// Stripes one way, stripes the other way, a chequer, plain grey: all of one average.
fn same_average() -> [RgbImage; 5] {
    let of =
        |bright: fn(u32, u32) -> bool| RgbImage::from_fn(800, 600, |x, y| Rgb([if bright(x, y) { 250 } else { 6 }; 3]));
    [
        of(|x, _| x / 4 % 2 == 0),
        of(|_, y| y / 4 % 2 == 0),
        of(|x, y| (x / 6 + y / 6) % 2 == 0),
        of(|x, y| (x / 3 + y / 5 + x * y / 40) % 2 == 0),
        RgbImage::from_pixel(800, 600, Rgb([128; 3])),
    ]
}

#[test]
fn what_was_below_a_blur_cannot_be_told() {
    let boxes = [([300, 300], [700, 700]), ([300, 480], [700, 520]), ([0, 0], [1000, 1000]), ([500, 500], [500, 500])];
    for (from, to) in boxes {
        let [first, rest @ ..] = same_average().map(|picture| marked(&picture, Blur { from, to }));
        // The least a blur covers around a point is 48 pixels.
        let inside = |[x, y]: Spot| [u32::from(x) * 800 / 1000, u32::from(y) * 600 / 1000];
        let ([left, top], [right, bottom]) = (inside(from), inside(to));
        let place = [left.min(390), top.min(290), right.max(410), bottom.max(310)];
        for other in rest {
            let (most, mean) = difference(&first, &other, place);
            assert!(most <= 20 && mean < 5.0, "{from:?} to {to:?}: {most} at most, {mean} on average");
        }
    }
}

/// A number on white, blurred as tightly as the one of eights is wide, and the box that was blurred.
fn number_blurred(number: &str) -> (RgbImage, [u32; 4]) {
    let white = RgbImage::from_pixel(1600, 1200, Rgb([255; 3]));
    let written = |number: &str| marked(&white, Text { at: [100, 480], text: number.into() });
    let place = changed(&white, &written(&"8".repeat(number.len()))).unwrap();
    let [left, top, right, bottom] = place;
    let spot = |x: u32, y: u32| [(x * 1000 / 1600) as u16, (y * 1000 / 1200) as u16];
    (marked(&written(number), Blur { from: spot(left, top), to: spot(right, bottom) }), place)
}

#[test]
fn numbers_below_a_blur_look_alike() {
    let mut looks: Vec<RgbImage> = Vec::new();
    let mut seed = 5u32;
    for _ in 0..12 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (after, place) = number_blurred(&format!("{:08}", seed % 100_000_000));
        if !looks.iter().any(|known| difference(known, &after, place).0 <= 6) {
            looks.push(after);
        }
    }
    assert!(looks.len() <= 3, "12 numbers have {} looks", looks.len());
}

#[test]
fn a_number_below_a_blur_leaves_no_edge() {
    let (after, [left, top, right, bottom]) = number_blurred("31011519");
    let green = |x, y| after.get_pixel(x, y).0[1];
    let places = (left..right).flat_map(|x| (top..bottom).map(move |y| (x, y)));
    let steepest = places.map(|(x, y)| green(x, y).abs_diff(green(x + 1, y))).max().unwrap();
    assert!(steepest <= 4, "{steepest}");
}

#[test]
fn a_blur_takes_no_colour_from_outside_its_box_and_gives_none() {
    let mut picture = plain();
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        if !(320..480).contains(&x) || !(240..368).contains(&y) {
            *pixel = Rgb([(x / 4) as u8, (y / 4) as u8, 250]);
        }
    }
    let after = marked(&picture, Blur { from: [400, 400], to: [600, 600] });
    assert!(near(after.get_pixel(400, 300).0, GREY));
    assert!(near(after.get_pixel(322, 300).0, GREY));
    let reopened = look(&kept(&picture));
    // A JPEG's colours are two pixels wide, so those beside the box mix with it.
    for place in [[0, 0, 800, 236], [0, 372, 800, 600], [0, 0, 316, 600], [484, 0, 800, 600]] {
        let (most, mean) = difference(&reopened, &after, place);
        assert!(most < 12 && mean < 1.0, "{place:?}: {most} at most, {mean} on average");
    }
}

#[test]
fn grey_stays_grey_below_a_blur() {
    for grey in (0..=255).step_by(5) {
        let after = marked(&RgbImage::from_pixel(96, 96, Rgb([grey; 3])), Blur { from: [0, 0], to: [1000, 1000] });
        let [red, green, blue] = after.get_pixel(48, 48).0;
        assert!(red.abs_diff(green) < 3 && green.abs_diff(blue) < 3 && green.abs_diff(grey) <= 18, "{grey}: {green}");
    }
}

#[test]
fn a_blur_without_a_size_is_widened_at_the_corners_too() {
    let [stripes, ..] = same_average();
    for (spot, [x, y]) in [([0, 0], [0, 0]), ([1000, 1000], [799, 599]), ([1000, 0], [799, 0]), ([0, 1000], [0, 599])] {
        let after = marked(&stripes, Blur { from: spot, to: spot });
        let toward = |at: u32, whole: u32| if at == 0 { 47 } else { whole - 48 };
        for (x, y) in [(x, y), (toward(x, 800), y), (x, toward(y, 600))] {
            let value = after.get_pixel(x, y).0[0];
            assert!((90..170).contains(&value), "{spot:?} at {x}, {y}: {value}");
        }
    }
}

#[test]
fn marks_lie_over_blurs_whatever_their_order() {
    let arrow = Arrow { from: [200, 500], to: [800, 500] };
    let blur = Blur { from: [300, 300], to: [700, 700] };
    let [stripes, ..] = same_average();
    let first = burned(&stripes, &[arrow.clone(), blur.clone()], &[], &fonts());
    let last = burned(&stripes, &[blur, arrow], &[], &fonts());
    assert_eq!(first, last);
    assert!(ink_at(&first, 400, 300));
}
