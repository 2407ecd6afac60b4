//! The path of a URL: the instance and the key that it is about.
//!
//! A key is one segment, so that no client takes a part of it for `..` or drops an empty part. A request may spell it
//! otherwise: the whole rest of its path is decoded once.

use crate::percent::encode;

/// The path of a key, below the endpoint's own path.
#[must_use]
pub fn of(namespace: &str, name: &str, key: &str) -> String {
    format!("/_storage/{namespace}/{name}/{}", encode(key))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_is_one_segment() {
        assert_eq!(of("default", "files", "a/b c.txt"), "/_storage/default/files/a%2Fb%20c.txt");
        assert_eq!(of("default", "files", "../x?#é\0"), "/_storage/default/files/..%2Fx%3F%23%C3%A9%00");
        assert_eq!(of("default", "files", "%2e~!'()*"), "/_storage/default/files/%252e~%21%27%28%29%2A");
    }

    proptest! {
        #[test]
        fn two_keys_have_two_paths(a: String, b: String) {
            prop_assert_eq!(of("a", "b", &a) == of("a", "b", &b), a == b);
            prop_assert!(of("a", "b", &a).bytes().all(|byte| byte.is_ascii_graphic()));
        }
    }
}
