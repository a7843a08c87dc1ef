//! Tests that need the whole house: the house rules (`tests/architecture.rs`), journeys through it, and its papers read
//! by other people's tools. The library itself is empty; everything is under `tests/tests`.
