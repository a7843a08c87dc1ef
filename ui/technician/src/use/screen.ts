import { onMounted, ref, shallowReadonly, shallowRef, watch } from 'vue';
import { calls, type Refused } from '../api/generated';
import { asRefused } from '../api/refused';
import { settled } from './acts';
import { useSync } from './sync';

/**
 * A screen of a job: asked for when it opens, after each act and after each round, with what was typed and not yet kept.
 * `at` names what is shown; `load` asks and gives what shows it, which is left undone where the screen has gone elsewhere
 * meanwhile.
 */
export function useScreen(job: () => string, at: () => string, load: () => Promise<() => void>, clear: () => void) {
  const drafts = shallowRef<Record<string, string>>({});
  const refused = ref<Refused | null>(null);
  const { rounds } = useSync();

  async function refresh(): Promise<void> {
    await settled();
    const asked = at();
    try {
      const show = await load();
      if (asked !== at()) return;
      show();
      refused.value = null;
    } catch (error) {
      refused.value = asRefused(error);
    }
  }
  async function open(): Promise<void> {
    clear();
    try {
      drafts.value = await calls.drafts(job());
    } catch (error) {
      refused.value = asRefused(error);
    }
    await refresh();
  }
  onMounted(open);
  watch(at, open);
  watch(rounds, refresh);
  return { drafts: shallowReadonly(drafts), refused: shallowReadonly(refused), refresh };
}
