// What is being typed, kept within 300 ms, so that it is there again after a kill.
import { onBeforeUnmount, ref, type Ref } from 'vue';
import { calls } from '../api/generated';
import { keepError } from '../api/refused';

const WAIT_MS = 250;

/** What waits for its moment is kept at once where the app goes out of sight: it may not come back. */
const waiting = new Set<() => void>();
if (typeof document !== 'undefined') {
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) waiting.forEach((keep) => keep());
  });
}

export interface Draft {
  text: Ref<string>;
  /** Typed since it was last kept as a record. */
  dirty: Ref<boolean>;
  /** Call on every input. */
  typed: (value: string) => void;
  /** A record was made of `sent`, and the store has thrown the draft away. What was typed meanwhile stays, and is kept anew. */
  kept: (sent?: string) => void;
  /** Throws the draft away. */
  drop: () => void;
}

/** What the draft table holds of a job; kept in step with it, so that a field that comes back finds its words. */
export type Drafts = Record<string, string>;

/** `saved` is what stands in the log; what `drafts` still holds of the slot comes before it. */
export function useDraft(job: string, slot: string, saved: string, drafts: Drafts): Draft {
  const restored = drafts[slot];
  const text = ref(restored ?? saved);
  const dirty = ref(restored !== undefined && restored !== saved);
  let timer: number | undefined;

  function keepNow(): void {
    rest();
    calls.save_draft(job, slot, text.value).catch(keepError);
  }
  function rest(): void {
    window.clearTimeout(timer);
    timer = undefined;
    waiting.delete(keepNow);
  }
  function typed(value: string): void {
    text.value = value;
    drafts[slot] = value;
    dirty.value = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(keepNow, WAIT_MS);
    waiting.add(keepNow);
  }
  function kept(sent?: string): void {
    if (sent !== undefined && sent !== text.value.trim() && sent !== text.value) return typed(text.value);
    rest();
    delete drafts[slot];
    dirty.value = false;
  }
  function drop(): void {
    kept();
    calls.drop_draft(job, slot).catch(keepError);
  }
  onBeforeUnmount(() => {
    if (timer !== undefined) keepNow();
  });
  return { text, dirty, typed, kept, drop };
}
