import { onMounted, shallowReadonly, ref, shallowRef, watch } from 'vue';
import { calls, type JobView, type Refused } from '../api/generated';
import { asRefused } from '../api/refused';
import { useSync } from './sync';

/**
 * A job as the screens show it.
 *
 * const { job, refresh } = useJob(() => props.job);
 */
export function useJob(id: () => string) {
  const job = shallowRef<JobView | null>(null);
  const refused = ref<Refused | null>(null);
  const { rounds } = useSync();

  async function refresh(): Promise<JobView | null> {
    const asked = id();
    try {
      const seen = await calls.job(asked);
      if (asked === id()) job.value = seen;
      refused.value = null;
    } catch (error) {
      refused.value = asRefused(error);
    }
    return job.value;
  }
  onMounted(refresh);
  watch([id, rounds], refresh);
  return { job: shallowReadonly(job), refused: shallowReadonly(refused), refresh };
}
