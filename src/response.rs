//! The head of an HTTP response that carries a stored value.

use serde::Deserialize;

use crate::metadata::is_printable;
use crate::range::Resolved;
use crate::variant::Variant;

/// What a response tells of a stored value, and of which part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResponseHead {
    /// `content-type`
    pub content_type: Option<String>,
    /// `cache-control`
    pub cache_control: Option<String>,
    /// `content-disposition`
    pub content_disposition: Option<String>,
    /// `content-encoding`
    pub content_encoding: Option<String>,
    /// `content-language`
    pub content_language: Option<String>,
    /// `expires`, as HTTP writes dates.
    pub expires: Option<String>,
    /// Without its quotes.
    pub etag: String,
    /// As HTTP writes dates.
    pub last_modified: String,
    /// Bytes of the whole value.
    pub size: u64,
    /// Whether the reader has it already.
    pub not_modified: Option<bool>,
    /// The part that is sent; `None` is all.
    pub range: Option<Resolved>,
}

impl ResponseHead {
    /// Sets the header fields for what was selected of the value, and returns the status: 200, 206 or 304.
    pub fn fields(&self, variant: Variant, mut set: impl FnMut(&str, &str)) -> u16 {
        // Hosts, too, are not believed to have sent what fits into a header.
        if is_printable(&self.etag) {
            set("etag", &format!("\"{}\"", self.etag));
        }
        set("last-modified", &self.last_modified);
        if variant == Variant::Bucket {
            set("accept-ranges", "bytes");
        }
        let fields = [
            ("cache-control", &self.cache_control),
            ("expires", &self.expires),
            ("content-type", &self.content_type),
            ("content-disposition", &self.content_disposition),
            ("content-encoding", &self.content_encoding),
            ("content-language", &self.content_language),
        ];
        // RFC 9110, 15.4.5: of the representation's fields a 304 carries only what steers caches.
        let not_modified = self.not_modified.unwrap_or_default();
        let sent = if not_modified { 2 } else { fields.len() };
        for (name, value) in fields.into_iter().take(sent) {
            // What another program stored may break a header.
            if let Some(value) = value.as_deref().filter(|value| is_printable(value)) {
                set(name, value);
            }
        }
        match self.range {
            _ if not_modified => 304,
            None => {
                set("content-length", &self.size.to_string());
                200
            }
            Some(Resolved { offset, length }) => {
                let last = (offset + length).saturating_sub(1);
                set("content-length", &length.to_string());
                set("content-range", &format!("bytes {offset}-{last}/{}", self.size));
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

    fn stored() -> ResponseHead {
        ResponseHead {
            content_type: Some("text/plain".into()),
            cache_control: Some("no-store".into()),
            content_disposition: Some("inline".into()),
            content_encoding: Some("gzip".into()),
            content_language: Some("en".into()),
            expires: Some("Fri, 02 Jan 1970 00:00:00 GMT".into()),
            etag: "e".into(),
            last_modified: "Thu, 01 Jan 1970 00:00:00 GMT".into(),
            size: 10,
            not_modified: None,
            range: None,
        }
    }

    fn head_of(variant: Variant, stored: &ResponseHead) -> Head {
        let mut fields = BTreeMap::new();
        let status = stored.fields(variant, |name, value| {
            fields.insert(name.to_owned(), value.to_owned());
        });
        Head { status, fields }
    }

    fn head(stored: &ResponseHead) -> Head {
        head_of(Variant::Bucket, stored)
    }

    fn field<'a>(head: &'a Head, name: &str) -> Option<&'a str> {
        head.fields.get(name).map(String::as_str)
    }

    #[test]
    fn a_whole_value() {
        let head = head(&stored());
        assert_eq!(head.status, 200);
        for (name, value) in [
            ("content-type", "text/plain"),
            ("content-length", "10"),
            ("content-disposition", "inline"),
            ("content-encoding", "gzip"),
            ("content-language", "en"),
            ("expires", "Fri, 02 Jan 1970 00:00:00 GMT"),
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
        assert_eq!(field(&head_of(Variant::Kv, &stored()), "accept-ranges"), None);
    }

    #[test]
    fn a_part() {
        let head = head(&ResponseHead { range: Some(Resolved { offset: 2, length: 3 }), ..stored() });
        assert_eq!(head.status, 206);
        assert_eq!(field(&head, "content-range"), Some("bytes 2-4/10"));
        assert_eq!(field(&head, "content-length"), Some("3"));
    }

    #[test]
    fn a_304_has_no_content() {
        let head = head(&ResponseHead { not_modified: Some(true), ..stored() });
        assert_eq!(head.status, 304);
        assert_eq!(field(&head, "etag"), Some("\"e\""));
        for name in ["cache-control", "expires"] {
            assert!(field(&head, name).is_some(), "{name}");
        }
        for name in
            ["content-length", "content-type", "content-encoding", "content-language", "content-range"]
        {
            assert_eq!(field(&head, name), None);
        }
    }
}
