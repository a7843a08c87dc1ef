import { shallowReadonly, shallowRef } from 'vue';
import { current } from '../i18n';

const LONG_MS = 4000;
const said = shallowRef<string | null>(null);
let timer: number | undefined;

/** A quiet line at the bottom, in the person's language. */
export function tell(words: { zh: string; en: string }): void {
  said.value = words[current()];
  window.clearTimeout(timer);
  timer = window.setTimeout(() => (said.value = null), LONG_MS);
}

/** What is being said, for the one place that shows it. */
export function useTold() {
  return shallowReadonly(said);
}
