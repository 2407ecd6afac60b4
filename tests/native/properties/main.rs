//! Properties of the core, each checked against an oracle that is too simple to be wrong.
//!
//! Examples stand beside the code. Here stand the sentences that hold for every input: the oracle is a map, a slice, the
//! RFC, `chrono` or a JSON writer.
#![cfg(not(target_arch = "wasm32"))]

mod conditions;
mod cursors;
#[path = "../host.rs"]
mod host;
mod json;
mod keys;
mod listing;
mod metadata;
mod model;
mod operations;
mod options;
mod r2_pages;
mod ranges;
#[path = "../read.rs"]
mod read;
mod reading;
mod records;
mod shapes;
mod time;
