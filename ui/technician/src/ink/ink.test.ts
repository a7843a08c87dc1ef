import { describe, expect, it } from 'vitest';
import { enough, extend, hundredths, inkSent, pressure, refit, tooMuch, type Stroke } from './ink';

describe('ink', () => {
  it('measures in hundredths of a millimetre', () => {
    expect(hundredths(96)).toBe(2540);
    expect(hundredths(-4)).toBe(0);
  });
  it('drops points that lie on the last one', () => {
    const stroke: Stroke = [[0, 0, 0, 0]];
    expect(extend(stroke, [5, 5, 8, 0])).toBe(false);
    expect(extend(stroke, [40, 0, 16, 0])).toBe(true);
    expect(stroke).toHaveLength(2);
  });
  it('tells a signature from a slip of the finger', () => {
    expect(enough([[[0, 0, 0, 0], [700, 0, 50, 0]]])).toBe(false);
    expect(enough([[[0, 0, 0, 0], [700, 0, 50, 0]], [[0, 0, 90, 0], [0, 200, 120, 0]]])).toBe(true);
  });
  it('says nothing of pressure that the device cannot tell', () => {
    expect(pressure('mouse', 0.5)).toBe(0);
    expect(pressure('touch', 1)).toBe(0);
    expect(pressure('pen', 0.734)).toBe(734);
  });
  it('shrinks into a smaller field and never grows', () => {
    expect(refit([[[1000, 500, 0, 0]]], [2000, 1000], [1000, 1000])).toEqual([[[500, 250, 0, 0]]]);
    expect(refit([[[1000, 500, 0, 0]]], [2000, 1000], [4000, 4000])).toEqual([[[1000, 500, 0, 0]]]);
  });
  it('keeps every point inside the field', () => {
    expect(inkSent([[[2600, 10, 0, 0]], []], [2540, 900])).toEqual({ field: [2540, 900], strokes: [[[2540, 10, 0, 0]]] });
  });
  it('notices more strokes than the blob may hold', () => {
    expect(tooMuch(Array.from({ length: 401 }, () => [[0, 0, 0, 0]] as Stroke))).toBe(true);
  });
});
