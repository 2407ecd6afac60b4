//! Forms: how an answer of several parts leaves the core.
//!
//! `name=value&name=value`, percent-encoded, is what JavaScript's `URLSearchParams` reads, and the encoding is needed
//! for URLs anyway.

use alloc::string::String;

/// Appends a part.
pub fn push(form: &mut String, name: &str, value: &str) {
    if !form.is_empty() {
        form.push('&');
    }
    push_encoded(form, name);
    form.push('=');
    push_encoded(form, value);
}

/// Appends a text, percent-encoded: RFC 3986, 2.3 leaves the unreserved characters as they are, and no others.
pub fn push_encoded(out: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_its_parts_in_their_order() {
        let mut form = String::new();
        push(&mut form, "a", "1&2=3 +%é");
        push(&mut form, "b c", "");
        assert_eq!(form, "a=1%262%3D3%20%2B%25%C3%A9&b%20c=");
    }
}
