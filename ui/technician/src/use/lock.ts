import { shallowReadonly, ref } from 'vue';
import { calls, type LockState } from '../api/generated';
import { onShut } from '../api/events';
import { keepError } from '../api/refused';

const state = ref<LockState | null>(null);

/** The PIN of this device: whether one is set, and whether the screens wait for it. */
export function useLock() {
  async function look(): Promise<LockState> {
    state.value = await calls.lock_state();
    return state.value;
  }
  function become(now: LockState): void {
    state.value = now;
  }
  return { state: shallowReadonly(state), look, become };
}

/** Begins to listen, and tells the shell when nobody sees the app; called once at the start. */
export function hearLock(): void {
  onShut(() => useLock().look().catch(keepError)).catch(keepError);
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void calls.left().catch(keepError);
  });
}
