import { describe, expect, it } from 'vitest';
import { useShutter } from './shutter';

/** A store that takes a shot in only when it is told to. */
function slow() {
  const stored: (() => void)[] = [];
  const shoot = () => new Promise<void>((done) => stored.push(done));
  return { stored, ...useShutter(shoot) };
}
const breath = () => new Promise((done) => setTimeout(done));

describe('the shutter', () => {
  it('is free again only once the shot lies in the store', async () => {
    const { stored, taking, tap } = slow();
    void tap();
    expect(taking.value).toBe(true);
    stored[0]!();
    await breath();
    expect(taking.value).toBe(false);
    expect(stored.length).toBe(1);
  });
  it('tapped while one is being stored takes the next after it, not beside it', async () => {
    const { stored, waiting, tap } = slow();
    void tap();
    void tap();
    expect([stored.length, waiting.value]).toEqual([1, true]);
    stored[0]!();
    await breath();
    expect([stored.length, waiting.value]).toEqual([2, false]);
  });
  it('tapped many times while one is being stored owes one shot, not many', async () => {
    const { stored, taking, tap } = slow();
    for (let n = 0; n < 5; n += 1) void tap();
    stored[0]!();
    await breath();
    stored[1]!();
    await breath();
    expect([stored.length, taking.value]).toEqual([2, false]);
  });
  it('is free again after a shot that could not be taken', async () => {
    const { taking, tap } = useShutter(() => Promise.reject(new Error('no picture')));
    await expect(tap()).rejects.toThrow();
    expect(taking.value).toBe(false);
  });
  it('is waited for by whoever leaves, the owed shot too, but not for ever', async () => {
    const { stored, tap, rest } = slow();
    let left = false;
    void tap();
    void tap();
    const leaving = rest(10_000).then(() => (left = true));
    stored[0]!();
    await breath();
    expect(left).toBe(false);
    stored[1]!();
    await leaving;
    void tap();
    await rest(1);
    expect(stored.length).toBe(3);
  });
});
