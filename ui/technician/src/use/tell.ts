import { shallowReadonly, shallowRef } from 'vue';
import { current } from '../i18n';

const LONG_MS = 4000;
/** What can be taken back stays as long as it takes to notice that it was not meant. */
const UNDO_MS = 6000;
/** Whoever hears a reminder has other things in hand. */
const REMIND_MS = 12_000;

/** Where a line leads: back, or to what it speaks of. */
export interface Way {
  undo?: () => Promise<unknown>;
  look?: () => Promise<unknown>;
}
export interface Told extends Way {
  words: string;
}
const said = shallowRef<Told | null>(null);
let timer: number | undefined;

/** A quiet line at the bottom, in the person's language, with its way in it where it has one. */
export function tell(words: { zh: string; en: string }, way: Way = {}): void {
  said.value = { words: words[current()], ...way };
  window.clearTimeout(timer);
  timer = window.setTimeout(hush, way.look ? REMIND_MS : way.undo ? UNDO_MS : LONG_MS);
}

/** The line has been heard. */
export function hush(): void {
  said.value = null;
}

/** What is being said, for the one place that shows it. */
export function useTold() {
  return shallowReadonly(said);
}
