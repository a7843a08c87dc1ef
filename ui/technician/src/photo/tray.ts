// The tray of an item: shots that are stored and not yet used.
import { computed, ref, shallowReactive, shallowReadonly, shallowRef } from 'vue';
import { putShot } from '../api/bytes';
import { calls, type Refused, type ShotLine, type TrayView } from '../api/generated';
import { i18n } from '../i18n';
import { onActDone, useAct } from '../use/acts';
import { useScreen } from '../use/screen';
import { tell } from '../use/tell';

/** Shots of the camera that the store refused, by job and item: they are kept for another try as long as the window lives. */
const unsaved = shallowReactive(new Map<string, readonly Blob[]>());

export function useTray(job: () => string, item: () => string, at: () => string | null = () => null) {
  const view = shallowRef<TrayView | null>(null);
  const storing = ref(0);
  const why = shallowRef<Refused | null>(null);
  const { run } = useAct();
  const slot = () => `${job()} ${item()}`;
  const screen = useScreen(
    job,
    slot,
    async () => {
      const seen = await calls.tray(job(), item(), at());
      return () => (view.value = seen);
    },
    () => (view.value = null),
  );
  onActDone(() => void screen.refresh());
  const shots = computed(() => view.value?.shots.filter((shot) => !shot.dropped) ?? []);
  const left = computed(() => unsaved.get(slot()) ?? []);

  /** Stores a picture, after whatever is being stored; gives why not. */
  async function put(file: Blob, camera: boolean): Promise<Refused | null> {
    storing.value += 1;
    const act = useAct({ quiet: true });
    try {
      await act.run(() => putShot(job(), item(), file, camera, at()));
    } finally {
      storing.value -= 1;
    }
    return act.refused.value;
  }
  /** Stores a shot of the camera; what is refused is kept for another try. */
  async function keep(file: Blob): Promise<boolean> {
    why.value = await put(file, true);
    if (why.value) unsaved.set(slot(), [...left.value, file]);
    return why.value === null;
  }
  /** Tries the refused ones again, in their order. Answers whether all are stored. */
  async function again(): Promise<boolean> {
    const files = left.value;
    unsaved.delete(slot());
    for (const file of files) await keep(file);
    return left.value.length === 0;
  }
  async function drop(shot: ShotLine, n: number): Promise<boolean> {
    const [at, key] = [job(), item()];
    if (!(await run(() => calls.drop_shot(at, key, shot.digest, true)))) return false;
    const say = (locale: 'zh' | 'en') => i18n.global.t('shot.removed', { n }, { locale });
    tell({ zh: say('zh'), en: say('en') }, { undo: () => calls.drop_shot(at, key, shot.digest, false) });
    return true;
  }
  /** Puts a shot in the place of the one before or after it. */
  async function move(shot: ShotLine, by: -1 | 1): Promise<void> {
    const beside = shots.value[shots.value.findIndex((one) => one.digest === shot.digest) + by];
    const to = view.value?.shots.findIndex((one) => one.digest === beside?.digest) ?? -1;
    if (to >= 0) await run(() => calls.move_shot(job(), item(), shot.digest, to));
  }
  return { ...screen, view: shallowReadonly(view), shots, storing: shallowReadonly(storing), why: shallowReadonly(why), left, put, keep, again, drop, move };
}
