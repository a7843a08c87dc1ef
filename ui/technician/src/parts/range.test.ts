import { describe, expect, it } from 'vitest';
import { needle, range, within } from './range';

describe('the range bar', () => {
  it('goes from zero to twice an upper limit', () => {
    expect(range(null, '3', '4.2')).toEqual({ from: 0, to: 6, okFrom: 0, okTo: 0.5 });
  });
  it('leaves room on both sides of two limits', () => {
    const bar = range('-27', '-8', '-19.4');
    expect(bar?.from).toBeCloseTo(-31.75);
    expect(bar?.okFrom).toBeCloseTo(1 / 6);
    expect(bar?.okTo).toBeCloseTo(5 / 6);
  });
  it('stretches to a reading far outside', () => {
    const bar = range(null, '2', '9');
    expect(bar && bar.to).toBeGreaterThan(9);
    expect(bar && needle(bar, '9')).toBeLessThan(1);
  });
  it('is not drawn without limits', () => {
    expect(range(null, null, '4')).toBeNull();
  });
  it('puts no needle under half a number', () => {
    const bar = range(null, '3', null);
    expect(bar && needle(bar, '-')).toBeNull();
    expect(bar && needle(bar, '1.5')).toBe(0.25);
  });
  it('says nothing about half a number and counts the limit itself as allowed', () => {
    expect(within(null, '3', '')).toBeNull();
    expect(within(null, '3', '2.')).toBeNull();
    expect(within(null, '3', '3.0')).toBe(true);
    expect(within('5', null, '4.9')).toBe(false);
  });
});
