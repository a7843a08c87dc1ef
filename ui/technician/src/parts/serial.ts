/** What a scan leaves in a field that may hold several serials: each once, in the order they were scanned. */
export function withSerial(text: string, scanned: string): string {
  const before = text.trim();
  if (before === '') return scanned;
  return before.split(/[\s、,，]+/).includes(scanned) ? before : `${before}、${scanned}`;
}
