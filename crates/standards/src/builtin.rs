//! The files of `assets/standards` inside the program. A test compares this list with the folder.

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        /// Name and content.
        pub(crate) const FILES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/standards/", $name)))),+];
    };
}

files! {
    "bases.toml",
    "scripts.toml",
    "blocks/appoint.toml",
    "blocks/arrive.toml",
    "blocks/clean.toml",
    "blocks/conduct.toml",
    "blocks/consent.toml",
    "blocks/data.toml",
    "blocks/demo.toml",
    "blocks/diagnose.toml",
    "blocks/docs.toml",
    "blocks/dress.toml",
    "blocks/electric.toml",
    "blocks/entry.toml",
    "blocks/escalate.toml",
    "blocks/exchange.toml",
    "blocks/explain.toml",
    "blocks/goods.toml",
    "blocks/height.toml",
    "blocks/install_work.toml",
    "blocks/joint.toml",
    "blocks/knownfault.toml",
    "blocks/leave.toml",
    "blocks/nobody.toml",
    "blocks/parts.toml",
    "blocks/partswait.toml",
    "blocks/prep.toml",
    "blocks/protect.toml",
    "blocks/quote.toml",
    "blocks/refused.toml",
    "blocks/remote.toml",
    "blocks/return.toml",
    "blocks/safety.toml",
    "blocks/settle.toml",
    "blocks/sign.toml",
    "blocks/sitecheck.toml",
    "blocks/sitenotready.toml",
    "blocks/takeaway.toml",
    "blocks/telecom.toml",
    "blocks/unsigned.toml",
    "packs/broadband_install.toml",
    "packs/dw_repair.toml",
}
