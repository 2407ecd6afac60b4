//! The options of each call, parsed into what the stores understand.
//!
//! Booleans and strings end here: past this file a create-only write is [`PutMode::Create`], and no
//! combination that a store could not carry out can be expressed.

use crate::condition::{Get, IfNoneMatch, IfRange, range_header};
use crate::declare::{Variant, whole_u32};
use crate::error::{Code, Error, Result};
use crate::etag;
use crate::input::{Fields, Input, MAX_SAFE_INTEGER, View};
use crate::key::normalised;
use crate::limits::{CACHE_TTL_MIN_SECONDS, EXPIRY_MAX_SECONDS, LIST_ENTRIES, Limits, TTL_MIN_SECONDS};
use crate::metadata::Metadata;
use crate::range::Range;

/// The options of `bucket.put`.
pub const PUT_BUCKET: &[&str] = &[
    "contentType",
    "cacheControl",
    "contentDisposition",
    "contentEncoding",
    "metadata",
    "checksum",
    "ifNotExists",
    "size",
    "ifMatch",
];
/// The options of `kv.put`.
pub const PUT_KV: &[&str] = &[
    "contentType",
    "cacheControl",
    "contentDisposition",
    "contentEncoding",
    "metadata",
    "checksum",
    "ifNotExists",
    "size",
    "ttlSeconds",
];
const GET_BUCKET: &[&str] = &["range", "ifNoneMatch", "headers"];
const GET_KV: &[&str] = &["cacheTtlSeconds"];
const LIST_BUCKET: &[&str] = &["prefix", "limit", "cursor", "delimiter", "startAfter"];
const LIST_KV: &[&str] = &["prefix", "limit", "cursor"];
const ENTRIES: &[&str] = &["prefix"];

/// What a put does with a key that exists, or does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PutMode {
    /// Replaces whatever is there.
    #[default]
    Overwrite,
    /// Fails with 409 where something is there.
    Create,
    /// Fails with 412 unless the content with this etag is there.
    Replace(String),
}

impl PutMode {
    /// The error of a put whose condition did not hold.
    #[must_use]
    pub fn refusal(&self) -> Error {
        match self {
            Self::Create => Error::new(Code::KeyAlreadyExists, "the key already exists"),
            Self::Overwrite | Self::Replace(_) => Error::new(
                Code::PreconditionFailed,
                "what is stored does not have the etag that ifMatch names",
            ),
        }
    }
}

/// How long a KV value lives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ttl {
    /// As the declaration says.
    #[default]
    Declared,
    /// For ever, whatever the declaration says.
    Never,
    /// So many seconds.
    Seconds(u32),
}

/// A put, without its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Put {
    /// The condition.
    pub mode: PutMode,
    /// What is stored beside the bytes.
    pub metadata: Metadata,
    /// The length that the caller declares.
    pub size: Option<u64>,
    /// KV only.
    pub ttl: Ttl,
}

impl Put {
    /// Parses the options of `put`. `blob_type` is the type of a Blob value: the content type unless
    /// the options name one.
    ///
    /// # Errors
    /// With the code of the first option that is wrong.
    pub fn parse<I: Input>(variant: Variant, input: &I, blob_type: Option<String>) -> Result<Self> {
        let known = match variant {
            Variant::Bucket => PUT_BUCKET,
            Variant::Kv => PUT_KV,
        };
        let mut put = match Fields::open(input, "put options", known)? {
            None => Self::default(),
            Some(fields) => Self {
                metadata: Metadata::parse(&fields)?,
                size: fields.whole("size", 0, MAX_SAFE_INTEGER)?,
                mode: mode(variant, &fields)?,
                ttl: match variant {
                    Variant::Bucket => Ttl::Declared,
                    Variant::Kv => ttl(&fields)?,
                },
            },
        };
        let content_type = &mut put.metadata.http.content_type;
        if content_type.is_none() {
            *content_type = blob_type.filter(|text| !text.is_empty());
        }
        put.metadata.check_size(variant)?;
        Ok(put)
    }

    /// Refuses a value of another length than the caller declared.
    ///
    /// # Errors
    /// `storage_invalid_options`, with both numbers.
    pub fn check_declared(&self, actual: u64) -> Result<()> {
        match self.size {
            Some(declared) if declared != actual => Err(Error::new(
                Code::InvalidOptions,
                format!("put options: size says {declared} bytes, the value has {actual}"),
            )),
            _ => Ok(()),
        }
    }
}

/// Refuses a value that is too large to be held in one piece.
///
/// # Errors
/// `storage_value_too_large`, with both numbers.
pub fn check_value_size(variant: Variant, actual: u64) -> Result<()> {
    let limit = Limits::of(variant).value_bytes;
    if actual <= limit {
        return Ok(());
    }
    Err(Error::new(
        Code::ValueTooLarge,
        format!("the value has {actual} bytes or more, the limit is {limit}"),
    ))
}

fn mode<I: Input>(variant: Variant, fields: &Fields<I>) -> Result<PutMode> {
    let create = fields.flag("ifNotExists")?;
    let replace = match variant {
        Variant::Bucket => etag::option(fields, "ifMatch")?,
        Variant::Kv => None,
    };
    match (create, replace) {
        (false, None) => Ok(PutMode::Overwrite),
        (true, None) => Ok(PutMode::Create),
        (false, Some(etag)) => Ok(PutMode::Replace(etag)),
        (true, Some(_)) => Err(fields.wrong("ifMatch", "does not go together with ifNotExists")),
    }
}

fn ttl<I: Input>(fields: &Fields<I>) -> Result<Ttl> {
    if fields.view("ttlSeconds") == View::Other("null") {
        return Ok(Ttl::Never);
    }
    let seconds = whole_u32(fields, "ttlSeconds", TTL_MIN_SECONDS, EXPIRY_MAX_SECONDS)?;
    Ok(seconds.map_or(Ttl::Declared, Ttl::Seconds))
}

impl Get {
    /// Parses the options of `bucket.get`.
    ///
    /// # Errors
    /// `storage_invalid_options`.
    pub fn parse<I: Input>(input: &I) -> Result<Self> {
        let Some(fields) = Fields::open(input, "get options", GET_BUCKET)? else {
            return Ok(Self::default());
        };
        let range = fields.raw("range").map_or(Ok(None), Range::parse)?;
        let if_none_match = etag::option(&fields, "ifNoneMatch")?;
        let Some(headers) = fields.raw("headers") else {
            let if_none_match = if_none_match.map(|etag| IfNoneMatch::Etags(vec![etag]));
            return Ok(Self { range, if_none_match, if_range: None });
        };
        let header = |name| {
            let found = headers.view();
            headers
                .header(name)
                .ok_or_else(|| fields.wrong("headers", &format!("must be a Headers, not {}", found.name())))
        };
        if range.is_some() || if_none_match.is_some() {
            header("range")?;
            return Err(fields.wrong("headers", "does not go together with range or ifNoneMatch"));
        }
        let range = header("range")?.and_then(|value| range_header(&value));
        Ok(Self {
            range,
            if_none_match: header("if-none-match")?.and_then(|value| IfNoneMatch::parse(&value)),
            // RFC 9110, 13.1.5: without a Range to apply it to, If-Range is ignored.
            if_range: match range {
                Some(_) => header("if-range")?.map(|value| IfRange::parse(&value)),
                None => None,
            },
        })
    }
}

/// The options of `kv.get`.
///
/// # Errors
/// `storage_invalid_options`.
pub fn cache_ttl<I: Input>(input: &I) -> Result<Option<u32>> {
    match Fields::open(input, "get options", GET_KV)? {
        None => Ok(None),
        Some(fields) => whole_u32(&fields, "cacheTtlSeconds", CACHE_TTL_MIN_SECONDS, EXPIRY_MAX_SECONDS),
    }
}

/// A listing, as asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Only keys that start so.
    pub prefix: String,
    /// Keys below a common prefix up to this string fold into one entry.
    pub delimiter: Option<String>,
    /// Only keys after this one.
    pub start_after: Option<String>,
    /// At most so many entries.
    pub limit: u32,
    /// Where an earlier page ended.
    pub cursor: Option<String>,
}

impl List {
    /// Parses the options of `list`.
    ///
    /// # Errors
    /// `storage_invalid_options`, or `storage_invalid_cursor` for a cursor that is no string.
    pub fn parse<I: Input>(variant: Variant, input: &I) -> Result<Self> {
        let known = match variant {
            Variant::Bucket => LIST_BUCKET,
            Variant::Kv => LIST_KV,
        };
        let mut list = Self {
            prefix: String::new(),
            delimiter: None,
            start_after: None,
            limit: LIST_ENTRIES,
            cursor: None,
        };
        let Some(fields) = Fields::open(input, "list options", known)? else { return Ok(list) };
        let text = |name| part_of_key(variant, &fields, name);
        list.prefix = text("prefix")?.unwrap_or_default();
        if variant == Variant::Bucket {
            list.delimiter = text("delimiter")?.filter(|delimiter| !delimiter.is_empty());
            list.start_after = text("startAfter")?.filter(|key| !key.is_empty());
        }
        list.limit = whole_u32(&fields, "limit", 1, LIST_ENTRIES)?.unwrap_or(LIST_ENTRIES);
        list.cursor = match fields.text("cursor") {
            Ok(cursor) => cursor,
            Err(error) => return Err(Error::new(Code::InvalidCursor, error.message.as_str())),
        };
        if list.cursor.is_some() && list.start_after.is_some() {
            return Err(fields.wrong("startAfter", "does not go together with cursor"));
        }
        Ok(list)
    }

    /// Parses the options of `entries`, of which there is one: the prefix.
    ///
    /// # Errors
    /// `storage_invalid_options`.
    pub fn check_entries<I: Input>(variant: Variant, input: &I) -> Result<Option<String>> {
        match Fields::open(input, "entries options", ENTRIES)? {
            None => Ok(None),
            Some(fields) => part_of_key(variant, &fields, "prefix"),
        }
    }
}

/// A prefix, delimiter or key to start after: something that a key may hold.
fn part_of_key<I: Input>(variant: Variant, fields: &Fields<I>, name: &str) -> Result<Option<String>> {
    let Some(text) = fields.text(name)? else { return Ok(None) };
    let text = normalised::<I>(variant, text);
    let limit = Limits::of(variant).key_bytes;
    if text.len() > limit {
        let why = format!("has {} bytes of UTF-8, keys have at most {limit}", text.len());
        return Err(fields.wrong(name, &why));
    }
    if text.contains('\0') {
        return Err(fields.wrong(name, "holds U+0000, which no key holds"));
    }
    Ok(Some(text))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::input::sample::Sample;

    fn put(variant: Variant, options: Vec<(&'static str, Sample)>) -> Result<Put> {
        Put::parse(variant, &Sample::Object(options), None)
    }

    #[test]
    fn a_put_has_one_mode() {
        let create = ("ifNotExists", Sample::Bool(true));
        let replace = ("ifMatch", Sample::Text("e"));
        let bucket = |options| put(Variant::Bucket, options);
        assert_eq!(bucket(vec![]).unwrap().mode, PutMode::Overwrite);
        assert_eq!(bucket(vec![create.clone()]).unwrap().mode, PutMode::Create);
        assert_eq!(bucket(vec![replace.clone()]).unwrap().mode, PutMode::Replace("e".into()));
        assert_eq!(bucket(vec![create, replace.clone()]).unwrap_err().code, Code::InvalidOptions);
        assert_eq!(put(Variant::Kv, vec![replace]).unwrap_err().code, Code::InvalidOptions);
    }

    #[test]
    fn a_put_may_choose_its_ttl_or_none() {
        let kv = |ttl| put(Variant::Kv, vec![("ttlSeconds", ttl)]).map(|put| put.ttl);
        assert_eq!(kv(Sample::Undefined), Ok(Ttl::Declared));
        assert_eq!(kv(Sample::Null), Ok(Ttl::Never));
        assert_eq!(kv(Sample::Number(60.0)), Ok(Ttl::Seconds(60)));
        assert!(kv(Sample::Number(59.0)).is_err());
        assert!(put(Variant::Bucket, vec![("ttlSeconds", Sample::Number(60.0))]).is_err());
    }

    #[test]
    fn a_blobs_type_is_the_content_type_unless_one_is_given() {
        let typed = |options: Sample| {
            let put = Put::parse(Variant::Bucket, &options, Some("image/png".into())).unwrap();
            put.metadata.http.content_type.unwrap()
        };
        assert_eq!(typed(Sample::Undefined), "image/png");
        assert_eq!(typed(Sample::Object(vec![("contentType", Sample::Text("a/b"))])), "a/b");
        let empty = Put::parse(Variant::Bucket, &Sample::Undefined, Some(String::new())).unwrap();
        assert_eq!(empty.metadata.http.content_type, None);
    }

    #[test]
    fn headers_replace_the_other_get_options() {
        let headers = Sample::Headers(vec![("range", "bytes=1-2"), ("if-none-match", "\"a\"")]);
        let get = Get::parse(&Sample::Object(vec![("headers", headers.clone())])).unwrap();
        assert_eq!(get.range, Some(Range::Span { offset: 1, length: 2 }));
        assert_eq!(get.if_none_match, Some(IfNoneMatch::Etags(vec!["a".into()])));
        let both = vec![("headers", headers), ("ifNoneMatch", Sample::Text("a"))];
        assert_eq!(Get::parse(&Sample::Object(both)).unwrap_err().code, Code::InvalidOptions);
        let wrong = vec![("headers", Sample::Object(vec![]))];
        assert_eq!(Get::parse(&Sample::Object(wrong)).unwrap_err().code, Code::InvalidOptions);
    }

    #[test]
    fn list_options_are_bounded() {
        let list = |variant, options| List::parse(variant, &Sample::Object(options));
        assert_eq!(list(Variant::Kv, vec![]).unwrap().limit, 1000);
        for limit in [0.0, 1001.0, 1.5, -1.0] {
            let error = list(Variant::Kv, vec![("limit", Sample::Number(limit))]).unwrap_err();
            assert_eq!(error.code, Code::InvalidOptions);
        }
        let both = vec![("cursor", Sample::Text("c")), ("startAfter", Sample::Text("k"))];
        assert_eq!(list(Variant::Bucket, both).unwrap_err().code, Code::InvalidOptions);
        let wrong = list(Variant::Kv, vec![("cursor", Sample::Number(1.0))]).unwrap_err();
        assert_eq!(wrong.code, Code::InvalidCursor);
        assert!(list(Variant::Kv, vec![("delimiter", Sample::Text("/"))]).is_err());
        assert!(list(Variant::Kv, vec![("prefix", Sample::Text("a\0"))]).is_err());
        let long = Sample::Owned("p".repeat(513));
        assert!(list(Variant::Kv, vec![("prefix", long.clone())]).is_err());
        assert!(list(Variant::Bucket, vec![("prefix", long)]).is_ok());
    }
}
