//! What tests of several crates share: real parts with faults that can be set, never mocks.
//!
//! For tests only: nothing that ships may depend on this crate. It must not know: the app's use cases (`field`), the hub,
//! the screens.
//!
//! | module | what is there |
//! |---|---|
//! | [`damage`] | a database written to behind the back of its owner |
//! | [`forge`] | changes that no honest app would write |
//! | [`power_cut`] | a disk that can lose its power at any sync point or write, or fill up, as a SQLite VFS |

pub mod damage;
pub mod forge;
pub mod power_cut;
