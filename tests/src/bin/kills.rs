//! `kills [COUNT] [SEED]`: kills a phone and a hub by SIGKILL at moments of chance over a running sync, COUNT times in all
//! (20 where none is given), and holds both against what they said after every round. Every twenty kills the house meets, is
//! compared and gives way to a new one. Ends with one line of JSON; 0 only where nothing was lost.

use rand_chacha::ChaCha8Rng;
use rand_core::SeedableRng as _;
use serde_json::json;
use std::io::Write as _;
use std::time::Instant;
use tests::killing::{Counts, House};

/// Kills a house lives through: a job of some hundred records, as long ones are.
const A_HOUSE: u64 = 20;

#[allow(clippy::disallowed_methods, reason = "how long it took is part of the report")]
fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let mut number = |otherwise: u64| words.next().map_or(Ok(otherwise), |word| word.parse());
    let (count, seed) = (number(20)?, number(1)?);
    let began = Instant::now();
    let (mut chance, mut all, mut houses) = (ChaCha8Rng::seed_from_u64(seed), Counts::default(), 0);
    while all.phone + all.hub < count {
        let folder = tempfile::tempdir()?;
        let mut house = House::found(folder.path())?;
        let mut round = 0;
        while house.counts.phone + house.counts.hub < A_HOUSE.min(count - all.phone - all.hub) {
            round += 1;
            house.round(round, &mut chance)?;
        }
        house.meet()?;
        all.add(house.counts);
        houses += 1;
    }
    let Counts { phone, hub, records, blobs, office, acknowledged, under_way } = all;
    let said = json!({
        "kills": phone + hub, "phone": phone, "hub": hub, "houses": houses, "records": records, "blobs": blobs,
        "office": office, "acknowledged": acknowledged, "under_way": under_way, "lost": 0, "seed": seed,
        "seconds": began.elapsed().as_secs(),
    });
    writeln!(std::io::stdout(), "{said}")?;
    Ok(())
}
