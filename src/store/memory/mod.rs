//! The memory host: a bucket store and a KV store that behave like R2 and KV.
//!
//! This is the executable specification. It enforces the real limits, refuses what the real services
//! refuse, and the differential test holds its answers against theirs. The bytes of a value are of a
//! type `B` that the caller chooses: in wasm a handle of a JavaScript array, so that bodies never enter
//! wasm memory; in native tests plain bytes.

mod bucket;
mod kv;
mod table;

pub use bucket::{Bucket, Found};
pub use kv::Kv;
pub use table::{Entry, Page, Value};
