//! Three pictures of one window: before, after, and under the spray test.

use crate::paint::{Canvas, HEIGHT, P, Rgb, WIDTH, chance, circle, cloud, mix, noise, p, shade, slab, stick};

const FRAME: Rgb = [0.88, 0.89, 0.90];
const LEFT: P = p(523.0, 560.0);
const RIGHT: P = p(1077.0, 560.0);
const SASH: P = p(281.0, 450.0);

/// The right sash hangs and leaves a gap; its seal has come loose.
pub fn before(canvas: &mut Canvas) {
    room(canvas, 0.86);
    sash(canvas, LEFT, 0.0);
    let hung = p(RIGHT.x + 14.0, RIGHT.y + 24.0);
    sash(canvas, hung, 2.2);
    loose_seal(canvas);
    stains(canvas);
    handle(canvas, p(hung.x - 254.0, hung.y + 10.0), 32.0);
}

/// Both sashes square, new seals, sill wiped.
pub fn after(canvas: &mut Canvas) {
    room(canvas, 1.0);
    sash(canvas, LEFT, 0.0);
    sash(canvas, RIGHT, 0.0);
    handle(canvas, p(RIGHT.x - 254.0, RIGHT.y), 0.0);
    sunlight(canvas);
}

/// From outside the glass: drops and runs of water, none of it inside.
pub fn spray_test(canvas: &mut Canvas) {
    room(canvas, 0.94);
    sash(canvas, LEFT, 0.0);
    sash(canvas, RIGHT, 0.0);
    handle(canvas, p(RIGHT.x - 254.0, RIGHT.y), 0.0);
    for (pane, seed) in [(LEFT, 100), (RIGHT, 200)] {
        water(canvas, pane, seed);
    }
    dry_cloth(canvas);
}

/// Wall, opening with the view, outer frame, sill.
fn room(canvas: &mut Canvas, light: f32) {
    canvas.fill(|at| {
        let plaster =
            0.90 + 0.05 * cloud(p(at.x / 240.0, at.y / 240.0), 1) + 0.035 * noise(p(at.x / 3.0, at.y / 3.0), 2);
        shade([0.93, 0.91, 0.86], plaster * light * (0.78 + 0.22 * (1.0 - (at.x - 800.0).abs() / 900.0)))
    });
    let opening = |at: P| slab(at.minus(p(800.0, 560.0)), p(590.0, 480.0), 6.0);
    canvas.shadow(opening, p(0.0, 6.0), 60.0, 0.25);
    canvas.shape(opening, move |at| aluminium(at, light));
    canvas.shape(|at| slab(at.minus(p(800.0, 560.0)), p(556.0, 446.0), 3.0), view);
    let sill = |at: P| slab(at.minus(p(800.0, 1082.0)), p(700.0, 42.0), 5.0);
    canvas.shadow(sill, p(0.0, 22.0), 60.0, 0.45);
    canvas.shape(sill, move |at| {
        let vein = (cloud(p(at.x / 110.0, at.y / 26.0), 3) - 0.5).abs() * 1.1;
        shade([0.95, 0.94, 0.92], light * (0.78 + vein * 0.5 + 0.14 * ((1082.0 - at.y) / 42.0)))
    });
    canvas.fill_below(light);
}

impl Canvas {
    /// The wall below the sill, out of the light.
    fn fill_below(&mut self, light: f32) {
        self.shadow(|at| slab(at.minus(p(800.0, 1400.0)), p(900.0, 250.0), 0.0), p(0.0, 0.0), 140.0, 0.25 / light);
    }
}

fn aluminium(at: P, light: f32) -> Rgb {
    shade(
        FRAME,
        light * (0.90 + 0.06 * noise(p(at.x / 1.6, at.y / 60.0), 4) + 0.05 * cloud(p(at.x / 80.0, at.y / 80.0), 5)),
    )
}

/// Sky, clouds, houses with windows, trees.
fn view(at: P) -> Rgb {
    let sky = mix([0.42, 0.66, 0.93], [0.86, 0.93, 0.98], at.y / 900.0);
    let clouds = cloud(p(at.x / 190.0, at.y / 80.0), 6);
    let mut colour = mix(sky, [1.0; 3], (clouds - 0.52) * 3.0);
    for (layer, base, haze) in [(0, 560.0, 0.55), (1, 690.0, 0.2)] {
        let house = (at.x / 130.0 + layer as f32 * 0.4).floor() as i32;
        let top = base + 190.0 * (chance(house, layer, 7) - 0.5);
        if at.y > top {
            let wall = mix([0.74, 0.66, 0.58], [0.55, 0.58, 0.64], chance(house, layer, 8));
            let (wx, wy) = (at.x.rem_euclid(32.5), (at.y - top).rem_euclid(44.0));
            let pane = (9.0..23.0).contains(&wx) && (14.0..34.0).contains(&wy);
            let glow = chance((at.x / 32.5) as i32, ((at.y - top) / 44.0) as i32, 9);
            let wall = if pane {
                mix([0.24, 0.30, 0.38], [0.62, 0.70, 0.78], glow)
            } else {
                shade(wall, 0.94 + 0.1 * noise(p(at.x / 3.0, at.y / 3.0), 10))
            };
            colour = mix(wall, [0.80, 0.88, 0.95], haze);
        }
    }
    let crowns = 850.0 + 70.0 * (cloud(p(at.x / 90.0, 0.0), 13) - 0.5) * 2.0;
    if at.y > crowns {
        let leaves = 0.35 * cloud(p(at.x / 13.0, at.y / 13.0), 14) + 0.5 * cloud(p(at.x / 5.0, at.y / 5.0), 15);
        colour = mix([0.13, 0.26, 0.10], [0.46, 0.62, 0.24], leaves);
    }
    colour
}

/// A sash of aluminium with a pane, turned about its middle.
fn sash(canvas: &mut Canvas, middle: P, lean: f32) {
    let outer = move |at: P| slab(at.seen_from(middle, lean), SASH, 8.0);
    let inner = move |at: P| slab(at.seen_from(middle, lean), p(SASH.x - 56.0, SASH.y - 56.0), 3.0);
    let rim = move |at: P| outer(at).max(-inner(at));
    canvas.shadow(rim, p(5.0, 8.0), 26.0, 0.45);
    canvas.shape(rim, move |at| {
        let seen = at.seen_from(middle, lean);
        let bevel = if seen.x.abs() - SASH.x > seen.y.abs() - SASH.y { seen.x.signum() } else { seen.y.signum() };
        let edge = (outer(at) > -7.0) as u8 as f32 * 0.10;
        shade(aluminium(at, 1.0), 1.0 - 0.06 * bevel - edge)
    });
    canvas.shape(
        move |at| inner(at).abs() - 5.0,
        |at| shade([0.16, 0.16, 0.17], 0.9 + 0.3 * noise(p(at.x / 5.0, at.y / 5.0), 16)),
    );
    // A faint reflection across the glass.
    let glint = move |at: P| {
        let seen = at.seen_from(middle, lean);
        inner(at).max((seen.x + seen.y * 0.55 + 40.0).abs() - 58.0)
    };
    let copy = canvas.pixels.clone();
    canvas.shape(glint, |_| [1.0; 3]);
    for (pixel, below) in canvas.pixels.iter_mut().zip(copy) {
        *pixel = mix(below, *pixel, 0.12);
    }
}

fn handle(canvas: &mut Canvas, at_handle: P, turned: f32) {
    canvas.thing(
        move |at| slab(at.minus(at_handle), p(17.0, 62.0), 12.0),
        |at| shade(FRAME, 0.78 + 0.06 * noise(p(at.x / 3.0, at.y / 9.0), 17)),
    );
    let lever = move |at: P| stick(at.seen_from(at_handle, turned), p(0.0, 0.0), p(0.0, 118.0), 14.0);
    canvas.thing(lever, move |at| shade(FRAME, 0.68 + 0.45 * (-lever(at) / 14.0)));
}

/// The old seal: a dark strip that hangs out of the gap.
fn loose_seal(canvas: &mut Canvas) {
    let mut last = p(1092.0, 128.0);
    for n in 1..=26 {
        let t = n as f32 / 26.0;
        let next = p(1092.0 + 150.0 * t + 26.0 * (t * 9.0).sin(), 128.0 + 330.0 * t * t);
        let (a, b) = (last, next);
        canvas.thing(
            move |at| stick(at, a, b, 7.5),
            |at| shade([0.17, 0.17, 0.18], 0.8 + 0.5 * noise(p(at.x / 4.0, at.y / 4.0), 18)),
        );
        last = next;
    }
}

/// Where rain came in: on the sill and down the wall.
fn stains(canvas: &mut Canvas) {
    for (n, x) in [1010.0f32, 1130.0, 1270.0].into_iter().enumerate() {
        let long = 30.0 + 40.0 * chance(n as i32, 1, 19);
        let run = move |at: P| {
            let wobble = 26.0 * (cloud(p(at.x / 40.0, at.y / 40.0), 20) - 0.5);
            slab(at.minus(p(x, 1090.0 + long / 2.0)), p(46.0, long), 30.0) + wobble
        };
        canvas.shadow(run, p(0.0, 0.0), 50.0, 0.32);
    }
    let damp = |at: P| {
        circle(p(at.x * 0.45 + 620.0, at.y), p(1120.0, 1180.0), 60.0)
            + 40.0 * (cloud(p(at.x / 50.0, at.y / 50.0), 24) - 0.5)
    };
    canvas.shadow(damp, p(0.0, 0.0), 60.0, 0.3);
}

fn sunlight(canvas: &mut Canvas) {
    let copy = canvas.pixels.clone();
    let beam = |at: P| (at.y - 1060.0).abs().max((at.x - at.y * 0.3 - 420.0).abs() - 330.0) - 60.0;
    canvas.shape(beam, |_| [1.0, 0.95, 0.80]);
    for (pixel, below) in canvas.pixels.iter_mut().zip(copy) {
        *pixel = mix(below, *pixel, 0.18);
    }
}

/// Drops that each show the view upside down, and runs.
fn water(canvas: &mut Canvas, pane: P, seed: u32) {
    let half = p(SASH.x - 66.0, SASH.y - 66.0);
    for n in 0..9 {
        let x = pane.x + half.x * (2.0 * chance(n, 1, seed) - 1.0);
        let from = pane.y - half.y + half.y * chance(n, 2, seed);
        let to = (from + 160.0 + 420.0 * chance(n, 3, seed)).min(pane.y + half.y);
        let run = move |at: P| stick(p(at.x + 7.0 * (at.y / 38.0 + n as f32).sin(), at.y), p(x, from), p(x, to), 5.0);
        canvas.shape(run, move |at| mix(view(p(at.x, 1000.0 - at.y)), [1.0; 3], 0.35 + 0.25 * (-run(at) / 5.0)));
    }
    for n in 0..150 {
        let centre =
            p(pane.x + half.x * (2.0 * chance(n, 4, seed) - 1.0), pane.y + half.y * (2.0 * chance(n, 5, seed) - 1.0));
        let radius = 3.0 + 11.0 * chance(n, 6, seed).powi(3);
        canvas.drop(centre, radius);
    }
}

impl Canvas {
    /// One drop: dark above, bright below, a spark. Only its own surroundings are painted.
    fn drop(&mut self, centre: P, radius: f32) {
        let scale = self.width as f32 / WIDTH;
        let reach = radius + 3.0;
        let rows = (((centre.y - reach) * scale).max(0.0) as usize)
            ..(((centre.y + reach) * scale).min(HEIGHT * scale) as usize);
        for y in rows {
            let from = y * self.width + ((centre.x - reach) * scale).max(0.0) as usize;
            let to = y * self.width + ((centre.x + reach) * scale).min(self.width as f32) as usize;
            for (n, pixel) in self.pixels.get_mut(from..to).unwrap_or_default().iter_mut().enumerate() {
                let at = p((from + n - y * self.width) as f32 / scale, y as f32 / scale);
                let cover = (0.5 - circle(p(at.x, at.y * 0.92), p(centre.x, centre.y * 0.92), radius)).clamp(0.0, 1.0);
                let fall = (at.y - centre.y) / radius;
                let body = mix([0.30, 0.40, 0.50], [0.96, 0.98, 1.0], 0.5 + 0.5 * fall);
                let spark = circle(at, p(centre.x - radius * 0.3, centre.y - radius * 0.4), radius * 0.22) < 0.0;
                *pixel = mix(*pixel, if spark { [1.0; 3] } else { body }, cover * 0.85);
            }
        }
    }
}

/// A folded cloth on the sill, still dry.
fn dry_cloth(canvas: &mut Canvas) {
    let cloth = |at: P| {
        slab(at.seen_from(p(560.0, 1068.0), -2.0), p(170.0, 34.0), 16.0) + 5.0 * cloud(p(at.x / 30.0, at.y / 30.0), 23)
    };
    canvas.thing(cloth, |at| {
        let fold = if ((at.y - 1040.0) / 15.0).fract() < 0.15 { 0.75 } else { 1.0 };
        let weave = 0.9 + 0.14 * noise(p(at.x / 2.0, at.y / 2.0), 25);
        let check = ((at.x / 34.0).floor() as i32 + (at.y / 34.0).floor() as i32) % 2 == 0;
        shade(if check { [0.86, 0.88, 0.90] } else { [0.52, 0.66, 0.80] }, fold * weave)
    });
}
