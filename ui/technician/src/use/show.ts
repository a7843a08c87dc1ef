import { nextTick } from 'vue';

/** Brings an item of a page into sight and gives it the focus. */
export async function showItem(page: () => HTMLElement | null, item: string): Promise<void> {
  await nextTick();
  const at = page()?.querySelector<HTMLElement>(`[data-item="${CSS.escape(item)}"]`);
  at?.scrollIntoView({ block: 'center' });
  at?.focus({ preventScroll: true });
}
