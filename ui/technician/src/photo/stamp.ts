import { local, two } from '../use/clock';

const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d/;

/** The stamp as a shot of that moment bears it: the tray gives one of the moment it was looked into. */
export function stampAt(lines: readonly string[], ms: number): string[] {
  const at = local(ms);
  const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
  return lines.map((line, index) => (index === 0 ? line.replace(TIME, `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`) : line));
}
