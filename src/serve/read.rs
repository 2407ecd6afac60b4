//! The header fields with which a read is answered, besides those of the stored value.
//!
//! Anyone who may write a key may store content that a browser runs. Nothing from a private bucket runs in the
//! endpoint's origin: browsers save it, or, where the signer wants it shown, show it without an origin and scripts.

use crate::content_type::essence;
use crate::disposition::content_disposition;
use crate::metadata::is_printable;
use crate::options::signed::{Action, Disposition};
use crate::sign::claims::Claims;

/// Sets the field for caches, by the one that is stored; `claims` are those of a signed URL, `None` for a public one.
pub fn cache_field(claims: Option<&Claims>, stored: Option<&str>, mut set: impl FnMut(&str, &str)) {
    match claims {
        Some(Claims { once: Some(_), .. }) => set("cache-control", "no-store"),
        Some(_) if stored.is_none() => set("cache-control", "private, no-cache"),
        _ => {}
    }
}

/// Sets the fields of an answer with a body; `claims` are those of a signed URL, `None` for a public one.
pub fn body_fields(claims: Option<&Claims>, content_type: Option<&str>, mut set: impl FnMut(&str, &str)) {
    // What another program stored may break a header, and is not sent (src/response.rs).
    let content_type = content_type.filter(|text| is_printable(text));
    set("x-content-type-options", "nosniff");
    if content_type.is_none() {
        // Without a content type browsers guess one, in spite of `nosniff`.
        set("content-type", "application/octet-stream");
    }
    if let Some(Action::Read { disposition, filename }) = claims.and_then(Claims::action) {
        let filename = filename.as_ref().map(|name| name.as_str());
        set("content-disposition", &content_disposition(disposition, filename));
        set("referrer-policy", "no-referrer");
        // The PDF viewers of browsers run no script of the endpoint's origin, and refuse to start in a sandbox.
        if disposition == Disposition::Attachment || !is_pdf(content_type) {
            set("content-security-policy", "sandbox");
        }
    }
}

fn is_pdf(content_type: Option<&str>) -> bool {
    // After a comma another type may follow, and browsers take the last (Fetch, "extract a MIME type").
    let Some(text) = content_type.filter(|text| !text.contains(',')) else { return false };
    essence(text).eq_ignore_ascii_case("application/pdf")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::options::signed::SignedOptions;
    use crate::time::Millis;
    use serde_json::{from_value, json};
    use std::collections::BTreeMap;

    type Fields = BTreeMap<String, String>;

    fn set(fields: &mut Fields) -> impl FnMut(&str, &str) {
        |name, value| {
            fields.insert(name.to_owned(), value.to_owned());
        }
    }

    fn claims(disposition: &str, once: Option<&str>) -> Claims {
        let options = json!({ "action": "read", "expiresInSeconds": 60, "disposition": disposition });
        let options: SignedOptions = from_value(options).unwrap();
        Claims::new(&options.try_into().unwrap(), "", once.map(str::to_owned), Millis::EPOCH)
    }

    fn served(disposition: &str, content_type: Option<&str>) -> Fields {
        let mut fields = Fields::new();
        body_fields(Some(&claims(disposition, None)), content_type, set(&mut fields));
        fields
    }

    #[test]
    fn a_private_value_is_saved_and_never_run() {
        let saved = served("attachment", Some("text/html"));
        let expected = [
            ("content-disposition", "attachment"),
            ("content-security-policy", "sandbox"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
        ];
        assert!(saved.iter().map(|(name, value)| (&**name, &**value)).eq(expected));
        let shown = served("inline", Some("text/html"));
        assert_eq!(shown["content-disposition"], "inline");
        assert_eq!(shown["content-security-policy"], "sandbox");
    }

    #[test]
    fn only_a_pdf_is_shown_outside_of_a_sandbox() {
        for (content_type, sandboxed) in [
            ("application/pdf", false),
            ("Application/PDF", false),
            ("application/pdf; charset=binary", false),
            ("application/pdf, text/html", true),
            ("application/pdf; a, text/html", true),
            ("application/pdfx", true),
            ("text/html; application/pdf", true),
        ] {
            let shown = served("inline", Some(content_type));
            assert_eq!(shown.contains_key("content-security-policy"), sandboxed, "{content_type}");
        }
    }

    #[test]
    fn a_value_without_a_type_is_bytes() {
        for content_type in [None, Some("text/é")] {
            assert_eq!(served("inline", content_type)["content-type"], "application/octet-stream");
        }
    }

    #[test]
    fn caches_do_as_the_stored_value_says_unless_the_link_is_for_one_request() {
        let field = |claims: Option<&Claims>, stored| {
            let mut fields = Fields::new();
            cache_field(claims, stored, set(&mut fields));
            fields.remove("cache-control")
        };
        let (any, once) = (claims("inline", None), claims("inline", Some("n")));
        assert_eq!(field(Some(&any), None).as_deref(), Some("private, no-cache"));
        assert_eq!(field(Some(&any), Some("max-age=60")), None);
        assert_eq!(field(Some(&once), Some("max-age=60")).as_deref(), Some("no-store"));
        assert_eq!(field(None, None), None);
    }

    #[test]
    fn a_public_value_is_as_it_was_stored() {
        let mut fields = Fields::new();
        body_fields(None, Some("text/html"), set(&mut fields));
        assert_eq!(fields, Fields::from([("x-content-type-options".into(), "nosniff".into())]));
    }
}
