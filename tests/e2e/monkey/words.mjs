// What a monkey types.

/** Typed key by key. */
const SHORT = ['好', '门窗已调好', '漏水 3 处', 'ok', '3.5', '12', '-1', '  ', '2022-06-18'];

/** Put in at once, as from the clipboard: what keys cannot type. */
const RARE = {
  emoji: '师傅👍🏽 全家👨‍👩‍👧‍👦 🇨🇳',
  'characters beyond the first plane': '𠮷田𪚥𠀀的门',
  'combining marks': 'é ạ̈̂ ก็ำ Z͑ͫ̓ͪ̂',
  'right-to-left text': 'שלום العميل ‏123‏ راضٍ',
  'invisible characters': 'a\u200bb\u00adc\ufeffd\u2066e\u2069',
  'what a page would read as its own': `</textarea><b>'"&amp;{{x}}\\u0000`,
  'several lines': '第一行\n第二行\n\n\t第五行',
};
const LONG = 100_000;

/** Words, what to call them, and whether they are pasted. */
export function words(chance, ...name) {
  const kind = chance.share(...name, 'kind');
  if (kind < 0.5) {
    const text = chance.one(SHORT, ...name);
    return { text, called: `“${text}”`, pasted: false };
  }
  if (kind < 0.9) {
    const called = chance.one(Object.keys(RARE), ...name);
    return { text: RARE[called], called, pasted: true };
  }
  const text = '门窗已检查，胶条老化。🔧'.repeat(LONG).slice(0, LONG - 1) + '完';
  return { text, called: `${LONG} characters`, pasted: true };
}
