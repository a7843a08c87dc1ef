// Parts by what was typed: every word occurs in name, code or specification. Where nothing was, what the van holds.
import type { VanLine } from '../api/generated';

/** Rows that are drawn at once: a catalogue has thousands. */
export const FEW = 60;

export function found(lines: readonly VanLine[], text: string): VanLine[] {
  const asked = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (asked.length === 0) return lines.filter((line) => line.some || line.below);
  return lines.filter((line) => {
    const all = `${line.name.zh} ${line.name.en} ${line.code} ${line.spec}`.toLowerCase();
    return asked.every((word) => all.includes(word));
  });
}
