//! The gates of STANDARDS 2.4 as items a pack must keep: whatever a file says, a pack that leaves this crate has them.

use crate::refused::PackRefused;
use domain::flag::Flag;
use domain::ids::ItemKey;
use domain::pack::{Evidence, Item, ItemKind, Need, Pack};
use domain::stage::Stage;

/// An item that a gate rests on.
struct GateItem {
    gate: &'static str,
    key: &'static str,
    place: Place,
    need: Need,
    evidence: Evidence,
}

/// Where it stands, and so when a pack must have it.
#[derive(Clone, Copy)]
enum Place {
    /// In every pack that has the stage.
    Stage(Stage),
    /// In every pack that has the branch block.
    Branch(&'static str),
    /// In packs whose base has the block (`blk.data`: repair).
    Included(Stage),
}

macro_rules! gate_items {
    ($($gate:ident $place:ident($at:expr) { $($key:literal $need:expr, $evidence:ident;)+ })+) => {
        const GATE_ITEMS: &[GateItem] = &[$($(GateItem {
            gate: stringify!($gate),
            key: $key,
            place: Place::$place($at),
            need: $need,
            evidence: Evidence::$evidence,
        }),+),+];
    };
}

const ALWAYS: Need = Need::Required;

gate_items! {
    G1 Stage(Stage::Dress) {
        "drs.uniform" ALWAYS, Tick;
        "drs.clean" ALWAYS, Tick;
        "drs.shoes" ALWAYS, Tick;
        "drs.groom" ALWAYS, Tick;
        "drs.sunglasses" ALWAYS, Tick;
        "drs.badge" ALWAYS, Tick;
        "drs.badge_state" ALWAYS, Tick;
        "drs.reflective" Need::When(Flag::LowLight), Tick;
        "drs.bag" ALWAYS, Tick;
    }
    G2 Stage(Stage::Preparation) {
        "kit.five.shoe_covers" ALWAYS, Tick;
        "kit.five.mat" ALWAYS, Tick;
        "kit.five.rag" ALWAYS, Tick;
        "kit.five.bag" ALWAYS, Tick;
        "kit.five.record" ALWAYS, Tick;
    }
    G3 Stage(Stage::Preparation) { "kit.no_alcohol" ALWAYS, Tick; }
    G4 Stage(Stage::Entry) { "ent.permission" ALWAYS, Tick; }
    G5 Stage(Stage::Entry) {
        "ent.shoe_covers" ALWAYS, Photo;
        "ent.cover_exempt" Need::Optional, Text;
    }
    G6 Stage(Stage::Quote) { "qte.plan" ALWAYS, Text; }
    G6 Stage(Stage::Consent) { "con.plan" ALWAYS, Signature; }
    G7 Stage(Stage::Consent) {
        "con.case" Need::When(Flag::OpensCase), Signature;
        "con.backup" Need::When(Flag::TouchesStorage), Signature;
        "con.drill" Need::When(Flag::Drilling), Signature;
        "con.surface" Need::When(Flag::SurfaceWiring), Signature;
        "con.remote" Need::When(Flag::RemoteUsed), Signature;
    }
    G7 Branch("blk.takeaway") { "tkw.explain" ALWAYS, Signature; }
    G8 Stage(Stage::Preparation) { "kit.ppe" Need::When(Flag::Ppe), Photo; }
    G8 Stage(Stage::Work) {
        "hgt.crew" Need::When(Flag::Height), Text;
        "hgt.belt" Need::When(Flag::Height), Photo;
    }
    G9 Stage(Stage::Work) { "elc.off" Need::When(Flag::PowerOff), Tick; }
    G10 Included(Stage::Work) {
        "dat.ask" Need::When(Flag::TouchesStorage), Text;
        "dat.done" Need::When(Flag::TouchesStorage), Signature;
    }
    G10 Branch("blk.takeaway") { "tkw.backup" Need::When(Flag::TouchesStorage), Signature; }
    G11 Stage(Stage::Test) {
        "tst.self" ALWAYS, Tick;
        "tst.function" ALWAYS, Tick;
        "tst.joint" ALWAYS, Tick;
        "tst.content" ALWAYS, Text;
    }
    G11 Branch("blk.knownfault") { "lkf.sign" ALWAYS, Signature; }
    G12 Stage(Stage::Clean) {
        "cln.cover_off" ALWAYS, Tick;
        "cln.waste" ALWAYS, Tick;
        "cln.after" ALWAYS, Photo;
    }
    G13 Stage(Stage::Settle) { "fee.match" ALWAYS, Automatic; }
    G14 Stage(Stage::Sheet) {
        "sht.review" ALWAYS, Tick;
        "sht.sign_customer" ALWAYS, Signature;
    }
    G14 Branch("blk.unsigned") {
        "uns.reason" ALWAYS, Text;
        "uns.photo" ALWAYS, Photo;
        "uns.told" ALWAYS, Automatic;
    }
    G15 Branch("blk.takeaway") { "tkw.receipt" ALWAYS, Signature; }
    G16 Branch("blk.nobody") {
        "nob.note" ALWAYS, Photo;
        "nob.return" ALWAYS, Automatic;
    }
    G17 Stage(Stage::Protection) {
        "prt.mat" ALWAYS, Photo;
        "prt.cover" ALWAYS, Photo;
    }
}

/// Whether STANDARDS 2.4 names the item.
pub(crate) fn is_named(key: &ItemKey) -> bool {
    GATE_ITEMS.iter().any(|item| item.key == key.as_str())
}

/// Whether the item is a gate: by its kind, or because STANDARDS 2.4 names it.
pub(crate) fn is_gate(item: &Item) -> bool {
    item.kind == ItemKind::Gate || is_named(&item.key)
}

/// Whether `new` asks at least as much as `old`. The one exception is the policy of ENT-11: shoe covers only where the
/// home is decorated or the floor must stay clean.
pub(crate) fn keeps_need(key: &str, old: &Need, new: &Need) -> bool {
    let by_policy = key == "ent.shoe_covers" && matches!(new, Need::When(Flag::HomeDecorated | Flag::FloorSensitive));
    old == new || *new == Need::Required || *old == Need::Optional || by_policy
}

/// Whether `new` proves at least as much as `old`: a tick may become any proof, a proof stays itself.
pub(crate) fn keeps_evidence(old: Evidence, new: Evidence) -> bool {
    old == new || old == Evidence::Tick
}

/// Every gate item the pack's stages and branches need is there, as strict as STANDARDS 2.4 has it.
pub(crate) fn check(pack: &Pack) -> Result<(), PackRefused> {
    missing(pack).next().map_or(Ok(()), Err)
}

/// Every gate item that is missing, or less strict than it must be.
pub(crate) fn missing(pack: &Pack) -> impl Iterator<Item = PackRefused> + '_ {
    GATE_ITEMS.iter().filter_map(|gate| check_one(pack, gate).err())
}

fn check_one(pack: &Pack, gate: &GateItem) -> Result<(), PackRefused> {
    let key = ItemKey::from(gate.key);
    let (found, place) = match gate.place {
        Place::Stage(stage) if pack.stages.iter().any(|plan| plan.stage == stage) => {
            (in_stage(pack, stage, &key), stage.key())
        }
        Place::Included(stage) if pack.item(&key).is_some() => (in_stage(pack, stage, &key), stage.key()),
        Place::Branch(block) => match pack.branches.get(block) {
            Some(branch) => (branch.items.iter().find(|item| item.key == key), block),
            None => return Ok(()),
        },
        Place::Stage(_) | Place::Included(_) => return Ok(()),
    };
    let strict =
        |item: &Item| keeps_need(gate.key, &gate.need, &item.need) && keeps_evidence(gate.evidence, item.evidence);
    if found.is_some_and(strict) {
        return Ok(());
    }
    Err(PackRefused::GateMissing {
        pack: pack.key.to_string(),
        at: gate.key.to_owned(),
        gate: gate.gate,
        place: place.to_owned(),
    })
}

fn in_stage<'a>(pack: &'a Pack, stage: Stage, key: &ItemKey) -> Option<&'a Item> {
    pack.items().find(|(at, _, item)| *at == stage && item.key == *key).map(|(_, _, item)| item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::gate::Gate;

    #[test]
    fn what_a_pack_must_keep_is_what_the_gates_wait_for() {
        for item in GATE_ITEMS.iter().filter(|item| !matches!(item.place, Place::Branch(_))) {
            assert_eq!(Gate::of(&item.key.into()).map(Gate::key), Some(item.gate), "{}", item.key);
        }
        for key in Gate::ALL.into_iter().flat_map(|gate| gate.items()).filter(|key| !key.ends_with(".*")) {
            assert!(GATE_ITEMS.iter().any(|item| item.key == *key), "{key}");
        }
    }
}
