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

            /// Those that never happened.
            #[must_use]
            pub fn never(&self) -> Vec<&'static str> {
                [$((stringify!($key), self.$key)),+].into_iter().filter(|(_, n)| *n == 0).map(|(key, _)| key).collect()
            }
        }

        impl AddAssign for Faults {
            fn add_assign(&mut self, other: Self) { $(self.$key += other.$key;)+ }
        }
    };
}

faults! {
    /// A request never arrived.
    Drop drop,
    /// The line broke when the hub had done its work.
    Disconnect disconnect,
    /// A request arrived cut short.
    CutRequest cut_request,
    /// An answer arrived cut short.
    CutAnswer cut_answer,
    /// A request arrived twice.
    Duplicate duplicate,
    /// A request arrived when its sender had given it up.
    Delay delay,
    /// A request arrived after newer ones.
    Reorder reorder,
    /// A disk lost its power at a storage step.
    Crash crash,
    /// One hub of several, or the only one, died in the middle of a request.
    CoreDied core_died,
    /// A phone's disk was full.
    Full full,
    /// A phone's clock was ten years off.
    ClockOff clock_off,
    /// A phone's clock jumped.
    ClockJump clock_jump,
    /// A phone was copied to a second one.
    Clone clone,
    /// An old image of a phone was put back on it.
    RestoredPhone restored_phone,
    /// The hub was put back from a copy.
    Restore restore,
    /// A file was lost at that.
    LostFile lost_file,
    /// An upload went on where it had broken off.
    PartialMedia partial_media,
    /// Work came in whose author did not know that the grant had ended.
    LateWork late_work,
    /// A job was given to a phone anew that it had lost.
    Regrant regrant,
    /// A change that no honest app would write.
    Poison poison,
    /// An app that says an older schema, or none.
    OldApp old_app,
    /// A hub that says a newer schema than the app knows.
    NewHub new_hub,
    /// A record of a newer app.
    NewRecord new_record,
    /// An enrolment whose answer was lost.
    EnrolledUnheard enrolled_unheard,
    /// A retired phone wiped itself.
    Retired retired,
    /// A lost phone wiped itself.
    Lost lost,
    /// A phone was let in no more, since its copy had said farewell.
    LetInNoMore let_in_no_more,
}
