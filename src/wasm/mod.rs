//! The border to JavaScript: the only module that knows wasm-bindgen.
//!
//! Each export is one step of one call, named after it. Options come in through the strict deserializer in [`read`];
//! verdicts go out as numbers and enums; structured answers go out through serde-wasm-bindgen ([`write`]); a refusal is
//! thrown as a `StorageError` ([`errors`]). Bodies stay JavaScript's. No export awaits, and between two calls nothing of
//! a request stays here; only the memory host keeps what was stored in it.

pub mod call;
pub mod declare;
pub mod enums;
pub mod errors;
pub mod kv;
pub mod look;
pub mod memory;
pub mod r2;
pub mod read;
pub mod refusal;
pub mod response;
pub mod seal;
pub mod sign;
mod write;

/// Smaller than std's by 2.7 KB gzipped, and as fast: docs/decisions/0009-talc.md.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
