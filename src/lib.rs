//! Objects and keys for edge workers: the core of `layeron-storage`.
//!
//! The core decides and does no I/O. A call is three steps: it is validated and turned into a *plan* of
//! what to ask the host (or answered at once, in memory); JavaScript awaits the host; the host's answer
//! is *interpreted*. Everything outside the module `wasm` compiles and is tested natively;
//! `docs/architecture.md` follows one put through the files.
//!
//! * What a caller may say: [`options`] and [`declare`], made of [`key`], [`name`], [`metadata`], [`etag`], [`range`],
//!   [`condition`], [`mode`] and [`whole`], bounded by [`limits`].
//! * What the answers are: [`object`], [`cursor`], [`response`], [`error`].
//! * Who may ask from outside: [`sign`] makes URLs, [`serve`] understands requests to them.
//! * Where values live: [`memory`] inside, [`host`] outside; [`seal`] is about values that are encrypted before.

pub mod condition;
pub mod content_type;
pub mod cursor;
pub mod declare;
pub mod disposition;
pub mod error;
pub mod etag;
pub mod expiry;
pub mod host;
pub mod key;
pub mod limits;
pub mod memory;
pub mod metadata;
pub mod mode;
pub mod name;
pub mod names;
pub mod object;
pub mod options;
pub mod percent;
pub mod range;
pub mod response;
pub mod row;
pub mod seal;
pub mod serve;
pub mod sign;
pub mod time;
pub mod upload;
pub mod variant;
#[cfg(target_arch = "wasm32")]
pub mod wasm;
pub mod whole;
