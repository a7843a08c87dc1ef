import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shallowRef } from 'vue';
import type { ShotLine, ShotSent } from '../api/generated';

const edit_shot = vi.fn<(job: string, item: string, digest: string, edit: ShotSent) => Promise<null>>();
vi.mock('../api/generated', () => ({ calls: { edit_shot } }));
const leave: (() => void)[] = [];
vi.mock('vue', async (original) => ({ ...(await original<typeof import('vue')>()), onMounted: (begin: () => void) => begin(), onBeforeUnmount: (end: () => void) => leave.push(end) }));
vi.stubGlobal('localStorage', { getItem: () => null });
const keys: ((event: Partial<KeyboardEvent>) => void)[] = [];
vi.stubGlobal('window', { ...globalThis, setTimeout, clearTimeout, addEventListener: (_: string, heard: (typeof keys)[number]) => keys.push(heard), removeEventListener: () => undefined });
vi.stubGlobal('Element', class {});
const { useShot } = await import('./shot');

const ring = { kind: 'ring' as const, from: [100, 100] as [number, number], to: [300, 300] as [number, number] };
const kept: ShotLine = { digest: 'd', media: 'image/jpeg', width: 4000, height: 3000, bytes: 1, caption: '门口', marks: [ring], at_ms: 0, camera: true, dropped: false };
const open = (shot: ShotLine | null = kept) => {
  const line = shallowRef(shot);
  return { line, ...useShot('j', 'i', 'd', () => line.value, () => ({ width: 4000, height: 3000 })) };
};
const last = () => edit_shot.mock.calls.at(-1)?.[3];

beforeEach(() => {
  vi.useFakeTimers();
  edit_shot.mockReset().mockResolvedValue(null);
  leave.length = 0;
  keys.length = 0;
});
afterEach(() => vi.useRealTimers());

describe('a shot that is edited', () => {
  it('begins with what was kept of it, and is not overwritten by a later look', async () => {
    const { line, marks, caption, typed } = open(null);
    line.value = kept;
    await Promise.resolve();
    expect([marks.value, caption.value]).toEqual([[ring], '门口']);
    typed('门口地面');
    line.value = { ...kept, caption: '门口' };
    await Promise.resolve();
    expect(caption.value).toBe('门口地面');
  });
  it('keeps every mark at once', async () => {
    const { add, saved } = open();
    add({ kind: 'arrow', from: [0, 0], to: [500, 500] });
    await vi.advanceTimersByTimeAsync(0);
    expect(edit_shot).toHaveBeenCalledTimes(1);
    expect(last()?.marks.length).toBe(2);
    expect(saved.value).toBe(true);
  });
  it('keeps what changed while it was being kept, in one more go', async () => {
    let done: (value: null) => void = () => undefined;
    edit_shot.mockReturnValueOnce(new Promise((resolve) => (done = resolve)));
    const { undo, clear, add } = open();
    add(ring);
    await vi.advanceTimersByTimeAsync(0);
    undo();
    clear();
    await vi.advanceTimersByTimeAsync(0);
    expect(edit_shot).toHaveBeenCalledTimes(1);
    done(null);
    await vi.advanceTimersByTimeAsync(0);
    expect(edit_shot).toHaveBeenCalledTimes(2);
    expect(last()?.marks).toEqual([]);
  });
  it('keeps words that were being typed when it is left', async () => {
    const { typed } = open();
    typed('胶条断了');
    await vi.advanceTimersByTimeAsync(100);
    expect(edit_shot).not.toHaveBeenCalled();
    leave.forEach((end) => end());
    await vi.advanceTimersByTimeAsync(0);
    expect(last()?.caption).toBe('胶条断了');
  });
  it('says that it is not kept when it was refused', async () => {
    edit_shot.mockRejectedValue({ code: 'store.disk_full', zh: '存满了', en: 'full' });
    const { add, saved } = open();
    add(ring);
    await vi.advanceTimersByTimeAsync(0);
    expect(saved.value).toBe(false);
  });
});

describe('words on the picture', () => {
  it('that stay empty leave no mark and no step', async () => {
    const { write, rest, marks, undo } = open();
    write([500, 500]);
    await vi.advanceTimersByTimeAsync(0);
    expect(last()?.marks).toEqual([ring]);
    rest();
    expect(marks.value).toEqual([ring]);
    undo();
    expect(marks.value).toEqual([]);
  });
  it('are gone on with by a tap on them, and gone when they are emptied', async () => {
    const { write, wrote, rest, writing, marks, undo } = open();
    write([500, 500]);
    wrote('缝');
    rest();
    write([510, 500]);
    expect(writing.value).toBe(1);
    wrote('');
    rest();
    expect(marks.value).toEqual([ring]);
    undo();
    undo();
    expect(marks.value[1]).toMatchObject({ text: '缝' });
  });
});

describe('the delete key', () => {
  it('takes the last mark away', () => {
    const { marks } = open();
    keys[0]?.({ key: 'Backspace', target: null, preventDefault: () => undefined });
    expect(marks.value).toEqual([]);
  });
});
