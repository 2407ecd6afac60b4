//! A caller's value as the native tests write it down, and the frame of it.
//!
//! The core reads values from frames alone, so a plain enum that writes them as js/given.js does leads the tests
//! through the same validation as JavaScript takes.

use std::collections::BTreeMap;

use chrono::NaiveDateTime;

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

impl Value {
    /// The frame of an options object whose members are read by these names.
    pub(crate) fn frame(&self, known: &[&str]) -> String {
        match self {
            Self::Object(members) => by_names(members, known),
            Self::Headers(_) => tagged('x', "another kind of object"),
            other => other.alone(),
        }
    }

    /// The frame of a member of options: the objects that are read deeper.
    fn member(&self, name: &str) -> String {
        match (name, self) {
            ("metadata", Self::Object(members)) => {
                let entry = |(key, value): &(String, Self)| text_frame(key) + &value.alone();
                tagged('e', &members.iter().map(entry).collect::<String>())
            }
            ("metadata" | "range" | "lifecycle", Self::Headers(_)) => tagged('x', "another kind of object"),
            ("range", Self::Object(members)) => by_names(members, RANGE),
            ("lifecycle", Self::Object(members)) => by_names(members, LIFECYCLE),
            ("headers", Self::Headers(fields)) => {
                let field = |name| fields.get(name).map_or("u".to_owned(), |value| text_frame(value));
                let date = fields.get("if-range").and_then(|value| http_seconds(value));
                let if_range = date.map_or_else(|| field("if-range"), |date| tagged('i', &date.to_string()));
                tagged('h', &[field("range"), field("if-none-match"), if_range].concat())
            }
            _ => self.alone(),
        }
    }

    /// The frame of a value by itself.
    pub(crate) fn alone(&self) -> String {
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
            Self::Object(_) | Self::Headers(_) => tagged('x', "an object"),
        }
    }
}

/// The seconds of a date in the form that HTTP prefers.
fn http_seconds(text: &str) -> Option<i64> {
    const FORM: &str = "%a, %d %b %Y %H:%M:%S GMT";
    let date = NaiveDateTime::parse_from_str(text, FORM).ok()?;
    (date.format(FORM).to_string() == text).then(|| date.and_utc().timestamp())
}

/// A value for each known name, then the first unknown name.
fn by_names(members: &[(String, Value)], known: &[&str]) -> String {
    let value = |name: &&str| {
        let own = members.iter().find(|(own, _)| own == name);
        own.map_or("u".to_owned(), |(_, value)| value.member(name))
    };
    let unknown = members.iter().find(|(own, _)| !known.contains(&own.as_str()));
    let unknown = unknown.map_or("u".to_owned(), |(own, _)| tagged('s', own));
    tagged('o', &known.iter().map(value).chain([unknown]).collect::<String>())
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
