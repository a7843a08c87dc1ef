//! Tests of facts as a whole.

use super::*;
use crate::time::Trust;

fn at(time: &str) -> At {
    At { time: time.into(), trust: Trust::Verified, boot: None, elapsed_ms: None }
}

fn release(name: &str) -> ReleaseRef {
    ReleaseRef { name: name.into(), version: "1.0".into(), digest: Digest::of(name.as_bytes()) }
}

fn fee(minor: i64) -> FeeLine {
    FeeLine {
        name: Text::new("更换密封条", "Seal replaced"),
        price: Some(Money::fen(4500)),
        per: "窗".into(),
        quantity: "2".into(),
        note: Text::zh("有偿"),
        amount: Money::fen(minor),
    }
}

fn facts() -> Facts {
    Facts {
        v: 1,
        paper: PaperRef {
            code: "D03".into(),
            number: "GD261120-0041-1-D03A1".into(),
            job: "GD261120-0041".into(),
            visit: VisitNo(1),
            replaces: None,
        },
        documents: Documents { brief: vec![Digest::of(b"b")], log: vec![Digest::of(b"l")] },
        releases: Releases {
            pack: release("dw_repair"),
            price: release("prices"),
            settings: release("settings"),
            layout: release("d03"),
        },
        company: Company {
            name: Text::zh("云州安信到家服务有限公司"),
            short: Text::zh("云州安信到家"),
            hotline: "400-000-8210".into(),
            complaints: "400-000-8211".into(),
            address: "云州市望江区滨江路 88 号 3 幢".into(),
            hours: "每日 8:00–20:00".into(),
            verify_host: "verify.anxin.example".into(),
        },
        technician: Technician { name: "陈志远".into(), badge: "0417".into(), device: "0417-A".into() },
        customer: Customer {
            name: "王淑敏 女士".into(),
            phone: "137 0000 8026".into(),
            address: "滨河路 27 号".into(),
        },
        product: Product {
            model: "断桥铝平开窗 PK-68".into(),
            serial: "PK68-1904-11830".into(),
            installed: "2019-04-12".into(),
            category: Text::zh("有偿服务"),
        },
        outcome: Outcome { key: "completed".into(), name: Text::new("已完成", "Completed"), told: Vec::new() },
        times: Times {
            agreed: Some(Window { from: "2026-11-20T13:30:00+08:00".into(), to: "2026-11-20T15:00:00+08:00".into() }),
            arrived: Some(at("2026-11-20T13:26:00+08:00")),
            late_minutes: Some(-4),
            started: None,
            finished: None,
        },
        fault: Fault {
            reported: Text::zh("漏风"),
            found: Text::zh("老化"),
            cause: String::new(),
            done: Text::zh("更换"),
        },
        quote: Some(QuoteRef { version: 2, total: Money::fen(9000), matches: true }),
        parts: vec![],
        fees: vec![fee(9000)],
        total: Money::fen(9000),
        payment: Payment {
            status: "paid".into(),
            status_name: Text::zh("已付"),
            method: Text::zh("微信支付"),
            at: None,
            receipt: None,
        },
        measurements: Measurements {
            units: vec![UnitHead { key: Some("window-1".into()), name: Text::zh("窗 1") }],
            rows: vec![MeasureRow {
                item: "tst.gap".into(),
                name: Text::zh("扇框间隙"),
                limit: Text::zh("≤ 3.0 mm"),
                unit: "mm".into(),
                cells: vec![MeasureCell::default()],
                verdict: Some(Judged::In),
            }],
        },
        kept: Kept::default(),
        photos: vec![],
        consents: vec![],
        warranty: Warranty {
            until: None,
            words: Text::zh("保修 24 个月"),
            advice: Text::default(),
            old_parts: Text::default(),
            card: None,
        },
        rating: None,
        contacts: vec![],
    }
}

#[test]
fn facts_come_back_from_their_blob_the_same_with_the_same_digest() {
    let text = facts().to_text().unwrap();
    let read = Facts::from_text(&text).unwrap();
    assert_eq!(read, facts());
    assert_eq!(read.digest().unwrap(), Digest::of(text.as_bytes()));
    assert_eq!(facts().check(), Ok(()));
}

#[test]
fn what_is_absent_is_left_out_and_no_number_is_a_fraction() {
    let text = facts().to_text().unwrap();
    for absent in ["replaces", "rating", "started", "null", "\"en\":\"\""] {
        assert!(!text.contains(absent), "{absent}");
    }
    assert!(text.contains(r#""total":{"currency":"CNY","minor":9000}"#));
}

#[test]
fn facts_of_a_later_version_or_with_a_key_we_do_not_know_are_refused_not_drawn_without_it() {
    let text = facts().to_text().unwrap();
    assert_eq!(Facts::from_text(&text.replace("\"v\":1", "\"v\":2")), Err(FactsRefused::Version(2)));
    let more = text.replacen("{\"company\"", "{\"allergy\":\"cats\",\"company\"", 1);
    assert_ne!(more, text);
    assert!(matches!(Facts::from_text(&more), Err(FactsRefused::Unreadable(_))));
    assert_eq!(Facts::from_text(&format!("{text} ")), Err(FactsRefused::NotCanonical));
    for foreign in ["", "{", "[]", "null", "{\"v\":1}", "{\"v\":\"1\"}", "{\"v\":-1}"] {
        assert!(Facts::from_text(foreign).is_err(), "{foreign}");
    }
}

#[test]
fn a_total_that_is_not_the_sum_of_its_lines_cannot_be_sealed() {
    let mut wrong = facts();
    wrong.fees.push(fee(1));
    assert_eq!(wrong.check(), Err(FactsRefused::DoesNotAddUp { lines: 9001, total: 9000 }));
    wrong.fees.pop();
    wrong.quote = Some(QuoteRef { version: 1, total: Money { minor: 1, currency: "USD".into() }, matches: false });
    assert_eq!(wrong.check(), Err(FactsRefused::MixedCurrency));
}

#[test]
fn times_without_offset_and_ragged_readings_cannot_be_sealed() {
    let mut wrong = facts();
    wrong.times.started = Some(at("2026-11-20 13:26"));
    assert_eq!(wrong.check(), Err(FactsRefused::Time("2026-11-20 13:26".into())));
    let mut wrong = facts();
    wrong.measurements.units.clear();
    assert_eq!(wrong.check(), Err(FactsRefused::Ragged("扇框间隙".into())));
}

#[test]
fn money_is_written_with_two_decimals() {
    let written = [(53480, "534.80"), (0, "0.00"), (5, "0.05"), (-305, "-3.05"), (i64::MIN, "-92233720368547758.08")];
    for (minor, text) in written {
        assert_eq!(Money::fen(minor).decimal(), text);
    }
}
