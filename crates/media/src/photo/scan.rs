//! Counts the blocks of a sequential JPEG without drawing them.
//!
//! A decoder that runs out of data fills the rest with grey, and one that meets a code that does not exist goes on somehow. So a
//! photo with a piece missing from its middle, as a failing memory card leaves it, looks like a photo. Here every Huffman
//! code is read once (T.81, F.2.2): each declared block must be there and make sense. It costs about a quarter of what decoding does.
//! Progressive files are left to the decoder's own strictness; cameras do not write them.

use super::PhotoRefused;
use super::frame::{JpegFrame, START_OF_SCAN, is_frame, next_segment};

const HUFFMAN_TABLES: u8 = 0xC4;
const RESTART_INTERVAL: u8 = 0xDD;
/// Codes up to this many bits are found in one step.
const QUICK_BITS: u32 = 9;

/// Checks that all blocks of a whole, sequential JPEG are there.
///
/// # Errors
/// `Corrupt` if one is missing or makes no sense.
pub(super) fn check(bytes: &[u8], frame: &JpegFrame) -> Result<(), PhotoRefused> {
    if frame.progressive {
        return Ok(());
    }
    let mut tables = Tables::default();
    let mut restart = 0;
    let mut seen = Vec::new();
    let mut frames = 0;
    let mut at = 2;
    while let Some(segment) = next_segment(bytes, &mut at)? {
        match segment.marker {
            HUFFMAN_TABLES => tables.define(segment.body).ok_or(PhotoRefused::Corrupt)?,
            RESTART_INTERVAL => {
                let interval = segment.body.first_chunk::<2>().ok_or(PhotoRefused::Corrupt)?;
                restart = u64::from(u16::from_be_bytes(*interval));
            }
            START_OF_SCAN => {
                let scan = Scan::plan(segment.body, frame, &tables).ok_or(PhotoRefused::Corrupt)?;
                scan.run(segment.coded, restart).ok_or(PhotoRefused::Corrupt)?;
                seen.extend(scan.components);
            }
            marker if is_frame(marker) => frames += 1,
            _ => {}
        }
    }
    let complete = frame.components.iter().all(|component| seen.contains(&component.id));
    if complete && frames == 1 { Ok(()) } else { Err(PhotoRefused::Corrupt) }
}

/// A Huffman table: symbols by code (T.81, annex C).
struct Huffman {
    /// For the next [`QUICK_BITS`] bits: length of the code they begin with and its symbol; length 0 if it is longer.
    quick: Vec<(u8, u8)>,
    /// For each length from 1 to 16: the first code beyond those of this length, left-aligned in 16 bits, and what to add to a code to
    /// get its place in `symbols`.
    limits: [(u32, i32); 16],
    symbols: Vec<u8>,
}

impl Huffman {
    fn new(counts: &[u8; 16], symbols: &[u8]) -> Option<Huffman> {
        let mut table =
            Huffman { quick: vec![(0, 0); 1 << QUICK_BITS], limits: [(0, 0); 16], symbols: symbols.to_vec() };
        let (mut code, mut place) = (0u32, 0u32);
        for ((length, count), limit) in (1u32..).zip(counts).zip(&mut table.limits) {
            let first = (code, place);
            for _ in 0..*count {
                let symbol = *symbols.get(place as usize)?;
                if length <= QUICK_BITS {
                    let from = (code << (QUICK_BITS - length)) as usize;
                    let to = from + (1 << (QUICK_BITS - length));
                    table.quick.get_mut(from..to)?.fill((length as u8, symbol));
                }
                code += 1;
                place += 1;
            }
            if code > 1 << length {
                return None;
            }
            *limit = (code << (16 - length), first.1 as i32 - first.0 as i32);
            code <<= 1;
        }
        Some(table)
    }

    /// The length of the code that `bits` (16 of them) begin with, and its symbol.
    fn find(&self, bits: u32) -> Option<(u32, u8)> {
        let (length, symbol) = *self.quick.get((bits >> (16 - QUICK_BITS)) as usize)?;
        if length > 0 {
            return Some((u32::from(length), symbol));
        }
        let (length, (_, shift)) = (1u32..).zip(&self.limits).find(|(_, (limit, _))| bits < *limit)?;
        let place = (bits >> (16 - length)) as i32 + shift;
        Some((length, *self.symbols.get(usize::try_from(place).ok()?)?))
    }
}

/// The tables in force: four for DC, four for AC.
#[derive(Default)]
struct Tables {
    dc: [Option<std::rc::Rc<Huffman>>; 4],
    ac: [Option<std::rc::Rc<Huffman>>; 4],
}

impl Tables {
    /// Reads a DHT segment: class and number, sixteen counts, the symbols; any number of times.
    fn define(&mut self, mut body: &[u8]) -> Option<()> {
        while let Some((head, rest)) = body.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let (symbols, rest) = rest.split_at_checked(counts.iter().map(|count| usize::from(*count)).sum())?;
            let class = if head >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            *class.get_mut(usize::from(head & 15))? = Some(Huffman::new(counts, symbols)?.into());
            body = rest;
        }
        Some(())
    }
}

/// What a scan must hold.
struct Scan {
    /// The tables of each block of a unit, DC and AC.
    unit: Vec<(std::rc::Rc<Huffman>, std::rc::Rc<Huffman>)>,
    units: u64,
    components: Vec<u8>,
}

impl Scan {
    /// Reads a scan header (T.81, B.2.3).
    fn plan(body: &[u8], frame: &JpegFrame, tables: &Tables) -> Option<Scan> {
        let (count, rest) = body.split_first()?;
        let alone = *count == 1;
        let mut scan = Scan { unit: Vec::new(), units: frame.units(), components: Vec::new() };
        for pair in rest.get(..usize::from(*count) * 2)?.chunks(2) {
            let [id, numbers] = pair else { return None };
            let component = frame.components.iter().find(|component| component.id == *id)?;
            let dc = tables.dc.get(usize::from(numbers >> 4))?.clone()?;
            let ac = tables.ac.get(usize::from(numbers & 15))?.clone()?;
            let mut blocks = component.across * component.down;
            if alone {
                // A component by itself comes block by block, without the padding of whole units (T.81, A.2.2).
                let (most_across, most_down) = frame.most();
                let wide = (frame.width * component.across).div_ceil(most_across).div_ceil(8);
                let high = (frame.height * component.down).div_ceil(most_down).div_ceil(8);
                scan.units = u64::from(wide) * u64::from(high);
                blocks = 1;
            }
            scan.unit.extend((0..blocks).map(|_| (dc.clone(), ac.clone())));
            scan.components.push(*id);
        }
        (!scan.unit.is_empty()).then_some(scan)
    }

    /// Reads all units; `None` if the data end before or make no sense.
    fn run(&self, coded: &[u8], restart: u64) -> Option<()> {
        let mut bits = Bits { coded, at: 0, held: 0, count: 0 };
        for unit in 0..self.units {
            if restart > 0 && unit > 0 && unit.is_multiple_of(restart) {
                bits.pass_restart()?;
            }
            for (dc, ac) in &self.unit {
                block(&mut bits, dc, ac)?;
            }
        }
        Some(())
    }
}

/// Reads one block: a DC difference, then AC coefficients by runs of zeros (T.81, F.2.2.1 and F.2.2.2).
fn block(bits: &mut Bits, dc: &Huffman, ac: &Huffman) -> Option<()> {
    let size = bits.symbol(dc)?;
    bits.skip((size <= 11).then_some(u32::from(size))?)?;
    let mut next = 1u32;
    while next < 64 {
        let symbol = bits.symbol(ac)?;
        let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        match (run, size) {
            (0, 0) => return Some(()),
            (15, 0) => next += 16,
            (_, 0) => return None,
            _ => {
                next += run + 1;
                bits.skip(size)?;
            }
        }
    }
    (next == 64).then_some(())
}

/// Bits of entropy-coded data, with byte stuffing taken out.
struct Bits<'a> {
    coded: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
}

impl Bits<'_> {
    /// Holds at least 32 bits, unless a marker or the end comes first.
    fn fill(&mut self) {
        while self.count <= 56 {
            let Some(byte) = self.coded.get(self.at) else { return };
            self.at += 1;
            if *byte == 0xFF {
                if self.coded.get(self.at) != Some(&0) {
                    self.at -= 1;
                    return;
                }
                self.at += 1;
            }
            self.held = self.held << 8 | u64::from(*byte);
            self.count += 8;
        }
    }

    fn symbol(&mut self, table: &Huffman) -> Option<u8> {
        if self.count < 16 {
            self.fill();
        }
        let ahead = if self.count >= 16 { self.held >> (self.count - 16) } else { self.held << (16 - self.count) };
        let (length, symbol) = table.find((ahead & 0xFFFF) as u32)?;
        self.skip(length)?;
        Some(symbol)
    }

    fn skip(&mut self, length: u32) -> Option<()> {
        if self.count < length {
            self.fill();
        }
        self.count = self.count.checked_sub(length)?;
        Some(())
    }

    /// Drops what is left before the next restart marker, and the marker. A whole byte left over is more than padding: some
    /// block was not where it should be.
    fn pass_restart(&mut self) -> Option<()> {
        self.fill();
        if self.count >= 8 {
            return None;
        }
        self.count = 0;
        while self.coded.get(self.at) == Some(&0xFF) && matches!(self.coded.get(self.at + 1), Some(0xFF)) {
            self.at += 1;
        }
        let marker = self.coded.get(self.at..self.at + 2)?;
        matches!(marker, [0xFF, 0xD0..=0xD7]).then_some(())?;
        self.at += 2;
        Some(())
    }
}
