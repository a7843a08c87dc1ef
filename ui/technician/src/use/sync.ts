import { computed, shallowReactive, shallowReadonly, ref } from 'vue';
import { calls, type FileSent, type SyncState, type Truth } from '../api/generated';
import { keepError } from '../api/refused';
import { onArrived, onFileSent, onSyncState } from '../api/events';

const state = ref<SyncState | null>(null);
const rounds = ref(0);
/** Files of the round under way, or of the last one, by digest: what the office has said of them since the views looked. */
const files = shallowReactive(new Map<string, FileSent>());
/** The file that travels now. */
const travels = ref<string | null>(null);

/** Begins to listen; called once at the start. */
export function hearSync(): void {
  onSyncState((now) => {
    const ran = state.value?.phase === 'running';
    const ended = ran && now.phase !== 'running';
    if (!ran && now.phase === 'running') files.clear();
    if (now.phase !== 'running') travels.value = null;
    state.value = now;
    if (ended) rounds.value += 1;
  }).catch(keepError);
  onArrived(() => (rounds.value += 1)).catch(keepError);
  onFileSent((file) => {
    files.set(file.digest, file);
    travels.value = file.at_office ? null : file.digest;
  }).catch(keepError);
}

/** Asks for a round when the network is back or somebody looks at the app again; the shell knows whether one is due. */
export function wakeSync(): void {
  const wake = () => void calls.wake().catch(keepError);
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) wake();
  });
}

/** What the round with the office does; `rounds` counts those that ended or brought documents, so that views know when to look again. */
export function useSync() {
  return { state: shallowReadonly(state), rounds: shallowReadonly(rounds) };
}

export interface Travelling {
  /** What a view saw, or what the office has said since. */
  truth: Truth;
  /** Bytes the office has. */
  sent: number;
  /** It travels now. */
  now: boolean;
}

/** A file as a view saw it, brought up to what the office has said since. */
export function useFile(file: () => { digest: string; bytes: number; sent: number; truth: Truth }) {
  return computed<Travelling>(() => {
    const { digest, bytes, sent, truth } = file();
    const said = files.get(digest);
    if (truth !== 'waiting' || !said) return { truth, sent, now: false };
    if (said.at_office) return { truth: 'at_office', sent: bytes, now: false };
    return { truth, sent: said.sent, now: travels.value === digest };
  });
}

/** The bytes of files that the office has, beyond what a view saw of them. */
export function sentSince(seen: readonly { digest: string; sent: number }[]): number {
  return seen.reduce((sum, file) => sum + Math.max(0, (files.get(file.digest)?.sent ?? 0) - file.sent), 0);
}
