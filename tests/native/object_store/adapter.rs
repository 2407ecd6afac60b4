//! The memory host behind `object_store`'s traits.
//!
//! The adapter only translates: paths into keys, that crate's options into the package's, refusals into that crate's
//! errors. Conditions, ranges, folding and paging are the core's.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use chrono::DateTime;
use futures::stream::{self, BoxStream, StreamExt};
use layeron_storage::condition::Selection;
use layeron_storage::error::{Code, Error as Refused};
use layeron_storage::object::Object;
use layeron_storage::time::Millis;
use layeron_storage::variant::Variant;
use object_store::list::{PaginatedListOptions, PaginatedListResult, PaginatedListStore};
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, CopyMode, CopyOptions, Error, Extensions, GetOptions, GetResult, GetResultPayload,
    ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMode, PutMultipartOptions, PutOptions,
    PutPayload, PutResult, Result,
};
use serde_json::{Map, Value, json};

use crate::host::{Beside, Host, Listed};
use crate::upload::Upload;

/// The form of a read's conditions. The core decides the same for both.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dialect {
    /// `range` and `ifNoneMatch`.
    Options,
    /// `headers`, with the fields of a request.
    Headers,
}

/// A bucket in memory.
#[derive(Debug, Clone)]
pub(crate) struct Adapter {
    host: Arc<Mutex<Host>>,
    dialect: Dialect,
    /// Listings are asked for in pages of so many entries.
    page: u32,
}

const NOW: u64 = 1_700_000_000_123;

impl Adapter {
    pub(crate) fn new(dialect: Dialect, page: u32) -> Self {
        let declared = Host::declare(Variant::Bucket, &json!({ "name": "adapted" }));
        Self { host: Arc::new(Mutex::new(declared.unwrap())), dialect, page }
    }

    fn host(&self) -> MutexGuard<'_, Host> {
        self.host.lock().unwrap()
    }

    fn read_options(&self, options: &GetOptions) -> Result<Value> {
        let unsupported = |what: &str| Err(Error::NotSupported { source: what.into() });
        if options.if_modified_since.is_some() || options.if_unmodified_since.is_some() {
            return unsupported("conditions on dates");
        }
        if options.version.is_some() {
            return unsupported("versions");
        }
        if let Some(range) = &options.range {
            range.is_valid().map_err(generic)?;
        }
        Ok(match self.dialect {
            Dialect::Headers => json!({ "headers": {
                "range": options.range.as_ref().map(ToString::to_string),
                "if-none-match": options.if_none_match,
            }}),
            Dialect::Options => {
                let range = options.range.as_ref().map(|range| match range {
                    object_store::GetRange::Offset(offset) => json!({ "offset": offset }),
                    object_store::GetRange::Suffix(suffix) => json!({ "suffix": suffix }),
                    object_store::GetRange::Bounded(range) => {
                        json!({ "offset": range.start, "length": range.end - range.start })
                    }
                });
                let etag = options.if_none_match.as_deref().map(unquoted);
                json!({ "range": range, "ifNoneMatch": etag })
            }
        })
    }

    /// Every page of a listing, from the first cursor to the last.
    fn pages(
        &self,
        prefix: Option<&Path>,
        delimiter: Option<&str>,
        after: Option<&Path>,
    ) -> Result<ListResult> {
        let prefix = prefix.filter(|prefix| !prefix.is_root()).map(|prefix| format!("{prefix}/"));
        let mut start_after = after.map(|path| path.as_ref().to_owned());
        let mut cursor: Option<String> = None;
        let mut all = ListResult {
            objects: Vec::new(),
            common_prefixes: Vec::new(),
            extensions: Extensions::default(),
        };
        loop {
            let options = json!({
                "prefix": prefix,
                "delimiter": delimiter,
                "startAfter": start_after.take(),
                "cursor": cursor,
                "limit": self.page,
            });
            let listed = self.host().list(&options, now()).map_err(|error| refused(error, ""))?;
            assert!(cursor.is_none() || listed.cursor != cursor, "the listing goes on");
            cursor = listed.cursor.clone();
            let page = page(listed)?;
            all.objects.extend(page.objects);
            all.common_prefixes.extend(page.common_prefixes);
            if cursor.is_none() {
                return Ok(all);
            }
        }
    }

    fn stream(&self, prefix: Option<&Path>, after: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        let entries = match self.pages(prefix, None, after) {
            Ok(all) => all.objects.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        };
        stream::iter(entries).boxed()
    }
}

impl fmt::Display for Adapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("layeron-storage in memory")
    }
}

#[async_trait]
impl ObjectStore for Adapter {
    async fn put_opts(&self, location: &Path, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        let mut put_options = attribute_options(&options.attributes)?;
        match options.mode {
            PutMode::Overwrite => {}
            PutMode::Create => put_options["ifNotExists"] = json!(true),
            PutMode::Update(version) => {
                let etag = version.e_tag.ok_or_else(|| generic("an update needs the etag"))?;
                put_options["ifMatch"] = json!(unquoted(&etag));
            }
        }
        let stored = self
            .host()
            .put(location.as_ref(), payload.into(), &put_options, now())
            .map_err(|error| refused(error, location.as_ref()))?;
        Ok(PutResult { e_tag: Some(quoted(&stored.etag)), version: None, extensions: Extensions::default() })
    }

    async fn put_multipart_opts(
        &self,
        location: &Path,
        options: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        attribute_options(&options.attributes)?;
        Ok(Box::new(Upload::new(self.clone(), location.clone(), options.attributes)))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        let (host, key) = (self.host(), location.as_ref());
        let get_options = self.read_options(&options)?;
        let Some(object) = host.head(key, now()).map_err(|error| refused(error, key))? else {
            return Err(missing(location));
        };
        let meta = meta(key, &object)?;
        // A bucket's get has no If-Match, so that crate checks it, on the store's etag.
        GetOptions::new().with_if_match(options.if_match).check_preconditions(&meta)?;
        let read = host
            .get(key, &get_options, now())
            .map_err(|error| refused(error, key))?
            .expect("get finds every value that head finds");
        assert_eq!(read.object, object, "head and get describe the value alike");
        let range = match read.selection {
            Selection::NotModified => {
                let source = "the etag is the one that the reader has".into();
                return Err(Error::NotModified { path: key.to_owned(), source });
            }
            Selection::Whole => 0..object.size,
            Selection::Part(part) => part.offset..part.offset + part.length,
        };
        Ok(GetResult {
            payload: GetResultPayload::Stream(stream::once(async { Ok(read.body) }).boxed()),
            meta,
            range,
            attributes: attributes(&object.beside),
            extensions: Extensions::default(),
        })
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let adapter = self.clone();
        let delete = move |location: Result<Path>| {
            let location = location?;
            adapter.host().delete(location.as_ref()).map_err(|error| refused(error, location.as_ref()))?;
            Ok(location)
        };
        locations.map(delete).boxed()
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.stream(prefix, None)
    }

    fn list_with_offset(
        &self,
        prefix: Option<&Path>,
        offset: &Path,
    ) -> BoxStream<'static, Result<ObjectMeta>> {
        self.stream(prefix, Some(offset))
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.pages(prefix, Some("/"), None)
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        let mut host = self.host();
        let read =
            host.get(from.as_ref(), &json!({}), now()).map_err(|error| refused(error, from.as_ref()))?;
        let read = read.ok_or_else(|| missing(from))?;
        let mut put_options = attribute_options(&attributes(&read.object.beside))?;
        put_options["ifNotExists"] = json!(matches!(options.mode, CopyMode::Create));
        host.put(to.as_ref(), read.body, &put_options, now()).map_err(|error| refused(error, to.as_ref()))?;
        Ok(())
    }
}

#[async_trait]
impl PaginatedListStore for Adapter {
    async fn list_paginated(
        &self,
        prefix: Option<&str>,
        options: PaginatedListOptions,
    ) -> Result<PaginatedListResult> {
        let list_options = json!({
            "prefix": prefix,
            "delimiter": options.delimiter,
            "startAfter": options.offset,
            "cursor": options.page_token,
            "limit": options.max_keys,
        });
        let listed = self.host().list(&list_options, now()).map_err(|error| refused(error, ""))?;
        let page_token = listed.cursor.clone();
        Ok(PaginatedListResult { result: page(listed)?, page_token })
    }
}

fn page(listed: Listed) -> Result<ListResult> {
    let path = |prefix: &String| Path::parse(prefix).map_err(Error::from);
    Ok(ListResult {
        objects: listed.items.iter().map(|(key, object)| meta(key, object)).collect::<Result<_>>()?,
        common_prefixes: listed.prefixes.iter().map(path).collect::<Result<_>>()?,
        extensions: Extensions::default(),
    })
}

fn meta(key: &str, object: &Object) -> Result<ObjectMeta> {
    let stored_at = i64::try_from(object.stored_at.get()).map_err(generic)?;
    Ok(ObjectMeta {
        location: Path::parse(key)?,
        last_modified: DateTime::from_timestamp_millis(stored_at).ok_or_else(|| generic("a date"))?,
        size: object.size,
        e_tag: Some(quoted(&object.etag)),
        version: None,
    })
}

/// The attributes that this package stores, under the names of its options.
const FIELDS: [(&str, Attribute); 5] = [
    ("contentType", Attribute::ContentType),
    ("cacheControl", Attribute::CacheControl),
    ("contentDisposition", Attribute::ContentDisposition),
    ("contentEncoding", Attribute::ContentEncoding),
    ("contentLanguage", Attribute::ContentLanguage),
];

fn attribute_options(attributes: &Attributes) -> Result<Value> {
    let (mut options, mut metadata) = (json!({}), Map::new());
    for (attribute, value) in attributes {
        if let Attribute::Metadata(key) = attribute {
            metadata.insert(key.to_string(), json!(value.as_ref()));
        } else if let Some((name, _)) = FIELDS.iter().find(|(_, field)| field == attribute) {
            options[*name] = json!(value.as_ref());
        } else {
            let operation = format!("put with {attribute:?}");
            return Err(Error::NotImplemented { operation, implementer: "layeron-storage".into() });
        }
    }
    options["metadata"] = metadata.into();
    Ok(options)
}

fn attributes(beside: &Beside) -> Attributes {
    let field = |(name, attribute): (&str, Attribute)| Some((attribute, beside.http(name)?.to_owned()));
    let user = |(key, value): &(String, String)| (Attribute::Metadata(key.clone().into()), value.clone());
    FIELDS.into_iter().filter_map(field).chain(beside.metadata.iter().map(user)).collect()
}

fn refused(error: Refused, path: &str) -> Error {
    let path = path.to_owned();
    match error.code {
        Code::KeyAlreadyExists => Error::AlreadyExists { path, source: error.into() },
        Code::PreconditionFailed => Error::Precondition { path, source: error.into() },
        _ => generic(error),
    }
}

fn missing(location: &Path) -> Error {
    Error::NotFound { path: location.to_string(), source: "get and head found nothing".into() }
}

fn generic(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Generic { store: "layeron-storage", source: source.into() }
}

fn quoted(etag: &str) -> String {
    format!("\"{etag}\"")
}

fn unquoted(etag: &str) -> &str {
    etag.trim_matches('"')
}

fn now() -> Millis {
    Millis::new(NOW)
}
