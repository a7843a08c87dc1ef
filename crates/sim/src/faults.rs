//! The faults a life can have, and how often each happened.

use serde_json::{Map, Value, json};
use std::ops::AddAssign;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident $key:ident),+ $(,)?) => {
        /// A fault.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Fault { $($(#[$doc])* $name),+ }

        /// How often each happened.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
        pub struct Faults { $($(#[$doc])* pub $key: u64),+ }

        impl Faults {
            /// One more.
            pub fn count(&mut self, fault: Fault) {
                match fault { $(Fault::$name => self.$key += 1),+ }
            }

            /// For the last line of a run.
            #[must_use]
            pub fn json(&self) -> Value {
                Value::Object(Map::from_iter([$((stringify!($key).to_owned(), json!(self.$key))),+]))
            }
        }

        impl AddAssign for Faults {
            fn add_assign(&mut self, other: Self) { $(self.$key += other.$key;)+ }
        }
    };
}

faults! {
    /// A request or its answer was lost.
    Drop drop,
    /// A request arrived twice.
    Duplicate duplicate,
    /// A request arrived after newer ones.
    Reorder reorder,
    /// A disk lost its power at a storage step.
    Crash crash,
    /// A phone was copied to a second one.
    Clone clone,
    /// The hub was put back from a copy.
    Restore restore,
    /// A phone's disk was full.
    Full full,
}
