//! Made `assets/genesis/*.bin`, once. The product reads those files and never runs this: a later Automerge may write
//! other bytes for the same operations, and every job in the field begins with these.
//!
//! `cargo run -p replica --example genesis -- assets/genesis`

use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, Automerge, AutomergeError, ObjType, ROOT};
use std::path::Path;

fn genesis(maps: &[&str]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut document = Automerge::new().with_actor(ActorId::from(&b"doorstep-genesis"[..]));
    document
        .transact_with::<_, _, AutomergeError, _>(
            |_: &()| CommitOptions::default().with_time(0),
            |transaction| maps.iter().try_for_each(|map| transaction.put_object(ROOT, *map, ObjType::Map).map(drop)),
        )
        .map_err(|failure| failure.error)?;
    let change = document.get_last_local_change().ok_or("nothing was written")?;
    Ok(change.raw_bytes().to_vec())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("give the folder to write to")?;
    std::fs::write(Path::new(&folder).join("log-1.bin"), genesis(&["records"])?)?;
    std::fs::write(Path::new(&folder).join("brief-1.bin"), genesis(&["fields", "verdicts"])?)?;
    Ok(())
}
