import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { zh } from '../i18n/zh';
import { REFUSALS, nextCamera, refusal } from './camera';

describe('a camera that does not open', () => {
  it('is told apart by what a person can do about it', () => {
    expect(refusal(new DOMException('', 'NotAllowedError'))).toBe('denied');
    expect(refusal(new DOMException('', 'NotFoundError'))).toBe('none');
    expect(refusal(new DOMException('', 'NotReadableError'))).toBe('taken');
    expect(refusal({ name: 'OverconstrainedError' })).toBe('none');
  });
  it('in a window without cameras, or for a reason nobody knows, is one this window cannot open', () => {
    expect(refusal(new TypeError('undefined is not a function'))).toBe('unable');
    expect(refusal(null)).toBe('unable');
  });
  it('has words and a way on, whatever the reason', () => {
    for (const text of [zh, en]) {
      for (const why of REFUSALS) expect(text.camera.no[why].map((words) => words.length > 0)).toEqual([true, true]);
    }
  });
});

describe('the next camera', () => {
  it('of a phone looks the other way', () => {
    expect(nextCamera({ facingMode: 'environment', deviceId: 'a' }, ['a', 'b'])).toEqual({ facingMode: 'user' });
    expect(nextCamera({ facingMode: 'user', deviceId: 'b' }, ['a', 'b'])).toEqual({ facingMode: 'environment' });
  });
  it('of a computer is the next one, and after the last the first', () => {
    expect(nextCamera({ deviceId: 'a' }, ['a', 'b'])).toEqual({ deviceId: { exact: 'b' } });
    expect(nextCamera({ deviceId: 'b' }, ['a', 'b'])).toEqual({ deviceId: { exact: 'a' } });
  });
  it('where none is known is the one at the back', () => {
    expect(nextCamera({}, [])).toEqual({ facingMode: 'environment' });
  });
});
