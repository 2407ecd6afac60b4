//! The options of each call, parsed into what the stores understand.
//!
//! Booleans and strings end here: past this file a create-only write is [`PutMode::Create`], and no
//! combination that a store could not carry out can be expressed.

use crate::condition::{Get, IfNoneMatch, IfRange, range_header};
use crate::cut;
use crate::declare::{Variant, whole_u32};
use crate::error::{Code, Error, Result};
use crate::etag;
use crate::input::{Fields, MAX_SAFE_INTEGER, View};
use crate::limits::{
    CACHE_TTL_MIN_SECONDS, EXPIRY_MAX_SECONDS, LIST_ENTRIES, Limits, SEALED_KV_BYTES, TTL_MIN_SECONDS,
};
use crate::metadata;
use crate::range::Range;
use crate::say;
use crate::seal::segments::MAX_PLAIN_BYTES;
use crate::upload::too_large;
use alloc::vec;

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
/// The options of `bucket.get`.
pub const GET_BUCKET: &[&str] = &["range", "ifNoneMatch", "headers"];
/// The options of `kv.get`.
pub const GET_KV: &[&str] = &["cacheTtlSeconds"];
/// The options of `bucket.list`.
pub const LIST_BUCKET: &[&str] = &["prefix", "limit", "cursor", "delimiter", "startAfter"];
/// The options of `kv.list`.
pub const LIST_KV: &[&str] = &["prefix", "limit", "cursor"];
/// The options of `entries`.
pub const ENTRIES: &[&str] = &["prefix"];

/// What a put does with a key that exists, or does not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PutMode<'a> {
    /// Replaces whatever is there.
    #[default]
    Overwrite,
    /// Fails with 409 where something is there.
    Create,
    /// Fails with 412 unless the content with this etag is there.
    Replace(&'a str),
}

impl PutMode<'_> {
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

/// A put, without its bytes and without what is stored beside them: that is checked, and JavaScript's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Put<'a> {
    /// The condition.
    pub mode: PutMode<'a>,
    /// The length that the caller declares.
    pub size: Option<u64>,
    /// KV only.
    pub ttl: Ttl,
}

impl<'a> Put<'a> {
    /// Parses the options of `put`.
    ///
    /// # Errors
    /// With the code of the first option that is wrong.
    pub fn parse(variant: Variant, input: View<'a>) -> Result<Self> {
        let known = match variant {
            Variant::Bucket => PUT_BUCKET,
            Variant::Kv => PUT_KV,
        };
        let Some(fields) = Fields::open(input, "put options", known)? else { return Ok(Self::default()) };
        metadata::check(variant, &fields)?;
        Ok(Self {
            size: fields.whole("size", 0, MAX_SAFE_INTEGER)?,
            mode: mode(variant, &fields)?,
            ttl: match variant {
                Variant::Bucket => Ttl::Declared,
                Variant::Kv => ttl(&fields)?,
            },
        })
    }

    /// Refuses a value of another length than the caller declared.
    ///
    /// # Errors
    /// `storage_invalid_options`, with both numbers.
    pub fn check_declared(&self, actual: u64) -> Result<()> {
        match self.size {
            Some(declared) if declared != actual => Err(Error::new(
                Code::InvalidOptions,
                say!("put options: size says % bytes, the value has %", declared, actual),
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
    check_size(actual, Limits::of(variant).value_bytes)
}

/// Refuses a value that is too large for KV once it is sealed. A bucket takes whatever its uploads can hold.
///
/// # Errors
/// `storage_value_too_large`, with both numbers.
pub fn check_sealed_size(variant: Variant, actual: u64) -> Result<()> {
    check_size(actual, if variant == Variant::Kv { SEALED_KV_BYTES } else { MAX_PLAIN_BYTES })
}

fn check_size(actual: u64, limit: u64) -> Result<()> {
    if actual <= limit { Ok(()) } else { Err(too_large(actual, limit)) }
}

fn mode<'a>(variant: Variant, fields: &Fields<'a>) -> Result<PutMode<'a>> {
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

fn ttl(fields: &Fields<'_>) -> Result<Ttl> {
    if fields.view("ttlSeconds") == View::Other("null") {
        return Ok(Ttl::Never);
    }
    let seconds = whole_u32(fields, "ttlSeconds", TTL_MIN_SECONDS, EXPIRY_MAX_SECONDS)?;
    Ok(seconds.map_or(Ttl::Declared, Ttl::Seconds))
}

impl<'a> Get<'a> {
    /// Parses the options of `bucket.get`.
    ///
    /// # Errors
    /// `storage_invalid_options`.
    pub fn parse(input: View<'a>) -> Result<Self> {
        let Some(fields) = Fields::open(input, "get options", GET_BUCKET)? else {
            return Ok(Self::default());
        };
        let range = Range::parse(fields.view("range"))?;
        let if_none_match = etag::option(&fields, "ifNoneMatch")?;
        let mut headers = match fields.view("headers") {
            View::Headers(headers) => headers,
            View::Undefined => {
                let if_none_match = if_none_match.map(|etag| IfNoneMatch::Etags(vec![etag]));
                return Ok(Self { range, if_none_match, if_range: None });
            }
            other => return Err(fields.must_be("headers", "a Headers", other)),
        };
        if range.is_some() || if_none_match.is_some() {
            return Err(fields.wrong("headers", "does not go together with range or ifNoneMatch"));
        }
        let text = |view| match view {
            View::Text(value) => Some(value),
            _ => None,
        };
        let range = text(headers.take()).and_then(range_header);
        let if_none_match = text(headers.take()).and_then(IfNoneMatch::parse);
        let if_range = IfRange::of(headers.take());
        // RFC 9110, 13.1.5: without a Range to apply it to, If-Range is ignored.
        let if_range = range.and(if_range);
        Ok(Self { range, if_none_match, if_range })
    }
}

/// Checks the options of `kv.get`.
///
/// # Errors
/// `storage_invalid_options`.
pub fn check_kv_get(input: View<'_>) -> Result<()> {
    if let Some(fields) = Fields::open(input, "get options", GET_KV)? {
        whole_u32(&fields, "cacheTtlSeconds", CACHE_TTL_MIN_SECONDS, EXPIRY_MAX_SECONDS)?;
    }
    Ok(())
}

/// A listing, as asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List<'a> {
    /// Only keys that start so.
    pub prefix: &'a str,
    /// Keys below a common prefix up to this string fold into one entry.
    pub delimiter: Option<&'a str>,
    /// Only keys after this one.
    pub start_after: Option<&'a str>,
    /// At most so many entries.
    pub limit: u32,
    /// Where an earlier page ended.
    pub cursor: Option<&'a str>,
}

impl Default for List<'_> {
    fn default() -> Self {
        Self { prefix: "", delimiter: None, start_after: None, limit: LIST_ENTRIES, cursor: None }
    }
}

impl<'a> List<'a> {
    /// Parses the options of `list`.
    ///
    /// # Errors
    /// `storage_invalid_options`, or `storage_invalid_cursor` for a cursor that is no string.
    pub fn parse(variant: Variant, input: View<'a>) -> Result<Self> {
        let known = match variant {
            Variant::Bucket => LIST_BUCKET,
            Variant::Kv => LIST_KV,
        };
        let mut list = Self::default();
        let Some(fields) = Fields::open(input, "list options", known)? else { return Ok(list) };
        let text = |name| part_of_key(variant, &fields, name);
        list.prefix = text("prefix")?.unwrap_or_default();
        if variant == Variant::Bucket {
            list.delimiter = text("delimiter")?.filter(|delimiter| !delimiter.is_empty());
            list.start_after = text("startAfter")?.filter(|key| !key.is_empty());
        }
        list.limit = whole_u32(&fields, "limit", 1, LIST_ENTRIES)?.unwrap_or(LIST_ENTRIES);
        list.cursor = match fields.view("cursor") {
            View::Undefined => None,
            View::Text(cursor) => Some(cursor),
            View::Long(_) => return Err(crate::list::invalid()),
            other => {
                let why = say!("the cursor must be a string, not %", other.name());
                return Err(Error::new(Code::InvalidCursor, why));
            }
        };
        if list.cursor.is_some() && list.start_after.is_some() {
            return Err(fields.wrong("startAfter", "does not go together with cursor"));
        }
        Ok(list)
    }
}

/// Checks the options of `entries`, of which there is one: the prefix.
///
/// # Errors
/// `storage_invalid_options`.
pub fn check_entries(variant: Variant, input: View<'_>) -> Result<()> {
    if let Some(fields) = Fields::open(input, "entries options", ENTRIES)? {
        part_of_key(variant, &fields, "prefix")?;
    }
    Ok(())
}

/// A prefix, delimiter or key to start after: something that a key may hold.
fn part_of_key<'a>(variant: Variant, fields: &Fields<'a>, name: &str) -> Result<Option<&'a str>> {
    let Some(text) = fields.text(name)? else { return Ok(None) };
    let limit = Limits::of(variant).key_bytes;
    if text.len() > limit {
        let why = say!("has % bytes of UTF-8, keys have at most %", text.len(), limit);
        return Err(fields.wrong(name, &why));
    }
    if cut::once(text, 0).is_some() {
        return Err(fields.wrong(name, "holds U+0000, which no key holds"));
    }
    Ok(Some(text))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::input::sample::{Sample, seen};

    /// What `read` makes of these options.
    fn with<T>(known: &[&str], options: Vec<(&'static str, Sample)>, read: impl Fn(View<'_>) -> T) -> T {
        read(seen(&Sample::Object(options).frame(known)))
    }

    #[test]
    fn a_put_has_one_mode() {
        let create = ("ifNotExists", Sample::Bool(true));
        let replace = ("ifMatch", Sample::Text("e"));
        let bucket = |options| {
            with(PUT_BUCKET, options, |view| {
                Put::parse(Variant::Bucket, view).map(|put| match put.mode {
                    PutMode::Overwrite => "overwrite".to_owned(),
                    PutMode::Create => "create".to_owned(),
                    PutMode::Replace(etag) => format!("replace {etag}"),
                })
            })
        };
        assert_eq!(bucket(vec![]).unwrap(), "overwrite");
        assert_eq!(bucket(vec![create.clone()]).unwrap(), "create");
        assert_eq!(bucket(vec![replace.clone()]).unwrap(), "replace e");
        assert_eq!(bucket(vec![create, replace.clone()]).unwrap_err().code, Code::InvalidOptions);
        let kv = with(PUT_KV, vec![replace], |view| Put::parse(Variant::Kv, view).map(|_| ()));
        assert_eq!(kv.unwrap_err().code, Code::InvalidOptions);
    }

    #[test]
    fn a_put_may_choose_its_ttl_or_none() {
        let kv = |ttl| {
            let options = vec![("ttlSeconds", ttl)];
            with(PUT_KV, options, |view| Put::parse(Variant::Kv, view).map(|put| put.ttl))
        };
        assert_eq!(kv(Sample::Undefined), Ok(Ttl::Declared));
        assert_eq!(kv(Sample::Null), Ok(Ttl::Never));
        assert_eq!(kv(Sample::Number(60.0)), Ok(Ttl::Seconds(60)));
        assert!(kv(Sample::Number(59.0)).is_err());
        let options = vec![("ttlSeconds", Sample::Number(60.0))];
        assert!(with(PUT_BUCKET, options, |view| Put::parse(Variant::Bucket, view).is_err()));
    }

    #[test]
    fn headers_replace_the_other_get_options() {
        let headers = Sample::Headers(vec![("range", "bytes=1-2"), ("if-none-match", "\"a\"")]);
        with(GET_BUCKET, vec![("headers", headers.clone())], |view| {
            let get = Get::parse(view).unwrap();
            assert_eq!(get.range, Some(Range::Span { offset: 1, length: 2 }));
            assert_eq!(get.if_none_match, Some(IfNoneMatch::Etags(vec!["a"])));
        });
        for wrong in [
            vec![("headers", headers), ("ifNoneMatch", Sample::Text("a"))],
            vec![("headers", Sample::Object(vec![]))],
        ] {
            let error = with(GET_BUCKET, wrong, |view| Get::parse(view).map(|_| ()).unwrap_err());
            assert_eq!(error.code, Code::InvalidOptions);
        }
    }

    #[test]
    fn if_range_needs_a_range() {
        let get = |fields| {
            let headers = vec![("headers", Sample::Headers(fields))];
            with(GET_BUCKET, headers, |view| Get::parse(view).unwrap().if_range.is_some())
        };
        assert!(get(vec![("range", "bytes=0-1"), ("if-range", "\"e\"")]));
        assert!(!get(vec![("if-range", "\"e\"")]));
    }

    #[test]
    fn list_options_are_bounded() {
        let list = |variant, options| {
            let known = if variant == Variant::Kv { LIST_KV } else { LIST_BUCKET };
            with(known, options, |view| List::parse(variant, view).map(|list| list.limit))
        };
        assert_eq!(list(Variant::Kv, vec![]), Ok(1000));
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
