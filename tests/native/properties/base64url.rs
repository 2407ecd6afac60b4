//! Base64url: one spelling for every sequence of bytes, and nothing else accepted.
//!
//! Cursors and tokens are compared as text somewhere in every program that passes them on; a second
//! spelling would be a second token.

use layeron_storage::base64url::{decode, encode};
use proptest::prelude::*;

const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// By RFC 4648's own words: the bits in a row, cut into groups of six.
fn spelled_out(bytes: &[u8]) -> String {
    let mut bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    while !bits.len().is_multiple_of(6) {
        bits.push('0');
    }
    let digit = |at: usize| usize::from_str_radix(&bits[at..at + 6], 2).unwrap();
    (0..bits.len()).step_by(6).map(|at| char::from(ALPHABET.as_bytes()[digit(at)])).collect()
}

#[test]
fn every_text_of_up_to_three_digits() {
    let mut texts = vec![String::new()];
    for (digits, bytes, accepted) in [(1, 0, 0), (2, 1, 1 << 8), (3, 2, 1 << 16)] {
        texts = texts.iter().flat_map(|text| ALPHABET.chars().map(move |c| format!("{text}{c}"))).collect();
        let decoded: Vec<_> = texts.iter().filter_map(|text| Some((text, decode(text)?))).collect();
        assert_eq!(decoded.len(), accepted, "{digits} digits");
        assert!(decoded.iter().all(|(text, found)| found.len() == bytes && encode(found) == **text));
    }
}

fn foreign() -> impl Strategy<Value = char> {
    any::<char>().prop_filter("of another alphabet", |c| !ALPHABET.contains(*c))
}

proptest! {
    #[test]
    fn it_is_the_rfcs(bytes in any::<Vec<u8>>()) {
        prop_assert_eq!(encode(&bytes), spelled_out(&bytes));
    }

    #[test]
    fn no_character_of_another_alphabet(bytes in any::<Vec<u8>>(), at in any::<prop::sample::Index>(), c in foreign()) {
        let mut text: Vec<char> = encode(&bytes).chars().collect();
        text.insert(at.index(text.len() + 1), c);
        prop_assert_eq!(decode(&String::from_iter(text)), None);
    }

    #[test]
    fn what_is_read_was_written(text in any::<String>()) {
        if let Some(bytes) = decode(&text) {
            prop_assert_eq!(spelled_out(&bytes), text);
        }
    }
}
