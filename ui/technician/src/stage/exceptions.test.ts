import { describe, expect, it } from 'vitest';
import { OTHER, reason } from './exceptions';

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
