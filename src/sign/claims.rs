//! Claims: what a signed URL allows, as JSON in the URL.
//!
//! The names are documented and short, as they travel in every URL. A claim that is not known here is refused, so that
//! an older deployment never ignores a restriction of a newer one.

use serde::{Deserialize, Serialize};

use crate::metadata::{Entries, HttpField};
use crate::options::signed::{Action, Disposition, Filename, Signed, check_metadata};
use crate::time::Millis;
use crate::whole::Bytes;

/// The format that is written, and the only one that is read.
const FORMAT: u32 = 1;

/// The claims of a signed URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// The format.
    pub v: u32,
    /// The millisecond since 1970 from which on the URL allows nothing.
    pub until: u64,
    /// The version of the secret that it is signed with; absent when the secret has no versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Tells the URL from every other, when it allows one request only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub once: Option<String>,
    /// `"read"` or `"write"`.
    pub action: Verb,
    /// A read: whether a browser shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline: Option<bool>,
    /// A read: under which name a browser saves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filename: Option<String>,
    /// A write: the content type that the request must have.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub content_type: Option<HttpField>,
    /// A write: the most bytes that the value may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<Bytes>,
    /// A write: what is stored beside the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Entries>,
    /// A write: whether the key must not exist.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub create: Option<bool>,
}

/// What may be done with the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// GET and HEAD.
    Read,
    /// PUT.
    Write,
}

impl Claims {
    /// The claims of a new URL. `secret` is the version that signs it, `once` what makes a URL for one request unique.
    #[must_use]
    pub fn new(signed: &Signed, secret: &str, once: Option<String>, now: Millis) -> Self {
        let common = Self {
            v: FORMAT,
            until: now.get() + signed.seconds * 1000,
            secret: some_text(secret),
            once,
            action: Verb::Read,
            inline: None,
            filename: None,
            content_type: None,
            max: None,
            metadata: None,
            create: None,
        };
        match &signed.action {
            Action::Read { disposition, filename } => Self {
                inline: (*disposition == Disposition::Inline).then_some(true),
                filename: filename.as_ref().map(|name| name.as_str().to_owned()),
                ..common
            },
            Action::Write { content_type, max_size, metadata, create } => Self {
                action: Verb::Write,
                content_type: content_type.clone(),
                max: max_size.map(Bytes::at_most),
                metadata: (!metadata.is_empty()).then(|| metadata.clone()),
                create: create.then_some(true),
                ..common
            },
        }
    }

    /// What the URL allows; `None` for claims that go beyond what this version writes.
    #[must_use]
    pub fn action(&self) -> Option<Action> {
        let Self { inline, filename, content_type, max, metadata, create, .. } = self;
        let filename = filename.clone().map(Filename::try_from).transpose().ok()?;
        match self.action {
            Verb::Read
                if content_type.is_none() && max.is_none() && metadata.is_none() && create.is_none() =>
            {
                let shows = inline.unwrap_or_default();
                let disposition = if shows { Disposition::Inline } else { Disposition::Attachment };
                Some(Action::Read { disposition, filename })
            }
            Verb::Write if inline.is_none() && filename.is_none() => {
                check_metadata(metadata.as_ref()).ok()?;
                Some(Action::Write {
                    content_type: content_type.clone(),
                    max_size: max.map(Bytes::get),
                    metadata: metadata.clone().unwrap_or_default(),
                    create: create.unwrap_or_default(),
                })
            }
            Verb::Read | Verb::Write => None,
        }
    }

    /// Whether the URL allows a method at a time.
    #[must_use]
    pub fn allow(&self, method: &str, now: Millis) -> bool {
        let methods: &[&str] = match self.action {
            Verb::Read => &["GET", "HEAD"],
            Verb::Write => &["PUT"],
        };
        self.v == FORMAT && now.get() < self.until && methods.contains(&method) && self.action().is_some()
    }
}

fn some_text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::options::signed::SignedOptions;
    use proptest::prelude::*;
    use serde_json::{Value, from_value, json, to_value};

    /// The claims of options, made at the beginning of 1970.
    fn made(options: Value) -> Claims {
        let options: SignedOptions = from_value(options).unwrap();
        Claims::new(&options.try_into().unwrap(), "v2", Some("nonce".into()), Millis::EPOCH)
    }

    fn written() -> Value {
        json!({
            "v": 1,
            "until": 60_000,
            "secret": "v2",
            "once": "nonce",
            "action": "write",
            "type": "image/png",
            "max": 7,
            "metadata": { "by": "ada" },
            "create": true,
        })
    }

    #[test]
    fn claims_say_what_the_options_say() {
        let read = made(json!({ "action": "read", "expiresInSeconds": 60, "disposition": "inline" }));
        let claims = json!({
            "v": 1, "until": 60_000, "secret": "v2", "once": "nonce", "action": "read", "inline": true,
        });
        assert_eq!(to_value(&read).unwrap(), claims);
        let write = made(json!({
            "action": "write",
            "expiresInSeconds": 60,
            "contentType": "image/png",
            "maxSizeBytes": 7,
            "metadata": { "by": "ada" },
            "ifNotExists": true,
        }));
        assert_eq!(to_value(&write).unwrap(), written());
        assert_eq!(from_value::<Claims>(written()).unwrap(), write);
    }

    #[test]
    fn an_unknown_claim_is_refused() {
        let mut claims = written();
        claims["ip"] = json!("192.0.2.1");
        assert!(from_value::<Claims>(claims).is_err());
    }

    #[test]
    fn a_claim_of_the_wrong_type_is_refused() {
        for (name, wrong) in [
            ("v", json!("1")),
            ("until", json!("60000")),
            ("until", json!(0.5)),
            ("secret", json!(2)),
            ("action", json!("list")),
            ("type", json!("a\nb")),
            ("max", json!(-1)),
            ("metadata", json!({ "by": 1 })),
            ("create", json!("true")),
        ] {
            let mut claims = written();
            claims[name] = wrong;
            assert!(from_value::<Claims>(claims).is_err(), "{name}");
        }
    }

    #[test]
    fn a_missing_claim_is_refused() {
        for name in ["v", "until", "action"] {
            let mut claims = written();
            claims.as_object_mut().unwrap().remove(name);
            assert!(from_value::<Claims>(claims).is_err(), "{name}");
        }
    }

    #[test]
    fn claims_of_another_format_or_action_allow_nothing() {
        let now = Millis::EPOCH;
        assert!(from_value::<Claims>(written()).unwrap().allow("PUT", now));
        for (name, value) in [
            ("v", json!(2)),
            ("inline", json!(true)),
            ("filename", json!("a")),
            ("metadata", json!({ "layeron-a": "b" })),
        ] {
            let mut claims = written();
            claims[name] = value;
            assert!(!from_value::<Claims>(claims).unwrap().allow("PUT", now), "{name}");
        }
    }

    #[test]
    fn a_url_allows_its_own_methods_until_it_expires() {
        for (action, allowed) in [("read", &["GET", "HEAD"][..]), ("write", &["PUT"])] {
            let claims = made(json!({ "action": action, "expiresInSeconds": 1 }));
            for method in ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "get", "TRACE", ""] {
                assert_eq!(claims.allow(method, Millis::new(999)), allowed.contains(&method), "{method}");
                assert!(!claims.allow(method, Millis::new(1000)), "{method}, expired");
            }
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_reading_panic(text: String) {
            if let Ok(claims) = serde_json::from_str::<Claims>(&text) {
                let _ = claims.allow("GET", Millis::EPOCH);
            }
        }
    }
}
