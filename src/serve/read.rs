//! The header fields with which a read is answered, besides those of the stored value.
//!
//! Who may write a key may store what a browser would run. Of a private bucket nothing runs in the endpoint's
//! origin: it is saved, or, where the signer wants it shown, shown without an origin and without scripts.

use alloc::string::String;

use crate::cut;
use crate::form::{push, push_encoded};
use crate::sign::grant::Grant;
use crate::sign::options::{Action, Disposition};

/// What the answer has of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The value, or a part of it.
    Value,
    /// That the reader has it already.
    NotModified,
}

/// What is stored beside the value and steers the answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stored<'a> {
    /// Its content type.
    pub content_type: Option<&'a str>,
    /// Its cache-control.
    pub cache_control: Option<&'a str>,
}

/// The fields, as a form; `grant` is that of a signed URL, `None` for a public one.
#[must_use]
pub fn fields(grant: Option<&Grant<'_>>, stored: &Stored<'_>, answer: Answer) -> String {
    let mut fields = String::new();
    if let Some(grant) = grant {
        if grant.once.is_some() {
            push(&mut fields, "cache-control", "no-store");
        } else if stored.cache_control.is_none() {
            push(&mut fields, "cache-control", "private, no-cache");
        }
    }
    if answer == Answer::NotModified {
        return fields;
    }
    push(&mut fields, "x-content-type-options", "nosniff");
    if stored.content_type.is_none() {
        // Without a type browsers guess, whatever they are told.
        push(&mut fields, "content-type", "application/octet-stream");
    }
    if let Some(Grant { action: Action::Read { disposition, filename }, .. }) = grant {
        push(&mut fields, "content-disposition", &content_disposition(*disposition, *filename));
        push(&mut fields, "referrer-policy", "no-referrer");
        // The PDF viewers of browsers run no script of the endpoint's origin, and refuse to start in a sandbox.
        if *disposition == Disposition::Attachment || !is_pdf(stored.content_type) {
            push(&mut fields, "content-security-policy", "sandbox");
        }
    }
    fields
}

fn is_pdf(content_type: Option<&str>) -> bool {
    // After a comma another type may follow, and browsers take the last (Fetch, "extract a MIME type").
    let Some(text) = content_type.filter(|text| cut::once(text, b',').is_none()) else { return false };
    let essence = cut::once(text, b';').map_or(text, |(essence, _)| essence);
    essence.trim_ascii().eq_ignore_ascii_case("application/pdf")
}

/// RFC 6266: the name for all browsers in ASCII, and for those that can (RFC 8187) as it is.
fn content_disposition(disposition: Disposition, filename: Option<&str>) -> String {
    let mut value = String::from(match disposition {
        Disposition::Attachment => "attachment",
        Disposition::Inline => "inline",
    });
    let Some(filename) = filename else { return value };
    let is_plain = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | '%');
    value.push_str("; filename=\"");
    let mut plain = true;
    for c in filename.chars() {
        plain &= is_plain(c);
        value.push(if is_plain(c) { c } else { '_' });
    }
    value.push('"');
    if !plain {
        value.push_str("; filename*=UTF-8''");
        push_encoded(&mut value, filename);
    }
    value
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn told(disposition: Disposition, once: Option<&str>, stored: &Stored<'_>, answer: Answer) -> String {
        let action = Action::Read { disposition, filename: None };
        fields(Some(&Grant { secret: "", expires: 0, once, action }), stored, answer)
    }

    #[test]
    fn a_private_value_is_saved_and_never_run() {
        let html = Stored { content_type: Some("text/html"), cache_control: None };
        assert_eq!(
            told(Disposition::Attachment, None, &html, Answer::Value),
            "cache-control=private%2C%20no-cache&x-content-type-options=nosniff&content-disposition=attachment\
             &referrer-policy=no-referrer&content-security-policy=sandbox"
        );
        let inline = told(Disposition::Inline, None, &html, Answer::Value);
        assert!(inline.ends_with(
            "&content-disposition=inline&referrer-policy=no-referrer&content-security-policy=sandbox"
        ));
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
            let stored = Stored { content_type: Some(content_type), cache_control: None };
            let told = told(Disposition::Inline, None, &stored, Answer::Value);
            assert_eq!(told.contains("sandbox"), sandboxed, "{content_type}");
        }
    }

    #[test]
    fn a_value_without_a_type_is_bytes() {
        let told = told(Disposition::Inline, None, &Stored::default(), Answer::Value);
        assert!(told.contains("content-type=application%2Foctet-stream"));
    }

    #[test]
    fn caches_do_as_the_stored_value_says_unless_the_link_is_for_one_request() {
        let stored = Stored { content_type: None, cache_control: Some("max-age=60") };
        assert_eq!(told(Disposition::Inline, None, &stored, Answer::NotModified), "");
        assert_eq!(
            told(Disposition::Inline, Some("n"), &stored, Answer::NotModified),
            "cache-control=no-store"
        );
    }

    #[test]
    fn a_public_value_is_as_it_was_stored() {
        let stored = Stored { content_type: Some("text/html"), cache_control: None };
        assert_eq!(fields(None, &stored, Answer::Value), "x-content-type-options=nosniff");
        assert_eq!(fields(None, &stored, Answer::NotModified), "");
    }

    #[test]
    fn a_file_keeps_its_name() {
        for (name, header) in [
            ("report.pdf", "inline; filename=\"report.pdf\""),
            ("a \"b\".txt", "inline; filename=\"a _b_.txt\"; filename*=UTF-8''a%20%22b%22.txt"),
            ("ü.txt", "inline; filename=\"_.txt\"; filename*=UTF-8''%C3%BC.txt"),
            ("100%.txt", "inline; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt"),
        ] {
            assert_eq!(content_disposition(Disposition::Inline, Some(name)), header);
        }
    }
}
