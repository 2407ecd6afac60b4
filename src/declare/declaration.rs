//! A declaration that has passed every rule.

use serde::Serialize;

use super::options::{Access, BucketOptions, KvOptions, RandomOptions, StaticOptions};
use crate::error::{Code, Error, Result, quoted};
use crate::limits::SECRET_DEFAULT_BYTES;
use crate::metadata::Entries;
use crate::name::{DEFAULT_NAMESPACE, Name, RESERVED_NAMESPACE};
use crate::options::{Options, wrong};
use crate::seal::options::{Encryption, EncryptionOptions};
use crate::variant::Variant;
use crate::whole::Whole;

/// What two declarations of one identity must agree on: settings by their names.
pub type Fingerprint = Entries;

/// A declaration that has passed every rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Declaration {
    /// `namespace/name`.
    pub identity: String,
    /// The instance's name.
    pub name: String,
    /// The instance's namespace.
    pub namespace: String,
    /// The name of the host binding.
    pub binding: String,
    /// What a second declaration must agree on.
    pub fingerprint: Fingerprint,
    /// Storage only: who may read without a signed URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// KV only: how long keys live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl_seconds: Option<u32>,
    /// Buckets only: how long objects live.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delete_after_days: Option<u32>,
    /// Sealed instances only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption: Option<Encryption>,
    /// Random secrets only: how many bytes one has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u32>,
}

/// What is declared.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Storage(Variant),
    Static,
    Random,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Storage(variant) => variant.as_str(),
            Self::Static => "static",
            Self::Random => "random",
        }
    }

    /// Whether the default binding is named after the namespace, too. The host has a secret under its name alone.
    const fn binds_namespace(self) -> bool {
        matches!(self, Self::Storage(_))
    }
}

/// What every declaration has.
struct Common {
    name: Option<Name>,
    namespace: Option<Name>,
    binding: Option<String>,
}

impl Common {
    /// `what` is the options object as messages name it.
    #[inline(never)]
    fn declare(self, what: &str, kind: Kind) -> Result<Declaration> {
        let Some(name) = self.name else {
            return Err(Error::new(Code::InvalidName, format!("{what}: name is missing")));
        };
        let namespace = self.namespace.unwrap_or_else(Name::default_namespace);
        if namespace.as_str() == RESERVED_NAMESPACE {
            let why = format!("{what}: namespace \"{RESERVED_NAMESPACE}\" is reserved");
            return Err(Error::new(Code::InvalidName, why));
        }
        let binding = match self.binding {
            Some(binding) if binding.is_empty() => return Err(wrong(what, "binding", "is empty")),
            Some(binding) => binding,
            None if kind.binds_namespace() && namespace.as_str() != DEFAULT_NAMESPACE => {
                format!("{}_{}", namespace.upper_snake(), name.upper_snake())
            }
            None => name.upper_snake(),
        };
        let mut fingerprint = Fingerprint::default();
        fingerprint.push("kind", kind.as_str());
        fingerprint.push("binding", quoted(&binding));
        Ok(Declaration {
            identity: format!("{}/{}", namespace.as_str(), name.as_str()),
            name: name.as_str().to_owned(),
            namespace: namespace.as_str().to_owned(),
            binding,
            fingerprint,
            access: None,
            ttl_seconds: None,
            delete_after_days: None,
            encryption: None,
            bytes: None,
        })
    }
}

impl Declaration {
    #[inline(never)]
    fn with_storage(mut self, access: Option<Access>, encryption: Option<EncryptionOptions>) -> Result<Self> {
        let access = access.unwrap_or_default();
        self.access = Some(access);
        self.set("access", access.as_str());
        if let Some(sealed) = encryption.map(EncryptionOptions::judge).transpose()?.flatten() {
            let sealed = sealed.of_instance(&self.identity, &self.namespace);
            self.set(
                "encryption.secret",
                format!("{}/{}", sealed.namespace.as_deref().unwrap_or_default(), sealed.secret),
            );
            self.set("encryption.context", sealed.context.as_str());
            self.encryption = Some(sealed);
        }
        Ok(self)
    }

    fn set(&mut self, setting: &str, value: impl Into<String>) {
        self.fingerprint.push(setting, value);
    }
}

impl TryFrom<BucketOptions> for Declaration {
    type Error = Error;

    fn try_from(options: BucketOptions) -> Result<Self> {
        let BucketOptions { name, namespace, binding, access, encryption, lifecycle, .. } = options;
        let mut declaration = Common { name, namespace, binding }
            .declare(BucketOptions::WHAT, Kind::Storage(Variant::Bucket))?
            .with_storage(access, encryption)?;
        if let Some(days) = lifecycle.and_then(|lifecycle| lifecycle.delete_after_days) {
            declaration.delete_after_days = Some(days.get_u32());
            declaration.set("lifecycle.deleteAfterDays", days.get().to_string());
        }
        Ok(declaration)
    }
}

impl TryFrom<KvOptions> for Declaration {
    type Error = Error;

    fn try_from(options: KvOptions) -> Result<Self> {
        let KvOptions { name, namespace, binding, access, encryption, ttl_seconds, .. } = options;
        let mut declaration = Common { name, namespace, binding }
            .declare(KvOptions::WHAT, Kind::Storage(Variant::Kv))?
            .with_storage(access, encryption)?;
        if let Some(seconds) = ttl_seconds {
            declaration.ttl_seconds = Some(seconds.get_u32());
            declaration.set("ttlSeconds", seconds.get().to_string());
        }
        Ok(declaration)
    }
}

impl TryFrom<StaticOptions> for Declaration {
    type Error = Error;

    fn try_from(StaticOptions { name, namespace, binding }: StaticOptions) -> Result<Self> {
        Common { name, namespace, binding }.declare(StaticOptions::WHAT, Kind::Static)
    }
}

impl TryFrom<RandomOptions> for Declaration {
    type Error = Error;

    fn try_from(RandomOptions { name, namespace, binding, bytes }: RandomOptions) -> Result<Self> {
        let mut declaration =
            Common { name, namespace, binding }.declare(RandomOptions::WHAT, Kind::Random)?;
        let bytes = bytes.map_or(SECRET_DEFAULT_BYTES, Whole::get_u32);
        declaration.bytes = Some(bytes);
        declaration.set("bytes", bytes.to_string());
        Ok(declaration)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::{Value, from_value, json};

    fn bucket(options: Value) -> Result<Declaration> {
        from_value::<BucketOptions>(options).unwrap().try_into()
    }

    fn kv(options: Value) -> Result<Declaration> {
        from_value::<KvOptions>(options).unwrap().try_into()
    }

    #[test]
    fn defaults_follow_the_name() {
        let plain = bucket(json!({ "name": "user-assets" })).unwrap();
        assert_eq!(
            (&*plain.namespace, &*plain.binding, &*plain.identity),
            ("default", "USER_ASSETS", "default/user-assets")
        );
        assert_eq!(kv(json!({ "name": "a1", "namespace": "my-app" })).unwrap().binding, "MY_APP_A1");
    }

    #[test]
    fn a_declaration_has_a_name_of_its_own() {
        assert_eq!(bucket(json!({})).unwrap_err().code, Code::InvalidName);
        let reserved = bucket(json!({ "name": "a", "namespace": "layeron" })).unwrap_err();
        assert_eq!(reserved.code, Code::InvalidName);
        assert!(bucket(json!({ "name": "a", "binding": "" })).is_err());
    }

    #[test]
    fn encryption_that_would_not_seal_is_refused() {
        let error = bucket(json!({ "name": "a", "encryption": {} })).unwrap_err();
        assert_eq!(error.code, Code::InvalidOptions);
        assert!(from_value::<BucketOptions>(json!({ "name": "a", "encryption": false })).is_err());
    }

    #[test]
    fn sealed_and_in_clear_are_different_declarations() {
        let sealed = |secret, context: Value| {
            let secret = json!({ "kind": "secret_ref", "name": secret });
            let mut encryption = json!({ "secret": secret });
            if !context.is_null() {
                encryption["context"] = context;
            }
            bucket(json!({ "name": "a", "encryption": encryption })).unwrap().fingerprint
        };
        let prints = [
            bucket(json!({ "name": "a" })).unwrap().fingerprint,
            sealed("none", json!(null)),
            sealed("key", json!(null)),
            sealed("key", json!("c")),
        ];
        // The default context may be given explicitly.
        assert_eq!(sealed("key", json!("default/a")), prints[2]);
        for (n, print) in prints.iter().enumerate() {
            assert!(!prints[n + 1..].contains(print), "{print:?}");
        }
    }

    #[test]
    fn ttl_and_lifecycle_belong_to_their_variant() {
        assert_eq!(kv(json!({ "name": "a", "ttlSeconds": 60 })).unwrap().ttl_seconds, Some(60));
        for n in [json!(59), json!(60.5), json!(-1), json!(2_147_483_648_u64), json!("60")] {
            assert!(from_value::<KvOptions>(json!({ "name": "a", "ttlSeconds": n })).is_err(), "{n}");
        }
        assert!(from_value::<BucketOptions>(json!({ "ttlSeconds": 60 })).is_err());
        assert!(from_value::<KvOptions>(json!({ "lifecycle": {} })).is_err());
        let days = |n| json!({ "name": "a", "lifecycle": { "deleteAfterDays": n } });
        assert_eq!(bucket(days(json!(1))).unwrap().delete_after_days, Some(1));
        for n in [json!(0), json!(1.5), json!(36_501)] {
            assert!(from_value::<BucketOptions>(days(n)).is_err());
        }
        assert_eq!(bucket(json!({ "name": "a", "lifecycle": {} })).unwrap().delete_after_days, None);
    }

    #[test]
    fn the_host_has_a_secret_under_its_name() {
        let fixed = |options| Declaration::try_from(from_value::<StaticOptions>(options).unwrap());
        let random = |options| Declaration::try_from(from_value::<RandomOptions>(options).unwrap());
        let named = json!({ "name": "vault-key", "namespace": "media" });
        let made = fixed(named.clone()).unwrap();
        assert_eq!((&*made.binding, &*made.identity), ("VAULT_KEY", "media/vault-key"));
        assert_eq!(made.bytes, None);
        assert_eq!(random(named).unwrap().bytes, Some(32));
        let bound = fixed(json!({ "name": "vault-key", "binding": "KEY" })).unwrap();
        assert_eq!(bound.binding, "KEY");
        assert!(fixed(json!({ "name": "a", "binding": "" })).is_err());
        assert_eq!(fixed(json!({})).unwrap_err().code, Code::InvalidName);
        let kinds = [fixed(json!({ "name": "a" })), random(json!({ "name": "a" }))];
        let [one, other] = kinds.map(|made| made.unwrap().fingerprint);
        assert_ne!(one, other);
    }
}
