import { describe, expect, it } from 'vitest';
import type { ItemView } from '../api/generated';
import { OTHER, gather, reason, type Exception } from './exceptions';

describe('the reason of an exception', () => {
  it('is the chip, with a word more behind it', () => {
    expect(reason({ said: 'not_done', chip: '用完了', note: '' })).toBe('用完了');
    expect(reason({ said: 'not_done', chip: '用完了', note: ' 路过滨江仓领一卷 ' })).toBe('用完了；路过滨江仓领一卷');
  });
  it('is the words alone where none of the chips fits', () => {
    expect(reason({ said: 'not_applicable', chip: OTHER, note: '公司统一工具车' })).toBe('公司统一工具车');
  });
  it('is missing until a chip is picked or words are written', () => {
    expect(reason({ said: 'not_done', chip: '', note: '忘了' })).toBe('');
    expect(reason({ said: 'not_done', chip: OTHER, note: '  ' })).toBe('');
  });
});

describe('one tap on several items', () => {
  const item = (key: string, to_confirm = true) => ({ key, to_confirm }) as ItemView;
  const said = (chip: string): Exception => ({ said: 'not_done', chip, note: '' });
  const items = [item('kit.five.mat'), item('kit.five.rag'), item('drs.badge', false)];

  it('sends the exceptions among them with their reasons', () => {
    const marked = new Map([['kit.five.rag', said('用完了')], ['kit.clean', said('忘带')], ['drs.badge', said('忘带')]]);
    expect(gather(items, marked)).toEqual({ exceptions: { 'kit.five.rag': { said: 'not_done', text: null, choice: null, reason: '用完了' } } });
  });
  it('sends nothing while a reason is missing', () => {
    expect(gather(items, new Map([['kit.five.rag', said('')]]))).toEqual({ unsaid: 'kit.five.rag' });
  });
});
