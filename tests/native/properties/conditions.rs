//! Conditions in request headers, as RFC 9110 defines them.
//!
//! Caches and browsers send them in every form that the grammar has. If the core overlooks an etag, that costs a
//! download; if it misreads one, a client keeps stale bytes.

use bytes::Bytes;
use chrono::DateTime;
use layeron_storage::condition::{IfNoneMatch, IfRange, Selection, range_header};
use layeron_storage::range::Resolved;
use layeron_storage::time::Millis;
use layeron_storage::variant::Variant;
use proptest::prelude::*;
use serde_json::json;

use crate::host::{Host, version};
use crate::json::object;

const STORED_AT: u64 = 951_782_400_500;
const LAST_MODIFIED: &str = "Tue, 29 Feb 2000 00:00:00 GMT";

/// A bucket with one object of five bytes, and its etag.
fn stored() -> (Host, String) {
    let mut host = Host::declare(Variant::Bucket, &json!({ "name": "a" })).unwrap();
    let at = Millis::new(STORED_AT);
    let object = host.put("k", Bytes::from_static(b"01234"), &json!({}), at).unwrap();
    (host, object.etag.clone())
}

fn selection(host: &Host, fields: impl IntoIterator<Item = (&'static str, String)>) -> Selection {
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), json!(value)));
    let options = json!({ "headers": object(fields) });
    host.get("k", &options, Millis::new(STORED_AT)).unwrap().unwrap().selection
}

const PART: Selection = Selection::Part(Resolved { offset: 1, length: 2 });

/// One etag of a list: the stored one or another, strong or weak, with the white space around it.
fn member() -> impl Strategy<Value = (bool, bool, String, &'static str)> {
    let space = prop::sample::select(vec!["", "", " ", "\t", " \t "]);
    (prop::bool::weighted(0.2), any::<bool>(), "[!#-~\u{80}-\u{FF}]{0,6}", space)
}

fn written((ours, weak, other, space): &(bool, bool, String, &str), etag: &str) -> String {
    let tag = if *ours { etag } else { other };
    format!("{space}{}\"{tag}\"{space}", if *weak { "W/" } else { "" })
}

proptest! {
    /// If-None-Match compares weakly: `W/` makes no difference.
    #[test]
    fn if_none_match_compares_with_each_etag_of_its_list(
        members in prop::collection::vec(member(), 1..5),
        comma in prop::sample::select(vec![",", ",,", ", ,\t,"]),
        ranged: bool,
    ) {
        let (host, etag) = stored();
        let list: Vec<_> = members.iter().map(|member| written(member, &etag)).collect();
        let known = members.iter().any(|(ours, _, other, _)| *ours || *other == etag);
        let range = ranged.then(|| ("range", "bytes=1-2".to_owned()));
        let fields = [("if-none-match", list.join(comma))].into_iter().chain(range);
        let wanted = match (known, ranged) {
            (true, _) => Selection::NotModified,
            (false, true) => PART,
            (false, false) => Selection::Whole,
        };
        prop_assert_eq!(selection(&host, fields), wanted);
    }

    /// If-Range compares strongly, with one whole etag or with the date.
    #[test]
    fn if_range_names_one_version(member in member()) {
        let (host, etag) = stored();
        let (ours, weak, ..) = member;
        let fields = [("range", "bytes=1-2".to_owned()), ("if-range", written(&member, &etag))];
        let wanted = if ours && !weak { PART } else { Selection::Whole };
        prop_assert_eq!(selection(&host, fields), wanted);
    }

    #[test]
    fn a_date_in_if_range_names_one_second(seconds in 0..4_000_000_000_u64) {
        let (host, _) = stored();
        let of = |date: String| selection(&host, [("range", "bytes=1-2".to_owned()), ("if-range", date)]);
        prop_assert_eq!(of(LAST_MODIFIED.to_owned()), PART);
        prop_assume!(seconds != STORED_AT / 1000);
        let date = DateTime::from_timestamp(i64::try_from(seconds).unwrap(), 0).unwrap();
        prop_assert_eq!(of(date.format("%a, %d %b %Y %H:%M:%S GMT").to_string()), Selection::Whole);
    }

    /// RFC 9110, 13.1.5 wants an exact match, so another spelling of the same date does not count.
    #[test]
    fn an_edited_date_in_if_range_names_no_version(at in 0..LAST_MODIFIED.len(), c in "[ -~]") {
        let (host, _) = stored();
        let mut date = LAST_MODIFIED.to_owned();
        date.replace_range(at..=at, &c);
        prop_assume!(date != LAST_MODIFIED);
        let fields = [("range", "bytes=1-2".to_owned()), ("if-range", date)];
        prop_assert_eq!(selection(&host, fields), Selection::Whole);
    }

    /// Clients write headers. No text in them causes a panic or an error, except for an unsatisfiable range.
    #[test]
    fn any_text_in_a_header_is_read_or_ignored(none_match in any::<String>(), if_range in any::<String>(), star in "[ \t]*\\*?[ \t]*") {
        let (host, etag) = stored();
        let fields = |none_match: &str| [
            ("if-none-match", none_match.to_owned()),
            ("if-range", if_range.clone()),
            ("range", "bytes=1-2".to_owned()),
        ];
        prop_assume!(!none_match.contains(&etag) && !if_range.contains(&etag));
        let overlooked = none_match.trim() != "*";
        prop_assert_eq!(selection(&host, fields(&none_match)) == Selection::NotModified, !overlooked);
        prop_assert_eq!(selection(&host, fields(&star)) == Selection::NotModified, star.contains('*'));
        let _ = (IfNoneMatch::parse(&if_range), range_header(&none_match));
        let known = host.head("k", Millis::new(STORED_AT)).unwrap().unwrap();
        prop_assert!(!IfRange::parse(&if_range).names(version(&known)));
    }

    /// A text that is not a list of etags counts as absent.
    #[test]
    fn a_broken_list_is_ignored(broken in "[a-zW/, ]{1,8}|\"[a-z]{0,5}|[a-z]{1,3}\"[a-z]*\"|\"a\" \"b\"|w/\"a\"") {
        prop_assert_eq!(IfNoneMatch::parse(&broken), None);
    }
}

/// RFC 9110, 5.6.1.2: a recipient must parse and ignore a reasonable number of empty list elements.
#[test]
fn empty_elements_of_a_list_are_skipped() {
    let (host, etag) = stored();
    for list in [",E", "E,", ", ,E", "\"x\",,E", "\"x\" , ,\tE , "] {
        let list = list.replace('E', &format!("\"{etag}\""));
        assert_eq!(selection(&host, [("if-none-match", list.clone())]), Selection::NotModified, "{list}");
    }
}
