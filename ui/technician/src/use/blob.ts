import { onBeforeUnmount, ref, watch } from 'vue';
import { blob } from '../api/bytes';
import { keepError } from '../api/refused';

/** A picture's address for an `img`, taken back when the picture leaves the screen: whole, or as `read` gives it. */
export function useBlobUrl(digest: () => string, media: () => string, read = blob) {
  const url = ref<string | null>(null);
  const missing = ref(false);
  let gone = false;

  function revoke(): void {
    if (url.value) URL.revokeObjectURL(url.value);
    url.value = null;
  }
  watch(
    digest,
    async (asked) => {
      revoke();
      missing.value = false;
      // No picture is asked for yet.
      if (asked === '') return;
      try {
        const bytes = await read(asked);
        if (gone || asked !== digest()) return;
        url.value = URL.createObjectURL(new Blob([bytes], { type: media() }));
      } catch (error) {
        missing.value = true;
        if (!(typeof error === 'object' && error !== null && 'code' in error)) keepError(error);
      }
    },
    { immediate: true },
  );
  onBeforeUnmount(() => {
    gone = true;
    revoke();
  });
  return { url, missing };
}
