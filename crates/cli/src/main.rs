//! `doorstep`: hub, demo, compare, verify, standards.
fn main() {}
