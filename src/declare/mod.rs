//! Declarations: what `storage.bucket()`, `storage.kv()` and `secret` are told, parsed once and normalised.
//!
//! A declaration is checked when the module is loaded, not when the first request arrives, so that a
//! misspelt option stops a deployment instead of a user.

mod conflict;
mod declaration;
mod options;

pub use conflict::{binding_taken, check_same};
pub use declaration::{Declaration, Fingerprint};
pub use options::{Access, BucketOptions, KvOptions, LifecycleOptions, RandomOptions, StaticOptions};
