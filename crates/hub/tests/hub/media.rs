//! Uploads.

use crate::house::{House, problem};
use crate::phone::Phone;
use data_encoding::BASE64;
use domain::digest::Digest;
use reqwest::{Method, Response};
use sync::proof;

pub async fn enrolled() -> (House, Phone) {
    let house = House::found().await;
    house.person("p-417", "陈志远", "0417").await;
    let phone = Phone::enrol(&house, "p-417").await;
    (house, phone)
}

pub async fn create(house: &House, phone: &mut Phone, digest: &Digest, length: u64) -> Response {
    let metadata = format!("digest {}", BASE64.encode(digest.hex().as_bytes()));
    let headers = [("upload-length", length.to_string()), ("upload-metadata", metadata)];
    phone.call(house, Method::POST, "/v1/media", &headers, b"").await
}

pub async fn patch(house: &House, phone: &mut Phone, digest: &Digest, offset: u64, piece: &[u8]) -> Response {
    let headers = [("upload-offset", offset.to_string()), ("content-type", "application/offset+octet-stream".into())];
    phone.call(house, Method::PATCH, &format!("/v1/media/{digest}"), &headers, piece).await
}

pub async fn head(house: &House, phone: &mut Phone, digest: &Digest) -> Response {
    phone.call(house, Method::HEAD, &format!("/v1/media/{digest}"), &[], b"").await
}

/// Sends a file whole.
pub async fn stored(house: &House, phone: &mut Phone, file: &[u8]) {
    let digest = Digest::of(file);
    create(house, phone, &digest, file.len() as u64).await;
    let sent = patch(house, phone, &digest, 0, file).await;
    assert_eq!(header(&sent, "doorstep-stored"), "true");
}

pub fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers()[name].to_str().unwrap()
}

#[tokio::test]
async fn a_photo_goes_up_in_pieces_over_a_restart_and_is_stored_when_its_digest_fits() {
    let (mut house, mut phone) = enrolled().await;
    let photo: Vec<u8> = (0..300_000_u32).map(|n| (n % 251) as u8).collect();
    let digest = Digest::of(&photo);
    let created = create(&house, &mut phone, &digest, photo.len() as u64).await;
    assert_eq!(created.status(), 201);
    assert_eq!(header(&created, "location"), format!("/v1/media/{digest}"));
    let first = patch(&house, &mut phone, &digest, 0, &photo[..200_000]).await;
    assert_eq!((first.status().as_u16(), header(&first, "upload-offset")), (204, "200000"));
    assert_eq!(header(&first, "doorstep-stored"), "false");
    house.stop().await;
    house.start().await;
    let asked = head(&house, &mut phone, &digest).await;
    assert_eq!((header(&asked, "upload-offset"), header(&asked, "upload-length")), ("200000", "300000"));
    let last = patch(&house, &mut phone, &digest, 200_000, &photo[200_000..]).await;
    assert_eq!((last.status().as_u16(), header(&last, "doorstep-stored")), (204, "true"));
    let hex = digest.hex();
    let path = house.folder.path().join("blobs").join(&hex[..2]).join(&hex[2..4]).join(&hex);
    assert_eq!(std::fs::read(path).unwrap(), photo);
    let again = create(&house, &mut phone, &digest, photo.len() as u64).await;
    assert_eq!((header(&again, "doorstep-stored"), header(&again, "upload-offset")), ("true", "300000"));
    let seen = house.call(Method::GET, &format!("media/{digest}"), None).await;
    assert_eq!(seen.bytes().await.unwrap(), photo);
    assert_eq!(phone.repeats, 0);
}

#[tokio::test]
async fn a_wrong_offset_or_too_much_is_refused_and_the_upload_stays_as_it_was() {
    let (house, mut phone) = enrolled().await;
    let digest = Digest::of(b"0123456789");
    create(&house, &mut phone, &digest, 10).await;
    patch(&house, &mut phone, &digest, 0, b"01234").await;
    for (offset, piece, refusal) in [
        (0, &b"01234"[..], (409, "media.offset")),
        (7, b"789", (409, "media.offset")),
        (5, b"56789 and more", (413, "media.too_long")),
    ] {
        let refused = problem(patch(&house, &mut phone, &digest, offset, piece).await).await;
        assert_eq!(refused, (refusal.0, refusal.1.to_owned()));
    }
    assert_eq!(header(&head(&house, &mut phone, &digest).await, "upload-offset"), "5");
    assert_eq!(header(&patch(&house, &mut phone, &digest, 5, b"56789").await, "doorstep-stored"), "true");
}

#[tokio::test]
async fn other_bytes_than_announced_are_put_apart_and_the_right_ones_can_follow() {
    let (house, mut phone) = enrolled().await;
    let digest = Digest::of(b"the photo");
    create(&house, &mut phone, &digest, 9).await;
    assert_eq!(problem(patch(&house, &mut phone, &digest, 0, b"not photo").await).await, (460, "media.digest".into()));
    assert_eq!(head(&house, &mut phone, &digest).await.status(), 404);
    let apart = std::fs::read_dir(house.folder.path().join("blobs/quarantine")).unwrap().count();
    assert_eq!(apart, 1);
    create(&house, &mut phone, &digest, 9).await;
    assert_eq!(header(&patch(&house, &mut phone, &digest, 0, b"the photo").await, "doorstep-stored"), "true");
}

#[tokio::test]
async fn an_upload_that_a_crash_kept_from_its_end_is_finished_when_it_is_announced_again() {
    let (house, mut phone) = enrolled().await;
    let blobs = house.folder.path().join("blobs");
    // The last piece came, and the power went before the digest was checked.
    let whole = Digest::of(b"the photo");
    create(&house, &mut phone, &whole, 9).await;
    std::fs::write(blobs.join("arriving").join(whole.hex()), b"the photo").unwrap();
    let again = create(&house, &mut phone, &whole, 9).await;
    assert_eq!((again.status().as_u16(), header(&again, "doorstep-stored")), (201, "true"));
    // The file is in its place, and the power went before the row said so.
    let placed = Digest::of(b"the ink");
    create(&house, &mut phone, &placed, 7).await;
    let hex = placed.hex();
    std::fs::create_dir_all(blobs.join(&hex[..2]).join(&hex[2..4])).unwrap();
    std::fs::write(blobs.join(&hex[..2]).join(&hex[2..4]).join(&hex), b"the ink").unwrap();
    let again = create(&house, &mut phone, &placed, 7).await;
    assert_eq!((header(&again, "upload-offset"), header(&again, "doorstep-stored")), ("7", "true"));
    // All of it came, and it was something else.
    let other = Digest::of(b"the paper");
    create(&house, &mut phone, &other, 9).await;
    std::fs::write(blobs.join("arriving").join(other.hex()), b"not paper").unwrap();
    assert_eq!(problem(create(&house, &mut phone, &other, 9).await).await, (460, "media.digest".into()));
}

#[tokio::test]
async fn nobody_uploads_without_being_enrolled_or_saying_what() {
    let (house, mut phone) = enrolled().await;
    let other = House::found().await;
    other.person("p-9", "别家", "9").await;
    let mut stranger = Phone::enrol(&other, "p-9").await;
    let digest = Digest::of(b"x");
    let refused = create(&house, &mut stranger, &digest, 1).await;
    assert!(!refused.headers().contains_key(proof::NONCE));
    assert_eq!(problem(refused).await, (401, "proof.unknown_key".into()));
    let bare =
        crate::house::client().post(house.url("/v1/media")).header("tus-resumable", "1.0.0").send().await.unwrap();
    assert_eq!(problem(bare).await, (401, "proof.missing".into()));
    for length in [0, 1 << 40] {
        assert_eq!(problem(create(&house, &mut phone, &digest, length).await).await.1, "media.too_large");
    }
    let unsaid = phone.call(&house, Method::POST, "/v1/media", &[("upload-length", "1".into())], b"").await;
    assert_eq!(problem(unsaid).await, (400, "media.digest_missing".into()));
    let unknown = patch(&house, &mut phone, &digest, 0, b"x").await;
    assert_eq!(problem(unknown).await, (404, "media.unknown".into()));
    for id in ["..%2F..%2Fhub.sqlite", "ABCDEF", "hub.sqlite"] {
        let path = format!("/v1/media/{id}");
        assert_eq!(phone.call(&house, Method::HEAD, &path, &[], b"").await.status(), 404, "{id}");
    }
}

/// `/dev/full` refuses every byte with the error of a full disk.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_says_so_and_the_upload_can_go_on_when_there_is_room() {
    let (house, mut phone) = enrolled().await;
    let digest = Digest::of(b"the photo");
    create(&house, &mut phone, &digest, 9).await;
    let arriving = house.folder.path().join("blobs/arriving").join(digest.hex());
    std::os::unix::fs::symlink("/dev/full", &arriving).unwrap();
    let refused = patch(&house, &mut phone, &digest, 0, b"the photo").await;
    assert_eq!(problem(refused).await, (507, "media.disk_full".into()));
    std::fs::remove_file(&arriving).unwrap();
    assert_eq!(header(&patch(&house, &mut phone, &digest, 0, b"the photo").await, "doorstep-stored"), "true");
}
