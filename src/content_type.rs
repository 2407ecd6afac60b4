//! Content types that nobody chose: those of Blobs and of uploads, which are as their senders wrote them.

use crate::metadata::{Beside, HttpField};
use crate::variant::Variant;

/// The content type to store for one that a value brings along: the whole of it, else its media type, else none. The
/// caller did not write it, so it is no reason to refuse the value.
#[must_use]
pub fn own(variant: Variant, text: &str) -> Option<String> {
    let fits = |text: &str| HttpField::try_from(text.to_owned()).is_ok_and(|field| has_room(variant, field));
    if fits(text) {
        return Some(text.to_owned());
    }
    let essence = essence(text);
    (is_media_type(essence) && fits(essence)).then(|| essence.to_owned())
}

/// Whether a store takes the field on its own.
fn has_room(variant: Variant, content_type: HttpField) -> bool {
    let mut beside = Beside::default();
    beside.http[0] = Some(content_type);
    beside.check(variant).is_ok()
}

/// A content type without its parameters.
#[must_use]
pub fn essence(text: &str) -> &str {
    text.split_once(';').map_or(text, |(essence, _)| essence).trim_ascii()
}

/// Whether a text is two tokens with a slash between them (RFC 9110, 8.3.1).
fn is_media_type(text: &str) -> bool {
    let is_token = |text: &str| {
        let is_of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        !text.is_empty() && text.bytes().all(is_of_token)
    };
    text.split_once('/').is_some_and(|(kind, name)| is_token(kind) && is_token(name))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_type_that_a_header_can_carry_stays_as_it_is() {
        for text in ["text/plain;charset=utf-8", "nonsense", "a/b; c=\"d\"", &"x".repeat(500)] {
            assert_eq!(own(Variant::Bucket, text).as_deref(), Some(text));
            assert_eq!(own(Variant::Kv, text).as_deref(), Some(text));
        }
        assert!(own(Variant::Bucket, &"x".repeat(1024)).is_some());
    }

    #[test]
    fn any_other_is_reduced_to_its_media_type_or_dropped() {
        let long = format!("a/b; c={}", "x".repeat(1100));
        for (text, reduced) in [
            ("application/pdf; name=\"résumé.pdf\"", Some("application/pdf")),
            ("application/pdf ;é", Some("application/pdf")),
            (&long, Some("a/b")),
            ("text/é", None),
            ("é; a/b", None),
            ("text; é", None),
            ("/b; é", None),
            ("a/; é", None),
            ("a/b, c/d; é", None),
            ("a/b/c; é", None),
            ("é", None),
        ] {
            for variant in [Variant::Bucket, Variant::Kv] {
                assert_eq!(own(variant, text).as_deref(), reduced, "{text}");
            }
        }
        assert_eq!(own(Variant::Bucket, &format!("a/{}", "x".repeat(1023))), None);
    }

    #[test]
    fn kv_has_room_for_less() {
        let text = format!("a/b; c={}", "x".repeat(600));
        assert_eq!(own(Variant::Kv, &text).as_deref(), Some("a/b"));
        assert_eq!(own(Variant::Bucket, &text), Some(text));
    }
}
