//! The `encryption` option of a declaration: whether an instance is sealed, with which secret, and bound to what.

use crate::error::{Result, quoted};
use crate::input::{Fields, View};
use crate::say;

/// The members of `encryption`.
pub const ENCRYPTION: &[&str] = &["mode", "algorithm", "secret", "context"];
/// The members of `encryption.secret`.
pub const SECRET_REF: &[&str] = &["kind", "name"];

/// The only algorithm.
const ALGORITHM: &str = "aes-gcm-256";
/// What a reference to a secret says it is.
const KIND: &str = "secret_ref";

/// Managed encryption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encryption<'a> {
    /// The name of the secret.
    pub secret: &'a str,
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
        let is_managed = !is_none && fields.view("mode") != View::Undefined;
        if let Some(other) = fields.text("algorithm")?.filter(|name| *name != ALGORITHM) {
            return Err(fields.wrong("algorithm", &say!("must be \"%\", not %", ALGORITHM, quoted(other))));
        }
        let context = match fields.text("context")? {
            Some("") => return Err(fields.wrong("context", "is empty")),
            context => context,
        };
        let Some(reference) = Fields::open(fields.view("secret"), "encryption.secret", SECRET_REF)? else {
            return match (is_managed, context) {
                (true, _) => Err(fields.wrong("secret", "is missing, and mode is \"managed\"")),
                (false, Some(_)) => Err(fields.wrong("context", "has no meaning without a secret")),
                (false, None) => Ok(None),
            };
        };
        if is_none {
            return Err(fields.wrong("secret", "does not go together with mode \"none\""));
        }
        if reference.text("kind")? != Some(KIND) {
            return Err(reference.wrong("kind", &say!("must be \"%\"", KIND)));
        }
        match reference.text("name")? {
            Some(name) if crate::declare::is_name(name) => Ok(Some(Self { secret: name, context })),
            Some(name) => Err(reference.wrong("name", &say!("is no name of a secret: %", quoted(name)))),
            None => Err(reference.wrong("name", "is missing")),
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
        Object(vec![("kind", Text(KIND)), ("name", Text(name))])
    }

    #[test]
    fn a_secret_seals() {
        let sealed = Some(Encryption { secret: "vault-key", context: None });
        assert_eq!(parsed(vec![("secret", secret("vault-key"))]), Ok(sealed));
        let all = vec![
            ("mode", Text("managed")),
            ("algorithm", Text("aes-gcm-256")),
            ("secret", secret("vault-key")),
            ("context", Text("default/old-name")),
        ];
        let bound = Encryption { secret: "vault-key", context: Some("default/old-name") };
        assert_eq!(parsed(all), Ok(Some(bound)));
    }

    #[test]
    fn without_one_nothing_is_sealed() {
        assert_eq!(Encryption::parse(View::Undefined), Ok(None));
        assert_eq!(parsed(vec![]), Ok(None));
        assert_eq!(parsed(vec![("mode", Text("none"))]), Ok(None));
    }

    #[test]
    fn what_would_not_seal_as_it_says_is_refused() {
        for wrong in [
            vec![("mode", Text("managed"))],
            vec![("mode", Text("none")), ("secret", secret("a"))],
            vec![("mode", Text("on")), ("secret", secret("a"))],
            vec![("algorithm", Text("aes-cbc-256")), ("secret", secret("a"))],
            vec![("secret", Text("a"))],
            vec![("secret", Object(vec![("name", Text("a"))]))],
            vec![("secret", Object(vec![("kind", Text("secret")), ("name", Text("a"))]))],
            vec![("secret", Object(vec![("kind", Text(KIND))]))],
            vec![("secret", secret("A"))],
            vec![("secret", secret("")), ("context", Text("a"))],
            vec![("secret", secret("a")), ("context", Text(""))],
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
