//! Reads a raw Automerge change chunk without expanding anything. Automerge's own decoder walks run-length columns
//! operation by operation and inflates compressed chunks without a bound, so a few bytes could keep a phone busy for
//! hours; here a chunk is refused before that. Layout: the Automerge binary format, "Change chunks" and "Columns".

use crate::change::{ActorId, ChangeRefused, MOST_OPERATIONS};
use domain::digest::Digest;
use sha2::{Digest as _, Sha256};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
/// Uncompressed change; the deflated form (2) does not travel (FORMATS "Wire").
const CHANGE: u8 = 1;
/// More heads than a job's documents can honestly have.
const MOST_PARENTS: u64 = 1024;
const MOST_ACTORS: u64 = 1024;
/// Longest map key or mark name in bytes: run-length coding could repeat a long one thousands of times.
const LONGEST_KEY: u64 = 256;
/// Column ids of operations, in the order in which they must stand. Any other column is not ours.
const COLUMNS: [(u64, Column); 14] = [
    (0x01, Column::Numbers),    // object: actor
    (0x02, Column::Numbers),    // object: counter
    (0x11, Column::Numbers),    // key: actor
    (0x13, Column::Deltas),     // key: counter
    (0x15, Column::Texts),      // key: text
    (0x34, Column::Flags),      // insert
    (0x42, Column::Operations), // action: one an operation
    (0x56, Column::Numbers),    // value: type and length
    (0x57, Column::Raw),        // value: bytes
    (0x70, Column::Numbers),    // predecessors: how many
    (0x71, Column::Numbers),    // predecessors: actor
    (0x73, Column::Deltas),     // predecessors: counter
    (0x94, Column::Flags),      // mark: expand
    (0xa5, Column::Texts),      // mark: name
];

#[derive(Clone, Copy, PartialEq)]
enum Column {
    Numbers,
    /// Differences to the value before, signed.
    Deltas,
    Operations,
    Texts,
    Flags,
    Raw,
}

/// What the bytes say, before anything is believed.
pub(crate) struct Chunk {
    pub(crate) hash: Digest,
    pub(crate) actor: ActorId,
    pub(crate) seq: u64,
    pub(crate) start_op: u64,
    pub(crate) deps: Vec<Digest>,
    pub(crate) ops: u64,
}

type Read<T> = Result<T, ChangeRefused>;

fn bad(what: &'static str) -> ChangeRefused {
    ChangeRefused::Unreadable(what.to_owned())
}

/// Reads `raw` as exactly one change chunk with its one possible header.
pub(crate) fn read(raw: &[u8]) -> Read<Chunk> {
    let mut bytes = Bytes(raw);
    if bytes.take(4)? != MAGIC {
        return Err(bad("it does not begin as a change"));
    }
    let checksum = bytes.take(4)?;
    if bytes.byte()? != CHANGE {
        return Err(bad("it is not an uncompressed change"));
    }
    let length = bytes.number()?;
    let body = bytes.0;
    if u64::try_from(body.len()) != Ok(length) {
        return Err(bad("its length is wrong"));
    }
    let hash = hash_of(body);
    if hash.0.get(..4) != Some(checksum) {
        return Err(bad("its checksum is wrong"));
    }
    read_body(body, hash)
}

fn hash_of(body: &[u8]) -> Digest {
    let mut head = vec![CHANGE];
    let mut length = body.len();
    while length >= 0x80 {
        head.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    head.push(length as u8);
    Digest(Sha256::new().chain_update(&head).chain_update(body).finalize().into())
}

fn read_body(body: &[u8], hash: Digest) -> Read<Chunk> {
    let mut bytes = Bytes(body);
    let deps = parents(&mut bytes)?;
    let actor = bytes.actor()?;
    let seq = bytes.number()?;
    let start_op = bytes.number()?;
    bytes.signed()?; // time: ours is 0, and it decides nothing
    let message = bytes.number()?;
    bytes.take_long(message)?;
    let others = bytes.number()?;
    if others > MOST_ACTORS {
        return Err(bad("it names too many actors"));
    }
    for _ in 0..others {
        bytes.actor()?;
    }
    let ops = operations(&mut bytes)?;
    // What may follow names an author to Automerge and can make good changes of the same actor unloadable.
    if !bytes.0.is_empty() {
        return Err(bad("it carries extra bytes"));
    }
    Ok(Chunk { hash, actor, seq, start_op, deps, ops })
}

fn parents(bytes: &mut Bytes<'_>) -> Read<Vec<Digest>> {
    let count = bytes.number()?;
    if count > MOST_PARENTS {
        return Err(bad("it names too many parents"));
    }
    let mut deps = Vec::new();
    for _ in 0..count {
        let hash = bytes.take(32)?.try_into().map_err(|_| bad("it ends too soon"))?;
        deps.push(Digest(hash));
    }
    if !deps.is_sorted_by(|a, b| a < b) {
        return Err(bad("its parents are not in order"));
    }
    Ok(deps)
}

fn operations(bytes: &mut Bytes<'_>) -> Read<u64> {
    let count = bytes.number()?;
    let mut columns = Vec::new();
    let mut known = COLUMNS.iter();
    for _ in 0..count {
        let id = bytes.number()?;
        let length = bytes.number()?;
        // Walking `known` forward also refuses columns that repeat or stand out of order, and bounds the loop.
        let (_, column) =
            known.find(|(known, _)| *known == id).ok_or_else(|| bad("it has a column of another kind"))?;
        columns.push((*column, length));
    }
    let mut operations = 0;
    for (column, length) in columns {
        let rows = column.rows(bytes.take_long(length)?)?;
        if rows > MOST_OPERATIONS {
            return Err(ChangeRefused::TooManyOperations);
        }
        if column == Column::Operations {
            operations = rows;
        }
    }
    Ok(operations)
}

impl Column {
    /// How many rows the column expands to.
    fn rows(self, bytes: &[u8]) -> Read<u64> {
        let mut bytes = Bytes(bytes);
        let mut rows = 0_u64;
        while !bytes.0.is_empty() && self != Column::Raw {
            let run = if self == Column::Flags { bytes.number()? } else { self.run(&mut bytes)? };
            rows = rows.saturating_add(run);
            if rows > MOST_OPERATIONS {
                return Err(ChangeRefused::TooManyOperations);
            }
        }
        Ok(rows)
    }

    /// One run: `n > 0` repeats of one value, `n < 0` values in a row, 0 and a count of nothing.
    fn run(self, bytes: &mut Bytes<'_>) -> Read<u64> {
        let run = bytes.signed()?;
        let rows = if run == 0 { bytes.number()? } else { run.unsigned_abs() };
        if rows > MOST_OPERATIONS {
            return Err(ChangeRefused::TooManyOperations);
        }
        let values = match run {
            0 => 0,
            1.. => 1,
            _ => rows,
        };
        for _ in 0..values {
            self.value(bytes)?;
        }
        Ok(rows)
    }

    fn value(self, bytes: &mut Bytes<'_>) -> Read<()> {
        match self {
            Column::Deltas => bytes.signed().map(drop),
            Column::Texts => match bytes.number()? {
                length @ ..=LONGEST_KEY => bytes.take_long(length).map(drop),
                _ => Err(bad("it has a key that is too long")),
            },
            _ => bytes.number().map(drop),
        }
    }
}

/// The bytes not yet read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Read<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or_else(|| bad("it ends too soon"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn take_long(&mut self, count: u64) -> Read<&'a [u8]> {
        self.take(usize::try_from(count).map_err(|_| bad("it ends too soon"))?)
    }

    fn byte(&mut self) -> Read<u8> {
        let (first, rest) = self.0.split_first().ok_or_else(|| bad("it ends too soon"))?;
        self.0 = rest;
        Ok(*first)
    }

    fn actor(&mut self) -> Read<ActorId> {
        if self.number()? != 16 {
            return Err(bad("an actor id in it is not 16 bytes long"));
        }
        self.take(16)?.try_into().map(ActorId).map_err(|_| bad("it ends too soon"))
    }

    /// ULEB128 in 64 bits, shortest form only.
    fn number(&mut self) -> Read<u64> {
        let mut number = 0_u64;
        for place in 0..10 {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            if (place == 9 && part > 1) || (place > 0 && byte == 0) {
                break;
            }
            number |= part << (7 * place);
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(bad("a number in it is not written in its shortest form"))
    }

    /// SLEB128 in 64 bits.
    fn signed(&mut self) -> Read<i64> {
        let mut number = 0_i64;
        for place in 0..10 {
            let byte = self.byte()?;
            number |= i64::from(byte & 0x7f).wrapping_shl(7 * place);
            if byte & 0x80 == 0 {
                let bits = 7 * (place + 1);
                let negative = byte & 0x40 != 0 && bits < 64;
                return Ok(if negative { number | (-1_i64).wrapping_shl(bits) } else { number });
            }
        }
        Err(bad("a number in it is too long"))
    }
}
