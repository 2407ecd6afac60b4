//! The options of `put()`.

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use std::fmt;

use super::{Options, Problem, wrong};
use crate::error::{Code, Detail, Error, Result};
use crate::etag::Etag;
use crate::limits::{EXPIRY_MAX_SECONDS, TTL_MIN_SECONDS};
use crate::metadata::{self, Beside, Checksum, ContentDisposition, Entries, Expires, HttpField};
use crate::mode::Mode;
use crate::variant::Variant;
use crate::whole::{Bounds, Bytes};

/// The options of `bucket.put()`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BucketPutOptions {
    /// The `content-type`.
    pub content_type: Option<HttpField>,
    /// The `cache-control`.
    pub cache_control: Option<HttpField>,
    /// The `content-disposition`.
    pub content_disposition: Option<ContentDisposition>,
    /// The `content-encoding`.
    pub content_encoding: Option<HttpField>,
    /// The `content-language`.
    pub content_language: Option<HttpField>,
    /// The `expires`.
    pub expires: Option<Expires>,
    /// The caller's entries.
    pub metadata: Option<Entries>,
    /// The caller's checksum.
    pub checksum: Option<Checksum>,
    /// Creates only.
    pub if_not_exists: Option<bool>,
    /// The length that the caller declares.
    pub size: Option<Bytes>,
    /// Replaces only this version.
    pub if_match: Option<Etag>,
}

/// The options of `kv.put()`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KvPutOptions {
    /// The `content-type`.
    pub content_type: Option<HttpField>,
    /// The `cache-control`.
    pub cache_control: Option<HttpField>,
    /// The `content-disposition`.
    pub content_disposition: Option<ContentDisposition>,
    /// The `content-encoding`.
    pub content_encoding: Option<HttpField>,
    /// The `content-language`.
    pub content_language: Option<HttpField>,
    /// The `expires`.
    pub expires: Option<Expires>,
    /// The caller's entries.
    pub metadata: Option<Entries>,
    /// The caller's checksum.
    pub checksum: Option<Checksum>,
    /// Creates only.
    pub if_not_exists: Option<bool>,
    /// The length that the caller declares.
    pub size: Option<Bytes>,
    /// How long the value lives.
    pub ttl_seconds: Option<Ttl>,
}

const PUT: &str = "put options";

impl Options for BucketPutOptions {
    const WHAT: &'static str = PUT;

    fn code(path: &str, problem: Problem) -> Code {
        metadata::code(path, problem)
    }
}

impl Options for KvPutOptions {
    const WHAT: &'static str = PUT;

    fn code(path: &str, problem: Problem) -> Code {
        metadata::code(path, problem)
    }
}

/// How long a KV value lives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ttl {
    /// As the declaration says.
    #[default]
    Declared,
    /// For ever, whatever the declaration says: `null`.
    Never,
    /// So many seconds.
    Seconds(u32),
}

impl<'de> Deserialize<'de> for Ttl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        deserializer.deserialize_any(TtlVisitor)
    }
}

struct TtlVisitor;

impl TtlVisitor {
    const BOUNDS: Bounds = Bounds { min: TTL_MIN_SECONDS as u64, max: EXPIRY_MAX_SECONDS as u64 };
}

impl Visitor<'_> for TtlVisitor {
    type Value = Ttl;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Self::BOUNDS.expecting(f)?;
        f.write_str(", or null")
    }

    fn visit_unit<E: de::Error>(self) -> std::result::Result<Ttl, E> {
        Ok(Ttl::Never)
    }

    fn visit_u64<E: de::Error>(self, seconds: u64) -> std::result::Result<Ttl, E> {
        let seconds = Self::BOUNDS.visit_u64(seconds)?;
        Ok(Ttl::Seconds(u32::try_from(seconds).unwrap_or(EXPIRY_MAX_SECONDS)))
    }
}

/// A put that has passed every rule, as far as plans depend on it. JavaScript keeps the values of its options.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Put {
    /// The condition.
    pub mode: Mode,
    /// The length that the caller declares.
    pub size: Option<u64>,
}

impl TryFrom<BucketPutOptions> for Put {
    type Error = Error;

    fn try_from(options: BucketPutOptions) -> Result<Self> {
        let mode = match (options.if_not_exists.unwrap_or_default(), options.if_match) {
            (false, None) => Mode::Overwrite,
            (true, None) => Mode::Create,
            (false, Some(_)) => Mode::Replace,
            (true, Some(_)) => return Err(wrong(PUT, "ifMatch", "does not go together with ifNotExists")),
        };
        Beside {
            http: [
                options.content_type,
                options.cache_control,
                options.content_disposition.map(|ContentDisposition(field)| field),
                options.content_encoding,
                options.content_language,
                options.expires.map(|Expires(field)| field),
            ],
            metadata: options.metadata,
            checksum: options.checksum,
        }
        .check(Variant::Bucket)?;
        Ok(Self { mode, size: options.size.map(Bytes::get) })
    }
}

impl TryFrom<KvPutOptions> for Put {
    type Error = Error;

    fn try_from(options: KvPutOptions) -> Result<Self> {
        Beside {
            http: [
                options.content_type,
                options.cache_control,
                options.content_disposition.map(|ContentDisposition(field)| field),
                options.content_encoding,
                options.content_language,
                options.expires.map(|Expires(field)| field),
            ],
            metadata: options.metadata,
            checksum: options.checksum,
        }
        .check(Variant::Kv)?;
        let mode = if options.if_not_exists.unwrap_or_default() { Mode::Create } else { Mode::Overwrite };
        Ok(Self { mode, size: options.size.map(Bytes::get) })
    }
}

impl Put {
    /// Refuses a value of another length than the caller declared.
    ///
    /// # Errors
    /// `storage_invalid_options`, with both numbers.
    pub fn check_declared(&self, actual: u64) -> Result<()> {
        match self.size {
            Some(declared) if declared != actual => {
                let why = format!("says {declared} bytes, the value has {actual}");
                Err(wrong(PUT, "size", &why).with(Detail { size: Some(actual), limit: None }))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::{Value, from_value, json};

    fn bucket(options: Value) -> Result<Put> {
        from_value::<BucketPutOptions>(options).unwrap().try_into()
    }

    #[test]
    fn a_put_has_one_mode() {
        let mode = |options| bucket(options).map(|put| put.mode);
        assert_eq!(mode(json!({})), Ok(Mode::Overwrite));
        assert_eq!(mode(json!({ "ifNotExists": true })), Ok(Mode::Create));
        assert_eq!(mode(json!({ "ifMatch": "e" })), Ok(Mode::Replace));
        let both = mode(json!({ "ifNotExists": true, "ifMatch": "e" })).unwrap_err();
        assert_eq!(both.message, "put options: ifMatch does not go together with ifNotExists");
    }

    #[test]
    fn kv_has_no_etags_to_match() {
        assert!(from_value::<KvPutOptions>(json!({ "ifMatch": "e" })).is_err());
        assert!(from_value::<BucketPutOptions>(json!({ "ttlSeconds": 60 })).is_err());
    }

    #[test]
    fn a_misspelt_option_is_refused() {
        assert!(from_value::<BucketPutOptions>(json!({ "ifNotExist": true })).is_err());
        assert!(from_value::<KvPutOptions>(json!({ "ttl": 60 })).is_err());
    }

    #[test]
    fn a_flag_is_a_boolean_and_nothing_else() {
        for wrong in [json!("true"), json!(1)] {
            assert!(from_value::<BucketPutOptions>(json!({ "ifNotExists": wrong })).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_put_may_choose_its_ttl_or_none() {
        let ttl = |ttl| {
            let options = json!({ "ttlSeconds": ttl });
            from_value::<KvPutOptions>(options).map(|options| options.ttl_seconds)
        };
        assert_eq!(KvPutOptions::default().ttl_seconds, None);
        // JSON's null is an absent option here; the border tells the two apart.
        assert_eq!(from_value::<Ttl>(json!(null)).unwrap(), Ttl::Never);
        assert_eq!(ttl(json!(60)).unwrap(), Some(Ttl::Seconds(60)));
        for wrong in [json!(59), json!(60.5), json!(-1), json!("60"), json!(2_147_483_648_u64)] {
            assert!(ttl(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_declared_size_is_the_values() {
        let put = bucket(json!({ "size": 3 })).unwrap();
        assert_eq!(put.check_declared(3), Ok(()));
        assert_eq!(
            put.check_declared(4).unwrap_err().message,
            "put options: size says 3 bytes, the value has 4"
        );
        assert_eq!(Put::default().check_declared(4), Ok(()));
    }
}
