import { expect, test } from 'vitest';
import type { VanLine } from '../api/generated';
import { found } from './find';

const line = (code: string, zh: string, en: string, spec: string): VanLine => ({ code, name: { zh, en }, spec, unit: '个', held: '0', some: false, below: false, price: null, warranty_months: 0 });
const lines = [{ ...line('CF-20', '执手', 'Handle', '合和 CF-20'), some: true }, line('EPDM-69B', '胶条', 'Gasket', '三元乙丙 9 mm')];
const codes = (text: string) => found(lines, text).map((hit) => hit.code);

test('every word occurs somewhere in name, code or specification', () => {
  expect(codes('胶条')).toEqual(['EPDM-69B']);
  expect(codes('handle cf')).toEqual(['CF-20']);
  expect(codes('胶条 cf')).toEqual([]);
});

test('nothing typed is what the van holds', () => {
  expect(codes('  ')).toEqual(['CF-20']);
});
