import { shallowReadonly, shallowRef } from 'vue';
import { calls, type JobView, type QuoteView, type Stage, type StageView } from '../api/generated';
import { useScreen } from './screen';

/** Stages whose screen needs the quote too. */
const WITH_QUOTE: readonly Stage[] = ['quote', 'consent', 'work', 'settle', 'sheet'];

/** A stage with what its screen shows beside the items: the job's rail, the quote, the readings to repeat after the work. */
export function useStage(job: () => string, stage: () => Stage) {
  const view = shallowRef<StageView | null>(null);
  const rail = shallowRef<JobView | null>(null);
  const quote = shallowRef<QuoteView | null>(null);
  const again = shallowRef<StageView | null>(null);
  const screen = useScreen(
    job,
    () => `${job()} ${stage()}`,
    async () => {
      const [id, key] = [job(), stage()];
      const [seen, whole, priced, survey] = await Promise.all([
        calls.stage(id, key),
        calls.job(id),
        WITH_QUOTE.includes(key) ? calls.quote(id) : null,
        key === 'test' ? calls.stage(id, 'survey') : null,
      ]);
      return () => ([quote.value, again.value, rail.value, view.value] = [priced, survey, whole, seen]);
    },
    () => (view.value = null),
  );
  async function refresh(): Promise<StageView | null> {
    await screen.refresh();
    return view.value;
  }
  return {
    ...screen,
    refresh,
    view: shallowReadonly(view),
    rail: shallowReadonly(rail),
    quote: shallowReadonly(quote),
    again: shallowReadonly(again),
  };
}
