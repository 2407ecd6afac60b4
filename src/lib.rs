//! Objects and keys for edge workers: the core of `layeron-storage`.
//!
//! The core decides and does no I/O. A call is three steps: it is validated and turned into a *plan* of
//! what to ask the host (or answered at once, in memory); JavaScript awaits the host; the host's answer
//! is *interpreted*. Everything outside [`wasm`](https://rustwasm.github.io) compiles and is tested
//! natively; `docs/architecture.md` follows one put through the files.
//!
//! * What a caller may say: [`input`], [`key`], [`metadata`], [`options`], [`declare`], [`range`],
//!   [`condition`], bounded by [`limits`].
//! * What the answers are: [`object`], [`list`], [`response`], [`error`].
//! * Who may ask from outside: [`sign`] makes URLs, [`serve`] understands requests to them.
//! * Where values live: [`store::memory`] inside, [`host::r2`] and [`host::kv`] outside.

#![cfg_attr(feature = "package", no_std)]

extern crate alloc;

pub mod condition;
pub mod cut;
pub mod declare;
pub mod error;
pub mod etag;
pub mod expiry;
pub mod form;
pub mod host;
pub mod input;
pub mod key;
pub mod limits;
pub mod list;
pub mod metadata;
pub mod object;
pub mod options;
pub mod range;
pub mod response;
pub mod seal;
pub mod serve;
pub mod sign;
pub mod store;
pub mod time;
pub mod upload;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
pub mod words;
