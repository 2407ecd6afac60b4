//! A caller's value as the native tests write it down, and the frame of it.
//!
//! The core reads values from frames alone, so a plain enum that writes them as the package does leads the tests
//! through the same validation as JavaScript takes.

use std::collections::BTreeMap;

use layeron_storage::declare::LIFECYCLE;
use layeron_storage::input::{Frame, MAX_SAFE_INTEGER, View};
use layeron_storage::range::RANGE;

/// A value of JavaScript's. Each kind is made by a `From`: see below.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Undefined,
    Null,
    Flag(bool),
    Number(f64),
    Text(String),
    LoneSurrogate,
    Object(Vec<(String, Self)>),
    Headers(BTreeMap<&'static str, String>),
}

impl From<()> for Value {
    fn from((): ()) -> Self {
        Self::Null
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A string as JavaScript holds it.
impl From<&[u16]> for Value {
    fn from(units: &[u16]) -> Self {
        String::from_utf16(units).map_or(Self::LoneSurrogate, Self::Text)
    }
}

/// `None` is `undefined`.
impl<V: Into<Self>> From<Option<V>> for Value {
    fn from(value: Option<V>) -> Self {
        value.map_or(Self::Undefined, Into::into)
    }
}

/// A `Headers` with these fields.
impl From<BTreeMap<&'static str, String>> for Value {
    fn from(fields: BTreeMap<&'static str, String>) -> Self {
        Self::Headers(fields)
    }
}

/// A plain object with these members.
impl<K: Into<String>, V: Into<Self>> FromIterator<(K, V)> for Value {
    fn from_iter<T: IntoIterator<Item = (K, V)>>(members: T) -> Self {
        Self::Object(members.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

/// The names of options that are objects of known names themselves.
const NESTED: [(&str, &[&str]); 2] = [("range", RANGE), ("lifecycle", LIFECYCLE)];

impl Value {
    /// The frame of an options object whose members are read by these names.
    pub(crate) fn frame(&self, known: &[&str]) -> String {
        let Self::Object(members) = self else { return self.whole() };
        let mut content = String::new();
        for name in known {
            let value = members.iter().find(|(own, _)| own == name).map(|(_, value)| value);
            let nested = NESTED.iter().find(|(own, _)| own == name);
            content += &match (value, nested) {
                (None, _) => "u".to_owned(),
                (Some(value), None) => value.whole(),
                (Some(value), Some((_, known))) => value.frame(known),
            };
        }
        let unknown = members.iter().find(|(own, _)| !known.contains(&own.as_str()));
        content += &unknown.map_or("u".to_owned(), |(own, _)| tagged('s', own));
        tagged('o', &content)
    }

    /// The frame of a value by itself, of an object with all its members.
    pub(crate) fn whole(&self) -> String {
        match self {
            Self::Undefined => "u".to_owned(),
            Self::Null => tagged('x', "null"),
            Self::Flag(flag) => if *flag { "t" } else { "f" }.to_owned(),
            Self::Number(n) if *n >= 0.0 && n.trunc() == *n && *n <= MAX_SAFE_INTEGER as f64 => {
                tagged('i', &n.abs().to_string())
            }
            Self::Number(n) => tagged('n', &n.to_string()),
            Self::Text(text) => text_frame(text),
            Self::LoneSurrogate => "l".to_owned(),
            Self::Object(members) => {
                let entry = |(key, value): &(String, Self)| text_frame(key) + &value.whole();
                tagged('e', &members.iter().map(entry).collect::<String>())
            }
            Self::Headers(fields) => {
                let field = |name| fields.get(name).map_or("u".to_owned(), |value| text_frame(value));
                tagged('h', &["range", "if-none-match", "if-range"].map(field).concat())
            }
        }
    }
}

/// A value with a length.
fn tagged(tag: char, content: &str) -> String {
    format!("{tag}{}:{content}", content.encode_utf16().count())
}

/// Of a string that is longer than any limit only the length crosses.
fn text_frame(text: &str) -> String {
    match text.encode_utf16().count() {
        units if units > 65_536 => tagged('b', &units.to_string()),
        _ => tagged('s', text),
    }
}

/// What the core sees of a frame's only value.
pub(crate) fn seen(frame: &str) -> View<'_> {
    Frame::new(frame).take()
}
