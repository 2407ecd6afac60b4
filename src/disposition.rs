//! The field `content-disposition`: whether a browser saves a value, and under which name.

use crate::limits::HTTP_FIELD_CHARS;
use crate::options::signed::Disposition;
use crate::percent::encode;

/// RFC 6266: the name for all browsers in ASCII, and for those that can (RFC 8187) as it is.
#[must_use]
pub fn content_disposition(disposition: Disposition, filename: Option<&str>) -> String {
    let kind = match disposition {
        Disposition::Attachment => "attachment",
        Disposition::Inline => "inline",
    };
    let Some(filename) = filename else { return kind.to_owned() };
    let is_plain = |c: char| matches!(c, ' '..='~') && !matches!(c, '"' | '\\' | '%');
    let plain: String = filename.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let value = format!("{kind}; filename=\"{plain}\"");
    if plain == filename {
        return value;
    }
    let extended = format!("; filename*=UTF-8''{}", encode(filename));
    // A put has to take the field. Of the two names every browser in use reads the second.
    if value.len() + extended.len() > HTTP_FIELD_CHARS {
        kind.to_owned() + &extended
    } else {
        value + &extended
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::limits::FILENAME_BYTES;

    #[test]
    fn a_file_keeps_its_name() {
        for (name, header) in [
            ("report.pdf", "inline; filename=\"report.pdf\""),
            ("a \"b\".txt", "inline; filename=\"a _b_.txt\"; filename*=UTF-8''a%20%22b%22.txt"),
            ("ü.txt", "inline; filename=\"_.txt\"; filename*=UTF-8''%C3%BC.txt"),
            ("100%.txt", "inline; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt"),
        ] {
            assert_eq!(content_disposition(Disposition::Inline, Some(name)), header);
        }
    }

    #[test]
    fn the_longest_names_make_a_field_that_a_put_takes() {
        for letter in ["x", "%", "é", "年", "😀"] {
            let name = letter.repeat(FILENAME_BYTES / letter.len());
            let header = content_disposition(Disposition::Attachment, Some(&name));
            assert!(header.len() <= HTTP_FIELD_CHARS, "{letter}: {}", header.len());
            assert!(header.contains(&name) || header.contains(&encode(&name)), "{letter}");
        }
    }
}
