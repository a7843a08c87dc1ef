import { describe, expect, it } from 'vitest';
import { empty, lacks, restored } from './form';

describe('the form of a new job', () => {
  it('asks for a name, a way to reach the customer, and what is wrong', () => {
    expect(lacks(empty())).toEqual(['customer', 'phone', 'symptom']);
    expect(lacks({ ...empty(), customer: '李阿姨', address: '3 幢 503', symptom: ' ' })).toEqual(['symptom']);
    expect(lacks({ ...empty(), customer: '李阿姨', phone: '137', symptom: '纱窗坏了' })).toEqual([]);
  });
  it('comes back as it was typed, and empty where the draft is no form', () => {
    const typed = { ...empty(), customer: '李阿', pack: 'dw_repair' };
    expect(restored(JSON.stringify(typed))).toEqual(typed);
    for (const wrong of [undefined, '', '7', 'null', '{"customer":7}']) expect(restored(wrong)).toEqual(empty());
  });
});
