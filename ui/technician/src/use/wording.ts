// Words to avoid in what a customer will read: found while it is typed, never in the way of keeping it.
import { onScopeDispose, shallowRef, watch, type Ref } from 'vue';
import { calls, type Avoided } from '../api/generated';
import { keepError } from '../api/refused';

const WAIT_MS = 250;
/** Where a wording leaves something to be said: a blank of the book, or its dots. */
const BLANK = /＿＿|…/;

export interface Swap {
  text: string;
  /** What is still to be filled in, to be typed over; else the end of the new words. */
  select: [number, number];
}

/** The text with better words in the place of those to avoid. */
export function swapped(text: string, found: Avoided): Swap {
  const better = found.better.zh;
  const blank = BLANK.exec(better);
  const from = found.start + (blank?.index ?? better.length);
  return { text: text.slice(0, found.start) + better + text.slice(found.end), select: [from, from + (blank?.[0].length ?? 0)] };
}

/** What was found and still stands where it was found: an answer is as old as the text it is about. */
export function standing(found: readonly Avoided[], text: string): Avoided[] {
  return found.filter((one) => text.slice(one.start, one.end) === one.words);
}

/** What of a text is to be avoided, a quarter of a second after the last letter; late answers are dropped. */
export function useWording(text: () => string): Readonly<Ref<readonly Avoided[]>> {
  const found = shallowRef<readonly Avoided[]>([]);
  let timer: number | undefined;
  let asked = 0;

  async function ask(about: string): Promise<void> {
    const turn = ++asked;
    try {
      const answer = about.trim() === '' ? [] : await calls.wording(about);
      if (turn === asked) found.value = answer;
    } catch (error) {
      keepError(error);
    }
  }
  watch(
    text,
    (now) => {
      asked += 1;
      found.value = standing(found.value, now);
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void ask(now), WAIT_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    asked += 1;
    window.clearTimeout(timer);
  });
  return found;
}
