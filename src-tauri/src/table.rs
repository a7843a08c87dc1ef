//! What a line of the table in `commands.rs` becomes: a Tauri command that calls `field`, and its signature for the
//! TypeScript that calls it.

/// `look` reads; `act` changes something, and wakes the rounds; `keep` writes what a screen has made, behind the PIN too.
macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $verb:ident $name:ident($($arg:ident: $type:ty),* $(,)?) -> $out:ty = $call:expr;)+) => {
        $(
            $(#[doc = $doc])+
            #[tauri::command(async)]
            pub fn $name(shell: tauri::State<'_, Shell>, $($arg: $type),*) -> Result<$out, Refused> {
                let call: fn(&mut Field, $($type),*) -> Result<$out, FieldRefused> = $call;
                shell.$verb(|field| call(field, $($arg),*))
            }
        )+

        /// The table's lines as TypeScript sees them.
        #[must_use]
        pub fn signatures() -> Vec<Signature> {
            let how = crate::typescript::how();
            vec![$(Signature {
                name: stringify!($name),
                doc: concat!($($doc),+).trim(),
                args: vec![$((stringify!($arg), <$type as TS>::name(&how))),*],
                returns: <$out as TS>::name(&how),
            }),+]
        }
    };
}

pub(crate) use commands;
