//! What operators may write, and what they are told.

use std::io::Read;
use std::sync::Arc;

use expect_test::{Expect, expect};
use jiff::Timestamp;
use object_store::ObjectStoreExt;
use object_store::memory::InMemory;
use object_store::path::Path;
use relata_connectors::files::stored::{Place, Stored};
use relata_outgoing::Outgoing;
use tokio::runtime::Handle;

use super::*;
use crate::blob::Blob;
use crate::bucket::Shared;

fn check(addresses: &[&str], expected: &Expect) {
    let said = addresses.iter().map(|it| match Address::parse(it) {
        Ok(address) => format!("{}\n", address.name()),
        Err(error) => format!("{error}\n"),
    });
    expected.assert_eq(&said.collect::<String>());
}

#[test]
fn a_place_has_one_name_however_it_is_written() {
    check(
        &[
            "abfss://extract@contoso.dfs.core.windows.net/2026/11/",
            "https://contoso.blob.core.windows.net/extract/2026/11",
            "https://Contoso.dfs.core.windows.net/extract/2026/11/",
            "https://contoso.blob.core.usgovcloudapi.net/extract",
            "https://contoso.z12.blob.storage.azure.net/extract",
            "s3://extract/2026/Message_v1.json",
        ],
        &expect![[r#"
            https://contoso.blob.core.windows.net/extract/2026/11
            https://contoso.blob.core.windows.net/extract/2026/11
            https://contoso.blob.core.windows.net/extract/2026/11
            https://contoso.blob.core.usgovcloudapi.net/extract
            https://contoso.z12.blob.storage.azure.net/extract
            s3://extract/2026/Message_v1.json
        "#]],
    );
}

#[test]
fn what_is_no_place_is_said_without_repeating_it() {
    check(
        &[
            "https://contoso.blob.core.windows.net/extract?sv=2024&sig=canary",
            "abfss://extract:canary@contoso.dfs.core.windows.net/",
            "https://files.contoso.com/extract",
            "https://contoso.blob.core.windows.net/",
            "http://contoso.blob.core.windows.net/extract",
            "gs://extract/2026",
        ],
        &expect![[r#"
            the address of the extract holds more than a place; whoever lists the programs of this machine reads it there. Give the address alone, and put a shared access signature into the access file, as sas = "…"
            the address of the extract holds more than a place; whoever lists the programs of this machine reads it there. Give the address alone, and put a shared access signature into the access file, as sas = "…"
            the address of the extract names no account of Azure; write it as abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH, https://ACCOUNT.blob.core.windows.net/CONTAINER/PATH or s3://BUCKET/PATH
            the address of the extract names no container; write it as abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH, https://ACCOUNT.blob.core.windows.net/CONTAINER/PATH or s3://BUCKET/PATH
            the address of the extract is of no kind that is read; write it as abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH, https://ACCOUNT.blob.core.windows.net/CONTAINER/PATH or s3://BUCKET/PATH
            the address of the extract is of no kind that is read; write it as abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/PATH, https://ACCOUNT.blob.core.windows.net/CONTAINER/PATH or s3://BUCKET/PATH
        "#]],
    );
}

#[test]
fn a_signature_that_ended_is_told_before_anybody_is_asked() {
    let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
    for (sas, is_usable) in [
        ("sv=2024&se=2026-11-22T09%3A59%3A59Z&sig=x", false),
        ("?se=2026-11-22&sig=x", false),
        ("se=2026-11-23&sig=x", true),
        ("sv=2024&sig=x", true),
    ] {
        let access = Access { sas: Some(sas.to_owned()), ..Access::default() };
        assert_eq!(access.to_azure(now).is_ok(), is_usable, "{sas}");
    }
    let two = Access { sas: Some("x".to_owned()), account_key: Some("y".to_owned()), ..Access::default() };
    assert!(two.to_azure(now).is_err());
}

/// A file of so many bytes, its version, and the place it lies in.
pub(crate) async fn blob(bytes: usize) -> (Blob, Vec<u8>) {
    let store = InMemory::new();
    let content: Vec<u8> = (0..bytes).map(|it| (it % 251) as u8).collect();
    let path = Path::from("2026/one.json");
    store.put(&path, content.clone().into()).await.unwrap();
    let etag = store.head(&path).await.unwrap().e_tag.unwrap();
    let address = Address::parse("s3://extract").unwrap();
    let of = Arc::new(Shared::of(Box::new(store), Handle::current(), &address));
    (Blob { of, path, etag, bytes: bytes as u64 }, content)
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_are_the_same_from_wherever_they_are_read() {
    for bytes in [0, 1, 63, 64, 65, 320, 1_000] {
        let (blob, content) = blob(bytes).await;
        let read = move || {
            for at in (0..bytes + 2).step_by(7) {
                let expected = content.get(at..).unwrap_or_default();
                let mut onward = Vec::new();
                blob.onward(at as u64).unwrap().read_to_end(&mut onward).unwrap();
                assert_eq!(onward, expected, "{bytes} from {at}");
                for length in [0, 1, 64, 150] {
                    let range = blob.range(at as u64, length).unwrap();
                    assert_eq!(range, &expected[..length.min(expected.len())], "{length} of {bytes} from {at}");
                }
            }
        };
        tokio::task::spawn_blocking(read).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_replaced_is_not_read_on() {
    let (blob, _) = blob(2_000).await;
    let store = blob.of.clone();
    let path = blob.path.clone();
    let begin = move || {
        let mut onward = blob.onward(0).unwrap();
        onward.read_exact(&mut [0; 10]).unwrap();
        onward
    };
    let mut onward = tokio::task::spawn_blocking(begin).await.unwrap();
    store.store.put(&path, vec![7; 2_000].into()).await.unwrap();
    let error = tokio::task::spawn_blocking(move || onward.read_to_end(&mut Vec::new()).unwrap_err()).await.unwrap();
    assert_eq!(
        error.to_string(),
        "s3://extract/2026/one.json was replaced while it was read; reading goes on from the same place later"
    );
}

/// What is said where nobody answers, or nobody may be asked.
async fn said(allowed: &[String], endpoint: &str) -> String {
    let outgoing = Outgoing::new(allowed).unwrap().to_storage().unwrap();
    let access =
        Access { account_key: Some("Y2FuYXJ5".to_owned()), endpoint: Some(endpoint.to_owned()), ..Access::default() };
    let address = Address::parse("abfss://extract@contoso.dfs.core.windows.net/2026").unwrap();
    let bucket = Bucket::of(&address, &access, &outgoing, Handle::current(), Timestamp::UNIX_EPOCH).unwrap();
    tokio::task::spawn_blocking(move || bucket.list().unwrap_err().to_string()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_the_guard_refuses_nobody_asks() {
    let mut text = String::new();
    for (allowed, endpoint) in [
        (&[][..], "http://127.0.0.1:1/contoso"),
        (&[], "https://169.254.169.254/contoso"),
        (&[], "https://localhost:1/contoso"),
        (&["127.0.0.1".to_owned()], "http://127.0.0.1:1/contoso"),
    ] {
        text += &format!("{}\n", said(allowed, endpoint).await);
    }
    expect![[r#"
        127.0.0.1 may not be asked: it is not https, or it lies inside; name its host in outgoing.allow if you trust it
        169.254.169.254 may not be asked: it is not https, or it lies inside; name its host in outgoing.allow if you trust it
        localhost may not be asked: it lies inside; name its host in outgoing.allow if you trust it
        https://contoso.blob.core.windows.net/extract cannot be reached: Connection refused (os error 111); reading goes on from the same place later
    "#]].assert_eq(&text);
}
