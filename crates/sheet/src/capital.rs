//! An amount in the Chinese capital figures of receipts: 人民币伍佰叁拾肆元捌角整 (支付结算办法, 附一 "正确填写票据").

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];

/// `fen` in words. Beyond ±10^15 yuan the figures stand in for the words.
pub(crate) fn capital(fen: i64) -> String {
    let all = fen.unsigned_abs();
    let (yuan, jiao, fen_left) = (all / 100, all / 10 % 10, all % 10);
    if yuan >= 1_000_000_000_000_000 {
        let sign = if fen < 0 { "-" } else { "" };
        return format!("人民币 {sign}{yuan}.{:02} 元", all % 100);
    }
    let mut words = String::from(if fen < 0 { "人民币负" } else { "人民币" });
    if yuan > 0 || all == 0 {
        words += &whole(yuan);
        words.push('元');
    }
    match (jiao, fen_left) {
        (0, 0) => words.push('整'),
        (0, fen) if yuan > 0 => words += &format!("零{}分", digit(fen)),
        (0, fen) => words += &format!("{}分", digit(fen)),
        (jiao, 0) => words += &format!("{}角整", digit(jiao)),
        (jiao, fen) => words += &format!("{}角{}分", digit(jiao), digit(fen)),
    }
    words
}

fn digit(digit: u64) -> &'static str {
    DIGITS.get(digit as usize).copied().unwrap_or_default()
}

/// Groups of four digits, each with its unit; one 零 for any gap between digits that count.
fn whole(yuan: u64) -> String {
    if yuan == 0 {
        return "零".into();
    }
    let mut words = String::new();
    let mut gap = false;
    for (power, unit) in [(1_000_000_000_000, "兆"), (100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let group = yuan / power % 10_000;
        for (place, name) in [(1000, "仟"), (100, "佰"), (10, "拾"), (1, "")] {
            let figure = group / place % 10;
            if figure == 0 {
                gap = !words.is_empty();
                continue;
            }
            if gap {
                words.push('零');
            }
            gap = false;
            words += digit(figure);
            words += name;
        }
        if group > 0 {
            words += unit;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_on_a_receipt() {
        let written = [
            (53480, "人民币伍佰叁拾肆元捌角整"),
            (0, "人民币零元整"),
            (5, "人民币伍分"),
            (50, "人民币伍角整"),
            (105, "人民币壹元零伍分"),
            (10_000, "人民币壹佰元整"),
            (100_500, "人民币壹仟零伍元整"),
            (1_000_100, "人民币壹万零壹元整"),
            (1_010_010, "人民币壹万零壹佰元壹角整"),
            (123_456_789, "人民币壹佰贰拾叁万肆仟伍佰陆拾柒元捌角玖分"),
            (10_000_000_100, "人民币壹亿零壹元整"),
            (100_010_000_000, "人民币壹拾亿零壹拾万元整"),
            (-305, "人民币负叁元零伍分"),
        ];
        for (fen, words) in written {
            assert_eq!(capital(fen), words, "{fen}");
        }
        assert_eq!(capital(i64::MAX), "人民币 92233720368547758.07 元");
        assert_eq!(capital(i64::MIN), "人民币 -92233720368547758.08 元");
    }
}
