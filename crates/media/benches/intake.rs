//! Intake of one 12-megapixel photo: the file named by `DOORSTEP_PHOTO_12MP`, else a drawn one of 4000 x 3000. And an edit
//! of what intake makes of it, 1600 x 1200 pixels.
#![allow(missing_docs, clippy::expect_used)]

use criterion::{Criterion, criterion_group, criterion_main};
use jpeg_encoder::{ColorType, Encoder};
use media::photo::{Edit, Fonts, Mark, Size, intake};
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

fn intake_12mp(c: &mut Criterion) {
    let bytes = photo();
    let mut group = c.benchmark_group("media");
    group.sample_size(20);
    group.bench_function("intake_12mp", |b| b.iter(|| intake(black_box(&bytes)).expect("a good photo")));
    group.finish();
}

fn edit(c: &mut Criterion) {
    let kept = intake(&photo()).expect("a good photo").drawn().expect("a photo we can draw").jpeg;
    let files: [&[u8]; 2] = [
        include_bytes!("../../../assets/fonts/NotoSans-Bold.ttf"),
        include_bytes!("../../../assets/fonts/NotoSansSC-Bold.ttf"),
    ];
    let marks = [
        Mark::Arrow { from: [200, 800], to: [480, 520] },
        Mark::Ring { from: [420, 400], to: [620, 620] },
        Mark::Text { at: [630, 420], text: "三通阀漏水 valve leaks".into() },
        Mark::Blur { from: [700, 700], to: [900, 900] },
    ];
    let stamp = ["2026-03-01 09:30", "工单 D-1042 · 李师傅", "上海市浦东新区世纪大道 100 号"].map(String::from);
    let edit = Edit { marks: &marks, stamp: &stamp };
    let run = |edit: &Edit<'_>| {
        let fonts = Fonts::read(&files).expect("fonts");
        media::photo::edit(black_box(&kept), edit, &fonts, Size::default()).expect("a good edit")
    };
    let mut group = c.benchmark_group("media");
    group.sample_size(20);
    group.bench_function("edit_with_stamp_1600x1200", |b| b.iter(|| run(&edit)));
    group.finish();
}

criterion_group!(benches, intake_12mp, edit);
criterion_main!(benches);
