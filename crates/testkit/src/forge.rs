//! Changes that no honest app would write.

use domain::digest::Digest;

/// What of a change's bytes is bent; its columns follow as they are.
pub struct Bent {
    /// The heads it says its author knew.
    pub parents: Vec<Digest>,
    /// Its place in its author's chain.
    pub seq: u64,
    /// The number of its first operation.
    pub start_op: u64,
}

/// A change (its raw bytes) with something bent, its length and checksum right again (Automerge's binary format, "Change
/// chunks"). What is no change stays as it is.
pub fn bent(raw: &[u8], bend: impl FnOnce(&mut Bent)) -> Vec<u8> {
    bend_change(raw, bend).unwrap_or_else(|| raw.to_vec())
}

fn bend_change(raw: &[u8], bend: impl FnOnce(&mut Bent)) -> Option<Vec<u8>> {
    let (magic, mut rest) = (raw.get(..4)?, raw.get(9..)?);
    read_number(&mut rest)?;
    let count = read_number(&mut rest)?;
    let parents = (0..count).map(|_| Some(Digest(take(&mut rest, 32)?.try_into().ok()?))).collect::<Option<_>>()?;
    let length = read_number(&mut rest)?;
    let actor = take(&mut rest, usize::try_from(length).ok()?)?.to_vec();
    let mut bent = Bent { parents, seq: read_number(&mut rest)?, start_op: read_number(&mut rest)? };
    bend(&mut bent);
    let mut body = number(bent.parents.len() as u64);
    bent.parents.iter().for_each(|parent| body.extend(parent.0));
    body.extend(number(length));
    body.extend(actor);
    body.extend([number(bent.seq), number(bent.start_op)].concat());
    body.extend(rest);
    let hashed = [&[1], number(body.len() as u64).as_slice(), &body].concat();
    let digest = Digest::of(&hashed).0;
    Some([magic, digest.get(..4)?, &hashed].concat())
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

/// LEB128 without a sign.
fn read_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let byte = *take(bytes, 1)?.first()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(number)
}

fn number(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}
