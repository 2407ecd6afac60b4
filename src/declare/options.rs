//! The options of a declaration.

use serde::{Deserialize, Serialize};

use crate::error::Code;
use crate::limits::{
    EXPIRY_MAX_SECONDS, LIFECYCLE_MAX_DAYS, SECRET_MAX_BYTES, SECRET_MIN_RANDOM_BYTES, TTL_MIN_SECONDS,
};
use crate::name::Name;
use crate::options::kinds::Object;
use crate::options::{Options, Problem};
use crate::seal::options::EncryptionOptions;
use crate::whole::Whole;

/// Who may read without a signed URL.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// Nobody.
    #[default]
    Private,
    /// Everybody.
    Public,
}

impl Access {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Public => "public",
        }
    }
}

/// The option `lifecycle`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LifecycleOptions {
    /// Whole days, counted from `storedAt`.
    pub delete_after_days: Option<Whole<1, { LIFECYCLE_MAX_DAYS as u64 }>>,
}

/// The options of `storage.bucket()`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BucketOptions {
    /// The instance's name.
    pub name: Option<Name>,
    /// The instance's namespace.
    pub namespace: Option<Name>,
    /// The name of the host binding.
    pub binding: Option<String>,
    /// Who may read without a signed URL.
    pub access: Option<Access>,
    /// Whether values are sealed.
    pub encryption: Option<EncryptionOptions>,
    /// When objects disappear by themselves.
    pub lifecycle: Option<LifecycleOptions>,
    /// Carried in the declaration, without effect here.
    pub metadata: Option<Object>,
    /// Carried in the declaration, without effect here.
    pub shared: Option<Object>,
    /// Carried in the declaration, without effect here.
    pub placement: Option<Object>,
    /// Carried in the declaration, without effect here.
    pub observability: Option<Object>,
}

/// The options of `storage.kv()`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KvOptions {
    /// The instance's name.
    pub name: Option<Name>,
    /// The instance's namespace.
    pub namespace: Option<Name>,
    /// The name of the host binding.
    pub binding: Option<String>,
    /// Who may read without a signed URL.
    pub access: Option<Access>,
    /// Whether values are sealed.
    pub encryption: Option<EncryptionOptions>,
    /// How long keys live.
    pub ttl_seconds: Option<Whole<{ TTL_MIN_SECONDS as u64 }, { EXPIRY_MAX_SECONDS as u64 }>>,
    /// Carried in the declaration, without effect here.
    pub metadata: Option<Object>,
    /// Carried in the declaration, without effect here.
    pub shared: Option<Object>,
    /// Carried in the declaration, without effect here.
    pub placement: Option<Object>,
    /// Carried in the declaration, without effect here.
    pub observability: Option<Object>,
}

/// The options of `secret.static()`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaticOptions {
    /// The secret's name.
    pub name: Option<Name>,
    /// The secret's namespace.
    pub namespace: Option<Name>,
    /// The name of the host binding.
    pub binding: Option<String>,
}

/// The options of `secret.random()`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RandomOptions {
    /// The secret's name.
    pub name: Option<Name>,
    /// The secret's namespace.
    pub namespace: Option<Name>,
    /// The name of the host binding.
    pub binding: Option<String>,
    /// How many bytes it has.
    pub bytes: Option<Whole<{ SECRET_MIN_RANDOM_BYTES as u64 }, { SECRET_MAX_BYTES as u64 }>>,
}

/// A name or a namespace that cannot be read has a code of its own, that of a secret included.
fn code(path: &str, _: Problem) -> Code {
    match path.rsplit('.').next() {
        Some("name" | "namespace") => Code::InvalidName,
        _ => Code::InvalidOptions,
    }
}

impl Options for BucketOptions {
    const WHAT: &'static str = "storage.bucket options";

    fn code(path: &str, problem: Problem) -> Code {
        code(path, problem)
    }
}

impl Options for KvOptions {
    const WHAT: &'static str = "storage.kv options";

    fn code(path: &str, problem: Problem) -> Code {
        code(path, problem)
    }
}

impl Options for StaticOptions {
    const WHAT: &'static str = "secret.static options";

    fn code(path: &str, problem: Problem) -> Code {
        code(path, problem)
    }
}

impl Options for RandomOptions {
    const WHAT: &'static str = "secret.random options";

    fn code(path: &str, problem: Problem) -> Code {
        code(path, problem)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::{from_value, json};

    #[test]
    fn a_name_that_cannot_be_read_has_a_code_of_its_own() {
        for path in ["name", "namespace", "encryption.secret.name"] {
            assert_eq!(BucketOptions::code(path, Problem::Invalid), Code::InvalidName);
        }
        assert_eq!(BucketOptions::code("binding", Problem::Invalid), Code::InvalidOptions);
    }

    #[test]
    fn wrong_options_of_secrets_are_refused() {
        for n in [json!(15), json!(1025), json!(32.5)] {
            assert!(from_value::<RandomOptions>(json!({ "name": "a", "bytes": n })).is_err());
        }
        assert!(from_value::<RandomOptions>(json!({ "name": "a", "bytes": 16 })).is_ok());
        assert!(from_value::<StaticOptions>(json!({ "name": "a", "bytes": 32 })).is_err());
    }
}
