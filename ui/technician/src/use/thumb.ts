import { onBeforeUnmount, ref, shallowReadonly, watch, type Ref } from 'vue';
import { small as read } from '../api/bytes';

/** Pixels across: a small picture on a screen that has two or three of them a point. */
const WIDTH = 144;

/** Draws a photo small on a canvas. The whole photo is not kept: a list has many. */
export function useThumb(digest: () => string, canvas: Readonly<Ref<HTMLCanvasElement | null>>) {
  const shown = ref(false);
  let gone = false;

  async function draw(): Promise<void> {
    shown.value = false;
    const asked = digest();
    try {
      const small = await createImageBitmap(new Blob([await read(asked)]), { resizeWidth: WIDTH, resizeQuality: 'medium' });
      const at = canvas.value;
      if (!gone && at && asked === digest()) {
        [at.width, at.height] = [small.width, small.height];
        at.getContext('2d')?.drawImage(small, 0, 0);
        shown.value = true;
      }
      small.close();
    } catch {
      // The icon of its kind stands in its place.
    }
  }
  // A shallow ref among the sources would draw anew whenever the digest is looked at, changed or not.
  watch([digest, () => canvas.value], () => canvas.value && draw());
  onBeforeUnmount(() => (gone = true));
  return shallowReadonly(shown);
}
