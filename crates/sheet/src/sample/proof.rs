//! The sample's readings, counts, photos, consents and rating.

use super::{CUSTOMER_INK, PHOTOS, at};
use domain::digest::Digest;
use domain::facts::{
    ConsentLine, Exception, Judged, Kept, KeptGroup, MeasureCell, MeasureRow, Measurements, PhotoLine, Rating, Reading,
    Text, UnitHead,
};

pub(super) fn measurements() -> Measurements {
    let unit = |key: &str, zh: &str, en: &str| UnitHead { key: Some(key.into()), name: Text::new(zh, en) };
    Measurements {
        units: vec![unit("window-1", "窗 1 北卧室", "Window 1"), unit("window-2", "窗 2 书房", "Window 2")],
        rows: vec![
            row("tst.gap", ("扇框间隙", "Sash gap"), ("≤ 3.0 mm", "mm"), [("4.2", "2.1"), ("3.6", "2.0")]),
            row("tst.plumb", ("垂直度", "Plumb"), ("≤ 2.0 mm/m", "mm/m"), [("2.6", "1.4"), ("1.2", "1.2")]),
            row(
                "tst.water",
                ("淋水试验", "Water test"),
                ("≥ 5 分钟，无渗漏", ""),
                [("", "6 分钟，无渗漏"), ("", "6 分钟，无渗漏")],
            ),
            row("tst.lock", ("启闭与锁闭", "Opening, locking"), ("灵活、锁紧", ""), [("", "正常"), ("", "正常")]),
        ],
    }
}

fn row(item: &str, (zh, en): (&str, &str), (limit, unit): (&str, &str), cells: [(&str, &str); 2]) -> MeasureRow {
    let out = |value: &str| match (value, unit) {
        ("4.2" | "3.6", "mm") | ("2.6", "mm/m") => Judged::Out,
        _ => Judged::In,
    };
    let reading = |value: &str| Reading { value: value.into(), note: None, verdict: Some(out(value)) };
    let tried = |value: &str| (value == "正常").then(|| Text::zh("客户亲手试过"));
    let cell = |(before, after): (&str, &str)| MeasureCell {
        before: (!before.is_empty()).then(|| reading(before)),
        after: Some(Reading { note: tried(after), ..reading(after) }),
    };
    MeasureRow {
        item: item.into(),
        name: Text::new(zh, en),
        limit: Text::zh(limit),
        unit: unit.into(),
        cells: cells.map(cell).to_vec(),
        verdict: Some(Judged::In),
    }
}

pub(super) fn kept() -> Kept {
    let group = |zh: &str, en: &str, count: u32, detail: &str| KeptGroup {
        name: Text::new(zh, en),
        done: count,
        due: count,
        detail: (!detail.is_empty()).then(|| Text::zh(detail)),
    };
    Kept {
        due: 64,
        done: 63,
        not_done: 0,
        not_applicable: 1,
        photos: 9,
        together: None,
        groups: vec![
            group("五个一", "Five items", 5, ""),
            group("着装与工牌", "Dress and badge", 8, ""),
            group("按时到达", "On time", 1, "早 4 分"),
            group("鞋套", "Shoe covers", 1, "照片 1"),
            group("铺垫与遮盖", "Floor covered", 2, "照片 2"),
            group("讲明规定", "Explained", 3, ""),
            group("先同意后开工", "Agreed first", 1, "签字"),
            group("施工规范", "Work", 9, ""),
            group("共同检验", "Joint check", 6, ""),
            group("清洁复位", "Clean-up", 7, ""),
            group("讲解保养", "Care explained", 5, ""),
        ],
        exceptions: vec![Exception {
            item: "hgt.work".into(),
            name: Text::new("登高作业", "Work at height"),
            not_applicable: true,
            reason: Text::zh("两窗均在室内侧作业，未上人字梯。"),
        }],
    }
}

pub(super) fn photos() -> Vec<PhotoLine> {
    let lines = [
        ("前", "before", "窗 1 下边胶条断裂", "13:52"),
        ("防护", "protection", "先铺垫布再放工具", "13:35"),
        ("配件", "parts", "旧锁闭器（上）与新件", "14:20"),
        ("后", "after", "窗 1 新胶条到位", "14:58"),
        ("检验", "test", "淋水 6 分钟无渗漏", "15:04"),
        ("后", "after", "完工全貌，书桌已复位", "15:08"),
    ];
    let photo = |((zh, en, caption, clock), bytes): ((&str, &str, &str, &str), &[u8])| PhotoLine {
        digest: Digest::of(bytes),
        width: 720,
        height: 540,
        tag: Text::new(zh, en),
        caption: Text::zh(caption),
        at: at(clock),
    };
    lines.into_iter().zip(PHOTOS).map(photo).collect()
}

pub(super) fn consents() -> Vec<ConsentLine> {
    let consent = |kind: &str, words: &str| ConsentLine {
        kind: kind.into(),
        words: Text::zh(words),
        at: at("14:08"),
        ink: Some(Digest::of(CUSTOMER_INK)),
    };
    vec![consent("quote", "同意报价第 2 版 ¥534.80，签字后开工"), consent("move", "同意挪动书桌，已放回原位")]
}

pub(super) fn rating() -> Rating {
    Rating {
        score: 5, name: Text::new("满意", "satisfied"), comment: "师傅很准时，走之前把地都拖干净了。".into()
    }
}
