//! Suggestions for misspelt options: the known name that is nearest to the one given.
//!
//! A misspelt `ifNotExists` must not overwrite, so unknown options are refused, and the refusal should tell a slip from
//! a wish.

use crate::error::shown;

/// The refusal of an unknown option: its name, and the known one that was meant, or all of them.
#[must_use]
pub fn unknown_option(unknown: &str, known: &[&str]) -> String {
    let name = shown(unknown);
    let nearest = known.iter().map(|known| (distance(unknown, known), known)).min();
    match nearest {
        // A slip of two keys, or in a long name more. `httpMetadata` is another word than `metadata`.
        Some(((distance, _), nearest)) if distance <= (nearest.len() / 3).max(2) => {
            format!("unknown option {name}; did you mean \"{nearest}\"?")
        }
        _ => {
            let names: String = known.iter().map(|known| format!(" {known}")).collect();
            format!("unknown option {name}; the options are{names}")
        }
    }
}

/// Levenshtein's distance, whatever the case. A shared beginning counts for the candidate: `ttl` is nearer to
/// `ttlSeconds` than to `size`. The second number decides between candidates that begin alike: `namepsace` is
/// `namespace` rather than `name`.
fn distance(given: &str, known: &str) -> (usize, usize) {
    let (given, known) = (given.to_ascii_lowercase(), known.to_ascii_lowercase());
    let edits = strsim::levenshtein(&given, &known);
    let begin_alike = !given.is_empty() && (given.starts_with(&known) || known.starts_with(&given));
    (if begin_alike { edits.min(2) } else { edits }, edits)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &["contentType", "ifNotExists", "ttlSeconds"];

    #[test]
    fn a_slip_is_answered_with_the_nearest_name() {
        for (wrong, meant) in
            [("ifNotExist", "ifNotExists"), ("ttl", "ttlSeconds"), ("contenttype", "contentType")]
        {
            let message = unknown_option(wrong, KNOWN);
            assert!(message.ends_with(&format!("did you mean \"{meant}\"?")), "{message}");
        }
    }

    #[test]
    fn of_two_names_that_begin_alike_the_nearer_one_is_suggested() {
        for (wrong, meant) in [("Namespace", "namespace"), ("namepsace", "namespace"), ("nam", "name")] {
            let message = unknown_option(wrong, &["name", "namespace"]);
            assert!(message.ends_with(&format!("did you mean \"{meant}\"?")), "{message}");
        }
    }

    #[test]
    fn another_word_is_answered_with_all_names() {
        let message = unknown_option("zzz", KNOWN);
        assert_eq!(message, "unknown option \"zzz\"; the options are contentType ifNotExists ttlSeconds");
        // R2's `httpMetadata` is not `metadata`, which would take its members for the user's own.
        assert!(unknown_option("httpMetadata", &["metadata", "contentType"]).contains("the options are"));
        assert!(unknown_option("", KNOWN).contains("the options are"));
    }
}
