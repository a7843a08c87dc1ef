import { shallowReadonly, ref } from 'vue';
import type { SyncState } from '../api/generated';
import { keepError } from '../api/refused';
import { onSyncState } from '../api/sync-state';

const state = ref<SyncState | null>(null);
const rounds = ref(0);

/** Begins to listen; called once at the start. */
export function hearSync(): void {
  onSyncState((now) => {
    const ended = state.value?.phase === 'running' && now.phase !== 'running';
    state.value = now;
    if (ended) rounds.value += 1;
  }).catch(keepError);
}

/** What the round with the office does; `rounds` counts those that ended, so that views know when to look again. */
export function useSync() {
  return { state: shallowReadonly(state), rounds: shallowReadonly(rounds) };
}
