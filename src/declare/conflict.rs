//! Declarations that contradict each other.

use super::declaration::Fingerprint;
use crate::error::{Code, Error, Result, quoted};

/// Refuses a second declaration of one identity that differs from the first.
///
/// # Errors
/// `storage_invalid_options`, naming the identity and a setting that differs.
pub fn check_same(identity: &str, first: &Fingerprint, again: &Fingerprint) -> Result<()> {
    let names = first.iter().chain(again.iter()).map(|(name, _)| name);
    let Some(name) = names.into_iter().find(|name| first.get(name) != again.get(name)) else {
        return Ok(());
    };
    // No text stands for a setting that is not given: it would read as a value, and a secret may be called `none`.
    let setting = |fingerprint: &Fingerprint| {
        fingerprint.get(name).map_or_else(|| format!("no {name}"), |text| format!("{name}={text}"))
    };
    Err(Error::new(
        Code::InvalidOptions,
        format!(
            "{} is declared twice and differently: first {}, then {}",
            quoted(identity),
            setting(first),
            setting(again)
        ),
    ))
}

/// The refusal of a second identity on one binding.
#[must_use]
pub fn binding_taken(binding: &str, owner: &str, identity: &str) -> Error {
    Error::new(
        Code::InvalidOptions,
        format!(
            "binding {} is declared by {} and by {}; one binding is one store, so give each its own",
            quoted(binding),
            quoted(owner),
            quoted(identity)
        ),
    )
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::declare::{BucketOptions, Declaration};
    use serde_json::{Value, from_value, json};

    fn print(options: Value) -> Fingerprint {
        Declaration::try_from(from_value::<BucketOptions>(options).unwrap()).unwrap().fingerprint
    }

    #[test]
    fn a_second_declaration_may_not_differ() {
        let first = print(json!({ "name": "a" }));
        let same = print(json!({ "name": "a", "access": "private" }));
        assert_eq!(check_same("default/a", &first, &same), Ok(()));
        let public = print(json!({ "name": "a", "access": "public" }));
        let error = check_same("default/a", &first, &public).unwrap_err();
        assert!(error.message.contains("\"default/a\""), "{error}");
        assert!(error.message.contains("first access=private, then access=public"), "{error}");
        let days = print(json!({ "name": "a", "lifecycle": { "deleteAfterDays": 7 } }));
        let error = check_same("default/a", &first, &days).unwrap_err();
        let said = "first no lifecycle.deleteAfterDays, then lifecycle.deleteAfterDays=7";
        assert!(error.message.contains(said), "{error}");
        let error = check_same("default/a", &days, &first).unwrap_err();
        let said = "first lifecycle.deleteAfterDays=7, then no lifecycle.deleteAfterDays";
        assert!(error.message.contains(said), "{error}");
    }
}
