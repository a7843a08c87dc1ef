import { effectScope, shallowReadonly, ref, shallowRef, watch } from 'vue';
import { calls, type Refused, type Today } from '../api/generated';
import { asRefused } from '../api/refused';
import { setClock } from './clock';
import { useSync } from './sync';

const today = shallowRef<Today | null>(null);
const refused = ref<Refused | null>(null);
let listening = false;

async function refresh(): Promise<void> {
  try {
    const seen = await calls.today();
    setClock(seen.now_ms, seen.offset_minutes);
    today.value = seen;
    refused.value = null;
  } catch (error) {
    refused.value = asRefused(error);
  }
}

/** The day; one for the whole window, so that list and page beside it show the same. */
export function useToday() {
  const { rounds, state } = useSync();
  if (!listening) {
    listening = true;
    // For as long as the window, not the screen that asked first.
    effectScope(true).run(() => watch([rounds, () => state.value?.line.waiting], refresh));
  }
  return { today: shallowReadonly(today), refused: shallowReadonly(refused), refresh };
}
