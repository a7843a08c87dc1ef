import { onMounted, shallowReadonly, ref, shallowRef, watch } from 'vue';
import { calls, type JobView, type QuoteView, type Refused, type Stage, type StageView } from '../api/generated';
import { asRefused } from '../api/refused';
import { settled } from './acts';
import { useSync } from './sync';

/** Stages whose screen needs the quote too. */
const WITH_QUOTE: readonly Stage[] = ['quote', 'consent', 'work', 'settle', 'sheet'];

/**
 * A stage with what its screen shows beside the items: the job's rail, the quote, the readings to repeat after the work,
 * and what was typed and not yet kept.
 */
export function useStage(job: () => string, stage: () => Stage) {
  const view = shallowRef<StageView | null>(null);
  const rail = shallowRef<JobView | null>(null);
  const quote = shallowRef<QuoteView | null>(null);
  const again = shallowRef<StageView | null>(null);
  const drafts = shallowRef<Record<string, string>>({});
  const refused = ref<Refused | null>(null);
  const { rounds } = useSync();

  async function refresh(): Promise<StageView | null> {
    await settled();
    const [id, key] = [job(), stage()];
    try {
      const [seen, whole, priced, survey] = await Promise.all([
        calls.stage(id, key),
        calls.job(id),
        WITH_QUOTE.includes(key) ? calls.quote(id) : null,
        key === 'test' ? calls.stage(id, 'survey') : null,
      ]);
      if (id !== job() || key !== stage()) return view.value;
      [quote.value, again.value, rail.value, view.value] = [priced, survey, whole, seen];
      refused.value = null;
    } catch (error) {
      refused.value = asRefused(error);
    }
    return view.value;
  }
  async function open(): Promise<void> {
    view.value = null;
    try {
      drafts.value = await calls.drafts(job());
    } catch (error) {
      refused.value = asRefused(error);
    }
    await refresh();
  }
  onMounted(open);
  watch([job, stage], open);
  watch(rounds, refresh);
  return {
    view: shallowReadonly(view),
    rail: shallowReadonly(rail),
    quote: shallowReadonly(quote),
    again: shallowReadonly(again),
    drafts: shallowReadonly(drafts),
    refused: shallowReadonly(refused),
    refresh,
  };
}
