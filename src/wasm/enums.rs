//! The enums that cross the border as numbers. Each mirrors one of the core, which does not know wasm-bindgen.

use wasm_bindgen::prelude::*;

use crate::{host, mode, upload, variant};

/// Which API an instance has.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Objects.
    Bucket,
    /// Keys with a time to live.
    Kv,
}

impl From<Variant> for variant::Variant {
    fn from(variant: Variant) -> Self {
        match variant {
            Variant::Bucket => Self::Bucket,
            Variant::Kv => Self::Kv,
        }
    }
}

/// Who stores the values.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// This package itself.
    Memory,
    /// Cloudflare R2.
    R2,
    /// Cloudflare Workers KV.
    Kv,
}

impl From<Host> for host::Host {
    fn from(host: Host) -> Self {
        match host {
            Host::Memory => Self::Memory,
            Host::R2 => Self::R2,
            Host::Kv => Self::Kv,
        }
    }
}

/// The condition of a put.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// None.
    Overwrite,
    /// `ifNotExists`
    Create,
    /// `ifMatch`
    Replace,
}

impl From<Mode> for mode::Mode {
    fn from(mode: Mode) -> Self {
        match mode {
            Mode::Overwrite => Self::Overwrite,
            Mode::Create => Self::Create,
            Mode::Replace => Self::Replace,
        }
    }
}

impl From<mode::Mode> for Mode {
    fn from(mode: mode::Mode) -> Self {
        match mode {
            mode::Mode::Overwrite => Self::Overwrite,
            mode::Mode::Create => Self::Create,
            mode::Mode::Replace => Self::Replace,
        }
    }
}

/// The way that a stream takes into a bucket.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadWay {
    /// One request.
    Single,
    /// Parts.
    Parts,
    /// Parts, unless the stream ends within the first.
    Buffered,
}

impl From<upload::Upload> for UploadWay {
    fn from(way: upload::Upload) -> Self {
        match way {
            upload::Upload::Single => Self::Single,
            upload::Upload::Parts => Self::Parts,
            upload::Upload::Buffered => Self::Buffered,
        }
    }
}

/// Why a put of a stream failed.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreamFailure {
    /// The runtime takes streams of known length only.
    UnknownLength,
    /// The stream failed.
    Stream,
    /// The host failed.
    Host,
}

impl From<host::r2::StreamFailure> for StreamFailure {
    fn from(failure: host::r2::StreamFailure) -> Self {
        match failure {
            host::r2::StreamFailure::UnknownLength => Self::UnknownLength,
            host::r2::StreamFailure::Stream => Self::Stream,
            host::r2::StreamFailure::Host => Self::Host,
        }
    }
}

/// What the runtime says of a host's error besides its text.
#[wasm_bindgen]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hint {
    /// Nothing.
    None,
    /// The same call may succeed.
    Retryable,
    /// The host has too much to do.
    Overloaded,
}

impl From<Hint> for host::failure::Hint {
    fn from(hint: Hint) -> Self {
        match hint {
            Hint::None => Self::None,
            Hint::Retryable => Self::Retryable,
            Hint::Overloaded => Self::Overloaded,
        }
    }
}
