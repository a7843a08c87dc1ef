//! Makes a place unreadable, for good.
//!
//! A soft blur, or a mosaic of small cells, can be undone: who knows the font tries every number until the mosaic fits.
//! So almost nothing is left here to fit. A box becomes two cells across its shorter side and at most four along its
//! longer one, however much stands in it; each cell has one of 9 brightnesses, and the whole box one tinge; and from
//! cell to cell there is only a smooth run. Of a number of eight digits, even with its font and place known to the pixel,
//! about a bit of 26 is left. What a single large digit was can still be narrowed down: a blur is not a black box.

use image::RgbImage;
use std::ops::Range;

use super::{Spot, WHOLE_SIDE};

/// Cells across the shorter side, and the most along the longer.
const ACROSS: usize = 2;
const ALONG: usize = 4;
/// The least side of a cell in pixels, and, for pictures larger than usual, in thousandths of their long side.
const LEAST_CELL: usize = 24;
const LEAST_PART: usize = 15;
/// The distance of two levels of brightness, and of the tinge: finer, or wood turns green.
const LIGHT: i32 = 32;
const TINGE: i32 = 16;
/// A 4:2:0 JPEG is coded in units of 16 x 16 pixels. What stood in a box has left a faint ringing in the rest of its units,
/// so these go too.
const UNIT: usize = 16;

/// Red, green, blue.
type Colour = [u32; 3];

/// Makes the box between two corners unreadable: at least two cells wide and high, and whole units of the JPEG. Pixels
/// outside stay as they are and leave no trace inside.
pub(super) fn region(picture: &mut RgbImage, [x1, y1]: Spot, [x2, y2]: Spot) {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let least = LEAST_CELL.max(width.max(height) * LEAST_PART / usize::from(WHOLE_SIDE));
    let across = stretch(x1, x2, width, ACROSS * least);
    let down = stretch(y1, y2, height, ACROSS * least);
    let (short, long) = (across.len().min(down.len()), across.len().max(down.len()));
    let cell = least.max(short / ACROSS).max(long / ALONG);
    let mut lines: Vec<&mut [u8]> = picture
        .chunks_exact_mut(width.max(1) * 3)
        .skip(down.start)
        .take(down.len())
        .filter_map(|line| line.get_mut(across.start * 3..across.end * 3))
        .collect();
    let averages = mosaic(&lines, (across.len() / cell).max(1), (down.len() / cell).max(1));
    spread(&coarse(&averages), &mut lines);
}

/// The pixels between two places on a side that is `whole` pixels long: widened to `least` around their middle, then to
/// whole units.
fn stretch(a: u16, b: u16, whole: usize, least: usize) -> Range<usize> {
    let from = usize::from(a.min(b)) * whole / usize::from(WHOLE_SIDE);
    let to = (usize::from(a.max(b)) * whole).div_ceil(usize::from(WHOLE_SIDE));
    let lacking = least.saturating_sub(to - from);
    let from = from.saturating_sub(lacking.div_ceil(2)).min(whole.saturating_sub(least));
    let to = to.max(from + least);
    from / UNIT * UNIT..to.next_multiple_of(UNIT).min(whole)
}

/// The averages of `columns` x `rows` cells, by rows.
fn mosaic(lines: &[&mut [u8]], columns: usize, rows: usize) -> Vec<Vec<[i32; 3]>> {
    (0..rows).map(|row| cells_of(lines.get(part(row, rows, lines.len())).unwrap_or_default(), columns)).collect()
}

fn cells_of(lines: &[&mut [u8]], columns: usize) -> Vec<[i32; 3]> {
    let cell = |column| {
        let mut sum = [0u64; 3];
        let mut count = 0;
        for line in lines {
            let pixels = part(column, columns, line.len() / 3);
            for pixel in line.get(pixels.start * 3..pixels.end * 3).unwrap_or_default().chunks_exact(3) {
                sum.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u64::from(*value));
                count += 1;
            }
        }
        sum.map(|sum| (sum / u64::max(count, 1)) as i32)
    };
    (0..columns).map(cell).collect()
}

/// Where the `nth` of `parts` equal parts of `length` lies.
fn part(nth: usize, parts: usize, length: usize) -> Range<usize> {
    nth * length / parts..(nth + 1) * length / parts
}

/// Leaves each cell its rounded brightness, and all of them the tinge that the box has as a whole. Grey stays grey.
fn coarse(averages: &[Vec<[i32; 3]>]) -> Vec<Vec<Colour>> {
    let brightness = |[red, green, blue]: [i32; 3]| (2 * red + 5 * green + blue) / 8;
    let level = |value: i32, step: i32| (value + step / 2).div_euclid(step) * step;
    let (mut tinge, mut count) = ([0; 3], 0);
    for cell in averages.iter().flatten() {
        tinge.iter_mut().zip(cell).for_each(|(sum, value)| *sum += value - brightness(*cell));
        count += 1;
    }
    let tinge = tinge.map(|sum| level(sum / count.max(1), TINGE));
    let colour = |cell: &[i32; 3]| tinge.map(|tinge| (level(brightness(*cell), LIGHT) + tinge).clamp(0, 255) as u32);
    averages.iter().map(|row| row.iter().map(colour).collect()).collect()
}

/// Fills the box with runs of colour between the middles of the cells.
fn spread(cells: &[Vec<Colour>], lines: &mut [&mut [u8]]) {
    let columns = cells.first().map_or(0, Vec::len);
    let length = lines.first().map_or(0, |line| line.len() / 3);
    let across: Vec<_> = (0..length).map(|x| between_middles(x, length, columns)).collect();
    let height = lines.len();
    for (y, line) in lines.iter_mut().enumerate() {
        let (row, share) = between_middles(y, height, cells.len());
        let [above, below] = [row, row + 1].map(|row| cells.get(row).or(cells.last()));
        let (Some(above), Some(below)) = (above, below) else { return };
        let run: Vec<Colour> = above.iter().zip(below).map(|(a, b)| mixed(a, b, share)).collect();
        for (pixel, (column, share)) in line.chunks_exact_mut(3).zip(&across) {
            let [left, right] = [*column, column + 1].map(|column| run.get(column).or(run.last()));
            let (Some(left), Some(right)) = (left, right) else { return };
            for (value, colour) in pixel.iter_mut().zip(mixed(left, right, *share)) {
                *value = (colour >> 16) as u8;
            }
        }
    }
}

/// The cell whose middle is at or before a pixel, and the share of the next one there, in 1/256. Before the first middle
/// and beyond the last there is one cell alone.
fn between_middles(at: usize, length: usize, cells: usize) -> (usize, u32) {
    // In halves of a pixel and 1/256 of a cell; 64 bits, because a phone may count in 32.
    let [at, length, cells] = [at, length.max(1), cells.max(1)].map(|count| count as u64);
    let place = ((2 * at + 1) * cells * 128 / length).saturating_sub(128).min((cells - 1) * 256);
    ((place / 256) as usize, (place % 256) as u32)
}

/// 256 times the mixture of two colours.
fn mixed([r1, g1, b1]: &Colour, [r2, g2, b2]: &Colour, share: u32) -> Colour {
    let mix = |first: &u32, second: &u32| first * (256 - share) + second * share;
    [mix(r1, r2), mix(g1, g2), mix(b1, b2)]
}
