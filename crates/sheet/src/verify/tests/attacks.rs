//! What is done to signed papers elsewhere: appended pages, replaced objects, hidden layers, swapped attachments, borrowed
//! signatures.

use super::*;
use crate::draw::file::SEAL;
use crate::pdf::Objects;
use domain::canonical;
use domain::facts::Text;

/// The file with these objects in an update of our own form behind it.
fn updated(pdf: &[u8], objects: &[(u32, &[u8])]) -> Vec<u8> {
    let sections = revisions(pdf).unwrap();
    let section = sections.last().unwrap();
    let mut longer = pdf.to_vec();
    let mut offsets = Vec::new();
    for (number, body) in objects {
        offsets.push((*number, longer.len()));
        write_object(&mut longer, *number, body);
    }
    let size = objects.iter().map(|(number, _)| number + 1).max().unwrap_or(0).max(section.size);
    let trailer = format!("<</Size {size}/Root 1 0 R{}/Prev {}>>", section.info_and_id, section.start);
    write_xref(&mut longer, &offsets, &trailer, false);
    longer
}

/// The pages of one drawn sheet with the facts and the seal of another, all cross-references right.
fn forged(drawn: &[u8], facts: &str, seal: &Seal) -> Vec<u8> {
    let sections = revisions(drawn).unwrap();
    let mut objects = Objects::default();
    for body in sections[0].bodies(drawn) {
        objects.add(body);
    }
    objects.set_deflated(FACTS, "/Type/EmbeddedFile", facts.as_bytes());
    objects.set_deflated(SEAL, "/Type/EmbeddedFile", canonical::to_string(seal).unwrap().as_bytes());
    let info = sections[0].info_and_id.strip_prefix("/Info ").unwrap().split(' ').next().unwrap();
    objects.finish(Ref(info.parse().unwrap()), &[0; 16])
}

#[test]
fn whatever_is_appended_is_noticed_and_its_bytes_are_named() {
    for pdf in [&PAPERS.signed, &PAPERS.received] {
        for tail in [&b"\n"[..], b"%", b"\0", b"%%EOF\n", b"\nstartxref\n9\n%%EOF\n"] {
            let report = check(&[pdf.as_slice(), tail].concat());
            assert_eq!((report.result, codes(&report)), (Verdict::Invalid, vec!["verify.appended"]), "{tail:?}");
            assert!(report.reasons[0].place.contains(&pdf.len().to_string()), "{report:?}");
        }
    }
}

#[test]
fn a_page_appended_after_signing_is_noticed() {
    let page: &[u8] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>";
    for pdf in [&PAPERS.signed, &PAPERS.received] {
        let size = revisions(pdf).unwrap().last().unwrap().size;
        let pages = format!("<</Type/Pages/Count 1/Kids[{size} 0 R]>>");
        assert!(is_invalid(&updated(pdf, &[(2, pages.as_bytes()), (size, page)])));
    }
}

#[test]
fn a_replaced_object_behind_the_signature_is_noticed() {
    for body in [&b"<</Type/Pages/Count 0/Kids[]>>"[..], b"null"] {
        assert!(is_invalid(&updated(&PAPERS.signed, &[(2, body)])));
        assert!(is_invalid(&updated(&PAPERS.received, &[(2, body)])));
    }
}

#[test]
fn a_hidden_layer_shown_after_signing_is_noticed() {
    let catalog = b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[9 0 R]/D<</ON[9 0 R]>>>>>>";
    assert!(is_invalid(&updated(&PAPERS.received, &[(1, catalog)])));
}

#[test]
fn the_signature_once_more_behind_itself_is_noticed() {
    let Papers { drawn, signed, received, .. } = &*PAPERS;
    assert!(is_invalid(&[signed.as_slice(), &signed[drawn.len()..]].concat()));
    assert!(is_invalid(&[received.as_slice(), &received[signed.len()..]].concat()));
    // The receipt without the signature it is for.
    assert!(is_invalid(&[drawn.as_slice(), &received[signed.len()..]].concat()));
}

#[test]
fn an_update_that_hides_behind_the_old_signature_is_noticed() {
    let Papers { signed, .. } = &*PAPERS;
    let sections = revisions(signed).unwrap();
    let (drawn, section) = (&sections[0], &sections[1]);
    let mut moved = signed.clone();
    let trailer = format!("<</Size {}/Root 1 0 R{}/Prev {}>>", section.size, section.info_and_id, drawn.start);
    write_object(&mut moved, 2, b"<</Type/Pages/Count 0/Kids[]>>");
    let signature = section.size - 1;
    let offset = last(signed, format!("\n{signature} 0 obj\n").as_bytes()) + 1;
    write_xref(&mut moved, &[(2, signed.len()), (signature, offset)], &trailer, false);
    assert!(is_invalid(&moved));
}

#[test]
fn facts_bent_before_signing_no_longer_fit_their_seal() {
    let Papers { drawn, house, .. } = &*PAPERS;
    let mut changed = drawn.clone();
    changed[find(drawn, b"/Type/EmbeddedFile") + 400] ^= 1;
    let report = check(&sign(&changed, &sample::device_key().unwrap(), &how(house)).unwrap());
    assert_eq!(codes(&report), ["verify.seal", "verify.time_not_proven"]);
    assert!(report.reasons[0].place.starts_with("facts.json"), "{report:?}");
}

#[test]
fn pages_that_say_something_else_than_the_sealed_facts_are_noticed_though_the_device_signed_them() {
    let Papers { house, release, .. } = &*PAPERS;
    let facts = sample::facts(release);
    let mut other = facts.clone();
    other.customer.name = "王淑芬 女士".into();
    let picture = |digest: &Digest| sample::photo(digest);
    let drawn = crate::draw(&other, &sample::seal(&other).unwrap(), &sample::inks(), &picture, release).unwrap();
    let forged = forged(&drawn, &facts.to_text().unwrap(), &sample::seal(&facts).unwrap());
    let signed = sign(&forged, &sample::device_key().unwrap(), &how(house)).unwrap();
    let report = check(&sample::received(&signed).unwrap());
    assert_eq!((report.result, codes(&report)), (Verdict::Invalid, vec!["verify.drawing"]));
    assert!(report.signatures.iter().all(|signature| signature.intact));
    assert_eq!(report.facts_match, Some(false));
}

#[test]
fn attachments_of_another_sheet_are_noticed() {
    let Papers { drawn, house, release, .. } = &*PAPERS;
    let mut facts = sample::facts(release);
    facts.customer.name = "别人".into();
    let key = sample::device_key().unwrap();
    let swapped = |facts: &Facts, seal: &Seal| {
        let forged = forged(drawn, &facts.to_text().unwrap(), seal);
        check(&sign(&forged, &key, &how(house)).unwrap())
    };
    let (own, other) = (sample::seal(&sample::facts(release)).unwrap(), sample::seal(&facts).unwrap());
    let report = swapped(&facts, &own);
    assert_eq!(report.reasons[0].place, "seal.json: facts is not the digest of facts.json");
    assert_eq!(codes(&swapped(&facts, &other)), ["verify.drawing", "verify.time_not_proven"]);
}

#[test]
fn a_signature_of_another_sheet_is_noticed() {
    let Papers { drawn, signed, release, .. } = &*PAPERS;
    let mut facts = sample::facts(release);
    facts.fault.cause = "SEAL-04".into();
    let other = sample::signed(&facts, release).unwrap();
    let other_drawn = revisions(&other).unwrap()[0].end;
    assert!(is_invalid(&[&other[..other_drawn], &signed[drawn.len()..]].concat()));
    let mut borrowed = other.clone();
    borrowed[contents_digits(&other)].copy_from_slice(&signed[contents_digits(signed)]);
    let report = check(&borrowed);
    assert_eq!(report.reasons[0].place, "signature Device: attribute message-digest");
}

#[test]
fn good_sheets_of_all_kinds_raise_no_false_alarm() {
    let release = &PAPERS.release;
    let good = |number: usize| {
        let mut facts = sample::facts(release);
        facts.paper.number = format!("GD261120-{number:04}-1-D03A1");
        facts.fault.done = Text::zh("更换密封条。".repeat(number % 37 + 1));
        facts.photos.truncate(number % 7);
        if number.is_multiple_of(3) {
            facts.consents.clear();
        }
        let report = check(&sample::received(&sample::signed(&facts, release).unwrap()).unwrap());
        assert_eq!((report.result, codes(&report)), (Verdict::Valid, vec![]), "sheet {number}");
    };
    std::thread::scope(|threads| {
        for half in 0..2 {
            threads.spawn(move || (half..1000).step_by(2).for_each(good));
        }
    });
}
