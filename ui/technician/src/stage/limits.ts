// What a reading that is being typed is held against, and what of it is still missing.
import type { CasesLine, MeasureLine } from '../api/generated';

/** The plain limits of a value that is being typed: those of its case, where it has several. */
export function boundsOf(measure: MeasureLine | null, parts: Readonly<Record<string, string>>): { least: string | null; most: string | null } {
  const cases = measure?.cases;
  if (!measure || !cases) return { least: measure?.least ?? null, most: measure?.most ?? null };
  const chosen = cases.cases.find((one) => one.key === parts[cases.key]);
  return { least: chosen?.least ?? null, most: chosen?.most ?? null };
}

/** Where what stands beside a number is kept while it is typed. */
export function partsSlot(at: { item: string; unit: string | null; after: boolean }): string {
  return `${at.item}#parts:${at.unit ?? ''}${at.after ? ':after' : ''}`;
}

/** What was kept there; nothing where it cannot be read. */
export function partsOf(kept: string | undefined): Record<string, string> {
  try {
    const read: unknown = JSON.parse(kept ?? '{}');
    const texts = Object.entries(read ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    return Object.fromEntries(texts);
  } catch {
    return {};
  }
}

/** Whether a case or a part that a reading is not whole without is still to be chosen or typed. */
export function lacksOf(measure: MeasureLine | null, parts: Readonly<Record<string, string>>): boolean {
  const chosen = (cases: CasesLine | null) => !cases || cases.cases.some((one) => one.key === parts[cases.key]);
  const said = (key: string) => (parts[key] ?? '').trim() !== '';
  return measure !== null && (!chosen(measure.cases) || measure.parts.some((part) => (said(part.key) ? !chosen(part.cases) : part.required)));
}
