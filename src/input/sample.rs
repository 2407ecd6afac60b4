//! The tests' own caller values, and frames of them.

use super::*;

/// A value as a test writes it down.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sample {
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(&'static str),
    Owned(String),
    LoneSurrogate,
    Array,
    /// Read by known names where they are known, else whole.
    Object(Vec<(&'static str, Self)>),
    Headers(Vec<(&'static str, &'static str)>),
}

/// The names of options that are objects of known names themselves.
const NESTED: [(&str, &[&str]); 4] = [
    ("range", &["offset", "length", "suffix"]),
    ("lifecycle", &["deleteAfterDays"]),
    ("encryption", &["mode", "algorithm", "secret", "context"]),
    ("secret", &["kind", "name", "namespace"]),
];

impl Sample {
    /// The frame that js/given.js would write.
    pub(crate) fn frame(&self, known: &[&str]) -> String {
        match self {
            Self::Object(members) => {
                let mut content = String::new();
                for name in known {
                    let value = members.iter().find(|(own, _)| own == name);
                    let nested = NESTED.iter().find(|(own, _)| own == name);
                    content += &match (value, nested) {
                        (None, _) => "u".to_owned(),
                        (Some((_, value)), None) => value.whole(),
                        (Some((_, value)), Some((_, known))) => value.frame(known),
                    };
                }
                let unknown = members.iter().find(|(own, _)| !known.contains(own));
                content += &unknown.map_or("u".to_owned(), |(own, _)| tagged('s', own));
                tagged('o', &content)
            }
            other => other.whole(),
        }
    }

    fn whole(&self) -> String {
        match self {
            Self::Undefined => "u".to_owned(),
            Self::Null => tagged('x', "null"),
            Self::Array => tagged('x', "an array"),
            Self::Bool(flag) => if *flag { "t" } else { "f" }.to_owned(),
            Self::Number(n) if *n >= 0.0 && n.trunc() == *n && *n < 9e15 => tagged('i', &n.to_string()),
            Self::Number(n) => tagged('n', &n.to_string()),
            Self::Text(text) => tagged('s', text),
            Self::Owned(text) => tagged('s', text),
            Self::LoneSurrogate => "l".to_owned(),
            Self::Object(members) => {
                let entry = |(name, value): &(&str, Self)| tagged('s', name) + &value.whole();
                tagged('e', &members.iter().map(entry).collect::<String>())
            }
            Self::Headers(fields) => {
                let field = |name: &str| {
                    let found = fields.iter().find(|(own, _)| *own == name);
                    found.map_or("u".to_owned(), |(_, value)| tagged('s', value))
                };
                tagged('h', &["range", "if-none-match", "if-range"].map(field).concat())
            }
        }
    }
}

/// A value with a length.
pub(crate) fn tagged(tag: char, content: &str) -> String {
    format!("{tag}{}:{content}", content.encode_utf16().count())
}

/// What the core sees of a frame's only value.
pub(crate) fn seen(frame: &str) -> View<'_> {
    Frame::new(frame).take()
}
