import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, type EffectScope, type Ref } from 'vue';
import type { Avoided } from '../api/generated';

const wording = vi.fn<(text: string) => Promise<Avoided[]>>();
vi.mock('../api/generated', () => ({ calls: { wording } }));
vi.stubGlobal('window', globalThis);
const { standing, swapped, useWording } = await import('./wording');

function avoid(words: string, start: number, zh: string): Avoided {
  return { start, end: start + words.length, words, better: { zh, en: zh }, why: { zh: '', en: '' }, manner: false };
}

describe('better words', () => {
  it('take the place of the words to avoid and of nothing else', () => {
    const found = avoid('这型号都这样', 3, '我按标准测给您看');
    expect(swapped('师傅说这型号都这样，没事', found)).toEqual({ text: '师傅说我按标准测给您看，没事', select: [11, 11] });
  });
  it('leave what is still to be said chosen, to be typed over', () => {
    const { text, select } = swapped('等配件吧', avoid('等配件吧', 0, '需要＿＿，预计＿＿到'));
    expect(text.slice(...select)).toBe('＿＿');
    expect(select).toEqual([2, 4]);
    expect(swapped('你必须', avoid('你必须', 0, '我们需要这样做，是为了…')).select).toEqual([11, 12]);
  });
  it('stand behind a face of two code units', () => {
    expect(swapped('😀你错了', avoid('你错了', 2, '是我没讲明白')).text).toBe('😀是我没讲明白');
  });
});

describe('what was found', () => {
  it('counts no more once other words stand there', () => {
    const found = [avoid('你错了', 0, ''), avoid('等配件吧', 4, '')];
    expect(standing(found, '你错了，等配件吧').length).toBe(2);
    expect(standing(found, '您错了，等配件吧').map((one) => one.words)).toEqual(['等配件吧']);
  });
});

describe('while words are typed', () => {
  let scope: EffectScope;
  let text: Ref<string>;
  beforeEach(() => {
    vi.useFakeTimers();
    wording.mockReset().mockResolvedValue([]);
    scope = effectScope();
    text = ref('');
  });
  afterEach(() => {
    scope.stop();
    vi.useRealTimers();
  });
  async function type(words: string, wait = 250): Promise<void> {
    text.value = words;
    await nextTick();
    await vi.advanceTimersByTimeAsync(wait);
  }

  it('the book is asked once they rest, and never about nothing', async () => {
    const found = scope.run(() => useWording(() => text.value))!;
    await type('你', 100);
    await type('你错', 100);
    expect(wording).not.toHaveBeenCalled();
    wording.mockResolvedValue([avoid('你错了', 0, '是我没讲明白')]);
    await type('你错了');
    expect(wording.mock.calls).toEqual([['你错了']]);
    expect(found.value.map((one) => one.words)).toEqual(['你错了']);
    await type('  ');
    expect(wording).toHaveBeenCalledTimes(1);
    expect(found.value).toEqual([]);
  });
  it('an answer about older words is dropped', async () => {
    const found = scope.run(() => useWording(() => text.value))!;
    let late: (answer: Avoided[]) => void = () => undefined;
    wording.mockReturnValueOnce(new Promise((answer) => (late = answer)));
    await type('你错了');
    await type('我去核实');
    late([avoid('你错了', 0, '')]);
    await vi.advanceTimersByTimeAsync(0);
    expect(found.value).toEqual([]);
  });
  it('a book that cannot be asked leaves the words alone', async () => {
    const found = scope.run(() => useWording(() => text.value))!;
    wording.mockRejectedValueOnce(new Error('gone'));
    await type('你错了');
    expect(found.value).toEqual([]);
  });
});
