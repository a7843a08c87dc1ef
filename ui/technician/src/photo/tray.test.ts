import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ShotLine, TrayView } from '../api/generated';

const putShot = vi.fn<(job: string, item: string, file: Blob, camera: boolean) => Promise<string>>();
const calls = { tray: vi.fn(), drop_shot: vi.fn(), move_shot: vi.fn() };
vi.mock('../api/bytes', () => ({ putShot }));
vi.mock('../api/generated', () => ({ calls }));
vi.mock('../use/screen', () => ({ useScreen: (_job: unknown, _at: unknown, load: () => Promise<() => void>) => ({ refresh: async () => (await load())() }) }));
vi.mock('../use/acts', async (original) => ({ ...(await original<typeof import('../use/acts')>()), onActDone: () => undefined }));
vi.stubGlobal('localStorage', { getItem: () => null });
vi.stubGlobal('window', globalThis);
const { useTray } = await import('./tray');
const { hush, useTold } = await import('../use/tell');

const full = { code: 'store.disk_full', zh: '存满了', en: 'full' };
const shot = (digest: string, dropped = false) => ({ digest, dropped, marks: [], caption: '' }) as unknown as ShotLine;
const photo = (text: string) => new Blob([text]);
let n = 0;
/** Each test has an item of its own: what is unsaved outlives the screen. */
async function tray(shots: ShotLine[] = []) {
  calls.tray.mockResolvedValue({ shots } as unknown as TrayView);
  const item = `i${(n += 1)}`;
  const opened = useTray(() => 'j', () => item);
  await opened.refresh();
  return { item, ...opened };
}
beforeEach(() => {
  putShot.mockReset().mockResolvedValue('d');
  calls.drop_shot.mockReset().mockResolvedValue(null);
  calls.move_shot.mockReset().mockResolvedValue(null);
});

describe('a shot of the camera', () => {
  it('that the store refuses is kept, with the reason, and stored by another try', async () => {
    const { keep, again, left, why } = await tray();
    putShot.mockRejectedValueOnce(full);
    expect(await keep(photo('a'))).toBe(false);
    expect([left.value.length, why.value?.code]).toEqual([1, 'store.disk_full']);
    expect(await again()).toBe(true);
    expect([left.value.length, why.value]).toEqual([0, null]);
    expect(putShot).toHaveBeenCalledTimes(2);
  });
  it('that is still refused is not lost by trying, nor by leaving the screen', async () => {
    const { item, keep, again } = await tray();
    putShot.mockRejectedValue(full);
    await keep(photo('a'));
    await keep(photo('b'));
    expect(await again()).toBe(false);
    expect(useTray(() => 'j', () => item).left.value.length).toBe(2);
  });
  it('and files of the gallery are stored one after another, none instead of another', async () => {
    const { put, keep, storing } = await tray();
    const all = Promise.all([keep(photo('a')), put(photo('b'), false), put(photo('c'), false)]);
    expect(storing.value).toBe(3);
    await all;
    expect(storing.value).toBe(0);
    expect(putShot.mock.calls.map((call) => call[3])).toEqual([true, false, false]);
  });
});

describe('the order', () => {
  it('counts what was removed, and passes over it', async () => {
    const { move, shots } = await tray([shot('a'), shot('b', true), shot('c')]);
    expect(shots.value.map((one) => one.digest)).toEqual(['a', 'c']);
    await move(shot('c'), -1);
    expect(calls.move_shot.mock.calls[0]?.slice(2)).toEqual(['c', 0]);
    await move(shot('a'), 1);
    expect(calls.move_shot.mock.calls[1]?.slice(2)).toEqual(['a', 2]);
  });
  it('ends at its ends', async () => {
    const { move } = await tray([shot('a'), shot('b')]);
    await move(shot('a'), -1);
    await move(shot('b'), 1);
    expect(calls.move_shot).not.toHaveBeenCalled();
  });
});

describe('a removed shot', () => {
  it('is brought back by the line that says so', async () => {
    const { drop, item } = await tray([shot('a')]);
    expect(await drop(shot('a'), 1)).toBe(true);
    await useTold().value?.undo?.();
    expect(calls.drop_shot.mock.calls).toEqual([['j', item, 'a', true], ['j', item, 'a', false]]);
    hush();
  });
});
