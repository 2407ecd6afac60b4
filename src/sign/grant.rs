//! Grants: what a signed URL allows, and the text that says so.
//!
//! The text is a row of values in the form of [`crate::input`], so no value can run into the next one, whatever it
//! holds: the format, the end in milliseconds, the version of the secret, what makes the URL unique if it is for one
//! request, and the options as they were given. js/base64url.js makes it fit into a query, and that is what is signed.

use alloc::string::String;

use super::options::{Action, Options};
use crate::error::Result;
use crate::input::{Frame, View};
use crate::say;
use crate::time::Millis;
use crate::words::decimal;

/// The format that is written, and the only one that is read.
const FORMAT: u64 = 1;

/// What the text to be signed begins with, so that no other text of this package can be taken for one.
const DOMAIN: &str = "layeron-storage signed URL\n";

/// What a signed URL allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant<'a> {
    /// Millisecond since 1970 from which on it allows nothing.
    pub expires: u64,
    /// The version of the secret that it is signed with; empty when the secret has no versions.
    pub secret: &'a str,
    /// What tells it from every other, when it allows one request only.
    pub once: Option<&'a str>,
    /// What may be done.
    pub action: Action<'a>,
}

/// Makes a grant's text. In the frame are the version of the secret, what makes the URL unique, and the options.
///
/// # Errors
/// With the code of the first option that is wrong.
pub fn make(frame: Frame<'_>, now: Millis, lifecycle: Option<u64>) -> Result<String> {
    let mut values = frame;
    let (_, _, options) = (values.take(), values.take(), values.take());
    let expires = decimal(now.get() + Options::parse(options, lifecycle)?.seconds * 1000);
    Ok(say!("i1:%i%:%%", FORMAT, expires.len(), expires, frame.as_str()))
}

/// The text that is signed; `frame` has namespace, name, key and encoded grant.
#[must_use]
pub fn message(frame: &str) -> String {
    say!("%%", DOMAIN, frame)
}

impl<'a> Grant<'a> {
    /// Reads a grant's text. What nobody signed may be anything.
    #[must_use]
    pub fn read(text: &'a str) -> Option<Self> {
        let mut frame = Frame::new(text);
        let (View::Whole(FORMAT), View::Whole(expires)) = (frame.take(), frame.take()) else { return None };
        let View::Text(secret) = frame.take() else { return None };
        let once = match frame.take() {
            View::Text(once) => Some(once),
            _ => None,
        };
        let action = Options::parse(frame.take(), None).ok()?.action;
        Some(Self { expires, secret, once, action })
    }

    /// Whether it allows a method at a time.
    #[must_use]
    pub fn allows(&self, method: &str, now: Millis) -> bool {
        let methods: &[&str] = match self.action {
            Action::Read { .. } => &["GET", "HEAD"],
            Action::Write { .. } => &["PUT"],
        };
        now.get() < self.expires && methods.contains(&method)
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod tests {
    use super::*;
    use crate::input::sample::{Sample, tagged};
    use crate::sign::options::{Disposition, SIGNED};
    use proptest::prelude::*;

    /// The text of a grant with these options, made at the beginning of 1970.
    pub(crate) fn made(members: Vec<(&'static str, Sample)>) -> String {
        let frame = tagged('s', "v2") + &tagged('s', "nonce") + &Sample::Object(members).frame(SIGNED);
        make(Frame::new(&frame), Millis::EPOCH, None).unwrap()
    }

    fn read_of(seconds: f64) -> Vec<(&'static str, Sample)> {
        vec![("action", Sample::Text("read")), ("expiresInSeconds", Sample::Number(seconds))]
    }

    #[test]
    fn a_grant_is_a_row_of_values() {
        let text = made(read_of(60.0));
        assert_eq!(text, "i1:1i5:60000s2:v2s5:nonceo20:s4:readi2:60uuuuuuuu");
        let action = Action::Read { disposition: Disposition::Attachment, filename: None };
        let grant = Grant { expires: 60_000, secret: "v2", once: Some("nonce"), action };
        assert_eq!(Grant::read(&text), Some(grant));
    }

    #[test]
    fn another_format_is_no_grant() {
        let text = made(read_of(60.0));
        for other in [
            text.replacen("i1:1", "i1:2", 1),
            text.replacen("i1:1", "s1:1", 1),
            text.replacen("i5:60000", "s5:60000", 1),
            text.replace("read", "list"),
            String::new(),
        ] {
            assert_eq!(Grant::read(&other), None, "{other}");
        }
    }

    #[test]
    fn wrong_options_make_no_grant() {
        let frame = String::from("s0:u") + &Sample::Object(read_of(0.0)).frame(SIGNED);
        assert!(make(Frame::new(&frame), Millis::EPOCH, None).is_err());
    }

    #[test]
    fn a_grant_allows_its_own_methods_until_it_expires() {
        let write = vec![
            ("action", Sample::Text("write")),
            ("expiresInSeconds", Sample::Number(1.0)),
            ("maxSizeBytes", Sample::Number(7.0)),
        ];
        for (options, allowed) in [(read_of(1.0), &["GET", "HEAD"][..]), (write, &["PUT"])] {
            let text = made(options);
            let grant = Grant::read(&text).unwrap();
            for method in ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "get", "TRACE", ""] {
                assert_eq!(grant.allows(method, Millis::new(999)), allowed.contains(&method), "{method}");
                assert!(!grant.allows(method, Millis::new(1000)), "{method}, expired");
            }
        }
    }

    #[test]
    fn everything_that_matters_is_signed() {
        assert_eq!(message("s1:as1:bs1:c"), "layeron-storage signed URL\ns1:as1:bs1:c");
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(text in "(i1:1i2:99s0:u)?[utlsinoehx:0-9\u{e9}]{0,24}", at: prop::sample::Index, to: char) {
            let _ = Grant::read(&text);
            let whole = made(read_of(60.0));
            let mut changed: Vec<char> = whole.chars().collect();
            let at = at.index(changed.len());
            changed[at] = to;
            let _ = Grant::read(&changed.into_iter().collect::<String>());
        }
    }
}
