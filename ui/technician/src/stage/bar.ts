// What the one action below a stage does. Where it leads is the core's to say; what it may confirm, the eye's.
import type { ItemView, MissingLine, StageView } from '../api/generated';

export interface Bar {
  /** What the step lacks and no tap on the whole stage answers, the stage's own first. */
  alone: readonly MissingLine[];
  /** What the tap would answer and nobody has seen. */
  unseen: readonly ItemView[];
  /** The tap answers something on its way. */
  confirms: boolean;
  /** It leads to what is missing or unseen instead. */
  shut: boolean;
  /** How many of its items are marked as exceptions. */
  excepted: number;
}

export function barOf(view: Pick<StageView, 'stage' | 'next' | 'onward'>, ticks: readonly ItemView[], seen: ReadonlySet<string>, marked: { has: (item: string) => boolean }): Bar {
  const all = (view.next?.missing ?? []).filter((one) => !ticks.some((item) => item.key === one.item));
  const here = all.filter((one) => one.stage === view.stage);
  const closed = view.onward.kind === 'shut';
  const confirms = ticks.length > 0 && !closed;
  const unseen = confirms ? ticks.filter((item) => !seen.has(item.key)) : [];
  return {
    alone: [...here, ...all.filter((one) => one.stage !== view.stage)],
    unseen,
    confirms,
    shut: closed || unseen.length > 0,
    excepted: ticks.filter((item) => marked.has(item.key)).length,
  };
}
