//! The functions of `js/` that the core calls.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/js/host/memory/kept.js")]
extern "C" {
    /// The table has let go of what JavaScript keeps under this number.
    pub fn forget(slot: u32);
}

#[wasm_bindgen(module = "/js/told.js")]
extern "C" {
    /// The answer to what was asked: a text, or an error as a text.
    pub fn tell(is_error: bool, text: &str);
}
