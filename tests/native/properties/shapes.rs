//! The objects that callers write, in the names and with the bounds of the documentation.

use layeron_storage::declare::{BucketOptions, KvOptions, LifecycleOptions, RandomOptions, StaticOptions};
use layeron_storage::error::Result;
use layeron_storage::options::Options;
use layeron_storage::options::connect::{ConnectOptions, CorsOptions};
use layeron_storage::options::get::{BucketGetOptions, KvGetOptions};
use layeron_storage::options::list::{BucketListOptions, EntriesOptions, KvListOptions};
use layeron_storage::options::put::{BucketPutOptions, KvPutOptions};
use layeron_storage::options::rewrap::RewrapOptions;
use layeron_storage::options::signed::SignedOptions;
use layeron_storage::range::RangeOptions;
use layeron_storage::seal::options::{EncryptionOptions, SecretOptions};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::json;
use crate::read::read;

/// The options that puts of both variants have, and those of one.
macro_rules! put {
    ($own:literal) => {
        &[
            "contentType",
            "cacheControl",
            "contentDisposition",
            "contentEncoding",
            "contentLanguage",
            "expires",
            "metadata",
            "checksum",
            "ifNotExists",
            "size",
            $own,
        ]
    };
}

pub(crate) const PUT_BUCKET: &[&str] = put!("ifMatch");
pub(crate) const PUT_KV: &[&str] = put!("ttlSeconds");
pub(crate) const GET_BUCKET: &[&str] = &["range", "ifNoneMatch", "headers"];
pub(crate) const GET_KV: &[&str] = &["cacheTtlSeconds"];
pub(crate) const LIST_BUCKET: &[&str] = &["prefix", "limit", "cursor", "delimiter", "startAfter"];
pub(crate) const LIST_KV: &[&str] = &["prefix", "limit", "cursor"];
const DECLARE_BUCKET: &[&str] = &[
    "name",
    "namespace",
    "binding",
    "access",
    "encryption",
    "lifecycle",
    "metadata",
    "shared",
    "placement",
    "observability",
];
const DECLARE_KV: &[&str] = &[
    "name",
    "namespace",
    "binding",
    "access",
    "encryption",
    "ttlSeconds",
    "metadata",
    "shared",
    "placement",
    "observability",
];
const SIGNED: &[&str] = &[
    "action",
    "expiresInSeconds",
    "oneTime",
    "disposition",
    "filename",
    "contentType",
    "maxSizeBytes",
    "metadata",
    "ifNotExists",
];

/// Reads a value as an options object, or as a part of one.
pub(crate) type Reader = fn(Value) -> Result<()>;

/// An object that callers write.
pub(crate) struct Shape {
    /// The names of its members, as the documentation has them.
    pub(crate) names: &'static [&'static str],
    /// The names by which the core reads it.
    pub(crate) known: fn() -> &'static [&'static str],
    pub(crate) read: Reader,
}

fn root<O: Options>(names: &'static [&'static str]) -> Shape {
    Shape { names, known: json::names::<O>, read: as_options::<O> }
}

/// An object inside options; `read` puts it there.
fn inner<T: for<'de> Deserialize<'de>>(names: &'static [&'static str], read: Reader) -> Shape {
    Shape { names, known: json::names::<T>, read }
}

pub(crate) fn as_options<O: Options>(options: Value) -> Result<()> {
    read::<O>(&options).map(drop)
}

/// Every object that callers write, in the names of the documentation.
pub(crate) fn shapes() -> Vec<Shape> {
    vec![
        root::<BucketPutOptions>(PUT_BUCKET),
        root::<KvPutOptions>(PUT_KV),
        root::<BucketGetOptions>(GET_BUCKET),
        root::<KvGetOptions>(GET_KV),
        root::<BucketListOptions>(LIST_BUCKET),
        root::<KvListOptions>(LIST_KV),
        root::<EntriesOptions>(&["prefix"]),
        root::<RewrapOptions>(&["prefix", "sealPlain", "cursor", "onProgress"]),
        root::<SignedOptions>(SIGNED),
        root::<ConnectOptions>(&["endpoint", "clock", "cors"]),
        root::<BucketOptions>(DECLARE_BUCKET),
        root::<KvOptions>(DECLARE_KV),
        root::<StaticOptions>(&["name", "namespace", "binding"]),
        root::<RandomOptions>(&["name", "namespace", "binding", "bytes"]),
        inner::<RangeOptions>(&["offset", "length", "suffix"], |range| {
            as_options::<BucketGetOptions>(json!({ "range": range }))
        }),
        inner::<CorsOptions>(&["origins"], |cors| as_options::<ConnectOptions>(json!({ "cors": cors }))),
        inner::<LifecycleOptions>(&["deleteAfterDays"], |lifecycle| {
            as_options::<BucketOptions>(json!({ "lifecycle": lifecycle }))
        }),
        inner::<EncryptionOptions>(&["mode", "algorithm", "secret", "context"], |encryption| {
            as_options::<KvOptions>(json!({ "encryption": encryption }))
        }),
        inner::<SecretOptions>(&["kind", "name", "namespace"], |secret| {
            as_options::<BucketOptions>(json!({ "encryption": { "secret": secret } }))
        }),
    ]
}

/// Every number among the options, with its least and its greatest value.
pub(crate) const NUMBERS: [(Reader, &str, f64, f64); 14] = [
    (as_options::<BucketListOptions>, "limit", 1.0, 1000.0),
    (as_options::<KvListOptions>, "limit", 1.0, 1000.0),
    (as_options::<KvGetOptions>, "cacheTtlSeconds", 30.0, 2_147_483_647.0),
    (as_options::<KvPutOptions>, "ttlSeconds", 60.0, 2_147_483_647.0),
    (as_options::<KvOptions>, "ttlSeconds", 60.0, 2_147_483_647.0),
    (as_options::<BucketPutOptions>, "size", 0.0, MAX_SAFE),
    (as_options::<KvPutOptions>, "size", 0.0, MAX_SAFE),
    (as_options::<SignedOptions>, "expiresInSeconds", 1.0, 604_800.0),
    (as_options::<SignedOptions>, "maxSizeBytes", 0.0, MAX_SAFE),
    (as_options::<RandomOptions>, "bytes", 16.0, 1024.0),
    (|days| as_options::<BucketOptions>(json!({ "lifecycle": days })), "deleteAfterDays", 1.0, 36_500.0),
    (|range| as_options::<BucketGetOptions>(json!({ "range": range })), "offset", 0.0, MAX_SAFE),
    (|range| as_options::<BucketGetOptions>(json!({ "range": range })), "suffix", 0.0, MAX_SAFE),
    (read_length, "length", 0.0, MAX_SAFE),
];

/// A length needs an offset.
fn read_length(mut range: Value) -> Result<()> {
    range["offset"] = json!(0);
    as_options::<BucketGetOptions>(json!({ "range": range }))
}

const MAX_SAFE: f64 = 9_007_199_254_740_991.0;
