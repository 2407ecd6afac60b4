//! The put that a signed PUT request makes, or why it makes none.
//!
//! The signer decides what is stored beside the value. Of the request's own fields, only those count that
//! narrow the request down. A field that this package does not carry out is refused, because ignoring it would store
//! something other than the sender meant.

use serde::Serialize;

use crate::content_type;
use crate::error::{Code, Detail, Error, Result, quoted};
use crate::limits::MAX_SAFE_INTEGER;
use crate::metadata::{Entries, HttpField};
use crate::options::signed::Action;
use crate::variant::Variant;

/// The header fields that a PUT may have and this package does not carry out.
const UNSUPPORTED: [&str; 4] = ["content-encoding", "content-range", "if-match", "if-unmodified-since"];

/// The put that a request makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignedPut {
    /// The options of the put.
    pub options: SignedPutOptions,
    /// The most bytes that the body may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
}

/// The options of the put that a request makes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedPutOptions {
    /// The signed content type, else the request's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The signed metadata.
    pub metadata: Entries,
    /// Whether the key must not exist.
    pub if_not_exists: bool,
    /// The length that the request declares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}

/// Plans the put; `field` gives the request's header fields by their names.
///
/// # Errors
/// `storage_content_type_mismatch`, `storage_value_too_large` or `storage_invalid_options`.
pub fn put(action: Action, field: impl Fn(&str) -> Option<String>) -> Result<SignedPut> {
    let Action::Write { content_type, max_size: max, metadata, create } = action else {
        return Err(Error::new(Code::Internal, "the claims of a URL that reads allow no put"));
    };
    // An empty field says nothing; workerd does not even show it.
    let field = |name| field(name).filter(|value| !value.is_empty());
    let sent = field("content-type");
    if let Some(signed) = &content_type {
        check_type(signed, sent.as_deref())?;
    }
    for name in UNSUPPORTED {
        if field(name).is_some() {
            return Err(unsupported(name));
        }
    }
    let if_not_exists = match field("if-none-match").as_deref() {
        None => create,
        Some("*") => true,
        Some(_) => return Err(unsupported("if-none-match other than *")),
    };
    // An invalid length is ignored; the body is counted.
    let size = field("content-length").and_then(|digits| length(&digits));
    if let (Some(size), Some(max)) = (size, max)
        && size > max
    {
        return Err(too_large(max));
    }
    let content_type = match content_type {
        Some(signed) => Some(signed.as_str().to_owned()),
        None => sent.and_then(|sent| content_type::own(Variant::Bucket, &sent)),
    };
    Ok(SignedPut { options: SignedPutOptions { content_type, metadata, if_not_exists, size }, max })
}

fn length(digits: &str) -> Option<u64> {
    let are_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|n| are_digits && *n <= MAX_SAFE_INTEGER)
}

/// The refusal of a body that passes the cap of its URL.
#[must_use]
pub fn too_large(max: u64) -> Error {
    let why = format!("the body has more than the {max} bytes that the URL allows");
    Error::new(Code::ValueTooLarge, why).with(Detail { size: None, limit: Some(max) })
}

fn check_type(signed: &HttpField, sent: Option<&str>) -> Result<()> {
    let signed = signed.as_str();
    // Space around it never arrives: it is no part of a field's value (RFC 9110, 5.5).
    if sent.is_some_and(|sent| sent.eq_ignore_ascii_case(signed.trim_ascii())) {
        return Ok(());
    }
    let sent = sent.map_or("none".to_owned(), quoted);
    let why = format!("the URL is for content type {}, the request has {sent}", quoted(signed));
    Err(Error::new(Code::ContentTypeMismatch, why))
}

fn unsupported(name: &str) -> Error {
    let why = format!("the request has {name}, which signed URLs do not support; nothing was stored");
    Error::new(Code::InvalidOptions, why)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    fn any() -> Action {
        Action::Write { content_type: None, max_size: None, metadata: Entries::default(), create: false }
    }

    fn capped(max: u64) -> Action {
        Action::Write { content_type: None, max_size: Some(max), metadata: Entries::default(), create: false }
    }

    fn of_type(content_type: &str) -> Action {
        let content_type = Some(HttpField::try_from(content_type.to_owned()).unwrap());
        Action::Write { content_type, max_size: None, metadata: Entries::default(), create: false }
    }

    fn planned(action: Action, fields: &[(&str, &str)]) -> Result<SignedPut> {
        put(action, |name| fields.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn the_put_stores_what_the_signer_said() {
        let mut metadata = Entries::default();
        metadata.push("by", "ada\n");
        let content_type = Some(HttpField::try_from("text/plain".to_owned()).unwrap());
        let action =
            Action::Write { content_type, max_size: Some(9), metadata: metadata.clone(), create: true };
        let put = planned(action, &[("content-type", "TEXT/Plain"), ("content-length", "9")]).unwrap();
        let options = SignedPutOptions {
            content_type: Some("text/plain".into()),
            metadata,
            if_not_exists: true,
            size: Some(9),
        };
        assert_eq!(put, SignedPut { options, max: Some(9) });
        let put = planned(any(), &[("content-type", "a/b")]).unwrap();
        assert_eq!(put.options.content_type.as_deref(), Some("a/b"));
        assert_eq!(planned(any(), &[("content-type", "")]).unwrap().options.content_type, None);
        let put = planned(any(), &[("content-type", "a/b; name=é")]).unwrap();
        assert_eq!(put.options.content_type.as_deref(), Some("a/b"));
    }

    #[test]
    fn the_type_must_be_the_signed_one() {
        for sent in
            [&[][..], &[("content-type", "text/html")], &[("content-type", "text/plain;charset=utf-8")]]
        {
            let error = planned(of_type("text/plain"), sent).unwrap_err();
            assert_eq!(error.code, Code::ContentTypeMismatch, "{sent:?}");
        }
    }

    #[test]
    fn a_length_over_the_cap_is_refused_before_the_body_is_read() {
        let size = |length| planned(capped(10), &[("content-length", length)]).map(|put| put.options.size);
        assert_eq!(size("10"), Ok(Some(10)));
        assert_eq!(size("11").unwrap_err().code, Code::ValueTooLarge);
        for none in ["-1", "+1", "1e3", "99999999999999999999"] {
            assert_eq!(size(none), Ok(None), "{none}");
        }
    }

    #[test]
    fn a_request_may_narrow_itself_down() {
        assert!(planned(any(), &[("if-none-match", "*")]).unwrap().options.if_not_exists);
        assert_eq!(planned(any(), &[("if-none-match", "\"a\"")]).unwrap_err().code, Code::InvalidOptions);
    }

    #[test]
    fn fields_that_are_not_carried_out_are_refused() {
        for name in UNSUPPORTED {
            let error = planned(any(), &[(name, "x")]).unwrap_err();
            assert_eq!(error.code, Code::InvalidOptions);
            assert!(error.message.contains(name));
        }
    }
}
