//! A caller's value as the native tests write it down: what `JsValue` is to the package.
//!
//! The core reads values through the trait `Input` alone, so a plain enum that implements it leads the
//! tests through the same validation as JavaScript takes.

use std::collections::BTreeMap;

use layeron_storage::error::Result;
use layeron_storage::input::{Input, Members, Text, View};
use unicode_normalization::UnicodeNormalization;

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

impl Input for Value {
    fn view(&self) -> View {
        match self {
            Self::Undefined => View::Undefined,
            Self::Null => View::Other("null"),
            Self::Flag(flag) => View::Boolean(*flag),
            Self::Number(number) => View::Number(*number),
            Self::Text(text) => View::Text(Text::WellFormed(text.clone())),
            Self::LoneSurrogate => View::Text(Text::LoneSurrogate),
            Self::Object(_) | Self::Headers(_) => View::Object,
        }
    }

    fn members(&self, known: &'static [&'static str]) -> Result<Members<Self>> {
        let own: &[(String, Self)] = match self {
            Self::Object(members) => members,
            _ => &[],
        };
        let value = |name: &&str| {
            let found = own.iter().find(|(member, _)| member == name).map(|(_, value)| value.clone());
            found.filter(|value| *value != Self::Undefined)
        };
        let unknown = own.iter().map(|(member, _)| member).find(|member| !known.contains(&member.as_str()));
        Ok(Members { values: known.iter().map(value).collect(), unknown: unknown.cloned() })
    }

    fn entries(&self) -> Result<Option<Vec<(Text, Self)>>> {
        let Self::Object(members) = self else { return Ok(None) };
        let entry = |(key, value): &(String, Self)| (Text::WellFormed(key.clone()), value.clone());
        Ok(Some(members.iter().map(entry).collect()))
    }

    fn header(&self, name: &str) -> Option<Option<String>> {
        let Self::Headers(fields) = self else { return None };
        Some(fields.get(name).cloned())
    }

    fn show(number: f64) -> String {
        number.to_string()
    }

    fn nfc(text: &str) -> String {
        text.nfc().collect()
    }
}
