// A shot while it is edited. Every change is kept at once: an app that is ended in the middle loses none.
import { computed, onBeforeUnmount, onMounted, ref, shallowReadonly, watch } from 'vue';
import { calls, type ShotLine } from '../api/generated';
import { useAct } from '../use/acts';
import { useDrawing } from './drawing';
import { besideFinger, MOST_MARKS, sent, writtenAt, type Dragged, type Point, type Size } from './marks';

const WAIT_MS = 250;

/** `shot` is null until the tray has been looked into. */
export function useShot(job: string, item: string, digest: string, shot: () => ShotLine | null, size: () => Size) {
  const { run } = useAct();
  const caption = ref('');
  const saved = ref(true);
  /** The words that are being written on the picture. */
  const writing = ref<number | null>(null);
  const drawing = useDrawing(() => void keep());
  const full = computed(() => drawing.marks.value.length >= MOST_MARKS);
  /** They were not there before. */
  let fresh = false;
  let loaded = false;
  let running = false;
  let timer: number | undefined;

  watch(
    shot,
    (now) => {
      if (!now || loaded) return;
      loaded = true;
      caption.value = now.caption;
      drawing.load(now.marks);
    },
    { immediate: true },
  );
  /** One at a time; what changes meanwhile goes with the next. */
  async function keep(): Promise<void> {
    window.clearTimeout(timer);
    timer = undefined;
    saved.value = false;
    if (running) return;
    running = true;
    while (!saved.value) {
      saved.value = true;
      const done = await run(() => calls.edit_shot(job, item, digest, { caption: caption.value.trim(), marks: sent(drawing.marks.value) }));
      if (!done) {
        saved.value = false;
        break;
      }
    }
    running = false;
  }
  function soon(): void {
    saved.value = false;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void keep(), WAIT_MS);
  }
  function typed(text: string): void {
    caption.value = text;
    soon();
  }
  function add(mark: Dragged): void {
    if (!full.value) drawing.add(mark);
  }
  /** Words begin where the picture is tapped; words that stand there are gone on with. */
  function write(at: Point): void {
    rest();
    const { marks, become } = drawing;
    const there = writtenAt(marks.value, at, size());
    fresh = there < 0;
    if (fresh && full.value) return;
    writing.value = fresh ? marks.value.length : there;
    become(fresh ? [...marks.value, { kind: 'text', at: besideFinger(at, size()), text: '' }] : marks.value);
  }
  function wrote(text: string): void {
    const [index, mark] = [writing.value, drawing.marks.value[writing.value ?? -1]];
    if (index !== null && mark?.kind === 'text') drawing.rewrite(index, { ...mark, text });
  }
  /** The words are done. Where none stand nothing stays behind, and of words that never stood not even a step. */
  function rest(): void {
    const [index, mark] = [writing.value, drawing.marks.value[writing.value ?? -1]];
    writing.value = null;
    if (mark?.kind !== 'text' || mark.text.trim() !== '') return;
    if (fresh) drawing.undo();
    else drawing.become(drawing.marks.value.filter((_, at) => at !== index));
  }
  function undo(): void {
    writing.value = null;
    drawing.undo();
  }
  function clear(): void {
    rest();
    drawing.clear();
  }
  function key(event: KeyboardEvent): void {
    const at = event.target instanceof Element ? event.target : null;
    if (at?.closest('input, textarea') || !['Delete', 'Backspace'].includes(event.key)) return;
    event.preventDefault();
    drawing.removeLast();
  }
  onMounted(() => window.addEventListener('keydown', key));
  onBeforeUnmount(() => {
    window.removeEventListener('keydown', key);
    rest();
    if (timer !== undefined) void keep();
  });
  return { ...drawing, add, undo, clear, full, caption: shallowReadonly(caption), saved: shallowReadonly(saved), writing: shallowReadonly(writing), typed, write, wrote, rest };
}
