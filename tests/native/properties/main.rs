//! Properties of the core, each against a second opinion that is too simple to be wrong.
//!
//! Single cases stand beside the code; here stand the sentences that hold for every input: what a map
//! would answer, what a slice would, what the RFC, `chrono` or a JSON writer says.
#![cfg(not(target_arch = "wasm32"))]

mod conditions;
mod cursors;
mod frames;
#[path = "../host.rs"]
mod host;
mod keys;
mod listing;
mod metadata;
mod model;
mod operations;
mod options;
mod r2_pages;
mod ranges;
mod records;
mod time;
#[path = "../value.rs"]
mod value;
