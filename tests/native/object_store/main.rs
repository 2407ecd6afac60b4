//! The memory store under the integration tests of the crate `object_store`.
//!
//! The authors of these tests wrote them for S3, Google Cloud Storage, Azure and similar stores and never saw this one,
//! so the tests notice what our own take for granted.
//!
//! Each test runs with both forms of a read (options, request headers) and with pages of one entry, of three and of a
//! thousand. These do not apply:
//!
//! * `multipart`, `multipart_with_opts`, `multipart_put_part_out_of_order` are about upload ids and numbered parts. Only
//!   the hosts have those; in memory the adapter would test its own.
//! * `response_extensions` is about an HTTP client.
//! * Conditions on dates in `get_opts`: `bucket.get` has none, so the adapter answers "not supported", as that test
//!   allows. `bucket.get` has no If-Match either; `object_store` checks it on our etag.
#![cfg(not(target_arch = "wasm32"))]

mod adapter;
#[path = "../host.rs"]
mod host;
#[path = "../read.rs"]
mod read;
mod upload;

use adapter::{Adapter, Dialect};
use futures::TryStreamExt;
use object_store::integration;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{
    Attribute, Attributes, Error, GetOptions, MultipartUpload, ObjectStore, ObjectStoreExt, PutOptions,
    WriteMultipart,
};

fn stores() -> [Adapter; 3] {
    [(Dialect::Options, 1000), (Dialect::Headers, 1), (Dialect::Headers, 3)]
        .map(|(dialect, page)| Adapter::new(dialect, page))
}

/// Tests that run one of `object_store`'s each, on every store.
macro_rules! integration {
    ($($name:ident: |$store:ident| $run:expr;)+) => {$(
        #[tokio::test]
        async fn $name() {
            for $store in &stores() {
                $run.await;
            }
        }
    )+};
}

integration! {
    put_get_delete_list: |store| integration::put_get_delete_list(store);
    put_get_attributes: |store| integration::put_get_attributes(store);
    get_opts: |store| integration::get_opts(store);
    put_opts: |store| integration::put_opts(store, true);
    stream_get: |store| integration::stream_get(store);
    list_uses_directories_correctly: |store| integration::list_uses_directories_correctly(store);
    list_with_delimiter: |store| integration::list_with_delimiter(store);
    list_with_offset_exclusivity: |store| integration::list_with_offset_exclusivity(store);
    list_paginated: |store| integration::list_paginated(store, store);
    rename_and_copy: |store| integration::rename_and_copy(store);
    copy_if_not_exists: |store| integration::copy_if_not_exists(store);
    copy_rename_nonexistent_object: |store| integration::copy_rename_nonexistent_object(store);
    multipart_out_of_order: |store| integration::multipart_out_of_order(store);
    multipart_race_condition: |store| integration::multipart_race_condition(store, true);
}

#[tokio::test]
async fn get_nonexistent_object() {
    for store in &stores() {
        for location in [None, Some(Path::from("a/b"))] {
            let error = integration::get_nonexistent_object(store, location).await.unwrap_err();
            assert!(matches!(error, Error::NotFound { .. }), "{error}");
        }
    }
}

/// That crate's wrapper puts all keys below a prefix. Every prefix, offset and folded prefix becomes longer then, and
/// must not reach the keys beside it.
#[tokio::test]
async fn behind_a_prefix() {
    for store in stores() {
        let neighbours = ["below/a", "below/a/bc", "below/a/b.x", "below/a/b0/test1", "z"].map(Path::from);
        for neighbour in &neighbours {
            store.put(neighbour, "kept".into()).await.unwrap();
        }
        let below = PrefixStore::new(store.clone(), "below/a/b");
        integration::put_get_delete_list(&below).await;
        integration::list_uses_directories_correctly(&below).await;
        integration::list_with_delimiter(&below).await;
        integration::list_with_offset_exclusivity(&below).await;
        integration::rename_and_copy(&below).await;
        integration::put_opts(&below, true).await;
        let left = store.list(None).map_ok(|meta| meta.location);
        let mut left: Vec<Path> = left.try_collect().await.unwrap();
        left.retain(|path| !path.as_ref().starts_with("below/a/b/"));
        assert_eq!(left.len(), neighbours.len());
        assert!(neighbours.iter().all(|neighbour| left.contains(neighbour)), "{left:?}");
    }
}

#[tokio::test]
async fn attributes_come_back() {
    let attributes = Attributes::from_iter([
        (Attribute::CacheControl, "max-age=604800"),
        (Attribute::ContentDisposition, "attachment; filename=\"test.html\""),
        (Attribute::ContentEncoding, "gzip"),
        (Attribute::ContentLanguage, "en-US"),
        (Attribute::ContentType, "text/html; charset=utf-8"),
        (Attribute::Metadata("test_key".into()), "test_value"),
        (Attribute::Metadata("key with spaces".into()), "hello   world"),
    ]);
    for store in &stores() {
        let (one, parts, copy) = (Path::from("one"), Path::from("parts"), Path::from("copy"));
        store.put_opts(&one, "foo".into(), PutOptions::from(attributes.clone())).await.unwrap();
        let mut upload = store.put_multipart_opts(&parts, attributes.clone().into()).await.unwrap();
        upload.put_part("foo".into()).await.unwrap();
        upload.complete().await.unwrap();
        store.copy(&one, &copy).await.unwrap();
        for path in [&one, &parts, &copy] {
            assert_eq!(store.get(path).await.unwrap().attributes, attributes, "{path}");
        }
        // An overwrite replaces all attributes.
        store.put(&one, "foo".into()).await.unwrap();
        assert!(store.get(&one).await.unwrap().attributes.is_empty());
    }
}

/// An etag names content, not a version: the same bytes have the same etag, with any attributes and by any way of
/// upload, so a write that changes nothing does not fail the condition of another writer.
#[tokio::test]
async fn the_same_bytes_have_the_same_etag() {
    for store in &stores() {
        let (plain, typed) = (Path::from("plain"), Path::from("typed"));
        let first = store.put(&plain, "same".into()).await.unwrap();
        let html = Attributes::from_iter([(Attribute::ContentType, "text/html")]);
        let second = store.put_opts(&typed, "same".into(), html.into()).await.unwrap();
        assert_eq!(first.e_tag, second.e_tag);
        let mut upload = WriteMultipart::new(store.put_multipart(&typed).await.unwrap());
        upload.write(b"sa");
        upload.write(b"me");
        assert_eq!(upload.finish().await.unwrap().e_tag, first.e_tag);
    }
}

/// That crate's tests name one etag. A header may name several, and weak ones.
#[tokio::test]
async fn a_header_may_name_several_etags() {
    let store = Adapter::new(Dialect::Headers, 1000);
    let path = Path::from("k");
    let etag = store.put(&path, "v".into()).await.unwrap().e_tag.unwrap();
    for (header, known) in [
        (format!("\"other\", {etag}"), true),
        (format!("W/{etag},\"other\""), true),
        ("*".to_owned(), true),
        ("\"other\", W/\"another\"".to_owned(), false),
    ] {
        let options = GetOptions::new().with_if_none_match(Some(header.clone())).with_range(Some(0..1));
        let not_modified = matches!(store.get_opts(&path, options).await, Err(Error::NotModified { .. }));
        assert_eq!(not_modified, known, "{header}");
    }
}
