//! A store as its callers see it: a sorted map whose entries expire, and listings that are cut into pages.
//!
//! The model looks at every entry at every step, so there is hardly anything in it to get wrong. The tests compare the
//! memory store with it.

use std::collections::BTreeMap;

use crate::host::Listed;

/// A stored value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) body: Vec<u8>,
    pub(crate) content_type: Option<String>,
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) stored_at: u64,
    pub(crate) expires_at: Option<u64>,
}

/// One entry of a listing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Entry {
    Key(String),
    Prefix(String),
}

/// Values by the bytes of their keys.
#[derive(Debug, Default)]
pub(crate) struct Model {
    entries: BTreeMap<Vec<u8>, Stored>,
}

impl Model {
    pub(crate) fn get(&self, key: &str) -> Option<&Stored> {
        self.entries.get(key.as_bytes())
    }

    pub(crate) fn put(&mut self, key: &str, stored: Stored) {
        self.entries.insert(key.as_bytes().to_vec(), stored);
    }

    pub(crate) fn delete(&mut self, key: &str) {
        self.entries.remove(key.as_bytes());
    }

    /// Removes the values that have expired by `now`.
    pub(crate) fn pass(&mut self, now: u64) {
        self.entries.retain(|_, stored| stored.expires_at.is_none_or(|end| now < end));
    }

    pub(crate) fn keys(&self) -> Vec<String> {
        self.entries.keys().map(|key| String::from_utf8(key.clone()).unwrap()).collect()
    }
}

/// The whole of a listing: keys in the order of their bytes, each run of keys below a common prefix
/// folded into one entry.
pub(crate) fn listing(
    mut keys: Vec<String>,
    prefix: &str,
    delimiter: Option<&str>,
    start_after: Option<&str>,
) -> Vec<Entry> {
    keys.sort_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
    let mut entries = Vec::new();
    for key in keys {
        let Some(rest) = key.strip_prefix(prefix) else { continue };
        if start_after.is_some_and(|after| key.as_bytes() <= after.as_bytes()) {
            continue;
        }
        let folded = delimiter.and_then(|delimiter| Some((delimiter, rest.split_once(delimiter)?.0)));
        let entry = match folded {
            Some((delimiter, name)) => Entry::Prefix(format!("{prefix}{name}{delimiter}")),
            None => Entry::Key(key),
        };
        if !entries.contains(&entry) {
            entries.push(entry);
        }
    }
    entries
}

/// The entries in pages of `limit`. There is always one page.
pub(crate) fn pages(entries: &[Entry], limit: usize) -> Vec<Vec<Entry>> {
    let mut pages: Vec<_> = entries.chunks(limit).map(<[Entry]>::to_vec).collect();
    if pages.is_empty() {
        pages.push(Vec::new());
    }
    // A page shows its keys before its prefixes.
    pages.iter_mut().for_each(|page| page.sort());
    pages
}

/// A page of the store in the same form.
pub(crate) fn shown(listed: &Listed) -> Vec<Entry> {
    let keys = listed.items.iter().map(|(key, _)| Entry::Key(key.clone()));
    keys.chain(listed.prefixes.iter().cloned().map(Entry::Prefix)).collect()
}
