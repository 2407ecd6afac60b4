//! The options of `get()`.

use serde::Deserialize;

use super::{Options, wrong};
use crate::condition::{Get, IfNoneMatch, IfRange, range_header};
use crate::error::{Error, Result};
use crate::etag::Etag;
use crate::limits::{CACHE_TTL_MIN_SECONDS, EXPIRY_MAX_SECONDS};
use crate::range::Range;
use crate::whole::Whole;

/// The options of `bucket.get()`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BucketGetOptions {
    /// The part that is asked for.
    pub range: Option<Range>,
    /// The version that the caller has already.
    pub if_none_match: Option<Etag>,
    /// A request's headers, in place of the two above.
    pub headers: Option<RequestHeaders>,
}

/// The header fields of a request that make a read conditional or partial. JavaScript gives a `Headers` for it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename = "Headers", rename_all = "kebab-case")]
pub struct RequestHeaders {
    /// `Range`
    pub range: Option<String>,
    /// `If-None-Match`
    pub if_none_match: Option<String>,
    /// `If-Range`
    pub if_range: Option<String>,
}

/// The options of `kv.get()`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KvGetOptions {
    /// How long the edge may answer from its cache.
    pub cache_ttl_seconds: Option<Whole<{ CACHE_TTL_MIN_SECONDS as u64 }, { EXPIRY_MAX_SECONDS as u64 }>>,
}

const GET: &str = "get options";

impl Options for BucketGetOptions {
    const WHAT: &'static str = GET;
}

impl Options for KvGetOptions {
    const WHAT: &'static str = GET;
}

impl TryFrom<BucketGetOptions> for Get {
    type Error = Error;

    fn try_from(BucketGetOptions { range, if_none_match, headers }: BucketGetOptions) -> Result<Self> {
        let Some(headers) = headers else {
            let if_none_match = if_none_match.map(|etag| IfNoneMatch::Etags(vec![etag.into_string()]));
            return Ok(Self { range, if_none_match, if_range: None });
        };
        if range.is_some() || if_none_match.is_some() {
            return Err(wrong(GET, "headers", "does not go together with range or ifNoneMatch"));
        }
        let range = headers.range.as_deref().and_then(range_header);
        let if_none_match = headers.if_none_match.as_deref().and_then(IfNoneMatch::parse);
        let if_range = headers.if_range.as_deref().map(IfRange::parse);
        // RFC 9110, 13.1.5: without a Range to apply it to, If-Range is ignored.
        Ok(Self { range, if_none_match, if_range: range.and(if_range) })
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::error::Code;
    use serde_json::{Value, from_value, json};

    fn get(options: Value) -> Result<Get> {
        from_value::<BucketGetOptions>(options).unwrap().try_into()
    }

    #[test]
    fn options_name_a_part_and_a_version() {
        let both = get(json!({ "range": { "suffix": 3 }, "ifNoneMatch": "e" })).unwrap();
        assert_eq!(both.range, Some(Range::Suffix(3)));
        assert_eq!(both.if_none_match, Some(IfNoneMatch::Etags(vec!["e".into()])));
        assert_eq!(get(json!({})), Ok(Get::default()));
    }

    #[test]
    fn headers_replace_the_other_options() {
        let headers = json!({ "range": "bytes=1-2", "if-none-match": "\"a\"" });
        let read = get(json!({ "headers": headers })).unwrap();
        assert_eq!(read.range, Some(Range::Span { offset: 1, length: 2 }));
        assert_eq!(read.if_none_match, Some(IfNoneMatch::Etags(vec!["a".into()])));
        let both = get(json!({ "headers": headers, "ifNoneMatch": "a" })).unwrap_err();
        assert_eq!(both.code, Code::InvalidOptions);
    }

    #[test]
    fn if_range_needs_a_range() {
        let if_range = |headers| get(json!({ "headers": headers })).unwrap().if_range;
        assert!(if_range(json!({ "range": "bytes=0-1", "if-range": "\"e\"" })).is_some());
        assert!(if_range(json!({ "if-range": "\"e\"" })).is_none());
    }

    #[test]
    fn kv_caches_for_30_seconds_or_more() {
        let kv = |seconds: u32| from_value::<KvGetOptions>(json!({ "cacheTtlSeconds": seconds })).is_ok();
        assert!(kv(30) && !kv(29));
    }
}
