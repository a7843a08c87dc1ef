import { describe, expect, it } from 'vitest';
import type { PriceListView } from '../api/generated';
import { emptyForm, lacks, restoredForm, sent, stepped } from './form';

const prices: PriceListView = {
  parts: [{ code: 'CF-20', name: { zh: '传动锁闭器', en: 'Lock gear' }, spec: '', unit: '个', price: { minor: 16800, currency: 'CNY' }, warranty_months: 24, cover: 'paid', why: { zh: '', en: '' }, held: null }],
  fees: [],
};

describe('the quote form', () => {
  it('names every field that is still open', () => {
    expect(lacks(emptyForm())).toEqual(['cause', 'plan', 'lines']);
    expect(lacks({ ...emptyForm(), cause: 'a', plan: 'b', parts: [{ code: 'CF-20', quantity: '0', cover: 'paid', note: '' }] })).toEqual(['quantity']);
  });
  it('comes back after a kill without lines that left the price list', () => {
    const typed = { ...emptyForm(), cause: '胶条老化', parts: [{ code: 'CF-20', quantity: '1', cover: 'paid', note: '' }, { code: 'GONE', quantity: '1', cover: 'paid', note: '' }] };
    expect(restoredForm(JSON.stringify(typed), prices)?.parts.map((line) => line.code)).toEqual(['CF-20']);
    expect(restoredForm('{half', prices)).toBeNull();
  });
  it('sends whole minutes and trimmed words', () => {
    expect(sent({ ...emptyForm(), cause: ' 老化 ', minutes: '59.6' })).toMatchObject({ cause: '老化', minutes: 60 });
  });
  it('steps to whole quantities and never to none', () => {
    expect([stepped('12.6', 1), stepped('12.6', -1), stepped('1', -1)]).toEqual(['13', '12', '1']);
  });
});
