//! Intake of one 12-megapixel photo: the file named by `DOORSTEP_PHOTO_12MP`, else a drawn one of 4000 x 3000.
#![allow(missing_docs, clippy::expect_used)]

use criterion::{Criterion, criterion_group, criterion_main};
use jpeg_encoder::{ColorType, Encoder};
use std::hint::black_box;

fn photo() -> Vec<u8> {
    if let Some(path) = std::env::var_os("DOORSTEP_PHOTO_12MP") {
        return std::fs::read(path).expect("DOORSTEP_PHOTO_12MP names a readable file");
    }
    let (width, height) = (4000u16, 3000u16);
    let mut seed = 1u32;
    let mut pixels = Vec::with_capacity(usize::from(width) * usize::from(height) * 3);
    for y in 0..u32::from(height) {
        for x in 0..u32::from(width) {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = seed >> 29;
            pixels.extend([x / 16 + noise, y / 12 + noise, (x * y) / 47_000 + noise].map(|value| value as u8));
        }
    }
    let mut jpeg = Vec::new();
    Encoder::new(&mut jpeg, 92).encode(&pixels, width, height, ColorType::Rgb).expect("encode");
    jpeg
}

fn intake(c: &mut Criterion) {
    let bytes = photo();
    let mut group = c.benchmark_group("media");
    group.sample_size(20);
    group.bench_function("intake_12mp", |b| b.iter(|| media::photo::intake(black_box(&bytes)).expect("a good photo")));
    group.finish();
}

criterion_group!(benches, intake);
criterion_main!(benches);
