// One shot at a time. A tap while one is being stored is not lost: the next is taken as soon as that one lies in the store.
import { ref, shallowReadonly } from 'vue';

/**
 * const { taking, waiting, tap, rest } = useShutter(shoot);
 *
 * `shoot` takes a picture and resolves when it is stored; it tells itself what went wrong. `rest` resolves when nothing is
 * taken any more, or after so long.
 */
export function useShutter(shoot: () => Promise<unknown>) {
  const taking = ref(false);
  const waiting = ref(false);
  let over: Promise<unknown> = Promise.resolve();

  async function tap(): Promise<void> {
    if (taking.value) waiting.value = true;
    else await (over = take());
  }
  async function take(): Promise<void> {
    taking.value = true;
    try {
      do {
        waiting.value = false;
        await shoot();
      } while (waiting.value);
    } finally {
      taking.value = false;
      waiting.value = false;
    }
  }
  async function rest(ms: number): Promise<void> {
    await Promise.race([over.catch(() => undefined), new Promise((late) => setTimeout(late, ms))]);
  }
  return { taking: shallowReadonly(taking), waiting: shallowReadonly(waiting), tap, rest };
}
