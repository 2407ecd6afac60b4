//! What the core sees of a caller's values, and the checks that every options object goes through.
//!
//! JavaScript reads a caller's values once and writes them into one string, a *frame*. So a getter cannot
//! answer twice, a call crosses the border once whatever its options, and the core compiles and is
//! tested without JavaScript.
//!
//! A frame is a row of values, each a tag and for most a length and a content: `s5:hello`. Lengths are in
//! UTF-16 units, which is what JavaScript counts. The tags:
//!
//! | tag | value |
//! |---|---|
//! | `u` `t` `f` `l` | undefined, true, false, a string with a lone surrogate; no length |
//! | `s` | a string |
//! | `b` | a string that is longer than any limit, by its length |
//! | `i` | a whole number from 0 to 2⁵³ − 1, in decimal digits |
//! | `n` | any other number, as JavaScript prints it |
//! | `o` | an object of known names: a value for each name, in their order, then the first unknown name or `u` |
//! | `e` | a plain object: names and values in turn |
//! | `h` | a `Headers`: Range, If-None-Match and If-Range, the last in seconds where it is a date |
//! | `x` | anything else, by the words for it: `null`, `an array` … |

use crate::cut;
use crate::error::{Code, Error, Result, shown};
use crate::say;
use alloc::{borrow::ToOwned, string::String};

/// A value of the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View<'a> {
    /// `undefined`
    Undefined,
    /// `true` or `false`
    Boolean(bool),
    /// A whole number from 0 to [`MAX_SAFE_INTEGER`].
    Whole(u64),
    /// Any other number, as JavaScript prints it.
    Number(&'a str),
    /// A string.
    Text(&'a str),
    /// A string of so many UTF-16 units, more than any limit allows.
    Long(u64),
    /// A string that has no UTF-8 form.
    LoneSurrogate,
    /// An object that was read by its known names.
    Members(Frame<'a>),
    /// A plain object, read whole.
    Entries(Frame<'a>),
    /// A `Headers` object.
    Headers(Frame<'a>),
    /// Everything else, by the name that messages use.
    Other(&'a str),
}

impl View<'_> {
    /// The kind as messages name it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Undefined => "undefined",
            Self::Boolean(_) => "a boolean",
            Self::Whole(_) | Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Long(_) => "a string that is too long",
            Self::LoneSurrogate => "a string with a lone surrogate",
            Self::Members(_) | Self::Entries(_) | Self::Headers(_) => "an object",
            Self::Other(name) => name,
        }
    }
}

/// A row of values, read from its front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame<'a>(&'a str);

impl<'a> Frame<'a> {
    /// The frame that this text is.
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self(text)
    }

    /// The values that are left, as they were written.
    #[must_use]
    pub const fn as_str(&self) -> &'a str {
        self.0
    }

    /// Whether no value is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Takes the next value; `Undefined` when none is left. What JavaScript writes is well formed; of
    /// anything else the rest is dropped.
    pub fn take(&mut self) -> View<'a> {
        self.read().unwrap_or_else(|| {
            self.0 = "";
            View::Undefined
        })
    }

    fn read(&mut self) -> Option<View<'a>> {
        let (tag, rest) = self.0.split_at_checked(1)?;
        self.0 = rest;
        Some(match tag {
            "u" => View::Undefined,
            "t" => View::Boolean(true),
            "f" => View::Boolean(false),
            "l" => View::LoneSurrogate,
            tag => {
                let content = self.content()?;
                match tag {
                    "s" => View::Text(content),
                    "i" => View::Whole(decimal(content)?),
                    "b" => View::Long(decimal(content)?),
                    "n" => View::Number(content),
                    "o" => View::Members(Self(content)),
                    "e" => View::Entries(Self(content)),
                    "h" => View::Headers(Self(content)),
                    "x" => View::Other(content),
                    _ => return None,
                }
            }
        })
    }

    fn content(&mut self) -> Option<&'a str> {
        let colon = self.0.bytes().position(|byte| byte == b':')?;
        let units = usize::try_from(decimal(self.0.get(..colon)?)?).ok()?;
        let rest = self.0.get(colon + 1..)?;
        let (content, rest) = rest.split_at_checked(utf16_units(rest, units)?)?;
        self.0 = rest;
        Some(content)
    }
}

/// How many bytes the first so many UTF-16 units of `text` have.
fn utf16_units(text: &str, units: usize) -> Option<usize> {
    if text.as_bytes().get(..units)?.is_ascii() {
        return Some(units);
    }
    let mut seen = 0;
    for (at, byte) in text.bytes().enumerate() {
        let own = cut::units(byte);
        if seen >= units && own > 0 {
            return Some(at);
        }
        seen += own;
    }
    (seen == units).then_some(text.len())
}

/// A number of decimal digits, if 64 bits hold it.
pub(crate) fn decimal(digits: &str) -> Option<u64> {
    let digit = |n: u64, byte: u8| match byte {
        b'0'..=b'9' => n.checked_mul(10)?.checked_add(u64::from(byte - b'0')),
        _ => None,
    };
    digits.bytes().try_fold(0, digit)
}

/// No options object has more members.
const MEMBERS: usize = 12;

/// An options object whose member names have been checked.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'a> {
    what: &'static str,
    known: &'static [&'static str],
    values: [View<'a>; MEMBERS],
}

impl<'a> Fields<'a> {
    /// Opens the options object called `what`, or `None` when it is `undefined`.
    ///
    /// # Errors
    /// `storage_invalid_options` when it is no object or has a member that is not in `known`: a
    /// misspelt `ifNotExists` must not overwrite.
    pub fn open(input: View<'a>, what: &'static str, known: &'static [&'static str]) -> Result<Option<Self>> {
        let mut frame = match input {
            View::Undefined => return Ok(None),
            View::Members(frame) => frame,
            other => return Err(invalid(say!("% must be an object, not %", what, other.name()))),
        };
        let mut values = [View::Undefined; MEMBERS];
        for (value, _) in values.iter_mut().zip(known) {
            *value = frame.take();
        }
        if let View::Text(unknown) = frame.take() {
            return Err(invalid(unknown_member(what, unknown, known)));
        }
        Ok(Some(Self { what, known, values }))
    }

    /// Whether the options have a member of this name at all.
    #[must_use]
    pub fn knows(&self, name: &str) -> bool {
        self.known.contains(&name)
    }

    /// A member; `Undefined` also for a name that is not known.
    #[must_use]
    pub fn view(&self, name: &str) -> View<'a> {
        let at = self.known.iter().position(|known| *known == name);
        debug_assert!(at.is_some(), "{name} is a known option");
        at.and_then(|at| self.values.get(at)).copied().unwrap_or(View::Undefined)
    }

    /// A string member.
    ///
    /// # Errors
    /// `storage_invalid_options` when it is anything else, or holds a lone surrogate.
    pub fn text(&self, name: &str) -> Result<Option<&'a str>> {
        match self.view(name) {
            View::Undefined => Ok(None),
            View::Text(text) => Ok(Some(text)),
            View::LoneSurrogate => Err(self.wrong(name, "is a string with a lone surrogate")),
            View::Long(units) => Err(self.wrong(name, &say!("has % characters, which is too long", units))),
            other => Err(self.must_be(name, "a string", other)),
        }
    }

    /// A member that is one of two words: whether it is the second; absent is the first.
    ///
    /// # Errors
    /// `storage_invalid_options` when it is anything else.
    pub fn either(&self, name: &str, first: &str, second: &str) -> Result<bool> {
        match self.text(name)? {
            None => Ok(false),
            Some(word) if word == first || word == second => Ok(word == second),
            Some(other) => {
                let why = say!("must be \"%\" or \"%\", not %", first, second, shown(other));
                Err(self.wrong(name, &why))
            }
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
            other => Err(self.must_be(name, "a boolean", other)),
        }
    }

    /// A whole number within bounds.
    ///
    /// # Errors
    /// `storage_invalid_options` when it is anything else.
    pub fn whole(&self, name: &str, min: u64, max: u64) -> Result<Option<u64>> {
        let shown = match self.view(name) {
            View::Undefined => return Ok(None),
            View::Whole(n) if n >= min && n <= max => return Ok(Some(n)),
            View::Whole(n) => say!("%", n),
            View::Number(n) => n.to_owned(),
            other => return Err(self.must_be(name, "a number", other)),
        };
        let bounds =
            if max >= MAX_SAFE_INTEGER { say!("of at least %", min) } else { say!("from % to %", min, max) };
        Err(self.wrong(name, &say!("must be a whole number %, not %", bounds, shown)))
    }

    /// The refusal of a member of a wrong type.
    #[must_use]
    pub fn must_be(&self, name: &str, wanted: &str, found: View<'_>) -> Error {
        self.wrong(name, &say!("must be %, not %", wanted, found.name()))
    }

    /// The refusal of a member: `put options: ttlSeconds must be …`.
    #[must_use]
    pub fn wrong(&self, name: &str, why: &str) -> Error {
        invalid(say!("%: % %", self.what, name, why))
    }
}

/// The largest whole number that JavaScript's numbers hold exactly, 2⁵³ − 1.
pub const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

fn invalid(message: String) -> Error {
    Error::new(Code::InvalidOptions, message)
}

fn unknown_member(what: &str, unknown: &str, known: &[&str]) -> String {
    let shown = shown(unknown);
    let mut nearest: Option<(usize, &str)> = None;
    for name in known {
        let distance = distance(unknown, name);
        if nearest.is_none_or(|(least, _)| distance < least) {
            nearest = Some((distance, name));
        }
    }
    match nearest {
        // A slip of two keys, or in a long name more. `httpMetadata` is another word than `metadata`.
        Some((distance, name)) if distance <= (name.len() / 3).max(2) => {
            say!("%: unknown option %; did you mean \"%\"?", what, shown, name)
        }
        _ => {
            let mut message = say!("%: unknown option %; the options are", what, shown);
            for name in known {
                message.push(' ');
                message.push_str(name);
            }
            message
        }
    }
}

/// No option has a name of so many bytes.
const LONGEST: usize = 32;

/// Levenshtein's distance, in bytes and whatever their case; a shared beginning counts for the candidate
/// (`ttl` is nearer to `ttlSeconds` than to `size`).
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (a, b) = (a.get(..64).unwrap_or(a), b);
    let shared = a.iter().zip(b).take_while(|(x, y)| x.eq_ignore_ascii_case(y)).count();
    if shared > 0 && shared == a.len().min(b.len()) {
        return 1;
    }
    let mut row = [0; LONGEST];
    for (at, distance) in row.iter_mut().enumerate() {
        *distance = at;
    }
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let substituted = diagonal + usize::from(!x.eq_ignore_ascii_case(y));
            diagonal = *above;
            left = substituted.min(left + 1).min(diagonal + 1);
            *above = left;
        }
    }
    row.get(b.len()).copied().unwrap_or(LONGEST)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(crate) mod sample;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::sample::{Sample, seen, tagged};
    use super::*;
    use proptest::prelude::*;

    const KNOWN: &[&str] = &["contentType", "ifNotExists", "ttlSeconds"];

    /// What `read` makes of an options object with these members.
    fn with<T>(members: Vec<(&'static str, Sample)>, read: impl Fn(Fields<'_>) -> Result<T>) -> Result<T> {
        let frame = Sample::Object(members).frame(KNOWN);
        read(Fields::open(seen(&frame), "put options", KNOWN)?.unwrap())
    }

    #[test]
    fn a_misspelt_option_is_refused_with_the_nearest_real_one() {
        for (wrong, meant) in
            [("ifNotExist", "ifNotExists"), ("ttl", "ttlSeconds"), ("contenttype", "contentType")]
        {
            let error = with(vec![(wrong, Sample::Undefined)], |_| Ok(())).unwrap_err();
            assert_eq!(error.code, Code::InvalidOptions);
            assert!(error.message.contains(&format!("did you mean \"{meant}\"")), "{error}");
        }
        let error = with(vec![("zzz", Sample::Null)], |_| Ok(())).unwrap_err();
        assert!(error.message.ends_with("the options are contentType ifNotExists ttlSeconds"));
        // R2's `httpMetadata` is not `metadata`, which would take its members for the user's own.
        let error = unknown_member("put options", "httpMetadata", &["metadata", "contentType"]);
        assert!(error.contains("the options are"), "{error}");
    }

    #[test]
    fn options_are_an_object_or_undefined() {
        assert!(Fields::open(View::Undefined, "o", KNOWN).unwrap().is_none());
        for other in [Sample::Null, Sample::Array, Sample::Text("x"), Sample::Number(1.0)] {
            let error = Fields::open(seen(&other.frame(KNOWN)), "put options", KNOWN).unwrap_err();
            assert!(error.message.starts_with("put options must be an object, not "), "{error}");
        }
    }

    #[test]
    fn a_flag_is_a_boolean_and_nothing_else() {
        let flag = |members| with(members, |fields| fields.flag("ifNotExists"));
        assert_eq!(flag(vec![]), Ok(false));
        assert_eq!(flag(vec![("ifNotExists", Sample::Bool(true))]), Ok(true));
        for other in [Sample::Text("true"), Sample::Number(1.0), Sample::Null] {
            assert!(flag(vec![("ifNotExists", other)]).is_err());
        }
    }

    #[test]
    fn whole_numbers_are_whole_and_within_bounds() {
        let read =
            |n| with(vec![("ttlSeconds", Sample::Number(n))], |fields| fields.whole("ttlSeconds", 60, 100));
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
        assert_eq!(distance("abc", "ABC"), 1, "equal strings share their beginning");
    }

    proptest! {
        #[test]
        fn strings_come_back_whatever_they_hold(texts in prop::collection::vec(any::<String>(), 0..5)) {
            let frame: String = texts.iter().map(|text| tagged('s', text)).collect();
            let mut frame = Frame::new(&frame);
            for text in &texts {
                prop_assert_eq!(frame.take(), View::Text(text));
            }
            prop_assert!(frame.is_empty());
        }

        #[test]
        fn numbers_of_any_length_are_read_or_refused(n: u128, tag in prop::sample::select(vec!["i", "b"])) {
            for n in [n, n >> 64, u128::from(u64::MAX) + (n & 7)] {
                let view = seen(&tagged(tag.chars().next().unwrap(), &n.to_string())).name().to_owned();
                prop_assert_eq!(view == "undefined", u64::try_from(n).is_err());
            }
        }

        #[test]
        fn no_string_makes_reading_panic(text in "[utlsinoehx:0-9\u{e9}\u{1F600}]{0,24}") {
            let mut frame = Frame::new(&text);
            while !frame.is_empty() {
                frame.take();
            }
        }
    }
}
