import type { ItemView } from '../api/generated';

/** A run of short plain ticks stands in two columns; everything else has a row of its own. */
export type Segment = { kind: 'grid'; items: ItemView[] } | { kind: 'row'; item: ItemView };

/** Two columns hold this many Han characters, or twice as many letters. */
const SHORT = 7;

function width(text: string): number {
  return [...text].reduce((sum, char) => sum + (/[\u2e80-\uffef]/.test(char) ? 1 : 0.5), 0);
}

export function segments(items: readonly ItemView[], label: (item: ItemView) => string, apart: (item: ItemView) => boolean): Segment[] {
  const list: Segment[] = [];
  for (const item of items) {
    // A gate that no exception opens stands out; the five items and the dress, whose reasons pass, do not.
    const hard = item.gate && !item.may_not_do && !item.may_not_apply;
    const plain = item.entry === 'tick' && item.due && !hard && !item.wants_photo && !item.detail && item.contact === null && item.key !== 'ent.badge_shown' && item.scripts.length === 0;
    const small = plain && width(label(item)) <= SHORT && !apart(item);
    const last = list.at(-1);
    if (!small) list.push({ kind: 'row', item });
    else if (last?.kind === 'grid') last.items.push(item);
    else list.push({ kind: 'grid', items: [item] });
  }
  // One alone is no grid.
  return list.map((segment) => (segment.kind === 'grid' && segment.items.length === 1 ? { kind: 'row', item: segment.items[0]! } : segment));
}
