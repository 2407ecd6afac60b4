//! Rows of texts, as bytes that are signed or hashed.
//!
//! Each text has its length before it, so no text can run into the next, and each row begins with the name of its
//! format, so a row of one format can never be taken for one of another.

/// The row: for each text a length of four bytes, big endian, and its UTF-8 bytes.
#[must_use]
pub fn row(texts: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for text in texts {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_is_lengths_and_bytes() {
        assert_eq!(row(&["é", ""]), b"\0\0\0\x02\xC3\xA9\0\0\0\0");
    }

    proptest! {
        #[test]
        fn two_rows_of_texts_have_different_bytes(
            one in prop::collection::vec(any::<String>(), 0..4),
            other in prop::collection::vec(any::<String>(), 0..4),
        ) {
            let bytes = |texts: &[String]| row(&texts.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert_eq!(bytes(&one) == bytes(&other), one == other);
        }
    }
}
