import { describe, expect, it } from 'vitest';
import { isEcho } from './echo';

describe('two fast taps', () => {
  const first = { ms: 1000, x: 200, y: 880 };
  it('on one spot are one tap', () => {
    expect(isEcho(first, { ms: 1180, x: 206, y: 876 })).toBe(true);
  });
  it('on two spots are two', () => {
    expect(isEcho(first, { ms: 1180, x: 200, y: 700 })).toBe(false);
  });
  it('with a breath between them are two', () => {
    expect(isEcho(first, { ms: 1400, x: 200, y: 880 })).toBe(false);
  });
});
