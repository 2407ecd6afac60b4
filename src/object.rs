//! What is known of a stored value: one shape for buckets and KV.

use crate::time::Millis;

/// A stored value, without its key, its bytes and what the caller stored beside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Bytes of the value.
    pub size: u64,
    /// The name of the content.
    pub etag: String,
    /// When it was stored.
    pub stored_at: Millis,
    /// When it disappears, if ever. KV shows it; in a bucket it is the lifecycle rule's deadline.
    pub expires_at: Option<Millis>,
}

impl Object {
    /// Whether it still exists at `now`.
    #[must_use]
    pub fn exists_at(&self, now: Millis) -> bool {
        self.expires_at.is_none_or(|deadline| now < deadline)
    }
}
