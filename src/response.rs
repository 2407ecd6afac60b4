//! The head of an HTTP response that carries a stored value.

use crate::condition::Selection;
use crate::declare::Variant;
use crate::metadata::is_printable;
use crate::range::Resolved;
use crate::say;
use crate::time::Millis;
use crate::words::decimal;
use alloc::{borrow::ToOwned, string::String, vec, vec::Vec};

/// The HTTP fields that are stored with a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Http<'a> {
    /// `content-type`
    pub content_type: Option<&'a str>,
    /// `cache-control`
    pub cache_control: Option<&'a str>,
    /// `content-disposition`
    pub content_disposition: Option<&'a str>,
    /// `content-encoding`
    pub content_encoding: Option<&'a str>,
}

/// Status and header fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// 200, 206 or 304.
    pub status: u16,
    /// The fields, in lower case.
    pub fields: Vec<(&'static str, String)>,
}

impl Head {
    /// The head for what was selected of a value.
    #[must_use]
    pub fn of(
        variant: Variant,
        http: Http<'_>,
        etag: &str,
        stored_at: Millis,
        size: u64,
        selection: Selection,
    ) -> Self {
        let mut fields = vec![("etag", say!("\"%\"", etag)), ("last-modified", stored_at.http_date())];
        if variant == Variant::Bucket {
            fields.push(("accept-ranges", "bytes".to_owned()));
        }
        let mut stored = |name, value: Option<&str>| {
            // What another program stored may break a header.
            if let Some(value) = value.filter(|value| is_printable(value)) {
                fields.push((name, value.to_owned()));
            }
        };
        stored("cache-control", http.cache_control);
        // RFC 9110, 15.4.5: of the representation's fields a 304 carries only what steers caches.
        if selection != Selection::NotModified {
            stored("content-type", http.content_type);
            stored("content-disposition", http.content_disposition);
            stored("content-encoding", http.content_encoding);
        }
        let status = match selection {
            Selection::NotModified => 304,
            Selection::Whole => {
                fields.push(("content-length", decimal(size)));
                200
            }
            Selection::Part(Resolved { offset, length }) => {
                let last = offset + length - 1;
                fields.push(("content-length", decimal(length)));
                fields.push(("content-range", say!("bytes %-%/%", offset, last, size)));
                206
            }
        };
        Self { status, fields }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn head(selection: Selection) -> Head {
        head_of(Variant::Bucket, selection)
    }

    fn head_of(variant: Variant, selection: Selection) -> Head {
        let http = Http {
            content_type: Some("text/plain"),
            cache_control: Some("no-store"),
            content_disposition: Some("inline"),
            content_encoding: Some("gzip"),
        };
        Head::of(variant, http, "e", Millis::new(0), 10, selection)
    }

    fn field<'a>(head: &'a Head, name: &str) -> Option<&'a str> {
        head.fields.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
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
