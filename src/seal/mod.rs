//! Sealed values: which bytes of a sealed value hold which bytes of the plain one.
//!
//! The format is Google Tink's streaming AEAD, AES-GCM-HKDF with segments of 64 KiB: what is sealed here Tink opens,
//! and the other way round. AES, HKDF and SHA-256 are Web Crypto's; what is decided here is arithmetic.

pub mod associated;
pub mod entry;
pub mod options;
pub mod range;
pub mod segments;
