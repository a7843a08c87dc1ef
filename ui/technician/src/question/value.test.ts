import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('localStorage', { getItem: () => null });
const { fits, short } = await import('./value');
const line = (window: [number, number] | null) => ({ record: '', said: { zh: '12.6 m', en: '12.6 m' }, window, contacted: null, by: { side: 'here' as const, name: '', first: null }, at_ms: null, signed: false, proposed: false, can: true });

describe('a value in the fewest words', () => {
  it('names the day only where the days differ', () => {
    const [day, noon] = [86_400_000, 1_795_150_800_000];
    const [today, later, tomorrow] = [line([noon, noon + 1]), line([noon + 3_600_000, noon + 7_200_000]), line([noon + day, noon + day + 1])];
    expect(short(today, [today, later])).toMatch(/^\d\d:\d\d–\d\d:\d\d$/);
    expect(short(today, [today, tomorrow])).toMatch(/日 \d\d:\d\d/);
    expect(short(line(null))).toBe('12.6 m');
  });
});

describe('what a button can name', () => {
  it('is a window of time or a reading, and not a sentence', () => {
    expect(fits('16:00–17:00')).toBe(true);
    expect(fits('12.6 m')).toBe(true);
    expect(fits('没做：没带')).toBe(true);
    expect(fits('北卧室、书房两扇窗关不严，漏风')).toBe(false);
  });
});
