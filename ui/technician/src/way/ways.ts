import type { MissingLine, WayLine } from '../api/generated';

/** A way's own key: one row of the table may lead to several states. */
export function keyOf(way: WayLine): string {
  return `${way.number}:${way.to}`;
}

/** Whether a way's block holds the item. */
export function holds(way: WayLine, item: string): boolean {
  return way.block?.items.some((one) => one.key === item) ?? false;
}

/** The ways in their two groups, each in the order they came; a group with none is left out. */
export function grouped(ways: readonly WayLine[]): { ends: boolean; ways: WayLine[] }[] {
  return [false, true].map((ends) => ({ ends, ways: ways.filter((way) => way.ends === ends) })).filter((group) => group.ways.length > 0);
}

/** What a way lacks that is not told in its own block. */
export function elsewhere(way: WayLine): MissingLine[] {
  return way.missing.filter((line) => !holds(way, line.item));
}

/** Whether it may be taken: nothing is missing, and somebody has said why where somebody must. */
export function ready(way: WayLine, reason: string): boolean {
  return way.missing.length === 0 && (!way.needs_reason || reason.trim() !== '');
}
