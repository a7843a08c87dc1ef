//! What technicians' vans hold.

use serde::{Deserialize, Serialize};

views! {
    /// Every technician's van, in short.
    VansView {
        /// By name.
        vans: Vec<VanLine>,
    }
    /// A van, in short.
    VanLine {
        /// Whose: the person's id.
        person: String,
        /// Whose: the name.
        name: String,
        /// Staff number.
        badge: String,
        /// Somebody has opened it.
        open: bool,
        /// Kinds of parts it holds.
        kinds: u32,
        /// Kinds of which more was fitted than issued.
        below: u32,
        /// Requests nobody has answered.
        asked: u32,
        /// Issues nobody has confirmed.
        arriving: u32,
        /// Old parts to hand in.
        old: u32,
    }
    /// A van.
    VanView {
        /// In short.
        line: VanLine,
        /// The catalogue, and whatever else it holds; what it holds comes first.
        parts: Vec<VanPart>,
        /// Requests nobody has answered.
        asked: Vec<VanStep>,
        /// Issues nobody has confirmed.
        arriving: Vec<VanStep>,
        /// Old parts to hand in.
        old: Vec<VanStep>,
        /// What happened, the newest first, at most a hundred.
        history: Vec<VanStep>,
    }
    /// A part of a van.
    VanPart {
        /// Catalogue code.
        part: String,
        /// 名称
        zh: String,
        /// Name
        en: String,
        /// Brand and specification.
        spec: String,
        /// m, 个 ...
        unit: String,
        /// How much of it, a decimal.
        held: String,
        /// It holds some.
        some: bool,
        /// Below zero.
        below: bool,
    }
    /// A movement, or what was said around one.
    VanStep {
        /// Its record.
        record: String,
        /// `issue`, `fit`, `return`, `count`, `ask`, `decline`, `receive`, `recover`.
        kind: String,
        /// Catalogue code.
        part: String,
        /// 名称
        zh: String,
        /// Name
        en: String,
        /// A decimal.
        quantity: String,
        /// m, 个 ...
        unit: String,
        /// What was said with it.
        note: String,
        /// The job it belongs to, or empty.
        job: String,
        /// Serial of the old part, or empty.
        serial: String,
        /// The office wrote it.
        office: bool,
        /// When, by the clock of who wrote it; 0 where it cannot be read.
        at: i64,
    }
}
