import { describe, expect, it } from 'vitest';
import type { CasesLine, MeasureLine, MeasurePartLine } from '../api/generated';
import { boundsOf, lacksOf, partsOf, partsSlot } from './limits';

const name = { zh: '名', en: 'name' };
const cases = (key: string): CasesLine => ({ key, cases: [{ key: 'cooling', name, least: '8', most: null }, { key: 'heating', name, least: '15', most: null }] });
const part = (more: Partial<MeasurePartLine>): MeasurePartLine => ({ key: 'low', name, sort: 'number', unit: 'MPa', required: false, cases: null, ...more });
const measure = (more: Partial<MeasureLine>): MeasureLine => ({
  unit: '°C', units: [], limits: { zh: '', en: '' }, cases: null, name: null, least: null, most: null, ours: true, before_and_after: false, parts: [], ...more,
});

describe('what stands beside a number', () => {
  it('has a place of its own for each repeat, before and after', () => {
    const slots = [['a', null, false], ['a', 'u1', false], ['a', 'u1', true]] as const;
    expect(new Set(slots.map(([item, unit, after]) => partsSlot({ item, unit, after }))).size).toBe(3);
  });
  it('is read back, and what cannot be read is nothing', () => {
    expect(partsOf('{"low":"0.8","n":3}')).toEqual({ low: '0.8' });
    expect([undefined, 'null', '{', '[]'].map(partsOf)).toEqual([{}, {}, {}, {}]);
  });
});

describe('a reading in cases', () => {
  it('is judged by the case that is chosen, and by none before', () => {
    const of = measure({ cases: cases('case') });
    expect(boundsOf(of, {})).toEqual({ least: null, most: null });
    expect(boundsOf(of, { case: 'heating' })).toEqual({ least: '15', most: null });
    expect(boundsOf(measure({ most: '3' }), {})).toEqual({ least: null, most: '3' });
  });
  it('lacks its case until one is chosen', () => {
    const of = measure({ cases: cases('case') });
    expect([{}, { case: 'drying' }, { case: 'cooling' }].map((parts) => lacksOf(of, parts as Record<string, string>))).toEqual([true, true, false]);
  });
  it('lacks a required part, and the case of any part that is filled in', () => {
    const of = measure({ parts: [part({ required: true }), part({ key: 'high', cases: cases('high.case') })] });
    expect(lacksOf(of, { low: ' ' })).toBe(true);
    expect(lacksOf(of, { low: '0.5' })).toBe(false);
    expect(lacksOf(of, { low: '0.5', high: '9' })).toBe(true);
    expect(lacksOf(of, { low: '0.5', high: '9', 'high.case': 'cooling' })).toBe(false);
  });
});
