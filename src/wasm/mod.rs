//! The border to JavaScript: the only module that knows `wasm-bindgen`.
//!
//! Each export is one step of one call: it reads the caller's values, lets the core decide, and builds
//! the plain objects of `js/shapes.js`. No export awaits, and between two calls nothing of a request
//! stays here; only the memory host keeps what was stored in it.

pub mod body;
pub mod declare;
pub mod input;
pub mod kv;
pub mod memory;
pub mod r2;
pub mod refusal;
pub mod request;
pub mod response;
pub mod results;
#[allow(missing_docs, missing_debug_implementations, reason = "shapes of JavaScript, documented there")]
pub mod sys;

/// Smaller than std's by 2.7 KB gzipped, and as fast: docs/decisions/0009-talc.md.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
