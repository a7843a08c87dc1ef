// A value in the fewest words: a window of time by its clock, everything else as it was said.
import type { ValueLine } from '../api/generated';
import { words } from '../i18n';
import { day } from '../i18n/words';
import { dayOf, span } from '../use/clock';

/** `among` are the values it stands beside: windows on different days are named with their day. */
export function short(value: ValueLine, among: readonly ValueLine[] = []): string {
  if (!value.window) return words(value.said);
  const days = new Set(among.map((one) => one.window && dayOf(one.window[0])));
  const clock = span(value.window[0], value.window[1]);
  return days.size > 1 ? `${day(value.window[0])} ${clock}` : clock;
}

/** Whether a button can name it: so many characters, a Chinese one counting for two. */
export function fits(text: string, most = 22): boolean {
  return [...text].reduce((width, one) => width + (one.charCodeAt(0) > 0x2e7f ? 2 : 1), 0) <= most;
}
