// Where the words that were asked for stand in a text.

export interface Part {
  text: string;
  hit: boolean;
}

/** The text in parts; those that are one of the asked words are hits. */
export function marked(text: string, asked: string): Part[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const low = text.toLowerCase();
  const parts: Part[] = [];
  let at = 0;
  let from = 0;
  while (at < text.length) {
    const word = words.find((one) => low.startsWith(one, at));
    if (!word) {
      at += 1;
      continue;
    }
    if (at > from) parts.push({ text: text.slice(from, at), hit: false });
    parts.push({ text: text.slice(at, at + word.length), hit: true });
    at += word.length;
    from = at;
  }
  if (from < text.length) parts.push({ text: text.slice(from), hit: false });
  return parts;
}
