//! The `encryption` option of a declaration: whether an instance is sealed, with which secret, and bound to what.

use serde::{Deserialize, Serialize};

use crate::error::{Code, Error, Result};
use crate::name::{DEFAULT_NAMESPACE, Name};

/// The option `encryption`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EncryptionOptions {
    /// Whether values are sealed.
    pub mode: Option<EncryptionMode>,
    /// The cipher.
    pub algorithm: Option<Algorithm>,
    /// The secret that keys are derived from.
    pub secret: Option<SecretOptions>,
    /// What sealed values are bound to.
    pub context: Option<Context>,
}

/// Whether values are sealed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EncryptionMode {
    /// They are.
    #[default]
    Managed,
    /// They are stored as they are.
    None,
}

/// The cipher, of which there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Algorithm {
    /// AES-256 in Galois/counter mode.
    #[serde(rename = "aes-gcm-256")]
    AesGcm256,
}

/// A secret, by its name or as it was declared.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretOptions {
    /// What it is.
    pub kind: Option<SecretKind>,
    /// The secret's name.
    pub name: Option<Name>,
    /// The namespace that it is declared in.
    pub namespace: Option<Name>,
}

/// How a secret is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum SecretKind {
    /// By its name.
    #[serde(rename = "secret_ref")]
    Reference,
    /// As `secret.static()` or `secret.random()` returned it; it refers to itself.
    #[serde(rename = "secret")]
    Declared,
}

/// What sealed values are bound to: any text without control characters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Context(String);

impl TryFrom<String> for Context {
    type Error = &'static str;

    fn try_from(text: String) -> std::result::Result<Self, &'static str> {
        if text.is_empty() || text.bytes().any(|byte| byte < b' ') {
            return Err("is empty, or holds a control character");
        }
        Ok(Self(text))
    }
}

/// Managed encryption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Managed {
    secret: Name,
    namespace: Option<Name>,
    context: Option<Context>,
}

/// How an instance is sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Encryption {
    /// The name of the secret.
    pub secret: String,
    /// The secret's namespace; absent is the instance's own or the default one, wherever such a secret is declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The host binding of a secret that nobody declares.
    pub binding: String,
    /// What sealed bytes are bound to.
    pub context: String,
}

impl EncryptionOptions {
    /// Judges the option; `None` is an instance that keeps values in clear.
    ///
    /// # Errors
    /// `storage_invalid_options`. An option that would seal, and does not, is refused rather than ignored.
    pub fn judge(self) -> Result<Option<Managed>> {
        let wrong = |why: &str| Error::new(Code::InvalidOptions, format!("encryption: {why}"));
        match (self.secret, self.mode.unwrap_or_default()) {
            (None, EncryptionMode::None) => Ok(None),
            (Some(secret), EncryptionMode::Managed) => {
                let SecretOptions { name, namespace, .. } = secret;
                let secret = name.ok_or_else(|| wrong("secret.name is missing"))?;
                Ok(Some(Managed { secret, namespace, context: self.context }))
            }
            _ => Err(wrong("a secret is missing; mode \"none\" takes none")),
        }
    }
}

impl Managed {
    /// The encryption of an instance. In the default namespace a secret's namespace goes without saying.
    #[must_use]
    pub fn of_instance(self, identity: &str, namespace: &str) -> Encryption {
        let implied = (namespace == DEFAULT_NAMESPACE).then(Name::default_namespace);
        Encryption {
            binding: self.secret.upper_snake(),
            secret: self.secret.as_str().to_owned(),
            namespace: self.namespace.or(implied).map(|name| name.as_str().to_owned()),
            context: self.context.map_or_else(|| identity.to_owned(), |Context(text)| text),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use serde_json::{Value, from_value, json};

    fn sealed(options: Value) -> Result<Option<Encryption>> {
        let options: EncryptionOptions = from_value(options).unwrap();
        Ok(options.judge()?.map(|managed| managed.of_instance("media/photos", "media")))
    }

    #[test]
    fn a_secret_seals() {
        let secret = json!({ "kind": "secret_ref", "name": "vault-key" });
        let least = Encryption {
            secret: "vault-key".into(),
            namespace: None,
            binding: "VAULT_KEY".into(),
            context: "media/photos".into(),
        };
        assert_eq!(sealed(json!({ "secret": secret })), Ok(Some(least.clone())));
        let all = json!({
            "mode": "managed",
            "algorithm": "aes-gcm-256",
            "secret": { "kind": "secret", "name": "vault-key", "namespace": "other" },
            "context": "default/old-name",
        });
        let bound =
            Encryption { namespace: Some("other".into()), context: "default/old-name".into(), ..least };
        assert_eq!(sealed(all), Ok(Some(bound)));
    }

    #[test]
    fn without_one_nothing_is_sealed() {
        assert_eq!(sealed(json!({ "mode": "none" })), Ok(None));
    }

    #[test]
    fn options_that_would_not_seal_as_they_say_are_refused() {
        let secret = json!({ "kind": "secret_ref", "name": "a" });
        for wrong in [
            json!({}),
            json!({ "mode": "managed" }),
            json!({ "algorithm": "aes-gcm-256" }),
            json!({ "mode": "none", "secret": secret }),
            json!({ "secret": { "kind": "secret_ref" } }),
            json!({ "context": "a" }),
        ] {
            assert_eq!(sealed(wrong.clone()).unwrap_err().code, Code::InvalidOptions, "{wrong}");
        }
        for wrong in [
            json!({ "mode": "on", "secret": secret }),
            json!({ "algorithm": "aes-cbc-256", "secret": secret }),
            json!({ "secret": "a" }),
            json!({ "secret": { "kind": "storage", "name": "a" } }),
            json!({ "secret": { "name": "A" } }),
            json!({ "secret": secret, "context": "" }),
            json!({ "secret": secret, "context": "a\nb" }),
            json!({ "key": secret }),
        ] {
            assert!(from_value::<EncryptionOptions>(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
