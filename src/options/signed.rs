//! The options of `storageSignedUrl()`: what a URL allows, and for how long.

use serde::Deserialize;

use super::{Options, Problem, wrong};
use crate::error::{Code, Error, Result};
use crate::limits::{FILENAME_BYTES, SIGNED_URL_MAX_SECONDS};
use crate::metadata::{self, Beside, Entries, HttpField};
use crate::variant::Variant;
use crate::whole::{Bytes, Whole};

/// The options of `storageSignedUrl()`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignedOptions {
    /// What may be done.
    pub action: Option<ActionOption>,
    /// How long the URL is valid.
    pub expires_in_seconds: Option<Whole<1, SIGNED_URL_MAX_SECONDS>>,
    /// Whether exactly one request succeeds.
    pub one_time: Option<bool>,
    /// A read: how a browser shows it.
    pub disposition: Option<Disposition>,
    /// A read: under which name a browser saves it.
    pub filename: Option<Filename>,
    /// A write: the content type that the request must have.
    pub content_type: Option<HttpField>,
    /// A write: the most bytes that the value may have.
    pub max_size_bytes: Option<Bytes>,
    /// A write: what is stored beside the value.
    pub metadata: Option<Entries>,
    /// A write: whether the key must not exist.
    pub if_not_exists: Option<bool>,
}

impl Options for SignedOptions {
    const WHAT: &'static str = "signed URL options";

    fn code(path: &str, problem: Problem) -> Code {
        metadata::code(path, problem)
    }
}

/// The option `action`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActionOption {
    /// GET and HEAD.
    Read,
    /// PUT.
    Write,
}

/// How a browser shows what it reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Disposition {
    /// It saves it.
    #[default]
    Attachment,
    /// It shows it, if it can.
    Inline,
}

/// A name under which a browser saves a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Filename(String);

impl Filename {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Filename {
    type Error = String;

    fn try_from(name: String) -> std::result::Result<Self, String> {
        if name.is_empty() || name.len() > FILENAME_BYTES {
            Err(format!("has {} bytes of UTF-8, allowed are 1 to {FILENAME_BYTES}", name.len()))
        } else if name.bytes().any(|byte| byte.is_ascii_control()) {
            Err("holds a control character".to_owned())
        } else {
            Ok(Self(name))
        }
    }
}

/// What a URL allows, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// How long the URL is valid.
    pub seconds: u64,
    /// Whether exactly one request succeeds.
    pub is_once: bool,
    /// What may be done.
    pub action: Action,
}

/// What may be done with the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Read it.
    Read {
        /// How a browser shows it.
        disposition: Disposition,
        /// Under which name a browser saves it.
        filename: Option<Filename>,
    },
    /// Store a value under it.
    Write {
        /// The content type that the request must have.
        content_type: Option<HttpField>,
        /// The most bytes that the value may have.
        max_size: Option<u64>,
        /// What is stored beside the value.
        metadata: Entries,
        /// Whether the key must not exist.
        create: bool,
    },
}

const WHAT: &str = SignedOptions::WHAT;

impl TryFrom<SignedOptions> for Signed {
    type Error = Error;

    fn try_from(mut options: SignedOptions) -> Result<Self> {
        let missing = |name| Error::new(Code::InvalidOptions, format!("{WHAT}: {name} is missing"));
        let action = options.action.ok_or_else(|| missing("action"))?;
        let content_type = options.content_type.take().filter(|field| !field.is_empty());
        options.content_type = content_type;
        // A cap that does not hold is worse than none.
        let misplaced = match action {
            ActionOption::Read => options.option_of_write(),
            ActionOption::Write => options.option_of_read(),
        };
        if let Some(name) = misplaced {
            return Err(wrong(WHAT, name, "does not go together with this action"));
        }
        let seconds = options.expires_in_seconds.ok_or_else(|| missing("expiresInSeconds"))?.get();
        let SignedOptions { one_time, disposition, filename, content_type, .. } = options;
        let action = match action {
            ActionOption::Read => Action::Read { disposition: disposition.unwrap_or_default(), filename },
            ActionOption::Write => {
                check_metadata(options.metadata.as_ref())?;
                Action::Write {
                    content_type,
                    max_size: options.max_size_bytes.map(Bytes::get),
                    metadata: options.metadata.unwrap_or_default(),
                    create: options.if_not_exists.unwrap_or_default(),
                }
            }
        };
        Ok(Self { seconds, is_once: one_time.unwrap_or_default(), action })
    }
}

impl SignedOptions {
    /// An option that has no meaning when a URL reads.
    fn option_of_write(&self) -> Option<&'static str> {
        first_of([
            ("contentType", self.content_type.is_some()),
            ("maxSizeBytes", self.max_size_bytes.is_some()),
            ("metadata", self.metadata.is_some()),
            ("ifNotExists", self.if_not_exists.is_some()),
        ])
    }

    /// An option that has no meaning when a URL writes.
    fn option_of_read(&self) -> Option<&'static str> {
        first_of([("disposition", self.disposition.is_some()), ("filename", self.filename.is_some())])
    }
}

fn first_of<const N: usize>(options: [(&'static str, bool); N]) -> Option<&'static str> {
    options.into_iter().find(|(_, is_there)| *is_there).map(|(name, _)| name)
}

/// Checks what a signed upload stores beside its value, as a put into a bucket would.
///
/// # Errors
/// `storage_invalid_metadata`, or `storage_metadata_too_large`.
pub fn check_metadata(metadata: Option<&Entries>) -> Result<()> {
    Beside { metadata: metadata.cloned(), ..Beside::default() }.check(Variant::Bucket)
}

impl Signed {
    /// Refuses a URL for one request that outlives the record of its use; `delete_after_days` is the bucket's
    /// lifecycle.
    ///
    /// # Errors
    /// `storage_invalid_options`.
    pub fn check_lifecycle(&self, delete_after_days: Option<u32>) -> Result<()> {
        match delete_after_days {
            Some(days) if self.is_once && self.seconds > u64::from(days) * 86_400 => {
                let why =
                    format!("outlives the record of its use, which the lifecycle deletes after {days} days");
                Err(wrong(WHAT, "oneTime", &why))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::{Value, from_value, json};

    fn signed(options: Value) -> Result<Signed> {
        from_value::<SignedOptions>(options).unwrap().try_into()
    }

    #[test]
    fn a_read_is_an_attachment_unless_it_says_otherwise() {
        let action = Action::Read { disposition: Disposition::Attachment, filename: None };
        let read = signed(json!({ "action": "read", "expiresInSeconds": 60 }));
        assert_eq!(read, Ok(Signed { seconds: 60, is_once: false, action }));
    }

    #[test]
    fn a_write_carries_its_bounds() {
        let write = signed(json!({
            "action": "write",
            "expiresInSeconds": 604_800,
            "oneTime": true,
            "contentType": "image/png",
            "maxSizeBytes": 0,
            "metadata": { "a": "b" },
            "ifNotExists": true,
        }))
        .unwrap();
        assert_eq!((write.seconds, write.is_once), (604_800, true));
        let metadata: Entries = from_value(json!({ "a": "b" })).unwrap();
        let content_type = Some(HttpField::try_from("image/png".to_owned()).unwrap());
        assert_eq!(write.action, Action::Write { content_type, max_size: Some(0), metadata, create: true });
    }

    #[test]
    fn each_option_is_of_its_type_and_within_its_bounds() {
        let read = |name: &str, value: Value| {
            let mut options = json!({ "action": "read", "expiresInSeconds": 60 });
            options[name] = value;
            from_value::<SignedOptions>(options)
        };
        for seconds in [json!(0), json!(-1), json!(1.5), json!(604_801), json!("60")] {
            assert!(read("expiresInSeconds", seconds).is_err());
        }
        for filename in [json!(""), json!("a\r\nb"), json!("é".repeat(128))] {
            assert!(read("filename", filename).is_err());
        }
        assert!(read("disposition", json!("form-data")).is_err());
        assert!(read("oneTime", json!("yes")).is_err());
        assert!(read("action", json!("delete")).is_err());
        assert!(read("contentType", json!("a\nb")).is_err());
        assert!(read("maxSizeByte", json!(1)).is_err());
    }

    #[test]
    fn action_and_end_are_needed() {
        for (options, name) in [(json!({}), "action"), (json!({ "action": "read" }), "expiresInSeconds")] {
            let error = signed(options).unwrap_err();
            assert_eq!(error.message, format!("signed URL options: {name} is missing"));
        }
    }

    #[test]
    fn an_empty_content_type_is_none() {
        for action in ["read", "write"] {
            let options = |content_type| json!({ "action": action, "expiresInSeconds": 60, "contentType": content_type });
            assert_eq!(signed(options(json!(""))), signed(options(Value::Null)));
        }
    }

    #[test]
    fn metadata_is_judged_as_a_puts_is() {
        let options = json!({ "action": "write", "expiresInSeconds": 60, "metadata": { "layeron-a": "b" } });
        assert_eq!(signed(options).unwrap_err().code, Code::InvalidMetadata);
    }

    #[test]
    fn the_options_of_one_action_are_not_the_others() {
        for (action, name, value) in [
            ("read", "contentType", json!("a/b")),
            ("read", "maxSizeBytes", json!(1)),
            ("read", "metadata", json!({})),
            ("read", "ifNotExists", json!(false)),
            ("write", "disposition", json!("inline")),
            ("write", "filename", json!("a")),
        ] {
            let mut options = json!({ "action": action, "expiresInSeconds": 60 });
            options[name] = value;
            let message = format!("signed URL options: {name} does not go together with this action");
            assert_eq!(signed(options).unwrap_err().message, message);
        }
    }

    #[test]
    fn a_one_time_url_does_not_outlive_the_record_of_its_use() {
        let is_ok = |seconds, once| {
            let options = json!({ "action": "read", "expiresInSeconds": seconds, "oneTime": once });
            signed(options).unwrap().check_lifecycle(Some(1)).is_ok()
        };
        assert!(is_ok(86_400, true));
        assert!(is_ok(86_401, false));
        assert!(!is_ok(86_401, true));
    }
}
