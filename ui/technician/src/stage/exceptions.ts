// Exceptions of a block that are marked and not yet confirmed with it. They are drafts: a kill does not lose them.
import { onBeforeUnmount, reactive } from 'vue';
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

/** const marked = useExceptions(job, block.items, drafts); */
export function useExceptions(job: string, items: readonly ItemView[], drafts: Record<string, string>) {
  const marked = reactive(new Map<string, Exception>());
  const timers = new Map<string, number>();
  for (const item of items) {
    const kept = restored(drafts[slot(item.key)]);
    if (kept) marked.set(item.key, kept);
  }
  function keep(item: string): void {
    window.clearTimeout(timers.get(item));
    timers.delete(item);
    const now = marked.get(item);
    if (now) calls.save_draft(job, slot(item), JSON.stringify(now)).catch(keepError);
  }
  function mark(item: string, exception: Exception): void {
    marked.set(item, exception);
    drafts[slot(item)] = JSON.stringify(exception);
    window.clearTimeout(timers.get(item));
    timers.set(item, window.setTimeout(() => keep(item), WAIT_MS));
  }
  function clear(item: string): void {
    window.clearTimeout(timers.get(item));
    timers.delete(item);
    delete drafts[slot(item)];
    if (marked.delete(item)) calls.drop_draft(job, slot(item)).catch(keepError);
  }
  onBeforeUnmount(() => [...timers.keys()].forEach(keep));
  return { marked, mark, clear };
}
