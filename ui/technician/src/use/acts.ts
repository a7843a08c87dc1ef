// Acts run one after another, each at most once at a time: two fast taps do a thing once, and a step that is tapped while
// a field is still being kept waits for that field.
import { onBeforeUnmount, ref, type Ref } from 'vue';
import type { Refused } from '../api/generated';
import { asRefused } from '../api/refused';
import { tell } from './tell';

let queue: Promise<unknown> = Promise.resolve();

const afterwards = new Set<() => void>();

/** Looks again after every act, as long as the component stands: for a pane that shows what another one changes. */
export function onActDone(look: () => void): void {
  afterwards.add(look);
  onBeforeUnmount(() => afterwards.delete(look));
}

/** Resolves when every act begun so far is over. */
export async function settled(): Promise<void> {
  await queue;
}

/** Runs an act after those before it. */
function inTurn<T>(act: () => Promise<T>): Promise<T> {
  const turn = queue.then(act, act);
  queue = turn.catch(() => undefined);
  return turn;
}

export interface Act {
  busy: Readonly<Ref<boolean>>;
  /** Why the last try was refused; cleared by the next one. */
  refused: Ref<Refused | null>;
  /** Runs `act` unless it is running already. Answers whether it was done. */
  run: (act: () => Promise<unknown>) => Promise<boolean>;
}

/**
 * const { busy, refused, run } = useAct();
 * await run(() => calls.rate(job, 5, ''));
 *
 * `quiet` leaves the telling of a refusal to the screen; `apart` runs out of turn, for what waits for the network.
 */
export function useAct(options: { quiet?: boolean; apart?: boolean } = {}): Act {
  const busy = ref(false);
  const refused = ref<Refused | null>(null);
  async function run(act: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    refused.value = null;
    try {
      await (options.apart ? act() : inTurn(act));
      afterwards.forEach((look) => look());
      return true;
    } catch (error) {
      refused.value = asRefused(error);
      if (!options.quiet) tell(refused.value);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, refused, run };
}
