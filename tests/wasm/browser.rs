//! The border tests, in a browser.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, reason = "tests are named by what they show")]

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

mod cases;
