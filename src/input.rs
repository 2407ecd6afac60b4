//! What the core sees of a caller's value, and the checks that every options object goes through.
//!
//! The core must refuse what is wrong in a value from JavaScript, but has to compile and to be tested
//! without JavaScript. So it reads values through one small trait: the wasm layer implements it for
//! `JsValue`, the tests for a plain enum.

use crate::error::{Code, Error, Result, quoted};

/// A value of the caller's.
pub trait Input: Sized {
    /// What kind of value it is, with its content where that is small.
    fn view(&self) -> View;

    /// The values of the `known` members of an object, `None` where undefined, in that order; and the
    /// first enumerable member, inherited ones included, that is not among them.
    ///
    /// # Errors
    /// When reading a member throws.
    fn members(&self, known: &'static [&'static str]) -> Result<Members<Self>>;

    /// The own enumerable members of a plain object; `None` for anything else, as the entries of a
    /// `Map` or of `Headers` would be lost in silence.
    ///
    /// # Errors
    /// When reading a member throws.
    fn entries(&self) -> Result<Option<Vec<(Text, Self)>>>;

    /// A field of a `Headers` object: `Some(None)` when it is not set, `None` when this is no `Headers`.
    fn header(&self, name: &str) -> Option<Option<String>>;

    /// A number as JavaScript prints it. (Formatting floats in Rust costs 21 KB of wasm.)
    fn show(number: f64) -> String;

    /// The canonical composition (NFC) of `text`.
    fn nfc(text: &str) -> String;
}

/// The kinds of value that the core tells apart.
#[derive(Debug, Clone, PartialEq)]
pub enum View {
    /// `undefined`
    Undefined,
    /// `true` or `false`
    Boolean(bool),
    /// A number, `NaN` and the infinities included.
    Number(f64),
    /// A string.
    Text(Text),
    /// An object that is neither an array nor a function.
    Object,
    /// Everything else, by the name that messages use: `null`, `an array` …
    Other(&'static str),
}

/// A string of the caller's. JavaScript's may hold lone surrogates, Rust's cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// Valid Unicode.
    WellFormed(String),
    /// Holds a lone surrogate: has no UTF-8 form.
    LoneSurrogate,
}

impl View {
    /// The kind as messages name it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::Boolean(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Object => "an object",
            Self::Other(name) => name,
        }
    }
}

/// What [`Input::members`] found.
#[derive(Debug)]
pub struct Members<I> {
    /// One value for each known name; `None` where it is undefined.
    pub values: Vec<Option<I>>,
    /// A member that no known name matches.
    pub unknown: Option<String>,
}

/// An options object whose member names have been checked.
#[derive(Debug)]
pub struct Fields<I> {
    what: &'static str,
    known: &'static [&'static str],
    values: Vec<Option<I>>,
}

impl<I: Input> Fields<I> {
    /// Opens `input` as the options object called `what`, or `None` when it is `undefined`.
    ///
    /// # Errors
    /// `storage_invalid_options` when it is no object or has a member that is not in `known`: a
    /// misspelt `ifNotExists` must not overwrite.
    pub fn open(input: &I, what: &'static str, known: &'static [&'static str]) -> Result<Option<Self>> {
        match input.view() {
            View::Undefined => return Ok(None),
            View::Object => {}
            other => {
                return Err(invalid(format!("{what} must be an object, not {}", other.name())));
            }
        }
        let Members { values, unknown } = input.members(known)?;
        if let Some(unknown) = unknown {
            return Err(invalid(unknown_member(what, &unknown, known)));
        }
        Ok(Some(Self { what, known, values }))
    }

    /// The value of a member, unless it is undefined.
    ///
    /// # Panics
    /// When `name` is not among the known names: a mistake in this crate that every test meets.
    #[must_use]
    pub fn raw(&self, name: &str) -> Option<&I> {
        let at = self.known.iter().position(|known| *known == name).expect("a known option");
        self.values[at].as_ref()
    }

    /// What kind of value a member is.
    #[must_use]
    pub fn view(&self, name: &str) -> View {
        self.raw(name).map_or(View::Undefined, I::view)
    }

    /// A string member.
    ///
    /// # Errors
    /// `storage_invalid_options` when it is anything else, or holds a lone surrogate.
    pub fn text(&self, name: &str) -> Result<Option<String>> {
        match self.view(name) {
            View::Undefined => Ok(None),
            View::Text(Text::WellFormed(text)) => Ok(Some(text)),
            View::Text(Text::LoneSurrogate) => Err(self.wrong(name, "is a string with a lone surrogate")),
            other => Err(self.wrong(name, &format!("must be a string, not {}", other.name()))),
        }
    }

    /// A boolean member; absent is `false`.
    ///
    /// # Errors
    /// `storage_invalid_options` when it is anything else: `ifNotExists: "true"` must not overwrite.
    pub fn flag(&self, name: &str) -> Result<bool> {
        match self.view(name) {
            View::Undefined => Ok(false),
            View::Boolean(flag) => Ok(flag),
            other => Err(self.wrong(name, &format!("must be a boolean, not {}", other.name()))),
        }
    }

    /// A whole number within bounds.
    ///
    /// # Errors
    /// `storage_invalid_options` when it is anything else.
    pub fn whole(&self, name: &str, min: u64, max: u64) -> Result<Option<u64>> {
        match self.view(name) {
            View::Undefined => Ok(None),
            View::Number(n) => whole(n, min, max).map(Some).ok_or_else(|| {
                let bounds = if max >= MAX_SAFE_INTEGER {
                    format!("must be a whole number of at least {min}")
                } else {
                    format!("must be a whole number from {min} to {max}")
                };
                self.wrong(name, &format!("{bounds}, not {}", I::show(n)))
            }),
            other => Err(self.wrong(name, &format!("must be a number, not {}", other.name()))),
        }
    }

    /// The refusal of a member: `put options: ttlSeconds must be …`.
    #[must_use]
    pub fn wrong(&self, name: &str, why: &str) -> Error {
        invalid(format!("{}: {name} {why}", self.what))
    }
}

/// The largest whole number that JavaScript's numbers hold exactly, 2⁵³ − 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// `n` as a whole number from `min` to `max`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "both bounds are whole numbers below 2^53, and n lies between them"
)]
fn whole(n: f64, min: u64, max: u64) -> Option<u64> {
    let max = max.min(MAX_SAFE_INTEGER);
    // NaN fails the first comparison.
    if n >= min as f64 && n <= max as f64 && n.trunc() == n { Some(n as u64) } else { None }
}

fn invalid(message: String) -> Error {
    Error::new(Code::InvalidOptions, message)
}

fn unknown_member(what: &str, unknown: &str, known: &[&str]) -> String {
    let shown = quoted(unknown);
    let nearest = known
        .iter()
        .map(|name| (distance(&unknown.to_ascii_lowercase(), &name.to_ascii_lowercase()), name))
        .min_by_key(|(distance, _)| *distance);
    match nearest {
        Some((distance, name)) if distance <= name.len().max(unknown.len()) / 2 => {
            format!("{what}: unknown option {shown}; did you mean \"{name}\"?")
        }
        _ => {
            let mut message = format!("{what}: unknown option {shown}; the options are");
            for name in known {
                message.push(' ');
                message.push_str(name);
            }
            message
        }
    }
}

/// Levenshtein's distance, in bytes; a shared beginning counts for the candidate (`ttl` is nearer to
/// `ttlSeconds` than to `size`).
fn distance(a: &str, b: &str) -> usize {
    if !a.is_empty() && (a.starts_with(b) || b.starts_with(a)) {
        return 1;
    }
    let (a, b) = (&a.as_bytes()[..a.len().min(64)], b.as_bytes());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod sample {
    //! The tests' own caller values.

    use super::*;
    use unicode_normalization::UnicodeNormalization;

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
        Object(Vec<(&'static str, Self)>),
        Headers(Vec<(&'static str, &'static str)>),
    }

    impl Input for Sample {
        fn view(&self) -> View {
            match self {
                Self::Undefined => View::Undefined,
                Self::Null => View::Other("null"),
                Self::Bool(b) => View::Boolean(*b),
                Self::Number(n) => View::Number(*n),
                Self::Text(t) => View::Text(Text::WellFormed((*t).to_owned())),
                Self::Owned(t) => View::Text(Text::WellFormed(t.clone())),
                Self::LoneSurrogate => View::Text(Text::LoneSurrogate),
                Self::Array => View::Other("an array"),
                Self::Object(_) | Self::Headers(_) => View::Object,
            }
        }

        fn members(&self, known: &'static [&'static str]) -> Result<Members<Self>> {
            let Self::Object(members) = self else {
                return Ok(Members { values: vec![None; known.len()], unknown: None });
            };
            let value = |name: &str| {
                members
                    .iter()
                    .find(|(own, _)| *own == name)
                    .map(|(_, value)| value.clone())
                    .filter(|value| *value != Self::Undefined)
            };
            Ok(Members {
                values: known.iter().map(|name| value(name)).collect(),
                unknown: members
                    .iter()
                    .find(|(own, _)| !known.contains(own))
                    .map(|(own, _)| (*own).to_owned()),
            })
        }

        fn entries(&self) -> Result<Option<Vec<(Text, Self)>>> {
            let Self::Object(members) = self else { return Ok(None) };
            let entry = |(k, v): &(&str, Self)| (Text::WellFormed((*k).to_owned()), v.clone());
            Ok(Some(members.iter().map(entry).collect()))
        }

        fn header(&self, name: &str) -> Option<Option<String>> {
            let Self::Headers(fields) = self else { return None };
            Some(fields.iter().find(|(own, _)| *own == name).map(|(_, v)| (*v).to_owned()))
        }

        fn show(number: f64) -> String {
            number.to_string()
        }

        fn nfc(text: &str) -> String {
            text.nfc().collect()
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::sample::Sample;
    use super::*;

    const KNOWN: &[&str] = &["contentType", "ifNotExists", "ttlSeconds"];

    fn open(members: Vec<(&'static str, Sample)>) -> Result<Fields<Sample>> {
        Fields::open(&Sample::Object(members), "put options", KNOWN).map(Option::unwrap)
    }

    #[test]
    fn a_misspelt_option_is_refused_with_the_nearest_real_one() {
        for (wrong, meant) in
            [("ifNotExist", "ifNotExists"), ("ttl", "ttlSeconds"), ("contenttype", "contentType")]
        {
            let error = open(vec![(wrong, Sample::Undefined)]).unwrap_err();
            assert_eq!(error.code, Code::InvalidOptions);
            assert!(error.message.contains(&format!("did you mean \"{meant}\"")), "{error}");
        }
        let error = open(vec![("zzz", Sample::Null)]).unwrap_err();
        assert!(error.message.ends_with("the options are contentType ifNotExists ttlSeconds"));
    }

    #[test]
    fn options_are_an_object_or_undefined() {
        assert!(Fields::open(&Sample::Undefined, "o", KNOWN).unwrap().is_none());
        for other in [Sample::Null, Sample::Array, Sample::Text("x"), Sample::Number(1.0)] {
            let error = Fields::open(&other, "put options", KNOWN).unwrap_err();
            assert!(error.message.starts_with("put options must be an object, not "), "{error}");
        }
    }

    #[test]
    fn a_flag_is_a_boolean_and_nothing_else() {
        assert!(!open(vec![]).unwrap().flag("ifNotExists").unwrap());
        assert!(open(vec![("ifNotExists", Sample::Bool(true))]).unwrap().flag("ifNotExists").unwrap());
        for other in [Sample::Text("true"), Sample::Number(1.0), Sample::Null] {
            assert!(open(vec![("ifNotExists", other)]).unwrap().flag("ifNotExists").is_err());
        }
    }

    #[test]
    fn whole_numbers_are_whole_and_within_bounds() {
        let read = |n| open(vec![("ttlSeconds", Sample::Number(n))])?.whole("ttlSeconds", 60, 100);
        assert_eq!(read(60.0), Ok(Some(60)));
        assert_eq!(read(100.0), Ok(Some(100)));
        for n in [59.0, 101.0, 60.5, -1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert!(read(n).is_err(), "{n}");
        }
        assert_eq!(
            read(59.0).unwrap_err().message,
            "put options: ttlSeconds must be a whole number from 60 to 100, not 59"
        );
    }

    #[test]
    fn distance_is_levenshteins() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 1, "equal strings share their beginning");
    }
}
