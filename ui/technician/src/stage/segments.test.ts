import { describe, expect, it } from 'vitest';
import type { ItemView } from '../api/generated';
import { segments } from './segments';

function tick(zh: string, more: Partial<ItemView> = {}): ItemView {
  return {
    key: zh, name: { zh, en: zh }, detail: null, entry: 'tick', due: true, gate: false, open: true, to_confirm: true, scanned: false, wants_photo: false, photos_needed: 1,
    may_not_do: true, may_not_apply: true, said: null, lack: 'answer', may_be_oral: false, is_oral: false, answer: null, choices: [], measure: null, each_unit: false, readings: [], photos: [], before: [], on_sheet: false, clocked: null, contact: null, scripts: [], ...more,
  };
}
const shape = (items: ItemView[], apart: string[] = []) =>
  segments(items, (item) => item.name.zh, (item) => apart.includes(item.key)).map((one) => (one.kind === 'grid' ? one.items.map((item) => item.key) : one.item.key));

describe('the rows of a block', () => {
  it('puts short ticks side by side and long ones on a row of their own', () => {
    expect(shape([tick('鞋套一双'), tick('垫布一块'), tick('核对时间与问题类型，拟定服务方案')])).toEqual([['鞋套一双', '垫布一块'], '核对时间与问题类型，拟定服务方案']);
  });
  it('takes an exception out of the grid, and leaves nothing alone in one', () => {
    expect(shape([tick('鞋套一双'), tick('垫布一块'), tick('抹布一块')], ['垫布一块'])).toEqual(['鞋套一双', '垫布一块', '抹布一块']);
  });
  it('gives a gate without exceptions and a photo item the whole width', () => {
    expect(shape([tick('甲', { gate: true, may_not_do: false, may_not_apply: false }), tick('乙', { wants_photo: true }), tick('丙'), tick('丁')])).toEqual(['甲', '乙', ['丙', '丁']]);
  });
});
