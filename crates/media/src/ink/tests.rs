//! What ink promises.

use super::*;
use proptest::prelude::*;

/// A signature of two strokes, the second with a turn.
fn signature() -> Ink {
    let point = |x, y, ms, pressure| Point { x, y, ms, pressure };
    let first = (0..20).map(|i| point(500 + i * 60, 900 + (i % 5) * 40, i * 16, 300 + i * 10)).collect();
    let second = (0..20).map(|i| point(1500 + i * 30, 1800 - i * 50, 600 + i * 16, 800 - i * 20)).collect();
    Ink::new([6000, 3000], vec![first, second]).unwrap()
}

fn line(points: u32) -> Vec<Point> {
    (0..points).map(|i| Point { x: 100 + i % 1000, y: 200, ms: i, pressure: 0 }).collect()
}

#[test]
fn the_blob_is_canonical_json_to_the_byte() {
    let point = |x, y, ms, pressure| Point { x, y, ms, pressure };
    let ink =
        Ink::new([6000, 3000], vec![vec![point(1, 2, 3, 4), point(5, 6, 7, 8)], vec![point(9, 10, 11, 0)]]).unwrap();
    let blob = r#"{"box":[6000,3000],"strokes":[[[1,2,3,4],[5,6,7,8]],[[9,10,11,0]]],"v":1}"#;
    assert_eq!(String::from_utf8(ink.to_json().unwrap()).unwrap(), blob);
}

#[test]
fn what_is_written_is_read_back() {
    let ink = signature();
    assert_eq!(Ink::parse(&ink.to_json().unwrap()), Ok(ink));
}

#[test]
fn only_the_canonical_form_is_read() {
    let blob = String::from_utf8(signature().to_json().unwrap()).unwrap();
    for other in [
        format!(" {blob}"),
        blob.replace("\"v\":1", "\"v\":1,\"w\":2"),
        blob.replace("[6000,3000]", "[6000, 3000]"),
        blob.replace("[6000,3000]", "[6000.0,3000]"),
        blob.replace("\"v\":1", "\"v\":0"),
        "{\"v\":1}".into(),
        "[]".into(),
        "null".into(),
        String::new(),
    ] {
        assert_eq!(Ink::parse(other.as_bytes()), Err(InkRefused::Malformed), "{other}");
    }
}

#[test]
fn a_newer_version_is_told_apart_from_a_broken_one() {
    assert_eq!(Ink::parse(br#"{"layers":[],"v":2}"#), Err(InkRefused::UnknownVersion));
}

#[test]
fn every_limit_is_kept() {
    let at = |x, y, ms, pressure| vec![vec![Point { x, y, ms, pressure }]];
    assert!(Ink::new([100, 50], at(100, 50, MAX_MS, 1000)).is_ok(), "the edge is inside");
    assert_eq!(Ink::new([100, 50], at(101, 50, 0, 0)), Err(InkRefused::OutsideBox));
    assert_eq!(Ink::new([100, 50], at(100, 51, 0, 0)), Err(InkRefused::OutsideBox));
    assert_eq!(Ink::new([0, 50], vec![]), Err(InkRefused::OutsideBox));
    assert_eq!(Ink::new([100, MAX_BOX + 1], vec![]), Err(InkRefused::OutsideBox));
    assert_eq!(Ink::new([100, 50], at(1, 1, MAX_MS + 1, 0)), Err(InkRefused::BrokenTiming));
    assert_eq!(Ink::new([100, 50], at(1, 1, 0, 1001)), Err(InkRefused::BrokenPressure));
    assert_eq!(Ink::new([100, 50], vec![vec![]]), Err(InkRefused::Malformed));
    assert!(Ink::new([2000, 500], vec![line(1); MAX_STROKES]).is_ok());
    assert_eq!(Ink::new([2000, 500], vec![line(1); MAX_STROKES + 1]), Err(InkRefused::TooLarge));
    assert!(Ink::new([2000, 500], vec![line(10_000)]).is_ok());
    assert_eq!(Ink::new([2000, 500], vec![line(MAX_POINTS as u32 + 1)]), Err(InkRefused::TooLarge));
    assert_eq!(Ink::parse(&vec![b' '; MAX_BYTES + 1]), Err(InkRefused::TooLarge));
}

#[test]
fn time_never_runs_back_within_a_stroke_or_from_one_to_the_next() {
    let point = |ms| Point { x: 1, y: 1, ms, pressure: 0 };
    assert_eq!(Ink::new([9, 9], vec![vec![point(5), point(4)]]), Err(InkRefused::BrokenTiming));
    assert_eq!(Ink::new([9, 9], vec![vec![point(5)], vec![point(4)]]), Err(InkRefused::BrokenTiming));
    assert!(Ink::new([9, 9], vec![vec![point(5), point(5)], vec![point(5)]]).is_ok());
}

#[test]
fn nothing_a_dot_and_a_slip_are_blank_and_a_signature_is_not() {
    let point = |x, y| Point { x, y, ms: 0, pressure: 0 };
    for blank in
        [vec![], vec![vec![point(5, 5)]], vec![vec![point(0, 0), point(480, 0)], vec![point(0, 0), point(0, 310)]]]
    {
        assert!(Ink::new([6000, 3000], blank).unwrap().is_blank());
    }
    assert!(!Ink::new([6000, 3000], vec![vec![point(0, 0), point(480, 640)]]).unwrap().is_blank(), "one firm stroke");
    assert!(!signature().is_blank());
}

#[test]
fn a_path_starts_and_ends_where_the_stroke_did_and_is_unbroken() {
    let ink = signature();
    let paths = ink.to_paths();
    assert_eq!(paths.len(), 2);
    for (path, stroke) in paths.iter().zip(ink.strokes()) {
        let mm = |p: &Point| [p.x as f32 / 100.0, p.y as f32 / 100.0];
        assert_eq!(path.start, mm(stroke.first().unwrap()));
        assert_eq!(path.curves.last().unwrap().to, mm(stroke.last().unwrap()));
        assert_eq!(path.curves.len(), stroke.len(), "one curve a step and one to the end");
    }
}

#[test]
fn a_dot_is_drawn_as_a_dot() {
    let ink = Ink::new([900, 900], vec![vec![Point { x: 250, y: 300, ms: 0, pressure: 0 }; 3]]).unwrap();
    let paths = ink.to_paths();
    assert_eq!((paths[0].start, paths[0].curves.len(), paths[0].curves[0].to), ([2.5, 3.0], 1, [2.5, 3.0]));
}

#[test]
fn a_firm_hand_writes_thicker_and_without_pressure_a_slow_one_does() {
    let stroke = |step: u32, pressure: u32| {
        let points = (0..10).map(|i| Point { x: 100 + i * 40, y: 100, ms: i * step, pressure }).collect();
        Ink::new([6000, 3000], vec![points]).unwrap().to_paths()[0].curves[5].width
    };
    assert!(stroke(16, 900) > stroke(16, 200));
    assert!(stroke(40, 0) > stroke(4, 0));
}

fn strokes() -> impl Strategy<Value = Vec<Vec<Point>>> {
    let point = (0u32..=3000, 0u32..=2000, 0u32..=40, 0u32..=1000);
    prop::collection::vec(prop::collection::vec(point, 1..30), 0..8).prop_map(|strokes| {
        let mut now = 0;
        let timed = |(x, y, pause, pressure): (u32, u32, u32, u32)| {
            now += pause;
            Point { x, y, ms: now, pressure }
        };
        let mut timed = timed;
        strokes.into_iter().map(|stroke| stroke.into_iter().map(&mut timed).collect()).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_ink_within_the_limits_survives_writing_and_its_curves_stay_in_the_box(strokes in strokes()) {
        let ink = Ink::new([3000, 2000], strokes).unwrap();
        prop_assert_eq!(Ink::parse(&ink.to_json().unwrap()).unwrap(), ink.clone());
        for path in ink.to_paths() {
            for curve in path.curves {
                for [x, y] in [curve.c1, curve.c2, curve.to] {
                    prop_assert!((-0.001..=30.001).contains(&x) && (-0.001..=20.001).contains(&y));
                }
                prop_assert!((0.29..=0.76).contains(&curve.width));
            }
        }
    }

    #[test]
    fn damaged_blobs_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut blob = signature().to_json().unwrap();
        let index = at.index(blob.len());
        blob[index] = byte;
        let _ = Ink::parse(&blob);
        let _ = Ink::parse(&blob[..cut.index(blob.len())]);
    }
}
