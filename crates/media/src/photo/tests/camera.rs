//! A small camera: JPEGs with EXIF, made byte by byte.

use image::{Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

pub const RED: [u8; 3] = [220, 30, 30];
pub const GREEN: [u8; 3] = [30, 200, 30];
pub const BLUE: [u8; 3] = [30, 30, 220];
pub const WHITE: [u8; 3] = [240, 240, 240];

/// A picture whose quarters are red, green (top), blue, white (bottom).
pub fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb(RED),
        (false, true) => Rgb(GREEN),
        (true, false) => Rgb(BLUE),
        (false, false) => Rgb(WHITE),
    })
}

/// A picture with something in every block, so that there is data to damage.
pub fn busy(width: u32, height: u32) -> RgbImage {
    let mut seed = 7u32;
    RgbImage::from_fn(width, height, |x, y| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(x * 3) as u8, (y * 5) as u8, (seed >> 25) as u8])
    })
}

/// How a JPEG is to be written.
#[derive(Clone, Default)]
pub struct Shot {
    pub progressive: bool,
    pub exif: Option<Vec<u8>>,
    pub icc: Option<Vec<u8>>,
}

impl Shot {
    pub fn of(self, picture: &RgbImage) -> Vec<u8> {
        let mut jpeg = Vec::new();
        let mut encoder = Encoder::new(&mut jpeg, 90);
        encoder.set_sampling_factor(SamplingFactor::F_2_2);
        encoder.set_progressive(self.progressive);
        if let Some(exif) = self.exif {
            encoder.add_exif_metadata(&exif).unwrap();
        }
        if let Some(icc) = self.icc {
            encoder.add_icc_profile(&icc).unwrap();
        }
        let (width, height) = (picture.width() as u16, picture.height() as u16);
        encoder.encode(picture.as_raw(), width, height, ColorType::Rgb).unwrap();
        jpeg
    }
}

/// A text that only the GPS part of [`exif`] holds.
pub const GPS_MARK: &[u8] = b"WGS-84-SECRET";
/// A text that only the maker note of [`exif`] holds.
pub const MAKER_MARK: &[u8] = b"MAKER-NOTE-SECRET";

/// A big-endian TIFF with orientation, time taken, a maker note and GPS.
pub fn exif(orientation: u16, taken: &str) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let at = |offset: usize| (offset as u32).to_be_bytes();
    let taken = [taken.as_bytes(), b"\0"].concat();
    // Header 8, IFD0 (3 entries) 2 + 36 + 4 = 42, EXIF IFD (2 entries) 30, GPS IFD (1 entry) 18, then the values.
    let (exif_ifd, gps_ifd, values) = (50, 80, 98);
    let maker_at = values + taken.len();
    let gps_at = maker_at + MAKER_MARK.len();
    let [o1, o0] = orientation.to_be_bytes();
    let mut tiff = b"MM\0*\0\0\0\x08".to_vec();
    tiff.extend([0, 3]);
    tiff.extend(entry(0x0112, 3, 1, [o1, o0, 0, 0]));
    tiff.extend(entry(0x8769, 4, 1, at(exif_ifd)));
    tiff.extend(entry(0x8825, 4, 1, at(gps_ifd)));
    tiff.extend([0; 4]);
    tiff.extend([0, 2]);
    tiff.extend(entry(0x9003, 2, taken.len() as u32, at(values)));
    tiff.extend(entry(0x927C, 7, MAKER_MARK.len() as u32, at(maker_at)));
    tiff.extend([0; 4]);
    tiff.extend([0, 1]);
    tiff.extend(entry(0x0012, 2, GPS_MARK.len() as u32, at(gps_at)));
    tiff.extend([0; 4]);
    tiff.extend(taken);
    tiff.extend(MAKER_MARK);
    tiff.extend(GPS_MARK);
    tiff
}

/// A JPEG that declares `width` x `height` and holds a few bytes of data.
pub fn bomb(width: u16, height: u16, frame: u8) -> Vec<u8> {
    let [h1, h0] = height.to_be_bytes();
    let [w1, w0] = width.to_be_bytes();
    let mut jpeg = Shot::default().of(&quarters(16, 16));
    let at = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    jpeg[at + 1] = frame;
    jpeg[at + 5..at + 9].copy_from_slice(&[h1, h0, w1, w0]);
    jpeg
}
