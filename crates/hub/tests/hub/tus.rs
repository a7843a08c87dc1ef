//! tus 1.0.0 beyond announcing and adding: checksum, termination, expiration, versions, pieces cut off.

use crate::house::{House, client, problem};
use crate::media::{create, enrolled, head, header, patch};
use crate::phone::Phone;
use crate::raw;
use data_encoding::BASE64;
use domain::digest::Digest;
use reqwest::{Method, Response};
use tokio::io::AsyncWriteExt;

const DAY: i64 = 24 * 60 * 60 * 1000;
const KIND: (&str, &str) = ("content-type", "application/offset+octet-stream");

async fn patch_with(house: &House, phone: &mut Phone, digest: &Digest, checksum: &str, piece: &[u8]) -> Response {
    let headers =
        [("upload-offset", "0".to_owned()), ("upload-checksum", checksum.to_owned()), (KIND.0, KIND.1.to_owned())];
    phone.call(house, Method::PATCH, &format!("/v1/media/{digest}"), &headers, piece).await
}

async fn terminate(house: &House, phone: &mut Phone, digest: &Digest) -> Response {
    phone.call(house, Method::DELETE, &format!("/v1/media/{digest}"), &[], b"").await
}

fn sha256(bytes: &[u8]) -> String {
    format!("sha256 {}", BASE64.encode(&Digest::of(bytes).0))
}

#[tokio::test]
async fn of_a_piece_that_is_not_what_its_checksum_says_nothing_is_kept() {
    let (house, mut phone) = enrolled().await;
    let digest = Digest::of(b"0123456789");
    create(&house, &mut phone, &digest, 10).await;
    let refused = patch_with(&house, &mut phone, &digest, &sha256(b"01234"), b"01x34").await;
    assert_eq!(header(&refused, "upload-offset"), "0", "it says where to go on");
    assert_eq!(problem(refused).await, (460, "media.checksum".into()));
    assert_eq!(header(&head(&house, &mut phone, &digest).await, "upload-offset"), "0");
    for (checksum, code) in [
        ("sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "media.checksum_algorithm"),
        ("sha256 Kq5sNclPz7QV2+lfQIuc6R7oRu0=", "media.header"),
        ("sha256", "media.header"),
    ] {
        let refused = patch_with(&house, &mut phone, &digest, checksum, b"01234").await;
        assert_eq!(problem(refused).await, (400, code.into()), "{checksum}");
    }
    let taken = patch_with(&house, &mut phone, &digest, &sha256(b"01234"), b"01234").await;
    assert_eq!((taken.status().as_u16(), header(&taken, "upload-offset")), (204, "5"));
}

#[tokio::test]
async fn an_upload_is_given_up_by_the_device_that_announced_it_alone_and_what_is_stored_stays() {
    let (house, mut phone) = enrolled().await;
    let mut other = Phone::enrol(&house, "p-417").await;
    let digest = Digest::of(b"the photo");
    create(&house, &mut phone, &digest, 9).await;
    patch(&house, &mut phone, &digest, 0, b"the").await;
    assert_eq!(problem(terminate(&house, &mut other, &digest).await).await, (403, "media.not_yours".into()));
    assert_eq!(header(&head(&house, &mut phone, &digest).await, "upload-offset"), "3");
    assert_eq!(terminate(&house, &mut phone, &digest).await.status(), 204);
    assert_eq!(head(&house, &mut phone, &digest).await.status(), 404);
    assert_eq!(problem(terminate(&house, &mut phone, &digest).await).await, (404, "media.unknown".into()));
    assert_eq!(std::fs::read_dir(house.folder.path().join("blobs/arriving")).unwrap().count(), 0);
    create(&house, &mut phone, &digest, 9).await;
    assert_eq!(header(&patch(&house, &mut phone, &digest, 0, b"the photo").await, "doorstep-stored"), "true");
    assert_eq!(problem(terminate(&house, &mut phone, &digest).await).await, (409, "media.stored".into()));
    assert_eq!(header(&head(&house, &mut phone, &digest).await, "doorstep-stored"), "true");
}

#[tokio::test]
async fn an_unfinished_upload_is_kept_for_a_week_after_its_last_piece_and_then_swept() {
    let (mut house, mut phone) = enrolled().await;
    let arriving = house.folder.path().join("blobs/arriving");
    let count = || std::fs::read_dir(&arriving).unwrap().count();
    let (digest, other) = (Digest::of(b"the photo"), Digest::of(b"another"));
    let created = create(&house, &mut phone, &digest, 9).await;
    assert_eq!(header(&created, "upload-expires"), "Fri, 27 Nov 2026 05:00:00 GMT");
    house.clock.pass(3 * DAY);
    let patched = patch(&house, &mut phone, &digest, 0, b"the").await;
    assert_eq!(header(&patched, "upload-expires"), "Mon, 30 Nov 2026 05:00:00 GMT");
    house.clock.pass(7 * DAY - 1);
    create(&house, &mut phone, &other, 7).await;
    assert_eq!(header(&head(&house, &mut phone, &digest).await, "upload-offset"), "3");
    house.clock.pass(1);
    let late = patch(&house, &mut phone, &digest, 3, b" photo").await;
    assert_eq!(problem(late).await, (410, "media.expired".into()));
    // The next upload that is announced, or the hub's next start, is the occasion.
    assert_eq!(count(), 1);
    create(&house, &mut phone, &Digest::of(b"a third"), 7).await;
    assert_eq!((count(), head(&house, &mut phone, &digest).await.status().as_u16()), (0, 404));
    patch(&house, &mut phone, &other, 0, b"ano").await;
    house.clock.pass(7 * DAY);
    house.stop().await;
    house.start().await;
    assert_eq!((count(), head(&house, &mut phone, &other).await.status().as_u16()), (0, 404));
    // Announced again, it begins anew and is stored for good.
    create(&house, &mut phone, &digest, 9).await;
    let stored = patch(&house, &mut phone, &digest, 0, b"the photo").await;
    assert_eq!(header(&stored, "doorstep-stored"), "true");
    assert!(!stored.headers().contains_key("upload-expires"));
    house.clock.pass(100 * DAY);
    create(&house, &mut phone, &other, 7).await;
    assert_eq!(header(&head(&house, &mut phone, &digest).await, "doorstep-stored"), "true");
}

#[tokio::test]
async fn the_hub_says_what_it_can_do_and_speaks_no_other_version_of_tus() {
    let (house, mut phone) = enrolled().await;
    let said = client().request(Method::OPTIONS, house.url("/v1/media")).send().await.unwrap();
    assert_eq!(said.status(), 204);
    for (name, value) in [
        ("tus-resumable", "1.0.0"),
        ("tus-version", "1.0.0"),
        ("tus-extension", "creation,checksum,termination,expiration"),
        ("tus-max-size", "268435456"),
        ("tus-checksum-algorithm", "sha256"),
    ] {
        assert_eq!(header(&said, name), value, "{name}");
    }
    let path = format!("/v1/media/{}", Digest::of(b"x"));
    for version in ["0.2.2", "1.0.1", ""] {
        let headers = [("tus-resumable", version.to_owned())];
        let refused = phone.call(&house, Method::PATCH, &path, &headers, b"").await;
        assert_eq!(header(&refused, "tus-version"), "1.0.0");
        assert_eq!(problem(refused).await, (412, "media.version".into()));
    }
    let unknown = head(&house, &mut phone, &Digest::of(b"x")).await;
    assert_eq!((unknown.status().as_u16(), header(&unknown, "tus-resumable")), (404, "1.0.0"));
    assert_eq!(phone.repeats, 0, "a request in another version costs no nonce");
}

#[tokio::test]
async fn a_piece_cut_off_on_its_way_is_nobodys_and_the_upload_goes_on_at_any_byte() {
    let (house, mut phone) = enrolled().await;
    let digest = Digest::of(b"0123456789");
    create(&house, &mut phone, &digest, 10).await;
    patch(&house, &mut phone, &digest, 0, b"012").await;
    let request = raw::head(&phone, "PATCH", &format!("/v1/media/{digest}"), &[("upload-offset", "3"), KIND], b"3456");
    let mut stream = raw::connect(house.address).await;
    stream.write_all(format!("{request}34").as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let heard = raw::hear(&mut stream).await;
    assert!(heard.is_empty() || heard.contains("body.cut_short"), "{heard}");
    assert_eq!(header(&head(&house, &mut phone, &digest).await, "upload-offset"), "3");
    for (offset, piece) in [(3, "3"), (4, "45678")] {
        patch(&house, &mut phone, &digest, offset, piece.as_bytes()).await;
    }
    assert_eq!(header(&patch(&house, &mut phone, &digest, 9, b"9").await, "doorstep-stored"), "true");
    assert_eq!(phone.repeats, 0, "the piece that was cut off cost no nonce");
}
