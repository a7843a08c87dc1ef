// The system's gallery. While it is open the phone may end the app to make room: that it was asked is noted first, so that
// whoever comes back is not left to wonder where the photos went.
import { ref } from 'vue';
import { calls } from '../api/generated';
import { keepError } from '../api/refused';

/**
 * const gallery = useGallery(() => props.job, () => props.item);
 * <input :ref="gallery.seat" type="file" @change="take" @cancel="gallery.answered" />
 *
 * `take` calls `files` and, once they are stored, `answered`.
 */
export function useGallery(job: () => string, item: () => string) {
  const input = ref<HTMLInputElement | null>(null);
  let asked: Promise<unknown> | null = null;

  function seat(at: unknown): void {
    input.value = at instanceof HTMLInputElement ? at : null;
  }
  function note(on: boolean): Promise<unknown> {
    return calls.ask_gallery(job(), item(), on).catch(keepError);
  }
  /** Opened within the tap itself: a system opens no gallery for a page that waited for something else first. */
  function open(): void {
    asked = note(true);
    input.value?.click();
  }
  /** What was chosen; the same may be chosen again. */
  function files(): File[] {
    const chosen = [...(input.value?.files ?? [])];
    if (input.value) input.value.value = '';
    return chosen;
  }
  function answered(): void {
    const before = asked;
    asked = null;
    void before?.then(() => note(false));
  }
  return { seat, open, files, answered };
}
