//! The office's order to a device, and a device's last word. Nothing is deleted but by an order the office signed.
#![no_main]

use doorstep_fuzz::registry;
use libfuzzer_sys::fuzz_target;
use sync::order::{Farewell, SignedOrder};

fuzz_target!(|bytes: &[u8]| {
    let registry = registry();
    let obeyed = |order: &SignedOrder| order.read(&registry, &"0417-A".into()).is_ok();
    assert!(!obeyed(&SignedOrder { body: bytes.to_vec(), signature: [0; 64] }));
    if let Ok(order) = minicbor::decode::<SignedOrder>(bytes) {
        // The samples' only key is a device's.
        assert!(!obeyed(&order));
    }
    if let Ok(farewell) = Farewell::read(bytes) {
        assert_eq!(Farewell::read(&farewell.to_bytes()), Ok(farewell));
    }
});
