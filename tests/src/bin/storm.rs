//! `storm [PHONES] [MINUTES]`: so many phones (50 where none is given) bring 15 changes each to one hub at once. With
//! minutes they do it again and again for so long, and the hub's memory must stay where it was. Ends with one line of JSON.

use anyhow::ensure;
use serde_json::json;
use std::io::Write as _;
use std::time::{Duration, Instant};
use tests::storm::{Blown, Crowd, Weather};

/// What a technician makes between two networks.
const CHANGES: usize = 15;
const AT_ONCE: usize = 64;
/// The hub may hold so much more at the end than after the first storm, in KiB, and a quarter more.
const ROOM: u64 = 32 << 10;

#[allow(clippy::disallowed_methods, reason = "how long it takes is what is measured")]
fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let mut number = |otherwise: u64| words.next().map_or(Ok(otherwise), |word| word.parse());
    let (phones, minutes) = (usize::try_from(number(50)?)?, number(0)?);
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let weather = Weather { phones, changes: CHANGES, at_once: AT_ONCE };
    let mut crowd = Crowd::gather(folder.path(), weather, &runtime)?;
    let before = crowd.memory()?;
    let ends = Instant::now() + Duration::from_secs(minutes * 60);
    let (mut storms, mut memory): (Vec<Blown>, Vec<u64>) = (Vec::new(), Vec::new());
    loop {
        let blown = runtime.block_on(crowd.storm())?;
        memory.push(crowd.memory()?);
        eprintln!("storm {}: {} · hub {} MiB", storms.len() + 1, blown.told(), crowd.memory()? >> 10);
        storms.push(blown);
        if Instant::now() >= ends {
            break;
        }
    }
    let (first, last) = (memory.first().copied().unwrap_or(0), memory.last().copied().unwrap_or(0));
    let said = json!({
        "phones": phones, "changes_a_phone": CHANGES, "at_once": AT_ONCE, "storms": storms.len(), "minutes": minutes,
        "build": if cfg!(debug_assertions) { "debug" } else { "release" },
        "first": storms.first().map(Blown::told), "last": storms.last().map(Blown::told),
        "memory_mib": {"before": before >> 10, "first": first >> 10, "last": last >> 10,
                       "highest": memory.iter().max().map(|most| most >> 10)},
    });
    writeln!(std::io::stdout(), "{said}")?;
    ensure!(last <= first + first / 4 + ROOM, "the hub's memory grew from {first} to {last} KiB");
    Ok(())
}
