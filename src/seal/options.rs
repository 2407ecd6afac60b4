//! The `encryption` option of a declaration: whether an instance is sealed, with which secret, and bound to what.

use crate::cut;
use crate::declare::name;
use crate::error::{Result, shown};
use crate::input::{Fields, View};
use crate::say;

/// The members of `encryption`.
pub const ENCRYPTION: &[&str] = &["mode", "algorithm", "secret", "context"];
/// The members of `encryption.secret`.
pub const SECRET_REF: &[&str] = &["kind", "name", "namespace"];

/// The only algorithm.
const ALGORITHM: &str = "aes-gcm-256";
/// What a reference to a secret says it is.
const REFERENCE: &str = "secret_ref";
/// What a declared secret says it is; it refers to itself.
const SECRET: &str = "secret";

/// Managed encryption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encryption<'a> {
    /// The name of the secret.
    pub secret: &'a str,
    /// The secret's namespace; `None` is the instance's own or the default one, wherever such a secret is declared.
    pub namespace: Option<&'a str>,
    /// What sealed bytes are bound to; `None` is the instance's own identity.
    pub context: Option<&'a str>,
}

impl<'a> Encryption<'a> {
    /// Parses the option; `None` is an instance that keeps values in clear.
    ///
    /// # Errors
    /// `storage_invalid_options`. An option that would seal, and does not, is refused rather than ignored.
    pub fn parse(input: View<'a>) -> Result<Option<Self>> {
        let Some(fields) = Fields::open(input, "encryption", ENCRYPTION)? else { return Ok(None) };
        let is_none = fields.either("mode", "managed", "none")?;
        if let Some(other) = fields.text("algorithm")?.filter(|other| *other != ALGORITHM) {
            return Err(fields.wrong("algorithm", &say!("must be \"%\", not %", ALGORITHM, shown(other))));
        }
        let context = fields.text("context")?;
        if context.is_some_and(|text| text.is_empty() || !cut::is_all(text, |byte| byte >= b' ')) {
            return Err(fields.wrong("context", "is empty, or holds a control character"));
        }
        let reference = Fields::open(fields.view("secret"), "encryption.secret", SECRET_REF)?;
        match (reference, is_none) {
            (None, true) => Ok(None),
            (Some(reference), false) => {
                reference.either("kind", REFERENCE, SECRET)?;
                let namespace = name(&reference, "namespace")?;
                match name(&reference, "name")? {
                    Some(secret) => Ok(Some(Self { secret, namespace, context })),
                    None => Err(reference.wrong("name", "is missing")),
                }
            }
            _ => Err(fields.wrong("secret", "is needed, unless mode is \"none\"; then there is none")),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::input::sample::{Sample, seen};
    use Sample::{Object, Text};

    fn parsed(members: Vec<(&'static str, Sample)>) -> Result<Option<Encryption<'static>>> {
        Encryption::parse(seen(Object(members).frame(ENCRYPTION).leak()))
    }

    fn secret(name: &'static str) -> Sample {
        Object(vec![("kind", Text(REFERENCE)), ("name", Text(name))])
    }

    #[test]
    fn a_secret_seals() {
        let sealed = Some(Encryption { secret: "vault-key", namespace: None, context: None });
        assert_eq!(parsed(vec![("secret", secret("vault-key"))]), Ok(sealed));
        let all = vec![
            ("mode", Text("managed")),
            ("algorithm", Text("aes-gcm-256")),
            ("secret", secret("vault-key")),
            ("context", Text("default/old-name")),
        ];
        let bound = Encryption { secret: "vault-key", namespace: None, context: Some("default/old-name") };
        assert_eq!(parsed(all), Ok(Some(bound)));
    }

    #[test]
    fn a_refusal_names_the_one_algorithm_there_is() {
        let error = parsed(vec![("algorithm", Text("aes")), ("secret", secret("a"))]).unwrap_err();
        assert_eq!(error.message, "encryption: algorithm must be \"aes-gcm-256\", not \"aes\"");
    }

    #[test]
    fn without_one_nothing_is_sealed() {
        assert_eq!(Encryption::parse(View::Undefined), Ok(None));
        assert_eq!(parsed(vec![("mode", Text("none"))]), Ok(None));
    }

    #[test]
    fn what_would_not_seal_as_it_says_is_refused() {
        for wrong in [
            vec![],
            vec![("mode", Text("managed"))],
            vec![("algorithm", Text("aes-gcm-256"))],
            vec![("mode", Text("none")), ("secret", secret("a"))],
            vec![("mode", Text("on")), ("secret", secret("a"))],
            vec![("algorithm", Text("aes-cbc-256")), ("secret", secret("a"))],
            vec![("secret", Text("a"))],
            vec![("secret", Object(vec![("kind", Text("storage")), ("name", Text("a"))]))],
            vec![("secret", Object(vec![("kind", Text(REFERENCE))]))],
            vec![("secret", secret("A"))],
            vec![("secret", secret("")), ("context", Text("a"))],
            vec![("secret", secret("a")), ("context", Text(""))],
            vec![("secret", secret("a")), ("context", Text("a\nb"))],
            vec![("context", Text("a"))],
            vec![("key", secret("a"))],
        ] {
            assert!(parsed(wrong.clone()).is_err(), "{wrong:?}");
        }
        for other in [Sample::Null, Sample::Bool(true), Text("managed"), Sample::Array] {
            assert!(Encryption::parse(seen(other.frame(&[]).leak())).is_err(), "{other:?}");
        }
    }
}
