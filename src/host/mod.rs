//! The real services: what to ask a binding, and what its answer means.

pub mod failure;
pub mod kv;
pub mod r2;
