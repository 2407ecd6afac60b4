//! The head of an HTTP response that carries a stored value.

use crate::condition::Selection;
use crate::declare::Variant;
use crate::metadata::is_printable;
use crate::range::Resolved;
use crate::say;
use crate::words::decimal;

/// What a response tells of a stored value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stored<'a> {
    /// `content-type`
    pub content_type: Option<&'a str>,
    /// `cache-control`
    pub cache_control: Option<&'a str>,
    /// `content-disposition`
    pub content_disposition: Option<&'a str>,
    /// `content-encoding`
    pub content_encoding: Option<&'a str>,
    /// Without its quotes.
    pub etag: &'a str,
    /// As HTTP writes dates.
    pub last_modified: &'a str,
    /// Bytes of the whole value.
    pub size: u64,
}

impl Stored<'_> {
    /// Sets the header fields for what was selected of the value, and returns the status: 200, 206 or 304.
    pub fn head(&self, variant: Variant, selection: Selection, mut set: impl FnMut(&str, &str)) -> u16 {
        // Hosts, too, are not believed to have sent what fits into a header.
        if is_printable(self.etag) {
            set("etag", &say!("\"%\"", self.etag));
        }
        set("last-modified", self.last_modified);
        if variant == Variant::Bucket {
            set("accept-ranges", "bytes");
        }
        let fields = [
            ("cache-control", self.cache_control),
            ("content-type", self.content_type),
            ("content-disposition", self.content_disposition),
            ("content-encoding", self.content_encoding),
        ];
        // RFC 9110, 15.4.5: of the representation's fields a 304 carries only what steers caches.
        let sent = if selection == Selection::NotModified { 1 } else { fields.len() };
        for (name, value) in fields.into_iter().take(sent) {
            // What another program stored may break a header.
            if let Some(value) = value.filter(|value| is_printable(value)) {
                set(name, value);
            }
        }
        match selection {
            Selection::NotModified => 304,
            Selection::Whole => {
                set("content-length", &decimal(self.size));
                200
            }
            Selection::Part(Resolved { offset, length }) => {
                let last = offset + length - 1;
                set("content-length", &decimal(length));
                set("content-range", &say!("bytes %-%/%", offset, last, self.size));
                206
            }
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// A status, and the fields that were set.
    struct Head {
        status: u16,
        fields: BTreeMap<String, String>,
    }

    fn head(selection: Selection) -> Head {
        head_of(Variant::Bucket, selection)
    }

    fn head_of(variant: Variant, selection: Selection) -> Head {
        let stored = Stored {
            content_type: Some("text/plain"),
            cache_control: Some("no-store"),
            content_disposition: Some("inline"),
            content_encoding: Some("gzip"),
            etag: "e",
            last_modified: "Thu, 01 Jan 1970 00:00:00 GMT",
            size: 10,
        };
        let mut fields = BTreeMap::new();
        let status = stored.head(variant, selection, |name, value| {
            fields.insert(name.to_owned(), value.to_owned());
        });
        Head { status, fields }
    }

    fn field<'a>(head: &'a Head, name: &str) -> Option<&'a str> {
        head.fields.get(name).map(String::as_str)
    }

    #[test]
    fn a_whole_value() {
        let head = head(Selection::Whole);
        assert_eq!(head.status, 200);
        for (name, value) in [
            ("content-type", "text/plain"),
            ("content-length", "10"),
            ("content-disposition", "inline"),
            ("content-encoding", "gzip"),
            ("cache-control", "no-store"),
            ("etag", "\"e\""),
            ("last-modified", "Thu, 01 Jan 1970 00:00:00 GMT"),
            ("accept-ranges", "bytes"),
        ] {
            assert_eq!(field(&head, name), Some(value));
        }
    }

    #[test]
    fn kv_has_no_ranges_to_accept() {
        assert_eq!(field(&head_of(Variant::Kv, Selection::Whole), "accept-ranges"), None);
    }

    #[test]
    fn a_part() {
        let head = head(Selection::Part(Resolved { offset: 2, length: 3 }));
        assert_eq!(head.status, 206);
        assert_eq!(field(&head, "content-range"), Some("bytes 2-4/10"));
        assert_eq!(field(&head, "content-length"), Some("3"));
    }

    #[test]
    fn a_304_has_no_content() {
        let head = head(Selection::NotModified);
        assert_eq!(head.status, 304);
        assert_eq!(field(&head, "etag"), Some("\"e\""));
        for name in ["content-length", "content-type", "content-encoding", "content-range"] {
            assert_eq!(field(&head, name), None);
        }
    }
}
