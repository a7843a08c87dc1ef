import { beforeEach, describe, expect, it, vi } from 'vitest';

const kept = new Map<string, string>();
vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) });
const { setLanguage } = await import('./index');
const { addressed, bytes, bytesOf, duration, money, person } = await import('./words');
// Only now: Vue would take a document it finds for a real one.
vi.stubGlobal('document', { documentElement: { lang: '' } });

describe('words for people', () => {
  beforeEach(() => setLanguage('zh'));
  it('address the customer by surname and title, also where the surname has two characters', () => {
    expect(addressed('王淑敏 女士')).toBe('王女士');
    expect(addressed('欧阳明 先生')).toBe('欧阳先生');
    expect(addressed('赵明')).toBe('赵明');
    setLanguage('en');
    expect(addressed('王淑敏 女士')).toBe('Ms 王');
    expect(person('林晓东 先生')).toEqual({ name: '林晓东', title: 'Mr' });
  });
  it('show money to the fen and never round it', () => {
    expect(money({ minor: 53480, currency: 'CNY' })).toBe('¥534.80');
    expect(money({ minor: -5, currency: 'CNY' })).toBe('−¥0.05');
    expect(money({ minor: 100, currency: 'USD' })).toBe('USD 1.00');
  });
  it('say how long it takes', () => {
    expect([duration(60), duration(80), duration(45)]).toEqual(['1 小时', '1 小时 20 分', '45 分钟']);
    setLanguage('en');
    expect(duration(80)).toBe('1 h 20 min');
  });
  it('name sizes as people read them', () => {
    expect([bytes(900), bytes(36 * 1024), bytes(1.4 * 1024 * 1024)]).toEqual(['900 B', '36 KB', '1.4 MB']);
    expect([bytesOf(0, 900), bytesOf(12 * 1024, 36 * 1024), bytesOf(512 * 1024, 1.4 * 1024 * 1024)]).toEqual(['0 / 900 B', '12 / 36 KB', '0.5 / 1.4 MB']);
  });
});
