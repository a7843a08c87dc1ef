// Exceptions of a block that are marked and not yet confirmed with it. They are drafts: a kill does not lose them.
import { inject, onBeforeUnmount, provide, reactive, ref, watch, type InjectionKey, type Ref } from 'vue';
import { calls, type AnswerSent, type ItemView, type Said } from '../api/generated';
import { keepError } from '../api/refused';

export interface Exception {
  said: Exclude<Said, 'done'>;
  /** A chip's words; '' for none yet, OTHER for the free one. */
  chip: string;
  note: string;
}

export const OTHER = '*';
const WAIT_MS = 250;
const slot = (item: string) => `${item}#why`;

/** What an item may be answered instead of done, first the one that is likelier. */
export function admitted(item: ItemView): Exclude<Said, 'done'>[] {
  const ways: Exclude<Said, 'done'>[] = [];
  if (item.may_not_do) ways.push('not_done');
  if (item.may_not_apply) ways.push('not_applicable');
  return ways;
}

/** The reason as the office reads it; '' while something is missing. */
export function reason(of: Exception): string {
  const note = of.note.trim();
  if (of.chip === OTHER) return note;
  return of.chip === '' ? '' : note === '' ? of.chip : `${of.chip}；${note}`;
}

export function asAnswer(of: Exception): AnswerSent {
  return { said: of.said, text: null, choice: null, reason: reason(of) };
}

/** An exception to start from: the standing answer, or an empty one. */
export function begin(item: ItemView): Exception {
  const said = item.answer && item.answer.said !== 'done' ? item.answer.said : (admitted(item)[0] ?? 'not_done');
  return item.answer?.reason ? { said, chip: OTHER, note: item.answer.reason } : { said, chip: '', note: '' };
}

function restored(text: string | undefined): Exception | null {
  if (!text) return null;
  try {
    const kept = JSON.parse(text) as Partial<Exception>;
    const said = kept.said === 'not_applicable' ? 'not_applicable' : 'not_done';
    return { said, chip: String(kept.chip ?? ''), note: String(kept.note ?? '') };
  } catch {
    return null;
  }
}

/** The exceptions of a screen's blocks: each block marks its own, and whoever confirms them reads them all. */
export interface Exceptions {
  marked: ReadonlyMap<string, Exception>;
  /** The item whose reason was asked for and is still missing. */
  wanting: Ref<string | null>;
  /** What was marked of these items before the app was killed, or before their screen was left. */
  restore: (items: readonly ItemView[]) => void;
  mark: (item: string, exception: Exception) => void;
  clear: (item: string) => void;
}

const KEY: InjectionKey<Exceptions> = Symbol('exceptions');

/** Call in the screen that holds the blocks; `drafts` are what the job's fields held when it was opened. */
export function provideExceptions(job: () => string, drafts: Readonly<Ref<Record<string, string>>>): Exceptions {
  const marked = reactive(new Map<string, Exception>());
  const wanting = ref<string | null>(null);
  const timers = new Map<string, { timer: number; keep: () => void }>();
  function stop(item: string): void {
    window.clearTimeout(timers.get(item)?.timer);
    timers.delete(item);
  }
  function restore(items: readonly ItemView[]): void {
    for (const item of items) {
      const kept = restored(drafts.value[slot(item.key)]);
      if (kept && !marked.has(item.key)) marked.set(item.key, kept);
    }
  }
  function mark(item: string, exception: Exception): void {
    marked.set(item, exception);
    drafts.value[slot(item)] = JSON.stringify(exception);
    stop(item);
    const of = job();
    const keep = (): void => {
      stop(item);
      const now = marked.get(item);
      if (now) calls.save_draft(of, slot(item), JSON.stringify(now)).catch(keepError);
    };
    timers.set(item, { timer: window.setTimeout(keep, WAIT_MS), keep });
  }
  function clear(item: string): void {
    stop(item);
    if (wanting.value === item) wanting.value = null;
    delete drafts.value[slot(item)];
    if (marked.delete(item)) calls.drop_draft(job(), slot(item)).catch(keepError);
  }
  function keepAll(): void {
    [...timers.values()].forEach(({ keep }) => keep());
  }
  // Another job has exceptions of its own.
  watch(job, () => {
    keepAll();
    marked.clear();
    wanting.value = null;
  });
  onBeforeUnmount(keepAll);
  const exceptions = { marked, wanting, restore, mark, clear };
  provide(KEY, exceptions);
  return exceptions;
}

/** The exceptions of the screen this block stands in. */
export function injectExceptions(): Exceptions {
  const exceptions = inject(KEY);
  if (!exceptions) throw new Error('a block stands in a screen that provides its exceptions');
  return exceptions;
}

/** What one tap on these items sends: every exception with its reason, or the first whose reason is missing. */
export function gather(items: readonly ItemView[], marked: ReadonlyMap<string, Exception>): { unsaid: string } | { exceptions: Record<string, AnswerSent> } {
  const mine = items.filter((item) => item.to_confirm).flatMap((item) => (marked.has(item.key) ? [[item.key, marked.get(item.key)!] as const] : []));
  const unsaid = mine.find(([, exception]) => reason(exception) === '');
  return unsaid ? { unsaid: unsaid[0] } : { exceptions: Object.fromEntries(mine.map(([key, exception]) => [key, asAnswer(exception)])) };
}
