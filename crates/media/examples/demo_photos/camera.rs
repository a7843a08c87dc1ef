//! From a canvas to a file as a phone writes it: light, grain, JPEG, EXIF.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::paint::{Canvas, chance};

/// What the camera notes.
pub struct Notes {
    taken: &'static str,
    turned: bool,
    place: bool,
}

impl Notes {
    pub fn at(taken: &'static str) -> Notes {
        Notes { taken, turned: false, place: false }
    }

    /// Stored as the sensor saw it, with the phone upright: orientation 6.
    pub fn turned(self) -> Notes {
        Notes { turned: true, ..self }
    }

    pub fn with_place(self) -> Notes {
        Notes { place: true, ..self }
    }
}

/// Writes the JPEG.
pub fn shoot(canvas: Canvas, notes: &Notes) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let (width, height) = (canvas.width, canvas.height);
    let pixels: Vec<[u8; 3]> = canvas.pixels.iter().enumerate().map(|(n, pixel)| develop(n, *pixel, &canvas)).collect();
    let (stored, width, height) = if notes.turned { quarter_left(&pixels, width) } else { (pixels, width, height) };
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 88);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.add_exif_metadata(&exif(notes))?;
    encoder.encode(stored.as_flattened(), u16::try_from(width)?, u16::try_from(height)?, ColorType::Rgb)?;
    Ok(jpeg)
}

/// Darker corners and a sensor's grain.
fn develop(n: usize, pixel: [f32; 3], canvas: &Canvas) -> [u8; 3] {
    let (x, y) = (n % canvas.width, n / canvas.width);
    let across = |at: usize, all: usize| at as f32 / all as f32 - 0.5;
    let from_middle = across(x, canvas.width).hypot(across(y, canvas.height));
    let light = 1.06 - 0.30 * from_middle * from_middle;
    let grain = |seed| (chance(x as i32, y as i32, seed) + chance(x as i32, y as i32, seed + 9) - 1.0) * 5.0;
    let shared = grain(1);
    let [r, g, b] = pixel;
    [(r, 2), (g, 3), (b, 4)]
        .map(|(channel, seed)| (channel * 255.0 * light + shared + grain(seed) * 0.4).clamp(0.0, 255.0) as u8)
}

/// A quarter turn to the left: what orientation 6 (turn right to see) wants stored.
fn quarter_left(pixels: &[[u8; 3]], width: usize) -> (Vec<[u8; 3]>, usize, usize) {
    let height = pixels.len() / width;
    let column = |x: usize| pixels.iter().skip(x).step_by(width).copied();
    ((0..width).rev().flat_map(column).collect(), height, width)
}

/// A little-endian TIFF: orientation, time taken and, if asked, the middle of Beijing as the place.
fn exif(notes: &Notes) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    let folder = |entries: &[Vec<u8>]| [&(entries.len() as u16).to_le_bytes()[..], &entries.concat(), &[0; 4]].concat();
    let fractions =
        |parts: [u32; 3]| parts.iter().flat_map(|part| [part.to_le_bytes(), 1u32.to_le_bytes()].concat()).collect();
    let gps_entries = if notes.place { 4 } else { 0 };
    let (exif_at, gps_at) = (8 + 42, 8 + 42 + 18);
    let taken_at = gps_at + 6 + 12 * gps_entries;
    let (latitude_at, longitude_at) = (taken_at + 20, taken_at + 44);
    let first = folder(&[
        entry(0x0112, 3, 1, if notes.turned { 6 } else { 1 }),
        entry(0x8769, 4, 1, exif_at),
        entry(0x8825, 4, 1, gps_at),
    ]);
    let gps = [
        entry(1, 2, 2, u32::from(b'N')),
        entry(2, 5, 3, latitude_at),
        entry(3, 2, 2, u32::from(b'E')),
        entry(4, 5, 3, longitude_at),
    ];
    let (latitude, longitude): (Vec<u8>, Vec<u8>) = (fractions([39, 54, 15]), fractions([116, 24, 27]));
    [
        b"II*\0\x08\0\0\0".as_slice(),
        &first,
        &folder(&[entry(0x9003, 2, 20, taken_at)]),
        &folder(gps.get(..gps_entries as usize).unwrap_or_default()),
        notes.taken.as_bytes(),
        b"\0",
        &latitude,
        &longitude,
    ]
    .concat()
}
