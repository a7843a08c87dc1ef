//! Small drawings: the company's mark, ticks, the lock. Strokes on a grid of 24, after the manner of line icons.

use crate::canvas::{Area, Canvas};
use crate::text::{Color, WHITE};

type Strokes = [&'static [(f32, f32)]];

const DOOR: &Strokes = &[
    &[(13.0, 20.0), (4.0, 20.0)],
    &[(6.0, 20.0), (6.0, 5.5), (7.5, 4.0), (11.0, 4.0)],
    &[(11.0, 4.0), (13.0, 3.2), (13.0, 20.8), (11.0, 20.0)],
    &[(13.0, 4.0), (16.5, 4.0), (18.0, 5.5), (18.0, 20.0)],
    &[(16.0, 20.0), (20.0, 20.0)],
    &[(10.2, 12.0), (10.2, 12.6)],
];
const TICK: &Strokes = &[&[(20.0, 6.0), (9.0, 17.0), (4.0, 12.0)]];
const CROSS: &Strokes = &[&[(18.0, 6.0), (6.0, 18.0)], &[(6.0, 6.0), (18.0, 18.0)]];
const LOCK: &Strokes = &[
    &[(5.0, 11.0), (19.0, 11.0), (19.0, 21.0), (5.0, 21.0), (5.0, 11.0)],
    &[(8.0, 11.0), (8.0, 7.0), (9.2, 4.2), (12.0, 3.0), (14.8, 4.2), (16.0, 7.0), (16.0, 11.0)],
];

/// The company's mark: an open door on a tile.
pub(crate) fn door(page: &mut Canvas, area: Area, brand: Color) {
    page.round_block(area, area.w * 0.2, brand);
    let inset = area.w * 0.2;
    let inner = Area { x: area.x + inset, y: area.y + inset, w: area.w - 2.0 * inset, h: area.h - 2.0 * inset };
    draw(page, DOOR, inner, WHITE);
}

/// Done.
pub(crate) fn tick(page: &mut Canvas, area: Area, color: Color) {
    draw(page, TICK, area, color);
}

/// Not done.
pub(crate) fn cross(page: &mut Canvas, area: Area, color: Color) {
    draw(page, CROSS, area, color);
}

/// Sealed.
pub(crate) fn lock(page: &mut Canvas, area: Area, color: Color) {
    draw(page, LOCK, area, color);
}

/// An exception: a ring with a bar and a dot.
pub(crate) fn notice(page: &mut Canvas, area: Area, color: Color) {
    page.round_frame(area, area.w / 2.0, area.w * 0.1, color);
    draw(page, &[&[(12.0, 7.0), (12.0, 12.8)], &[(12.0, 16.6), (12.0, 17.0)]], area, color);
}

fn draw(page: &mut Canvas, strokes: &Strokes, area: Area, color: Color) {
    let scale = area.w / 24.0;
    let place = |&(x, y): &(f32, f32)| (area.x + x * scale, area.y + y * scale);
    let strokes: Vec<Vec<_>> = strokes.iter().map(|points| points.iter().map(place).collect()).collect();
    page.strokes(&strokes, 2.0 * scale, color);
}
