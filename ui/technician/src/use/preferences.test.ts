import { describe, expect, it, vi } from 'vitest';

const kept = new Map([['doorstep.text', '150']]);
vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) });
await import('../i18n');
const root = { dataset: {} as Record<string, string>, toggleAttribute: (_: string, on: boolean) => (root.stacked = on), stacked: false };
// Only now: Vue would take a document it finds for a real one.
vi.stubGlobal('document', { documentElement: root });
const { SIZES, usePreferences } = await import('./preferences');

describe('the size of words', () => {
  const { size, resize } = usePreferences();
  it('is what was chosen before the app was closed', () => {
    expect([size.value, root.dataset['text'], root.stacked]).toEqual([150, '150', true]);
  });
  it('is on the page and kept as soon as it is chosen', () => {
    const seen = SIZES.map((chosen) => (resize(chosen), [size.value, root.dataset['text'], root.stacked, kept.get('doorstep.text')]));
    expect(seen).toEqual([[100, undefined, false, '100'], [125, '125', false, '125'], [150, '150', true, '150'], [200, '200', true, '200']]);
  });
});
