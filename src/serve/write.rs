//! The put that a signed PUT request makes, or why it makes none.
//!
//! The signer decides what is stored beside the value. Of the request's own fields those count that narrow the
//! request down; one that this package does not carry out is refused, as to ignore it would store what was not meant.

use alloc::string::String;

use crate::error::{Code, Error, Result, quoted};
use crate::form::push;
use crate::input::{Frame, View};
use crate::say;
use crate::sign::options::Action;
use crate::words::decimal;

/// The header fields that a PUT may have and this package does not carry out.
const UNSUPPORTED: [&str; 4] = ["content-encoding", "content-range", "if-match", "if-unmodified-since"];

/// The options of the put, and `max`, the most bytes that the value may have, as a form; then, on a line of its own,
/// the metadata as another. `fields` has the request's content type, content length and If-None-Match, and the fields
/// of [`UNSUPPORTED`].
///
/// # Errors
/// `storage_content_type_mismatch`, `storage_value_too_large` or `storage_invalid_options`.
pub fn put(action: &Action<'_>, fields: &mut Frame<'_>) -> Result<String> {
    let Action::Write { content_type, max_size, metadata, create } = action else {
        return Err(Error::new(Code::Internal, "the grant of a write is none"));
    };
    let mut options = String::new();
    let sent = fields.take();
    if let Some(signed) = content_type {
        check_type(signed, sent)?;
    }
    if let View::Text(sent) = sent {
        push(&mut options, "contentType", content_type.unwrap_or(sent));
    }
    let length = fields.take();
    let if_none_match = fields.take();
    for name in UNSUPPORTED {
        if fields.take() != View::Undefined {
            return Err(unsupported(name));
        }
    }
    match if_none_match {
        View::Undefined if !create => {}
        View::Undefined | View::Text("*") => push(&mut options, "ifNotExists", "true"),
        _ => return Err(unsupported("if-none-match other than *")),
    }
    if let View::Whole(length) = length {
        push(&mut options, "size", &decimal(length));
    }
    if let Some(max) = *max_size {
        if matches!(length, View::Whole(length) if length > max) {
            return Err(too_large(max));
        }
        push(&mut options, "max", &decimal(max));
    }
    options.push('\n');
    let mut entries = String::new();
    let mut metadata = *metadata;
    while let (View::Text(name), View::Text(value)) = (metadata.take(), metadata.take()) {
        push(&mut entries, name, value);
    }
    Ok(options + &entries)
}

/// The refusal of a body that passes the cap of its URL.
#[must_use]
pub fn too_large(max: u64) -> Error {
    Error::new(Code::ValueTooLarge, say!("the body has more than the % bytes that the URL allows", max))
}

fn check_type(signed: &str, sent: View<'_>) -> Result<()> {
    let shown = match sent {
        // Space around it never arrives: it is no part of a field's value (RFC 9110, 5.5).
        View::Text(sent) if sent.eq_ignore_ascii_case(signed.trim_ascii()) => return Ok(()),
        View::Text(sent) => quoted(sent),
        _ => "none".into(),
    };
    let why = say!("the URL is for content type %, the request has %", quoted(signed), shown);
    Err(Error::new(Code::ContentTypeMismatch, why))
}

fn unsupported(name: &str) -> Error {
    let why = say!("the request has %, which signed URLs do not support; nothing was stored", name);
    Error::new(Code::InvalidOptions, why)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::input::sample::tagged;

    const ANY: Action<'_> =
        Action::Write { content_type: None, max_size: None, metadata: Frame::new(""), create: false };

    fn capped(max: u64) -> Action<'static> {
        Action::Write { content_type: None, max_size: Some(max), metadata: Frame::new(""), create: false }
    }

    fn told(action: &Action<'_>, fields: &str) -> Result<String> {
        put(action, &mut Frame::new(fields))
    }

    #[test]
    fn what_the_signer_said_is_stored() {
        let action = Action::Write {
            content_type: Some("text/plain"),
            max_size: Some(9),
            metadata: Frame::new("s2:bys4:ada\ns1:as0:"),
            create: true,
        };
        assert_eq!(
            told(&action, "s10:TEXT/Plaini1:9uuuuu").unwrap(),
            "contentType=text%2Fplain&ifNotExists=true&size=9&max=9\nby=ada%0A&a="
        );
        assert_eq!(told(&ANY, "uuuuuuu").unwrap(), "\n");
        assert_eq!(told(&ANY, "s3:a/buuuuuu").unwrap(), "contentType=a%2Fb\n");
    }

    #[test]
    fn the_type_must_be_the_signed_one() {
        let action = Action::Write {
            content_type: Some("text/plain"),
            max_size: None,
            metadata: Frame::new(""),
            create: false,
        };
        for sent in ["u", "s9:text/html", "s0:", "s25:text/plain;charset=utf-8"] {
            assert_eq!(told(&action, sent).unwrap_err().code, Code::ContentTypeMismatch, "{sent}");
        }
    }

    #[test]
    fn a_length_over_the_cap_is_refused_before_the_body_is_read() {
        assert_eq!(told(&capped(10), "ui2:10uuuuu").unwrap(), "size=10&max=10\n");
        assert_eq!(told(&capped(10), "ui2:11uuuuu").unwrap_err().code, Code::ValueTooLarge);
        // What is no length is not believed; the body is counted.
        assert_eq!(told(&capped(10), "un2:-1uuuuu").unwrap(), "max=10\n");
    }

    #[test]
    fn a_request_may_narrow_itself_down() {
        assert_eq!(told(&ANY, "uus1:*uuuu").unwrap(), "ifNotExists=true\n");
        assert_eq!(told(&ANY, "uus3:\"a\"uuuu").unwrap_err().code, Code::InvalidOptions);
    }

    #[test]
    fn what_is_not_carried_out_is_refused() {
        for (at, name) in UNSUPPORTED.iter().enumerate() {
            let fields = format!("uuu{}{}", "u".repeat(at), tagged('s', "x"));
            let error = told(&ANY, &fields).unwrap_err();
            assert_eq!(error.code, Code::InvalidOptions);
            assert!(error.message.contains(name));
        }
    }
}
