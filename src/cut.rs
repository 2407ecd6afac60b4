//! Texts by their bytes: cut, and judged.
//!
//! `str::split`, `find` and their like do the same for every kind of pattern. The searchers behind them, with the
//! panics that never happen, were about 1 KB of the gzipped wasm (docs/decisions/0017-no-searchers.md).

/// What stands before the first such byte, and what stands after it.
#[must_use]
pub fn once(text: &str, byte: u8) -> Option<(&str, &str)> {
    let place = text.bytes().position(|own| own == byte)?;
    Some((text.get(..place)?, text.get(place + 1..)?))
}

/// What stands before the first such byte, or all of it; and what stands after it, if there is one.
#[must_use]
pub fn first(text: &str, byte: u8) -> (&str, Option<&str>) {
    once(text, byte).map_or((text, None), |(before, after)| (before, Some(after)))
}

/// Whether all bytes are of a kind.
#[must_use]
pub fn is_all(text: &str, is: fn(u8) -> bool) -> bool {
    text.bytes().all(is)
}

/// UTF-16 units of the character that begins with this byte of UTF-8; none for a byte within one.
#[must_use]
pub const fn units(byte: u8) -> usize {
    match byte {
        0x80..=0xBF => 0,
        0xF0.. => 2,
        _ => 1,
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_cuts_as_split_does(text in "[ab,\u{e9}]{0,12}") {
            prop_assert_eq!(once(&text, b','), text.split_once(','));
            let mut pieces = Vec::new();
            let mut rest = Some(&*text);
            while let Some(text) = rest {
                let (piece, after) = first(text, b',');
                pieces.push(piece);
                rest = after;
            }
            prop_assert!(pieces.into_iter().eq(text.split(',')));
        }
    }
}
