//! What a sheet of two pages and six photos of 1600×1200 costs: drawing, signing, verifying. Prints its weight.

#![allow(clippy::unwrap_used)] // a bench that cannot be set up has nothing to measure

use criterion::{Criterion, criterion_group, criterion_main};
use domain::digest::Digest;
use domain::facts::Facts;
use domain::seal::Seal;
use jpeg_encoder::{ColorType, Encoder};
use sheet::{Release, Signing, Trust, Verdict, sample};
use std::hint::black_box;

const SIZE: (u16, u16) = (1600, 1200);

/// A picture with as much detail as a camera's: about 400 KB.
fn photo(seed: u32) -> Vec<u8> {
    let (width, height) = (u32::from(SIZE.0), u32::from(SIZE.1));
    let mut noise = seed.wrapping_mul(2_654_435_761).max(1);
    let pixel = |place: u32| {
        noise ^= noise << 13;
        noise ^= noise >> 17;
        noise ^= noise << 5;
        let (x, y) = (place % width, place / width);
        let base = (x * 160 / width + y * 60 / height) as u8;
        [base + (noise & 63) as u8, base + (noise >> 8 & 63) as u8, base.wrapping_add(20)]
    };
    let pixels: Vec<u8> = (0..width * height).flat_map(pixel).collect();
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 82).encode(&pixels, SIZE.0, SIZE.1, ColorType::Rgb).unwrap();
    bytes
}

struct Job {
    release: Release,
    facts: Facts,
    seal: Seal,
    photos: Vec<(Digest, Vec<u8>)>,
    house: sample::House,
}

impl Job {
    fn new() -> Self {
        let release = Release::builtin();
        let mut facts = sample::facts(&release);
        let photos: Vec<_> = (0..6).map(|seed| photo(seed + 1)).map(|bytes| (Digest::of(&bytes), bytes)).collect();
        for (line, (digest, _)) in facts.photos.iter_mut().zip(&photos) {
            (line.digest, line.width, line.height) = (*digest, u32::from(SIZE.0), u32::from(SIZE.1));
        }
        let seal = sample::seal(&facts).unwrap();
        Self { release, facts, seal, photos, house: sample::house().unwrap() }
    }

    fn draw(&self) -> Vec<u8> {
        let find = |digest: &Digest| self.photos.iter().find(|(of, _)| of == digest).map(|(_, bytes)| bytes.as_slice());
        sheet::draw(&self.facts, &self.seal, &sample::inks(), &find, &self.release).unwrap()
    }

    fn sign(&self, drawn: &[u8]) -> Vec<u8> {
        let sample::House { device, issuing, .. } = &self.house;
        sheet::sign(drawn, &sample::device_key().unwrap(), &Signing { device, issuing }).unwrap()
    }
}

fn sheets(criterion: &mut Criterion) {
    let job = Job::new();
    let drawn = job.draw();
    let signed = job.sign(&drawn);
    let photos: usize = job.photos.iter().map(|(_, bytes)| bytes.len()).sum();
    eprintln!(
        "photos {photos} B, drawn {} B over them, signed {} B over them",
        drawn.len() - photos,
        signed.len() - photos
    );
    let received = sample::received(&signed).unwrap();
    let trust = Trust { root: Some(&job.house.root), lists: &[], release: &job.release };
    assert_eq!(sheet::verify(&received, &trust).result, Verdict::Valid);
    criterion.bench_function("sheet/receive", |bench| bench.iter(|| black_box(sample::received(&signed).unwrap())));
    criterion.bench_function("sheet/draw", |bench| bench.iter(|| black_box(job.draw())));
    criterion.bench_function("sheet/sign", |bench| bench.iter(|| black_box(job.sign(&drawn))));
    criterion.bench_function("sheet/draw and sign", |bench| bench.iter(|| black_box(job.sign(&job.draw()))));
    criterion.bench_function("sheet/verify", |bench| bench.iter(|| black_box(sheet::verify(&received, &trust))));
    criterion.bench_function("sheet/release", |bench| bench.iter(|| black_box(Release::builtin())));
}

criterion_group!(benches, sheets);
criterion_main!(benches);
