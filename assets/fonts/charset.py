"""Prints the code points of a committed font, one U+XXXX a line: `charset.py gbk`, `gb2312` or `latin`.

GBK holds the rare characters of names and addresses (Regular); headings and figures get by with GB2312 (Bold)."""
import sys

LATIN = [(0x0020, 0x007E), (0x00A0, 0x024F), (0x2010, 0x2027), (0x2030, 0x203A), (0x20AC, 0x20AC)]

EXTRA = [
    (0x0020, 0x007E), (0x00A0, 0x00FF),        # Latin
    (0x2010, 0x2027), (0x2030, 0x203A),        # dashes, quotes, ellipsis, per mille
    (0x2070, 0x209C), (0x20A0, 0x20BF),        # superscripts, currency
    (0x2100, 0x214F), (0x2150, 0x218B),        # letter-like, number forms
    (0x2190, 0x2199), (0x2200, 0x22FF),        # arrows, mathematics: ≤ ≥ ≈ ± −
    (0x2460, 0x2473), (0x25A0, 0x25FF), (0x2600, 0x266F), (0x2700, 0x27BF),
    (0x3000, 0x303F), (0xFF00, 0xFFEF),        # CJK and full-width punctuation
]


def coded(codec):
    lead = range(0x81, 0xFF) if codec == "gbk" else range(0xA1, 0xF8)
    trail = range(0x40, 0xFF) if codec == "gbk" else range(0xA1, 0xFF)
    for high in lead:
        for low in trail:
            try:
                yield from (ord(c) for c in bytes([high, low]).decode(codec))
            except UnicodeDecodeError:
                pass


points = set() if sys.argv[1] == "latin" else set(coded(sys.argv[1]))
for first, last in LATIN if sys.argv[1] == "latin" else EXTRA:
    points.update(range(first, last + 1))
print("\n".join(f"U+{point:04X}" for point in sorted(points)))
