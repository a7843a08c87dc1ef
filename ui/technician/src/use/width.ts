import { computed, shallowReadonly, ref } from 'vue';
import { usePreferences } from './preferences';

/** Where two panes begin, and what each per cent of bigger words asks for beyond it: 768 px at 100 %, 1024 px at 150 %. */
const LEAST = 768;
const EACH = 5.12;

const { size } = usePreferences();
const width = ref(window.innerWidth);
window.addEventListener('resize', () => (width.value = window.innerWidth));
const wide = computed(() => width.value >= LEAST + EACH * (size.value - 100));

/** A tablet: 356 px left, more with bigger words, the rest right. */
export function useWide() {
  return shallowReadonly(wide);
}
