import { afterEach, describe, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, type EffectScope } from 'vue';
import { useSeen } from './seen';

type Row = { dataset: { item: string } };
let look: (rows: { row: Row; isIntersecting: boolean }[]) => void = () => undefined;
let watched: Row[] = [];

class Eye {
  constructor(noted: (entries: { isIntersecting: boolean; target: Row }[]) => void) {
    look = (rows) => noted(rows.map(({ row, isIntersecting }) => ({ isIntersecting, target: row })));
  }
  observe(row: Row): void {
    watched.push(row);
  }
  unobserve(row: Row): void {
    watched = watched.filter((one) => one !== row);
  }
  disconnect(): void {
    watched = [];
  }
}
vi.stubGlobal('IntersectionObserver', Eye);
vi.stubGlobal('CSS', { escape: (text: string) => text });

const rows = ['kit.five.mat', 'kit.tools'].map((item) => ({ dataset: { item } }));
const page = { querySelector: (asked: string) => rows.find((row) => asked === `[data-item="${row.dataset.item}"]`) ?? null } as unknown as HTMLElement;
let scope: EffectScope;
afterEach(() => scope.stop());

describe('what one tap on a stage answers', () => {
  it('is only what has been in sight, and in the stage that is open', async () => {
    scope = effectScope();
    const [stage, keys] = [ref('preparation'), ref<string[]>([])];
    const seen = scope.run(() => useSeen(ref(page), () => stage.value, () => keys.value))!;
    keys.value = ['kit.five.mat', 'kit.tools'];
    await nextTick();
    await nextTick();
    expect(watched.length).toBe(2);
    look([{ row: rows[0]!, isIntersecting: true }, { row: rows[1]!, isIntersecting: false }]);
    expect([...seen]).toEqual(['kit.five.mat']);
    expect(watched).toEqual([rows[1]]);
    look([{ row: rows[1]!, isIntersecting: true }]);
    expect(seen.has('kit.tools')).toBe(true);
    stage.value = 'dress';
    await nextTick();
    expect(seen.size).toBe(0);
  });
});
