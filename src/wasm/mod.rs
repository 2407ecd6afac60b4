//! The border to JavaScript: the only module that knows `wasm-bindgen`.
//!
//! Each export is one step of one call. It takes what the caller gave as a frame (see [`crate::input`]),
//! and numbers; it gives back a verdict, a number or a short text, from which `js/` builds the plain objects
//! that callers and hosts see. Bodies stay JavaScript's. No export awaits, and between two calls nothing
//! of a request stays here; only the memory host keeps what was stored in it.

pub mod ask;
pub mod body;
mod call;
pub mod declare;
mod kv;
pub mod memory;
mod names;
pub mod questions;
mod r2;
mod refusal;
mod response;
mod seal;
mod sign;
#[allow(missing_docs, missing_debug_implementations, reason = "shapes of JavaScript, documented there")]
pub mod sys;

/// A panic is a fault of this component: js/engine.js notices the trap, and nobody would hear the words.
#[cfg(feature = "package")]
#[panic_handler]
fn trap(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}

/// Smaller than std's by 2.7 KB gzipped, and as fast: docs/decisions/0009-talc.md.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
