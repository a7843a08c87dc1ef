import { describe, expect, it } from 'vitest';
import type { ItemView, MissingLine, OnwardLine } from '../api/generated';
import { barOf } from './bar';

const tick = (key: string) => ({ key, to_confirm: true }) as ItemView;
const lacks = (item: string, stage: MissingLine['stage']): MissingLine => ({ item, name: { zh: item, en: item }, stage, lack: 'answer', gate: false });
const view = (onward: OnwardLine, missing: MissingLine[]) => ({ stage: 'preparation' as const, next: { to: 'en_route' as const, name: { zh: '', en: '' }, missing }, onward });
const ticks = [tick('kit.five.mat'), tick('kit.tools')];
const missing = [lacks('drs.badge', 'dress'), lacks('kit.five.mat', 'preparation'), lacks('kit.tools', 'preparation'), lacks('kit.no_alcohol', 'preparation')];

describe('the one action below a stage', () => {
  it('is shut by what only its own tap answers, named before what other stages lack, and confirms nothing then', () => {
    const bar = barOf(view({ kind: 'shut' }, missing), ticks, new Set(['kit.five.mat', 'kit.tools']), new Set());
    expect(bar.alone.map((one) => one.item)).toEqual(['kit.no_alcohol', 'drs.badge']);
    expect([bar.shut, bar.confirms, bar.unseen.length]).toEqual([true, false, 0]);
  });
  it('confirms what has been in sight, and only then', () => {
    const open = view({ kind: 'stage', stage: 'dress' }, missing.slice(0, 3));
    const half = barOf(open, ticks, new Set(['kit.tools']), new Set());
    expect([half.shut, half.confirms, half.unseen.map((item) => item.key)]).toEqual([true, true, ['kit.five.mat']]);
    const whole = barOf(open, ticks, new Set(['kit.tools', 'kit.five.mat']), new Set(['kit.tools', 'drs.bag']));
    expect([whole.shut, whole.confirms, whole.excepted]).toEqual([false, true, 1]);
  });
  it('just goes on where nothing is left to confirm', () => {
    const bar = barOf(view({ kind: 'step', to: 'en_route' }, []), [], new Set(), new Set());
    expect([bar.shut, bar.confirms, bar.alone.length]).toEqual([false, false, 0]);
  });
});
