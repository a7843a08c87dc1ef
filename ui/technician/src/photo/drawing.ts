// The marks of a shot while they are drawn, with the way back. `changed` is called after each change.
import { computed, shallowReadonly, shallowRef } from 'vue';
import type { Mark } from '../api/generated';

export function useDrawing(changed: () => void) {
  const marks = shallowRef<readonly Mark[]>([]);
  const past = shallowRef<readonly (readonly Mark[])[]>([]);
  /** After a restart the marks are there and what was before them is not: then the last one goes. */
  const undoable = computed(() => past.value.length > 0 || marks.value.length > 0);

  function load(kept: readonly Mark[]): void {
    marks.value = kept;
    past.value = [];
  }
  function become(next: readonly Mark[]): void {
    past.value = [...past.value, marks.value];
    marks.value = next;
    changed();
  }
  function add(mark: Mark): void {
    become([...marks.value, mark]);
  }
  /** The same step goes on: words that grow are undone as a whole. */
  function rewrite(index: number, mark: Mark): void {
    marks.value = marks.value.map((one, at) => (at === index ? mark : one));
    changed();
  }
  function undo(): void {
    if (!undoable.value) return;
    marks.value = past.value.at(-1) ?? marks.value.slice(0, -1);
    past.value = past.value.slice(0, -1);
    changed();
  }
  function removeLast(): void {
    if (marks.value.length > 0) become(marks.value.slice(0, -1));
  }
  function clear(): void {
    if (marks.value.length > 0) become([]);
  }
  return { marks: shallowReadonly(marks), undoable, load, become, add, rewrite, undo, removeLast, clear };
}
