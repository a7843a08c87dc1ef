//! A canvas painted by signed distances: shapes with soft edges, shadows, grain.

/// Units of the scenes: 1600 x 1200, whatever the pixels are.
pub const WIDTH: f32 = 1600.0;
pub const HEIGHT: f32 = 1200.0;
/// Pixels a unit: 2016 x 1512 pixels in all.
const SCALE: f32 = 1.26;

pub type Rgb = [f32; 3];

#[derive(Clone, Copy)]
pub struct P {
    pub x: f32,
    pub y: f32,
}

pub const fn p(x: f32, y: f32) -> P {
    P { x, y }
}

impl P {
    pub fn minus(self, other: P) -> P {
        p(self.x - other.x, self.y - other.y)
    }

    pub fn length(self) -> f32 {
        self.x.hypot(self.y)
    }

    /// This point as seen from a shape at `centre` that is turned by `degrees`.
    pub fn seen_from(self, centre: P, degrees: f32) -> P {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let d = self.minus(centre);
        p(d.x * cos + d.y * sin, d.y * cos - d.x * sin)
    }
}

pub fn mix(a: Rgb, b: Rgb, t: f32) -> Rgb {
    let t = t.clamp(0.0, 1.0);
    let [r, g, bl] = a;
    let [r2, g2, b2] = b;
    [r + (r2 - r) * t, g + (g2 - g) * t, bl + (b2 - bl) * t]
}

pub fn shade(colour: Rgb, by: f32) -> Rgb {
    colour.map(|channel| channel * by)
}

/// Distance to a circle.
pub fn circle(at: P, centre: P, radius: f32) -> f32 {
    at.minus(centre).length() - radius
}

/// Distance to a box with round corners around the origin of `at`.
pub fn slab(at: P, half: P, corner: f32) -> f32 {
    let q = p(at.x.abs() - half.x + corner, at.y.abs() - half.y + corner);
    p(q.x.max(0.0), q.y.max(0.0)).length() + q.x.max(q.y).min(0.0) - corner
}

/// Distance to a stick with round ends.
pub fn stick(at: P, a: P, b: P, radius: f32) -> f32 {
    let (ap, ab) = (at.minus(a), b.minus(a));
    let t = ((ap.x * ab.x + ap.y * ab.y) / (ab.x * ab.x + ab.y * ab.y)).clamp(0.0, 1.0);
    p(ap.x - ab.x * t, ap.y - ab.y * t).length() - radius
}

/// Two shapes grown into one.
pub fn joined(a: f32, b: f32, softness: f32) -> f32 {
    let h = (0.5 + 0.5 * (b - a) / softness).clamp(0.0, 1.0);
    b + (a - b) * h - softness * h * (1.0 - h)
}

/// A number from 0 to 1 for a place, the same each time.
pub fn chance(x: i32, y: i32, seed: u32) -> f32 {
    let mut n =
        (x as u32).wrapping_mul(0x9E37_79B1) ^ (y as u32).wrapping_mul(0x85EB_CA77) ^ seed.wrapping_mul(0xC2B2_AE3D);
    n = (n ^ (n >> 15)).wrapping_mul(0x2C1B_3C6D);
    n = (n ^ (n >> 12)).wrapping_mul(0x297A_2D39);
    (n ^ (n >> 15)) as f32 / u32::MAX as f32
}

/// Smooth noise from 0 to 1 with features of one unit.
pub fn noise(at: P, seed: u32) -> f32 {
    let (x, y) = (at.x.floor(), at.y.floor());
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (tx, ty) = (ease(at.x - x), ease(at.y - y));
    let (x, y) = (x as i32, y as i32);
    let row = |y| chance(x, y, seed) * (1.0 - tx) + chance(x + 1, y, seed) * tx;
    row(y) * (1.0 - ty) + row(y + 1) * ty
}

/// Noise in three octaves.
pub fn cloud(at: P, seed: u32) -> f32 {
    let octave = |k: f32| noise(p(at.x * k, at.y * k), seed + k as u32) / k;
    (octave(1.0) + octave(2.0) + octave(4.0)) / 1.75
}

/// The picture.
pub struct Canvas {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Rgb>,
}

impl Canvas {
    pub fn new() -> Canvas {
        let (width, height) = ((WIDTH * SCALE) as usize, (HEIGHT * SCALE) as usize);
        Canvas { width, height, pixels: vec![[0.0; 3]; width * height] }
    }

    fn each(&mut self, paint: impl Fn(P, Rgb) -> Rgb) {
        for (y, row) in self.pixels.chunks_mut(self.width).enumerate() {
            for (x, pixel) in row.iter_mut().enumerate() {
                *pixel = paint(p((x as f32 + 0.5) / SCALE, (y as f32 + 0.5) / SCALE), *pixel);
            }
        }
    }

    pub fn fill(&mut self, ink: impl Fn(P) -> Rgb) {
        self.each(|at, _| ink(at));
    }

    /// Paints where `distance` is below zero.
    pub fn shape(&mut self, distance: impl Fn(P) -> f32, ink: impl Fn(P) -> Rgb) {
        self.each(|at, below| {
            let cover = (0.5 - distance(at) * SCALE).clamp(0.0, 1.0);
            if cover > 0.0 { mix(below, ink(at), cover) } else { below }
        });
    }

    /// Darkens softly around a shape, moved by `offset`.
    pub fn shadow(&mut self, distance: impl Fn(P) -> f32, offset: P, blur: f32, strength: f32) {
        self.each(|at, below| {
            let near = (0.5 - distance(at.minus(offset)) / blur).clamp(0.0, 1.0);
            shade(below, 1.0 - strength * near * near * (3.0 - 2.0 * near))
        });
    }

    /// A shape with its shadow, as of a thing that lies there.
    pub fn thing(&mut self, distance: impl Fn(P) -> f32, ink: impl Fn(P) -> Rgb) {
        self.shadow(&distance, p(7.0, 10.0), 34.0, 0.5);
        self.shape(distance, ink);
    }
}
