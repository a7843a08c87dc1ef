// What of a page has been in sight. A tap that answers several items at once answers none that nobody can have read.
import { nextTick, onScopeDispose, reactive, watch, type Ref } from 'vue';

/** How much of a row has to be on the screen. */
const SHARE = 0.5;

/** The keys of `[data-item]` rows of a page that have been in sight since `at` last changed. */
export function useSeen(page: Readonly<Ref<HTMLElement | null>>, at: () => string, keys: () => readonly string[]): ReadonlySet<string> {
  const seen = reactive(new Set<string>());
  let eye: IntersectionObserver | null = null;

  async function look(): Promise<void> {
    await nextTick();
    eye?.disconnect();
    if (!page.value) return;
    eye = new IntersectionObserver(noted, { root: page.value, threshold: SHARE });
    for (const key of keys()) {
      const row = seen.has(key) ? null : page.value.querySelector(`[data-item="${CSS.escape(key)}"]`);
      if (row) eye.observe(row);
    }
  }
  function noted(entries: IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      const key = isIntersecting ? (target as HTMLElement).dataset['item'] : undefined;
      if (!key) continue;
      seen.add(key);
      eye?.unobserve(target);
    }
  }
  watch(at, () => seen.clear());
  // A row may be drawn anew with every answer.
  watch(() => [at(), ...keys()].join(' '), look, { flush: 'post', immediate: true });
  onScopeDispose(() => eye?.disconnect());
  return seen;
}
