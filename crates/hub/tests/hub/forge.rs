//! Changes that no honest app would write.

use domain::digest::Digest;
use replica::change::Change;

/// What of a change's bytes is bent; its columns follow as they are.
pub struct Bent {
    pub parents: Vec<Digest>,
    pub seq: u64,
    pub start_op: u64,
}

/// A change with something bent, its length and checksum right again (Automerge's binary format, "Change chunks").
pub fn bent(change: &Change, bend: impl FnOnce(&mut Bent)) -> Vec<u8> {
    let mut rest = &change.raw[9..];
    read_number(&mut rest);
    let parents = (0..read_number(&mut rest)).map(|_| Digest(take(&mut rest, 32).try_into().unwrap())).collect();
    let length = read_number(&mut rest);
    let actor = take(&mut rest, usize::try_from(length).unwrap()).to_vec();
    let mut bent = Bent { parents, seq: read_number(&mut rest), start_op: read_number(&mut rest) };
    bend(&mut bent);
    let mut body = number(bent.parents.len() as u64);
    bent.parents.iter().for_each(|parent| body.extend(parent.0));
    body.extend(number(length));
    body.extend(actor);
    body.extend([number(bent.seq), number(bent.start_op)].concat());
    body.extend(rest);
    let hashed = [&[1], number(body.len() as u64).as_slice(), &body].concat();
    [&change.raw[..4], &Digest::of(&hashed).0[..4], &hashed].concat()
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> &'a [u8] {
    let (taken, rest) = bytes.split_at(count);
    *bytes = rest;
    taken
}

/// LEB128 without a sign.
fn read_number(bytes: &mut &[u8]) -> u64 {
    let mut number = 0;
    for shift in (0..).step_by(7) {
        let byte = take(bytes, 1)[0];
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            break;
        }
    }
    number
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
