import { shallowReadonly, shallowRef } from 'vue';
import { current } from '../i18n';

const LONG_MS = 4000;
/** What can be taken back stays as long as it takes to notice that it was not meant. */
const UNDO_MS = 6000;

export interface Told {
  words: string;
  undo?: () => Promise<unknown>;
}
const said = shallowRef<Told | null>(null);
let timer: number | undefined;

/** A quiet line at the bottom, in the person's language; with `undo`, the way back is in it. */
export function tell(words: { zh: string; en: string }, undo?: () => Promise<unknown>): void {
  said.value = { words: words[current()], undo };
  window.clearTimeout(timer);
  timer = window.setTimeout(hush, undo ? UNDO_MS : LONG_MS);
}

/** The line has been heard. */
export function hush(): void {
  said.value = null;
}

/** What is being said, for the one place that shows it. */
export function useTold() {
  return shallowReadonly(said);
}
