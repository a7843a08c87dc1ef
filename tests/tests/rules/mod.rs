//! The rules, each a function from facts to complaints; `tree` brings the facts.

pub mod arrows;
pub mod clocks;
pub mod heads;
pub mod traces;
pub mod tree;
