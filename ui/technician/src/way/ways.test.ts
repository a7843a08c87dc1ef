import { describe, expect, it } from 'vitest';
import type { ItemView, MissingLine, WayLine } from '../api/generated';
import { elsewhere, grouped, holds, keyOf, ready } from './ways';

const name = { zh: '', en: '' };
const lacks = (item: string, stage: MissingLine['stage'] = null): MissingLine => ({ item, name, stage, lack: 'answer', gate: false });
const way = (number: number, more: Partial<WayLine> = {}): WayLine => ({ number, to: 'refused', name, ends: false, needs_reason: false, block: null, missing: [], ...more });
const block = (...items: string[]) => ({ key: 'blk.refused', name, items: items.map((key) => ({ key }) as ItemView), to_confirm: 0, done: 0, exceptions: 0, confirmed_ms: null });

describe('the ways of a visit', () => {
  it('stand in two groups, those the visit goes on by first', () => {
    const groups = grouped([way(25, { ends: true }), way(50), way(37, { ends: true })]);
    expect(groups.map((group) => [group.ends, group.ways.map((one) => one.number)])).toEqual([[false, [50]], [true, [25, 37]]]);
    expect(grouped([way(50)]).map((group) => group.ends)).toEqual([false]);
  });
  it('are told apart by where they lead, not by their row alone', () => {
    expect(keyOf(way(23, { to: 'safety_hold' }))).not.toBe(keyOf(way(23, { to: 'escalated' })));
  });
  it('name what is missing outside their own block', () => {
    const one = way(37, { block: block('rfs.what'), missing: [lacks('rfs.what'), lacks('cln.waste', 'clean')] });
    expect(holds(one, 'rfs.what')).toBe(true);
    expect(elsewhere(one).map((line) => line.item)).toEqual(['cln.waste']);
  });
  it('are shut while something is missing or nobody has said why', () => {
    expect(ready(way(50), '')).toBe(true);
    expect(ready(way(50, { missing: [lacks('snr.who')] }), '')).toBe(false);
    expect(ready(way(27, { needs_reason: true }), '  ')).toBe(false);
    expect(ready(way(27, { needs_reason: true }), '少报了一个五金件')).toBe(true);
  });
});
