//! All chance of a life comes from its seed: SplitMix64, cut into a stream for each device so that one more draw on one
//! phone does not change what the others do.

use std::sync::{Mutex, PoisonError};

/// A stream of numbers.
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// The stream of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `count - 1`; 0 where there is none.
    pub fn below(&mut self, count: u64) -> u64 {
        self.draw().checked_rem(count).unwrap_or_default()
    }

    /// A place in a list of `length`; 0 in an empty one.
    pub fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or_default()
    }

    /// True once in `count` times.
    pub fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    /// One of these.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let place = self.place(from.len());
        from.get(place)
    }

    /// A stream of its own.
    #[must_use]
    pub fn branch(&mut self) -> Self {
        Self(self.draw())
    }
}

/// A stream as the random bytes of a device or of the hub. It goes on through crashes, as the world's chance does: what
/// is restored from a copy never draws the same bytes again.
#[derive(Debug)]
pub struct Dice(Mutex<Chance>);

impl Dice {
    /// Random bytes out of this stream.
    #[must_use]
    pub fn new(chance: Chance) -> Self {
        Self(Mutex::new(chance))
    }

    fn roll(&self, buffer: &mut [u8]) {
        let mut chance = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in buffer.chunks_mut(8) {
            let bytes = chance.draw().to_le_bytes();
            chunk.iter_mut().zip(bytes).for_each(|(to, byte)| *to = byte);
        }
    }
}

impl field::entropy::Entropy for Dice {
    fn fill(&self, buffer: &mut [u8]) {
        self.roll(buffer);
    }
}

impl hub::entropy::Entropy for Dice {
    fn fill(&self, buffer: &mut [u8]) {
        self.roll(buffer);
    }
}
