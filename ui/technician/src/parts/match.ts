/** Whether every word that was asked for occurs somewhere in these texts, in either case. */
export function matches(asked: string, ...texts: string[]): boolean {
  const all = texts.join(' ').toLowerCase();
  return asked.trim().toLowerCase().split(/\s+/).filter(Boolean).every((word) => all.includes(word));
}
