// The reading that is being typed on the keypad.
import { computed, ref, shallowRef, watch, type Ref } from 'vue';
import { calls, type BlockView, type CasesLine, type ItemView, type ReadingLine } from '../api/generated';
import { keepError } from '../api/refused';
import { words } from '../i18n';
import { useAct } from '../use/acts';
import { lacksOf, partsOf, partsSlot } from './limits';

/** Which reading: an item, of a repeat, before or after the work. */
export interface Spot {
  item: string;
  unit: string | null;
  after: boolean;
}

export function readingAt(item: ItemView, unit: string | null, after: boolean): ReadingLine | null {
  return item.readings.find((line) => line.unit === unit && line.after === after) ?? null;
}

/** The repeat a reading of this item belongs to. */
export function unitOf(item: ItemView, chosen: string | null): string | null {
  return item.each_unit ? chosen : null;
}

/** The cases as chips. */
export function cased(item: string, of: CasesLine): { key: string; name: string; test: string }[] {
  return of.cases.map((one) => ({ key: one.key, name: words(one.name), test: `case:${item}:${one.key}` }));
}

/** What holds the items that are measured: a stage, or a way that is open. */
export interface Blocks {
  blocks: readonly BlockView[];
}

function measured(view: Blocks | null, after: boolean): ItemView[] {
  const items = view?.blocks.flatMap((block) => block.items).filter((item) => item.measure !== null) ?? [];
  return after ? items.filter((item) => item.measure?.before_and_after) : items;
}

export function useReading(options: {
  job: () => string;
  view: Readonly<Ref<Blocks | null>>;
  again: Readonly<Ref<Blocks | null>>;
  unit: Ref<string | null>;
  drafts: Readonly<Ref<Readonly<Record<string, string>>>>;
  refresh: () => Promise<unknown>;
}) {
  const spot = ref<Spot | null>(null);
  const value = ref('');
  const parts = shallowRef<Record<string, string>>({});
  const readIn = ref<string | null>(null);
  /** It was kept, and something of it is still to be filled in. */
  const lacks = ref(false);
  const { busy, run } = useAct();
  let timer: number | undefined;
  let beside: number | undefined;
  /** As they stood when the keypad came. */
  let shown: Record<string, string> = {};

  const list = computed(() => [...measured(options.again.value, true).map((item) => ({ item, after: true })), ...measured(options.view.value, false).map((item) => ({ item, after: false }))]);
  const item = computed(() => list.value.find((one) => one.item.key === spot.value?.item && one.after === spot.value.after)?.item ?? null);
  /** What comes after this one: the next without a reading, of the same repeat. */
  const next = computed(() => {
    const at = list.value.findIndex((one) => one.item.key === spot.value?.item && one.after === spot.value.after);
    return list.value.slice(at + 1).find((one) => one.item.open && !readingAt(one.item, unitOf(one.item, options.unit.value), one.after)) ?? null;
  });

  function edit(of: ItemView, after: boolean): void {
    const unit = unitOf(of, options.unit.value);
    const taken = readingAt(of, unit, after);
    spot.value = { item: of.key, unit, after };
    value.value = taken?.value ?? options.drafts.value[of.key] ?? '';
    shown = taken ? { ...taken.parts } : partsOf(options.drafts.value[partsSlot(spot.value)]);
    parts.value = shown;
    readIn.value = taken?.read_in ?? null;
    lacks.value = false;
  }
  function type(text: string): void {
    value.value = text;
    const at = spot.value;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => at && calls.save_draft(options.job(), at.item, text).catch(keepError), 250);
  }
  // What stands beside the number survives a kill as every other word does.
  watch(parts, (now) => {
    const at = spot.value;
    window.clearTimeout(beside);
    if (at && now !== shown) beside = window.setTimeout(() => calls.save_draft(options.job(), partsSlot(at), JSON.stringify(now)).catch(keepError), 250);
  });
  function close(): void {
    spot.value = null;
  }
  async function keep(): Promise<void> {
    const at = spot.value;
    const of = item.value;
    if (!at || !of) return;
    if (value.value === '') {
      // Without the number nothing can be kept; what stands beside it is not thrown away for that.
      lacks.value = Object.values(parts.value).some((text) => text.trim() !== '');
      return lacks.value ? undefined : close();
    }
    window.clearTimeout(timer);
    window.clearTimeout(beside);
    const note = readingAt(of, at.unit, at.after)?.note ?? null;
    const said = Object.entries(parts.value).map(([key, text]) => [key, text.trim()] as const);
    const sent = { unit: at.unit, after: at.after, value: value.value, read_in: readIn.value ?? undefined, parts: Object.fromEntries(said.filter(([, text]) => text !== '')), note };
    const open = lacksOf(of.measure, sent.parts);
    if (!(await run(() => calls.measure(options.job(), at.item, sent)))) return;
    void calls.drop_draft(options.job(), partsSlot(at)).catch(keepError);
    const following = next.value;
    await options.refresh();
    // Whoever has put the keypad away meanwhile, or gone to another reading, is left there.
    if (spot.value !== at) return;
    // What is typed is kept; what it still lacks is said where it is filled in.
    lacks.value = open;
    if (open) return;
    if (following) edit(following.item, following.after);
    else close();
  }
  /** Says why a reading lies outside its limits. */
  async function explain(of: ItemView, line: ReadingLine, note: string): Promise<boolean> {
    const sent = { unit: line.unit, after: line.after, value: line.value, read_in: line.read_in, parts: { ...line.parts }, note };
    const done = await run(() => calls.measure(options.job(), of.key, sent));
    await options.refresh();
    return done;
  }
  return { spot, value, parts, readIn, lacks, item, next, busy, edit, type, keep, close, explain };
}

export type Reading = ReturnType<typeof useReading>;
