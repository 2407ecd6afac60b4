//! Texts with values in them: what messages are made of.
//!
//! `format!` does the same. It brings the standard library's formatting along, which is made for padding,
//! precision and types of all kinds, and weighs more than all messages of this component together.

use alloc::string::String;

use crate::cut;

/// What stands in the place of a `%`.
#[derive(Debug, Clone, Copy)]
pub enum Word<'a> {
    /// A text, as it is.
    Text(&'a str),
    /// A number, in decimal digits.
    Number(u64),
}

impl<'a> From<&'a &str> for Word<'a> {
    fn from(text: &'a &str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Word<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<&u64> for Word<'_> {
    fn from(n: &u64) -> Self {
        Self::Number(*n)
    }
}

impl From<&u32> for Word<'_> {
    fn from(n: &u32) -> Self {
        Self::Number(u64::from(*n))
    }
}

impl From<&usize> for Word<'_> {
    fn from(n: &usize) -> Self {
        Self::Number(*n as u64)
    }
}

/// `template` with a word in the place of each `%`.
#[must_use]
#[inline(never)]
pub fn fill(template: &str, words: &[Word<'_>]) -> String {
    let mut out = String::new();
    let mut words = words.iter();
    let mut rest = template;
    while let Some((part, after)) = cut::once(rest, b'%') {
        out.push_str(part);
        match words.next() {
            Some(Word::Text(text)) => out.push_str(text),
            Some(Word::Number(n)) => push_decimal(&mut out, *n),
            None => debug_assert!(false, "{template:?} has a place that nothing fills"),
        }
        rest = after;
    }
    out.push_str(rest);
    debug_assert!(words.next().is_none(), "{template:?} has no place for all words");
    out
}

/// A number in decimal digits.
#[must_use]
pub fn decimal(n: u64) -> String {
    let mut out = String::new();
    push_decimal(&mut out, n);
    out
}

fn push_decimal(out: &mut String, n: u64) {
    if n >= 10 {
        push_decimal(out, n / 10);
    }
    out.push(char::from(b'0' + (n % 10) as u8));
}

/// [`fill`] with values of any type that a [`Word`] is made from.
#[macro_export]
macro_rules! say {
    ($template:literal $(, $word:expr)* $(,)?) => {
        $crate::words::fill($template, &[$($crate::words::Word::from(&$word)),*])
    };
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_take_their_places() {
        assert_eq!(say!("plain"), "plain");
        assert_eq!(say!("% of %: %", 1_usize, 20_u32, "x"), "1 of 20: x");
        assert_eq!(say!("%%", "a", "b".to_owned()), "ab");
        assert_eq!(say!("%", "100% as it is"), "100% as it is");
    }

    proptest! {
        #[test]
        fn numbers_are_decimal(n: u64) {
            prop_assert_eq!(decimal(n), n.to_string());
        }
    }
}
