// Parts by what was typed: every word occurs in name, code or specification. Where nothing was, what the van holds.
import type { VanLine } from '../api/generated';
import { matches } from '../parts/match';

/** Rows that are drawn at once: a catalogue has thousands. */
export const FEW = 60;

export function found(lines: readonly VanLine[], text: string): VanLine[] {
  if (text.trim() === '') return lines.filter((line) => line.some || line.below);
  return lines.filter((line) => matches(text, line.name.zh, line.name.en, line.code, line.spec));
}
