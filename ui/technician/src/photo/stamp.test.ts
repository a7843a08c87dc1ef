import { describe, expect, it } from 'vitest';
import { setClock } from '../use/clock';
import { stampAt } from './stamp';

describe('the stamp of a shot', () => {
  it('bears the moment it was taken, by the company’s clock', () => {
    setClock(Date.now(), 480);
    const taken = Date.UTC(2026, 10, 20, 5, 7);
    expect(stampAt(['2026-11-20 13:52 时间已核对', 'GD261120-0041'], taken)).toEqual(['2026-11-20 13:07 时间已核对', 'GD261120-0041']);
  });
  it('that begins with no time stays as it is', () => {
    expect(stampAt(['GD261120-0041'], 0)).toEqual(['GD261120-0041']);
  });
});
