//! Stores that live inside the component.

pub mod memory;
