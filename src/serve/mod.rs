//! Answers to requests for signed and public URLs: the header fields of a [`read`], the put that is a [`write`].

pub mod read;
pub mod write;
