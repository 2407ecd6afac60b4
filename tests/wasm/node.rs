//! The border tests, in Node.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, reason = "tests are named by what they show")]

mod cases;
