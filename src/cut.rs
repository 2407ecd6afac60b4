//! Texts, cut at an ASCII byte.
//!
//! `str::split`, `find` and their like do the same for every kind of pattern. The searchers behind them, with the
//! panics that never happen, were about 1 KB of the gzipped wasm (docs/decisions/0017-no-searchers.md).

/// What stands before the first such byte, and what stands after it.
#[must_use]
pub fn once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|own| own == byte)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// The pieces between such bytes; one, if there is none.
pub fn pieces(text: &str, byte: u8) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    core::iter::from_fn(move || {
        let (piece, after) = rest.map(|text| once(text, byte).map_or((text, None), |(a, b)| (a, Some(b))))?;
        rest = after;
        Some(piece)
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_cuts_as_split_does(text in "[ab,\u{e9}]{0,12}") {
            prop_assert_eq!(once(&text, b','), text.split_once(','));
            prop_assert!(pieces(&text, b',').eq(text.split(',')));
        }
    }
}
