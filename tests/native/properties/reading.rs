//! Reading: every value and every text is read or refused, and none causes a panic. A plan comes back as it was written.
//!
//! JavaScript passes on what callers, clients and hosts wrote. A panic is a trap there: it takes down the instance and
//! all values in memory.

use layeron_storage::condition::{Get, Version};
use layeron_storage::cursor::{Listing, Position};
use layeron_storage::declare::{
    BucketOptions, Declaration, KvOptions, LifecycleOptions, RandomOptions, StaticOptions, check_same,
};
use layeron_storage::host::kv::Record;
use layeron_storage::host::r2::{OnlyIf, PageAnswer};
use layeron_storage::key::Key;
use layeron_storage::options::connect::{ConnectOptions, CorsOptions};
use layeron_storage::options::get::{BucketGetOptions, KvGetOptions, RequestHeaders};
use layeron_storage::options::list::{BucketListOptions, EntriesOptions, KvListOptions, ListPlan};
use layeron_storage::options::put::{BucketPutOptions, KvPutOptions, Put};
use layeron_storage::options::rewrap::RewrapOptions;
use layeron_storage::options::signed::{Signed, SignedOptions};
use layeron_storage::range::{Range, RangeOptions};
use layeron_storage::response::ResponseHead;
use layeron_storage::seal::options::{EncryptionOptions, SecretOptions};
use layeron_storage::seal::{entry, range as sealed};
use layeron_storage::serve::{read, write};
use layeron_storage::sign::claims::Claims;
use layeron_storage::time::Millis;
use layeron_storage::variant::Variant;
use proptest::prelude::*;
use proptest::sample::Index;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_str, from_value, json, to_value};

use crate::json::{names, object, value};
use crate::listing::query;

/// The names of every struct that JavaScript's values are read as.
fn tables() -> Vec<&'static [&'static str]> {
    vec![
        names::<BucketOptions>(),
        names::<KvOptions>(),
        names::<LifecycleOptions>(),
        names::<StaticOptions>(),
        names::<RandomOptions>(),
        names::<EncryptionOptions>(),
        names::<SecretOptions>(),
        names::<ConnectOptions>(),
        names::<CorsOptions>(),
        names::<BucketPutOptions>(),
        names::<KvPutOptions>(),
        names::<BucketGetOptions>(),
        names::<RequestHeaders>(),
        names::<KvGetOptions>(),
        names::<RangeOptions>(),
        names::<BucketListOptions>(),
        names::<KvListOptions>(),
        names::<EntriesOptions>(),
        names::<RewrapOptions>(),
        names::<SignedOptions>(),
        names::<Claims>(),
        names::<ResponseHead>(),
        names::<Get>(),
        names::<ListPlan>(),
        names::<Position>(),
        names::<PageAnswer>(),
        names::<Record>(),
    ]
}

/// Any value, mostly an object with the names of one struct, or options that are right but for one member.
fn json() -> impl Strategy<Value = Value> {
    let any_value = || value(tables().concat());
    let right =
        prop_oneof![get_options(), range(), signed_options(), query().prop_map(|query| query.options(None))];
    let wrong = prop::option::of((any::<Index>(), any_value()));
    let nearly_right = (right, wrong).prop_map(|(mut options, wrong)| {
        if let (Some(members), Some((at, value))) = (options.as_object_mut(), wrong) {
            let name = at.get(&members.keys().cloned().collect::<Vec<_>>()).clone();
            members.insert(name, value);
        }
        options
    });
    let object = prop::sample::select(tables()).prop_flat_map(move |names| {
        let name = prop::sample::select(names).prop_map(str::to_owned);
        prop::collection::btree_map(name, any_value(), 0..12).prop_map(object)
    });
    prop_oneof![3 => object, 2 => nearly_right, 1 => any_value()]
}

/// JSON with some of its bytes replaced, or cut short; and texts that look like JSON.
fn text() -> impl Strategy<Value = String> {
    let byte = prop_oneof![any::<u8>(), prop::sample::select(b"{}[]\",:\\0123456789.-eunltrfas".to_vec())];
    let edits = prop::collection::vec((any::<Index>(), byte), 0..6);
    let edited = (json(), edits, 0..9_usize).prop_map(|(json, edits, cut)| {
        let mut bytes = json.to_string().into_bytes();
        for (at, byte) in edits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len().saturating_sub(cut / 2));
        String::from_utf8_lossy(&bytes).into_owned()
    });
    // A name may be there twice.
    let names = tables().concat();
    let member = (prop::sample::select(names), value(tables().concat()));
    let doubled = prop::collection::vec(member, 1..5).prop_map(|members| {
        let members: Vec<_> = members.iter().map(|(name, value)| format!("{name:?}:{value}")).collect();
        format!("{{{}}}", members.join(","))
    });
    prop_oneof![4 => edited, 2 => doubled, 1 => any::<String>(), 1 => "[\\[\\]{}\",:a0-9.-]{0,40}"]
}

/// A value, or a text, that structs are read from.
trait Source {
    fn read<T: DeserializeOwned>(&self) -> Option<T>;
}

impl Source for Value {
    fn read<T: DeserializeOwned>(&self) -> Option<T> {
        from_value(self.clone()).ok()
    }
}

impl Source for String {
    fn read<T: DeserializeOwned>(&self) -> Option<T> {
        from_str(self).ok()
    }
}

/// The greatest whole number that arrives from JavaScript.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// Reads every struct of options and does with it what a call does.
fn options(source: &impl Source) {
    let declarations = [
        source.read::<BucketOptions>().and_then(|options| Declaration::try_from(options).ok()),
        source.read::<KvOptions>().and_then(|options| Declaration::try_from(options).ok()),
        source.read::<StaticOptions>().and_then(|options| Declaration::try_from(options).ok()),
        source.read::<RandomOptions>().and_then(|options| Declaration::try_from(options).ok()),
    ];
    for declaration in declarations.iter().flatten() {
        let _ = check_same("default/a", &declaration.fingerprint, &declaration.fingerprint);
    }
    let _ = source.read::<LifecycleOptions>();
    let _ = source.read::<EncryptionOptions>().map(|options| options.judge().is_ok());
    let _ = source.read::<SecretOptions>();
    let _ = source.read::<ConnectOptions>();
    let _ = source.read::<CorsOptions>();
    let bucket = source.read::<BucketPutOptions>().and_then(|options| Put::try_from(options).ok());
    let kv = source.read::<KvPutOptions>().and_then(|options| Put::try_from(options).ok());
    for put in bucket.into_iter().chain(kv) {
        let _ = put.check_declared(3);
    }
    let _ = source.read::<BucketGetOptions>().map(|options| Get::try_from(options).map(|get| use_get(&get)));
    let _ = source.read::<RequestHeaders>();
    let _ = source.read::<KvGetOptions>();
    let _ = source.read::<BucketListOptions>().map(|options| ListPlan::of_bucket("default/a", options));
    let _ = source.read::<KvListOptions>().map(|options| ListPlan::of_kv("default/a", options));
    for variant in [Variant::Bucket, Variant::Kv] {
        let _ = source.read::<EntriesOptions>().map(|options| options.check(variant));
    }
    let _ = source.read::<RewrapOptions>();
    if let Some(Ok(signed)) = source.read::<SignedOptions>().map(Signed::try_from) {
        let _ = signed.check_lifecycle(Some(1));
        use_claims(&Claims::new(&signed, "v1", None, Millis::new(u64::MAX)));
    }
}

/// Reads every other struct, and does with it what its answer is made of.
fn plans(source: &impl Source) {
    if let Some(get) = source.read::<Get>() {
        use_get(&get);
    }
    if let Some(range) = source.read::<Range>() {
        use_range(range);
    }
    if let Some(plan) = source.read::<ListPlan>() {
        let _ = plan.position.as_ref().map(|position| position.to_cursor(plan.listing()));
    }
    let _ = source.read::<Position>().map(|position| position.host().is_ok());
    let _ = source.read::<PageAnswer>().map(|answer| answer.step());
    let _ = source.read::<Record>().map(|record| record.state(Some(3), Millis::EPOCH));
    if let Some(claims) = source.read::<Claims>() {
        use_claims(&claims);
    }
    let fits = |head: &ResponseHead| head.range.is_none_or(|part| part.offset.max(part.length) <= MAX_SAFE);
    if let Some(head) = source.read::<ResponseHead>().filter(fits) {
        head.fields(Variant::Bucket, |_, _| {});
    }
}

fn use_get(get: &Get) {
    let _ = get.select(Version { etag: "e", stored_at: Millis::EPOCH, http_date: |_| String::new() }, 10);
    let _ = get.if_none_match.clone().map(OnlyIf::from);
    let _ = get.range.map(use_range);
}

fn use_range(range: Range) {
    for size in [0, 10, 400_000] {
        let _ = range.within(size);
        let _ = range.unsatisfiable(size);
        for from in [0, 1, 65_536, MAX_SAFE] {
            let _ = sealed::part(Some(range), from, size);
        }
    }
    let _ = sealed::plan(range).within(400_000);
}

fn use_claims(claims: &Claims) {
    for method in ["GET", "PUT"] {
        let _ = claims.allow(method, Millis::EPOCH);
    }
    read::cache_field(Some(claims), None, |_, _| {});
    read::body_fields(Some(claims), None, |_, _| {});
    let _ = claims.action().map(|action| write::put(action, |name| Some(name.to_owned())));
}

/// A range that no rule refuses.
fn range() -> impl Strategy<Value = Value> {
    let number = || 0..=MAX_SAFE;
    prop_oneof![
        number().prop_map(|offset| json!({ "offset": offset })),
        (number(), number()).prop_map(|(offset, length)| json!({ "offset": offset, "length": length })),
        number().prop_map(|suffix| json!({ "suffix": suffix })),
    ]
}

/// The options of a bucket's get that no rule refuses.
fn get_options() -> impl Strategy<Value = Value> {
    let options = (prop::option::of(range()), prop::option::of("[!#-)+-~]{1,9}"))
        .prop_map(|(range, etag)| json!({ "range": range, "ifNoneMatch": etag }));
    let tag = || "(W/)?\"[!#-~\u{80}-\u{FF}]{0,6}\"";
    let etags = prop_oneof![
        prop::collection::vec(tag(), 1..4).prop_map(|tags| tags.join(", ")),
        Just("*".to_owned()),
        any::<String>()
    ];
    let if_range = prop_oneof![tag(), Just("Tue, 29 Feb 2000 00:00:00 GMT".to_owned()), any::<String>()];
    let headers = ("bytes=[0-9]{0,20}-[0-9]{0,20}", etags, if_range).prop_map(|(range, etags, if_range)| {
        json!({ "headers": { "range": range, "if-none-match": etags, "if-range": if_range } })
    });
    prop_oneof![options, headers]
}

/// The options of a signed URL that no rule refuses.
fn signed_options() -> impl Strategy<Value = Value> {
    let common = (1..=604_800_u32, any::<bool>());
    let reads = (prop::option::of("inline|attachment"), prop::option::of("[ -~é]{1,9}"))
        .prop_map(|(disposition, filename)| json!({ "disposition": disposition, "filename": filename }));
    let metadata = prop::option::of(prop::collection::btree_map("[a-d]{1,3}", any::<String>(), 0..3));
    let writes = (prop::option::of("[ -~]{1,9}"), prop::option::of(0..=MAX_SAFE), metadata, any::<bool>())
        .prop_map(|(content_type, size, metadata, create)| {
            json!({
                "contentType": content_type, "maxSizeBytes": size, "metadata": metadata, "ifNotExists": create,
            })
        });
    let action = prop_oneof![
        reads.prop_map(|options| ("read", options)),
        writes.prop_map(|options| ("write", options))
    ];
    (common, action).prop_map(|((seconds, once), (action, mut options))| {
        options["action"] = json!(action);
        options["expiresInSeconds"] = json!(seconds);
        options["oneTime"] = json!(once);
        options
    })
}

/// The plan after its way to JavaScript and back.
fn crossed<T: serde::Serialize + DeserializeOwned>(plan: &T) -> T {
    from_value(to_value(plan).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn every_value_is_read_or_refused(json in json()) {
        options(&json);
        plans(&json);
    }

    #[test]
    fn every_text_is_read_or_refused(text in text()) {
        options(&text);
        plans(&text);
        for variant in [Variant::Bucket, Variant::Kv] {
            let _ = Key::parse(variant, &text);
        }
        let _ = entry::Entry::read(&text);
        let listing = Listing { identity: "default/a", prefix: "", delimiter: "" };
        let _ = Position::read(&text, listing);
    }

    #[test]
    fn a_plan_of_a_get_comes_back(options in get_options()) {
        let options: BucketGetOptions = from_value(options).unwrap();
        let plan = Get::try_from(options).unwrap();
        prop_assert_eq!(crossed(&plan), plan);
    }

    #[test]
    fn a_plan_of_a_list_comes_back(query in query(), place in any::<String>(), kind in 0..4) {
        let plan = ListPlan::of_bucket("default/a", from_value(query.options(None)).unwrap()).unwrap();
        let position = match kind {
            0 => None,
            1 => Some(Position::AfterKey(place)),
            2 => Some(Position::AfterPrefix(place)),
            _ => Some(Position::Host(place)),
        };
        let plan = ListPlan { position, ..plan };
        prop_assert_eq!(crossed(&plan), plan);
    }

    /// The claims of a URL say after any time what its options say.
    #[test]
    fn claims_come_back(
        options in signed_options(), version in "[a-z0-9]{0,5}", once in prop::option::of("[A-Za-z0-9_-]{22}"),
        now in 0..253_402_300_799_999_u64,
    ) {
        let options: SignedOptions = from_value(options).unwrap();
        let signed = Signed::try_from(options).unwrap();
        let claims = Claims::new(&signed, &version, once.clone(), Millis::new(now));
        let back = crossed(&claims);
        prop_assert_eq!(&back, &claims);
        prop_assert_eq!(back.action(), Some(signed.action));
        prop_assert_eq!(back.until, now + signed.seconds * 1000);
        prop_assert_eq!(back.secret.unwrap_or_default(), version);
        prop_assert_eq!(back.once, once);
    }
}
