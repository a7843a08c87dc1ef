import { describe, expect, it } from 'vitest';
import type { MissingLine } from '../api/generated';
import { named } from './missing';

const line = (zh: string): MissingLine => ({ item: zh, name: { zh, en: zh }, stage: 'dress', lack: 'answer', gate: true });
const say = { words: (of: { zh: string }) => of.zh, comma: '、', more: (what: string, n: number) => `${what} 等 ${n} 项` };

describe('the line above a shut gate', () => {
  it('names all of a few', () => {
    expect(named([line('未饮酒声明'), line('再联系客户')], say)).toBe('未饮酒声明、再联系客户');
  });
  it('counts the rest', () => {
    expect(named([line('甲'), line('乙'), line('丙')], say)).toBe('甲、乙 等 3 项');
  });
});
