//! Frames: whatever text arrives is read to its end, and never a panic.
//!
//! Only this package writes frames; but what a caller gave is in them, and a mistake on the one side must not
//! become a trap on the other.

use layeron_storage::declare::Variant;
use layeron_storage::host::kv;
use layeron_storage::input::{Frame, View};
use layeron_storage::options::{List, Put};
use proptest::prelude::*;

use crate::value::{Value, seen};

fn frame() -> impl Strategy<Value = String> {
    prop_oneof!["[utflsinoehxb:0-9]{0,40}", any::<String>(), "[seox][0-9]{1,3}:[a-zé\u{1F600}]{0,9}"]
}

proptest! {
    #[test]
    fn any_text_is_read_to_its_end(text in frame()) {
        let mut frame = Frame::new(&text);
        for _ in 0..=text.len() {
            frame.take();
        }
        prop_assert!(frame.is_empty());
    }

    #[test]
    fn any_text_is_an_option_or_a_refusal(text in frame()) {
        let _ = Put::parse(Variant::Bucket, seen(&text));
        let _ = List::parse(Variant::Kv, seen(&text));
        let _ = kv::read(seen(&text));
    }

    #[test]
    fn every_string_comes_back(texts in prop::collection::vec(any::<String>(), 0..6)) {
        let whole: String = texts.iter().map(|text| Value::from(text.as_str()).whole()).collect();
        let mut frame = Frame::new(&whole);
        for text in &texts {
            prop_assert_eq!(frame.take(), View::Text(text));
        }
        prop_assert!(frame.is_empty());
    }
}
