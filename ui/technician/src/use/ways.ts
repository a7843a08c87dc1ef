import { onMounted, shallowReadonly, ref, shallowRef, watch } from 'vue';
import { calls, type JobView, type Refused, type WaysView } from '../api/generated';
import { asRefused } from '../api/refused';
import { settled } from './acts';
import { useSync } from './sync';

/** The ways a visit may take, with what the screen shows beside them: the job's rail, and what was typed and not yet kept. */
export function useWays(job: () => string) {
  const view = shallowRef<WaysView | null>(null);
  const rail = shallowRef<JobView | null>(null);
  const drafts = shallowRef<Record<string, string>>({});
  const refused = ref<Refused | null>(null);
  const { rounds } = useSync();

  async function refresh(): Promise<WaysView | null> {
    await settled();
    const id = job();
    try {
      const [seen, whole] = await Promise.all([calls.ways(id), calls.job(id)]);
      if (id !== job()) return view.value;
      [rail.value, view.value] = [whole, seen];
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
  watch(job, open);
  watch(rounds, refresh);
  return {
    view: shallowReadonly(view),
    rail: shallowReadonly(rail),
    drafts: shallowReadonly(drafts),
    refused: shallowReadonly(refused),
    refresh,
  };
}
